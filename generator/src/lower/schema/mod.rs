//! Schemas: from JSON Schema's words about values to types.
//!
//! A schema is *placed* first: it gets a type, and what the type is becomes a job. So
//! nothing recurses, however deep schemas nest and however long their chains are.

mod build;
mod choice;
mod discriminator;
mod enumeration;
mod family;
mod flat;
mod flatten;
mod keywords;
mod null;
mod object;
mod place;
mod reference;
mod rules;
mod scalar;
mod secret;
mod xml;

pub(super) use build::{Job, LONGEST_CHAIN};
pub(super) use family::Family;
pub(super) use flat::{JsonType, Source};
pub(super) use null::NullCache;
pub(super) use place::below;
pub(super) use secret::secret_names;
