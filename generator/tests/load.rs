//! Descriptions of several files, loaded as a user would.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use oasmith::diagnostic::{Code, Diagnostics, Stopped};
use oasmith::document::{Document, Pointer};
use oasmith::load::{LoadOptions, load};
use serde_json::{Value, json};

/// Loads `root.yaml` out of these files.
fn load_files(files: &[(&str, &str)]) -> (Result<Document, Stopped>, Diagnostics) {
    let home = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut diagnostics = Diagnostics::default();
    let document =
        load(&home.path().join("root.yaml"), &LoadOptions::default(), &mut diagnostics);
    (document, diagnostics)
}

fn root(files: &[(&str, &str)]) -> Value {
    let (document, diagnostics) = load_files(files);
    assert!(diagnostics.all().is_empty(), "{:?}", diagnostics.all());
    document.unwrap().root
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.all().iter().map(|one| one.code).collect()
}

#[test]
fn parts_become_components_where_they_are_used() {
    let root = root(&[
        (
            "root.yaml",
            "openapi: 3.0.3\npaths:\n  /pets:\n    $ref: paths/pets.yaml\n  /cats:\n    $ref: paths/all.yaml#/~1cats\n",
        ),
        (
            "paths/pets.yaml",
            "get:\n  parameters:\n  - $ref: ../parts.yaml#/limit\n  responses:\n    '200': {$ref: '../parts.yaml#/ok%20one'}\n",
        ),
        (
            "paths/all.yaml",
            "/cats: {get: {responses: {default: {$ref: '../parts.yaml#/ok%20one'}}}}\n",
        ),
        (
            "parts.yaml",
            "limit: {name: limit, in: query, schema: {$ref: 'models/size.json'}}\nok one:\n  description: d\n  content: {a/b: {schema: {$ref: models/pet.yaml}}}\n",
        ),
        ("models/size.json", "{\"type\": \"integer\"}"),
        (
            "models/pet.yaml",
            "properties:\n  next: {$ref: '#'}\n  owner: {$ref: owner.yaml#/definitions/Owner}\n",
        ),
        (
            "models/owner.yaml",
            "definitions:\n  Owner: {properties: {pets: {items: {$ref: ./pet.yaml}}}}\n",
        ),
    ]);
    assert_eq!(
        root,
        json!({
            "openapi": "3.0.3",
            "paths": {
                "/pets": {"get": {
                    "parameters": [{"$ref": "#/components/parameters/limit"}],
                    "responses": {"200": {"$ref": "#/components/responses/ok_one"}},
                }},
                "/cats": {"get": {
                    "responses": {"default": {"$ref": "#/components/responses/ok_one"}},
                }},
            },
            "components": {
                "parameters": {"limit": {
                    "name": "limit", "in": "query",
                    "schema": {"$ref": "#/components/schemas/size"},
                }},
                "responses": {"ok_one": {
                    "description": "d",
                    "content": {"a/b": {"schema": {"$ref": "#/components/schemas/pet"}}},
                }},
                "schemas": {
                    "size": {"type": "integer"},
                    "pet": {"properties": {
                        "next": {"$ref": "#/components/schemas/pet"},
                        "owner": {"$ref": "#/components/schemas/Owner"},
                    }},
                    "Owner": {"properties": {"pets": {
                        "items": {"$ref": "#/components/schemas/pet"},
                    }}},
                },
            },
        })
    );
}

#[test]
fn components_of_the_root_name_what_they_refer_to() {
    let root = root(&[
        (
            "root.yaml",
            "openapi: 3.1.0\npaths: {/a: {get: {responses: {'200': {content: {x/y: {schema: {$ref: a.yaml}}}}}}}}\ncomponents:\n  schemas:\n    Animal: {$ref: a.yaml}\n    Other: {$ref: '#/components/schemas/Animal/properties/b/properties/c'}\n  parameters:\n    $ref: all.yaml\n",
        ),
        ("a.yaml", "properties: {b: {$ref: b.yaml}}\n"),
        (
            "b.yaml",
            "properties: {c: {type: string}, d: {$ref: 'root.yaml#/components/schemas/Animal'}}\n",
        ),
        ("all.yaml", "P: {name: p, in: query}\nQ: {$ref: '#/P'}\n"),
    ]);
    let components = &root["components"];
    assert_eq!(
        root.pointer("/paths/~1a/get/responses/200/content/x~1y/schema").unwrap(),
        &json!({"$ref": "#/components/schemas/Animal"})
    );
    assert_eq!(
        components["schemas"],
        json!({
            "Animal": {"properties": {"b": {"$ref": "#/components/schemas/b"}}},
            "Other": {"$ref": "#/components/schemas/c"},
            "b": {"properties": {
                "c": {"type": "string"},
                "d": {"$ref": "#/components/schemas/Animal"},
            }},
            "c": {"type": "string"},
        })
    );
    assert_eq!(components["parameters"]["P"], json!({"name": "p", "in": "query"}));
    assert_eq!(
        components["parameters"]["Q"],
        json!({"$ref": "#/components/parameters/P"})
    );
}

#[test]
fn names_that_collide_take_more_of_their_path() {
    let root = root(&[
        (
            "root.yaml",
            "openapi: 3.0.3\ncomponents:\n  schemas:\n    own: {type: string}\n    user: {properties: {a: {$ref: a/own.yaml}, b: {$ref: a/item.yaml}, c: {$ref: b/item.yaml}}}\n",
        ),
        ("a/own.yaml", "title: a own"),
        ("a/item.yaml", "title: a item"),
        ("b/item.yaml", "title: b item"),
    ]);
    let schemas = root["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas["own"], json!({"type": "string"}));
    assert_eq!(schemas["item"]["title"], "a item");
    assert_eq!(schemas["b_item"]["title"], "b item");
    assert!(schemas.values().any(|schema| schema["title"] == "a own"));
}

#[test]
fn anchors_and_ids_are_places() {
    let root = root(&[(
        "root.yaml",
        "openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {$anchor: here, $defs: {x: {$id: 'https://x.test/x', type: string}}}\n    B: {properties: {a: {$ref: '#here'}, b: {$ref: 'https://x.test/x'}, c: {$ref: '#/components/schemas/A/%24defs/x'}}}\n",
    )]);
    assert_eq!(
        root["components"]["schemas"]["B"]["properties"],
        json!({
            "a": {"$ref": "#/components/schemas/A"},
            "b": {"$ref": "#/components/schemas/A/$defs/x"},
            "c": {"$ref": "#/components/schemas/A/$defs/x"},
        })
    );
}

#[test]
fn references_in_a_schema_with_an_id_start_there() {
    let root = root(&[(
        "root.yaml",
        "openapi: 3.1.0
components:
  schemas:
    Tree:
      $id: https://x.test/deep/tree
      $dynamicAnchor: node
      properties: {next: {$dynamicRef: '#node'}, self: {$ref: '#'}, leaf: {$ref: '#/$defs/leaf'}, file: {$ref: '#/components/schemas/Other'}}
      $defs: {leaf: {type: string}}
    Named: {$id: 'https://x.test/deep/named', $dynamicAnchor: node, $ref: tree, properties: {leaf: {$ref: 'tree#/$defs/leaf'}, node: {$ref: '#node'}}}
    Other: {$id: Plain, properties: {a: {$ref: 'Plain#'}, b: {$ref: 'https://x.test/deep/named#node'}}}
",
    )]);
    let schemas = &root["components"]["schemas"];
    let to =
        |pointer: &str| json!({ "$ref": format!("#/components/schemas/{pointer}") });
    let tree = &schemas["Tree"]["properties"];
    assert_eq!(tree["next"], json!({"$dynamicRef": "#/components/schemas/Tree"}));
    assert_eq!(tree["self"], to("Tree"));
    assert_eq!(tree["leaf"], to("Tree/$defs/leaf"));
    assert_eq!(tree["file"], to("Other"));
    let named = &schemas["Named"];
    assert_eq!(named["$ref"], "#/components/schemas/Tree");
    assert_eq!(named["properties"]["leaf"], to("Tree/$defs/leaf"));
    assert_eq!(named["properties"]["node"], to("Named"));
    assert_eq!(
        schemas["Other"]["properties"],
        json!({"a": to("Other"), "b": to("Named")})
    );
}

#[test]
fn swagger_2_sections_stand_at_the_root() {
    let root = root(&[
        (
            "root.yaml",
            "swagger: '2.0'\npaths: {/a: {get: {responses: {'200': {schema: {$ref: m.yaml}}}}}}\n",
        ),
        ("m.yaml", "type: object"),
    ]);
    assert_eq!(root["definitions"], json!({"m": {"type": "object"}}));
}

#[test]
fn what_is_missing_is_said_with_its_place() {
    let (document, diagnostics) = load_files(&[(
        "root.yaml",
        "openapi: 3.0.3\npaths:\n  /a: {get: {responses: {'200': {$ref: none.yaml}}}}\n  /b: {get: {responses: {'200': {$ref: 'http://x.test/r.yaml'}}}}\nx-more: {$ref: gone.yaml}\n",
    )]);
    assert_eq!(
        codes(&diagnostics),
        [Code::MissingFile, Code::RemoteReference, Code::MissingFile]
    );
    let reference =
        document.unwrap().root["paths"]["/a"]["get"]["responses"]["200"].clone();
    assert!(reference["$ref"].as_str().unwrap().starts_with("#/missing/"));
}

#[test]
fn path_items_that_lead_back_end() {
    let (document, diagnostics) = load_files(&[
        ("root.yaml", "openapi: 3.0.3\npaths: {/a: {$ref: p.yaml}}\n"),
        ("p.yaml", "$ref: q.yaml"),
        ("q.yaml", "$ref: p.yaml"),
    ]);
    assert_eq!(codes(&diagnostics), [Code::ReferenceCycle]);
    assert!(document.is_ok());
}

#[test]
fn places_lead_to_the_file_that_holds_them() {
    let (document, _) = load_files(&[
        ("root.yaml", "openapi: 3.0.3\npaths: {/a: {$ref: 'p.yaml#/x'}}\n"),
        ("p.yaml", "x:\n  get:\n    operationId: 5\n    deprecated: 1.10\n"),
    ]);
    let document = document.unwrap();
    let at = Pointer::parse("/paths/~1a/get/operationId");
    let location = document.sources.locate(&at);
    assert_eq!(location.pointer.to_string(), "/x/get/operationId");
    assert!(document.sources.file(location.file).unwrap().path.ends_with("p.yaml"));
    let deprecated = Pointer::parse("/paths/~1a/get/deprecated");
    assert_eq!(document.spelling(&deprecated), Some("1.10"));
}

#[test]
fn copies_of_copies_have_an_end() {
    let part = |next: &str| {
        let lines = (0..10).map(|index| format!("k{index}: {{$ref: '{next}.yaml'}}\n"));
        lines.collect::<String>()
    };
    let parts: Vec<(String, String)> = (0..9)
        .map(|level| (format!("d{level}.yaml"), part(&format!("d{}", level + 1))))
        .chain([("d9.yaml".to_owned(), "a: 1\n".to_owned())])
        .collect();
    let root = "openapi: 3.0.3\npaths: {/a: {get: {x-data: {$ref: d0.yaml}}}}\n";
    let mut files = vec![("root.yaml", root)];
    files.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let (document, diagnostics) = load_files(&files);
    assert!(document.is_err());
    assert_eq!(codes(&diagnostics), [Code::TooMuchCopied]);
}
