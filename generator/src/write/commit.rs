//! The change itself: everything is written beside the folder first, then moved in. What
//! is replaced is kept until all is done, so that any failure, and a run that was killed,
//! can be taken back.

use super::Files;
use super::manifest::{FILE_NAME, Manifest, is_inside};
use super::plan::Plan;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder beside the target in which a change is prepared.
struct Staging {
    folder: PathBuf,
    /// What the folder is called once it is no longer needed. Whoever finds it so removes
    /// it, and takes nothing back.
    done: PathBuf,
}

impl Staging {
    fn of(target: &Path) -> io::Result<Self> {
        let absolute = std::path::absolute(target)?;
        let beside = |suffix: &str| {
            let mut name = OsString::from(".");
            name.push(absolute.file_name().unwrap_or_default());
            name.push(suffix);
            absolute.with_file_name(name)
        };
        Ok(Self { folder: beside(".oasmith-staging"), done: beside(".oasmith-done") })
    }

    /// Removes the folder. The change, or its taking back, is complete with the first step:
    /// removing takes time, in which a run may be killed.
    fn discard(&self) -> io::Result<()> {
        self.sweep()?;
        if self.folder.exists() {
            fs::rename(&self.folder, &self.done)?;
        }
        self.sweep()
    }

    /// Removes what an earlier run did not come to remove.
    fn sweep(&self) -> io::Result<()> {
        if self.done.exists() { fs::remove_dir_all(&self.done) } else { Ok(()) }
    }

    /// Files that will be moved in.
    fn new_files(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Files that were moved out.
    fn old_files(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// The list of files that were not there before. Written before anything moves.
    fn added(&self) -> PathBuf {
        self.folder.join("added")
    }
}

/// Takes back what a killed run left half done.
pub(super) fn recover(target: &Path) -> io::Result<()> {
    let staging = Staging::of(target)?;
    if staging.folder.exists() {
        take_back(&staging, target)?;
    }
    staging.discard()
}

/// Brings the folder up to date, or leaves it as it was.
pub(super) fn commit(
    plan: &Plan,
    files: &Files,
    target: &Path,
    observe: &mut dyn FnMut(usize) -> io::Result<()>,
) -> io::Result<()> {
    let staging = Staging::of(target)?;
    let is_new = !target.exists();
    let result = prepare(&staging, plan, files).and_then(|()| {
        if is_new {
            observe(0)?;
            return fs::rename(staging.new_files(), target);
        }
        move_in(&staging, plan, target, observe)
    });
    if result.is_err() && !is_new {
        take_back(&staging, target)?;
    }
    result.and(staging.discard())
}

fn prepare(staging: &Staging, plan: &Plan, files: &Files) -> io::Result<()> {
    fs::create_dir_all(staging.new_files())?;
    for path in plan.add.iter().chain(&plan.replace) {
        let place = staging.new_files().join(path);
        make_parent(&place)?;
        fs::write(place, files.get(path).map_or("", String::as_str))?;
    }
    fs::write(staging.new_files().join(FILE_NAME), Manifest::text(files))?;
    fs::create_dir_all(staging.old_files())
}

fn move_in(
    staging: &Staging,
    plan: &Plan,
    target: &Path,
    observe: &mut dyn FnMut(usize) -> io::Result<()>,
) -> io::Result<()> {
    let has_manifest = target.join(FILE_NAME).exists();
    let new_manifest = (!has_manifest).then_some(FILE_NAME);
    let added: Vec<&str> =
        plan.add.iter().map(String::as_str).chain(new_manifest).collect();
    fs::write(staging.added(), added.join("\n"))?;
    let leaving = plan.remove.iter().chain(&plan.replace).map(String::as_str);
    for path in leaving.chain(has_manifest.then_some(FILE_NAME)) {
        move_file(&target.join(path), &staging.old_files().join(path))?;
    }
    for path in &plan.remove {
        remove_empty_parents(target, path);
    }
    let coming = plan.add.iter().chain(&plan.replace).map(String::as_str);
    for (count, path) in coming.chain([FILE_NAME]).enumerate() {
        observe(count)?;
        move_file(&staging.new_files().join(path), &target.join(path))?;
    }
    Ok(())
}

/// Removes what was added, and puts back what was moved out.
fn take_back(staging: &Staging, target: &Path) -> io::Result<()> {
    let added = fs::read_to_string(staging.added()).unwrap_or_default();
    for path in added.lines().filter(|path| is_inside(path)) {
        // Still waiting: it never came in.
        if !staging.new_files().join(path).exists() && target.join(path).exists() {
            fs::remove_file(target.join(path))?;
            remove_empty_parents(target, path);
        }
    }
    let mut open = vec![staging.old_files()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(staging.old_files()) {
                move_file(&path, &target.join(relative))?;
            }
        }
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    make_parent(to)?;
    fs::rename(from, to)
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
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
