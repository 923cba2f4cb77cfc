//! One run at a time: a lock that the system takes back from a run that is killed.
//!
//! The lock is a file in the folder in which a change is prepared, and goes with it, so that
//! nothing is left in the crate.

use fs4::{FileExt, TryLockError};
use same_file::Handle;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Inside the crate's folder: moving a file from here to its place crosses no device, and
/// the crate's folder itself may be a mount point.
pub(super) const STAGING: &str = ".oasmith-staging";

const LOCK: &str = "lock";
const PREPARED: &str = "new";

/// How often a run that waits looks again.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How a run waits for another one.
#[derive(Clone, Copy)]
pub(super) struct Wait<'a> {
    /// So long at most.
    pub(super) limit: Duration,
    /// Called once, if there is something to wait for.
    pub(super) begins: &'a dyn Fn(&Path),
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum NoLock {
    /// Another run has it, and did not end in time.
    Busy,
    /// The disk refuses.
    Refused(io::Error),
}

impl From<io::Error> for NoLock {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

/// The right to change a folder.
#[derive(Debug)]
pub(super) struct Lock {
    /// Open as long as the lock is held.
    _file: File,
    target: PathBuf,
    /// Whether the folder was made for this run.
    made_target: bool,
}

impl Lock {
    /// Waits for the lock of a folder, and makes an empty place to prepare files in.
    pub(super) fn take(target: &Path, wait: Wait<'_>) -> Result<Self, NoLock> {
        let made_target = !target.exists();
        let staging = target.join(STAGING);
        let path = staging.join(LOCK);
        let mut waiting = Waiting::new(wait);
        loop {
            fs::create_dir_all(&staging)?;
            let mut options = File::options();
            let file = match options.create(true).truncate(false).write(true).open(&path)
            {
                Ok(file) => file,
                // A run that ended took the folder with it just now.
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    waiting.go_on(target)?;
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            match FileExt::try_lock(&file) {
                Ok(()) if is_still(&file, &path) => {
                    let lock =
                        Self { _file: file, target: target.to_owned(), made_target };
                    lock.clear()?;
                    fs::create_dir(lock.prepared())?;
                    return Ok(lock);
                }
                // The run that had it removed the file when it ended.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => waiting.go_on(target)?,
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }

    /// Waits until nobody changes a folder.
    pub(super) fn wait_for(target: &Path, wait: Wait<'_>) -> Result<(), NoLock> {
        let path = target.join(STAGING).join(LOCK);
        let mut waiting = Waiting::new(wait);
        loop {
            // Where there is none, or none that may be read, there is nothing to wait for.
            let Ok(file) = File::open(&path) else { return Ok(()) };
            match FileExt::try_lock_shared(&file) {
                Err(TryLockError::WouldBlock) => waiting.go_on(target)?,
                _ => return Ok(()),
            }
        }
    }

    /// The folder in which files wait until all of them are there.
    pub(super) fn prepared(&self) -> PathBuf {
        self.target.join(STAGING).join(PREPARED)
    }

    /// Removes what was prepared, by this run or by one that was killed.
    fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.prepared()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Drop for Lock {
    /// Whatever cannot be removed is removed by the next run. The lock's file goes last, and
    /// by its name: from then on another run may be at work in the folder.
    fn drop(&mut self) {
        let staging = self.target.join(STAGING);
        let _ = self
            .clear()
            .and_then(|()| fs::remove_file(staging.join(LOCK)))
            .and_then(|()| fs::remove_dir(staging));
        if self.made_target {
            // Only where nothing came of it: a folder that holds something stays.
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// Whether the path still leads to this file.
fn is_still(file: &File, path: &Path) -> bool {
    let ours = file.try_clone().and_then(Handle::from_file);
    matches!((ours, Handle::from_path(path)), (Ok(ours), Ok(theirs)) if ours == theirs)
}

/// Time that passes while another run is at work.
struct Waiting<'a> {
    wait: Wait<'a>,
    since: Option<Instant>,
}

impl<'a> Waiting<'a> {
    fn new(wait: Wait<'a>) -> Self {
        Self { wait, since: None }
    }

    fn go_on(&mut self, target: &Path) -> Result<(), NoLock> {
        let since = *self.since.get_or_insert_with(|| {
            (self.wait.begins)(target);
            Instant::now()
        });
        if since.elapsed() >= self.wait.limit {
            return Err(NoLock::Busy);
        }
        std::thread::sleep(LOOK_EVERY);
        Ok(())
    }
}
