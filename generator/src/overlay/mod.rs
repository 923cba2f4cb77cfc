//! Overlays (OpenAPI Overlay 1.0 and 1.1): corrections of a description that is not ours,
//! kept in a file of their own.

mod apply;
mod read;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::{Document, Location};
use crate::load::{self, Limits};
use serde_json::Value;
use serde_json_path::JsonPath;
use std::path::Path;

/// One step of an overlay.
struct Action {
    /// What it is about.
    target: JsonPath,
    does: Does,
    /// Where the overlay says so.
    place: Location,
}

/// What a step does to each value that it is about.
enum Does {
    /// Merges this into it.
    Update(Value),
    /// Merges into it what stands at this place.
    Copy(JsonPath),
    /// Takes it away.
    Remove,
}

/// Changes a description as overlays say, one after the other.
///
/// # Errors
///
/// When a file cannot be read or is no overlay.
pub fn overlay(
    mut document: Document,
    overlays: &[impl AsRef<Path>],
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Stopped> {
    for path in overlays {
        let read =
            load::read_file(path.as_ref(), limits, &mut document.sources, diagnostics);
        diagnostics.set_sources(document.sources.clone());
        let (root, file) = read?;
        let actions = read::actions(&root, file, diagnostics)?;
        for action in &actions {
            if apply::apply(action, &mut document) == 0 {
                let message = "this step of the overlay is about nothing that is there";
                let place = Place::File(action.place.clone());
                diagnostics.push(
                    Diagnostic::new(Code::OverlayWithoutTarget, place, message)
                        .help("compare `target` with the document"),
                );
            }
        }
    }
    Ok(document)
}
