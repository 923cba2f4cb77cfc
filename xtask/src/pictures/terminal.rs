//! A terminal as a picture: text with its colours, in a window.

use std::fmt::Write;

/// How wide the terminal is.
pub(super) const COLUMNS: usize = 100;

/// More lines are left out: a picture is to be seen at once.
const MOST_LINES: usize = 32;

const CHARACTER: f64 = 8.43;
const LINE: usize = 20;
const LEFT: usize = 24;
const TOP: usize = 68;

/// How text looks from some place on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    bold: bool,
    faint: bool,
    underlined: bool,
    colour: Option<&'static str>,
}

/// Black to white, as a dark terminal shows them; and the same brighter.
const COLOURS: [&str; 8] = [
    "#5b6478", "#ff8b88", "#7fdc9f", "#ffcb7d", "#8fc1ff", "#d9b0ff", "#7fd8ee",
    "#dfe5f3",
];

/// The picture of a command and what it printed.
pub(super) fn svg(typed: &str, printed: &str) -> String {
    let mut shown: Vec<String> = printed.trim_end().lines().flat_map(wrapped).collect();
    if shown.len() > MOST_LINES {
        shown.truncate(MOST_LINES);
        shown.push("\u{1b}[2m…\u{1b}[0m".to_owned());
    }
    let lines = shown.len().saturating_add(2);
    let columns = u32::try_from(COLUMNS).unwrap_or(u32::MAX);
    let width = (CHARACTER * f64::from(columns)).ceil() + 48.0;
    let height = lines.saturating_mul(LINE).saturating_add(TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"#141a2b\"/>\n\
         <circle cx=\"24\" cy=\"22\" r=\"6\" fill=\"#ff6159\"/><circle cx=\"44\" cy=\"22\" r=\"6\" fill=\"#ffbd2e\"/><circle cx=\"64\" cy=\"22\" r=\"6\" fill=\"#28c941\"/>\n\
         <g font-family=\"JetBrains Mono, ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace\" font-size=\"14\" fill=\"#dfe5f3\">\n",
        label = escaped(typed),
    );
    let mut look = Look::default();
    line(
        &mut svg,
        0,
        &format!("\u{1b}[32m$\u{1b}[0m \u{1b}[1m{typed}\u{1b}[0m"),
        &mut look,
    );
    for (index, text) in shown.iter().enumerate() {
        line(&mut svg, index.saturating_add(1), text, &mut look);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// A line as a terminal breaks it. Sequences for looks take no room.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let (mut room, mut is_look) = (COLUMNS, false);
    for one in text.chars() {
        if one == '\u{1b}' {
            is_look = true;
        } else if !is_look {
            if room == 0 {
                lines.push(String::new());
                room = COLUMNS;
            }
            room = room.saturating_sub(1);
        }
        if let Some(last) = lines.last_mut() {
            last.push(one);
        }
        is_look &= !one.is_ascii_alphabetic();
    }
    lines
}

fn line(svg: &mut String, index: usize, text: &str, look: &mut Look) {
    let y = index.saturating_mul(LINE).saturating_add(TOP);
    let parts = parts(text, look);
    if parts.iter().all(|(_, text)| text.trim().is_empty()) {
        return;
    }
    // Writing to a string never fails.
    let _ = write!(svg, "<text x=\"{LEFT}\" y=\"{y}\" xml:space=\"preserve\">");
    for (look, text) in parts {
        let text = escaped(&text);
        if look == Look::default() {
            svg.push_str(&text);
            continue;
        }
        svg.push_str("<tspan");
        if let Some(colour) = look.colour {
            let _ = write!(svg, " fill=\"{colour}\"");
        }
        for (is, attribute) in [
            (look.bold, " font-weight=\"700\""),
            (look.faint, " opacity=\"0.65\""),
            (look.underlined, " text-decoration=\"underline\""),
        ] {
            if is {
                svg.push_str(attribute);
            }
        }
        let _ = write!(svg, ">{text}</tspan>");
    }
    svg.push_str("</text>\n");
}

/// The parts of a line that look alike. Other sequences than those for looks are left out.
fn parts(text: &str, look: &mut Look) -> Vec<(Look, String)> {
    let mut parts: Vec<(Look, String)> = Vec::new();
    let mut pieces = text.split("\u{1b}[");
    let mut add = |look: Look, text: &str| {
        if !text.is_empty() {
            parts.push((look, text.to_owned()));
        }
    };
    add(*look, pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|one: char| one.is_ascii_alphabetic()).unwrap_or(0);
        let (codes, rest) = piece.split_at_checked(end).unwrap_or(("", piece));
        if rest.starts_with('m') {
            codes.split(';').for_each(|code| change(look, code));
        }
        add(*look, rest.get(1..).unwrap_or_default());
    }
    parts
}

fn change(look: &mut Look, code: &str) {
    let code: usize = code.parse().unwrap_or(0);
    match code {
        0 => *look = Look::default(),
        1 => look.bold = true,
        2 => look.faint = true,
        4 => look.underlined = true,
        22 => (look.bold, look.faint) = (false, false),
        24 => look.underlined = false,
        39 => look.colour = None,
        30..=37 => look.colour = COLOURS.get(code.saturating_sub(30)).copied(),
        90..=97 => look.colour = COLOURS.get(code.saturating_sub(90)).copied(),
        _ => {}
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace(|one: char| one.is_control(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_on_until_they_end() {
        let mut look = Look::default();
        let first = parts("a\u{1b}[1;32mb", &mut look);
        let green =
            Look { bold: true, colour: COLOURS.get(2).copied(), ..Look::default() };
        assert_eq!(first, [(Look::default(), "a".to_owned()), (green, "b".to_owned())]);
        assert_eq!(
            parts("c\u{1b}[0md", &mut look).first(),
            Some(&(green, "c".to_owned()))
        );
        assert_eq!(look, Look::default());
    }

    #[test]
    fn a_long_line_is_broken_where_the_terminal_ends() {
        let text = format!("\u{1b}[32m{}\u{1b}[0m", "x".repeat(COLUMNS + 1));
        let lines = wrapped(&text);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines.last().map(String::as_str), Some("x\u{1b}[0m"));
        assert_eq!(wrapped(""), [""]);
    }

    #[test]
    fn text_does_not_become_markup() {
        let picture = svg("run <x>", "a & b\n\u{1b}[4m<script>\u{1b}[0m\n");
        assert!(picture.contains("&lt;script&gt;") && !picture.contains("<script"));
        assert!(picture.contains("text-decoration=\"underline\""));
        assert!(picture.contains("run &lt;x&gt;"));
    }
}
