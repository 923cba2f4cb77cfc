//! Brings any version of OpenAPI to the shape of 3.0.
//!
//! What 3.0 cannot say rides in `x-oasmith-*` keys, listed in `docs/architecture.md`.

mod definitions;
pub mod grammar;
mod later;
mod moves;
mod report;
mod schema;
mod swagger;
mod walk;

pub(crate) use moves::{Moves, decode};
pub(crate) use report::Report;
pub(crate) use schema::{BY_TYPE, is_of_type};
pub(crate) use swagger::{convert_scheme, lift_bodies, lift_schema};
pub(crate) use walk::{At, is_reference, walk};

use crate::diagnostic::{Code, Diagnostics, Stopped};
use crate::document::{Document, Pointer};
use grammar::Kind;
use serde_json::{Map, Value, json};

/// A version of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
    /// OpenAPI 3.2.x.
    V3_2,
}

impl Version {
    /// Whether schemas are those of JSON Schema 2020-12.
    fn has_json_schema(self) -> bool {
        self >= Self::V3_1
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts = text.split('.');
        Some(match (parts.next()?, parts.next().unwrap_or("0")) {
            ("2", "0") => Self::V2,
            ("3", "0") => Self::V3_0,
            ("3", "1") => Self::V3_1,
            ("3", "2") => Self::V3_2,
            _ => return None,
        })
    }
}

/// Brings a description of any known version to the shape of OpenAPI 3.0.
///
/// # Errors
///
/// When the version is not known.
pub fn to_3_0(
    mut document: Document,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Stopped> {
    let Document { root, sources } = &mut document;
    let Value::Object(map) = root else {
        diagnostics.report(
            Code::NotOpenApi,
            &Pointer::ROOT,
            "the root is not an object",
        );
        return Err(Stopped);
    };
    let Some(version) = version(map, diagnostics) else { return Err(Stopped) };
    let mut report = Report::new(sources, diagnostics);
    let mut moves = match version {
        Version::V2 => swagger::convert(map, &mut report),
        _ => Moves::default(),
    };
    later::convert_root(map);
    map.shift_remove("swagger");
    map.insert("openapi".to_owned(), json!("3.0.3"));
    let later = convert_parts(root, version, &mut moves, &mut report);
    moves.apply(root);
    if later.dynamic {
        definitions::resolve_dynamic(root, &later, &moves);
    }
    report.finish();
    Ok(document)
}

fn version(map: &Map<String, Value>, diagnostics: &mut Diagnostics) -> Option<Version> {
    for key in ["openapi", "swagger"] {
        let text = match map.get(key) {
            Some(Value::String(text)) => text.clone(),
            // YAML reads an unquoted 2.0 as a number.
            Some(Value::Number(number)) => {
                format!("{:.1}", number.as_f64().unwrap_or_default())
            }
            _ => continue,
        };
        let version = Version::parse(&text);
        if version.is_none() {
            let message = format!("version `{text}` of `{key}` is not supported");
            diagnostics.report(
                Code::UnknownVersion,
                &Pointer::root().child(key),
                message,
            );
        }
        return version;
    }
    let message = "the root has neither an `openapi` nor a `swagger` version";
    diagnostics.report(Code::NotOpenApi, &Pointer::ROOT, message);
    None
}

/// Converts every object of the document, and then those that became components on the way.
fn convert_parts(
    root: &mut Value,
    version: Version,
    moves: &mut Moves,
    report: &mut Report<'_>,
) -> schema::Later {
    let mut later = schema::Later::default();
    let base = Pointer::root().child("components").child("schemas");
    walk(Kind::OpenApi, root, |kind, value, at| {
        convert_part(kind, value, at, version, &mut later, report);
    });
    while !later.definitions.is_empty() {
        let Value::Object(map) = &mut *root else { break };
        let definitions = std::mem::take(&mut later.definitions);
        let added = definitions::place(map, definitions, moves, report);
        for name in added {
            let place = ["components", "schemas", name.as_str()];
            let schema =
                place.iter().try_fold(&mut *root, |value, key| value.get_mut(*key));
            if let Some(schema) = schema {
                walk::walk_from(
                    &base.child(name.as_str()),
                    Kind::Schema,
                    schema,
                    |kind, value, at| {
                        convert_part(kind, value, at, version, &mut later, report);
                    },
                );
            }
        }
    }
    later
}

fn convert_part(
    kind: Kind,
    value: &mut Value,
    at: &At<'_, '_>,
    version: Version,
    later: &mut schema::Later,
    report: &mut Report<'_>,
) {
    if kind == Kind::Schema {
        schema::convert(value, at, version, later, report);
        return;
    }
    let Value::Object(map) = value else { return };
    match kind {
        Kind::PathItem => later::convert_path_item(map),
        Kind::Parameter => later::convert_parameter(map, at, report),
        Kind::MediaType => {
            later::convert_media_type(map);
            if version >= Version::V3_1 {
                later::convert_parts(map, at);
            }
        }
        Kind::SecurityScheme => later::convert_scheme(map),
        Kind::Response => later::convert_response(map),
        _ => {}
    }
}
