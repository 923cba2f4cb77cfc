//! Files, read bit by bit while they are sent.

use super::items::{Step, steps};
use crate::runtime::{ByteStream, Error};
use bytes::Bytes;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Handle;

/// How much of a file is read at a time.
const CHUNK: u64 = 1 << 16;

impl ByteStream {
    /// The bytes of a file. It is opened when the first chunk is asked for, and anew when a
    /// request with it is sent again.
    ///
    /// # Errors
    ///
    /// There is no such file.
    pub fn file(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path: Arc<Path> = path.into().into();
        let length = std::fs::metadata(&path).map_err(failed)?.len();
        let start = move || {
            let reading = Reading { path: Arc::clone(&path), file: None, left: length };
            steps(reading, |reading: Reading| -> Step<Reading, Bytes> {
                Box::pin(reading.step())
            })
        };
        Ok(Self::repeatable(start, Some(length)))
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::build("cannot read the file to send", Some(error.into()))
}

struct Reading {
    path: Arc<Path>,
    file: Option<File>,
    /// What grows while it is sent is sent as long as it was.
    left: u64,
}

impl Reading {
    /// The disk may take its time: where there are threads for that, one of them waits.
    async fn step(self) -> Result<Option<(Bytes, Self)>, Error> {
        let read = || self.next_chunk().map_err(failed);
        match Handle::try_current() {
            Ok(handle) => handle.spawn_blocking(read).await.unwrap_or_else(|error| {
                Err(Error::build("cannot read the file to send", Some(error.into())))
            }),
            Err(_) => read(),
        }
    }

    fn next_chunk(mut self) -> std::io::Result<Option<(Bytes, Self)>> {
        let file = match self.file.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        let mut chunk = Vec::new();
        (&file).take(self.left.min(CHUNK)).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            return match self.left {
                0 => Ok(None),
                _ => Err(std::io::ErrorKind::UnexpectedEof.into()),
            };
        }
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(length);
        self.file = Some(file);
        Ok(Some((chunk.into(), self)))
    }
}
