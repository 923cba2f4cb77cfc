//! Files to disk: only what changed, only what is ours, all of it or nothing.

mod commit;
mod difference;
mod manifest;
mod plan;

#[cfg(test)]
mod tests;

pub use difference::difference;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use manifest::Manifest;
use plan::Plan;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The text of every file, by its path below the crate's folder, with `/` between parts.
pub type Files = BTreeMap<String, String>;

/// Of so many files that are not up to date the difference is shown; the others are named.
const SHOWN_DIFFERENCES: usize = 5;

/// What writing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new content.
    pub written: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// Files that were ours and are no longer needed.
    pub removed: Vec<String>,
}

/// Makes the folder hold these files, and those of others that it held before.
///
/// # Errors
///
/// When a file of somebody else is in the way, or the disk refuses. The folder is then as
/// it was.
pub fn write(
    files: &Files,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Written, Stopped> {
    write_observed(files, folder, diagnostics, &mut |_| Ok(()))
}

/// What differs between the folder and these files, as [`write()`] would change it.
///
/// # Errors
///
/// When the folder is not as it should be; the diagnostics hold the differences.
pub fn check(
    files: &Files,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Written, Stopped> {
    let plan = plan(files, folder, diagnostics)?;
    if plan.is_empty() {
        return Ok(plan.outcome());
    }
    let outcome = plan.outcome();
    for (index, path) in outcome.written.iter().enumerate() {
        let mut message = format!("`{path}` is not up to date");
        if index < SHOWN_DIFFERENCES {
            let now = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
            let wanted = files.get(path).map_or("", String::as_str);
            message.push('\n');
            message.push_str(&difference(&now, wanted));
        }
        diagnostics.push(Diagnostic::new(
            Code::OutOfDate,
            Place::Path(folder.join(path)),
            message,
        ));
    }
    for path in &outcome.removed {
        let message = format!("`{path}` should not be there any more");
        diagnostics.push(Diagnostic::new(
            Code::OutOfDate,
            Place::Path(folder.join(path)),
            message,
        ));
    }
    Err(Stopped)
}

/// As [`write`]; `observe` is called before each file is put in its place, with how many
/// are there already, and may refuse as a disk does.
fn write_observed(
    files: &Files,
    folder: &Path,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(usize) -> std::io::Result<()>,
) -> Result<Written, Stopped> {
    let cannot_write = |error: &std::io::Error, diagnostics: &mut Diagnostics| {
        let message = format!("cannot write to `{}`: {error}", folder.display());
        let place = Place::Path(folder.to_owned());
        diagnostics.push(Diagnostic::new(Code::CannotWrite, place, message).help(
            "what was there before is untouched; check permissions and free space",
        ));
        Stopped
    };
    commit::recover(folder).map_err(|error| cannot_write(&error, diagnostics))?;
    let plan = plan(files, folder, diagnostics)?;
    let outcome = plan.outcome();
    if plan.is_empty() && folder.join(manifest::FILE_NAME).exists() {
        return Ok(outcome);
    }
    match commit::commit(&plan, files, folder, observe) {
        Ok(()) => Ok(outcome),
        Err(error) => Err(cannot_write(&error, diagnostics)),
    }
}

fn plan(
    files: &Files,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Plan, Stopped> {
    let manifest = Manifest::read(folder);
    let plan = Plan::new(files, folder, &manifest);
    for path in &plan.in_the_way {
        let path: PathBuf = folder.join(path);
        let message = format!("`{}` was not written by this generator", path.display());
        diagnostics.push(
            Diagnostic::new(Code::InTheWay, Place::Path(path), message)
                .help("move it away, or choose another folder for the crate"),
        );
    }
    if plan.in_the_way.is_empty() { Ok(plan) } else { Err(Stopped) }
}
