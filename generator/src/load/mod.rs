//! Files to one tree.

mod bundle;
mod decode;
mod fetch;
mod files;
mod json;
mod naming;
mod own_names;
mod place;
mod remote;
mod scalar;
mod yaml;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::{Document, FileId, Location, SourceFileText, SourceMap};
use decode::{Problem, ProblemKind};
use remote::Remote;
use serde_json::Value;
use std::path::Path;

pub use remote::LOCK_NAME;

/// What `load` may do.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Whether files on the network that the description refers to are read, and pinned in
    /// the lock file [`LOCK_NAME`] beside it.
    pub allow_remote: bool,
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
    let root = read_file(path, &mut sources, diagnostics);
    diagnostics.set_sources(sources.clone());
    let (root, _) = root?;
    check_is_openapi(&root, diagnostics)?;
    if !bundle::is_needed(&root) {
        return Ok(Document { root, sources });
    }
    let remote = options.allow_remote.then(|| Remote::open(path, diagnostics));
    let (root, remote) =
        bundle::bundle(root, path, remote.transpose()?, &mut sources, diagnostics);
    diagnostics.set_sources(sources.clone());
    if diagnostics.counts().contains_key(&Code::RemoteChanged) {
        return Err(Stopped);
    }
    if let Some(remote) = remote {
        remote.close(diagnostics)?;
    }
    Ok(Document { root, sources })
}

/// Reads one file as a tree, whatever it is about.
///
/// # Errors
///
/// When it cannot be read, or is neither JSON nor YAML.
pub(crate) fn read_file(
    path: &Path,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<(Value, FileId), Stopped> {
    let bytes = std::fs::read(path).map_err(|error| {
        diagnostics.push(
            Diagnostic::new(
                Code::FileUnreadable,
                Place::Path(path.to_owned()),
                format!("cannot read `{}`: {error}", path.display()),
            )
            .help("check the path, and that the file may be read"),
        );
        Stopped
    })?;
    let (text, encoding) = decode::text(bytes);
    let decoded = decode::decode(&text);
    let file =
        sources.add_file(SourceFileText { path: path.to_owned(), text: text.into() });
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
                format!("neither JSON nor YAML: {}", error.message),
            ));
            Err(Stopped)
        }
    }
}

fn report_problem(file: FileId, problem: Problem, diagnostics: &mut Diagnostics) {
    let last = problem.at.tokens().last().map_or("", String::as_str);
    let (code, message, help) = match problem.kind {
        ProblemKind::DoubledKey => (
            Code::DoubledKey,
            format!(
                "the key `{last}` occurs twice in one object; the last one was taken"
            ),
            "remove or rename one of the two",
        ),
        ProblemKind::KeyNotScalar => (
            Code::KeyNotScalar,
            "a list or an object stands as a key; the member was left out".to_owned(),
            "put quotes around the key if it begins with `{` or `[`",
        ),
        ProblemKind::TooDeep => (
            Code::TooDeep,
            format!(
                "values nest more than {} levels deep here; the rest was left out",
                decode::MAX_DEPTH
            ),
            "move the inner parts into components",
        ),
        ProblemKind::TabIndent => (
            Code::TabIndent,
            "lines are indented by tabs; each was read as one space".to_owned(),
            "indent by spaces",
        ),
        ProblemKind::NotUtf8 => (
            Code::NotUtf8,
            "the file holds bytes that are not UTF-8; they were replaced".to_owned(),
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
            "this is no OpenAPI description: the root has no `openapi` or `swagger` key",
        )
        .help("if this is a part of a description, name the file that has `openapi:` at its top"),
    );
    Err(Stopped)
}
