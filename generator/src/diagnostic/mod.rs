//! What the generator has to say about its input: code, place, cause and help.

mod code;
mod help;
mod json;
mod render;
mod resolve;

pub use code::Code;
pub use json::to_json_lines;
pub use render::{RenderOptions, render};

use crate::document::{Location, Pointer, SourceFileText, SourceMap, Span};
use std::collections::BTreeMap;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was approximated or left out of the SDK, as `docs/support.md` says.
    Note,
    /// The description is wrong; it was repaired and generation went on.
    Warning,
    /// No SDK can be written.
    Error,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A value of the description, in terms of the document as it now is.
    Value(Pointer),
    /// A value of a file, before the document was put together.
    File(Location),
    /// A byte offset of a file that could not be read as a tree.
    Offset(crate::document::FileId, usize),
    /// A part of a text that is not the description.
    Text(SourceFileText, Span),
    /// A file or folder that is not part of the description.
    Path(std::path::PathBuf),
    /// Nowhere in particular.
    Nowhere,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding; [`Code::severity`] follows from it.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// Further places involved, each with a few words.
    pub related: Vec<(Place, String)>,
    /// The cause, in one sentence that names the thing.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without further places, and with the help that its kind has.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let help = code.help().map(str::to_owned);
        Self { code, place, related: Vec::new(), message: message.into(), help }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a further place that is involved.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}

/// All findings of one run, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    strict: bool,
    sources: SourceMap,
}

impl Diagnostics {
    /// With every warning an error: nothing is repaired silently.
    #[must_use]
    pub fn strict() -> Self {
        Self { strict: true, ..Self::default() }
    }

    /// Adds a finding about a value of the document.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic::new(code, Place::Value(at.clone()), message));
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// What was found so far.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.found
    }

    /// How bad a finding is in this run.
    #[must_use]
    pub fn severity(&self, one: &Diagnostic) -> Severity {
        match one.code.severity() {
            Severity::Warning if self.strict => Severity::Error,
            severity => severity,
        }
    }

    /// Whether anything found stops generation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|one| self.severity(one) == Severity::Error)
    }

    /// How many findings there are of each kind.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for one in &self.found {
            *counts.entry(one.code).or_default() += 1;
        }
        counts
    }

    /// How many findings there are of a severity.
    #[must_use]
    pub fn count_of(&self, severity: Severity) -> usize {
        self.found.iter().filter(|one| self.severity(one) == severity).count()
    }

    /// The files that places refer to.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// Says which files places refer to: whoever runs a stage does so after it.
    pub fn set_sources(&mut self, sources: SourceMap) {
        self.sources = sources;
    }
}

/// Generation cannot go on; the diagnostics say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;
