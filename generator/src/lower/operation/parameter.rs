//! Parameters.

use crate::config::DeepObjectLists;
use crate::diagnostic::Code;
use crate::ir::{Docs, Parameter, Place, Style};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::lower::schema::{Source, below};
use indexmap::IndexMap;

/// A name that OpenAPI reserves: such header parameters are to be ignored.
fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .contains(&name.to_ascii_lowercase().as_str())
}

/// Headers that frame a request: whoever sends it writes them.
fn is_of_transport(name: &str) -> bool {
    ["host", "content-length", "transfer-encoding", "connection"]
        .contains(&name.to_ascii_lowercase().as_str())
}

/// Whether it can be the name of a header (RFC 9110, 5.1).
pub(super) fn is_header_name(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
}

/// A query that always goes out: name and value.
type FixedQuery = Vec<(String, String)>;

impl<'a> Lowering<'a> {
    /// The parameters of an operation, those of its path included unless overridden, and
    /// the part of the query that is fixed.
    pub(super) fn parameters(
        &mut self,
        item: &Node<'a>,
        operation: &Node<'a>,
        id: &str,
        path: &str,
    ) -> (Vec<Parameter>, FixedQuery) {
        let mut found: IndexMap<(Place, String), Node<'a>> = IndexMap::new();
        for node in
            item.list("parameters").into_iter().chain(operation.list("parameters"))
        {
            let Some(node) = self.resolve(&node) else {
                self.report_lost(&node, "parameter");
                continue;
            };
            let (Some(name), Some(place)) = (node.text("name"), place(&node)) else {
                self.tally(
                    Code::ParameterIgnored,
                    &node,
                    "a parameter without name or place is left out".to_owned(),
                );
                continue;
            };
            // Header names are the same in any case.
            let key = if place == Place::Header {
                name.to_ascii_lowercase()
            } else {
                name.to_owned()
            };
            found.insert((place, key), node);
        }
        // What stands in the path comes first, as the path has it: whoever swapped two of
        // them by the order of their declarations would not be told.
        let position = |name: &str| path.find(&format!("{{{name}}}"));
        found.sort_by_cached_key(|(place, name), _| match place {
            Place::Path => (false, position(name)),
            _ => (true, None),
        });
        let mut parameters = Vec::with_capacity(found.len());
        for ((place, _), node) in found {
            let name = node.text("name").unwrap_or_default();
            if place == Place::Header && is_reserved_header(name) {
                let message = format!(
                    "the header parameter `{name}` is ignored, as OpenAPI says: media types and credentials decide it"
                );
                self.tally(Code::ParameterIgnored, &node, message);
                continue;
            }
            if place == Place::Header && is_of_transport(name) {
                let message = format!("the transport sends the header `{name}` itself");
                self.tally(Code::HeaderOfTransport, &node, message);
                continue;
            }
            if place == Place::Header && !is_header_name(name) {
                let message = format!(
                    "`{name}` is not a valid header name; the parameter was left out"
                );
                self.report(Code::HeaderName, &node, message);
                continue;
            }
            parameters.push(self.parameter(&node, place, name, id));
        }
        let query = item.map("x-oasmith-query").into_iter().map(|(name, value)| {
            (name.to_owned(), value.value.as_str().unwrap_or_default().to_owned())
        });
        (parameters, query.collect())
    }

    /// A header parameter that an operation requires and that cannot be sent.
    pub(super) fn impossible_header(
        &self,
        item: &Node<'a>,
        operation: &Node<'a>,
    ) -> Option<Node<'a>> {
        let parameters =
            item.list("parameters").into_iter().chain(operation.list("parameters"));
        parameters.filter_map(|node| self.resolve(&node)).find(|node| {
            let name = node.text("name").unwrap_or_default();
            place(node) == Some(Place::Header)
                && node.flag("required")
                && !name.is_empty()
                && !is_header_name(name)
        })
    }

    fn parameter(
        &mut self,
        node: &Node<'a>,
        place: Place,
        name: &str,
        id: &str,
    ) -> Parameter {
        let content = node.map("content").into_iter().next();
        let by_content = content.is_some();
        let schema = match content {
            Some((_, media)) => media.get("schema"),
            None => node.get("schema"),
        };
        let path = match self.component_path(node, "parameter") {
            Some(path) => path,
            None => below(&[id.to_owned()], name),
        };
        let source = schema.map(Source::one);
        let words = source
            .as_ref()
            .map(|source| self.describe_field(source))
            .unwrap_or_default();
        let mut ty = match &source {
            Some(source) => self.place(source, &path),
            None => self.text_type(),
        };
        let secret = self.is_secret(name, words.format, source.as_ref());
        // Only JSON has a word for null; anywhere else what is null is not there.
        ty.nullable &= by_content;
        let lists = self.config.parameters.deep_object_lists;
        let style = if by_content { Style::Json } else { style(node, place, lists) };
        let explode = node.object().and_then(|object| object.get("explode")?.as_bool());
        self.check_keys(node, PARAMETER_KEYS);
        let example = node.get("example").or_else(|| self.first_example(node));
        let mut docs = super::docs(node);
        if docs == Docs::NONE {
            docs = words.docs;
        }
        Parameter {
            origin: node.pointer(),
            wire_name: name.to_owned(),
            docs,
            place,
            style,
            explode: explode.unwrap_or(style == Style::Form || style.is_deep_object()),
            allow_reserved: match place {
                Place::Path => node.flag("x-oasmith-allow-reserved"),
                _ => node.flag("allowReserved"),
            },
            nested: nested(node),
            required: place == Place::Path || node.flag("required"),
            secret,
            deprecated: node.flag("deprecated") || words.deprecated,
            ty,
            default: words.default.cloned(),
            example: example.map(|node| node.value).or(words.example).cloned(),
            rules: words.rules,
        }
    }

    /// The first of the named examples of a parameter.
    fn first_example(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let (_, example) = node.map("examples").into_iter().next()?;
        self.resolve(&example)?.get("value")
    }

    /// The type of a value about which nothing is said but that it becomes text.
    pub(super) fn text_type(&mut self) -> crate::ir::TypeRef {
        let id = self.scalar(crate::ir::Scalar::String);
        crate::ir::TypeRef { id, nullable: false }
    }

    /// The path of the types inside something that is a named component itself, such as a
    /// shared parameter: they are its own, whoever uses it.
    pub(super) fn component_path(
        &self,
        node: &Node<'a>,
        word: &str,
    ) -> Option<Vec<String>> {
        let pointer = node.pointer();
        match pointer.tokens() {
            [root, _, name] if root == "components" => {
                Some(vec![name.clone(), word.to_owned()])
            }
            _ => None,
        }
    }
}

const PARAMETER_KEYS: &[&str] = &[
    "name",
    "in",
    "description",
    "summary",
    "required",
    "deprecated",
    "schema",
    "content",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "example",
    "examples",
    "externalDocs",
];

fn place(node: &Node<'_>) -> Option<Place> {
    Some(match node.text("in")? {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "cookie" => Place::Cookie,
        _ => return None,
    })
}

fn style(node: &Node<'_>, place: Place, lists: DeepObjectLists) -> Style {
    given_style(node, lists).unwrap_or(match place {
        Place::Path | Place::Header => Style::Simple,
        Place::Query | Place::Cookie => Style::Form,
    })
}

/// The style that a parameter or encoding gives.
pub(super) fn given_style(node: &Node<'_>, lists: DeepObjectLists) -> Option<Style> {
    if node.flag("x-oasmith-tab-delimited") {
        return Some(Style::TabDelimited);
    }
    node.text("style").and_then(|name| named_style(name, lists))
}

/// What stands between the items of lists that no style writes.
pub(super) fn nested(node: &Node<'_>) -> Vec<String> {
    let between = node.list("x-oasmith-nested").into_iter();
    between.filter_map(|one| one.value.as_str().map(str::to_owned)).collect()
}

/// The style with this name.
fn named_style(name: &str, lists: DeepObjectLists) -> Option<Style> {
    Some(match name {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => match lists {
            DeepObjectLists::Brackets => Style::DeepObject,
            DeepObjectLists::Indexed => Style::DeepObjectIndexed,
            DeepObjectLists::Repeated => Style::DeepObjectRepeated,
        },
        _ => return None,
    })
}
