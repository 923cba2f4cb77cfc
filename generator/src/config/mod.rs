//! What users choose: `oasmith.toml`, and the same settings from the command line.

mod package;
mod read;
mod select;

pub use package::check;
pub use read::read;
pub use select::{Pattern, Selection};

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The name of the file that [`read`] looks for in a folder.
pub const FILE_NAME: &str = "oasmith.toml";

/// Everything that can be chosen. Each has a sensible value when nothing is said.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The description, relative to the file that says so.
    pub input: Option<PathBuf>,
    /// OpenAPI Overlay files that correct the description, in the order they apply;
    /// relative to the file that says so.
    pub overlays: Vec<PathBuf>,
    /// The folder of the crate, relative to the file that says so.
    pub output: Option<PathBuf>,
    /// Whether every warning is an error: nothing is repaired silently.
    pub strict: bool,
    /// Whether operations that cannot be generated are left out, and named in the output.
    pub skip_invalid: bool,
    /// Whether files on the network that the description refers to are read; each is
    /// pinned by its hash in `oasmith.lock` beside the description.
    pub allow_remote: bool,
    /// Folders whose files the description may refer to, beside its own folder; relative to
    /// the file that says so.
    pub allow_outside: Vec<PathBuf>,
    /// The most that one file of the description may have, in MiB; 64 when nothing is said.
    pub max_file_size: Option<u64>,
    /// The most that all its files together may have, in MiB; 256 when nothing is said.
    pub max_total_size: Option<u64>,
    /// Which of an operation's versioned media types to use, such as `2025-03-12`: the
    /// newest one that is not newer than this.
    pub api_version: Option<String>,
    /// About the crate.
    pub package: Package,
    /// About its command line.
    pub command_line: CommandLine,
    /// What the crate depends on beside what it needs by itself, as in `Cargo.toml`.
    pub dependencies: toml::Table,
    /// The crate's features beside its own, as in `Cargo.toml`.
    pub features: BTreeMap<String, Vec<String>>,
    /// Whether it is a crate, or a module of one.
    pub layout: Layout,
    /// The operations to generate; all when it says nothing.
    pub include: Selection,
    /// The operations to leave out of those.
    pub exclude: Selection,
    /// How operations page, by operation id, where the description does not tell.
    pub pagination: BTreeMap<String, PaginationSetting>,
    /// About parameters.
    pub parameters: Parameters,
    /// What is hidden where values are shown.
    pub secrets: Secrets,
    /// Rust names that are chosen by hand.
    pub names: Renames,
    /// About credentials.
    pub auth: Auth,
}

/// What is hidden where values are shown, beside what its name or the description says:
/// properties and parameters, by their names on the wire.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Secrets {
    /// What is a secret although nothing says so.
    pub hide: Vec<String>,
    /// What is none although its name says so.
    pub show: Vec<String>,
}

/// Rust names that are chosen by hand. Keys are names as the OpenAPI document has them, or
/// as the SDK has them without this; values are the names that they get.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Renames {
    /// Groups, by tag: the name of the client's method.
    pub groups: BTreeMap<String, String>,
    /// Operations, by id: the name of the group's method.
    pub operations: BTreeMap<String, String>,
    /// Types, by the name of the schema.
    pub types: BTreeMap<String, String>,
    /// Fields, as `Type.field`.
    pub fields: BTreeMap<String, String>,
    /// Enum values and alternatives of unions, as `Type.value`.
    pub values: BTreeMap<String, String>,
    /// Parameters, as `operationId.parameter`.
    pub parameters: BTreeMap<String, String>,
}

/// About parameters.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Parameters {
    /// How lists in parameters of the style `deepObject` are written, on which OpenAPI is
    /// silent.
    pub deep_object_lists: DeepObjectLists,
}

/// How lists in parameters of the style `deepObject` are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum DeepObjectLists {
    /// `name[]=a&name[]=b`; items with parts are `name[0][key]=a`.
    #[default]
    Brackets,
    /// `name[0]=a&name[1]=b`.
    Indexed,
    /// `name=a&name=b`; items with parts are `name[0][key]=a`.
    Repeated,
}

/// What is generated.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Layout {
    /// A crate, or a module of somebody else's.
    #[serde(rename = "as")]
    pub form: Form,
    /// The features of a module, which has no manifest to turn them on: those of a crate
    /// that are on by default when nothing is said.
    pub features: Option<BTreeSet<String>>,
}

/// What the generated files are.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A crate of its own.
    #[default]
    Crate,
    /// A module, which works under any path.
    Module,
}

/// About the crate: what its `Cargo.toml` says of the package.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Package {
    /// Its name; made from the API's title when nothing is said.
    pub name: Option<String>,
    /// Its version; `0.1.0` when nothing is said.
    pub version: Option<String>,
    /// One line about it.
    pub description: Option<String>,
    /// Its licence, as an SPDX expression; none is claimed when nothing is said.
    pub license: Option<String>,
    /// The address of its repository.
    pub repository: Option<String>,
    /// All other keys, as cargo has them.
    #[serde(flatten)]
    pub more: toml::Table,
}

/// About the crate's command line.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CommandLine {
    /// What is typed; the name of the crate without `-sdk` when nothing is said.
    pub name: Option<String>,
}

/// How an operation pages.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(
    tag = "style",
    deny_unknown_fields,
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
pub enum PaginationSetting {
    /// It does not.
    None,
    /// By the page's number.
    PageNumber {
        /// The query parameter for the number.
        page: String,
        /// The query parameter for the size of a page.
        size: Option<String>,
        /// The number of the first page; 1 when nothing is said.
        first: Option<i64>,
        /// The list in the page, property names joined by dots; none: the page is the list.
        items: Option<String>,
    },
    /// By how many items to skip.
    Offset {
        /// The query parameter for the number of items to skip.
        offset: String,
        /// The query parameter for the size of a page.
        limit: Option<String>,
        /// The list in the page.
        items: Option<String>,
    },
    /// By a token out of the last page.
    Cursor {
        /// The query parameter for the token.
        cursor: String,
        /// The token in the page, property names joined by dots.
        next: String,
        /// The list in the page.
        items: Option<String>,
    },
    /// By the `Link` header.
    LinkHeader {
        /// The list in the page.
        items: Option<String>,
    },
    /// By an address in the page.
    NextUrl {
        /// The address in the page, property names joined by dots.
        next: String,
        /// The list in the page.
        items: Option<String>,
    },
    /// By the entry with `rel` `next` in a list of links in the page.
    Links {
        /// The list of links in the page, property names joined by dots.
        links: String,
        /// The list in the page.
        items: Option<String>,
    },
}

/// About credentials.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Auth {
    /// The environment variables that `from_env()` reads.
    pub environment: Environment,
}

/// Names of environment variables; those not set follow from the crate's name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Environment {
    /// OAuth 2 client id.
    pub client_id: Option<String>,
    /// OAuth 2 client secret.
    pub client_secret: Option<String>,
    /// The user name of HTTP digest: the public part of an API key.
    pub public_key: Option<String>,
    /// The password of HTTP digest: the private part of an API key.
    pub private_key: Option<String>,
    /// The user name of HTTP basic.
    pub username: Option<String>,
    /// The password of HTTP basic.
    pub password: Option<String>,
    /// A bearer token.
    pub token: Option<String>,
    /// An API key.
    pub api_key: Option<String>,
}
