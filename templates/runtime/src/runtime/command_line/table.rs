//! Lists as tables, CSV, lines of JSON and YAML.

use super::node::{Node, quoted};
use super::options::Format;

/// Shows items as they come, page by page.
pub(super) struct Rows {
    format: Format,
    columns: Vec<String>,
    widths: Vec<usize>,
    count: u64,
    is_coloured: bool,
}

/// The widest that a column of a table gets, but for the last.
const WIDEST: usize = 60;

impl Rows {
    pub(super) fn new(format: Format, columns: &[String], is_coloured: bool) -> Self {
        let columns = columns.to_vec();
        Self { format, columns, widths: Vec::new(), count: 0, is_coloured }
    }

    /// How many items there were.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The next items.
    pub(super) fn show(&mut self, items: &[Node]) -> String {
        let is_first = self.count == 0;
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        self.count = self.count.saturating_add(count);
        match self.format {
            Format::Jsonl => {
                items.iter().map(|item| format!("{}\n", item.compact())).collect()
            }
            Format::Yaml => {
                items.iter().map(|item| yaml(&Node::List(vec![item.clone()]))).collect()
            }
            Format::Csv => self.csv(items, is_first),
            Format::Table => self.table(items, is_first),
            Format::Json | Format::Raw => self.json(items, is_first),
        }
    }

    /// What comes after the last item.
    pub(super) fn end(&self) -> String {
        match self.format {
            Format::Json | Format::Raw if self.count == 0 => "[]\n".to_owned(),
            Format::Json | Format::Raw => "\n]\n".to_owned(),
            Format::Yaml if self.count == 0 => "[]\n".to_owned(),
            _ => String::new(),
        }
    }

    fn json(&self, items: &[Node], is_first: bool) -> String {
        let mut text = String::new();
        for (index, item) in items.iter().enumerate() {
            text.push_str(if is_first && index == 0 { "[\n" } else { ",\n" });
            text.push_str(&if self.is_coloured {
                item.pretty(true)
            } else {
                item.compact()
            });
        }
        text
    }

    fn csv(&mut self, items: &[Node], is_first: bool) -> String {
        let mut text = String::new();
        if is_first {
            self.choose(items, false);
            let names: Vec<_> =
                self.columns.iter().map(|name| csv_field(name)).collect();
            text.push_str(&format!("{}\r\n", names.join(",")));
        }
        for item in items {
            let cells: Vec<_> =
                self.columns.iter().map(|name| csv_field(&cell(item, name))).collect();
            text.push_str(&format!("{}\r\n", cells.join(",")));
        }
        text
    }

    fn table(&mut self, items: &[Node], is_first: bool) -> String {
        if is_first {
            self.choose(items, true);
        }
        let row = |item: &Node| -> Vec<String> {
            self.columns.iter().map(|name| one_line(&cell(item, name))).collect()
        };
        let rows: Vec<Vec<String>> = items.iter().map(row).collect();
        let mut text = String::new();
        if is_first {
            let head: Vec<String> =
                self.columns.iter().map(|name| one_line(name).to_uppercase()).collect();
            self.widths = head
                .iter()
                .enumerate()
                .map(|(index, name)| {
                    let cells = rows.iter().filter_map(|row| row.get(index));
                    let widths = cells.map(|cell| width(cell));
                    widths.chain([width(name)]).max().unwrap_or_default().min(WIDEST)
                })
                .collect();
            let line = self.line(&head);
            if self.is_coloured {
                text.push_str(&format!("\u{1b}[1m{}\u{1b}[0m\n", line.trim_end()));
            } else {
                text.push_str(&line);
            }
        }
        text.extend(rows.iter().map(|row| self.line(row)));
        text
    }

    fn line(&self, cells: &[String]) -> String {
        let mut line = String::new();
        for (index, cell) in cells.iter().enumerate() {
            line.push_str(cell);
            let width_of_column = self.widths.get(index).copied().unwrap_or_default();
            let pad = width_of_column.saturating_sub(width(cell)).saturating_add(2);
            line.push_str(&" ".repeat(pad));
        }
        format!("{}\n", line.trim_end())
    }

    /// The columns that the first items have; in a table, those with plain values.
    fn choose(&mut self, items: &[Node], plain_only: bool) {
        if !self.columns.is_empty() {
            return;
        }
        let mut all: Vec<&str> = Vec::new();
        let mut plain: Vec<&str> = Vec::new();
        for item in items {
            let Node::Object(entries) = item else { continue };
            for (name, value) in entries {
                let is_plain = !matches!(value, Node::List(_) | Node::Object(_));
                if !all.contains(&name.as_str()) {
                    all.push(name);
                }
                if is_plain && !plain.contains(&name.as_str()) {
                    plain.push(name);
                }
            }
        }
        let chosen = if plain_only && !plain.is_empty() { plain } else { all };
        self.columns = chosen.into_iter().map(str::to_owned).collect();
        if self.columns.is_empty() && !items.is_empty() {
            self.columns.push("value".to_owned());
        }
    }
}

/// The value of a column: a name, or a path of names. An item that is no object is its own
/// only value.
fn cell(item: &Node, column: &str) -> String {
    let value = match item {
        Node::Object(_) => item.get(column).or_else(|| item.at(column.split('.'))),
        other => Some(other),
    };
    match value {
        None | Some(Node::Null) => String::new(),
        Some(Node::Text(text)) => text.clone(),
        Some(Node::Number(digits)) => digits.clone(),
        Some(other) => other.compact(),
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn one_line(text: &str) -> String {
    super::show::plain(&text.replace(['\n', '\t'], " "))
}

/// A field of CSV (RFC 4180).
fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

/// An object as a table of two columns.
pub(super) fn object(node: &Node) -> String {
    let Node::Object(entries) = node else { return format!("{}\n", plain_text(node)) };
    let widest = entries.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
    let line = |(name, value): &(String, Node)| {
        let pad = " ".repeat(widest.saturating_sub(width(name)).saturating_add(2));
        format!("{}{pad}{}\n", one_line(name), one_line(&plain_text(value)))
    };
    entries.iter().map(line).collect()
}

/// A value without quotes around a text.
pub(super) fn plain_text(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        other => other.compact(),
    }
}

/// A value as YAML.
pub(super) fn yaml(node: &Node) -> String {
    let mut text = String::new();
    write_yaml(node, 0, false, &mut text);
    text
}

/// `is_beside`: whether something stands before it on its line, after which a space comes.
fn write_yaml(node: &Node, depth: usize, is_beside: bool, out: &mut String) {
    let pad = "  ".repeat(depth);
    match node {
        Node::List(items) if !items.is_empty() => {
            if is_beside {
                out.push('\n');
            }
            for item in items {
                out.push_str(&format!("{pad}-"));
                in_item(item, depth, out);
            }
        }
        Node::Object(entries) if !entries.is_empty() => {
            if is_beside {
                out.push('\n');
            }
            for (name, value) in entries {
                out.push_str(&format!("{pad}{}:", yaml_text(name)));
                write_yaml(value, depth.saturating_add(1), true, out);
            }
        }
        scalar => {
            if is_beside {
                out.push(' ');
            }
            let text = match scalar {
                Node::Text(text) => yaml_text(text),
                other => other.compact(),
            };
            out.push_str(&format!("{text}\n"));
        }
    }
}

/// What stands after the hyphen of an item: of an object, its first name.
fn in_item(item: &Node, depth: usize, out: &mut String) {
    let inner = depth.saturating_add(1);
    match item {
        Node::Object(entries) if !entries.is_empty() => {
            let mut text = String::new();
            write_yaml(item, inner, false, &mut text);
            out.push_str(&format!(" {}", text.trim_start_matches(' ')));
        }
        other => write_yaml(other, inner, true, out),
    }
}

/// A text that YAML reads as this text, and as nothing else.
fn yaml_text(text: &str) -> String {
    let begins = text.starts_with(|one: char| one.is_ascii_alphabetic() || one == '/');
    let is_fine = |one: char| one.is_ascii_alphanumeric() || "_-./ @+".contains(one);
    let word = text.to_ascii_lowercase();
    let means_more =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&&*word);
    if begins && text.chars().all(is_fine) && !text.ends_with(' ') && !means_more {
        return text.to_owned();
    }
    quoted(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<Node> {
        match Node::parse(text).unwrap() {
            Node::List(items) => items,
            _ => Vec::new(),
        }
    }

    #[test]
    fn columns_follow_the_first_items() {
        let page = items(r#"[{"id":"a","n":1,"x":{"y":2}},{"id":"bbb","more":true}]"#);
        let mut rows = Rows::new(Format::Table, &[], false);
        assert_eq!(rows.show(&page), "ID   N  MORE\na    1\nbbb     true\n");
        assert_eq!(rows.show(&page[1..]), "bbb     true\n");
        let columns = ["x.y".to_owned(), "id".to_owned()];
        let mut rows = Rows::new(Format::Csv, &columns, false);
        assert_eq!(rows.show(&page), "x.y,id\r\n2,a\r\n,bbb\r\n");
        let mut rows = Rows::new(Format::Csv, &[], false);
        let odd = items(r#"[{"a":"x,\"y\""}]"#);
        assert_eq!(rows.show(&odd), "a\r\n\"x,\"\"y\"\"\"\r\n");
    }

    #[test]
    fn yaml_is_read_back_as_what_it_was() {
        let text = r#"{"a":[{"b":1,"c":["x",[2,3]]},"yes",null,[]],"d e":"- x","f":{},"g":"1.0","h":1.50}"#;
        let node = Node::parse(text).unwrap();
        let back: serde_json::Value = yaml_serde::from_str(&yaml(&node)).unwrap();
        assert_eq!(back, serde_json::from_str::<serde_json::Value>(text).unwrap());
        let list = Node::List(vec![node]);
        let back: serde_json::Value = yaml_serde::from_str(&yaml(&list)).unwrap();
        assert_eq!(back[0]["a"][0]["c"][1][1], 3);
    }
}
