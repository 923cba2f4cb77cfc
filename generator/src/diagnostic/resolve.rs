//! From places to files, lines and columns, for all findings of a run at once.

use super::{Diagnostics, Place};
use crate::document::{FileId, Pointer, SourceFileText, SourceMap, Span, find_spans};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A place as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A part of a file's text.
    Text {
        file: SourceFileText,
        id: Option<FileId>,
        span: Span,
        pointer: Option<Pointer>,
    },
    /// A file or folder as a whole.
    Path(PathBuf),
    Nowhere,
}

/// The spots of all places of the findings for which `shown` holds, by index of the
/// finding: its own place first, then the related ones.
pub(super) fn resolve(
    diagnostics: &Diagnostics,
    shown: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<Spot>> {
    let sources = diagnostics.sources();
    let mut spots = BTreeMap::new();
    for (index, one) in
        diagnostics.all().iter().enumerate().filter(|(index, _)| shown(*index))
    {
        let places = std::iter::once(&one.place)
            .chain(one.related.iter().map(|(place, _)| place));
        spots
            .insert(index, places.map(|place| spot(place, sources)).collect::<Vec<_>>());
    }
    for (file, text) in (0..).map(FileId).zip(sources.files()) {
        fill_spans(file, text, &mut spots);
    }
    spots
}

fn spot(place: &Place, sources: &SourceMap) -> Spot {
    let (id, span, pointer) = match place {
        Place::Value(pointer) => {
            let location = sources.locate(pointer);
            (location.file, 0..0, Some(location.pointer))
        }
        Place::File(location) => (location.file, 0..0, Some(location.pointer.clone())),
        Place::Offset(file, offset) => (*file, *offset..*offset, None),
        Place::Text(file, span) => {
            let (file, span) = (file.clone(), span.clone());
            return Spot::Text { file, id: None, span, pointer: None };
        }
        Place::Path(path) => return Spot::Path(path.clone()),
        Place::Nowhere => return Spot::Nowhere,
    };
    match sources.file(id) {
        Some(file) => Spot::Text { file: file.clone(), id: Some(id), span, pointer },
        None => Spot::Nowhere,
    }
}

/// Finds, in one pass over a file, the spans of all pointers into it.
fn fill_spans(
    file: FileId,
    text: &SourceFileText,
    spots: &mut BTreeMap<usize, Vec<Spot>>,
) {
    let mut open: Vec<(&Pointer, &mut Span)> = Vec::new();
    for spot in spots.values_mut().flatten() {
        if let Spot::Text { id: Some(of), span, pointer: Some(pointer), .. } = spot
            && *of == file
        {
            open.push((pointer, span));
        }
    }
    if open.is_empty() {
        return;
    }
    let pointers: Vec<_> = open.iter().map(|(pointer, _)| *pointer).collect();
    let found = find_spans(&text.text, &pointers);
    for ((_, span), found) in open.into_iter().zip(found) {
        *span = found;
    }
}

/// Line and column of a byte offset, both counted from 1, the column in characters.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
