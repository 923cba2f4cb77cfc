//! Responses.

use super::version::Chosen;
use crate::diagnostic::Code;
use crate::ir::{Docs, Response, ResponseHeader, ResponseLink, StatusPattern};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::lower::schema::below;

impl<'a> Lowering<'a> {
    /// The documented responses of an operation.
    pub(super) fn responses(
        &mut self,
        operation: &Node<'a>,
        id: &str,
        chosen: &Chosen,
    ) -> Vec<Response> {
        let mut responses: Vec<Response> = Vec::new();
        let head =
            operation.pointer().tokens().last().map(String::as_str) == Some("head");
        for (key, node) in self.served(operation, chosen) {
            let Some(status) = status(key) else {
                if !key.starts_with("x-") {
                    let message = format!("`{key}` is no status");
                    self.report(Code::KeywordIgnored, &node, message);
                }
                continue;
            };
            let Some(target) = self.resolve(&node) else {
                self.report_lost(&node, "response");
                continue;
            };
            let mut response = self.response(&target, status, key, id, chosen);
            if head && !response.contents.is_empty() {
                let message = "a response to HEAD has no body".to_owned();
                self.tally(Code::BodyOfHead, &target, message);
                response.contents.clear();
            }
            responses.push(response);
        }
        responses
    }

    /// The responses without the successes that belong to another version of the operation:
    /// there is one in the chosen version beside them.
    fn served(&self, operation: &Node<'a>, chosen: &Chosen) -> Vec<(&'a str, Node<'a>)> {
        let is_chosen = |(key, node): &(&str, Node<'a>)| {
            let response = self.resolve(node).filter(|_| key.starts_with('2'))?;
            chosen.has(&response.map("content"))
        };
        let mut responses = operation.map("responses");
        if responses.iter().any(|one| is_chosen(one) == Some(true)) {
            responses.retain(|one| is_chosen(one) != Some(false));
        }
        responses
    }

    fn response(
        &mut self,
        node: &Node<'a>,
        status: StatusPattern,
        key: &str,
        id: &str,
        chosen: &Chosen,
    ) -> Response {
        let path = self.component_path(node, "response").unwrap_or_else(|| match key {
            "200" => vec![id.to_owned(), "response".to_owned()],
            _ => vec![id.to_owned(), key.to_owned(), "response".to_owned()],
        });
        let contents = self.media_bodies(node, &path, chosen);
        let mut headers = Vec::new();
        for (name, header) in node.map("headers") {
            headers.extend(self.header(name, &header, &path));
        }
        let links = node.map("links").into_iter();
        let links =
            links.filter_map(|(name, node)| Some(link(name, &self.resolve(&node)?)));
        let links = links.collect();
        self.check_keys(
            node,
            &["description", "summary", "content", "headers", "links"],
        );
        let docs = super::docs(node);
        Response { origin: node.pointer(), status, docs, contents, headers, links }
    }

    fn header(
        &mut self,
        name: &str,
        node: &Node<'a>,
        path: &[String],
    ) -> Option<ResponseHeader> {
        // Which media type came is told by the body itself.
        if name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        let Some(node) = self.resolve(node) else {
            self.report_lost(node, "header");
            return None;
        };
        let content = node.map("content").into_iter().next();
        let schema = match content {
            Some((_, media)) => media.get("schema"),
            None => node.get("schema"),
        };
        let path = match self.component_path(&node, "header") {
            Some(path) => path,
            None => below(path, name),
        };
        let ty = match schema {
            Some(schema) => self.place_node(&schema, &path),
            None => self.text_type(),
        };
        let description = node.text("description").unwrap_or_default().to_owned();
        Some(ResponseHeader {
            wire_name: name.to_owned(),
            docs: Docs { description, ..Docs::NONE },
            required: node.flag("required"),
            ty,
        })
    }
}

fn status(key: &str) -> Option<StatusPattern> {
    let key = key.trim();
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusPattern::Default);
    }
    if let Ok(code) = key.parse() {
        return Some(StatusPattern::Code(code));
    }
    let first = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"))?;
    first.parse().ok().map(StatusPattern::Range)
}

fn link(name: &str, node: &Node<'_>) -> ResponseLink {
    let operation = node.text("operationId").or_else(|| node.text("operationRef"));
    let description = node.text("description").unwrap_or_default().to_owned();
    ResponseLink {
        name: name.to_owned(),
        operation: operation.map(str::to_owned),
        docs: Docs { description, ..Docs::NONE },
    }
}
