//! Schemas.

use super::{become_types, become_types_with};
use crate::diagnostic::Code;
use serde_json::{Value, json};

#[test]
fn scalars_follow_type_format_and_limits() {
    become_types(
        json!({ "All": { "type": "object", "properties": {
            "a": { "type": "integer" },
            "b": { "type": "integer", "format": "int32" },
            "c": { "type": "integer", "format": "int32", "maximum": 4_294_967_295_u32 },
            "d": { "type": "integer", "minimum": 0, "maximum": 18_446_744_073_709_551_615_u64 },
            "e": { "type": "integer", "minimum": -1.0e30 },
            "f": { "type": "number", "format": "float" },
            "g": { "type": "string", "format": "date-time" },
            "h": { "type": "string", "format": "uuid" },
            "i": { "type": "string", "format": "byte" },
            "j": { "format": "date" },
            "k": { "type": "boolean" },
            "l": {},
        } } }),
        &["All: struct { a: Int64 optional, b: Int32 optional, c: Int64 optional, \
           d: UInt64 optional, e: Int128 optional, f: Float64 optional, \
           g: DateTime optional, h: String optional, i: Base64 optional, j: Date optional, \
           k: Boolean optional, l: Any optional }"],
    );
}

#[test]
fn null_is_found_in_every_spelling() {
    become_types(
        json!({
            "Word": { "type": "string" },
            "Maybe": { "type": "string", "nullable": true, "minLength": 1 },
            "Holder": { "type": "object", "required": ["a"], "properties": {
                "a": { "type": "string", "nullable": true },
                "b": { "$ref": "#/components/schemas/Maybe" },
                "c": { "allOf": [{ "$ref": "#/components/schemas/Word" }], "nullable": true },
                "d": { "allOf": [{ "$ref": "#/components/schemas/Word" }, { "nullable": true }] },
                "e": { "oneOf": [{ "$ref": "#/components/schemas/Word" }, { "enum": [null] }] },
                "f": { "type": "string", "enum": ["x", null] },
                "g": { "type": "array", "items": { "type": "integer", "nullable": true } },
                "h": { "nullable": true },
            } },
        }),
        &[
            "Word: = String",
            "Maybe: = String",
            "Holder: struct { a: String?, b: Maybe? optional, c: Word? optional, \
             d: Word? optional, e: Word? optional, f: Holder.f? optional, \
             g: [Int64?] optional, h: Any optional }",
            "Holder.f: enum \"x\"",
        ],
    );
}

#[test]
fn objects_are_structs_and_maps() {
    become_types(
        json!({
            "Free": { "type": "object" },
            "Closed": { "type": "object", "additionalProperties": false },
            "Map": { "type": "object", "additionalProperties": { "type": "integer" } },
            "Maps": { "additionalProperties": { "additionalProperties": { "type": "string" } } },
            "Mixed": { "properties": { "a": { "type": "string" } },
                "additionalProperties": { "type": "boolean" } },
            "Pattern": { "type": "object",
                "x-oasmith-pattern-properties": { "^x": { "type": "string" } } },
        }),
        &[
            "Free: = {Any}",
            "Closed: struct {  }",
            "Map: = {Int64}",
            "Maps: = {{String}}",
            "Mixed: struct { a: String optional, *: Boolean }",
            "Pattern: = {String}",
        ],
    );
}

#[test]
fn all_of_merges_and_later_wins() {
    become_types(
        json!({
            "Base": { "type": "object", "required": ["id"],
                "properties": { "id": { "type": "string" }, "n": { "type": "number" } } },
            "More": { "allOf": [
                { "$ref": "#/components/schemas/Base" },
                { "type": "object", "required": ["n"], "properties": {
                    "n": { "type": "integer" }, "x": { "type": "boolean" } } },
            ] },
            "Same": { "description": "Only words.",
                "allOf": [{ "$ref": "#/components/schemas/Base" }] },
        }),
        &[
            "Base: struct { id: String, n: Float64 optional }",
            "More: struct { id: String, n: Int64, x: Boolean optional }",
            "Same: = Base",
        ],
    );
}

#[test]
fn all_of_that_disagrees_is_any_value() {
    become_types_with(
        json!({ "Odd": { "properties": { "a": { "allOf": [
            { "type": "string" }, { "type": "integer" } ] } } } }),
        &["Odd: struct { a: Any optional }"],
        Code::ConflictingSchemas,
    );
}

#[test]
fn all_of_around_itself_is_left_out() {
    become_types_with(
        json!({ "Loop": { "allOf": [
            { "$ref": "#/components/schemas/Loop" },
            { "type": "object", "properties": { "a": { "type": "string" } } } ] } }),
        &["Loop: struct { a: String optional }"],
        Code::RecursiveAllOf,
    );
}

#[test]
fn names_of_themselves_are_any_value() {
    become_types_with(
        json!({
            "A": { "$ref": "#/components/schemas/B" },
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }] },
        }),
        &["A: = B", "B: = Any"],
        Code::SchemaAliasCycle,
    );
    become_types_with(
        json!({ "Lists": { "type": "array", "items": { "$ref": "#/components/schemas/Lists" } } }),
        &["Lists: = [Any]"],
        Code::EndlessList,
    );
}

#[test]
fn unions_lose_what_is_doubled() {
    become_types(
        json!({
            "Cat": { "type": "object", "properties": { "meow": { "type": "string" } } },
            "Dog": { "type": "object", "properties": { "bark": { "type": "string" } } },
            "Pet": { "oneOf": [
                { "$ref": "#/components/schemas/Cat" },
                { "anyOf": [{ "$ref": "#/components/schemas/Dog" },
                    { "$ref": "#/components/schemas/Cat" }] } ] },
            "Single": { "anyOf": [{ "$ref": "#/components/schemas/Cat" }] },
            "Words": { "anyOf": [{ "type": "string" }, { "type": "string", "format": "uri" }] },
            "Numbers": { "oneOf": [{ "type": "integer" }, { "type": "number" }] },
            "Open": { "anyOf": [{ "type": "string", "enum": ["a", "b"] }, { "type": "string" }] },
            "Texts": { "oneOf": [{ "type": "string" },
                { "type": "array", "items": { "type": "string" } }] },
            "Anything": { "anyOf": [{ "$ref": "#/components/schemas/Cat" }, {}] },
        }),
        &[
            "Cat: struct { meow: String optional }",
            "Dog: struct { bark: String optional }",
            "Pet: union Cat(Cat) | Dog(Dog) by best match",
            "Single: = Cat",
            "Words: = String",
            "Numbers: union integer(Int128) | number(Float64) by best match",
            "Open: enum \"a\" \"b\"",
            "Texts: union string(String) | string list([String]) by best match",
            "Anything: = Any",
        ],
    );
}

#[test]
fn discriminators_map_by_name_pointer_file_and_value() {
    let cat =
        json!({ "type": "object", "properties": { "kind": { "type": "string" } } });
    let dog = json!({ "type": "object", "required": ["kind"],
        "properties": { "kind": { "type": "string", "enum": ["hound", "pup"] } } });
    become_types(
        json!({
            "Cat": cat, "Cow": cat, "Dog": dog, "Eel": cat,
            "Pet": {
                "oneOf": [
                    { "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Cow" },
                    { "$ref": "#/components/schemas/Dog" }, { "$ref": "#/components/schemas/Eel" } ],
                "discriminator": { "propertyName": "kind", "mapping": {
                    "cat": "#/components/schemas/Cat", "tom": "Cat", "cow": "models/Cow.json" } },
            },
        }),
        &[
            "Cat: struct { kind: String optional }",
            "Cow: struct { kind: String optional }",
            "Dog: struct { kind: Dog.kind }",
            "Eel: struct { kind: String optional }",
            "Pet: union Cat(Cat) | Cow(Cow) | Dog(Dog) | Eel(Eel) \
             by kind: cat=0 tom=0 cow=1 hound=2 pup=2 Eel=3",
            "Dog.kind: enum \"hound\" \"pup\"",
        ],
    );
}

#[test]
fn constants_tell_alternatives_apart_without_a_discriminator() {
    let (lines, _) = super::schemas(json!({ "Event": { "oneOf": [
        { "type": "object", "required": ["type"], "properties": {
            "type": { "type": "string", "enum": ["made"] }, "at": { "type": "string" } } },
        { "type": "object", "required": ["type"], "properties": {
            "type": { "type": "string", "enum": ["gone"] } } },
    ] } }));
    assert!(
        lines.iter().any(|line| line.ends_with("by type: made=0 gone=1")),
        "{lines:?}"
    );
}

#[test]
fn a_base_with_children_is_their_union() {
    become_types(
        json!({
            "Shape": { "type": "object", "required": ["kind"],
                "discriminator": { "propertyName": "kind" },
                "properties": { "kind": { "type": "string" } } },
            "Circle": { "allOf": [{ "$ref": "#/components/schemas/Shape" },
                { "type": "object", "properties": { "r": { "type": "number" } } }] },
            "Dot": { "allOf": [{ "$ref": "#/components/schemas/Shape" }] },
            "Group": { "allOf": [{ "$ref": "#/components/schemas/Shape" },
                { "type": "object", "properties": {
                    "one": { "$ref": "#/components/schemas/Shape" } } }] },
        }),
        &[
            "Shape: union Circle(Circle) | Dot(Dot) | Group(Group) | base(Shape.base) \
             by kind: Circle=0 Dot=1 Group=2 Shape=3 else 3",
            "Circle: struct { kind: String = \"Circle\", r: Float64 optional }",
            "Dot: struct { kind: String = \"Dot\" }",
            "Group: struct { kind: String = \"Group\", one: Shape optional }",
            "Shape.base: struct { kind: String }",
        ],
    );
}

#[test]
fn alternatives_beside_properties_have_those_too() {
    become_types(
        json!({ "Thing": { "type": "object", "properties": { "id": { "type": "string" } },
            "oneOf": [
                { "title": "Left", "properties": { "l": { "type": "integer" } } },
                { "title": "Right", "properties": { "r": { "type": "integer" } } } ] } }),
        &[
            "Thing: union Left(Thing.Left) | Right(Thing.Right) by best match",
            "Thing.Left: struct { id: String optional, l: Int64 optional }",
            "Thing.Right: struct { id: String optional, r: Int64 optional }",
        ],
    );
    become_types_with(
        json!({ "Thing": { "type": "object",
            "properties": { "a": { "type": "string" }, "b": { "type": "string" } },
            "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] } }),
        &["Thing: struct { a: String optional, b: String optional }"],
        Code::RuleUnchecked,
    );
}

#[test]
fn enums_of_strings_and_integers_are_enums() {
    become_types(
        json!({
            "Words": { "type": "string", "enum": ["", "a", "A", "a", "+1"] },
            "Codes": { "type": "integer", "enum": [1, -2] },
            "Untyped": { "enum": ["x"] },
        }),
        &[
            "Words: enum \"\" \"a\" \"A\" \"+1\"",
            "Codes: enum 1 -2",
            "Untyped: enum \"x\"",
        ],
    );
    become_types_with(
        json!({ "Mixed": { "enum": ["a", 1, true] }, "Steps": { "type": "number", "enum": [0.5, 1] } }),
        &["Mixed: = Any", "Steps: = Float64"],
        Code::EnumApproximated,
    );
}

#[test]
fn no_type_must_hold_itself() {
    become_types(
        json!({
            "Node": { "type": "object", "properties": {
                "next": { "$ref": "#/components/schemas/Node" },
                "all": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
                "by": { "additionalProperties": { "$ref": "#/components/schemas/Node" } } } },
            "A": { "type": "object", "properties": { "b": { "$ref": "#/components/schemas/B" } } },
            "B": { "type": "object", "properties": { "a": { "$ref": "#/components/schemas/A" } } },
        }),
        &[
            "Node: struct { next: Node optional, all: [Node] optional, by: {Node} optional }",
            "A: struct { b: B optional }",
            "B: struct { a: A optional }",
        ],
    );
    become_types_with(
        json!({ "Never": { "type": "object", "required": ["me"],
            "properties": { "me": { "$ref": "#/components/schemas/Never" } } } }),
        &["Never: struct { me: Never optional }"],
        Code::RequiredCycle,
    );
}

#[test]
fn equal_inline_types_of_one_owner_are_one() {
    let point = json!({ "type": "object", "properties": { "x": { "type": "number" } } });
    become_types(
        json!({ "Line": { "type": "object", "properties": { "from": point, "to": point } } }),
        &[
            "Line: struct { from: Line.from optional, to: Line.from optional }",
            "Line.from: struct { x: Float64 optional }",
        ],
    );
}

#[test]
fn references_into_schemas_share_the_type() {
    become_types(
        json!({
            "User": { "properties": {
                "copy": { "$ref": "#/components/schemas/Owner/properties/part" } } },
            "Owner": { "properties": {
                "part": { "type": "object", "properties": { "x": { "type": "string" } } } } },
        }),
        &[
            "User: struct { copy: Owner.part optional }",
            "Owner: struct { part: Owner.part optional }",
            "Owner.part: struct { x: String optional }",
        ],
    );
}

#[test]
fn tuples_are_lists_of_what_fits() {
    become_types_with(
        json!({ "Pair": { "type": "array",
            "x-oasmith-prefix-items": [{ "type": "string" }, { "type": "integer" }] } }),
        &[
            "Pair: = [Pair.item]",
            "Pair.item: union place 1(String) | place 2(Int64) by best match",
        ],
        Code::TupleApproximated,
    );
}

#[test]
fn dangling_references_are_any_value() {
    become_types_with(
        json!({ "Lost": { "properties": { "a": { "$ref": "#/components/schemas/None" } } } }),
        &["Lost: struct { a: Any optional }"],
        Code::DanglingSchema,
    );
}

#[test]
fn a_base_with_one_subtype_is_a_union_too() {
    become_types(
        json!({
            "Pet": { "type": "object", "required": ["petType", "name"],
                "discriminator": { "propertyName": "petType",
                    "mapping": { "type_dog": "#/components/schemas/Dog" } },
                "properties": { "petType": { "type": "string", "enum": ["type_dog", "cat"] },
                    "name": { "type": "string" } } },
            "Dog": { "allOf": [{ "$ref": "#/components/schemas/Pet" },
                { "type": "object", "required": ["bark"],
                    "properties": { "bark": { "type": "boolean" } } }] },
        }),
        &[
            "Pet: union Dog(Dog) | base(Pet.base) by petType: type_dog=0 else 1",
            "Dog: struct { petType: Pet.base.petType = \"type_dog\", name: String, \
             bark: Boolean }",
            "Pet.base: struct { petType: Pet.base.petType, name: String }",
            "Pet.base.petType: enum \"type_dog\" \"cat\"",
        ],
    );
}

#[test]
fn bases_in_the_middle_of_a_family_stand_for_themselves_too() {
    let base = |property: &str| {
        json!({ "type": "object", "required": ["kind"],
            "discriminator": { "propertyName": "kind" },
            "properties": { "kind": { "type": "string" }, property: { "type": "string" } } })
    };
    become_types(
        json!({
            "A": base("a"),
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }],
                "type": "object", "discriminator": { "propertyName": "kind" },
                "properties": { "b": { "type": "string" } } },
            "C": { "allOf": [{ "$ref": "#/components/schemas/B" }],
                "type": "object", "properties": { "c": { "type": "string" } } },
        }),
        &[
            "A: union B(B.base) | C(C) | base(A.base) by kind: B=0 C=1 A=2 else 2",
            "B: union C(C) | base(B.base) by kind: C=0 B=1 else 1",
            "C: struct { kind: String = \"C\", a: String optional, b: String optional, \
             c: String optional }",
            "B.base: struct { kind: String, a: String optional, b: String optional }",
            "A.base: struct { kind: String, a: String optional }",
        ],
    );
}

#[test]
fn constants_that_must_be_there_are_known() {
    become_types(
        json!({ "Message": { "type": "object", "required": ["text", "kind", "v"],
            "properties": {
                "kind": { "type": "string", "enum": ["message"] },
                "v": { "type": "integer", "enum": [2] },
                "other": { "type": "string", "enum": ["o"] },
                "text": { "type": "string" } } } }),
        &[
            "Message: struct { kind: Message.kind = \"message\", v: Message.v = 2, \
             other: Message.other optional, text: String }",
            "Message.kind: enum \"message\"",
            "Message.v: enum 2",
            "Message.other: enum \"o\"",
        ],
    );
}

#[test]
fn what_is_asked_for_comes_in_the_order_of_required() {
    let description = json!({ "paths": {}, "components": { "schemas": { "A": {
        "type": "object", "required": ["z", "k", "a", "m"], "properties": {
            "a": { "type": "string" }, "m": { "type": "string" },
            "k": { "type": "string", "enum": ["k"] }, "z": { "type": "string" } } } } } });
    let (api, _) = super::lowered(description, &crate::config::Config::default());
    let structs = api.types.iter().find_map(|(_, ty)| match &ty.kind {
        crate::ir::Kind::Struct(object) => Some(object),
        _ => None,
    });
    let names = structs.unwrap().arguments();
    let names: Vec<&str> = names.iter().map(|field| field.wire_name.as_str()).collect();
    assert_eq!(names, ["z", "a", "m"]);
}

#[test]
fn wrappings_that_add_nothing_are_the_type_itself() {
    let x = "#/components/schemas/X";
    become_types(
        json!({
            "X": { "type": "object", "properties": { "a": { "type": "string" } } },
            "Y": { "allOf": [{ "$ref": x }, { "properties": { "b": { "type": "string" } } }] },
            "Uses": { "type": "object", "properties": {
                "one": { "type": "object", "allOf": [{ "$ref": x }], "nullable": true },
                "two": { "type": "object", "allOf": [{ "$ref": x }], "description": "It.",
                    "readOnly": true, "properties": {}, "required": [] },
                "three": { "allOf": [{ "$ref": x }, { "type": "object" }], "title": "T" },
                "four": { "type": "object", "allOf": [{ "$ref": "#/components/schemas/Y" }] },
                "five": { "type": "object", "oneOf": [{ "$ref": x }], "default": {} } } },
        }),
        &[
            "X: struct { a: String optional }",
            "Y: struct { a: String optional, b: String optional }",
            "Uses: struct { one: X? optional, two: X optional read, three: X optional, \
             four: Y optional, five: X optional }",
        ],
    );
}

#[test]
fn what_is_built_on_a_union_that_lists_it_is_a_type_of_its_own() {
    let union = json!({ "$ref": "#/components/schemas/Connection" });
    become_types(
        json!({
            "Connection": {
                "type": "object",
                "properties": { "kind": { "type": "string" } },
                "oneOf": [
                    { "$ref": "#/components/schemas/Sample" },
                    { "$ref": "#/components/schemas/Other" },
                ],
                "discriminator": { "propertyName": "kind", "mapping": {
                    "sample": "#/components/schemas/Sample",
                    "other": "#/components/schemas/Other" } },
            },
            "Sample": { "type": "object", "allOf": [union] },
            "Other": { "allOf": [union, { "properties": { "b": { "type": "string" } } }] },
        }),
        &[
            "Connection: union Sample(Sample) | Other(Other) by kind: sample=0 other=1",
            "Sample: struct { kind: String optional }",
            "Other: struct { kind: String optional, b: String optional }",
        ],
    );
}

#[test]
fn secrets_are_text_with_such_a_name() {
    become_types(
        json!({ "A": { "type": "object", "properties": {
            "privateKey": { "type": "string" },
            "maskedSecret": { "type": "string" },
            "pin": { "type": "string", "format": "password" },
            "apiKeys": { "type": "array", "items": { "type": "string" } },
            "hasSecret": { "type": "boolean" },
            "password": { "type": "boolean" },
            "tokens": { "type": "array", "items": { "type": "integer" } },
            "secrets": { "type": "object", "additionalProperties": { "type": "string" } },
            "credentials": { "type": "object", "properties": {
                "token": { "type": "string" }, "kind": { "type": "string" } } } } } }),
        &[
            "A: struct { privateKey: String optional secret, maskedSecret: String optional, \
             pin: String optional secret, apiKeys: [String] optional secret, \
             hasSecret: Boolean optional, password: Boolean optional, \
             tokens: [Int64] optional, secrets: {String} optional secret, \
             credentials: A.credentials optional }",
            "A.credentials: struct { token: String optional secret, kind: String optional }",
        ],
    );
}

#[test]
fn lists_of_values_that_are_no_enum_are_called_what_they_are() {
    let said = |schema: Value| {
        let root = json!({ "paths": {}, "components": { "schemas": { "A": schema } } });
        let document = crate::document::Document { root, ..Default::default() };
        let mut found = crate::diagnostic::Diagnostics::default();
        let config = crate::config::Config::default();
        crate::lower::lower(&document, &config, &mut found).unwrap();
        found.all().iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("")
    };
    assert!(
        said(json!({ "type": "number", "enum": [1, 2] })).contains("list of numbers")
    );
    assert!(
        said(json!({ "type": "boolean", "enum": [true] })).contains("list of booleans")
    );
    assert!(said(json!({ "enum": ["a", 1] })).contains("several types"));
}
