//! How many operations a description has, counted on the raw tree by other readers than
//! the generator's: what the crate is compared with.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// So many references are followed from one path.
const MAX_HOPS: usize = 16;

/// The operations below `paths`, those of path items in other files among them. `None`
/// when the file cannot be read this way: by strict readers that take no repairs.
pub(crate) fn operations(path: &Path) -> Option<u64> {
    let mut files = BTreeMap::new();
    let root = file(path, &mut files)?.clone();
    let Some(paths) = root.get("paths") else { return Some(0) };
    let (paths, home) = resolved(paths.clone(), path.to_owned(), &mut files)?;
    let mut count = 0_u64;
    for (key, item) in paths.as_object().into_iter().flatten() {
        if key.starts_with("x-") {
            continue;
        }
        let Some((item, _)) = resolved(item.clone(), home.clone(), &mut files) else {
            continue;
        };
        let Some(item) = item.as_object() else { continue };
        count = count.saturating_add(methods(item));
        let more = item.get("additionalOperations").and_then(Value::as_object);
        count = count.saturating_add(u64::try_from(more.map_or(0, Map::len)).ok()?);
    }
    Some(count)
}

fn methods(item: &Map<String, Value>) -> u64 {
    let is_operation = |method: &&&str| item.get(**method).is_some_and(Value::is_object);
    u64::try_from(METHODS.iter().filter(is_operation).count()).unwrap_or_default()
}

/// What a value is behind its `$ref`, and the file that it stands in. Members beside the
/// reference count.
fn resolved(
    mut value: Value,
    mut home: PathBuf,
    files: &mut BTreeMap<PathBuf, Value>,
) -> Option<(Value, PathBuf)> {
    for _ in 0..MAX_HOPS {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Some((value, home));
        };
        let (address, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let target = match address {
            "" => home.clone(),
            address => home.parent()?.join(address),
        };
        let mut found = file(&target, files)?.pointer(pointer)?.clone();
        if let (Value::Object(found), Value::Object(beside)) = (&mut found, &value) {
            let beside = beside.iter().filter(|(key, _)| *key != "$ref");
            found.extend(beside.map(|(key, value)| (key.clone(), value.clone())));
        }
        (value, home) = (found, target);
    }
    None
}

fn file<'files>(
    path: &Path,
    files: &'files mut BTreeMap<PathBuf, Value>,
) -> Option<&'files Value> {
    if !files.contains_key(path) {
        let text = fs::read_to_string(path).ok()?;
        let json = serde_json::from_str(&text).ok();
        let root = json.or_else(|| serde_norway::from_str(&text).ok())?;
        files.insert(path.to_owned(), root);
    }
    files.get(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_counted_through_references() {
        let home = std::env::temp_dir().join("oasmith-count");
        fs::create_dir_all(&home).unwrap();
        let root = home.join("root.yaml");
        let text = "openapi: 3.2.0\npaths:\n  /a: {get: {}, post: {}, parameters: []}\n  \
                    /b: {$ref: 'part.json#/items/b', put: {}}\n  /c: {$ref: gone.json}\n  \
                    /d: {query: {}, additionalOperations: {LINK: {}}}\n  x-e: {get: {}}\n";
        fs::write(&root, text).unwrap();
        fs::write(home.join("part.json"), r#"{"items": {"b": {"delete": {}}}}"#)
            .unwrap();
        assert_eq!(operations(&root), Some(6));
        fs::write(&root, "a: [").unwrap();
        assert_eq!(operations(&root), None);
        fs::remove_dir_all(&home).unwrap();
    }
}
