//! Where rustfmt keeps on one line what prettyplease breaks: values of structs, arrays and
//! calls that fit.

/// The width that rustfmt.toml gives a line.
const WIDTH: usize = 89;
/// Arrays of elements no wider than this are filled line by line.
const SHORT: usize = 10;

/// A group that is open: the line that opens it and the kind of bracket.
struct Open {
    line: usize,
    indent: usize,
    bracket: char,
    /// Whether something inside stays broken.
    broken: bool,
}

/// The last value of a struct that was joined, as it was before.
#[derive(Default)]
struct Unjoined {
    joined: String,
    lines: Vec<String>,
}

/// Joins broken groups that fit on a line, innermost first.
pub(super) fn join_groups(text: &str) -> String {
    let mut lines: Vec<String> = Vec::with_capacity(text.lines().count());
    let mut stack: Vec<Open> = Vec::new();
    let mut unjoined = Unjoined::default();
    for line in text.lines() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        let closes = trimmed.starts_with(['}', ']', ')']);
        if closes
            && let Some(open) = stack.pop_if(|open| open.indent == indent)
            && let Some(outer) = close(&mut lines, &open, trimmed, &mut unjoined)
        {
            if let Some(above) = stack.last_mut() {
                above.broken |= outer;
            }
            continue;
        }
        if let Some(bracket) = opens(trimmed) {
            stack.push(Open { line: lines.len(), indent, bracket, broken: false });
        }
        lines.push(line.to_owned());
    }
    let mut joined = lines.join("\n");
    joined.push('\n');
    joined
}

/// The bracket of a value that goes on below, if the line ends with one.
fn opens(line: &str) -> Option<char> {
    let last = line.chars().last()?;
    let comment = line.starts_with("//") || line.starts_with('#');
    if comment || !matches!(last, '{' | '[' | '(') {
        return None;
    }
    if last != '{' {
        return Some(last);
    }
    let head = line.strip_suffix(" {")?;
    let item =
        ["pub ", "impl ", "impl<", "fn ", "struct ", "enum ", "match ", "mod ", "use "];
    if item.iter().any(|start| head.starts_with(start)) || head.contains(" match ") {
        return Some('i');
    }
    let path = head.rsplit([' ', '&', '(']).next().unwrap_or_default();
    let name = path.rsplit(':').next().unwrap_or_default();
    Some(if name.starts_with(char::is_uppercase) { '{' } else { 'i' })
}

/// Ends a group. `None`: the closing line does not belong to it after all. Otherwise
/// whether the group stays broken.
fn close(
    lines: &mut Vec<String>,
    open: &Open,
    closing: &str,
    unjoined: &mut Unjoined,
) -> Option<bool> {
    let first = lines.get(open.line)?.clone();
    let inner: Vec<String> = lines
        .get(open.line + 1..)?
        .iter()
        .map(|line| line.trim_start().to_owned())
        .collect();
    let is_value =
        open.bracket != 'i' && !inner.iter().any(|line| line.starts_with("//"));
    let flat = is_value && !open.broken && inner.iter().all(|line| !line.ends_with('{'));
    if flat && (open.bracket != '{' || inner.iter().all(|line| is_field(line))) {
        let body = inner.join(" ");
        let body = body.strip_suffix(',').unwrap_or(&body);
        let space = if open.bracket == '{' { " " } else { "" };
        let joined = format!("{first}{space}{body}{space}{closing}");
        if joined.chars().count() <= WIDTH {
            let mut before = lines.split_off(open.line);
            if open.bracket == '{' {
                before.push(format!("{}{closing}", " ".repeat(open.indent)));
                *unjoined = Unjoined { joined: joined.clone(), lines: before };
            }
            lines.push(joined);
            return Some(false);
        }
        if open.bracket == '['
            && inner.iter().all(|line| line.chars().count() <= SHORT + 1)
        {
            lines.truncate(open.line + 1);
            fill(lines, &inner, open.indent + 4);
            lines.push(format!("{}{closing}", " ".repeat(open.indent)));
            return Some(true);
        }
    }
    if matches!(open.bracket, '(' | '[') {
        if hug(lines, open, closing, unjoined) {
            return Some(true);
        }
        split_macro(lines, open);
    }
    lines.push(format!("{}{closing}", " ".repeat(open.indent)));
    Some(true)
}

fn is_field(line: &str) -> bool {
    if line.starts_with("..") {
        return true;
    }
    let name = line.split([':', ',']).next().unwrap_or_default();
    let name = name.strip_prefix("r#").unwrap_or(name);
    line.ends_with(',')
        && !name.is_empty()
        && name.chars().all(|one| one.is_alphanumeric() || one == '_')
}

/// Fills lines with the short elements of an array.
fn fill(lines: &mut Vec<String>, elements: &[String], indent: usize) {
    let mut line = " ".repeat(indent);
    let mut empty = true;
    for element in elements {
        if !empty && line.chars().count() + 1 + element.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(element);
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
}

/// A call or array whose one element is broken: their brackets stand together.
fn hug(
    lines: &mut Vec<String>,
    open: &Open,
    closing: &str,
    unjoined: &Unjoined,
) -> bool {
    let Some((head, rest)) = lines.get(open.line..).and_then(<[String]>::split_first)
    else {
        return false;
    };
    let rest = match rest {
        [line] if *line == unjoined.joined => unjoined.lines.as_slice(),
        _ => rest,
    };
    let [first, middle @ .., last] = rest else { return false };
    let indent_of = |line: &String| line.len() - line.trim_start().len();
    let at_top = rest.iter().filter(|line| indent_of(line) == open.indent + 4).count();
    let element = first.trim_start();
    let is_value = opens(element) == Some('{') && !element.contains(": ");
    let is_match = element.starts_with("match ");
    if at_top != 2 || last.trim() != "}," || !(is_value || is_match) {
        return false;
    }
    let mut hugged = vec![format!("{head}{element}")];
    hugged.extend(
        middle.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()),
    );
    hugged.push(format!("{}}}{closing}", " ".repeat(open.indent)));
    lines.truncate(open.line);
    lines.extend(hugged);
    true
}

/// The arguments of a macro, each on its line as rustfmt has them.
fn split_macro(lines: &mut Vec<String>, open: &Open) {
    let is_macro = lines.get(open.line).is_some_and(|line| line.ends_with("!("));
    if !is_macro || lines.len() != open.line + 2 {
        return;
    }
    let Some(arguments) = lines.pop() else { return };
    let indent = " ".repeat(open.indent + 4);
    let mut parts = arguments.trim().split(", ").peekable();
    while let Some(part) = parts.next() {
        let comma = if parts.peek().is_some() { "," } else { "" };
        lines.push(format!("{indent}{part}{comma}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_fit_stand_on_one_line() {
        let broken = "static A: T = T {\n    url: \"x\",\n    list: &[\n        P {\n            a: 1,\n        },\n    ],\n};\n";
        assert_eq!(
            join_groups(broken),
            "static A: T = T { url: \"x\", list: &[P { a: 1 }] };\n"
        );
    }

    #[test]
    fn items_and_blocks_stay_as_they_are() {
        let text = "pub struct A {\n    b: u8,\n}\nimpl A {\n    fn c(&self) -> u8 {\n        self.b\n    }\n}\n";
        assert_eq!(join_groups(text), text);
    }

    #[test]
    fn a_lone_broken_argument_is_hugged() {
        let long = "x".repeat(70);
        let text = format!(
            "rules: Some(\n    &Rules {{\n        pattern: Some(\"{long}\"),\n        ..Rules::NONE\n    }},\n),\n"
        );
        let expected = format!(
            "rules: Some(&Rules {{\n    pattern: Some(\"{long}\"),\n    ..Rules::NONE\n}}),\n"
        );
        assert_eq!(join_groups(&text), expected);
    }
}
