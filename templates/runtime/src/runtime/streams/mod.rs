//! Bodies that come or go bit by bit: typed lines and events, multipart, downloads.

mod event_parser;
mod event_rules;
mod events;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod file;
mod items;
mod json_lines;
mod line_parser;
mod multipart;

pub use event_parser::ServerEvent;
pub use event_rules::EventRules;
pub use events::{Event, EventStream};
pub use items::Items;
pub use json_lines::JsonLines;

pub(crate) use events::Reopen;
pub(crate) use items::{Step, steps};
pub(crate) use multipart::multipart_body;

use crate::runtime::{ByteStream, Error};
use std::io::Write;

/// The longest line or event that is read.
const LONGEST_ITEM: usize = 64 << 20;

fn too_long() -> Error {
    let message = format!("an item of the stream is longer than {LONGEST_ITEM} bytes");
    Error::transport(message, None, false)
}

impl ByteStream {
    /// Writes all of it, chunk by chunk, and tells how far it got after each: the bytes
    /// written, and how many there are in all where that is known. Gives the bytes written.
    ///
    /// # Errors
    ///
    /// What the transport reports while reading, or the writer while writing.
    pub async fn save_to(
        mut self,
        writer: &mut (impl Write + crate::runtime::MaybeSend),
        mut progress: impl FnMut(u64, Option<u64>) + crate::runtime::MaybeSend,
    ) -> Result<u64, Error> {
        let failed = |error: std::io::Error| {
            Error::build("cannot write what came", Some(error.into()))
        };
        let mut written = 0_u64;
        while let Some(chunk) = self.next_chunk().await? {
            writer.write_all(&chunk).map_err(failed)?;
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            written = written.saturating_add(length);
            progress(written, self.length());
        }
        writer.flush().map_err(failed)?;
        Ok(written)
    }
}
