//! How the parts of form and multipart bodies are written.

use super::parameter::{given_style, is_header_name, nested};
use crate::ir::{BodyFormat, PartEncoding};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::lower::schema::{JsonType, LONGEST_CHAIN, Source};
use indexmap::IndexMap;
use serde_json::Value;

impl<'a> Lowering<'a> {
    /// The encodings of a media type, and what the schemas of the parts say of theirs.
    pub(super) fn encodings(
        &mut self,
        media: &Node<'a>,
        format: BodyFormat,
    ) -> Vec<(String, PartEncoding)> {
        if !matches!(format, BodyFormat::Form | BodyFormat::Multipart) {
            return Vec::new();
        }
        let mut found: IndexMap<String, PartEncoding> = IndexMap::new();
        for (name, node) in media.map("encoding") {
            found.insert(name.to_owned(), self.encoding(&node));
        }
        if format == BodyFormat::Multipart
            && let Some(schema) = media.get("schema")
        {
            let may_be_files = media.flag("x-oasmith-file-parts");
            let flat = self.flatten_target(&Source::one(schema));
            for (name, nodes) in flat.properties {
                let source = Source::all(nodes);
                let written = found.get(name).cloned().unwrap_or_default();
                let whole = self.part_of(written.clone(), source, may_be_files);
                if whole != written {
                    found.insert(name.to_owned(), whole);
                }
            }
        }
        found.into_iter().collect()
    }

    fn encoding(&mut self, node: &Node<'a>) -> PartEncoding {
        let lists = self.config.parameters.deep_object_lists;
        let mut headers = Vec::new();
        for (name, header) in node.map("headers") {
            // The media type is said beside them, and the disposition by the part's name.
            let is_own = !["content-type", "content-disposition"]
                .contains(&name.to_ascii_lowercase().as_str());
            if is_own
                && is_header_name(name)
                && let Some(value) = self.only_value(&header)
            {
                headers.push((name.to_owned(), value));
            }
        }
        PartEncoding {
            content_type: node.text("contentType").map(|text| text.trim().to_owned()),
            style: given_style(node, lists),
            explode: node.object().and_then(|object| object.get("explode")?.as_bool()),
            allow_reserved: node.flag("allowReserved"),
            nested: nested(node),
            headers,
            file: false,
        }
    }

    /// The only value that a header can have.
    fn only_value(&mut self, header: &Node<'a>) -> Option<String> {
        let header = self.resolve(header)?;
        let flat = self.flatten_target(&Source::one(header.get("schema")?));
        match flat.values?.as_slice() {
            [Value::String(text)] if !text.contains(['\r', '\n']) => Some(text.clone()),
            [only @ (Value::Bool(_) | Value::Number(_))] => Some(only.to_string()),
            _ => None,
        }
    }

    /// The encoding with what the schema of the part says: its media type, and whether it
    /// is a file.
    fn part_of(
        &mut self,
        mut encoding: PartEncoding,
        source: Source<'a>,
        may_be_file: bool,
    ) -> PartEncoding {
        let mut flat = self.flatten_target(&source);
        let mut nodes = source.parts;
        for _ in 0..LONGEST_CHAIN {
            if flat.effective_type() != Some(JsonType::Array) || flat.items.is_empty() {
                break;
            }
            let items = Source::all(std::mem::take(&mut flat.items));
            flat = self.flatten_target(&items);
            nodes.extend(items.parts);
        }
        let said = nodes.iter().find_map(|part| {
            part.node.text("x-oasmith-content-media-type").map(str::to_owned)
        });
        if encoding.content_type.is_none() {
            encoding.content_type = said;
        }
        let says_nothing = flat.effective_type().is_none()
            && flat.choices.is_empty()
            && flat.values.is_none()
            && !flat.never;
        let is_json = encoding
            .content_type
            .as_deref()
            .is_some_and(|listed| listed.split(',').any(super::media::is_json));
        encoding.file = may_be_file && says_nothing && !is_json;
        encoding
    }
}
