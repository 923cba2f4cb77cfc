//! Enums of strings and of integers.

use super::code::Expression;
use super::docs::{self, Comment};
use super::file::RustFile;
use super::items::{implementation, macro_call};
use crate::ir::{Docs, EnumValue, Type};
use crate::name::TypeName;
use std::fmt::Write as _;

/// What differs between enums of strings and of integers.
struct Flavour {
    derives: &'static str,
    /// The trait of the runtime, and the macro that makes the rest of it.
    implements: &'static str,
    macro_name: &'static str,
    /// The type of a value on the wire, in the table and where it is not known.
    wire: &'static str,
    unknown: &'static str,
    /// What `unknown` hands out, and how it makes it of what it holds.
    borrowed: &'static str,
    borrow: &'static str,
}

const STRINGS: Flavour = Flavour {
    derives: "Clone, Debug, PartialEq, Eq, Hash",
    implements: "StringEnum",
    macro_name: "string_enum",
    wire: "&'static str",
    unknown: "String",
    borrowed: "&str",
    borrow: "value",
};

const INTEGERS: Flavour = Flavour {
    derives: "Clone, Copy, Debug, PartialEq, Eq, Hash",
    implements: "IntegerEnum",
    macro_name: "integer_enum",
    wire: "i64",
    unknown: "i64",
    borrowed: "i64",
    borrow: "*value",
};

/// A value: its words, as text for them if there are none, and as it is in the table.
type Described<'a> = (&'a Docs, String, Expression);

/// An enum of strings.
pub(super) fn emit_strings(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<String>],
    name: &TypeName,
) -> String {
    let values = values
        .iter()
        .map(|value| (&value.docs, value.wire.clone(), Expression::text(&value.wire)));
    STRINGS.text(file, ty, name, &values.collect::<Vec<_>>())
}

/// An enum of integers.
pub(super) fn emit_integers(
    file: &RustFile<'_>,
    ty: &Type,
    values: &[EnumValue<i64>],
    name: &TypeName,
) -> String {
    let values = values.iter().map(|value| {
        (&value.docs, value.wire.to_string(), Expression::atom(value.wire))
    });
    INTEGERS.text(file, ty, name, &values.collect::<Vec<_>>())
}

impl Flavour {
    fn text(
        &self,
        file: &RustFile<'_>,
        ty: &Type,
        name: &TypeName,
        values: &[Described<'_>],
    ) -> String {
        file.uses_runtime();
        let Self { derives, implements, macro_name, wire, unknown, .. } = self;
        let fallback = format!("The values of `{}`.", ty.path.join("."));
        let docs = Comment::new().words(&ty.docs, &fallback).origin(&ty.origin).text(0);
        let ident = &name.ident;
        let mut text = format!(
            "{docs}#[derive({derives})]\n#[non_exhaustive]\npub enum {ident} {{\n"
        );
        for ((words, value, _), member) in values.iter().zip(&name.members) {
            let fallback =
                docs::code(value).unwrap_or_else(|| "An empty text.".to_owned());
            let docs = Comment::inner().words(words, &fallback).text(4);
            let _ = writeln!(text, "{docs}    {member},");
        }
        let _ = write!(
            text,
            "    /// A value that this crate does not know.\n    Unknown({unknown}),\n}}\n\n"
        );
        text.push_str(&implementation(&format!("runtime::{implements}"), ident));
        let table = values.iter().zip(&name.members).map(|((_, _, value), member)| {
            let member = Expression::atom(format!("Self::{member}"));
            Expression::Call(String::new(), vec![value.clone(), member])
        });
        let head = format!("const VALUES: &'static [({wire}, Self)] =");
        text.push_str(&Expression::List(table.collect()).assigned_to(&head, 4));
        text.push_str(&self.unknown());
        text.push_str(&macro_call(macro_name, &[ident]));
        text
    }

    /// The functions for values that are not described.
    fn unknown(&self) -> String {
        let Self { unknown, borrowed, borrow, .. } = self;
        format!(
            "
    fn unknown(&self) -> Option<{borrowed}> {{
        match self {{
            Self::Unknown(value) => Some({borrow}),
            _ => None,
        }}
    }}

    fn from_unknown(value: {unknown}) -> Self {{
        Self::Unknown(value)
    }}
}}

"
        )
    }
}
