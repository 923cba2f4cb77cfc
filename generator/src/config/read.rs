//! `oasmith.toml` from disk.

use super::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::SourceFileText;
use crate::document::disk::{self, NotRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a configuration; paths in it become relative to where it stands.
///
/// # Errors
///
/// When the file cannot be read, is no TOML, or holds a setting that does not exist.
pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Result<Config, Stopped> {
    let read = disk::read_named(path, disk::MAX_FILE_BYTES).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| NotRead::Failed(error.to_string()))
    });
    let text = read.map_err(|error| {
        let message = format!("cannot read `{}`: {error}", path.display());
        let place = Place::Path(path.to_owned());
        diagnostics.push(Diagnostic::new(Code::ConfigUnreadable, place, message));
        Stopped
    })?;
    let mut config: Config = toml::from_str(&text).map_err(|error| {
        diagnostics.push(explain(path, &text, &error));
        Stopped
    })?;
    let home = path.parent().unwrap_or(Path::new(""));
    let paths = config.input.iter_mut().chain(&mut config.output);
    let lists = config.overlays.iter_mut().chain(&mut config.allow_outside);
    for path in paths.chain(lists) {
        *path = join(home, path);
    }
    Ok(config)
}

/// `path` as seen from where `home` is, without needless dots.
fn join(home: &Path, path: &Path) -> PathBuf {
    if home.as_os_str().is_empty() || home == Path::new(".") {
        return path.to_owned();
    }
    home.join(path)
}

fn explain(path: &Path, text: &str, error: &toml::de::Error) -> Diagnostic {
    // A link may lead to what the user did not mean to show.
    let quotable = !disk::leads_away(path);
    let file = SourceFileText { path: path.to_owned(), text: Arc::from(text), quotable };
    let place = Place::Text(file, error.span().unwrap_or_default());
    let message = error.message();
    let diagnostic = Diagnostic::new(Code::ConfigInvalid, place, message);
    match suggestion(message) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// For an unknown setting, the known one that is nearest.
fn suggestion(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| message.starts_with("unknown "))?;
    let nearest = quoted
        .map(|known| (strsim::normalized_damerau_levenshtein(unknown, known), known))
        .max_by(|left, right| left.0.total_cmp(&right.0))?;
    (nearest.0 > 0.5).then(|| format!("did you mean `{}`?", nearest.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PaginationSetting;

    #[test]
    fn every_kind_of_setting() {
        let config: Config = toml::from_str(
            r#"
            input = "a.yaml"
            api-version = "2025-03-12"
            [include]
            tags = ["Pets*"]
            [pagination.listPets]
            style = "cursor"
            cursor = "after"
            next = "meta.next"
            items = "data"
            [auth.environment]
            client-id = "ID"
            "#,
        )
        .unwrap();
        let PaginationSetting::Cursor { next, .. } = &config.pagination["listPets"]
        else {
            panic!("not a cursor");
        };
        assert_eq!(next, "meta.next");
    }

    #[test]
    fn unknown_settings_get_a_suggestion() {
        let error = toml::from_str::<Config>("api-verson = 1").unwrap_err();
        assert_eq!(suggestion(error.message()).unwrap(), "did you mean `api-version`?");
        let error = toml::from_str::<Config>("zzzzz = 1").unwrap_err();
        assert_eq!(suggestion(error.message()), None);
    }
}
