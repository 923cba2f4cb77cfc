//! Items, signatures and match arms as text, laid out as rustfmt does.

use super::code::{WIDTH, columns, fill, fits, spaces};
use std::cmp::Ordering;
use std::fmt::Write as _;

/// The width that rustfmt leaves for a list of imports.
const USE: usize = WIDTH - 1;

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
            if columns(&line) < USE {
                return format!("{line}\n");
            }
            format!("{at}use runtime::{{\n{}{at}}};\n", imported(&names, indent + 4))
        }
    }
}

/// Names on one line where they fit, or else on narrower ones.
fn imported(names: &[String], indent: usize) -> String {
    let line = format!("{}{},", spaces(indent), names.join(", "));
    if fits(&line) { format!("{line}\n") } else { fill(names, indent, USE) }
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
        let line = format!("{at}    {parameter},");
        match parameter.split_once(": ") {
            // rustfmt takes `impl` to stand at the indent of the function.
            Some((name, ty))
                if columns(&line) > WIDTH + 5
                    || (!ty.starts_with("impl ") && !fits(&line)) =>
            {
                let ty = broken(ty, indent + 4);
                let _ = writeln!(text, "{at}    {name}: {ty},");
            }
            _ => {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    let end = format!("{at}){after} {{");
    if fits(&end) {
        text.push_str(&end);
    } else {
        let _ = write!(text, "{at}){after}\n{at}{{");
    }
    text.push('\n');
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
    let below = format!("{at}    {value}{end}");
    if !fits(&below) && value.ends_with('>') {
        return format!("{at}{head} {}{end}\n", broken(value, indent));
    }
    format!("{at}{head}\n{below}\n")
}

/// A type that is too wide, what it is generic over on lines of its own.
pub(super) fn broken(ty: &str, indent: usize) -> String {
    let parts = ty.strip_suffix('>').and_then(|ty| ty.split_once('<'));
    let Some((head, inner)) = parts else { return ty.to_owned() };
    let at = spaces(indent);
    let mut text = format!("{head}<\n");
    let inner = match inner.split_once(", ") {
        Some((key, value)) if !key.contains('<') => vec![key, value],
        _ => vec![inner],
    };
    for part in inner {
        let line = format!("{at}    {part},");
        if fits(&line) {
            let _ = writeln!(text, "{line}");
        } else {
            let _ = writeln!(text, "{at}    {},", broken(part, indent + 4));
        }
    }
    let _ = write!(text, "{at}>");
    text
}

/// A call of one of the runtime's macros with names.
pub(super) fn macro_call(name: &str, arguments: &[&str]) -> String {
    let line = format!("runtime::{name}!({});", arguments.join(", "));
    if fits(&line) {
        return format!("{line}\n");
    }
    format!("runtime::{name}!(\n    {}\n);\n", arguments.join(",\n    "))
}

/// An arm of a match on a line with this indent: in a block where it is too wide.
pub(super) fn arm(pattern: &str, body: &str, indent: usize) -> String {
    let at = spaces(indent);
    let line = format!("{at}{pattern} => {body},");
    if fits(&line) {
        return format!("{line}\n");
    }
    if !fits(&format!("{at}{pattern} => {{"))
        && let Some((head, held)) =
            pattern.strip_suffix(')').and_then(|pattern| pattern.split_once('('))
    {
        return format!("{at}{head}(\n{at}    {held},\n{at}) => {body},\n");
    }
    let below = format!("{at}    {body}");
    match body.strip_suffix(')').and_then(|call| call.split_once('(')) {
        // rustfmt does not count what ends the line in a block.
        Some((head, argument)) if columns(&below) > WIDTH + 1 && !head.is_empty() => {
            format!("{at}{pattern} => {head}(\n{at}    {argument},\n{at}),\n")
        }
        _ => format!("{at}{pattern} => {{\n{below}\n{at}}}\n"),
    }
}

/// How an implementation begins.
pub(super) fn implementation(of: &str, name: &str) -> String {
    let line = format!("impl {of} for {name} {{");
    if fits(&line) {
        return format!("{line}\n");
    }
    format!("impl {of}\n    for {name}\n{{\n")
}

/// A variant that holds a value.
pub(super) fn variant(name: &str, holds: &str) -> String {
    let line = format!("    {name}({holds}),");
    if fits(&line) {
        return format!("{line}\n");
    }
    format!("    {name}(\n        {holds},\n    ),\n")
}

/// `pub mod …;` or `mod …;` for each name, sorted.
pub(super) fn modules<'a>(
    keyword: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable_by(|one, other| module_order(one, other));
    names.iter().fold(String::new(), |text, name| text + keyword + " " + name + ";\n")
}

/// Declarations of modules, each with the attribute that stands above it.
pub(super) fn modules_with<'a>(
    keyword: &str,
    names: impl IntoIterator<Item = (&'a str, String)>,
) -> String {
    let mut names: Vec<(&str, String)> = names.into_iter().collect();
    names.sort_unstable_by(|one, other| module_order(one.0, other.0));
    let declaration =
        |(name, above): (&str, String)| format!("{above}{keyword} {name};\n");
    names.into_iter().map(declaration).collect()
}

/// A use of names below one path, sorted.
pub(super) fn import<'a>(
    head: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    names.sort_unstable_by(|one, other| order(one, other));
    match names.as_slice() {
        [] => String::new(),
        [only] => format!("{head}::{only};\n"),
        _ => {
            let line = format!("{head}::{{{}}};", names.join(", "));
            if columns(&line) < USE {
                return format!("{line}\n");
            }
            format!("{head}::{{\n{}}};\n", imported(&names, 4))
        }
    }
}

/// The order in which rustfmt puts imports (the style guide's version sort): numbers by
/// value, underscores first.
pub(super) fn order(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches("r#"), other.trim_start_matches("r#"));
    let (mut ones, mut others) = (chunks(one), chunks(other));
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(other)) => match chunk_order(one, other) {
                Ordering::Equal => {}
                order => return order,
            },
        }
    }
}

/// The order in which rustfmt puts modules: letter by letter.
fn module_order(one: &str, other: &str) -> Ordering {
    one.trim_start_matches("r#").cmp(other.trim_start_matches("r#"))
}

/// A name in runs of digits, of underscores and of everything else.
fn chunks(name: &str) -> impl Iterator<Item = &str> {
    let kind = |one: char| (one.is_ascii_digit(), one == '_');
    let mut rest = name;
    std::iter::from_fn(move || {
        let first = kind(rest.chars().next()?);
        let end = rest.find(|one: char| kind(one) != first);
        let (chunk, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = after;
        Some(chunk)
    })
}

fn chunk_order(one: &str, other: &str) -> Ordering {
    let number = |chunk: &str| chunk.starts_with(|first: char| first.is_ascii_digit());
    if number(one) && number(other) {
        let bare = |chunk: &str| chunk.trim_start_matches('0').to_owned();
        let (one, other) = (bare(one), bare(other));
        return one.len().cmp(&other.len()).then_with(|| one.cmp(&other));
    }
    let is_underscore = |chunk: &str| chunk.starts_with('_');
    is_underscore(other).cmp(&is_underscore(one)).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_the_style_guide() {
        let sorted = ["Ab", "B", "B9a", "B10", "Ba", "a_b", "a1", "ab", "x9", "x10"];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|one, other| order(one, other));
        assert_eq!(names, sorted);
        assert_eq!(module_order("job20_a", "job_a"), Ordering::Less);
        assert_eq!(module_order("job2", "job10"), Ordering::Greater);
        assert_eq!(order("job20_a", "job_a"), Ordering::Greater);
    }

    #[test]
    fn what_is_too_wide_goes_below() {
        let long = "x".repeat(70);
        assert_eq!(
            arm("0", &format!("&mut self.{long}"), 12),
            format!(
                "            0 => {{\n                &mut self.{long}\n            }}\n"
            )
        );
        assert_eq!(
            implementation(&format!("From<{long}>"), "Name"),
            format!("impl From<{long}>\n    for Name\n{{\n")
        );
    }
}
