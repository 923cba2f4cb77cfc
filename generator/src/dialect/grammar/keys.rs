//! The keys of every kind of object but schemas, sorted by name.

use super::Disposition::{Approximated, Documented, Ignored, Typed};
use super::Shape::{
    Any, AnyMap, Flag, List, Map, One, Requirements, Text, TextMap, Texts,
};
use super::{Key, Kind, key};

const SEE_REF: super::Disposition = Typed;
const NOT_SENT: super::Disposition = Ignored("says nothing about requests or types");

pub(super) static OPEN_API: &[Key] = &[
    key("components", One(Kind::Components), Typed),
    key("externalDocs", One(Kind::ExternalDocs), Documented),
    key("info", One(Kind::Info), Documented),
    key("openapi", Text, Typed),
    key("paths", One(Kind::Paths), Typed),
    key("security", Requirements, Typed),
    key("servers", List(Kind::Server), Typed),
    key("tags", List(Kind::Tag), Documented),
    key("x-oasmith-webhooks", Map(Kind::PathItem), Typed),
];

pub(super) static INFO: &[Key] = &[
    key("contact", One(Kind::Contact), Documented),
    key("description", Text, Documented),
    key("license", One(Kind::License), Documented),
    key("summary", Text, Documented),
    key("termsOfService", Text, Documented),
    key("title", Text, Documented),
    key("version", Text, Documented),
];

pub(super) static CONTACT: &[Key] = &[
    key("email", Text, Documented),
    key("name", Text, Documented),
    key("url", Text, Documented),
];

pub(super) static LICENSE: &[Key] = &[
    key("identifier", Text, Documented),
    key("name", Text, Documented),
    key("url", Text, Documented),
];

pub(super) static SERVER: &[Key] = &[
    key("description", Text, Documented),
    key("name", Text, Documented),
    key("url", Text, Typed),
    key("variables", Map(Kind::ServerVariable), Typed),
];

pub(super) static SERVER_VARIABLE: &[Key] = &[
    key("default", Text, Typed),
    key("description", Text, Documented),
    key("enum", Texts, Documented),
];

pub(super) static PATH_ITEM: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("delete", One(Kind::Operation), Typed),
    key("description", Text, Documented),
    key("get", One(Kind::Operation), Typed),
    key("head", One(Kind::Operation), Typed),
    key("options", One(Kind::Operation), Typed),
    key("parameters", List(Kind::Parameter), Typed),
    key("patch", One(Kind::Operation), Typed),
    key("post", One(Kind::Operation), Typed),
    key("put", One(Kind::Operation), Typed),
    key("servers", List(Kind::Server), Typed),
    key("summary", Text, Documented),
    key("trace", One(Kind::Operation), Typed),
    key("x-oasmith-additional-operations", Map(Kind::Operation), Typed),
    key("x-oasmith-query", TextMap, Typed),
];

pub(super) static OPERATION: &[Key] = &[
    key("callbacks", Map(Kind::Callback), Typed),
    key("deprecated", Flag, Typed),
    key("description", Text, Documented),
    key("externalDocs", One(Kind::ExternalDocs), Documented),
    key("operationId", Text, Typed),
    key("parameters", List(Kind::Parameter), Typed),
    key("requestBody", One(Kind::RequestBody), Typed),
    key("responses", One(Kind::Responses), Typed),
    key("security", Requirements, Typed),
    key("servers", List(Kind::Server), Typed),
    key("summary", Text, Documented),
    key("tags", Texts, Typed),
];

pub(super) static EXTERNAL_DOCS: &[Key] =
    &[key("description", Text, Documented), key("url", Text, Documented)];

pub(super) static PARAMETER: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("allowEmptyValue", Flag, Ignored("an empty value is sent as it is")),
    key("allowReserved", Flag, Typed),
    key("content", Map(Kind::MediaType), Typed),
    key("deprecated", Flag, Typed),
    key("description", Text, Documented),
    key("example", Any, Documented),
    key("examples", Map(Kind::Example), Documented),
    key("explode", Flag, Typed),
    key("in", Text, Typed),
    key("name", Text, Typed),
    key("required", Flag, Typed),
    key("schema", One(Kind::Schema), Typed),
    key("style", Text, Typed),
    key("x-oasmith-nested", Texts, Typed),
    key("x-oasmith-tab-delimited", Flag, Typed),
    key("x-oasmith-whole-query", Flag, Approximated("the query is one text")),
];

pub(super) static REQUEST_BODY: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("content", Map(Kind::MediaType), Typed),
    key("description", Text, Documented),
    key("required", Flag, Typed),
];

pub(super) static MEDIA_TYPE: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("encoding", Map(Kind::Encoding), Typed),
    key("example", Any, Documented),
    key("examples", Map(Kind::Example), Documented),
    key("itemEncoding", One(Kind::Encoding), NOT_YET),
    key("prefixEncoding", List(Kind::Encoding), NOT_YET),
    key("schema", One(Kind::Schema), Typed),
    key("x-oasmith-file-parts", Flag, Typed),
    key("x-oasmith-item-schema", One(Kind::Schema), Typed),
];

const NOT_YET: super::Disposition =
    Ignored("parts that are told apart by position only are sent as bytes");

pub(super) static ENCODING: &[Key] = &[
    key("allowReserved", Flag, Typed),
    key("contentType", Text, Typed),
    key("explode", Flag, Typed),
    key(
        "headers",
        Map(Kind::Header),
        Approximated("one with a single value is sent; `Binary::header` sets others"),
    ),
    key("style", Text, Typed),
    key("x-oasmith-nested", Texts, Typed),
    key("x-oasmith-tab-delimited", Flag, Typed),
];

pub(super) static RESPONSE: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("content", Map(Kind::MediaType), Typed),
    key("description", Text, Documented),
    key("headers", Map(Kind::Header), Typed),
    key("links", Map(Kind::Link), Documented),
    key("summary", Text, Documented),
];

pub(super) static EXAMPLE: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("dataValue", Any, Documented),
    key("description", Text, Documented),
    key("externalValue", Text, Documented),
    key("serializedValue", Text, Documented),
    key("summary", Text, Documented),
    key("value", Any, Documented),
];

pub(super) static LINK: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("description", Text, Documented),
    key("operationId", Text, Documented),
    key("operationRef", Text, Documented),
    key("parameters", AnyMap, Documented),
    key("requestBody", Any, Documented),
    key("server", One(Kind::Server), Documented),
];

pub(super) static HEADER: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("allowEmptyValue", Flag, NOT_SENT),
    key("allowReserved", Flag, NOT_SENT),
    key("content", Map(Kind::MediaType), Typed),
    key("deprecated", Flag, Documented),
    key("description", Text, Documented),
    key("example", Any, Documented),
    key("examples", Map(Kind::Example), Documented),
    key("explode", Flag, Ignored("a header's value is read whole")),
    key("required", Flag, Typed),
    key("schema", One(Kind::Schema), Typed),
    key("style", Text, Typed),
];

pub(super) static TAG: &[Key] = &[
    key("description", Text, Documented),
    key("externalDocs", One(Kind::ExternalDocs), Documented),
    key("kind", Text, Documented),
    key("name", Text, Typed),
    key("parent", Text, Documented),
    key("summary", Text, Documented),
];

pub(super) static SECURITY_SCHEME: &[Key] = &[
    key("$ref", Text, SEE_REF),
    key("bearerFormat", Text, Documented),
    key("deprecated", Flag, Documented),
    key("description", Text, Documented),
    key("flows", One(Kind::OAuthFlows), Typed),
    key("in", Text, Typed),
    key("name", Text, Typed),
    key("oauth2MetadataUrl", Text, Documented),
    key("openIdConnectUrl", Text, Approximated("the caller brings the token")),
    key("scheme", Text, Typed),
    key("type", Text, Typed),
];

const BRINGS_TOKEN: super::Disposition =
    Approximated("needs a person; the caller brings the token");

pub(super) static OAUTH_FLOWS: &[Key] = &[
    key("authorizationCode", One(Kind::OAuthFlow), BRINGS_TOKEN),
    key("clientCredentials", One(Kind::OAuthFlow), Typed),
    key("implicit", One(Kind::OAuthFlow), BRINGS_TOKEN),
    key("password", One(Kind::OAuthFlow), BRINGS_TOKEN),
    key("x-oasmith-device-authorization", One(Kind::OAuthFlow), BRINGS_TOKEN),
];

pub(super) static OAUTH_FLOW: &[Key] = &[
    key("authorizationUrl", Text, Documented),
    key("deviceAuthorizationUrl", Text, Documented),
    key("refreshUrl", Text, Documented),
    key("scopes", TextMap, Typed),
    key("tokenUrl", Text, Typed),
];

pub(super) static COMPONENTS: &[Key] = &[
    key("callbacks", Map(Kind::Callback), Typed),
    key("examples", Map(Kind::Example), Documented),
    key("headers", Map(Kind::Header), Typed),
    key("links", Map(Kind::Link), Documented),
    key("mediaTypes", Map(Kind::MediaType), Typed),
    key("parameters", Map(Kind::Parameter), Typed),
    key("pathItems", Map(Kind::PathItem), Typed),
    key("requestBodies", Map(Kind::RequestBody), Typed),
    key("responses", Map(Kind::Response), Typed),
    key("schemas", Map(Kind::Schema), Typed),
    key("securitySchemes", Map(Kind::SecurityScheme), Typed),
];
