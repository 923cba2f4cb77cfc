//! `oasmith docs --serve`: a folder of pages, on this machine only.

use super::output::say;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// More than any browser asks with.
const LONGEST_REQUEST: u64 = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves the folder until the program is stopped.
pub(super) fn serve(folder: &Path) -> ExitCode {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let bound = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (address, listener) = match bound {
        Ok(bound) => bound,
        Err(error) => {
            say(io::stderr(), &format!("error: cannot listen on 127.0.0.1: {error}\n"));
            return ExitCode::FAILURE;
        }
    };
    say(io::stdout(), &format!("http://{address}/\n"));
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        // Who went away in the middle does not want the rest.
        std::thread::spawn(move || answer(&stream, &folder).ok());
    }
    ExitCode::SUCCESS
}

fn answer(mut stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let target = first.split(' ').nth(1).unwrap_or("/");
    let found =
        file(folder, target).and_then(|path| Some((kind(&path), fs::read(path).ok()?)));
    let (status, kind, bytes) = match found {
        Some((kind, bytes)) => ("200 OK", kind, bytes),
        None => ("404 Not Found", "text/plain", b"There is no such page.\n".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&bytes)
}

/// The file that a request means; never one outside of the folder.
fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let path = path.strip_prefix('/').unwrap_or(path);
    let is_plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '%'])
    };
    let path = if path.is_empty() { "index.html" } else { path };
    path.split('/').all(is_plain).then(|| folder.join(path))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|one| one.to_str()) {
        Some("html") => "text/html",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        _ => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_outside_of_the_folder_are_not_served() {
        let folder = Path::new("site");
        assert_eq!(file(folder, "/"), Some(folder.join("index.html")));
        assert_eq!(
            file(folder, "/models/Pet.html?x"),
            Some(folder.join("models/Pet.html"))
        );
        for bad in
            ["/../Cargo.toml", "//etc/passwd", "/a/%2e%2e/b", "/.oasmith", "/c:/x"]
        {
            assert_eq!(file(folder, bad), None, "{bad}");
        }
    }
}
