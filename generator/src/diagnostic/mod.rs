//! What the generator has to say about its input: code, place, cause and help.

mod code;

pub use code::Code;

use crate::document::{Location, Pointer};

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

/// All findings of one run, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding about a value of the document.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) {
        self.push(Diagnostic {
            code,
            place: Place::Value(at.clone()),
            related: Vec::new(),
            message: message.into(),
            help: None,
        });
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

    /// Whether anything found stops generation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|one| one.code.severity() == Severity::Error)
    }
}

/// Generation cannot go on; the diagnostics say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;
