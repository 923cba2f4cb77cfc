//! Requests made up from a description.

use crate::document::Pointer;
use crate::ir::{Api, BodyFormat};
use crate::mock::schemas::sendable;
use crate::sample::{Direction, Maker, Variety};
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
    /// No made-up value of a parameter or of the body is one to the letter of the schema,
    /// which may contradict itself.
    NoValidValue,
}

impl fmt::Display for NotMade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoOperation => "there is no such operation",
            Self::SeveralMediaTypes => "its body may have several media types",
            Self::NotJson => "its body is not JSON",
            Self::NoType => "its body has no type",
            Self::NoValidValue => "no value was found that its schemas take",
        })
    }
}

/// How often a valid value is tried for.
const TRIES: usize = 24;
/// How many values a body has at most before only what is required is made.
const BUDGET: u32 = 2_000;

/// What a request of an operation holds: its parameters by their names on the wire, and
/// under `body` its JSON body. Documented examples are taken where they are valid, and what
/// has none is made up; `variety` says how much of what is optional there is.
///
/// # Errors
///
/// A body is needed that is not JSON, or may be of several kinds; or an independent JSON
/// Schema validator takes none of the values that were tried.
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
        budget: BUDGET,
    };
    let is_full = variety != Variety::Sparse;
    let mut members = Map::new();
    for parameter in &operation.parameters {
        if parameter.required || parameter.example.is_some() || is_full {
            let made = valid(document, &parameter.origin, &mut maker, |maker| {
                maker.parameter(parameter)
            })?;
            members.insert(parameter.wire_name.clone(), made);
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
        let make = |maker: &mut Maker<'_>| maker.value(ty, "body");
        let made = valid(document, &content.origin, &mut maker, make)?;
        members.insert("body".to_owned(), made);
    }
    Ok(Value::Object(members))
}

/// The first value that the schema at `origin` takes. Documented examples are taken first;
/// where they are the reason that none is valid, values are made without them.
fn valid<'api>(
    document: Option<&Value>,
    origin: &Pointer,
    maker: &mut Maker<'api>,
    make: impl Fn(&mut Maker<'api>) -> Value,
) -> Result<Value, NotMade> {
    let fits = document.map(|document| sendable(document, origin));
    for attempt in 0..TRIES {
        maker.examples = attempt < TRIES / 2;
        maker.budget = BUDGET;
        let made = make(maker);
        if fits.as_ref().is_none_or(|fits| fits(&made)) {
            return Ok(made);
        }
    }
    Err(NotMade::NoValidValue)
}
