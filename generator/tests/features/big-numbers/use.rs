//! Numbers at and beyond the edges of 64 bits, and texts that look like others.

use feature_big_numbers::Client;
use feature_big_numbers::runtime::parse_webhook;
use feature_big_numbers::types::Numbers;
use mock::Reply;

const SPEC: &str = concat!(env!("FEATURES"), "/big-numbers/spec.yaml");

/// Compared as text: a JSON library in between could round.
fn there_and_back(text: &str) -> Numbers {
    let found: Numbers = serde_json::from_str(text).expect("it decodes");
    assert_eq!(serde_json::to_string(&found).expect("it encodes"), text);
    found
}

#[test]
fn the_edges_of_64_bits_keep_every_digit() {
    let found = there_and_back(
        r#"{"signed":-9223372036854775808,"unsigned":18446744073709551615,"wide":9007199254740993}"#,
    );
    assert_eq!((found.signed, found.unsigned), (Some(i64::MIN), Some(u64::MAX)));
}

#[test]
fn a_number_beyond_64_bits_keeps_every_digit() {
    // Not by way of serde, which has no such numbers among those of any kind.
    let text = br#"{"beyond":170141183460469231731687303715884105727}"#;
    let found = parse_webhook::<Numbers>(text).expect("it is read");
    assert_eq!(found.beyond, Some(i128::MAX));
    assert_eq!(serde_json::to_string(&*found).expect("it encodes").as_bytes(), text);
}

#[test]
fn a_number_that_does_not_fit_is_kept_and_not_rounded() {
    let found = there_and_back(r#"{"signed":9223372036854775808}"#);
    assert_eq!(found.signed, None);
}

#[test]
fn texts_with_a_format_come_back_as_they_were() {
    let found = there_and_back(
        r#"{"text":"9007199254740993","local":"2025-05-04T09:42:00","day":"2025-05-04","bytes":"aGk="}"#,
    );
    assert_eq!(found.text.as_deref(), Some("9007199254740993"));
    assert_eq!(found.bytes.and_then(|bytes| bytes.decode()), Some(b"hi".to_vec()));
}

#[tokio::test]
async fn every_digit_is_on_the_wire() {
    let answer = Reply::new(200, "application/json", r#"{"unsigned":18446744073709551615}"#);
    let server = crate::support::answering(SPEC, answer).await;
    let client = Client::builder().base_url(server.base_url()).build().expect("it is built");
    let mut body = Numbers::default();
    body.signed = Some(i64::MIN);
    let call = client.general().echo(body).after(u64::MAX);
    let answer = call.await.expect("a success").into_inner();
    assert_eq!(answer.unsigned, Some(u64::MAX));
    let sent = crate::support::last(&server);
    assert_eq!(crate::support::text(&sent), r#"{"signed":-9223372036854775808}"#);
}
