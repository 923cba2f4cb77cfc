//! Whether a request keeps to the description.

mod body;
mod parameters;
mod read;

pub(crate) use parameters::Values;
pub(crate) use read::{Shape, scalar, shape};

use crate::ir::{Api, Operation};
use crate::mock::media::Accept;
use crate::mock::received::Received;
use crate::mock::schemas::Schemas;
use crate::mock::{Violation, ViolationKind};
use std::collections::BTreeMap;

/// Checks everything but the credentials; gives the values of the parameters that are sound.
pub(crate) async fn request(
    api: &Api,
    schemas: &Schemas,
    operation: &Operation,
    path: &BTreeMap<usize, String>,
    request: &Received,
    violations: &mut Vec<Violation>,
) -> Values {
    let values = parameters::parameters(api, operation, path, request, violations);
    accept(operation, request, violations);
    body::body(api, schemas, operation, request, violations).await;
    values
}

// One media type of any documented answer must be acceptable: clients may well ask for the
// error's type alone beside that of the success, but not for neither.
fn accept(operation: &Operation, request: &Received, violations: &mut Vec<Violation>) {
    let successes = crate::mock::answer::successes(operation);
    let mut documented = successes
        .iter()
        .flat_map(|response| &response.contents)
        .map(|content| content.media_type.as_str())
        .peekable();
    if documented.peek().is_none() {
        return;
    }
    let offered: Vec<&str> = documented.collect();
    if Accept::read(&request.headers).best(offered.iter().copied()).is_none() {
        let asked = request.header("accept").unwrap_or_default();
        let message =
            format!("is {asked}; the operation answers {}", offered.join(", "));
        violations.push(Violation::new(ViolationKind::Accept, "accept", message));
    }
}
