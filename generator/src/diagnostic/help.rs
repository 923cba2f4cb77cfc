//! What to do about a finding, where its place alone does not tell.

use super::Code;

impl Code {
    /// What to do about any finding of this kind; a finding may know better.
    #[must_use]
    pub fn help(self) -> Option<&'static str> {
        Some(match self {
            Self::FileUnreadable => "check the path; it is relative to where you are",
            Self::SyntaxError | Self::PartSyntaxError => {
                "correct the syntax here, or just before"
            }
            Self::DoubledKey => "remove one of the two, or rename it",
            Self::UnknownVersion => {
                "versions 2.0 (`swagger`) and 3.0, 3.1 and 3.2 (`openapi`) are known"
            }
            Self::RemoteReference => {
                "allow it with `--allow-remote`, or save the file and refer to the copy"
            }
            Self::TooMuchCopied => "refer to large parts in fewer places",
            Self::LockUnreadable => "correct it, or remove it to pin everything anew",
            Self::DanglingReference => "add what it refers to, or correct the name",
            Self::AliasCycle | Self::SchemaAliasCycle => {
                "give one of them a schema of its own"
            }
            Self::UndeclaredPathParameter => {
                "declare it with `in: path`, or take it out of the path"
            }
            Self::UnusedPathParameter => {
                "put it into the path in braces, or declare it with another `in`"
            }
            Self::MisspelledPathParameter => "spell both the same",
            Self::DuplicateParameter => "remove one of the two, or rename it",
            Self::DuplicateOperationId => {
                "give each operation an id of its own: methods are named after it"
            }
            Self::MissingOperationId => {
                "give the operation an id: its method is named after it"
            }
            Self::UnreadableOperation => {
                "correct it, or leave it out with `--skip-invalid`"
            }
            Self::CannotWrite => "check permissions and free space",
            Self::ConfigUnreadable => "check the path given with `--config`",
            _ => return None,
        })
    }
}
