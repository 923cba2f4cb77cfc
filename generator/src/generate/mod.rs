//! The stages, one after the other.

mod order;
mod room;
mod select;

use crate::config::{Config, Environment, Form};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::Document;
use crate::emit::{self, SourceFile};
use crate::ir::Api;
use crate::load::{Limits, LoadOptions};
use crate::mend::MendOptions;
use crate::{dialect, load, lower, mend, name, overlay};
use serde_json::Value;
use std::path::Path;

/// A description that has been understood.
#[derive(Clone, Debug)]
pub struct Described {
    /// What it says, in the generator's terms.
    pub api: Api,
    /// The canonical OpenAPI 3.0 document.
    pub document: Document,
    /// The version it was written in, such as `OpenAPI 3.1.0`.
    pub dialect: String,
    /// How many operations it has; all of them are in `api` unless a diagnostic says
    /// otherwise.
    pub operations: usize,
    /// The SHA-256 of what its files say, in hexadecimal digits: neither layout nor comments
    /// nor the order of keys matters, except for properties, whose order the SDK keeps.
    pub hash: String,
}

/// Reads a description and works out what it means.
///
/// # Errors
///
/// When no SDK can be made of it; the diagnostics say why.
pub fn describe(
    path: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Described, Stopped> {
    room::with_room(|| describe_here(path, config, diagnostics))
}

fn describe_here(
    path: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Described, Stopped> {
    let options = load_options(config);
    let document = load::load(path, &options, diagnostics)?;
    let limits = options.limits;
    let mut document =
        overlay::overlay(document, &config.overlays, limits, diagnostics)?;
    let (written_in, hash) = (dialect_of(&document.root), order::hash(&document.root));
    order::sort(&mut document.root);
    let document = dialect::to_3_0(document, diagnostics)?;
    diagnostics.set_sources(document.sources.clone());
    let mut operations = select::count_operations(&document.root);
    let options = MendOptions { skip_invalid: config.skip_invalid };
    let mut mended = mend::mend(document, &options, diagnostics)?;
    if select::select(&mut mended.document.root, config) {
        operations = select::count_operations(&mended.document.root);
    }
    diagnostics.set_sources(mended.document.sources.clone());
    let api = lower::lower(&mended.document, config, diagnostics)?;
    if diagnostics.has_errors() {
        return Err(Stopped);
    }
    Ok(Described {
        api,
        document: mended.document,
        dialect: written_in,
        operations,
        hash,
    })
}

/// What may be read.
fn load_options(config: &Config) -> LoadOptions {
    let standard = Limits::default();
    let bytes = |mebibytes: Option<u64>, standard: u64| {
        mebibytes.map_or(standard, |size| size.saturating_mul(1 << 20))
    };
    LoadOptions {
        allow_remote: config.allow_remote,
        allow_outside: config.allow_outside.clone(),
        limits: Limits {
            file: bytes(config.max_file_size, standard.file),
            total: bytes(config.max_total_size, standard.total),
        },
    }
}

/// The files of the crate for a description.
///
/// # Errors
///
/// As [`describe`].
pub fn generate(
    path: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<(Described, Vec<SourceFile>), Stopped> {
    room::with_room(|| {
        let described = describe_here(path, config, diagnostics)?;
        let package = package(config, &described, path);
        let named = name::name_as(described.api.clone(), &config.names, diagnostics)?;
        is_free(&package, &named.names, diagnostics)?;
        is_known(&package, diagnostics)?;
        Ok((described, emit::emit(&named, &package)))
    })
}

/// The files of the site about a description.
///
/// # Errors
///
/// As [`describe`].
#[cfg(feature = "site")]
pub fn site_of(
    path: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<SourceFile>, Stopped> {
    use crate::diagnostic::{Code, Diagnostic, Place};
    use crate::site;

    room::with_room(|| {
        let described = describe_here(path, config, diagnostics)?;
        let package = package(config, &described, path);
        let about = site::About {
            command: package.name.trim_end_matches("-sdk").to_owned(),
            package: package.name,
            environment: package.environment,
        };
        let named = name::name(described.api);
        let made = site::site(&named, &described.document.root, &about);
        made.map_err(|error| {
            let place = Place::Path(path.to_owned());
            let message = error.to_string();
            diagnostics.push(Diagnostic::new(Code::CannotWrite, place, message));
            Stopped
        })
    })
}

/// The version of OpenAPI that a document says it has.
fn dialect_of(root: &Value) -> String {
    let version =
        |key: &str| root.get(key).map(|value| value.as_str().unwrap_or("?").to_owned());
    match (version("openapi"), version("swagger")) {
        (Some(version), _) => format!("OpenAPI {version}"),
        (None, Some(version)) => format!("Swagger {version}"),
        (None, None) => String::new(),
    }
}

/// What is said of the crate: what the configuration says, and else what follows from the
/// description.
fn package(config: &Config, described: &Described, path: &Path) -> emit::Package {
    let chosen = &config.package;
    let info = &described.api.info;
    let name = chosen.name.clone().unwrap_or_else(|| package_name(&info.title));
    let first_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    emit::Package {
        environment: environment(&config.auth.environment, &name),
        command: config
            .command_line
            .name
            .clone()
            .unwrap_or_else(|| name.strip_suffix("-sdk").unwrap_or(&name).to_owned()),
        name,
        version: chosen.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
        description: chosen
            .description
            .clone()
            .unwrap_or_else(|| format!("A client of {}", first_line(&info.title))),
        license: chosen.license.clone(),
        repository: chosen.repository.clone(),
        more: chosen.more.clone(),
        dependencies: config.dependencies.clone(),
        features: config.features.clone(),
        layout: match config.layout.form {
            Form::Crate => emit::Layout::Crate,
            Form::Module => emit::Layout::Module(config.layout.features.clone()),
        },
        source: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        hash: described.hash.clone(),
    }
}

/// Whether the features of a module are features.
fn is_known(
    package: &emit::Package,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    let emit::Layout::Module(Some(features)) = &package.layout else { return Ok(()) };
    let known = emit::module_features();
    let Some(unknown) = features.difference(&known).next() else { return Ok(()) };
    let message = format!("`{unknown}` is no feature of a module");
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    let found = Diagnostic::new(Code::ConfigInvalid, Place::Nowhere, message);
    diagnostics.push(found.help(format!("these can be chosen: {known}")));
    Err(Stopped)
}

/// Whether what the configuration names is not there already.
fn is_free(
    package: &emit::Package,
    names: &name::Names,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stopped> {
    let taken = emit::taken();
    let mut refuse = |message: String| {
        let found = Diagnostic::new(Code::ConfigInvalid, Place::Nowhere, message);
        diagnostics.push(found.help("choose another name"));
        Err(Stopped)
    };
    let name = &package.name;
    let as_rust = |name: &str| name.replace('-', "_");
    if taken.dependencies.iter().any(|one| as_rust(one) == as_rust(name)) {
        let message =
            format!("`{name}` cannot be the name of a crate: it depends on `{name}`");
        return refuse(message);
    }
    if let Some(name) =
        package.dependencies.keys().find(|name| taken.dependencies.contains(*name))
    {
        return refuse(format!(
            "every crate that is generated depends on `{name}` already"
        ));
    }
    let features = package.features.keys();
    let is_taken = |name: &&String| {
        let of_group = names.groups.iter().any(|group| group.feature == **name);
        of_group || taken.features.contains(*name)
    };
    match features.into_iter().find(is_taken) {
        Some(name) => refuse(format!("the crate has a feature `{name}` already")),
        None => Ok(()),
    }
}

/// The names of environment variables: those chosen, and else some after the crate's name.
fn environment(chosen: &Environment, package: &str) -> emit::Environment {
    let prefix = package.to_ascii_uppercase().replace('-', "_");
    let name = |chosen: &Option<String>, word: &str| {
        chosen.clone().unwrap_or_else(|| format!("{prefix}_{word}"))
    };
    emit::Environment {
        client: [
            name(&chosen.client_id, "CLIENT_ID"),
            name(&chosen.client_secret, "CLIENT_SECRET"),
        ],
        digest: [
            name(&chosen.public_key, "PUBLIC_KEY"),
            name(&chosen.private_key, "PRIVATE_KEY"),
        ],
        basic: [name(&chosen.username, "USERNAME"), name(&chosen.password, "PASSWORD")],
        token: name(&chosen.token, "TOKEN"),
        api_key: name(&chosen.api_key, "API_KEY"),
        prefix: prefix.clone(),
    }
}

/// A name that cargo takes, made of the API's title.
pub(crate) fn package_name(title: &str) -> String {
    let plain: String =
        deunicode::deunicode(title)
            .chars()
            .map(|one| {
                if one.is_ascii_alphanumeric() { one.to_ascii_lowercase() } else { ' ' }
            })
            .collect();
    let words: Vec<&str> = plain.split_whitespace().take(5).collect();
    let name = words.join("-");
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => format!("{name}-sdk"),
        Some(_) => format!("api-{name}-sdk"),
        None => "sdk".to_owned(),
    }
}
