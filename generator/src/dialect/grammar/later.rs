//! Keys of other versions than 3.0, and what the dialect stage makes of them.

/// A key of another version.
pub(super) struct Foreign {
    /// The version and the kind of object.
    pub(super) place: &'static str,
    /// The key, or several.
    pub(super) key: &'static str,
    /// What becomes of it.
    pub(super) words: &'static str,
}

const fn of(place: &'static str, key: &'static str, words: &'static str) -> Foreign {
    Foreign { place, key, words }
}

pub(super) static FOREIGN: &[Foreign] = &[
    of("2.0 root", "host, basePath, schemes", "typed: servers, `https` first"),
    of("2.0 root", "definitions, parameters, responses", "typed: components"),
    of("2.0 root", "securityDefinitions", "typed: security schemes"),
    of(
        "2.0 root, operation",
        "consumes, produces",
        "typed: media types of bodies and responses",
    ),
    of("2.0 operation", "schemes", "typed: the operation's servers"),
    of("2.0 parameter", "in: body", "typed: request body"),
    of(
        "2.0 parameter",
        "in: formData",
        "typed: form or multipart body; `type: file` is a file part",
    ),
    of(
        "2.0 parameter, items",
        "collectionFormat",
        "typed: csv, ssv, tsv, pipes, multi; also of lists in lists",
    ),
    of("2.0 response", "schema, examples", "typed: content by media type"),
    of("2.0 schema", "discriminator (a string)", "typed"),
    of("2.0 schema", "x-nullable", "typed: nullable"),
    of("3.1 root", "webhooks", "typed: models, and parsers for what arrives"),
    of(
        "3.1 root",
        "jsonSchemaDialect",
        "ignored: schemas are read as JSON Schema 2020-12",
    ),
    of("3.1 components", "pathItems", "typed: put in where they are referred to"),
    of(
        "3.1 security scheme",
        "type: mutualTLS",
        "approximated: the caller brings the client",
    ),
    of("3.1 schema", "type (a list)", "typed: nullable, or a union of the types"),
    of("3.1 schema", "const", "typed: enum of one value"),
    of("3.1 schema", "oneOf of const", "typed: enum, with titles as names"),
    of("3.1 schema", "examples", "documented: the first one"),
    of("3.1 schema", "exclusiveMinimum, exclusiveMaximum (numbers)", "typed: as in 3.0"),
    of("3.1 schema", "prefixItems, items (a list)", "typed: tuple"),
    of("3.1 schema", "patternProperties", "typed: additional properties"),
    of(
        "3.1 schema",
        "propertyNames",
        "approximated: told in the documentation, not checked",
    ),
    of("3.1 schema", "contentEncoding: base64", "typed: bytes"),
    of(
        "3.1 schema",
        "contentMediaType",
        "typed for binary media types, else text; the media type of a part",
    ),
    of("3.1 schema", "contentSchema", "approximated: the content stays text"),
    of("3.1 schema", "$defs, $id, $anchor", "typed: components"),
    of("3.1 schema", "$ref with siblings", "typed: allOf"),
    of(
        "3.1 schema",
        "$dynamicRef, $dynamicAnchor",
        "approximated: the anchor found first",
    ),
    of("3.1 schema", "true, false as schema", "typed: any value, no value"),
    of(
        "3.1 schema",
        "if, then, else",
        "approximated: what any branch allows is allowed",
    ),
    of("3.1 schema", "dependentSchemas, dependentRequired", "approximated: not checked"),
    of(
        "3.1 schema",
        "unevaluatedProperties",
        "typed where it means additionalProperties, else not checked",
    ),
    of("3.1 schema", "unevaluatedItems", "approximated: not checked"),
    of("3.1 schema", "contains, minContains, maxContains", "approximated: not checked"),
    of("3.2 root", "$self", "ignored: references are resolved by then"),
    of(
        "3.2 path item",
        "query, additionalOperations",
        "typed: operations of those methods",
    ),
    of("3.2 parameter", "in: querystring", "typed for forms, else one text"),
    of("3.2 parameter", "style: cookie", "typed: as form"),
    of("3.2 media type", "itemSchema", "typed: a stream of items"),
    of("3.2 components", "mediaTypes", "typed: put in where they are referred to"),
    of(
        "3.2 discriminator",
        "defaultMapping",
        "approximated: an unknown value stays as it is",
    ),
    of(
        "3.2 OAuth flows",
        "deviceAuthorization",
        "approximated: the caller brings the token",
    ),
];
