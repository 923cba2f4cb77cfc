//! Files on the network: read only when the user asks for it, and pinned by their hash in
//! a lock file, so that a crate never changes because someone else's server did.

use super::fetch::Agent;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::disk;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use url::Url;

/// The name of the lock file, which stands beside the description.
pub const LOCK_NAME: &str = "oasmith.lock";

const HEAD: &str = "\
# Written by oasmith: the files on the network that descriptions in this folder are made
# of, and the SHA-256 of each. Remove a line to accept what its address holds now.

";

/// What is read from the network, and what it held when it was first read.
pub(super) struct Remote {
    agent: Agent,
    lock: PathBuf,
    pinned: BTreeMap<String, String>,
    is_changed: bool,
}

/// Why there is no text.
pub(super) enum NotRead {
    /// The server did not give it.
    Unreachable(String),
    /// It is not what the lock file says.
    Changed,
}

impl Remote {
    /// Reads the lock file of a description, if there is one yet.
    pub(super) fn open(
        description: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Stopped> {
        let lock = description.with_file_name(LOCK_NAME);
        let read = read_lock(&lock);
        let pinned = read.map_err(|error| {
            let message = format!("cannot read `{}`: {error}", lock.display());
            let place = Place::Path(lock.clone());
            diagnostics.push(Diagnostic::new(Code::LockUnreadable, place, message));
            Stopped
        })?;
        Ok(Self { agent: Agent::new(), lock, pinned, is_changed: false })
    }

    /// The bytes at an address, if they are those that are pinned and not too many; new
    /// ones get pinned.
    pub(super) fn read(&mut self, url: &Url, limit: u64) -> Result<Vec<u8>, NotRead> {
        let bytes = self.agent.fetch(url, limit).map_err(NotRead::Unreachable)?;
        let hash = hexadecimal(&Sha256::digest(&bytes));
        match self.pinned.get(url.as_str()) {
            Some(known) if *known != hash => return Err(NotRead::Changed),
            Some(_) => {}
            None => {
                self.pinned.insert(url.to_string(), hash);
                self.is_changed = true;
            }
        }
        Ok(bytes)
    }

    /// Writes the lock file if something new was pinned.
    pub(super) fn close(self, diagnostics: &mut Diagnostics) -> Result<(), Stopped> {
        if !self.is_changed {
            return Ok(());
        }
        let text = toml::to_string(&self.pinned).map_err(|error| error.to_string());
        let written = text.and_then(|text| {
            std::fs::write(&self.lock, HEAD.to_owned() + &text)
                .map_err(|error| error.to_string())
        });
        written.map_err(|error| {
            let message = format!("cannot write `{}`: {error}", self.lock.display());
            let place = Place::Path(self.lock.clone());
            diagnostics.push(Diagnostic::new(Code::CannotWrite, place, message));
            Stopped
        })
    }
}

/// What a lock file pins; nothing where there is none yet.
fn read_lock(lock: &Path) -> Result<BTreeMap<String, String>, String> {
    match lock.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        // It is written as well: what a link leads to must not be.
        Ok(metadata) if metadata.is_symlink() => {
            return Err("it is a link, not a regular file".to_owned());
        }
        _ => {}
    }
    let bytes =
        disk::read_regular(lock, disk::MAX_FILE_BYTES).map_err(|why| why.to_string())?;
    // Its message alone: whole, the error would show a line of the file.
    toml::from_slice(&bytes).map_err(|error| error.message().to_owned())
}

/// The address on the network that a reference in `base` names; none for one in a file on
/// disk that names another file on disk.
pub(super) fn address(base: Option<&Path>, reference: &str) -> Option<Url> {
    match base.and_then(url_of) {
        Some(base) => base.join(reference).ok(),
        None => Url::parse(reference).ok().filter(is_network),
    }
}

/// The address that a file was read from; none for a file on disk.
pub(super) fn url_of(path: &Path) -> Option<Url> {
    Url::parse(path.to_str()?).ok().filter(is_network)
}

/// Whether it is an address that is ever read. A file on the network may not name one on
/// disk.
pub(super) fn is_network(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
