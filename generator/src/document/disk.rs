//! Files on disk: read only where they are regular files, and only up to a size.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// One file has at most so many bytes, unless the user says otherwise.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// What the operating system says.
    Failed(String),
    /// It is something else: what, with its article.
    NotRegular(&'static str),
    /// It has more bytes than this.
    TooLarge(u64),
}

impl fmt::Display for NotRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => formatter.write_str(error),
            Self::NotRegular(kind) => {
                write!(formatter, "it is {kind}, not a regular file")
            }
            Self::TooLarge(limit) => {
                write!(formatter, "it is larger than {}", size(*limit))
            }
        }
    }
}

impl From<io::Error> for NotRead {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The bytes of a regular file that has at most so many. Nothing else is opened: a pipe
/// would wait for ever, and a device may never end.
///
/// # Errors
///
/// When it is no such file.
pub fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, NotRead> {
    check_regular(&path.metadata()?)?;
    let file = File::open(path)?;
    // What was opened counts, not what was there a moment ago.
    let metadata = file.metadata()?;
    check_regular(&metadata)?;
    if metadata.len() > limit {
        return Err(NotRead::TooLarge(limit));
    }
    read_up_to(file, limit)
}

/// The bytes of a file that the user named: a regular one, or what the user's shell gives
/// this program to read (`/dev/stdin`, `/dev/fd/…`).
///
/// # Errors
///
/// As [`read_regular`].
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>, NotRead> {
    if !is_stream(path) {
        return read_regular(path, limit);
    }
    let file = File::open(path)?;
    let kind = kind_of(&file.metadata()?);
    if matches!(kind, Some("a directory" | "a block device")) {
        return Err(NotRead::NotRegular(kind.unwrap_or_default()));
    }
    read_up_to(file, limit)
}

/// Whether it is an open file of this process rather than one of a folder.
#[must_use]
pub fn is_stream(path: &Path) -> bool {
    path == Path::new("/dev/stdin") || path.parent() == Some(Path::new("/dev/fd"))
}

/// Whether a path is a symbolic link to what stands outside the link's own folder.
#[must_use]
pub fn leads_away(path: &Path) -> bool {
    if is_stream(path) {
        return false;
    }
    let home = match path.parent() {
        Some(home) if home.as_os_str().is_empty() => Path::new("."),
        Some(home) => home,
        None => return true,
    };
    match (path.canonicalize(), home.canonicalize()) {
        (Ok(path), Ok(home)) => !path.starts_with(home),
        _ => true,
    }
}

/// A number of bytes for people.
#[must_use]
pub fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1 << 20;
    match bytes {
        _ if bytes >= MEBIBYTE && bytes.is_multiple_of(MEBIBYTE) => {
            format!("{} MiB", bytes / MEBIBYTE)
        }
        _ => format!("{bytes} bytes"),
    }
}

fn read_up_to(file: File, limit: u64) -> Result<Vec<u8>, NotRead> {
    let mut bytes = Vec::new();
    // One byte more tells a file that is too large from one that just fits.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) {
        Ok(read) if read <= limit => Ok(bytes),
        _ => Err(NotRead::TooLarge(limit)),
    }
}

fn check_regular(metadata: &Metadata) -> Result<(), NotRead> {
    kind_of(metadata).map_or(Ok(()), |kind| Err(NotRead::NotRegular(kind)))
}

/// What it is, if it is no regular file.
fn kind_of(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a directory");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_char_device() {
            return Some("a device");
        }
        if kind.is_block_device() {
            return Some("a block device");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("something special")
}
