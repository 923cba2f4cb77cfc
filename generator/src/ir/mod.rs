//! The API in the generator's own terms: what `lower` makes and all later stages read.
//!
//! Nothing here knows OpenAPI's spelling or Rust's. Types live in an arena, and refer to
//! each other by [`TypeId`]; every item says where it came from.

mod check;
mod dump;
mod operation;
mod schema;
mod security;
mod visit;

pub use check::check;
pub use dump::{dump, use_of};
pub use operation::*;
pub use schema::*;
pub use security::*;

use crate::document::Pointer;
use std::collections::BTreeSet;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Title and version, as the description has them.
    pub info: Info,
    /// Where the API is served; empty when the description does not say.
    pub servers: Vec<Server>,
    /// How callers prove who they are.
    pub security_schemes: Vec<SecurityScheme>,
    /// The groups of operations (tags), in order of first use.
    pub groups: Vec<Group>,
    /// All types.
    pub types: Types,
    /// All operations, in order of the description.
    pub operations: Vec<Operation>,
    /// What the API calls on the user's side: webhooks and callbacks.
    pub webhooks: Vec<Webhook>,
    /// Names that are secrets although they do not sound so, and the other way round.
    pub secret_names: SecretNames,
}

/// Names whose values are hidden, or not, whatever they sound like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretNames {
    /// Those that the description or the configuration says are secrets.
    pub hidden: BTreeSet<String>,
    /// Those that the configuration says are none.
    pub shown: BTreeSet<String>,
}

/// About the API as a whole.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// The title, as the description has it.
    pub title: String,
    /// The version of the API, not of OpenAPI.
    pub version: String,
    /// What the API is for, in CommonMark.
    pub description: String,
    /// Licence, contact, terms: label and value, as the description has them.
    pub facts: Vec<(String, String)>,
}

/// The words of the description about an item, in CommonMark, not yet fit for rustdoc.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line, from `summary` or `title`.
    pub summary: String,
    /// The rest, from `description`.
    pub description: String,
    /// Address of further documentation, from `externalDocs`.
    pub url: Option<String>,
}

impl Docs {
    /// No words at all.
    pub const NONE: Self =
        Self { summary: String::new(), description: String::new(), url: None };
}

/// Where an item stands in the canonical document.
pub type Origin = Pointer;

/// A group of operations.
#[derive(Clone, Debug)]
pub struct Group {
    /// The tag as written; empty for operations without one.
    pub tag: String,
    /// The tag's words.
    pub docs: Docs,
}

/// A base address, possibly with variables in braces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// The address as written; may be relative or empty.
    pub url: String,
    /// The words about it.
    pub description: String,
    /// The variables of `url`, in order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// What it is when the user says nothing.
    pub default: String,
    /// The values allowed; empty when any is.
    pub values: Vec<String>,
    /// The words about it.
    pub description: String,
}
