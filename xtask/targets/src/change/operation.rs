//! Mutations of operations and what they hold.

use super::odd::{MEDIA, Mutation};
use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

pub(super) const OPERATION: &[Mutation<Object>] = &[
    ("operation id", |operation, pool| {
        let value = match pool.random.usize(..4) {
            0 => json!("same"),
            1 => json!(7),
            _ => json!(pool.name()),
        };
        operation.insert("operationId".to_owned(), value);
    }),
    ("drop operation id", |operation, _| drop(operation.remove("operationId"))),
    ("tags", |operation, pool| {
        let tag = pool.name();
        let other = pool.name();
        let value = pool.pick(
            &[json!([tag]), json!([]), json!([tag, other]), json!(tag), json!([null])],
            json!([]),
        );
        operation.insert("tags".to_owned(), value);
    }),
    ("responses", |operation, pool| {
        let key = pool.pick(STATUS, "200");
        let Some(responses) =
            operation.get_mut("responses").and_then(Value::as_object_mut)
        else {
            return;
        };
        let keys: Vec<String> = responses.keys().cloned().collect();
        let old = pool.pick(&keys, String::new());
        if let Some(response) = responses.get(&old).cloned() {
            if pool.once_in(2) {
                responses.remove(&old);
            }
            responses.insert(key.to_owned(), response);
        }
    }),
    ("drop responses", |operation, pool| {
        if pool.once_in(3) {
            operation.insert("responses".to_owned(), json!({}));
        } else {
            operation.remove("responses");
        }
    }),
    ("body", |operation, pool| {
        let (media, schema) = (pool.pick(MEDIA, ""), pool.schema());
        let required = pool.once_in(2);
        operation.insert(
            "requestBody".to_owned(),
            json!({ "required": required, "content": { media: { "schema": schema } } }),
        );
    }),
    ("empty body", |operation, pool| {
        let value =
            pool.pick(&[json!({}), json!({ "content": {} }), json!(null)], json!({}));
        operation.insert("requestBody".to_owned(), value);
    }),
    ("parameter", |operation, pool| {
        let (name, schema) = (pool.name(), pool.schema());
        let place = pool.pick(PLACES, "query");
        let new = json!({ "name": name, "in": place, "schema": schema });
        if let Some(parameters) =
            operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
        {
            if pool.once_in(3)
                && let Some(first) = parameters.first().cloned()
            {
                parameters.push(first);
            }
            parameters.push(new);
        }
    }),
    ("security", |operation, pool| {
        let value = pool.pick(
            &[json!([{}]), json!([]), json!([{ "missing": [] }]), json!("x"), json!({})],
            json!([]),
        );
        operation.insert("security".to_owned(), value);
    }),
    ("servers", |operation, pool| {
        let value = pool.pick(
            &[
                json!([{ "url": "/v{n}/", "variables": { "n": { "default": 1, "enum": [1, "2"] } } }]),
                json!([{ "url": "//x.y" }]),
                json!([{}]),
                json!([{ "url": "https://{a}.{b}/{a}" }]),
                json!([{ "url": "not a url" }]),
            ],
            json!([]),
        );
        operation.insert("servers".to_owned(), value);
    }),
    ("words", |operation, pool| {
        let (summary, words) = (pool.words(), pool.words());
        operation.insert("summary".to_owned(), summary);
        operation.insert("description".to_owned(), words);
    }),
    ("deprecated", |operation, pool| {
        let value = pool.value();
        operation.insert("deprecated".to_owned(), value);
    }),
];

const STATUS: &[&str] = &[
    "200", "201", "204", "2XX", "4xx", "default", "0", "999", "ok", "200 ", "3XX", "",
    "1XX",
];

const PLACES: &[&str] = &[
    "query",
    "header",
    "path",
    "cookie",
    "body",
    "formData",
    "Query",
    "querystring",
    "",
];

pub(super) const PARAMETER: &[Mutation<Object>] = &[
    ("name", |parameter, pool| {
        let name = pool.name();
        parameter.insert("name".to_owned(), json!(name));
    }),
    ("place", |parameter, pool| {
        let place = pool.pick(PLACES, "");
        parameter.insert("in".to_owned(), json!(place));
    }),
    ("schema", |parameter, pool| {
        let schema = pool.schema();
        parameter.insert("schema".to_owned(), schema);
    }),
    ("drop schema", |parameter, _| drop(parameter.remove("schema"))),
    ("content", |parameter, pool| {
        let schema = parameter.remove("schema").unwrap_or_default();
        let media = pool.pick(MEDIA, "");
        parameter.insert("content".to_owned(), json!({ media: { "schema": schema } }));
    }),
    ("style", |parameter, pool| {
        let style = pool.pick(
            &[
                "form",
                "simple",
                "label",
                "matrix",
                "spaceDelimited",
                "pipeDelimited",
                "deepObject",
                "odd",
            ],
            "form",
        );
        parameter.insert("style".to_owned(), json!(style));
        let explode = pool.once_in(2);
        parameter.insert("explode".to_owned(), json!(explode));
    }),
    ("required", |parameter, pool| {
        let value = pool.value();
        parameter.insert("required".to_owned(), value);
    }),
    ("words", |parameter, pool| {
        let words = pool.words();
        parameter.insert("description".to_owned(), words);
    }),
];

pub(super) const MEDIA_TYPE: &[Mutation<Object>] = &[
    ("drop schema", |media, _| drop(media.remove("schema"))),
    ("schema", |media, pool| {
        let schema = pool.schema();
        media.insert("schema".to_owned(), schema);
    }),
    ("encoding", |media, pool| {
        let name = pool.name();
        let of = pool.pick(MEDIA, "");
        media.insert("encoding".to_owned(), json!({ name: { "contentType": of } }));
    }),
    ("example", |media, pool| {
        let value = pool.value();
        media.insert("example".to_owned(), value);
    }),
    ("dangling example", |media, _| {
        let nowhere = json!({ "a": { "$ref": "#/components/examples/nowhere" } });
        media.insert("examples".to_owned(), nowhere);
    }),
];

pub(super) const CONTENT_HOLDER: &[Mutation<Object>] = &[
    ("media type", |holder, pool| {
        let media = pool.pick(MEDIA, "");
        let Some(content) = holder.get_mut("content").and_then(Value::as_object_mut)
        else {
            return;
        };
        let keys: Vec<String> = content.keys().cloned().collect();
        let old = pool.pick(&keys, String::new());
        if let Some(value) = content.get(&old).cloned() {
            if pool.once_in(2) {
                content.remove(&old);
            }
            content.insert(media.to_owned(), value);
        }
    }),
    ("drop content", |holder, _| drop(holder.remove("content"))),
    ("drop description", |holder, _| drop(holder.remove("description"))),
    ("description", |holder, pool| {
        let words = pool.words();
        holder.insert("description".to_owned(), words);
    }),
    ("headers", |holder, pool| {
        let (name, schema) = (pool.name(), pool.schema());
        holder.insert("headers".to_owned(), json!({ name: { "schema": schema } }));
    }),
    ("dangling link", |holder, _| {
        holder.insert("links".to_owned(), json!({ "a": { "$ref": "#/nowhere" } }));
    }),
];

pub(super) const SECURITY_SCHEME: &[Mutation<Object>] = &[("scheme", |scheme, pool| {
    let key =
        pool.pick(&["type", "scheme", "in", "name", "flows", "bearerFormat"], "type");
    let value = if pool.once_in(2) { json!(pool.name()) } else { pool.value() };
    scheme.insert(key.to_owned(), value);
})];
