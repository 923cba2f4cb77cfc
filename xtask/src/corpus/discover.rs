//! Which files below a folder are descriptions.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Which descriptions a task takes.
#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Folders (or single files) of descriptions.
    #[arg(required = true)]
    pub(crate) folders: Vec<PathBuf>,
    /// Take only this many, chosen by the seed.
    #[arg(long)]
    pub(crate) sample: Option<usize>,
    /// What the sample and random values are chosen by.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Take only descriptions whose name holds this text.
    #[arg(long)]
    pub(crate) only: Option<String>,
    /// Leave out descriptions of more than this many bytes.
    #[arg(long)]
    pub(crate) max_bytes: Option<u64>,
}

impl Selection {
    /// The descriptions, in order of their names.
    pub(crate) fn candidates(&self) -> Result<Vec<Candidate>> {
        let mut candidates = descriptions(&self.folders)?;
        if let Some(text) = &self.only {
            candidates.retain(|candidate| candidate.name.contains(text.as_str()));
        }
        if let Some(limit) = self.max_bytes {
            candidates.retain(|candidate| candidate.bytes <= limit);
        }
        Ok(match self.sample {
            Some(count) => sample(candidates, count, self.seed),
            None => candidates,
        })
    }
}

/// So many files of a folder are named one by one.
const FEW: usize = 20;

/// A file that may be a description.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Its path below the folder that was searched.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its size.
    pub(crate) bytes: u64,
}

impl Candidate {
    /// The folder that was searched: a description may refer to anything in it.
    pub(crate) fn searched(&self) -> PathBuf {
        let below = Path::new(&self.name).components().count();
        let home = self.path.ancestors().nth(below).filter(|_| !self.is_alone());
        let home = home.or_else(|| self.path.parent());
        let home = home.filter(|home| !home.as_os_str().is_empty());
        home.unwrap_or(Path::new(".")).to_owned()
    }

    /// Whether it was named itself, not found in a folder.
    fn is_alone(&self) -> bool {
        Path::new(&self.name) == self.path
    }
}

/// Every JSON or YAML file below the folders whose text names an OpenAPI or Swagger
/// version, in order of their names. Parts of a description over several files do not.
pub(crate) fn descriptions(folders: &[PathBuf]) -> Result<Vec<Candidate>> {
    Ok(split(folders)?.0)
}

/// The folders that hold JSON or YAML files which name no version, and how many each: parts
/// of descriptions, and what is no OpenAPI at all. Those of a folder with few are named.
pub(crate) fn fragments(folders: &[PathBuf]) -> Result<BTreeMap<String, usize>> {
    let mut counts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for fragment in split(folders)?.1 {
        let depth = fragment.name.split('/').count().saturating_sub(1).min(2);
        let folder: Vec<&str> = fragment.name.split('/').take(depth).collect();
        counts.entry(folder.join("/")).or_default().push(fragment.name.clone());
    }
    let named = counts.into_iter().flat_map(|(folder, names)| {
        if names.len() > FEW { vec![(folder, names.len())] } else { ones(names) }
    });
    Ok(named.collect())
}

fn ones(names: Vec<String>) -> Vec<(String, usize)> {
    names.into_iter().map(|name| (name, 1)).collect()
}

/// The files that name a version, and those that do not.
fn split(folders: &[PathBuf]) -> Result<(Vec<Candidate>, Vec<Candidate>)> {
    let (mut found, mut fragments) = (Vec::new(), Vec::new());
    for folder in folders {
        let mut open = vec![folder.clone()];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                let entries = fs::read_dir(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                for entry in entries {
                    open.push(entry?.path());
                }
                continue;
            }
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let name = if below.as_os_str().is_empty() { &path } else { below };
            let name = name.to_string_lossy().replace('\\', "/");
            let bytes = path.metadata()?.len();
            match names_a_version(&path)? {
                Some(true) => found.push(Candidate { name, path, bytes }),
                Some(false) => fragments.push(Candidate { name, path, bytes }),
                None => {}
            }
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok((found, fragments))
}

/// Whether a line of the file starts with the key `openapi` or `swagger` (YAML), or the
/// file has such a key with a version after it anywhere (JSON); none for a file of another
/// kind.
fn names_a_version(path: &Path) -> Result<Option<bool>> {
    let extension =
        path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if !matches!(extension.as_str(), "json" | "yaml" | "yml") {
        return Ok(None);
    }
    let bytes =
        fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(["openapi", "swagger"].iter().any(|key| {
        text.match_indices(key).any(|(start, _)| is_version_key(&text, start, key.len()))
    })))
}

fn is_version_key(text: &str, start: usize, length: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().chars().next_back();
    let after = text.get(start + length..).unwrap_or_default();
    let (starts, after) = match before {
        Some(quote @ ('"' | '\'')) => (true, after.strip_prefix(quote)),
        None | Some('\n' | '\u{feff}') => (true, Some(after)),
        // The whole document may be indented; a version deep in some example is read as
        // no description, and said to be none.
        Some(_) => (is_first_on_its_line(text, start), Some(after)),
    };
    let version = after.and_then(|after| after.trim_start().strip_prefix(':'));
    let version = version.map(|text| text.trim_start().trim_start_matches(['"', '\'']));
    starts
        && version
            .is_some_and(|text| text.starts_with(|first: char| first.is_ascii_digit()))
}

fn is_first_on_its_line(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().all(|one| one == ' ')
}

/// So many of the candidates, chosen by the seed, in their order.
pub(crate) fn sample(
    candidates: Vec<Candidate>,
    count: usize,
    seed: u64,
) -> Vec<Candidate> {
    let mut keyed: Vec<(u64, Candidate)> = candidates
        .into_iter()
        .map(|candidate| (scatter(candidate.name.as_bytes(), seed), candidate))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.truncate(count);
    let mut chosen: Vec<Candidate> =
        keyed.into_iter().map(|(_, candidate)| candidate).collect();
    chosen.sort_by(|left, right| left.name.cmp(&right.name));
    chosen
}

/// FNV-1a, started from the seed: the same choice on every machine.
pub(crate) fn scatter(bytes: &[u8], seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_key_is_told_from_other_uses_of_the_word() {
        for (text, expected) in [
            ("openapi: 3.0.0\n", true),
            ("# note\n\"swagger\": '2.0'\n", true),
            ("{\"openapi\" : \"3.1.0\"}", true),
            ("---\n  swagger: \"2.0\"\n", true),
            ("title: openapi: 3\n", false),
            ("openapi: yes\n", false),
            ("type: object\n", false),
        ] {
            let found = ["openapi", "swagger"].iter().any(|key| {
                text.match_indices(key)
                    .any(|(start, _)| is_version_key(text, start, key.len()))
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_was_searched_follows_from_the_name() {
        let searched = |name: &str, path: &str| {
            let (name, path) = (name.to_owned(), PathBuf::from(path));
            Candidate { name, path, bytes: 0 }.searched()
        };
        assert_eq!(searched("a/b.yaml", "/x/y/a/b.yaml"), Path::new("/x/y"));
        assert_eq!(searched("b.yaml", "x/b.yaml"), Path::new("x"));
        assert_eq!(searched("/x/b.yaml", "/x/b.yaml"), Path::new("/x"));
        assert_eq!(searched("b.yaml", "b.yaml"), Path::new("."));
    }

    #[test]
    fn a_sample_depends_on_the_seed_alone() {
        let all: Vec<Candidate> = (0..100)
            .map(|number| Candidate {
                name: format!("{number:03}"),
                path: PathBuf::new(),
                bytes: 0,
            })
            .collect();
        let names = |seed| -> Vec<String> {
            sample(all.clone(), 10, seed).into_iter().map(|one| one.name).collect()
        };
        assert_eq!(names(1).len(), 10);
        assert_eq!(names(1), names(1));
        assert_ne!(names(1), names(2));
    }
}
