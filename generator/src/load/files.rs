//! The files of a description, each read once, and what a reference leads to in them.

use super::access::Refused;
use super::decode;
use super::own_names::{Base, OwnNames};
use super::remote::{self, NotRead};
use super::{Reach, is_tree};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{FileId, Location, Pointer, SourceFileText, SourceMap};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// So many references are followed to find what one of them means.
const MAX_HOPS: usize = 64;

/// All files read so far; a file's index is its [`FileId`].
pub(super) struct Files {
    trees: Vec<Arc<Value>>,
    /// By path without `.` and `..`; why there is none for one that cannot be read.
    by_path: BTreeMap<PathBuf, Result<FileId, Lost>>,
    /// Which parts have names of their own.
    names: OwnNames,
    /// What may be read.
    reach: Reach,
    /// By address; why there is none for one that cannot be read.
    by_address: BTreeMap<Url, Result<FileId, Lost>>,
}

/// Why a reference has no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// The address is on the network, or none that is ever read.
    Remote,
    /// The address, and why the server does not give what is there.
    Unreachable(Url, String),
    /// The address holds something else than when it was pinned.
    Changed(Url),
    /// A `file:` address, which is none that is ever read.
    FileAddress,
    /// The file is no part of a description; said already.
    NoFile(PathBuf),
    /// The file was not read, and why.
    Refused(PathBuf, Refused),
    /// There is no such value in the file.
    NoValue,
}

impl Files {
    pub(super) fn new(root_path: &Path, root: Value, reach: Reach) -> Self {
        let mut files = Self {
            trees: Vec::new(),
            by_path: BTreeMap::new(),
            names: OwnNames::default(),
            reach,
            by_address: BTreeMap::new(),
        };
        files.by_path.insert(plain_path(root_path), Ok(FileId(0)));
        files.add_tree(FileId(0), root);
        files
    }

    /// What was read from the network.
    pub(super) fn into_remote(self) -> Option<remote::Remote> {
        self.reach.remote
    }

    fn add_tree(&mut self, file: FileId, tree: Value) {
        self.names.index(file, &tree);
        self.trees.push(Arc::new(tree));
    }

    /// What the references at a place are relative to.
    pub(super) fn base_of(&self, location: &Location) -> Base {
        self.names.base_of(location)
    }

    /// What they are relative to in a schema of this `$id`.
    pub(super) fn base_below(&self, base: &Base, id: &str) -> Option<Base> {
        self.names.find(base, id).map(|location| self.base_of(&location))
    }

    /// The value at a place.
    pub(super) fn value(&self, location: &Location) -> Option<&Value> {
        let tree = self.trees.get(usize::try_from(location.file.0).ok()?)?;
        location.pointer.tokens().iter().try_fold(tree.as_ref(), step)
    }

    /// The place that a reference in `base` leads to, its file read if need be.
    pub(super) fn resolve(
        &mut self,
        base: &Base,
        reference: &str,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<Location, Lost> {
        let mut location = self.locate(base, reference, sources, diagnostics)?;
        // The way there may itself lead through references.
        for _ in 0..MAX_HOPS {
            let Some((reference, rest)) = self.first_hop(&location) else {
                return Ok(location);
            };
            let base = self.base_of(&location);
            let mut next = self.locate(&base, &reference, sources, diagnostics)?;
            for token in rest {
                next.pointer.push(token);
            }
            location = next;
        }
        Err(Lost::NoValue)
    }

    /// For a place that is not there: the reference on the way, and the tokens after it.
    fn first_hop(&self, location: &Location) -> Option<(String, Vec<String>)> {
        let tree = self.trees.get(usize::try_from(location.file.0).ok()?)?;
        let mut value = tree.as_ref();
        let tokens = location.pointer.tokens();
        for (index, token) in tokens.iter().enumerate() {
            match step(value, token) {
                Some(below) => value = below,
                None => {
                    let reference = value.get("$ref")?.as_str()?.to_owned();
                    return Some((
                        reference,
                        tokens.iter().skip(index).cloned().collect(),
                    ));
                }
            }
        }
        None
    }

    fn locate(
        &mut self,
        base: &Base,
        reference: &str,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<Location, Lost> {
        let reference = reference.trim();
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let start = match address {
            "" => Location { file: base.file, pointer: base.resource.clone() },
            address => match self.names.find(base, address) {
                Some(named) => named,
                None => {
                    let file = self.file(base.file, address, sources, diagnostics)?;
                    Location { file, pointer: Pointer::root() }
                }
            },
        };
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        if fragment.is_empty() {
            return Ok(start);
        }
        if !fragment.starts_with('/') {
            return self.names.anchor(&start, &fragment).ok_or(Lost::NoValue);
        }
        let fragment = Pointer::parse(&fragment);
        let below = |mut location: Location| {
            fragment
                .tokens()
                .iter()
                .for_each(|token| location.pointer.push(token.clone()));
            location
        };
        let from_file = Location { file: start.file, pointer: Pointer::root() };
        let location = below(start);
        // Most who give a schema an `$id` still mean the file by `#/components/…`.
        let is_there = self.value(&location).is_some();
        Ok(if is_there || !address.is_empty() { location } else { below(from_file) })
    }

    /// The file at an address, on disk or on the network, read if need be.
    fn file(
        &mut self,
        base: FileId,
        address: &str,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Lost> {
        let home = sources.file(base).map(|file| file.path.as_path());
        if let Some(url) = remote::address(home, address) {
            return self.remote_file(url, sources, diagnostics);
        }
        if address.starts_with("file:") {
            return Err(Lost::FileAddress);
        }
        if is_remote(address) {
            return Err(Lost::Remote);
        }
        let address = percent_decode_str(address).decode_utf8_lossy();
        let shown = self.path(base, &address, sources);
        let path = plain_path(&shown);
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let known = match self.reach.access.read(&path) {
            Ok(bytes) => self
                .add_file(&shown, bytes, sources, diagnostics)
                .ok_or(Lost::NoFile(shown)),
            Err(refused) => Err(Lost::Refused(shown, refused)),
        };
        self.by_path.insert(path, known.clone());
        known
    }

    fn remote_file(
        &mut self,
        url: Url,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Lost> {
        if let Some(known) = self.by_address.get(&url) {
            return known.clone();
        }
        let limit = self.reach.access.limit();
        let network = self.reach.remote.as_mut().filter(|_| remote::is_network(&url));
        let read = network.ok_or(Lost::Remote)?.read(&url, limit);
        let path = PathBuf::from(url.as_str());
        let known = match read {
            Ok(bytes) => {
                self.reach.access.took(bytes.len());
                self.add_file(&path, bytes, sources, diagnostics)
                    .ok_or(Lost::NoFile(path))
            }
            Err(NotRead::Unreachable(error)) => {
                Err(Lost::Unreachable(url.clone(), error))
            }
            Err(NotRead::Changed) => Err(Lost::Changed(url.clone())),
        };
        self.by_address.insert(url, known.clone());
        known
    }

    /// Takes a file in; none when it is neither JSON nor YAML.
    fn add_file(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        sources: &mut SourceMap,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        let (text, _) = decode::text(bytes);
        let decoded = decode::decode(&text);
        let text = text.into();
        let quotable = decoded.as_ref().is_ok_and(|decoded| is_tree(&decoded.root));
        let path = path.to_owned();
        let file = sources.add_file(SourceFileText { path, text, quotable });
        let (tree, known) = match decoded {
            Ok(decoded) => {
                for problem in decoded.problems {
                    super::report_problem(file, problem, diagnostics);
                }
                (decoded.root, Some(file))
            }
            Err(error) => {
                diagnostics.push(Diagnostic::new(
                    Code::PartSyntaxError,
                    Place::Offset(file, error.offset),
                    format!("not valid JSON or YAML: {}", error.message),
                ));
                (Value::Null, None)
            }
        };
        self.add_tree(file, tree);
        known
    }

    /// The text of a file that is taken as it is; none when it is not to be had.
    pub(super) fn text(&mut self, path: &Path) -> Option<String> {
        String::from_utf8(self.reach.access.read(path).ok()?).ok()
    }

    /// The path of a file that `base` names, as a user would write it.
    pub(super) fn path(
        &self,
        base: FileId,
        address: &str,
        sources: &SourceMap,
    ) -> PathBuf {
        let home = sources.file(base).and_then(|file| file.path.parent());
        plain_path(&home.unwrap_or(Path::new("")).join(address))
    }
}

fn step<'a>(value: &'a Value, token: &String) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

fn is_remote(address: &str) -> bool {
    address.contains("://") || address.starts_with("urn:") || address.starts_with("//")
}

/// A path without `.`, and without `..` where what it undoes is known.
fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(
                    plain.components().next_back(),
                    Some(Component::Normal(_))
                ) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
