//! How much of a document may be copied into other places of it.

use serde_json::Value;

/// So many values may be copied in all. The largest descriptions there are have fewer
/// values at all; without an end, ten references to what holds ten references to …
/// outgrow any memory.
pub const MAX_COPIED_VALUES: usize = 500_000;

/// What may still be copied.
#[derive(Debug)]
pub struct Copies {
    left: Option<usize>,
}

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// It may be made.
    Fits,
    /// It is the first one that is too much.
    TooMuch,
    /// There was too much already.
    StillTooMuch,
}

impl Default for Copies {
    fn default() -> Self {
        Self { left: Some(MAX_COPIED_VALUES) }
    }
}

impl Copies {
    /// Asks for a copy of a value. After the first one that is too much there is no other.
    pub fn ask(&mut self, value: &Value) -> Copy {
        let Some(left) = self.left else { return Copy::StillTooMuch };
        self.left = left.checked_sub(count(value, left));
        if self.left.is_some() { Copy::Fits } else { Copy::TooMuch }
    }
}

/// How many values there are in a value; it counts no further than just beyond `enough`.
fn count(value: &Value, enough: usize) -> usize {
    let mut open = vec![value];
    let mut counted = 0_usize;
    while let Some(value) = open.pop() {
        counted += 1;
        if counted > enough {
            break;
        }
        match value {
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn there_is_an_end() {
        let mut copies = Copies { left: Some(9) };
        let value = json!({"a": [1, 2], "b": {}});
        assert_eq!(copies.ask(&value), Copy::Fits);
        assert_eq!(copies.ask(&value), Copy::TooMuch);
        assert_eq!(copies.ask(&json!(1)), Copy::StillTooMuch);
    }
}
