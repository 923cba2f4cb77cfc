//! What is said of references that lead nowhere.

use super::access::Refused;
use super::files::Lost;
use crate::diagnostic::Code;
use crate::document::disk::{self, NotRead};
use std::path::Path;

/// What is said of a reference that has no target, and what to do about it.
pub(super) fn explain(lost: &Lost, reference: &str) -> (Code, String, &'static str) {
    match lost {
        Lost::Remote => (
            Code::RemoteReference,
            format!("`{reference}` is on the network, and was not read"),
            "allow it with `--allow-remote`, or save the file and refer to the copy",
        ),
        Lost::Unreachable(url, error) => (
            Code::RemoteReference,
            format!("`{url}` cannot be read: {error}"),
            "try again, or save the file and refer to the copy",
        ),
        Lost::Changed(url) => (
            Code::RemoteChanged,
            format!("`{url}` holds something else than when it was pinned"),
            "look at what changed; to accept it, remove its line from oasmith.lock",
        ),
        Lost::FileAddress => (
            Code::OutsideFile,
            format!("`{reference}` is a `file:` address, which is never read"),
            "refer to the file by its path relative to the file that the reference is in",
        ),
        Lost::NoFile(path) => (
            Code::MissingFile,
            format!(
                "`{}`, which `{reference}` refers to, is no part of a description",
                path.display()
            ),
            "refer to JSON or YAML",
        ),
        Lost::Refused(path, refused) => explain_refused(path, refused, reference),
        Lost::NoValue => (
            Code::MissingFile,
            format!("`{reference}` refers to something that its file does not contain"),
            "check the part after `#`",
        ),
    }
}

/// What is said of a file that was not read.
fn explain_refused(
    path: &Path,
    refused: &Refused,
    reference: &str,
) -> (Code, String, &'static str) {
    let named = format!("`{}`, which `{reference}` refers to,", path.display());
    match refused {
        Refused::Outside => (
            Code::OutsideFile,
            format!("{named} is outside the folder of the description and was not read"),
            "allow its folder with `--allow-outside`, if the description may read it",
        ),
        Refused::TotalTooLarge(limit) => (
            Code::FileTooLarge,
            format!(
                "{named} was not read: all files together would be larger than {}",
                disk::size(*limit)
            ),
            "allow more with `--max-total-size`",
        ),
        Refused::NotRead(why @ NotRead::TooLarge(_)) => (
            Code::FileTooLarge,
            format!("{named} was not read: {why}"),
            "allow more with `--max-file-size`",
        ),
        Refused::NotRead(why @ NotRead::NotRegular(_)) => (
            Code::NotRegularFile,
            format!("{named} was not read: {why}"),
            "refer to a file",
        ),
        Refused::NotRead(NotRead::Failed(error)) => (
            Code::MissingFile,
            format!("{named} cannot be read: {error}"),
            "check the path; it is relative to the file that the reference is in",
        ),
    }
}
