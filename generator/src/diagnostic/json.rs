//! Findings as JSON for machines, one object a line.

use super::resolve::{Spot, line_and_column, resolve};
use super::{Diagnostics, Severity};
use crate::document::visible_json;
use serde::Serialize;

/// A finding as JSON has it.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Position,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Position,
}

#[derive(Default, Serialize)]
struct Position {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
}

/// All findings, each as one line of JSON.
#[must_use]
pub fn to_json_lines(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for (index, spots) in resolve(diagnostics, |_| true) {
        let Some(one) = diagnostics.all().get(index) else { continue };
        let mut positions = spots.iter().map(position);
        let finding = Finding {
            code: one.code.name(),
            severity: diagnostics.severity(one).name(),
            message: &one.message,
            help: one.help.as_deref(),
            place: positions.next().unwrap_or_default(),
            related: positions
                .zip(&one.related)
                .map(|(place, (_, message))| Related { message, place })
                .collect(),
        };
        let line = serde_json::to_string(&finding).unwrap_or_default();
        text.push_str(&visible_json(&line));
        text.push('\n');
    }
    text
}

fn position(spot: &Spot) -> Position {
    match spot {
        Spot::Nowhere => Position::default(),
        Spot::Path(path) => {
            Position { file: Some(path.display().to_string()), ..Position::default() }
        }
        Spot::Text { file, span, pointer, .. } => {
            let (line, column) = line_and_column(&file.text, span.start);
            Position {
                file: Some(file.path.display().to_string()),
                line: Some(line),
                column: Some(column),
                pointer: pointer.as_ref().map(ToString::to_string),
            }
        }
    }
}

impl Severity {
    /// `error`, `warning` or `note`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
