//! Files to one tree.

mod access;
mod bundle;
mod decode;
mod fetch;
mod files;
mod json;
mod lost;
mod naming;
mod own_names;
mod place;
mod remote;
mod scalar;
mod yaml;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::disk::{self, NotRead};
use crate::document::{Document, FileId, Location, SourceFileText, SourceMap};
use access::Access;
use decode::{Problem, ProblemKind};
use remote::Remote;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub use access::{Limits, MAX_TOTAL_BYTES};
pub use remote::LOCK_NAME;

/// What `load` may do.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Whether files on the network that the description refers to are read, and pinned in
    /// the lock file [`LOCK_NAME`] beside it.
    pub allow_remote: bool,
    /// Folders whose files the description may refer to, beside its own folder.
    pub allow_outside: Vec<PathBuf>,
    /// How much is read.
    pub limits: Limits,
}

/// Reads a description and all files it refers to into one tree.
///
/// # Errors
///
/// When a file cannot be read, is neither JSON nor YAML, or the root is no OpenAPI
/// description; when a file on the network is not the one that was pinned.
pub fn load(
    path: &Path,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Stopped> {
    let mut sources = SourceMap::default();
    check_opened(&options.allow_outside, diagnostics)?;
    let root = read_file(path, options.limits, &mut sources, diagnostics);
    diagnostics.set_sources(sources.clone());
    let (root, _) = root?;
    check_is_openapi(&root, diagnostics)?;
    if !bundle::is_needed(&root) {
        return Ok(Document { root, sources });
    }
    let remote = options.allow_remote.then(|| Remote::open(path, diagnostics));
    let mut access = Access::new(path, &options.allow_outside, options.limits);
    access.took(sources.files().iter().map(|file| file.text.len()).sum());
    let reach = Reach { access, remote: remote.transpose()? };
    let (root, remote) = bundle::bundle(root, path, reach, &mut sources, diagnostics);
    diagnostics.set_sources(sources.clone());
    let counts = diagnostics.counts();
    let stops = [Code::RemoteChanged, Code::TooMuchCopied];
    if stops.iter().any(|code| counts.contains_key(code)) {
        return Err(Stopped);
    }
    if let Some(remote) = remote {
        remote.close(diagnostics)?;
    }
    Ok(Document { root, sources })
}

/// What a description may be made of beside its root file.
struct Reach {
    access: Access,
    /// The network, where the user allows it.
    remote: Option<Remote>,
}

/// Checks that there is what the user opened.
fn check_opened(
    folders: &[PathBuf],
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    let missing = folders
        .iter()
        .find_map(|folder| folder.canonicalize().err().map(|error| (folder, error)));
    let Some((folder, error)) = missing else { return Ok(()) };
    let place = Place::Path(folder.clone());
    let message =
        format!("cannot read `{}`, which is to be allowed: {error}", folder.display());
    diagnostics.push(
        Diagnostic::new(Code::FileUnreadable, place, message)
            .help("check the folder given with `--allow-outside`"),
    );
    Err(Stopped)
}

/// Reads one file that the user named as a tree, whatever it is about.
///
/// # Errors
///
/// When it cannot be read, or is neither JSON nor YAML.
pub(crate) fn read_file(
    path: &Path,
    limits: Limits,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<(Value, FileId), Stopped> {
    let bytes = disk::read_named(path, limits.file).map_err(|why| {
        let help = match why {
            NotRead::TooLarge(_) => "allow more with `--max-file-size`",
            _ => "check the path, and that the file may be read",
        };
        let message = format!("cannot read `{}`: {why}", path.display());
        let place = Place::Path(path.to_owned());
        diagnostics
            .push(Diagnostic::new(Code::FileUnreadable, place, message).help(help));
        Stopped
    })?;
    let (text, encoding) = decode::text(bytes);
    let decoded = decode::decode(&text);
    let quotable = match &decoded {
        Ok(decoded) => is_tree(&decoded.root),
        // A link may lead to what the user did not mean to show.
        Err(_) => !disk::leads_away(path),
    };
    let text = text.into();
    let file =
        sources.add_file(SourceFileText { path: path.to_owned(), text, quotable });
    match decoded {
        Ok(decoded) => {
            for problem in encoding.into_iter().chain(decoded.problems) {
                report_problem(file, problem, diagnostics);
            }
            Ok((decoded.root, file))
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(
                Code::SyntaxError,
                Place::Offset(file, error.offset),
                format!("not valid JSON or YAML: {}", error.message),
            ));
            Err(Stopped)
        }
    }
}

/// Whether it is what a description is made of, and not some text that is YAML by accident.
fn is_tree(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn report_problem(file: FileId, problem: Problem, diagnostics: &mut Diagnostics) {
    let last = problem.at.tokens().last().map_or("", String::as_str);
    let (code, message, help) = match problem.kind {
        ProblemKind::DoubledKey => (
            Code::DoubledKey,
            format!(
                "the key `{last}` appears twice in one object; the last one is used"
            ),
            "remove or rename one of the two",
        ),
        ProblemKind::KeyNotScalar => (
            Code::KeyNotScalar,
            "a list or object stands where a key should be; the entry was left out"
                .to_owned(),
            "put quotes around the key if it begins with `{` or `[`",
        ),
        ProblemKind::TooDeep => (
            Code::TooDeep,
            format!(
                "values are nested more than {} levels deep here; the rest was left out",
                decode::MAX_DEPTH
            ),
            "move the inner parts into components",
        ),
        ProblemKind::TabIndent => (
            Code::TabIndent,
            "lines are indented with tabs; each tab is read as one space".to_owned(),
            "indent with spaces",
        ),
        ProblemKind::NotUtf8 => (
            Code::NotUtf8,
            "the file contains bytes that are not UTF-8; they were replaced".to_owned(),
            "save the file as UTF-8",
        ),
    };
    let place = Place::File(Location { file, pointer: problem.at });
    diagnostics.push(Diagnostic::new(code, place, message).help(help));
}

fn check_is_openapi(root: &Value, diagnostics: &mut Diagnostics) -> Result<(), Stopped> {
    if root.get("openapi").is_some() || root.get("swagger").is_some() {
        return Ok(());
    }
    diagnostics.push(
        Diagnostic::new(
            Code::NotOpenApi,
            Place::File(Location::default()),
            "this is not an OpenAPI document: the root has no `openapi` or `swagger` key",
        )
        .help("if this is part of a document, give the file that has `openapi:` at its top"),
    );
    Err(Stopped)
}
