//! What a repository cannot hold: a pipe, a link to elsewhere, a file of a tebibyte, and
//! inputs that are large.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Makes all that in an empty folder; `secret` is a file outside of what may be read.
pub(super) fn make(room: &Path, secret: &Path) -> Result<()> {
    let pipe = room.join("pipe");
    if !Command::new("mkfifo").arg(&pipe).status().context("mkfifo")?.success() {
        bail!("cannot make the pipe {}", pipe.display());
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(secret, room.join("link"))?;
    fs::File::create(room.join("sparse.yaml"))?.set_len(1 << 40)?;
    let values: Vec<String> = (0..1_000_000).map(|one| format!("value-{one}")).collect();
    write(room, "enum.json", &of(json!({"type": "string", "enum": values})))?;
    let properties: Map<String, Value> = (0..100_000)
        .map(|one| (format!("property{one}"), json!({"type": "string"})))
        .collect();
    let object = json!({"type": "object", "properties": properties});
    write(room, "properties.json", &of(object))?;
    write(room, "operations.json", &operations(20_000))?;
    let (open, close) = ("{\"a\":".repeat(100_000), "}".repeat(100_000));
    fs::write(room.join("deep.json"), format!("{open}1{close}"))?;
    fs::write(room.join("deep.yaml"), "- ".repeat(100_000) + "1")?;
    Ok(())
}

fn write(room: &Path, name: &str, description: &Value) -> Result<()> {
    fs::write(room.join(name), serde_json::to_vec(description)?)?;
    Ok(())
}

/// A description of one operation that answers with this.
fn of(schema: Value) -> Value {
    let mut root = operations(1);
    let here = "/paths/~1things0/get/responses/200/content/application~1json/schema";
    if let Some(place) = root.pointer_mut(here) {
        *place = json!({"$ref": "#/components/schemas/A"});
    }
    if let Value::Object(root) = &mut root {
        root.insert("components".to_owned(), json!({"schemas": {"A": schema}}));
    }
    root
}

fn operations(count: usize) -> Value {
    let item = |one: usize| {
        let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let content = json!({"application/json": {"schema": schema}});
        json!({"get": {
            "operationId": format!("getThing{one}"),
            "tags": [format!("Tag {}", one % 50)],
            "responses": {"200": {"description": "ok", "content": content}},
        }})
    };
    let paths: Map<String, Value> =
        (0..count).map(|one| (format!("/things{one}"), item(one))).collect();
    json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": paths})
}
