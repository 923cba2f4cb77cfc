//! The change itself: everything is written into a folder beside the crate's files first,
//! then each file takes its place in one step, and what is no longer needed goes last. At
//! any moment every file is what it was or what it becomes.
//!
//! The list of files knows both before the first one moves. So whatever a killed run leaves
//! is known to be ours, and the next run completes it. A run that fails takes back what it
//! did.

use super::lock::Lock;
use super::manifest::{FILE_NAME, Manifest};
use super::plan::{Change, Plan};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Called before each file is put in its place, with how many are there already; may
/// refuse as a disk does.
pub(super) type Observe<'a> = &'a mut dyn FnMut(usize) -> io::Result<()>;

/// The lists of files: the one that was there, and the one that is to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists<'a> {
    pub(super) old: &'a Manifest,
    pub(super) new: &'a Manifest,
}

/// Brings the folder up to date, or leaves it as it was.
pub(super) fn commit(
    plan: &Plan<'_>,
    lists: Lists<'_>,
    folder: &Path,
    lock: &Lock,
    observe: Observe<'_>,
) -> io::Result<()> {
    let mut work = Work {
        folder,
        prepared: lock.prepared(),
        old_list: fs::read(folder.join(FILE_NAME)).ok(),
        made: BTreeSet::new(),
        done: Vec::new(),
    };
    let result = work.run(plan, lists, observe);
    if result.is_err() {
        work.take_back()?;
    }
    result
}

/// A step that was made, and how the file was before.
struct Step<'a> {
    path: &'a str,
    before: Option<&'a [u8]>,
}

struct Work<'a> {
    folder: &'a Path,
    /// Where files wait until all of them are there.
    prepared: PathBuf,
    old_list: Option<Vec<u8>>,
    /// Folders that are known to be there.
    made: BTreeSet<&'a str>,
    done: Vec<Step<'a>>,
}

impl<'a> Work<'a> {
    fn run(
        &mut self,
        plan: &'a Plan<'_>,
        lists: Lists<'_>,
        observe: Observe<'_>,
    ) -> io::Result<()> {
        for (number, change) in plan.changes.values().enumerate() {
            fs::write(self.waiting(number), change.text.as_bytes())?;
        }
        // Last of all that needs room: from here on files only move.
        let (both, new) = (self.prepared.join("both"), self.prepared.join("new"));
        fs::write(&both, lists.old.clone().and(lists.new).text())?;
        fs::write(&new, lists.new.text())?;
        put(&both, &self.folder.join(FILE_NAME))?;
        let makes_way = |path: &str| is_above_any(path, plan);
        for (path, before) in plan.remove.iter().filter(|(path, _)| makes_way(path)) {
            self.remove(path, before)?;
        }
        for (number, (path, change)) in plan.changes.iter().enumerate() {
            observe(number)?;
            self.change(number, path, change)?;
        }
        for (path, before) in plan.remove.iter().filter(|(path, _)| !makes_way(path)) {
            self.remove(path, before)?;
        }
        observe(plan.changes.len())?;
        put(&new, &self.folder.join(FILE_NAME))
    }

    fn waiting(&self, number: usize) -> PathBuf {
        self.prepared.join(number.to_string())
    }

    fn change(
        &mut self,
        number: usize,
        path: &'a str,
        change: &'a Change<'_>,
    ) -> io::Result<()> {
        if let Some((parent, _)) = path.rsplit_once('/')
            && self.made.insert(parent)
        {
            fs::create_dir_all(self.folder.join(parent))?;
        }
        self.done.push(Step { path, before: change.before.as_deref() });
        put(&self.waiting(number), &self.folder.join(path))
    }

    fn remove(&mut self, path: &'a str, before: &'a [u8]) -> io::Result<()> {
        self.done.push(Step { path, before: Some(before) });
        fs::remove_file(self.folder.join(path))?;
        remove_empty_parents(self.folder, path);
        Ok(())
    }

    /// Puts back what was there, and removes what was not, the last step first.
    fn take_back(&self) -> io::Result<()> {
        for step in self.done.iter().rev() {
            let place = self.folder.join(step.path);
            match step.before {
                Some(before) if fs::read(&place).is_ok_and(|now| now == before) => {}
                Some(before) => {
                    place.parent().map_or(Ok(()), fs::create_dir_all)?;
                    self.put_text(before, &place)?;
                }
                None => remove_if_there(&place)?,
            }
            if step.before.is_none() {
                remove_empty_parents(self.folder, step.path);
            }
        }
        match &self.old_list {
            Some(list) => self.put_text(list, &self.folder.join(FILE_NAME)),
            None => remove_if_there(&self.folder.join(FILE_NAME)),
        }
    }

    fn put_text(&self, text: &[u8], place: &Path) -> io::Result<()> {
        let waiting = self.prepared.join("back");
        fs::write(&waiting, text)?;
        put(&waiting, place)
    }
}

/// Moves a file to its place in one step, in which it replaces what is there.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        // A folder of the crate is a mount point itself.
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let mut name = to.file_name().unwrap_or_default().to_owned();
            name.push(".oasmith-part");
            let beside = to.with_file_name(name);
            let moved = fs::copy(from, &beside).and_then(|_| fs::rename(&beside, to));
            if moved.is_err() {
                remove_if_there(&beside)?;
            }
            moved
        }
        result => result,
    }
}

/// Whether a file has to go because a folder of its name is needed.
fn is_above_any(path: &str, plan: &Plan<'_>) -> bool {
    let folder = format!("{path}/");
    let next = plan.changes.range(folder.as_str()..).next();
    next.is_some_and(|(next, _)| next.starts_with(&folder))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the folders above a file that is gone, as far as they are empty.
fn remove_empty_parents(target: &Path, path: &str) {
    for (end, _) in path.rmatch_indices('/') {
        let parent = path.get(..end).unwrap_or_default();
        // A folder that is not empty is left, and so are those above it.
        if fs::remove_dir(target.join(parent)).is_err() {
            return;
        }
    }
}
