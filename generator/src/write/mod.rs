//! Files to disk: only what changed, only what is ours, and nothing that a person edited.

mod adopt;
mod commit;
mod difference;
mod lines;
mod lock;
mod manifest;
mod plan;
mod version;

#[cfg(test)]
mod tests;

pub use difference::difference;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use commit::{Lists, Observe};
use lock::{Lock, NoLock, Wait};
use manifest::Manifest;
use plan::{Ground, Plan};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// The text of every file, by its path below the crate's folder, with `/` between parts.
pub type Files = BTreeMap<String, String>;

/// Of so many files that are not up to date the difference is shown; the others are named.
const SHOWN_DIFFERENCES: usize = 5;

/// So long a run waits for another one by default. None takes a tenth of that.
const WAIT: Duration = Duration::from_secs(60);

/// What becomes of files that somebody edited since they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edited {
    /// They stay as they are, and are named.
    #[default]
    Keep,
    /// They are written over.
    Overwrite,
}

/// How a folder is written.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What becomes of files that somebody edited.
    pub edited: Edited,
    /// How long to wait for another run that writes to the folder.
    pub wait: Duration,
    /// Called once when waiting begins, with the folder.
    pub on_wait: &'a dyn Fn(&Path),
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { edited: Edited::default(), wait: WAIT, on_wait: &|_| () }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("edited", &self.edited)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}

/// What writing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new content.
    pub written: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// Files that were ours and are no longer needed.
    pub removed: Vec<String>,
    /// Files that somebody edited, and that were left as they are.
    pub kept: Vec<String>,
}

/// Makes the folder hold these files, and those of others that it held before. Files of
/// ours that somebody edited stay as they are, unless the options say otherwise; of the
/// crate's manifest, an edited version stays and the rest is written.
///
/// # Errors
///
/// When a file of somebody else is in the way, another run does not end in time, or the
/// disk refuses. The folder is then as it was.
pub fn write(
    files: &Files,
    folder: &Path,
    options: &Options<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Written, Stopped> {
    write_observed(files, folder, options, diagnostics, &mut |_| Ok(()))
}

/// What differs between the folder and these files. How a checkout ends lines is no
/// difference, and neither is the version of the crate where somebody edited it.
///
/// # Errors
///
/// When the folder is not as it should be; the diagnostics hold the differences.
pub fn check(
    files: &Files,
    folder: &Path,
    options: &Options<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Written, Stopped> {
    let wait = Wait { limit: options.wait, begins: options.on_wait };
    Lock::wait_for(folder, wait)
        .map_err(|error| no_lock(&error, folder, options, diagnostics))?;
    let manifest = manifest_of(files, folder);
    let ground = Ground { folder, manifest: &manifest, edited: options.edited };
    let plan = plan(files, ground, diagnostics)?;
    let outcome = plan.outcome();
    let mut stale = |path: &str, message: String| {
        let place = Place::Path(folder.join(path));
        diagnostics.push(Diagnostic::new(Code::OutOfDate, place, message));
    };
    for (index, (path, change)) in plan.changes.iter().enumerate() {
        let mut message = format!("`{path}` is not up to date");
        if index < SHOWN_DIFFERENCES {
            let now = change.before.as_deref().unwrap_or_default();
            message.push('\n');
            message.push_str(&difference(&String::from_utf8_lossy(now), &change.text));
        }
        stale(path, message);
    }
    for path in &outcome.removed {
        stale(path, format!("`{path}` should not be there any more"));
    }
    for path in outcome.kept.iter().filter(|path| files.contains_key(*path)) {
        let now = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        let wanted = files.get(path).map_or("", String::as_str);
        let shown = difference(&now, wanted);
        stale(path, format!("`{path}` was edited: `--force` writes over it\n{shown}"));
    }
    let is_edited = outcome.kept.iter().any(|path| files.contains_key(path));
    if plan.is_empty() && !is_edited { Ok(outcome) } else { Err(Stopped) }
}

/// As [`write`], observed.
fn write_observed(
    files: &Files,
    folder: &Path,
    options: &Options<'_>,
    diagnostics: &mut Diagnostics,
    observe: Observe<'_>,
) -> Result<Written, Stopped> {
    let new = Manifest::of(files);
    // Where nothing has to change, nothing is touched, not even for a lock.
    let is_quiet = !folder.join(lock::STAGING).exists();
    let list = Manifest::read(folder).filter(|manifest| is_quiet && *manifest == new);
    if let Some(manifest) = list {
        let ground = Ground { folder, manifest: &manifest, edited: options.edited };
        let plan = Plan::new(files, ground);
        if plan.is_empty() && plan.in_the_way.is_empty() {
            name_kept(&plan, folder, diagnostics)?;
            return Ok(plan.outcome());
        }
    }
    let wait = Wait { limit: options.wait, begins: options.on_wait };
    let lock = Lock::take(folder, wait)
        .map_err(|error| no_lock(&error, folder, options, diagnostics))?;
    let old = manifest_of(files, folder);
    let ground = Ground { folder, manifest: &old, edited: options.edited };
    let plan = plan(files, ground, diagnostics)?;
    name_kept(&plan, folder, diagnostics)?;
    let lists = Lists { old: &old, new: &new };
    match commit::commit(&plan, lists, folder, &lock, observe) {
        Ok(()) => Ok(plan.outcome()),
        Err(error) => Err(cannot_write(&error, folder, diagnostics)),
    }
}

/// What is known to be ours in a folder.
fn manifest_of(files: &Files, folder: &Path) -> Manifest {
    Manifest::read(folder).unwrap_or_else(|| adopt::adopt(files, folder))
}

fn plan<'a>(
    files: &'a Files,
    ground: Ground<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Plan<'a>, Stopped> {
    let plan = Plan::new(files, ground);
    for path in &plan.in_the_way {
        let path = ground.folder.join(path);
        let message = format!("`{}` was not written by this generator", path.display());
        diagnostics.push(
            Diagnostic::new(Code::InTheWay, Place::Path(path), message)
                .help("move it away, or choose another folder for the crate"),
        );
    }
    if plan.in_the_way.is_empty() { Ok(plan) } else { Err(Stopped) }
}

/// Names what is left as somebody made it.
fn name_kept(
    plan: &Plan<'_>,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    let severities: Vec<_> = plan
        .kept
        .iter()
        .map(|path| {
            let message =
                format!("`{path}` was edited since it was generated, and is kept");
            let place = Place::Path(folder.join(path));
            let found = Diagnostic::new(Code::EditedFile, place, message);
            let severity = diagnostics.severity(&found);
            diagnostics.push(found);
            severity
        })
        .collect();
    let stops = severities.contains(&crate::diagnostic::Severity::Error);
    if stops { Err(Stopped) } else { Ok(()) }
}

fn no_lock(
    error: &NoLock,
    folder: &Path,
    options: &Options<'_>,
    diagnostics: &mut Diagnostics,
) -> Stopped {
    match error {
        NoLock::Refused(error) => cannot_write(error, folder, diagnostics),
        NoLock::Busy => {
            let message = format!(
                "another run has been writing to `{}` for {} seconds",
                folder.display(),
                options.wait.as_secs()
            );
            let place = Place::Path(folder.to_owned());
            diagnostics.push(Diagnostic::new(Code::Busy, place, message));
            Stopped
        }
    }
}

fn cannot_write(
    error: &std::io::Error,
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Stopped {
    let message = format!("cannot write to `{}`: {error}", folder.display());
    let place = Place::Path(folder.to_owned());
    diagnostics.push(
        Diagnostic::new(Code::CannotWrite, place, message).help(
            "what was there before is untouched; check permissions and free space",
        ),
    );
    Stopped
}
