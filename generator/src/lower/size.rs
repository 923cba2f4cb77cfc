//! What is so large that the crate takes long to compile.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::Pointer;
use crate::ir::{Api, Kind};

/// So many operations are said to be many.
const MANY_OPERATIONS: usize = 5_000;
/// So many types are.
const MANY_TYPES: usize = 20_000;
/// So many properties of one type, values of one enum or alternatives of one choice are.
const MANY_PARTS: usize = 5_000;

/// Says what will be slow to compile. Real descriptions stay far below.
pub(super) fn report(api: &Api, diagnostics: &mut Diagnostics) {
    let mut say = |at: &Pointer, count: usize, most: usize, what: &str, help: &str| {
        if count > most {
            let message = format!("{count} {what}: the crate will be slow to compile");
            diagnostics.push(
                Diagnostic::new(Code::SlowToCompile, Place::Value(at.clone()), message)
                    .help(help),
            );
        }
    };
    let choose = "generate a part of them with `--include` or `--include-tag`";
    let paths = Pointer::root().child("paths");
    say(&paths, api.operations.len(), MANY_OPERATIONS, "operations", choose);
    let types = api.types.iter().count();
    let components = Pointer::root().child("components");
    say(&components, types, MANY_TYPES, "types", choose);
    let smaller = "if it is a mistake, correct it by an overlay (`--overlay`)";
    for (_, ty) in api.types.iter() {
        let (count, what) = match &ty.kind {
            Kind::Struct(object) => (object.fields.len(), "properties in one type"),
            Kind::StringEnum(values) => (values.len(), "values of one enum"),
            Kind::IntegerEnum(values) => (values.len(), "values of one enum"),
            Kind::Union(union) => (union.variants.len(), "alternatives in one place"),
            _ => continue,
        };
        say(&ty.origin, count, MANY_PARTS, what, smaller);
    }
}
