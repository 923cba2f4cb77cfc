//! Requests made up from a description.

use crate::answer::{Maker, Variety};
use crate::check::Direction;
use oasmith::ir::{Api, BodyFormat};
use serde_json::{Map, Value};
use std::fmt;

/// Why no request was made up for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NotMade {
    /// There is no operation with this index.
    NoOperation,
    /// Its body may have several media types.
    SeveralMediaTypes,
    /// Its body is not JSON.
    NotJson,
    /// Its body has no type.
    NoType,
}

impl fmt::Display for NotMade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoOperation => "there is no such operation",
            Self::SeveralMediaTypes => "its body may have several media types",
            Self::NotJson => "its body is not JSON",
            Self::NoType => "its body has no type",
        })
    }
}

/// What a request of an operation holds: its parameters by their names on the wire, and
/// under `body` its JSON body. Documented examples are taken where they are valid, and what
/// has none is made up; `variety` says how much of what is optional there is.
///
/// # Errors
///
/// A body is needed that is not JSON, or may be of several kinds.
pub fn sample(
    api: &Api,
    document: Option<&Value>,
    operation: usize,
    variety: Variety,
    seed: u64,
) -> Result<Value, NotMade> {
    let operation = api.operations.get(operation).ok_or(NotMade::NoOperation)?;
    let mut maker = Maker {
        types: &api.types,
        direction: Direction::Request,
        document,
        random: fastrand::Rng::with_seed(seed),
        variety,
        examples: true,
        number: seed,
        budget: 2_000,
    };
    let is_full = variety != Variety::Sparse;
    let mut members = Map::new();
    for parameter in &operation.parameters {
        if parameter.required || parameter.example.is_some() || is_full {
            members.insert(parameter.wire_name.clone(), maker.parameter(parameter));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required || is_full) {
        let [content] = body.contents.as_slice() else {
            return Err(NotMade::SeveralMediaTypes);
        };
        if content.format != BodyFormat::Json {
            return Err(NotMade::NotJson);
        }
        let ty = content.ty.ok_or(NotMade::NoType)?;
        members.insert("body".to_owned(), maker.value(ty, "body"));
    }
    Ok(Value::Object(members))
}
