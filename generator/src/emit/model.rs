//! What models and parameter structs share: the struct, its table and the two matches.

use super::code::{Code, Expression, columns, fits};
use super::file::RustFile;
use super::items::{arm, assigned, implementation, local_use, macro_call, signature};
use super::xml;
use crate::ir::{Rules, Xml};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// More required values than this are no arguments of a function.
pub(super) const MOST_ARGUMENTS: usize = 7;

/// A field as it is emitted.
pub(super) struct ModelField<'a> {
    pub(super) ident: &'a str,
    pub(super) wire: &'a str,
    pub(super) docs: String,
    /// The type with everything that stands around it.
    pub(super) ty: Code,
    /// The calls that set its flags.
    pub(super) flags: Vec<&'static str>,
    pub(super) rules: Option<&'a Rules>,
    /// How it stands in XML, if it says anything of that.
    pub(super) xml: Option<&'a Xml>,
    /// For a required field: how it is an argument of `new`.
    pub(super) argument: Option<Argument>,
}

/// How a value is taken and stored.
#[derive(Clone)]
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) ty: Code,
    /// How the argument becomes the field.
    pub(super) conversion: Conversion,
}

/// How an argument becomes what is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    /// It is stored as it is.
    None,
    /// `.into()`
    Into,
    /// `Box::new(…)`
    Boxed,
}

impl Argument {
    /// The expression that makes the stored value of the argument.
    pub(super) fn stored(&self, name: &str) -> String {
        match self.conversion {
            Conversion::None => name.to_owned(),
            Conversion::Into => format!("{name}.into()"),
            Conversion::Boxed => format!("Box::new({name})"),
        }
    }
}

/// A struct whose reading and writing is a table.
pub(super) struct ModelItem<'a> {
    pub(super) ident: &'a str,
    pub(super) docs: String,
    pub(super) fields: Vec<ModelField<'a>>,
    /// The field for all other properties: name, type and docs.
    pub(super) rest: (&'static str, Code, &'static str),
}

impl ModelItem<'_> {
    /// The struct and everything that makes it a model.
    pub(super) fn text(&self, file: &RustFile<'_>) -> String {
        file.uses_runtime();
        let mut text = self.definition();
        text.push_str(&self.constructor());
        let name = self.ident;
        let _ = write!(
            text,
            "\n{}    fn table(&self) -> &'static runtime::Table {{\n{}    }}\n",
            implementation("runtime::Model", name),
            self.table()
        );
        for (function, mutable) in [("field", ""), ("field_mut", "mut ")] {
            let _ = write!(
                text,
                "\n    fn {function}(&{mutable}self, {}: usize) -> &{mutable}dyn runtime::Value {{\n{}    }}\n",
                if self.fields.is_empty() { "_index" } else { "index" },
                self.matched(mutable)
            );
        }
        text.push_str("}\n\n");
        text.push_str(&macro_call("model", &[name]));
        text
    }

    fn definition(&self) -> String {
        let (rest, rest_ty, rest_docs) = &self.rest;
        let mut text = self.docs.clone();
        let _ = writeln!(
            text,
            "#[derive(Clone, Default)]\n#[non_exhaustive]\npub struct {} {{",
            self.ident
        );
        for field in &self.fields {
            text.push_str(&field.docs);
            let head = format!("pub {}:", field.ident);
            text.push_str(&assigned(&head, &field.ty.0, ",", 4));
        }
        let _ = writeln!(text, "    /// {rest_docs}");
        text.push_str(&assigned(&format!("pub {rest}:"), &rest_ty.0, ",", 4));
        text.push_str("}\n");
        text
    }

    /// The body of a function that hands out a field.
    fn matched(&self, mutable: &str) -> String {
        let rest = self.rest.0;
        if self.fields.is_empty() {
            return format!("        &{mutable}self.{rest}\n");
        }
        let mut text = "        match index {\n".to_owned();
        for (index, field) in self.fields.iter().enumerate() {
            let value = format!("&{mutable}self.{}", field.ident);
            text.push_str(&arm(&index.to_string(), &value, 12));
        }
        text.push_str(&arm("_", &format!("&{mutable}self.{rest}"), 12));
        text.push_str("        }\n");
        text
    }

    /// `new`, where there are required fields and not too many.
    fn constructor(&self) -> String {
        let required: Vec<_> = self.required().collect();
        if required.is_empty() || required.len() > MOST_ARGUMENTS {
            return String::new();
        }
        let name = self.ident;
        let parameters: Vec<String> = required
            .iter()
            .map(|(name, argument)| format!("{name}: {}", argument.ty))
            .collect();
        let values: Vec<String> = required
            .iter()
            .map(|(name, argument)| initialiser(name, argument))
            .collect();
        let head = signature("pub fn new", &parameters, " -> Self", 4);
        let mut text = format!(
            "\nimpl {name} {{\n    /// A `{name}` with everything that it must have.\n    #[must_use]\n{head}"
        );
        let line =
            format!("        Self {{ {}, ..Self::default() }}\n", values.join(", "));
        if fits(line.trim_end()) {
            text.push_str(&line);
        } else {
            let lines = required.iter().map(|(name, argument)| line_of(name, argument));
            let lines: String = lines.collect();
            let _ = write!(
                text,
                "        Self {{\n{lines}            ..Self::default()\n        }}\n"
            );
        }
        text.push_str("    }\n}\n");
        text
    }

    /// The required fields, as arguments.
    pub(super) fn required(&self) -> impl Iterator<Item = (&str, &Argument)> {
        self.fields.iter().filter_map(|one| Some((one.ident, one.argument.as_ref()?)))
    }

    fn table(&self) -> String {
        let mut uses = BTreeSet::new();
        let mut constants = Vec::new();
        let fields = self.fields.iter().map(|field| {
            uses.insert("Field");
            let mut chain = Expression::made("Field::new", field.wire);
            for flag in &field.flags {
                chain = chain.with(flag, []);
            }
            if let Some(rules) = rules(field.rules, &mut uses, &mut constants) {
                chain = chain.with("rules", [rules]);
            }
            if let Some(xml) = field.xml {
                uses.insert("Xml");
                chain = chain.with("xml", [xml::reference("Xml::NONE", xml)]);
            }
            chain
        });
        let table = Expression::Struct(
            "runtime::Table".to_owned(),
            vec![
                ("name", Expression::text(self.ident)),
                ("fields", Expression::List(fields.collect())),
            ],
            None,
        );
        let table = table.assigned_to("static TABLE: runtime::Table =", 8);
        let constants = constants.concat();
        format!("{}{constants}{table}        &TABLE\n", local_use(&uses, 8))
    }
}

/// `name: value`, or just `name` where that is the value.
pub(super) fn initialiser(name: &str, argument: &Argument) -> String {
    match argument.conversion {
        Conversion::None => name.to_owned(),
        _ => format!("{name}: {}", argument.stored(name)),
    }
}

/// The same as a line of its own, broken where it is too wide.
fn line_of(name: &str, argument: &Argument) -> String {
    const AT: &str = "            ";
    let line = format!("{AT}{},", initialiser(name, argument));
    if fits(&line) {
        return line + "\n";
    }
    match argument.conversion {
        Conversion::Boxed => {
            format!("{AT}{name}: Box::new(\n{AT}    {name},\n{AT}),\n")
        }
        _ if fits(&format!("{AT}{name}: {name}")) => {
            format!("{AT}{name}: {name}\n{AT}    .into(),\n")
        }
        _ => format!("{AT}{name}:\n{AT}    {name}.into(),\n"),
    }
}

/// The rules as a constant expression; `None` where there are none.
fn rules(
    rules: Option<&Rules>,
    uses: &mut BTreeSet<&'static str>,
    constants: &mut Vec<String>,
) -> Option<Expression> {
    let rules = rules?;
    let mut calls: Vec<(String, Expression)> = Vec::new();
    for (name, value, exclusive) in [
        ("minimum", &rules.minimum, rules.exclusive_minimum),
        ("maximum", &rules.maximum, rules.exclusive_maximum),
        ("multiple_of", &rules.multiple_of, false),
    ] {
        let Some((suffix, value)) = value.as_ref().and_then(rule_number) else {
            continue;
        };
        let name = match name {
            "minimum" if exclusive => "above",
            "maximum" if exclusive => "below",
            _ => name,
        };
        calls.push((format!("{name}{suffix}"), value));
    }
    for (name, value) in [
        ("min_length", rules.min_length),
        ("max_length", rules.max_length),
        ("min_items", rules.min_items),
        ("max_items", rules.max_items),
    ] {
        calls.extend(value.map(|value| (name.to_owned(), Expression::atom(value))));
    }
    if let Some(pattern) = &rules.pattern {
        calls.push(("pattern".to_owned(), shortened(pattern, constants)));
    }
    let mut chain = Expression::Chain("&Rules::NONE".to_owned(), Vec::new());
    if calls.is_empty() && !rules.unique_items {
        return None;
    }
    uses.insert("Rules");
    for (name, value) in calls {
        chain = chain.with(&name, [value]);
    }
    Some(if rules.unique_items { chain.with("unique_items", []) } else { chain })
}

/// A text no wider than this stands where it is used.
const SHORT: usize = 60;

/// The text, or a constant for one that is too wide; `constants` gets its line.
fn shortened(text: &str, constants: &mut Vec<String>) -> Expression {
    let literal = format!("{text:?}");
    if columns(&literal) <= SHORT {
        return Expression::Atom(literal);
    }
    let name = format!("PATTERN{}", constants.len());
    let line =
        Expression::Atom(literal).assigned_to(&format!("const {name}: &str ="), 8);
    constants.push(line);
    Expression::Atom(name)
}

/// How the name of the call ends, and its argument.
fn rule_number(value: &serde_json::Number) -> Option<(&'static str, Expression)> {
    if let Ok(integer) = value.to_string().parse::<i128>() {
        return Some(("", Expression::atom(integer)));
    }
    let float = value.as_f64().filter(|float| float.is_finite())?;
    Some(("_float", Expression::atom(format!("{float:?}"))))
}
