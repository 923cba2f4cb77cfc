//! Expressions and types as text, laid out as rustfmt does.
//!
//! Tables are most of an SDK. They hold few kinds of expression, so they are laid out
//! here at once rather than parsed and printed.

use proc_macro2::TokenStream;
use quote::ToTokens;
use std::fmt::{self, Write as _};

/// The width that rustfmt.toml gives a line.
const WIDTH: usize = 89;
/// Arrays of elements no wider than this are filled line by line.
const SHORT: usize = 10;
/// A last call of a chain with this many lines stays beside the others.
const TALL: usize = 5;

/// A type as Rust writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code(pub(super) String);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl ToTokens for Code {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // Types are made of names that naming gave, so that they parse.
        tokens.extend(self.0.parse::<TokenStream>().unwrap_or_default());
    }
}

/// A constant expression.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// Something without parts: a literal or a name.
    Atom(String),
    /// `&[…]`
    List(Vec<Expression>),
    /// A function, or what stands before its brackets, and its arguments.
    Call(String, Vec<Expression>),
    /// What is built, and the calls on it: `.name(…)`.
    Chain(String, Vec<Expression>),
    /// The name, the fields and what the other fields come from.
    Struct(String, Vec<(&'static str, Expression)>, Option<String>),
}

impl Expression {
    /// A string literal.
    pub(super) fn text(text: &str) -> Self {
        Self::Atom(format!("{text:?}"))
    }

    /// A name, or anything else that is written as it stands.
    pub(super) fn atom(text: impl fmt::Display) -> Self {
        Self::Atom(text.to_string())
    }

    /// A list of string literals.
    pub(super) fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text)).collect())
    }

    /// Adds a call to a chain.
    pub(super) fn with(
        mut self,
        name: &str,
        arguments: impl IntoIterator<Item = Self>,
    ) -> Self {
        if let Self::Chain(_, calls) = &mut self {
            calls.push(Self::Call(format!(".{name}"), arguments.into_iter().collect()));
        }
        self
    }

    /// The expression after `before`, laid out; `indent` is that of its line.
    pub(super) fn after(&self, before: &str, indent: usize, after: &str) -> String {
        let start = indent + before.chars().count();
        format!("{before}{}{after}", self.lay_out(indent, start, after.chars().count()))
    }

    /// All on one line.
    pub(super) fn flat(&self, out: &mut String) {
        let list = |out: &mut String, parts: &[Self]| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                part.flat(out);
            }
        };
        match self {
            Self::Atom(text) => out.push_str(text),
            Self::List(items) => {
                out.push_str("&[");
                list(out, items);
                out.push(']');
            }
            Self::Call(head, arguments) => {
                out.push_str(head);
                out.push('(');
                list(out, arguments);
                out.push(')');
            }
            Self::Chain(head, calls) => {
                out.push_str(head);
                calls.iter().for_each(|call| call.flat(out));
            }
            Self::Struct(name, fields, rest) => {
                let _ = write!(out, "{name} {{ ");
                for (index, (field, value)) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    let _ = write!(out, "{comma}{field}: ");
                    value.flat(out);
                }
                if let Some(rest) = rest {
                    let comma = if fields.is_empty() { "" } else { ", " };
                    let _ = write!(out, "{comma}..{rest}");
                }
                out.push_str(" }");
            }
        }
    }

    /// Laid out from column `start` of a line with this indent, `tail` columns after it.
    fn lay_out(&self, indent: usize, start: usize, tail: usize) -> String {
        let mut flat = String::new();
        self.flat(&mut flat);
        if start + flat.chars().count() + tail <= WIDTH {
            return flat;
        }
        match self {
            Self::Atom(_) => flat,
            Self::List(items) => match items.as_slice() {
                [only] if only.is_hugged() => {
                    format!("&[{}]", only.lay_out(indent, start + 2, tail + 1))
                }
                _ => format!("&[\n{}{}]", lines(items, indent + 4), spaces(indent)),
            },
            Self::Call(head, arguments) => match arguments.as_slice() {
                [] => flat,
                [only] if only.is_hugged() => {
                    let start = start + head.chars().count() + 1;
                    format!("{head}({})", only.lay_out(indent, start, tail + 1))
                }
                _ => format!(
                    "{head}(\n{}{})",
                    lines_of(arguments, indent + 4),
                    spaces(indent)
                ),
            },
            Self::Chain(head, calls) => chain(head, calls, (indent, start, tail)),
            Self::Struct(name, fields, rest) => {
                let inner = indent + 4;
                let mut text = format!("{name} {{\n");
                for (field, value) in fields {
                    text.push_str(&spaces(inner));
                    text.push_str(&value.after(&format!("{field}: "), inner, ",\n"));
                }
                if let Some(rest) = rest {
                    let _ = writeln!(text, "{}..{rest}", spaces(inner));
                }
                text.push_str(&spaces(indent));
                text.push('}');
                text
            }
        }
    }

    /// Whether its brackets close together with those around it.
    fn is_hugged(&self) -> bool {
        matches!(self, Self::List(_) | Self::Call(..) | Self::Struct(..))
    }
}

fn chain(
    head: &str,
    calls: &[Expression],
    (indent, start, tail): (usize, usize, usize),
) -> String {
    let Some((last, before)) = calls.split_last() else { return head.to_owned() };
    let mut line = head.to_owned();
    before.iter().for_each(|call| call.flat(&mut line));
    let beside = last.lay_out(indent, start + line.chars().count(), tail);
    let below = last.lay_out(indent + 4, indent + 4, tail);
    let (tall, first) = (beside.lines().count(), beside.lines().next().unwrap_or(""));
    let fits = start + line.chars().count() + first.chars().count() <= WIDTH;
    if fits && (tall >= TALL || (below.lines().count() >= tall && tall > 1)) {
        return format!("{line}{beside}");
    }
    let mut text = head.to_owned();
    for call in before {
        let _ = write!(text, "\n{}", spaces(indent + 4));
        text.push_str(&call.lay_out(indent + 4, indent + 4, 0));
    }
    let _ = write!(text, "\n{}{below}", spaces(indent + 4));
    text
}

/// The elements of a list: a line each, or filled lines where all are short.
fn lines(items: &[Expression], indent: usize) -> String {
    let flat: Vec<String> = items
        .iter()
        .map(|item| {
            let mut flat = String::new();
            item.flat(&mut flat);
            flat
        })
        .collect();
    if flat.iter().any(|item| item.chars().count() > SHORT) {
        return lines_of(items, indent);
    }
    fill(&flat, indent)
}

/// Lines filled with short elements.
pub(super) fn fill(elements: &[String], indent: usize) -> String {
    let mut text = String::new();
    let mut width = 0;
    for element in elements {
        let wide = element.chars().count() + 1;
        if width > 0 && width + 1 + wide <= WIDTH {
            text.push(' ');
            width += 1 + wide;
        } else {
            if width > 0 {
                text.push('\n');
            }
            text.push_str(&spaces(indent));
            width = indent + wide;
        }
        text.push_str(element);
        text.push(',');
    }
    text.push('\n');
    text
}

fn lines_of(items: &[Expression], indent: usize) -> String {
    let mut text = String::new();
    for item in items {
        text.push_str(&spaces(indent));
        text.push_str(&item.after("", indent, ",\n"));
    }
    text
}

/// So many spaces.
pub(super) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// Whether text of this line, with all before it, fits.
pub(super) fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

/// `use runtime::{…};` inside a body, on lines with this indent.
pub(super) fn local_use(
    names: &std::collections::BTreeSet<&str>,
    indent: usize,
) -> String {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let at = spaces(indent);
    match names.as_slice() {
        [] => String::new(),
        [only] => format!("{at}use runtime::{only};\n"),
        _ => {
            let line = format!("{at}use runtime::{{{}}};", names.join(", "));
            if fits(&line) {
                return format!("{line}\n");
            }
            format!("{at}use runtime::{{\n{}{at}}};\n", fill(&names, indent + 4))
        }
    }
}

/// A function's head up to its `{`, its parameters on a line each where it is too wide.
pub(super) fn signature(
    head: &str,
    parameters: &[String],
    after: &str,
    indent: usize,
) -> String {
    let at = spaces(indent);
    let line = format!("{at}{head}({}){after} {{", parameters.join(", "));
    if fits(&line) {
        return format!("{line}\n");
    }
    let mut text = format!("{at}{head}(\n");
    for parameter in parameters {
        let _ = writeln!(text, "{at}    {parameter},");
    }
    let _ = writeln!(text, "{at}){after} {{");
    text
}

/// A field of a struct, or a statement: what comes after `head` goes below it where the
/// line is too wide.
pub(super) fn assigned(head: &str, value: &str, end: &str, indent: usize) -> String {
    let at = spaces(indent);
    let line = format!("{at}{head} {value}{end}");
    if fits(&line) {
        return format!("{line}\n");
    }
    format!("{at}{head}\n{at}    {value}{end}\n")
}

/// A call of one of the runtime's macros with names.
pub(super) fn macro_call(name: &str, arguments: &[&str]) -> String {
    let line = format!("runtime::{name}!({});", arguments.join(", "));
    if fits(&line) {
        return format!("{line}\n");
    }
    format!("runtime::{name}!(\n    {}\n);\n", arguments.join(",\n    "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(calls: &[(&str, &str)]) -> Expression {
        let start = Expression::Chain("Rules::NONE".to_owned(), Vec::new());
        calls.iter().fold(start, |chain, (name, value)| {
            chain.with(name, [Expression::atom(value)])
        })
    }

    #[test]
    fn a_wide_chain_has_a_line_for_each_call() {
        let wide = format!("\"{}\"", "x".repeat(60));
        let chain = field(&[("min_length", "1"), ("pattern", &wide)]);
        assert_eq!(
            chain.after("a: ", 4, ","),
            format!("a: Rules::NONE\n        .min_length(1)\n        .pattern({wide}),")
        );
    }

    #[test]
    fn a_lone_list_opens_and_closes_with_its_brackets() {
        let item = |text: &str| {
            Expression::Call("media".to_owned(), vec![Expression::text(text)])
        };
        let list = Expression::List(vec![item(&"x".repeat(50)), item("y")]);
        let call = Expression::Call("body".to_owned(), vec![list]);
        let expected = format!(
            "        body(&[\n            media(\"{}\"),\n            media(\"y\"),\n        ])",
            "x".repeat(50)
        );
        assert_eq!(call.after("        ", 8, &" ".repeat(30)).trim_end(), expected);
    }
}
