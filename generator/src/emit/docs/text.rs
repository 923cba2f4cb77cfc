//! Text inside a paragraph: characters that mean something, addresses, tags, long lines.

/// Tags that only format: they go, what they hold stays.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "security-definitions",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// Removes what no comment can hold: control and direction characters, bare returns.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => clean.push('\n'),
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' | '\u{fffe}' => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if character.is_control() => {}
            _ => clean.push(character),
        }
    }
    clean
}

/// Text in which nothing is markup; `addresses`: bare ones become links.
pub(super) fn escape(text: &str, addresses: bool, in_table: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = address_start(rest, addresses) {
        let (before, after) = rest.split_at(start);
        push_escaped(&mut escaped, before, in_table);
        let (address, behind) = after.split_at(address_length(after));
        escaped.push_str(&format!("<{address}>"));
        rest = behind;
    }
    push_escaped(&mut escaped, rest, in_table);
    escaped
}

fn address_start(text: &str, addresses: bool) -> Option<usize> {
    let starts = ["http://", "https://"];
    let found = starts
        .iter()
        .filter_map(|start| text.find(start))
        .min()
        .filter(|_| addresses)?;
    let after = text.get(found..)?;
    (address_length(after) > "https://".len()).then_some(found)
}

/// How much of the text that starts with an address is the address.
fn address_length(text: &str) -> usize {
    let ends =
        |one: char| one.is_whitespace() || one.is_control() || "<>\"`|\\".contains(one);
    let whole = text.split(ends).next().unwrap_or_default();
    let mut address =
        whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    while let Some(shorter) = address.strip_suffix([')', ']']) {
        let open = if address.ends_with(')') { '(' } else { '[' };
        if shorter.contains(open) {
            break;
        }
        address = shorter.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    address.len()
}

fn push_escaped(escaped: &mut String, text: &str, in_table: bool) {
    let mut characters = text.chars().peekable();
    let mut last = escaped.chars().last().unwrap_or(' ');
    while let Some(one) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let markup = match one {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' => true,
            '_' => !(last.is_alphanumeric() && next.is_alphanumeric()),
            '~' => next == '~' || last == '~',
            '&' => next == '#' || next.is_ascii_alphabetic(),
            '|' => in_table,
            _ => false,
        };
        if markup {
            escaped.push('\\');
        }
        escaped.push(if one == '\n' { ' ' } else { one });
        last = one;
    }
}

/// HTML as text: breaks become line breaks, formatting goes, the rest is shown as written.
pub(super) fn plain_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        push_html_text(&mut text, before);
        let Some(end) = tag.find('>') else {
            push_html_text(&mut text, tag);
            return text;
        };
        let (tag, behind) = tag.split_at(end + 1);
        rest = behind;
        let name = tag.trim_matches(['<', '>', '/', ' ']);
        let name =
            name.split([' ', '\n', '/']).next().unwrap_or_default().to_lowercase();
        if name == "br" {
            text.push('\n');
        } else if !TAGS.contains(&name.as_str()) && !tag.starts_with("<!") {
            push_escaped(&mut text, tag, false);
        } else if matches!(
            name.as_str(),
            "p" | "li" | "div" | "tr" | "h1" | "h2" | "h3" | "td"
        ) {
            text.push(' ');
        }
    }
    push_html_text(&mut text, rest);
    text
}

fn push_html_text(text: &mut String, html: &str) {
    text.push_str(&escape(html, true, false));
}

/// Breaks text at spaces. `\n` is a break that stays one, `\u{1}` a space that does not
/// break. No line starts with what would begin a list, a heading or a table.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut parts =
        text.trim().split('\n').map(str::trim).filter(|one| !one.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let mut line = String::new();
        let mut length = 0_usize;
        for word in part.split([' ']).filter(|word| !word.is_empty()) {
            let more = word.chars().count();
            if length > 0 && length + 1 + more > width {
                lines.push(std::mem::take(&mut line));
                length = 0;
            }
            if length > 0 {
                line.push(' ');
                length += 1;
                line.push_str(word);
            } else {
                line.push_str(&guard(word));
            }
            length += more;
        }
        if parts.peek().is_some() {
            line.push('\\');
        }
        lines.push(line);
    }
    lines.iter().map(|line| guard_table(&line.replace('\u{1}', " "))).collect()
}

/// A first word that would begin a block is escaped.
fn guard(word: &str) -> String {
    let digits = word.trim_start_matches(|one: char| one.is_ascii_digit());
    let number = digits.len() < word.len() && matches!(digits, "." | ")");
    if number {
        let (number, mark) = word.split_at(word.len() - digits.len());
        return format!("{number}\\{mark}");
    }
    let repeated = |mark: char| word.chars().all(|one| one == mark);
    let block = matches!(word, "-" | "+")
        || (repeated('#') && word.len() < 7)
        || repeated('=')
        || (repeated('-') && word.len() > 1)
        || word.starts_with("~~~")
        || (word.starts_with('[') && word.ends_with("]:"));
    if block { format!("\\{word}") } else { word.to_owned() }
}

/// A line that would make the one above it the head of a table is escaped.
fn guard_table(line: &str) -> String {
    let delimiter = line.contains('-') && line.chars().all(|one| "|:- ".contains(one));
    if delimiter { format!("\\{line}") } else { line.to_owned() }
}
