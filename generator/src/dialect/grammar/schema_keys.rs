//! The keys of schemas, sorted by name.

use super::Disposition::{Approximated, Documented, Typed};
use super::Shape::{
    Any, Count, Flag, List, Map, Number, One, SchemaOrFlag, Text, TextMap, Texts, Values,
};
use super::{Key, Kind, key};

const VALIDATED: super::Disposition =
    Approximated("told in the documentation; checked where the field's type allows");
const NOT_CHECKED: super::Disposition =
    Approximated("told in the documentation, not checked");

pub(super) static SCHEMA: &[Key] = &[
    key("$ref", Text, Typed),
    key("additionalProperties", SchemaOrFlag, Typed),
    key("allOf", List(Kind::Schema), Typed),
    key("anyOf", List(Kind::Schema), Typed),
    key("default", Any, Documented),
    key("deprecated", Flag, Typed),
    key("description", Text, Documented),
    key("discriminator", One(Kind::Discriminator), Typed),
    key("enum", Values, Typed),
    key("example", Any, Documented),
    key("exclusiveMaximum", Flag, Typed),
    key("exclusiveMinimum", Flag, Typed),
    key("externalDocs", One(Kind::ExternalDocs), Documented),
    key("format", Text, Typed),
    key("items", One(Kind::Schema), Typed),
    key("maxItems", Count, VALIDATED),
    key("maxLength", Count, VALIDATED),
    key("maxProperties", Count, NOT_CHECKED),
    key("maximum", Number, VALIDATED),
    key("minItems", Count, VALIDATED),
    key("minLength", Count, VALIDATED),
    key("minProperties", Count, NOT_CHECKED),
    key("minimum", Number, VALIDATED),
    key("multipleOf", Number, VALIDATED),
    key("not", One(Kind::Schema), NOT_CHECKED),
    key("nullable", Flag, Typed),
    key("oneOf", List(Kind::Schema), Typed),
    key("pattern", Text, VALIDATED),
    key("properties", Map(Kind::Schema), Typed),
    key("readOnly", Flag, Typed),
    key("required", Texts, Typed),
    key("title", Text, Documented),
    key("type", Text, Typed),
    key("uniqueItems", Flag, VALIDATED),
    key("writeOnly", Flag, Typed),
    key("x-oasmith-content-media-type", Text, Typed),
    key("x-oasmith-enum-null", Flag, Typed),
    key("x-oasmith-pattern-properties", Map(Kind::Schema), Typed),
    key("x-oasmith-prefix-items", List(Kind::Schema), Typed),
    key("x-oasmith-property-names", One(Kind::Schema), NOT_CHECKED),
    key("x-oasmith-unchecked-pattern", Text, NOT_CHECKED),
    key("xml", One(Kind::Xml), IN_XML),
];

pub(super) static DISCRIMINATOR: &[Key] =
    &[key("mapping", TextMap, Typed), key("propertyName", Text, Typed)];

const IN_XML: super::Disposition = Approximated(
    "an XML body is typed if its schema has properties and no choices, else text",
);

pub(super) static XML: &[Key] = &[
    key("attribute", Flag, IN_XML),
    key("name", Text, IN_XML),
    key("namespace", Text, IN_XML),
    key("nodeType", Text, IN_XML),
    key("prefix", Text, IN_XML),
    key("wrapped", Flag, IN_XML),
];
