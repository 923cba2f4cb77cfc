//! Generating from a program: a build script, or a task of one's own.

use crate::config::{self, Config, Form, Pattern};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, Place, RenderOptions, Stopped, render,
};
use crate::generate::generate;
use crate::write::{self, Edited, Files, Options, Written};
use std::fmt;
use std::path::{Path, PathBuf};

/// Generates a crate, as `oasmith generate` does.
///
/// In a build script, paths are relative to the package, and cargo is told to run the
/// script again when a file changes that was read:
///
/// ```no_run
/// fn main() -> Result<(), oasmith::Error> {
///     let made = oasmith::Builder::new("openapi.yaml")
///         .package("pets-sdk")
///         .include_tag("Pets")
///         .out_dir("../pets-sdk")
///         .generate()?;
///     for path in &made.files.kept {
///         println!("cargo::warning={path} was edited, and is kept");
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it generates"]
pub struct Builder {
    description: PathBuf,
    settings: Option<PathBuf>,
    folder: Option<PathBuf>,
    config: Config,
    edited: Edited,
    tells_cargo: bool,
}

/// What was generated.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What happened to each file of the crate.
    pub files: Written,
    /// What was found in the description.
    pub diagnostics: Diagnostics,
    /// The files on disk that were read.
    pub read: Vec<PathBuf>,
}

/// Nothing was generated. As text, it shows all findings with their places.
#[derive(Clone)]
pub struct Error {
    diagnostics: Diagnostics,
}

impl Error {
    /// What was found; at least one finding is an error.
    #[must_use]
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render(&self.diagnostics, RenderOptions::default()))
    }
}

/// As text for people: it is what a `main` shows that returns the error.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no crate could be generated\n\n{self}")
    }
}

impl std::error::Error for Error {}

impl Builder {
    /// For this description.
    pub fn new(description: impl Into<PathBuf>) -> Self {
        Self {
            description: description.into(),
            settings: None,
            folder: None,
            config: Config::default(),
            edited: Edited::default(),
            tells_cargo: is_build_script(),
        }
    }

    /// Takes the settings of this `oasmith.toml`; what else is set here goes before them.
    /// Its `input` is left aside.
    pub fn settings(mut self, file: impl Into<PathBuf>) -> Self {
        self.settings = Some(file.into());
        self
    }

    /// Generates into this folder. Without it, into the `output` of the settings, or else, in
    /// a build script, into the folder `sdk` of its `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Names the crate.
    pub fn package(mut self, name: impl Into<String>) -> Self {
        self.config.package.name = Some(name.into());
        self
    }

    /// Generates a module in place of a crate: `mod.rs` and what is below it, for a folder
    /// of one's own `src/`, or for
    /// `mod api { include!(concat!(env!("OUT_DIR"), "/sdk/mod.rs")); }`. What it needs of
    /// the crate's manifest stands in `dependencies.toml` beside it.
    pub fn module(mut self) -> Self {
        self.config.layout.form = Form::Module;
        self
    }

    /// Turns a feature of a module on. Once one is named, those named are all.
    pub fn module_feature(mut self, feature: impl Into<String>) -> Self {
        let features = self.config.layout.features.get_or_insert_default();
        features.insert(feature.into());
        self
    }

    /// Corrects the description by an OpenAPI Overlay file; may be called several times.
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.config.overlays.push(file.into());
        self
    }

    /// Uses an operation's versioned media types as of this version.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.config.api_version = Some(version.into());
        self
    }

    /// Only operations with this id (`*` stands for any text), and others that are
    /// included.
    pub fn include(mut self, operation: impl Into<String>) -> Self {
        self.config.include.operations.push(Pattern(operation.into()));
        self
    }

    /// Only operations with this tag, and others that are included.
    pub fn include_tag(mut self, tag: impl Into<String>) -> Self {
        self.config.include.tags.push(Pattern(tag.into()));
        self
    }

    /// No operations with this id.
    pub fn exclude(mut self, operation: impl Into<String>) -> Self {
        self.config.exclude.operations.push(Pattern(operation.into()));
        self
    }

    /// No operations with this tag.
    pub fn exclude_tag(mut self, tag: impl Into<String>) -> Self {
        self.config.exclude.tags.push(Pattern(tag.into()));
        self
    }

    /// Leaves out operations that cannot be generated; the diagnostics name them.
    pub fn skip_invalid(mut self) -> Self {
        self.config.skip_invalid = true;
        self
    }

    /// Treats every warning as an error: nothing is repaired.
    pub fn strict(mut self) -> Self {
        self.config.strict = true;
        self
    }

    /// What becomes of files of the crate that somebody edited; by default they are kept.
    pub fn edited(mut self, edited: Edited) -> Self {
        self.edited = edited;
        self
    }

    /// Whether cargo is told, on standard output, which files were read; by default in a
    /// build script only.
    pub fn tell_cargo(mut self, tell: bool) -> Self {
        self.tells_cargo = tell;
        self
    }

    /// Generates the crate. Only what changed is written.
    ///
    /// # Errors
    ///
    /// When no crate can be made of the description, or it cannot be written.
    pub fn generate(self) -> Result<Generated, Error> {
        let mut diagnostics = Diagnostics::default();
        let result = self.run(&mut diagnostics);
        let read = self.read(&diagnostics);
        if self.tells_cargo {
            for path in &read {
                println!("cargo::rerun-if-changed={}", path.display());
            }
        }
        match result {
            Ok(files) => Ok(Generated { files, diagnostics, read }),
            Err(Stopped) => Err(Error { diagnostics }),
        }
    }

    fn run(&self, diagnostics: &mut Diagnostics) -> Result<Written, Stopped> {
        let config = match &self.settings {
            Some(file) => self.over(config::read(file, diagnostics)?),
            None => self.config.clone(),
        };
        if config.strict {
            *diagnostics = Diagnostics::strict();
        }
        config::check(&config, diagnostics)?;
        let folder = self.folder(&config, diagnostics)?;
        let (_, files) = generate(&self.description, &config, diagnostics)?;
        let files: Files =
            files.into_iter().map(|file| (file.path, file.text)).collect();
        let options = Options { edited: self.edited, ..Options::default() };
        write::write(&files, &folder, &options, diagnostics)
    }

    fn folder(
        &self,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> Result<PathBuf, Stopped> {
        let chosen = self.folder.clone().or_else(|| config.output.clone());
        let scratch =
            || is_build_script().then(|| std::env::var_os("OUT_DIR")).flatten();
        let folder = chosen.or_else(|| Some(Path::new(&scratch()?).join("sdk")));
        folder.ok_or_else(|| {
            let message = "no output folder is set";
            let found = Diagnostic::new(Code::ConfigInvalid, Place::Nowhere, message);
            diagnostics.push(found.help("set one with `out_dir`, or with `output`"));
            Stopped
        })
    }

    /// The settings of a file with what was set here.
    fn over(&self, mut config: Config) -> Config {
        let own = self.config.clone();
        config.strict |= own.strict;
        config.skip_invalid |= own.skip_invalid;
        config.package.name = own.package.name.or(config.package.name);
        if own.layout.form == Form::Module {
            config.layout.form = Form::Module;
        }
        config.layout.features = own.layout.features.or(config.layout.features);
        config.api_version = own.api_version.or(config.api_version);
        config.overlays.extend(own.overlays);
        config.include.operations.extend(own.include.operations);
        config.include.tags.extend(own.include.tags);
        config.exclude.operations.extend(own.exclude.operations);
        config.exclude.tags.extend(own.exclude.tags);
        config
    }

    /// The files on disk that matter; those that could not be read are among them.
    fn read(&self, diagnostics: &Diagnostics) -> Vec<PathBuf> {
        let sources = diagnostics.sources().files().iter().map(|file| file.path.clone());
        let mut read: Vec<PathBuf> = std::iter::once(self.description.clone())
            .chain(self.settings.clone())
            .chain(self.config.overlays.iter().cloned())
            .chain(sources.filter(|path| path.exists()))
            .collect();
        read.sort();
        read.dedup();
        read
    }
}

/// Whether cargo runs this program as a build script.
fn is_build_script() -> bool {
    ["OUT_DIR", "TARGET", "HOST"].iter().all(|name| std::env::var_os(name).is_some())
}
