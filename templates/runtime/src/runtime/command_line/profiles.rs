//! Addresses and credentials under names, in a file that only its owner reads.

use super::CommandLine;
use super::credentials::variable;
use super::failure::{Failure, Outcome};
use etcetera::BaseStrategy as _;
use etcetera::base_strategy::choose_native_strategy;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What is kept under a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) base_url: Option<String>,
    pub(super) token_url: Option<String>,
    /// By the name of the variable that would hold the same.
    pub(super) secrets: BTreeMap<String, String>,
}

/// All profiles.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Profiles {
    /// The one in use.
    pub(super) current: Option<String>,
    pub(super) all: BTreeMap<String, Profile>,
}

/// The profile that is used where nothing is said.
pub(super) const DEFAULT: &str = "default";

/// Where they are kept.
pub(super) fn path(line: &CommandLine) -> Option<PathBuf> {
    let own = variable(&format!("{}_CONFIG_DIR", line.prefix)).map(PathBuf::from);
    let usual = || Some(choose_native_strategy().ok()?.config_dir().join(line.name));
    let folder = own.or_else(usual)?;
    Some(folder.join("profiles.json"))
}

/// The profile that was asked for, or else the one in use.
pub(super) fn chosen(line: &CommandLine, asked: Option<&str>) -> Outcome<Profile> {
    let profiles = read(line)?;
    let asked = asked
        .map(str::to_owned)
        .or_else(|| variable(&format!("{}_PROFILE", line.prefix)));
    let name = asked.clone().or(profiles.current).unwrap_or_else(|| DEFAULT.to_owned());
    match profiles.all.get(&name) {
        Some(profile) => Ok(profile.clone()),
        None if asked.is_some_and(|asked| asked != DEFAULT) => {
            let failure = Failure::usage(format!("there is no profile {name:?}"));
            Err(failure.tip(format!("see {} profile list", line.name)))
        }
        None => Ok(Profile { name, ..Profile::default() }),
    }
}

/// What is on the disk; nothing where there is no file.
pub(super) fn read(line: &CommandLine) -> Outcome<Profiles> {
    let Some(path) = path(line) else { return Ok(Profiles::default()) };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Profiles::default());
        }
        Err(error) => {
            return Err(Failure::other(format!("cannot read {path:?}: {error}")));
        }
    };
    parse(&text).ok_or_else(|| {
        Failure::other(format!("{path:?} is not a file of profiles"))
            .tip("repair it, or delete it and log in again")
    })
}

fn parse(text: &str) -> Option<Profiles> {
    let json: Value = serde_json::from_str(text).ok()?;
    let text = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let mut all = BTreeMap::new();
    for (name, value) in json.get("profiles")?.as_object()? {
        let secrets = value.get("secrets").and_then(Value::as_object);
        let secrets = secrets.into_iter().flatten().filter_map(|(name, secret)| {
            Some((name.clone(), secret.as_str()?.to_owned()))
        });
        let profile = Profile {
            name: name.clone(),
            base_url: text(value, "baseUrl"),
            token_url: text(value, "tokenUrl"),
            secrets: secrets.collect(),
        };
        all.insert(name.clone(), profile);
    }
    Some(Profiles { current: text(&json, "current"), all })
}

fn render(profiles: &Profiles) -> String {
    let profile = |profile: &Profile| {
        let mut fields = Map::new();
        let texts = [("baseUrl", &profile.base_url), ("tokenUrl", &profile.token_url)];
        for (name, text) in texts {
            if let Some(text) = text {
                fields.insert(name.to_owned(), text.as_str().into());
            }
        }
        fields.insert("secrets".to_owned(), json!(profile.secrets));
        Value::Object(fields)
    };
    let all: Map<String, Value> =
        profiles.all.iter().map(|(name, one)| (name.clone(), profile(one))).collect();
    let json = json!({ "current": profiles.current, "profiles": all });
    format!("{json:#}\n")
}

/// Keeps them: in one step, so that no other run sees half of it.
pub(super) fn write(line: &CommandLine, profiles: &Profiles) -> Outcome<PathBuf> {
    let path = path(line).ok_or_else(|| {
        Failure::other("there is no folder for settings on this system")
    })?;
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let written = write_private(&beside, &render(profiles))
        .and_then(|()| fs::rename(&beside, &path));
    if let Err(error) = written {
        // What went wrong is told; a file left over would only add to it.
        let _ = fs::remove_file(&beside);
        return Err(Failure::other(format!("cannot write {path:?}: {error}")));
    }
    Ok(path)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if let Some(folder) = path.parent() {
        builder.create(folder)?;
    }
    // Left over from a run that was killed.
    let _ = fs::remove_file(path);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_come_back_as_they_were() {
        let secrets = [("ID".to_owned(), "a\"b".to_owned())].into();
        let base_url = Some("http://a".to_owned());
        let profile =
            Profile { name: "work".into(), base_url, secrets, ..Profile::default() };
        let all = [("work".to_owned(), profile)].into();
        let profiles = Profiles { current: Some("work".into()), all };
        assert_eq!(parse(&render(&profiles)), Some(profiles));
        assert_eq!(parse("{}"), None);
    }
}
