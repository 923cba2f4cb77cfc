//! Requests made up from a description.

use crate::answer::{Maker, Variety};
use crate::check::Direction;
use oasmith::ir::{Api, BodyFormat};
use serde_json::{Map, Value};

/// What a request of an operation holds: its parameters by their names on the wire, and
/// under `body` its JSON body. Documented examples are taken where they are valid, and what
/// is required and has none is made up. `None` where a body is needed that is not JSON, or
/// may be of several kinds.
#[must_use]
pub fn sample(
    api: &Api,
    document: Option<&Value>,
    operation: usize,
    seed: u64,
) -> Option<Value> {
    let operation = api.operations.get(operation)?;
    let mut maker = Maker {
        types: &api.types,
        direction: Direction::Request,
        document,
        random: fastrand::Rng::with_seed(seed),
        variety: Variety::Sparse,
        examples: true,
        number: seed,
        budget: 2_000,
    };
    let mut members = Map::new();
    for parameter in &operation.parameters {
        if parameter.required || parameter.example.is_some() {
            members.insert(parameter.wire_name.clone(), maker.parameter(parameter));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let [content] = body.contents.as_slice() else { return None };
        if content.format != BodyFormat::Json {
            return None;
        }
        members.insert("body".to_owned(), maker.value(content.ty?, "body"));
    }
    Some(Value::Object(members))
}
