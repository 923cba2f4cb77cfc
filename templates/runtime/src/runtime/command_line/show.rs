//! What comes back, on the terminal.

use crate::runtime::{Answer, Body, Error, Received, Value, json};
use std::io::{self, Write};

/// Prints a successful answer's body.
pub(super) async fn answer(answer: Answer, is_compact: bool) -> Result<(), Error> {
    match answer.received {
        Received::Nothing => Ok(()),
        Received::Text(text) => print(text.as_bytes()),
        Received::Value(value) => print(&pretty(&*value, is_compact)?),
        Received::Stream(mut stream) => {
            while let Some(chunk) = stream.next_chunk().await? {
                let mut out = io::stdout().lock();
                out.write_all(&chunk).and_then(|()| out.flush()).map_err(failed)?;
            }
            Ok(())
        }
    }
}

fn pretty(value: &dyn Value, is_compact: bool) -> Result<Vec<u8>, Error> {
    let written = if is_compact {
        json::encode(value, json::Side::Anyone)
    } else {
        serde_json::to_vec_pretty(value)
    };
    written.map_err(|error| Error::build("cannot show the answer", Some(error.into())))
}

fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    let end: &[u8] = if bytes.ends_with(b"\n") { b"" } else { b"\n" };
    out.write_all(bytes).and_then(|()| out.write_all(end)).map_err(failed)
}

fn failed(error: io::Error) -> Error {
    Error::transport("cannot write what came", Some(error.into()), false)
}

/// Prints a request that is not sent.
pub(super) fn request(request: http::Request<Body>) -> Result<(), Error> {
    let (parts, body) = request.into_parts();
    let mut text = format!("{} {}\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        let shown = match value.to_str() {
            _ if value.is_sensitive() => "[secret]",
            Ok(shown) => shown,
            Err(_) => "(bytes)",
        };
        text.push_str(&format!("{name}: {shown}\n"));
    }
    match body {
        Body::Empty => {}
        Body::Bytes(bytes) => {
            text.push('\n');
            text.push_str(&String::from_utf8_lossy(&bytes));
            text.push('\n');
        }
        Body::Stream(_) => text.push_str("\n(a body that is streamed)\n"),
    }
    print(text.as_bytes())
}

/// Prints an error with its causes, and the body that came with it.
pub(super) fn error(error: &Error) {
    let mut text = format!("error: {error}\n");
    let mut cause = std::error::Error::source(error);
    while let Some(one) = cause {
        text.push_str(&format!("  because: {one}\n"));
        cause = one.source();
    }
    if let Some(body) = error.body().filter(|body| !body.is_empty()) {
        text.push_str(&String::from_utf8_lossy(body));
        text.push('\n');
    }
    // A closed terminal cannot be told anything.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
