//! References that lead to nothing.

use super::lookup::{Names, get_mut};
use crate::diagnostic::Code;
use crate::dialect::grammar::Kind;
use crate::dialect::{Report, walk};
use crate::document::Pointer;
use crate::mend::MendOptions;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Takes out what leads to nothing: the reference, or the operation that needs it.
pub(super) fn take_out(
    root: &mut Value,
    options: &MendOptions,
    report: &mut Report<'_>,
) {
    let names = Names::of(root);
    let mut lost: Vec<Lost> = Vec::new();
    walk(Kind::OpenApi, root, |kind, value, at| {
        let Some(section) = kind.section() else { return };
        let Some(Value::String(reference)) = value.get("$ref") else { return };
        if names.is_final(reference, section) {
            return;
        }
        let pointer = at.pointer();
        let operation = operation_that_needs(&pointer);
        if operation.is_none() && kind == Kind::Schema {
            let message =
                format!("`{reference}` leads to nothing; any value is allowed");
            report.add(Code::HarmlessDanglingReference, &pointer, message);
            *value = json!({});
            return;
        }
        lost.push(Lost { pointer, reference: reference.clone(), operation });
    });
    let mut operations: BTreeSet<Vec<String>> = BTreeSet::new();
    for one in &lost {
        tell(one, options, report);
        if let Some(operation) = &one.operation {
            operations.insert(operation.clone());
        }
    }
    // From the end, so that the places of those before stay true.
    for one in lost.iter().rev().filter(|one| one.operation.is_none()) {
        remove(root, one.pointer.tokens());
    }
    for operation in operations.iter().rev() {
        remove(root, operation);
    }
}

/// A reference that leads to nothing, and the operation that cannot do without it.
struct Lost {
    pointer: Pointer,
    reference: String,
    operation: Option<Vec<String>>,
}

fn tell(one: &Lost, options: &MendOptions, report: &mut Report<'_>) {
    let reference = &one.reference;
    let (code, message) = match &one.operation {
        None => {
            let message = format!("`{reference}` leads to nothing; it was left out");
            (Code::HarmlessDanglingReference, message)
        }
        Some(operation) => {
            let path = operation.get(1).map(String::as_str).unwrap_or_default();
            let method = match operation.len() {
                0..=2 => "every operation of",
                _ => operation.last().map(String::as_str).unwrap_or_default(),
            };
            let name = format!("{} {path}", method.to_uppercase());
            match options.skip_invalid {
                true => {
                    let message =
                        format!("{name} was left out: `{reference}` leads to nothing");
                    (Code::OperationLeftOut, message)
                }
                false => {
                    let message =
                        format!("{name} needs `{reference}`, which leads to nothing");
                    (Code::DanglingReference, message)
                }
            }
        }
    };
    report.add(code, &one.pointer, message);
}

/// The operation (or path item) whose parameter, body or answer this is.
fn operation_that_needs(pointer: &Pointer) -> Option<Vec<String>> {
    let tokens: Vec<&str> = pointer.tokens().iter().map(String::as_str).collect();
    let (start, rest) = match tokens.as_slice() {
        ["paths", _, "parameters", rest @ ..] => {
            return matches!(rest, [_] | [_, "schema"]).then(|| owned(&tokens, 2));
        }
        ["paths", _, "x-oasmith-additional-operations", _, rest @ ..] => (4, rest),
        ["paths", _, _, rest @ ..] => (3, rest),
        _ => return None,
    };
    let needs = match rest {
        ["parameters", _]
        | ["parameters", _, "schema"]
        | ["requestBody"]
        | ["requestBody", "content", _, "schema"] => true,
        // An error that nobody described is kept with its bytes all the same.
        ["responses", status] | ["responses", status, "content", _, "schema"] => {
            status.starts_with('2') || *status == "default"
        }
        _ => false,
    };
    needs.then(|| owned(&tokens, start))
}

fn owned(tokens: &[&str], count: usize) -> Vec<String> {
    tokens.iter().take(count).map(|token| (*token).to_owned()).collect()
}

fn remove(root: &mut Value, tokens: &[String]) {
    let Some((last, parents)) = tokens.split_last() else { return };
    match get_mut(root, parents) {
        Some(Value::Object(map)) => {
            map.shift_remove(last);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = last.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}
