//! An overlay's steps, from its tree.

use super::{Action, Does};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Stopped};
use crate::document::{FileId, Location, Pointer};
use serde_json::Value;
use serde_json_path::JsonPath;

/// The steps, in order. All that is wrong is reported, not only the first.
pub(super) fn actions(
    root: &Value,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Action>, Stopped> {
    let mut reader = Reader { file, diagnostics, stopped: false };
    let at = Pointer::root();
    if root.get("overlay").is_none() {
        reader.report(&at, "this is no overlay: it has no `overlay` with its version");
    }
    let listed = root.get("actions").and_then(Value::as_array);
    let Some(listed) = listed else {
        reader.report(&at, "the overlay has no list `actions`");
        return Err(Stopped);
    };
    let at = at.child("actions");
    let actions: Vec<Action> = listed
        .iter()
        .enumerate()
        .filter_map(|(index, action)| reader.action(action, &at.item(index)))
        .collect();
    if reader.stopped { Err(Stopped) } else { Ok(actions) }
}

struct Reader<'a> {
    file: FileId,
    diagnostics: &'a mut Diagnostics,
    stopped: bool,
}

impl Reader<'_> {
    fn report(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = Place::File(Location { file: self.file, pointer: at.clone() });
        self.diagnostics.push(Diagnostic::new(Code::OverlayInvalid, place, message));
        self.stopped = true;
    }

    fn action(&mut self, action: &Value, at: &Pointer) -> Option<Action> {
        let target = self.path(action, "target", at);
        let does = if action.get("remove").and_then(Value::as_bool) == Some(true) {
            // What else is there does not count then (Overlay 1.0, Action Object).
            Some(Does::Remove)
        } else if let Some(update) = action.get("update") {
            Some(Does::Update(update.clone()))
        } else if action.get("copy").is_some() {
            self.path(action, "copy", at).map(Does::Copy)
        } else {
            self.report(at, "the step has none of `update`, `remove: true` and `copy`");
            None
        };
        let place = Location { file: self.file, pointer: at.clone() };
        Some(Action { target: target?, does: does?, place })
    }

    fn path(&mut self, action: &Value, key: &str, at: &Pointer) -> Option<JsonPath> {
        let Some(text) = action.get(key).and_then(Value::as_str) else {
            self.report(at, format!("the step has no `{key}` that is a text"));
            return None;
        };
        match JsonPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!("`{text}` is no JSONPath (RFC 9535): {error}");
                self.report(&at.child(key), message);
                None
            }
        }
    }
}
