//! Tokens kept in a folder, so that processes share them.

use super::{Secret, Token, TokenStore};
use crate::runtime::{BoxFuture, Error};
use serde_json::{Value, json};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Keeps each token in a file of its own in a folder that only its owner may enter.
///
/// A file is written beside its place and then moved there, so that a reader sees the old
/// token or the new one, never a part. On Unix the folder has mode 700 and a file mode 600;
/// a file that others may read is not believed and is written anew. Elsewhere the folder's
/// own protection is what counts.
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    folder: PathBuf,
}

impl FileTokenStore {
    /// A store in this folder, which is made when the first token is kept.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The file for a key: what of it a file name can hold, and a number made from all of
    /// it. The key is in the file too, and is compared.
    fn path(&self, key: &str) -> PathBuf {
        let readable: String = key
            .chars()
            .map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' })
            .take(60)
            .collect();
        self.folder.join(format!("{readable}-{:016x}.json", fingerprint(key)))
    }

    fn read(&self, key: &str) -> io::Result<Option<Token>> {
        let path = self.path(key);
        let mut file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if is_open_to_others(&file.metadata()?) {
            return Ok(None);
        }
        let mut text = String::new();
        io::Read::read_to_string(&mut file, &mut text)?;
        Ok(parse(key, &text))
    }

    fn write(&self, key: &str, token: &Token) -> io::Result<()> {
        make_private_folder(&self.folder)?;
        let path = self.path(key);
        let random = crate::runtime::resilience::random_bits();
        let beside = path.with_extension(format!("{random:016x}.new"));
        let written = write_private(&beside, render(key, token).as_bytes())
            .and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            // Whatever went wrong is told below; a file left over would only add to it.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The files are tiny, so that reading them in place is quicker than handing the work
    /// to another thread.
    fn done<T: Send + 'static>(
        &self,
        what: &str,
        result: io::Result<T>,
    ) -> BoxFuture<'static, Result<T, Error>> {
        let result = result.map_err(|error| {
            let text = format!("cannot {what} a token in {}", self.folder.display());
            Error::credential(text, Some(Box::new(error)))
        });
        Box::pin(std::future::ready(result))
    }
}

impl TokenStore for FileTokenStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Token>, Error>> {
        self.done("read", self.read(key))
    }

    fn save<'a>(
        &'a self,
        key: &'a str,
        token: &'a Token,
    ) -> BoxFuture<'a, Result<(), Error>> {
        self.done("keep", self.write(key, token))
    }

    fn remove<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        self.done("forget", self.delete(key))
    }
}

/// FNV-1a: the same in every build and process, unlike the standard library's hasher.
fn fingerprint(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn render(key: &str, token: &Token) -> String {
    let milliseconds =
        |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    json!({
        "key": key,
        "access_token": token.secret.expose(),
        "expires_at_ms": token.expires_at.map(milliseconds),
        "lifetime_ms": token.lifetime.map(milliseconds),
    })
    .to_string()
}

/// The token in the text; `None` where the text is not what [`render`] writes for the key.
fn parse(key: &str, text: &str) -> Option<Token> {
    let value: Value = serde_json::from_str(text).ok()?;
    if value.get("key")?.as_str()? != key {
        return None;
    }
    let span = |name: &str| Some(Duration::from_millis(value.get(name)?.as_u64()?));
    Some(Token {
        secret: Secret::new(value.get("access_token")?.as_str()?),
        expires_at: span("expires_at_ms"),
        lifetime: span("lifetime_ms"),
    })
}

#[cfg(unix)]
fn is_open_to_others(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &fs::Metadata) -> bool {
    false
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> Token {
        Token::new(text, Duration::from_secs(100), Some(Duration::from_secs(3600)))
    }

    #[test]
    fn a_token_comes_back_for_its_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileTokenStore::new(folder.path().join("a/b"));
        assert_eq!(store.read("id@https://a").unwrap(), None);
        store.write("id@https://a", &token("one")).unwrap();
        store.write("id@https://b", &token("two")).unwrap();
        store.write("id@https://a", &token("three")).unwrap();
        assert_eq!(store.read("id@https://a").unwrap(), Some(token("three")));
        assert_eq!(store.read("id@https://b").unwrap(), Some(token("two")));
        assert_eq!(store.read("id@https:/-a").unwrap(), None);
        store.delete("id@https://a").unwrap();
        store.delete("id@https://a").unwrap();
        assert_eq!(store.read("id@https://a").unwrap(), None);
        // Nothing is left beside the one token.
        assert_eq!(fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
    }

    #[test]
    fn a_broken_file_is_no_token() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileTokenStore::new(folder.path());
        store.write("key", &token("one")).unwrap();
        for text in ["", "{", "[]", r#"{"key":"other","access_token":"x"}"#] {
            fs::write(store.path("key"), text).unwrap();
            assert_eq!(store.read("key").unwrap(), None, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_and_others_files_are_not_believed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let store = FileTokenStore::new(folder.path().join("tokens"));
        store.write("key", &token("one")).unwrap();
        let mode =
            |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.path().join("tokens")), 0o700);
        assert_eq!(mode(&store.path("key")), 0o600);
        fs::set_permissions(store.path("key"), fs::Permissions::from_mode(0o644))
            .unwrap();
        assert_eq!(store.read("key").unwrap(), None);
        store.write("key", &token("two")).unwrap();
        assert_eq!(mode(&store.path("key")), 0o600);
        assert_eq!(store.read("key").unwrap(), Some(token("two")));
    }
}
