//! Findings as text for people.

use super::resolve::{Spot, line_and_column, resolve};
use super::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Span, visible, visible_line};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderOptions {
    /// With colours, for a terminal.
    pub colour: bool,
    /// Every single finding, however many there are of a kind.
    pub verbose: bool,
}

/// So many findings of one kind are shown unless all are asked for; errors always are.
const SHOWN_OF_A_KIND: usize = 3;

/// So much of a long line is shown on either side of what is meant.
const SHOWN_AROUND: usize = 60;

/// All findings with their places, as a compiler shows them, and the counts by code.
#[must_use]
pub fn render(diagnostics: &Diagnostics, options: RenderOptions) -> String {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for one in diagnostics.all() {
        let count = counts.entry(one.code).or_default();
        *count += 1;
        let is_error = diagnostics.severity(one) == Severity::Error;
        shown.push(options.verbose || is_error || *count <= SHOWN_OF_A_KIND);
    }
    let is_shown = |index: usize| shown.get(index).copied().unwrap_or_default();
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (index, spots) in resolve(diagnostics, is_shown) {
        if let Some(one) = diagnostics.all().get(index) {
            let severity = diagnostics.severity(one);
            text.push_str(&render_one(&renderer, severity, one, &spots));
            text.push_str("\n\n");
        }
    }
    write_folded(&mut text, diagnostics, &shown);
    text
}

fn render_one(
    renderer: &Renderer,
    severity: Severity,
    one: &Diagnostic,
    spots: &[Spot],
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&one.message)).id(one.code.name());
    let mut group = Group::with_title(title);
    let words =
        std::iter::once("").chain(one.related.iter().map(|(_, words)| words.as_str()));
    for (index, (spot, words)) in spots.iter().zip(words).enumerate() {
        let kind =
            if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        group = add_spot(group, spot, kind, words);
    }
    if let Some(Spot::Text { pointer: Some(pointer), .. }) = spots.first() {
        group = group.element(
            Level::NOTE
                .with_name("at")
                .message(visible_line(&format!("#{pointer}")).into_owned()),
        );
    }
    if let Some(help) = &one.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

fn add_spot<'a>(
    group: Group<'a>,
    spot: &Spot,
    kind: AnnotationKind,
    words: &'a str,
) -> Group<'a> {
    let label = (!words.is_empty()).then(|| visible(words));
    match spot {
        Spot::Nowhere => group,
        Spot::Path(path) => group.element(Origin::path(shown_path(path))),
        Spot::Text { file, span, .. } if !file.quotable => {
            let (line, column) = line_and_column(&file.text, span.start);
            let origin = Origin::path(shown_path(&file.path));
            group.element(origin.line(line).char_column(column))
        }
        Spot::Text { file, span, .. } => {
            let excerpt = excerpt(&file.text, span);
            group.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.line)
                    .path(shown_path(&file.path))
                    .annotation(kind.span(excerpt.span).label(label)),
            )
        }
    }
}

fn shown_path(path: &Path) -> String {
    visible_line(&path.display().to_string()).into_owned()
}

/// One line of a file, or its part around what is meant.
struct Excerpt {
    text: String,
    line: usize,
    span: Span,
}

fn excerpt(text: &str, span: &Span) -> Excerpt {
    let start = boundary(text, span.start);
    let line_start =
        text.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = text
        .get(start..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |at| start + at);
    let end = boundary(text, span.end).clamp(start, line_end);
    let near = boundary(text, start.saturating_sub(SHOWN_AROUND));
    let far = boundary(text, end.min(start + SHOWN_AROUND).saturating_add(SHOWN_AROUND));
    let (cut_start, cut_end) = match line_end - line_start > 3 * SHOWN_AROUND {
        true => (line_start.max(near), line_end.min(far)),
        false => (line_start, line_end),
    };
    let end = end.min(cut_end);
    let line = line_and_column(text, start).0;
    let shown = text.get(cut_start..cut_end).unwrap_or_default().trim_end();
    let bound = |at: usize| at.saturating_sub(cut_start).min(shown.len());
    let (before, rest) = shown.split_at(bound(start));
    let (meant, after) = rest.split_at(bound(end).saturating_sub(before.len()));
    let [before, meant, after] = [before, meant, after].map(visible);
    let span = before.len()..before.len() + meant.len();
    Excerpt { text: format!("{before}{meant}{after}"), line, span }
}

/// The nearest place before `at` that is not inside a character.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

/// How many findings of each kind were not shown.
fn write_folded(text: &mut String, diagnostics: &Diagnostics, shown: &[bool]) {
    let mut hidden: BTreeMap<Code, usize> = BTreeMap::new();
    for (one, shown) in diagnostics.all().iter().zip(shown) {
        if !shown {
            *hidden.entry(one.code).or_default() += 1;
        }
    }
    for (code, count) in &hidden {
        let title = code.title();
        let _ = writeln!(text, "… and {count} more of {}: {title}", code.name());
    }
    if !hidden.is_empty() {
        text.push_str("(`--verbose` shows all)\n\n");
    }
}
