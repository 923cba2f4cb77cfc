//! Bodies of requests and responses.

use super::media;
use super::version::Chosen;
use crate::diagnostic::Code;
use crate::ir::{BodyFormat, Docs, MediaBody, RequestBody, TypeRef};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::lower::schema::{JsonType, Source};
use serde_json::Value;

/// One media type of a body, before its schema has a type.
struct Content<'a> {
    media_type: &'a str,
    node: Node<'a>,
    format: BodyFormat,
    schema: Option<Node<'a>>,
    /// Whether the schema is that of one item of a stream.
    by_item: bool,
}

impl Content<'_> {
    /// Whether this media type makes another one needless: JSON of the same schema says
    /// all that its text or XML or form would.
    fn serves_for(&self, other: &Self) -> bool {
        let replaceable = match other.format {
            BodyFormat::Json
            | BodyFormat::Form
            | BodyFormat::Xml
            | BodyFormat::Text
            | BodyFormat::Binary => true,
            BodyFormat::Multipart | BodyFormat::JsonLines | BodyFormat::EventStream => {
                false
            }
        };
        let same = match (&self.schema, &other.schema) {
            (Some(one), Some(other)) => one.value == other.value,
            (None, None) => true,
            _ => false,
        };
        self.format == BodyFormat::Json
            && replaceable
            && same
            && media::can_stand_for(self.media_type, other.media_type)
    }
}

impl<'a> Lowering<'a> {
    /// The request body of an operation.
    pub(super) fn request_body(
        &mut self,
        operation: &Node<'a>,
        id: &str,
        chosen: &Chosen,
    ) -> Option<RequestBody> {
        let node = operation.get("requestBody")?;
        let Some(body) = self.resolve(&node) else {
            self.report_lost(&node, "request body");
            return None;
        };
        let shared = self.component_path(&body, "request");
        let path = shared.unwrap_or_else(|| vec![id.to_owned(), "request".to_owned()]);
        let contents = self.media_bodies(&body, &path, chosen);
        self.check_keys(&body, &["description", "content", "required"]);
        let docs = Docs { summary: String::new(), ..super::docs(&body) };
        let required = body.flag("required");
        (!contents.is_empty()).then_some(RequestBody { docs, required, contents })
    }

    /// The media types under `content`, the preferred one first.
    pub(super) fn media_bodies(
        &mut self,
        node: &Node<'a>,
        path: &[String],
        chosen: &Chosen,
    ) -> Vec<MediaBody> {
        let mut contents: Vec<Content<'a>> = Vec::new();
        for (media_type, node) in chosen.keep(node.map("content")) {
            contents.push(self.content(media_type, node));
        }
        contents.sort_by_key(|one| {
            let plainness = media::plainness(one.media_type);
            (media::preference(one.format), one.media_type.contains('*'), plainness)
        });
        let mut kept: Vec<Content<'a>> = Vec::new();
        for content in contents {
            if kept.iter().any(|other| other.serves_for(&content)) {
                let message = format!(
                    "`{}` has the schema of a media type that is used already",
                    content.media_type
                );
                self.tally(Code::MediaTypesLeftOut, &content.node, message);
            } else {
                kept.push(content);
            }
        }
        kept.into_iter().map(|content| self.media_body(content, path)).collect()
    }

    fn content(&mut self, media_type: &'a str, node: Node<'a>) -> Content<'a> {
        let item = node.get("x-oasmith-item-schema");
        let schema = item.clone().or_else(|| node.get("schema"));
        let source = schema.clone().map(Source::one);
        let json_type = source.as_ref().and_then(|source| self.json_type(source));
        let format = media::format(media_type).unwrap_or(match json_type {
            Some((JsonType::String, "binary")) | None => BodyFormat::Binary,
            Some((JsonType::String, _)) => BodyFormat::Text,
            Some(_) => BodyFormat::Json,
        });
        let format = self.sensible(format, json_type, &node, media_type);
        Content { media_type, node, format, schema, by_item: item.is_some() }
    }

    fn media_body(&mut self, content: Content<'a>, path: &[String]) -> MediaBody {
        let Content { media_type, node, format, schema, by_item } = content;
        let source = schema.map(Source::one);
        let streamed = matches!(format, BodyFormat::JsonLines | BodyFormat::EventStream);
        let mut xml = None;
        if let (BodyFormat::Xml, Some(source)) = (format, &source) {
            self.has_xml = true;
            xml = Some(self.xml_root(source));
        }
        let ty = match source {
            Some(source) if format == BodyFormat::Text && self.is_told(&source) => {
                Some(self.place(&source, path))
            }
            _ if !is_typed(format) => None,
            Some(source)
                if media::is_json_patch(media_type) && self.is_free(&source) =>
            {
                let message = "a JSON Patch is a list, whatever its schema says";
                self.tally(Code::BodyUntyped, &node, message.to_owned());
                Some(TypeRef { id: self.any(), nullable: false })
            }
            Some(source) if streamed && !by_item => {
                let item = self.item_source(source);
                Some(self.place(&item, path))
            }
            Some(source) => Some(self.place(&source, path)),
            None if format == BodyFormat::EventStream => Some(self.text_type()),
            None if format == BodyFormat::Xml => None,
            None => Some(TypeRef { id: self.any(), nullable: false }),
        };
        self.check_keys(&node, MEDIA_KEYS);
        let encoding = self.encodings(&node, format);
        MediaBody {
            origin: node.pointer(),
            media_type: media_type.trim().to_owned(),
            format,
            ty,
            xml,
            encoding,
            examples: self.examples(&node),
        }
    }

    /// The format where the schema contradicts the media type.
    fn sensible(
        &mut self,
        format: BodyFormat,
        json_type: Option<(JsonType, &'a str)>,
        node: &Node<'a>,
        media_type: &str,
    ) -> BodyFormat {
        let structured =
            matches!(json_type, Some((JsonType::Object | JsonType::Array, _)));
        match format {
            BodyFormat::Json if json_type == Some((JsonType::String, "binary")) => {
                BodyFormat::Binary
            }
            BodyFormat::Form | BodyFormat::Multipart
                if !structured && json_type.is_some() =>
            {
                let message =
                    format!("a body of `{media_type}` without properties is bytes");
                self.tally(Code::BodyUntyped, node, message);
                BodyFormat::Binary
            }
            BodyFormat::Text | BodyFormat::Binary if structured => {
                let message =
                    format!("a body of `{media_type}` is not decoded into its schema");
                self.tally(Code::BodyUntyped, node, message);
                format
            }
            _ => format,
        }
    }

    /// The JSON type of a schema and its format.
    fn json_type(&mut self, source: &Source<'a>) -> Option<(JsonType, &'a str)> {
        let flat = self.flatten_target(source);
        let choice = !flat.choices.is_empty();
        let own =
            flat.effective_type().map(|one| (one, flat.format.unwrap_or_default()));
        own.or(choice.then_some((JsonType::Object, "")))
    }

    /// Whether a schema says more of a text than that it is one: that it is a number, a
    /// boolean, a date or one of some values.
    fn is_told(&mut self, source: &Source<'a>) -> bool {
        let flat = self.flatten_target(source);
        let is_scalar = |one: Option<JsonType>| match one {
            Some(JsonType::Integer | JsonType::Number | JsonType::Boolean) => true,
            Some(JsonType::String) => {
                matches!(flat.format, Some("date" | "date-time"))
                    || flat.values.is_some()
            }
            _ => false,
        };
        is_scalar(flat.effective_type())
    }

    /// Whether a schema is any object.
    fn is_free(&mut self, source: &Source<'a>) -> bool {
        let flat = self.flatten_target(source);
        flat.effective_type() == Some(JsonType::Object)
            && flat.properties.is_empty()
            && flat.choices.is_empty()
    }

    /// Streams of items are sometimes described as lists of them.
    fn item_source(&mut self, source: Source<'a>) -> Source<'a> {
        let mut flat = self.flatten_target(&source);
        let is_list = flat.effective_type() == Some(JsonType::Array);
        match flat.items.pop() {
            Some(item) if is_list => Source::one(item),
            _ => source,
        }
    }

    fn examples(&self, node: &Node<'a>) -> Vec<Value> {
        let named = node.map("examples").into_iter().filter_map(|(_, example)| {
            Some(self.resolve(&example)?.get("value")?.value.clone())
        });
        let one = node.get("example").map(|example| example.value.clone());
        one.into_iter().chain(named).collect()
    }
}

const MEDIA_KEYS: &[&str] = &["schema", "example", "examples", "encoding"];

fn is_typed(format: BodyFormat) -> bool {
    match format {
        BodyFormat::Json
        | BodyFormat::Form
        | BodyFormat::Multipart
        | BodyFormat::Xml
        | BodyFormat::JsonLines
        | BodyFormat::EventStream => true,
        BodyFormat::Text | BodyFormat::Binary => false,
    }
}
