//! Reads the typed description from the tree, part by part.
//!
//! After repair everything should read. If a part still does not, it is found, reported and
//! replaced or left out, and the rest goes on.

use super::MendOptions;
use crate::diagnostic::Code;
use crate::dialect::Report;
use crate::document::Pointer;
use openapiv3::{Components, OpenAPI, Operation, PathItem, ReferenceOr};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::thread;

/// Reading is recursive; a thread of its own with this much (virtual) stack takes the
/// deepest nesting that [`super::schema::MAX_DEPTH`] lets through.
const STACK: usize = 256 << 20;

/// Something that could not be read.
struct Failure {
    code: Code,
    at: Pointer,
    message: String,
}

/// Reads the whole description. What cannot be read is taken out of the tree too.
pub(super) fn read(
    root: &mut Value,
    options: &MendOptions,
    report: &mut Report<'_>,
) -> OpenAPI {
    let (api, failures) = on_large_stack(root, *options);
    for failure in failures {
        report.add(failure.code, &failure.at, failure.message);
    }
    api
}

fn on_large_stack(root: &mut Value, options: MendOptions) -> (OpenAPI, Vec<Failure>) {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let reader = builder.spawn_scoped(scope, || Reader::new(options).all(root));
        match reader.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(read)) => read,
            // No thread to be had, or it panicked: nothing was read.
            _ => {
                let message = "the description could not be read at all".to_owned();
                let failure = Failure {
                    code: Code::UnreadableOperation,
                    at: Pointer::root(),
                    message,
                };
                (OpenAPI::default(), vec![failure])
            }
        }
    })
}

struct Reader {
    options: MendOptions,
    failures: Vec<Failure>,
}

impl Reader {
    fn new(options: MendOptions) -> Self {
        Self { options, failures: Vec::new() }
    }

    fn all(mut self, root: &mut Value) -> (OpenAPI, Vec<Failure>) {
        let Value::Object(root) = root else {
            return (OpenAPI::default(), self.failures);
        };
        let mut api = self.head(root);
        if let Some(Value::Object(paths)) = root.get_mut("paths") {
            let at = Pointer::root().child("paths");
            for (path, item) in paths {
                if path.starts_with("x-") {
                    api.paths.extensions.insert(path.clone(), item.clone());
                } else {
                    let item = self.path_item(item, &at.child(path.as_str()));
                    api.paths.paths.insert(path.clone(), ReferenceOr::Item(item));
                }
            }
        }
        if let Some(Value::Object(components)) = root.get_mut("components") {
            api.components = Some(self.components(components));
        }
        (api, self.failures)
    }

    fn fail(&mut self, code: Code, at: Pointer, message: String) {
        self.failures.push(Failure { code, at, message });
    }

    /// Everything but paths and components.
    fn head(&mut self, root: &mut Map<String, Value>) -> OpenAPI {
        let mut head = json!({ "openapi": "3.0.3", "info": { "title": "", "version": "" }, "paths": {} });
        let keys: Vec<String> = root
            .keys()
            .filter(|key| !matches!(key.as_str(), "paths" | "components"))
            .cloned()
            .collect();
        for key in keys {
            let Some(value) = root.get(&key).cloned() else { continue };
            let before =
                head.as_object_mut().and_then(|head| head.insert(key.clone(), value));
            if let Err(error) = OpenAPI::deserialize(&head) {
                let at = Pointer::root().child(key.as_str());
                self.fail(
                    Code::BrokenPart,
                    at,
                    format!("`{key}` cannot be read: {error}"),
                );
                if let Value::Object(head) = &mut head {
                    head.shift_remove(&key);
                    if let Some(before) = before {
                        head.insert(key.clone(), before.clone());
                        root.insert(key, before);
                    } else {
                        root.shift_remove(&key);
                    }
                }
            }
        }
        OpenAPI::deserialize(&head).unwrap_or_default()
    }

    fn path_item(&mut self, item: &mut Value, at: &Pointer) -> PathItem {
        let Ok(read) = PathItem::deserialize(&*item) else {
            self.find_broken(item, at);
            return PathItem::deserialize(&*item).unwrap_or_default();
        };
        self.additional_operations(item, at);
        read
    }

    /// Takes out of a path item what makes it unreadable.
    fn find_broken(&mut self, item: &mut Value, at: &Pointer) {
        let Value::Object(map) = item else {
            *item = json!({});
            return;
        };
        let keys: Vec<String> = map.keys().cloned().collect();
        for key in keys {
            let Some(value) = map.get(&key) else { continue };
            let alone = json!({ &key: value });
            let Err(error) = PathItem::deserialize(&alone) else { continue };
            let error = match Operation::deserialize(value) {
                Err(of_operation) if value.is_object() => of_operation,
                _ => error,
            };
            self.leave_out(at, &key, &error);
            map.shift_remove(&key);
        }
    }

    fn leave_out(&mut self, at: &Pointer, key: &str, error: &serde_json::Error) {
        let path = at.tokens().last().map(String::as_str).unwrap_or_default();
        let name = format!("{} {path}", key.to_ascii_uppercase());
        let (code, words) = match self.options.skip_invalid {
            true => (Code::OperationLeftOut, "was left out"),
            false => (Code::UnreadableOperation, "cannot be generated"),
        };
        self.fail(code, at.child(key), format!("{name} {words}: {error}"));
    }

    fn additional_operations(&mut self, item: &mut Value, at: &Pointer) {
        let Some(Value::Object(operations)) =
            item.get_mut("x-oasmith-additional-operations")
        else {
            return;
        };
        let at = at.child("x-oasmith-additional-operations");
        let broken: Vec<(String, serde_json::Error)> = operations
            .iter()
            .filter_map(|(method, operation)| {
                Operation::deserialize(operation)
                    .err()
                    .map(|error| (method.clone(), error))
            })
            .collect();
        for (method, error) in broken {
            self.leave_out(&at, &method, &error);
            operations.shift_remove(&method);
        }
    }

    fn components(&mut self, map: &mut Map<String, Value>) -> Components {
        let any = || json!({});
        let mut read = Components {
            schemas: self.section(map, "schemas", any),
            responses: self.section(map, "responses", || json!({ "description": "" })),
            parameters: self.section(
                map,
                "parameters",
                || json!({ "name": "unreadable", "in": "query", "schema": {} }),
            ),
            examples: self.section(map, "examples", any),
            request_bodies: self.section(
                map,
                "requestBodies",
                || json!({ "content": {} }),
            ),
            headers: self.section(map, "headers", || json!({ "schema": {} })),
            security_schemes: self.section(
                map,
                "securitySchemes",
                || json!({ "type": "http", "scheme": "unknown" }),
            ),
            links: self.section(map, "links", || json!({ "operationId": "" })),
            callbacks: self.section(map, "callbacks", any),
            ..Components::default()
        };
        for (key, value) in map {
            if key.starts_with("x-") {
                read.extensions.insert(key.clone(), value.clone());
            }
        }
        read
    }

    fn section<T: DeserializeOwned>(
        &mut self,
        components: &mut Map<String, Value>,
        section: &str,
        instead: impl Fn() -> Value,
    ) -> indexmap::IndexMap<String, ReferenceOr<T>> {
        let mut read = indexmap::IndexMap::new();
        let Some(Value::Object(map)) = components.get_mut(section) else { return read };
        for (name, value) in map {
            match ReferenceOr::<T>::deserialize(&*value) {
                Ok(one) => {
                    read.insert(name.clone(), one);
                }
                Err(error) => {
                    let at = Pointer::root().child("components").child(section);
                    let message = format!("`{name}` cannot be read: {error}");
                    self.fail(
                        Code::UnreadableComponent,
                        at.child(name.as_str()),
                        message,
                    );
                    *value = instead();
                    if let Ok(one) = ReferenceOr::<T>::deserialize(&*value) {
                        read.insert(name.clone(), one);
                    }
                }
            }
        }
        read
    }
}
