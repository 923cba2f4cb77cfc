//! Makes a description of 3.0 shape strictly valid.
//!
//! Real descriptions hold mistakes. Each one is repaired where its meaning is clear, and
//! reported; what then reads as `openapiv3::OpenAPI` is what `lower` works on.

mod address;
mod head;
mod media;
mod operations;
mod parameters;
mod parts;
mod paths;
mod read;
mod references;
mod responses;
mod schema;
mod security;
mod shape;
mod template;

pub use crate::dialect::grammar;

use crate::diagnostic::{Diagnostics, Stopped};
use crate::dialect::{At, Report, walk};
use crate::document::Document;
use grammar::Kind;
use serde_json::Value;

/// How much is forgiven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MendOptions {
    /// Leave out operations that cannot be generated, instead of stopping.
    pub skip_invalid: bool,
}

/// A description that is valid, both as a typed value and as a tree.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The description, typed.
    pub api: openapiv3::OpenAPI,
    /// The tree that `api` was read from.
    pub document: Document,
}

/// Repairs a description of 3.0 shape.
///
/// # Errors
///
/// When an operation cannot be generated and `skip_invalid` is off, or the diagnostics are
/// strict and anything had to be repaired.
pub fn mend(
    mut document: Document,
    options: &MendOptions,
    diagnostics: &mut Diagnostics,
) -> Result<Mended, Stopped> {
    let Document { root, sources } = &mut document;
    let mut report = Report::new(sources, diagnostics);
    head::mend(root, &mut report);
    let mut schemas = schema::Mender::of(root);
    walk(Kind::OpenApi, root, |kind, value, at| {
        mend_part(kind, value, at, &mut schemas, &mut report);
    });
    references::mend(root, &mut report);
    security::check_requirements(root, &mut report);
    paths::mend(root, &mut report);
    operations::mend(root, &mut report);
    let api = read::read(root, options, &mut report);
    report.finish();
    if diagnostics.has_errors() {
        return Err(Stopped);
    }
    Ok(Mended { api, document })
}

fn mend_part(
    kind: Kind,
    value: &mut Value,
    at: &At<'_, '_>,
    schemas: &mut schema::Mender,
    report: &mut Report<'_>,
) {
    let Value::Object(map) = value else { return };
    // A reference stands for the object; only its target is looked at.
    if kind.may_be_reference() && map.get("$ref").is_some_and(Value::is_string) {
        if map.len() > 1 {
            map.retain(|key, _| key == "$ref");
        }
        return;
    }
    match kind {
        Kind::Schema => schemas.before_shape(map, at, report),
        Kind::Operation => operations::before_shape(map, at, report),
        Kind::Parameter | Kind::Header => {
            parameters::before_shape(kind, map, at, report)
        }
        Kind::Response | Kind::RequestBody => media::before_shape(map, at, report),
        Kind::Responses => responses::before_shape(map, at, report),
        Kind::SecurityScheme => security::before_shape(map, at, report),
        _ => {}
    }
    shape::enforce(kind, map, at, report);
    match kind {
        Kind::Schema => schemas.after_shape(map, at, report),
        Kind::Operation => operations::after_shape(map, at, report),
        Kind::Parameter | Kind::Header => parameters::after_shape(kind, map, at, report),
        Kind::Response | Kind::RequestBody => media::after_shape(kind, map, at, report),
        Kind::MediaType => media::after_media_type(map),
        Kind::SecurityScheme => security::after_shape(map, at, report),
        _ => parts::after_shape(kind, map, at, report),
    }
}
