//! No text of a description breaks the crate: it compiles, and the values are right.

use feature_text::types::Text;
use serde_json::json;

#[test]
fn a_type_with_wild_words_works() {
    let value = json!({ "a": "*/", "e": "\"\\d\"#", "f": "old", "g": "\u{202e}kept" });
    let text: Text = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(text.a.as_deref(), Some("*/"));
    assert_eq!(serde_json::to_value(&text).expect("it encodes"), value);
}
