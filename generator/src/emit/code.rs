//! Expressions and types as text, laid out as rustfmt does; `items` holds what they stand in.
//!
//! Tables are most of an SDK. They hold few kinds of expression, so they are laid out
//! here at once rather than parsed and printed.

use super::items::broken;
use std::fmt::{self, Write as _};
use unicode_width::UnicodeWidthStr as _;

/// The width that rustfmt.toml gives a line.
pub(super) const WIDTH: usize = 89;
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

    /// A call with one text, to which a chain may be added.
    pub(super) fn made(function: &str, text: &str) -> Self {
        Self::Call(function.to_owned(), vec![Self::text(text)])
    }

    /// Adds a call to a chain.
    pub(super) fn with(
        mut self,
        name: &str,
        arguments: impl IntoIterator<Item = Self>,
    ) -> Self {
        if let Self::Call(..) = self {
            let mut head = String::new();
            self.flat(&mut head);
            self = Self::Chain(head, Vec::new());
        }
        if let Self::Chain(_, calls) = &mut self {
            calls.push(Self::Call(format!(".{name}"), arguments.into_iter().collect()));
        }
        self
    }

    /// The expression after `before`, laid out; `indent` is that of its line.
    pub(super) fn after(&self, before: &str, indent: usize, after: &str) -> String {
        let start = indent + columns(before);
        let tail = columns(after.trim_end());
        format!("{before}{}{after}", self.lay_out(indent, start, tail))
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
        if start + columns(&flat) + tail <= WIDTH {
            return flat;
        }
        match self {
            Self::Atom(_) => flat,
            Self::List(items) => match single(items)
                .and_then(|only| only.hugged(indent, start + 2, tail + 1, true))
            {
                Some(hugged) => format!("&[{hugged}]"),
                None => format!("&[\n{}{}]", lines(items, indent + 4), spaces(indent)),
            },
            Self::Call(_, arguments) if arguments.is_empty() => flat,
            Self::Call(head, arguments) => {
                let inner = start + columns(head) + 1;
                let hugged = single(arguments)
                    .and_then(|only| only.hugged(indent, inner, tail + 1, false));
                match hugged {
                    Some(hugged) => format!("{head}({hugged})"),
                    None => {
                        let lines = lines(arguments, indent + 4);
                        format!("{head}(\n{lines}{})", spaces(indent))
                    }
                }
            }
            Self::Chain(head, calls) => chain(head, calls, (indent, start, tail)),
            Self::Struct(name, fields, rest) => {
                let inner = indent + 4;
                let mut text = format!("{name} {{\n");
                for (field, value) in fields {
                    text.push_str(&spaces(inner));
                    text.push_str(&value.of_field(field, inner));
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

    /// A field of a struct on a line with this indent.
    fn of_field(&self, field: &str, indent: usize) -> String {
        let line = self.after(&format!("{field}: "), indent, ",\n");
        // Text may be as wide as it likes, a path may not.
        let path = matches!(self, Self::Atom(text) if !text.starts_with('"'));
        // What ends the line after generic arguments is not counted.
        let wide = if line.trim_end().ends_with(">,") { WIDTH + 2 } else { WIDTH };
        if path && indent + columns(line.trim_end()) > wide {
            return format!(
                "{field}:\n{}{}",
                spaces(indent + 4),
                self.after("", 0, ",\n")
            );
        }
        line
    }

    /// How it stands alone in brackets that close together with its own, if it does.
    /// Square brackets let a chain go on below.
    fn hugged(
        &self,
        indent: usize,
        start: usize,
        tail: usize,
        square: bool,
    ) -> Option<String> {
        let Self::Chain(head, calls) = self else {
            return (!matches!(self, Self::Atom(_)))
                .then(|| self.lay_out(indent, start, tail));
        };
        if !square {
            return beside(head, calls, (indent, start, tail));
        }
        let hugged = chain(head, calls, (indent, start, tail));
        let first = hugged.lines().next().unwrap_or_default();
        let mut flat = String::new();
        self.flat(&mut flat);
        if hugged.lines().count() == 2 && indent + 4 + columns(&flat) < WIDTH {
            // rustfmt does not count the comma after the list; it stands below the
            // bracket otherwise and has, of all lists, no comma of its own.
            if start + columns(&flat) + tail <= WIDTH + 1 {
                return Some(flat);
            }
            return Some(format!("\n{}{flat}\n{}", spaces(indent + 4), spaces(indent)));
        }
        (start + columns(first) <= WIDTH).then_some(hugged)
    }

    /// The value of a constant or static on a line with this indent; `head` ends with `=`.
    pub(super) fn assigned_to(&self, head: &str, indent: usize) -> String {
        let mut flat = String::new();
        self.flat(&mut flat);
        let (at, below) = (spaces(indent), spaces(indent + 4));
        if !fits(&format!("{at}{head} {flat};")) && fits(&format!("{below}{flat};")) {
            return format!("{at}{head}\n{below}{flat};\n");
        }
        let beside = self.after(&format!("{head} "), indent, ";\n");
        let next = self.after("", indent + 4, ";\n");
        if beside.lines().count() > next.lines().count() + 1 {
            return format!("{at}{head}\n{below}{next}");
        }
        format!("{at}{beside}")
    }
}

/// A chain on one line but for what the brackets of its last call hold, where that is how
/// it is laid out.
fn beside(
    head: &str,
    calls: &[Expression],
    (indent, start, tail): (usize, usize, usize),
) -> Option<String> {
    let (last, before) = calls.split_last()?;
    let mut line = head.to_owned();
    before.iter().for_each(|call| call.flat(&mut line));
    let beside = last.lay_out(indent, start + columns(&line), tail);
    let below = last.lay_out(indent + 4, indent + 4, tail);
    let (tall, first) = (beside.lines().count(), beside.lines().next().unwrap_or(""));
    let fits = start + columns(&line) + columns(first) + tail <= WIDTH;
    (fits && (tall >= TALL || (below.lines().count() >= tall && tall > 1)))
        .then(|| format!("{line}{beside}"))
}

fn chain(
    head: &str,
    calls: &[Expression],
    (indent, start, tail): (usize, usize, usize),
) -> String {
    if start + columns(head) > WIDTH {
        return wide_chain(head, calls, indent);
    }
    if let Some(text) = beside(head, calls, (indent, start, tail)) {
        return text;
    }
    let Some((last, before)) = calls.split_last() else { return head.to_owned() };
    let below = last.lay_out(indent + 4, indent + 4, tail);
    let mut text = head.to_owned();
    for call in before {
        let _ = write!(text, "\n{}", spaces(indent + 4));
        text.push_str(&call.lay_out(indent + 4, indent + 4, 0));
    }
    let _ = write!(text, "\n{}{below}", spaces(indent + 4));
    text
}

/// A chain whose head is itself a call that is too wide.
fn wide_chain(head: &str, calls: &[Expression], indent: usize) -> String {
    let at = spaces(indent);
    let broken = head.strip_suffix(')').and_then(|call| call.split_once('('));
    let mut text = match broken {
        Some((name, argument)) => format!("{name}(\n{at}    {argument},\n{at})"),
        None => head.to_owned(),
    };
    for call in calls {
        let _ = write!(text, "\n{at}{}", call.lay_out(indent, indent, 0));
    }
    text
}

/// The one element of a list that has just one.
fn single(items: &[Expression]) -> Option<&Expression> {
    match items {
        [only] => Some(only),
        _ => None,
    }
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
    let is_simple = |item: &Expression| matches!(item, Expression::Atom(text) if text.starts_with('"') || !text.contains("::"));
    let is_short = |item: &String| columns(item) <= SHORT;
    if !items.iter().all(is_simple) || !flat.iter().all(is_short) {
        return lines_of(items, indent);
    }
    fill(&flat, indent, WIDTH)
}

/// Lines filled with short elements.
pub(super) fn fill(elements: &[String], indent: usize, limit: usize) -> String {
    let mut text = String::new();
    let mut width = 0;
    for element in elements {
        let wide = columns(element) + 1;
        if width > 0 && width + 1 + wide <= limit {
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
        match item {
            Expression::Atom(path) if path.ends_with('>') => {
                let wide = indent + columns(path) >= WIDTH;
                let path = if wide { broken(path, indent) } else { path.clone() };
                let _ = writeln!(text, "{path},");
            }
            _ => text.push_str(&item.after("", indent, ",\n")),
        }
    }
    text
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// So many spaces.
pub(super) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// Whether text of this line, with all before it, fits.
pub(super) fn fits(line: &str) -> bool {
    columns(line) <= WIDTH
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
