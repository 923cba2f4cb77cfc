//! YAML as real files have it: byte order mark, anchors, merge keys, tabs, 1.1 scalars.

use feature_yaml::Client;
use feature_yaml::types::{Again, Scalars};
use serde_json::json;

#[test]
fn keys_and_values_that_other_readers_take_for_something_else() {
    for yes in ["yes", "no", "on", "off", "y", "n", "1.0", "12:30", "2024-01-01"] {
        let value = json!({
            "on": true, "yes": yes, "null": "n", "1": 5, "1.5": 2.5, "0o17": "o",
            "true": "t", "quoted\tkey": "q"
        });
        let found: Scalars = serde_json::from_value(value.clone()).expect("it decodes");
        assert!(!format!("{:?}", found.yes).contains("Unknown"), "{yes}");
        assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
        assert_eq!((found.on, found.null.as_deref(), found.field_1), (true, Some("n"), Some(5)));
        let again: Again = serde_json::from_value(value.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&again).expect("it encodes"), value);
    }
}

#[test]
fn what_is_merged_is_there_and_what_stands_beside_it_wins() {
    let client = Client::builder().build().expect("a client");
    let api = client.general();
    for (request, path) in [
        (api.first().to_request(), "/first"),
        (api.second().to_request(), "/second"),
        (api.third().to_request(), "/third"),
    ] {
        assert_eq!(request.expect("it can be built").uri().path(), path);
    }
}
