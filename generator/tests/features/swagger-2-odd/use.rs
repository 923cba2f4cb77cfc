//! Swagger 2.0 as real files have it: several bodies, path variables nobody declares, lists of
//! lists, media types that are none.

use feature_swagger_2_odd::Client;
use feature_swagger_2_odd::auth::ApiKey;
use feature_swagger_2_odd::types::Model;
use serde_json::json;

fn client() -> Client {
    let builder = Client::builder().auth(ApiKey::new("key"));
    builder.build().expect("the client can be built")
}

#[test]
fn lists_in_the_query_by_brackets() {
    let request = client().general().delete_body().ids(vec![1, 2]).to_request();
    let request = request.expect("it can be built");
    assert_eq!(request.uri(), "https://a.test/v1/body?ids%5B%5D=1,2");
}

#[test]
fn a_subtype_of_a_subtype_is_told_by_what_it_says_itself() {
    for (json, is_own) in [
        (json!({ "kind": "Sub", "s": "aGk=" }), true),
        (json!({ "kind": "sub-two", "z": 7, "parent": { "kind": "Sub" } }), true),
        (json!({ "kind": "later", "q": [1] }), false),
    ] {
        let found: Model = serde_json::from_value(json.clone()).expect("it decodes");
        assert_eq!(matches!(found, Model::Base(_)), !is_own, "{found:?}");
        assert_eq!(serde_json::to_value(&found).expect("it encodes"), json);
    }
}
