//! Operations.

use super::lowered;
use crate::config::Config;
use crate::diagnostic::Code;
use crate::ir::{Output, OutputShape, dump};
use serde_json::{Value, json};

/// One operation at `GET /things/{id}` with these parts, as text, and what was reported.
fn operation(parts: Value, config: &Config) -> (String, Vec<Code>) {
    let mut node = json!({ "operationId": "op", "responses": {} });
    node.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    let root = json!({ "paths": { "/things": { "get": node } } });
    let (api, codes) = lowered(root, config);
    (dump(&api), codes)
}

fn text(parts: Value) -> String {
    operation(parts, &Config::default()).0
}

#[test]
fn parameters_are_merged_and_have_styles() {
    let root = json!({
        "paths": { "/a/{x}.{y}/b:{z}": {
            "parameters": [
                { "name": "q", "in": "query", "schema": { "type": "string" } },
                { "name": "y", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "x", "in": "path", "required": true, "schema": { "type": "string" } } ],
            "get": { "operationId": "op", "responses": {}, "parameters": [
                { "name": "z", "in": "path", "required": true, "style": "label",
                  "schema": { "type": "string" } },
                { "name": "q", "in": "query", "required": true, "schema": { "type": "integer" } },
                { "name": "f", "in": "query", "content": { "application/json": {
                    "schema": { "type": "object", "properties": { "k": { "type": "string" } } } } } },
                { "name": "accept", "in": "header", "schema": { "type": "string" } } ] } } },
    });
    let (api, codes) = lowered(root, &Config::default());
    assert_eq!(
        dump(&api),
        "op.f: struct { k: String optional }\n\
         op GET /a/{x}.{y}/b:{z} -> Nothing\n\
         \x20 Path x: String Simple\n  Path y: String Simple\n\
         \x20 Path z: String Label\n  Query q: Int64 Form explode\n\
         \x20 Query f: op.f Json optional\n",
    );
    assert!(codes.contains(&Code::ParameterIgnored));
    assert_eq!(api.operations[0].path.parts.len(), 6);
}

#[test]
fn outputs_follow_the_documented_successes() {
    let one =
        json!({ "content": { "application/json": { "schema": { "type": "string" } } } });
    let two = json!({ "content": { "application/json": { "schema": { "type": "integer" } } } });
    let cases = [
        (json!({}), "Nothing"),
        (json!({ "200": one, "201": one, "404": two }), "String"),
        (json!({ "200": one, "204": {} }), "String | Nothing"),
        (json!({ "2XX": one, "default": two }), "String"),
        (json!({ "default": one }), "String"),
        (json!({ "302": {}, "404": two }), "Nothing"),
        (json!({ "200": one, "202": two }), "String | Int64"),
        (json!({ "200": { "content": { "application/pdf": {} } } }), "Bytes"),
        (json!({ "200": { "content": { "text/plain": {} } } }), "Text"),
        (json!({ "200": { "content": { "application/json": {} } } }), "Any"),
    ];
    for (responses, expected) in cases {
        let text = text(json!({ "responses": responses }));
        let first = text.lines().find(|line| line.starts_with("op GET")).unwrap();
        assert_eq!(first, format!("op GET /things -> {expected}"), "{responses}");
    }
}

#[test]
fn media_types_decide_formats_and_json_comes_first() {
    let schema =
        json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let body = json!({ "requestBody": { "required": true, "content": {
        "application/xml": { "schema": schema },
        "multipart/form-data": { "schema": schema },
        "application/vnd.acme+json; charset=utf-8": { "schema": schema } } } });
    assert_eq!(
        text(body),
        "op.request: struct { a: String optional }\nop GET /things -> Nothing\n  \
         body application/vnd.acme+json; charset=utf-8 Json op.request | \
         multipart/form-data Multipart op.request\n",
    );
    let wild = |schema: Value| {
        text(
            json!({ "responses": { "200": { "content": { "*/*": { "schema": schema } } } } }),
        )
    };
    assert!(wild(json!({ "type": "array", "items": {} })).contains("-> [Any]"));
    assert!(wild(json!({ "type": "string", "format": "binary" })).contains("-> Bytes"));
}

#[test]
fn the_newest_stable_version_not_after_the_configured_one_is_taken() {
    let content = |versions: &[&str]| {
        let media = versions.iter().map(|version| {
            (format!("application/vnd.acme.{version}+json"), json!({ "schema": {} }))
        });
        Value::Object(media.collect())
    };
    let all = content(&["2023-01-01", "2024-05-30", "2025-02-19", "preview"]);
    let cases = [
        (None, "2025-02-19"),
        (Some("2024-12-31"), "2024-05-30"),
        (Some("2020-01-01"), "2023-01-01"),
        (Some("preview"), "preview"),
    ];
    for (version, expected) in cases {
        let config =
            Config { api_version: version.map(str::to_owned), ..Config::default() };
        let parts = json!({ "responses": { "200": { "content": all } },
            "requestBody": { "content": content(&["2023-01-01", expected]) } });
        let (text, _) = operation(parts, &config);
        let expected = format!("application/vnd.acme.{expected}+json");
        assert_eq!(text.matches("application/vnd").count(), 2, "{text}");
        assert_eq!(text.matches(&expected).count(), 2, "{text}");
    }
}

#[test]
fn security_is_inherited_overridden_and_checked() {
    let root = json!({
        "security": [{ "key": [] }, {}],
        "components": { "securitySchemes": {
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "flow": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "/token", "scopes": { "read": "Reads." } } } } } },
        "paths": { "/a": {
            "get": { "operationId": "inherits", "responses": {} },
            "put": { "operationId": "none", "responses": {}, "security": [] },
            "post": { "operationId": "lost", "responses": {},
                "security": [{ "gone": [] }, { "flow": ["read"] }] } } },
    });
    let (api, codes) = lowered(root, &Config::default());
    let counts: Vec<Vec<usize>> = api
        .operations
        .iter()
        .map(|one| one.security.iter().map(|need| need.schemes.len()).collect())
        .collect();
    assert_eq!(counts, [vec![1, 0], vec![], vec![1]]);
    assert!(codes.contains(&Code::SecuritySchemeUndeclared));
}

#[test]
fn headers_that_cannot_be_sent_are_left_out() {
    let header = |name: &str, required: bool| json!({"name": name, "in": "header", "required": required, "schema": {"type": "string"}});
    let root = |bad_required: bool| {
        json!({ "paths": { "/a": { "get": { "operationId": "a", "responses": {},
            "parameters": [
                header("X-Good", true), header("Bad name\r\nX-Evil: 1", bad_required),
                header("HOST", true), header("content-length", false),
                header("Transfer-Encoding", false), header("Connection", true),
            ] } } } })
    };
    let (api, codes) = lowered(root(false), &Config::default());
    let names: Vec<&str> = api
        .operations
        .iter()
        .flat_map(|one| &one.parameters)
        .map(|one| one.wire_name.as_str())
        .collect();
    assert_eq!(names, ["X-Good"]);
    assert!(codes.contains(&Code::HeaderName), "{codes:?}");
    assert!(codes.contains(&Code::HeaderOfTransport), "{codes:?}");
    let (api, codes) = lowered(root(true), &Config::default());
    assert!(api.operations.is_empty());
    assert!(codes.contains(&Code::UnreadableOperation), "{codes:?}");
    let skipping = Config { skip_invalid: true, ..Config::default() };
    assert!(lowered(root(true), &skipping).1.contains(&Code::OperationLeftOut));
}

#[test]
fn pages_are_found() {
    let list = |extra: Value| {
        let mut properties =
            json!({ "results": { "type": "array", "items": { "type": "string" } } });
        properties.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "200": { "content": { "application/json": { "schema": {
            "type": "object", "properties": properties } } } } })
    };
    let query = |names: &[(&str, &str)]| -> Value {
        let one = |(name, ty): &(&str, &str)| json!({ "name": name, "in": "query", "schema": { "type": ty } });
        names.iter().map(one).collect()
    };
    let text_schema = json!({ "type": "string" });
    let cases = [
        (
            list(json!({})),
            query(&[("pageNum", "integer"), ("itemsPerPage", "integer")]),
            "pages PageNumber { page: 0, size: Some(1), first: 1 } items [\"results\"] of String",
        ),
        (
            list(json!({})),
            query(&[("offset", "integer"), ("limit", "integer")]),
            "pages Offset { offset: 0, limit: Some(1) } items [\"results\"] of String",
        ),
        (
            list(
                json!({ "meta": { "type": "object", "properties": { "next_cursor": text_schema } } }),
            ),
            query(&[("cursor", "string")]),
            "pages Cursor { cursor: 0, next: [\"meta\", \"next_cursor\"] } items [\"results\"] of String",
        ),
        (
            list(json!({ "links": { "type": "array", "items": { "type": "object",
                "properties": { "rel": text_schema, "href": text_schema } } } })),
            query(&[("limit", "integer")]),
            "pages Links { links: [\"links\"] } items [\"results\"] of String",
        ),
    ];
    for (responses, parameters, expected) in cases {
        let text = text(json!({ "responses": responses, "parameters": parameters }));
        assert!(text.contains(expected), "{text}");
    }
    let links = json!({ "links": { "type": "array", "items": { "type": "object",
        "properties": { "rel": text_schema, "href": text_schema } } } });
    let two = json!({ "next": text_schema,
        "others": { "type": "array", "items": { "type": "string" } } });
    let one_thing = json!({ "200": { "headers": { "Link": { "schema": text_schema } },
        "content": { "application/json": { "schema": { "type": "object", "properties": {
            "id": text_schema, "options": { "type": "array", "items": {} } } } } } } });
    let not_pages = [
        (one_thing, query(&[])),
        (list(links), query(&[])),
        (list(two), query(&[])),
        (
            list(json!({})),
            query(&[("start", "integer"), ("end", "integer"), ("limit", "integer")]),
        ),
        (
            list(json!({ "next": text_schema, "x": { "type": "array", "items": {} } })),
            query(&[("created[after]", "string")]),
        ),
        (list(json!({})), query(&[("number", "integer")])),
        (
            list(json!({ "next": { "type": "integer" } })),
            query(&[("from", "integer"), ("limit", "integer")]),
        ),
        (
            list(
                json!({ "next_page": { "type": "string", "description": "The token." } }),
            ),
            query(&[]),
        ),
    ];
    for (responses, parameters) in not_pages {
        let text = text(json!({ "responses": responses, "parameters": parameters }));
        assert!(!text.contains("pages"), "{text}");
    }
    let single = text(json!({ "parameters": query(&[("page", "integer")]),
        "responses": { "200": { "content": { "application/json": { "schema": text_schema } } } } }));
    assert!(!single.contains("pages"), "{single}");
}

#[test]
fn pages_are_found_in_what_holds_the_items() {
    let schema = json!({ "type": "object", "properties": { "response": { "type": "object",
        "properties": { "next_token": { "type": "string" },
            "things": { "type": "array", "items": { "type": "string" } } } } } });
    let text = text(json!({
        "parameters": [{ "name": "page[cursor]", "in": "query", "schema": { "type": "string" } }],
        "responses": { "200": { "content": { "application/json": { "schema": schema } } } } }));
    let expected = "pages Cursor { cursor: 0, next: [\"response\", \"next_token\"] } \
        items [\"response\", \"things\"] of String";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn webhooks_and_callbacks_are_kept() {
    let body =
        json!({ "content": { "application/json": { "schema": { "type": "string" } } } });
    let root = json!({
        "x-oasmith-webhooks": { "made": { "post": { "requestBody": body, "responses": {} } } },
        "paths": { "/a": { "post": { "operationId": "op", "responses": {}, "callbacks": {
            "done": { "{$request.body#/url}": { "post": { "requestBody": body, "responses": {} } } } } } } },
    });
    let (api, _) = lowered(root, &Config::default());
    assert_eq!(
        dump(&api),
        "op POST /a -> Nothing\nwebhook POST made application/json Json String\n\
         webhook POST op done application/json Json String\n",
    );
}

#[test]
fn head_has_no_body() {
    let root = json!({ "paths": { "/a": { "head": { "operationId": "op", "responses": {
        "200": { "content": { "application/json": { "schema": {} } } } } } } } });
    let (api, codes) = lowered(root, &Config::default());
    assert_eq!(api.operations[0].output, Output::One(OutputShape::Nothing));
    assert!(codes.contains(&Code::BodyOfHead));
}

#[test]
fn plain_json_is_offered_before_patches_and_other_kinds() {
    let schema = |name: &str| json!({ "schema": { "type": "object", "properties": { name: { "type": "string" } } } });
    let text = text(json!({ "responses": {}, "requestBody": { "content": {
        "application/json-patch+json": schema("a"),
        "application/vnd.acme+json": schema("b"),
        "application/json; charset=utf-8": schema("c") } } }));
    let order =
        ["application/json;", "application/vnd.acme+json", "application/json-patch"];
    let places: Vec<Option<usize>> = order.iter().map(|one| text.find(one)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
}

#[test]
fn parameters_that_may_be_null_are_only_optional() {
    let limit = json!({ "anyOf": [{ "type": "integer" }, { "nullable": true, "enum": [null] }] });
    let text = text(json!({ "responses": {}, "parameters": [
        { "name": "limit", "in": "query", "schema": limit },
        { "name": "x", "in": "header", "schema": { "type": "string", "nullable": true } },
        { "name": "f", "in": "query", "content": { "application/json": { "schema": limit } } } ] }));
    assert!(text.contains("Query limit: Int64 Form explode optional"), "{text}");
    assert!(text.contains("Header x: String Simple optional"), "{text}");
    assert!(text.contains("Query f: Int64? Json"), "{text}");
}
