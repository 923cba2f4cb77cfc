//! What a reference stands for, by where it stands. This is all that `load` knows of
//! OpenAPI: enough to put what other files hold where it belongs.

/// What stands in a place of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    Components,
    One(Item),
    /// A list or an object of items.
    Each(Item),
    Discriminator,
    /// `mapping`: its values are references or names.
    Mapping,
    /// Words for people, which may be in a file of their own.
    Text,
    /// Anything else: examples, extensions, plain facts.
    Data,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Path,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    Schema,
    SecurityScheme,
}

impl Place {
    /// What stands below `key` of what stands here.
    pub(super) fn below(self, key: &str) -> Self {
        use Item as I;
        match (self, key) {
            (Self::Each(item), _) => Self::One(item),
            (_, key) if key.starts_with("x-") => Self::Data,
            (Self::Root, "components") => Self::Components,
            (Self::Root, "definitions") => Self::Each(I::Schema),
            (Self::Root, "securityDefinitions") => Self::Each(I::SecurityScheme),
            (Self::Root, "paths" | "webhooks") => Self::Each(I::Path),
            (Self::Root | Self::Components, key) => {
                section_item(key).map_or(Self::Data, Self::Each)
            }
            (Self::One(I::Schema), key) => below_schema(key),
            (Self::Discriminator, "mapping") => Self::Mapping,
            (Self::One(_), "description") => Self::Text,
            (Self::One(I::Path), "parameters") => Self::Each(I::Parameter),
            (Self::One(I::Path), "additionalOperations") => Self::Each(I::Operation),
            (Self::One(I::Path), key) if is_method(key) => Self::One(I::Operation),
            (Self::One(I::Operation), "requestBody") => Self::One(I::RequestBody),
            (Self::One(I::Operation), "parameters" | "responses" | "callbacks") => {
                section_item(key).map_or(Self::Data, Self::Each)
            }
            (Self::One(I::Callback), _) => Self::One(I::Path),
            (
                Self::One(I::Parameter | I::Header | I::Response | I::MediaType),
                "schema" | "itemSchema" | "items",
            ) => Self::One(I::Schema),
            (
                Self::One(I::Parameter | I::Header | I::RequestBody | I::Response),
                "content",
            ) => Self::Each(I::MediaType),
            (Self::One(I::Parameter | I::Header | I::MediaType), "examples") => {
                Self::Each(I::Example)
            }
            (Self::One(I::MediaType), "encoding") => Self::Each(I::Encoding),
            (Self::One(I::Response | I::Encoding), "headers") => Self::Each(I::Header),
            (Self::One(I::Response), "links") => Self::Each(I::Link),
            _ => Self::Data,
        }
    }

    /// Whether the SDK is complete without what stands here.
    pub(super) fn is_harmless(self) -> bool {
        matches!(self, Self::Text | Self::Data | Self::One(Item::Example | Item::Link))
    }
}

impl Item {
    /// The section of the components that holds such items; none for what is not shared.
    pub(super) fn section(self, is_2_0: bool) -> Option<&'static str> {
        Some(match (self, is_2_0) {
            (Self::Schema, true) => "definitions",
            (Self::Schema, false) => "schemas",
            (Self::Parameter, _) => "parameters",
            (Self::Response, _) => "responses",
            (_, true) => return None,
            (Self::RequestBody, _) => "requestBodies",
            (Self::Header, _) => "headers",
            (Self::Example, _) => "examples",
            (Self::Link, _) => "links",
            (Self::Callback, _) => "callbacks",
            (Self::SecurityScheme, _) => "securitySchemes",
            (Self::Path | Self::Operation | Self::MediaType | Self::Encoding, _) => {
                return None;
            }
        })
    }
}

fn section_item(key: &str) -> Option<Item> {
    Some(match key {
        "schemas" => Item::Schema,
        "parameters" => Item::Parameter,
        "responses" => Item::Response,
        "requestBodies" => Item::RequestBody,
        "headers" => Item::Header,
        "examples" => Item::Example,
        "links" => Item::Link,
        "callbacks" => Item::Callback,
        "securitySchemes" => Item::SecurityScheme,
        "pathItems" => Item::Path,
        "mediaTypes" => Item::MediaType,
        _ => return None,
    })
}

fn below_schema(key: &str) -> Place {
    match key {
        "properties" | "patternProperties" | "definitions" | "$defs"
        | "dependentSchemas" | "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
            Place::Each(Item::Schema)
        }
        "items"
        | "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "additionalItems" => Place::One(Item::Schema),
        "discriminator" => Place::Discriminator,
        "description" => Place::Text,
        _ => Place::Data,
    }
}

fn is_method(key: &str) -> bool {
    matches!(
        key,
        "get"
            | "put"
            | "post"
            | "delete"
            | "options"
            | "head"
            | "patch"
            | "trace"
            | "query"
    )
}
