//! What the API sends by itself is read into types.

use feature_webhooks::webhooks::parse_subscribe_happened;

#[test]
fn a_callback_is_read() {
    let event = parse_subscribe_happened(br#"{"id":"e1"}"#).expect("it is read");
    assert_eq!(event.id, "e1");
    assert!(event.at.is_none());
}

#[test]
fn what_is_wrong_with_a_callback_is_said() {
    let event = parse_subscribe_happened(b"{}").expect("it is read as far as it goes");
    assert_eq!(event.deviations()[0].to_string(), "/id: missing");
    assert!(parse_subscribe_happened(b"not JSON").is_err());
}
