//! Operations: what a request sends and what may come back.

mod body;
mod encoding;
mod facts;
mod groups;
mod media;
mod output;
mod pages;
mod parameter;
mod path;
mod response;
mod security;
mod server;
mod version;
mod webhook;

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::Code;
use crate::ir::{Docs, Operation, Output, OutputShape};
pub(super) use groups::Groups;
pub(super) use output::finish;
pub(super) use security::Schemes;
use std::collections::HashSet;

/// The keys of a path item that hold operations.
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Where an operation hangs: its path and the path item around it.
struct Site<'a> {
    path: &'a str,
    method: String,
    item: Node<'a>,
    node: Node<'a>,
}

impl<'a> Lowering<'a> {
    /// All operations, in the document's order.
    pub(super) fn operations(
        &mut self,
        groups: &mut Groups,
        schemes: &Schemes<'a>,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        let mut ids = HashSet::new();
        for site in self.sites() {
            if let Some(header) = self.impossible_header(&site.item, &site.node) {
                self.refuse(&site, &header);
                continue;
            }
            let mut operation = self.operation(&site, groups, schemes);
            if !ids.insert(operation.id.clone()) {
                operation.id = format!("{} {} {}", operation.id, site.method, site.path);
                ids.insert(operation.id.clone());
            }
            operations.push(operation);
        }
        operations
    }

    /// Says that an operation needs a header that cannot be.
    fn refuse(&mut self, site: &Site<'a>, header: &Node<'a>) {
        let (code, words) = match self.config.skip_invalid {
            true => (Code::OperationLeftOut, "was left out"),
            false => (Code::UnreadableOperation, "cannot be generated"),
        };
        let name = header.text("name").unwrap_or_default();
        let message = format!(
            "{} {} {words}: it requires the header `{name}`, which is not a valid header name",
            site.method, site.path
        );
        self.report(code, header, message);
    }

    fn sites(&mut self) -> Vec<Site<'a>> {
        let mut sites = Vec::new();
        for (path, node) in self.root.map("paths") {
            if !path.starts_with('/') {
                continue;
            }
            let Some(item) = self.resolve(&node) else {
                self.report_lost(&node, "path item");
                continue;
            };
            for (method, node) in operations_of(&item) {
                sites.push(Site { path, method, item: item.clone(), node });
            }
        }
        sites
    }

    fn operation(
        &mut self,
        site: &Site<'a>,
        groups: &mut Groups,
        schemes: &Schemes<'a>,
    ) -> Operation {
        let node = &site.node;
        let made = || format!("{} {}", site.method.to_ascii_lowercase(), site.path);
        let id = node.text("operationId").map_or_else(made, str::to_owned);
        let chosen = self.choose_version(site);
        let (parameters, query) = self.parameters(&site.item, node, &id, site.path);
        let path = path::template(site.path, query, &parameters);
        let mut operation = Operation {
            origin: node.pointer(),
            group: groups
                .of(node.list("tags").first().and_then(|tag| tag.value.as_str())),
            docs: docs(node),
            facts: facts::needs(node),
            deprecated: node.flag("deprecated") || site.item.flag("deprecated"),
            sunset: facts::sunset(node),
            method: site.method.clone(),
            path,
            parameters,
            body: self.request_body(node, &id, &chosen),
            responses: self.responses(node, &id, &chosen),
            output: Output::One(OutputShape::Nothing),
            security: self.security(node, schemes),
            servers: self.own_servers(node, &site.item),
            pagination: None,
            id,
        };
        if operation.docs == Docs::NONE {
            operation.docs = docs(&site.item);
        }
        if let Some(sunset) = chosen.sunset {
            operation.sunset = operation.sunset.or(Some(sunset));
        }
        self.check_keys(node, OPERATION_KEYS);
        operation
    }

    /// Says that something referred to is not there.
    fn report_lost(&mut self, node: &Node<'a>, what: &str) {
        let to = node.reference().unwrap_or_default();
        let message = format!("the {what} `{to}` does not exist, and is left out");
        self.report(Code::DanglingReference, node, message);
    }

    /// Reports the keys of an object that nothing here reads.
    fn check_keys(&mut self, node: &Node<'a>, known: &[&str]) {
        for key in node.object().into_iter().flat_map(|object| object.keys()) {
            if known.contains(&key.as_str()) || key.starts_with("x-oasmith-") {
                continue;
            }
            if key.starts_with("x-") {
                if !facts::is_read(key) {
                    let message = format!("`{key}` has no effect on the SDK");
                    self.tally(Code::ExtensionIgnored, node, message);
                }
            } else {
                let message = format!("`{key}` has no effect on the SDK");
                self.tally(Code::KeywordIgnored, node, message);
            }
        }
    }
}

const OPERATION_KEYS: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

/// The operations of a path item: method in upper case, and the operation.
fn operations_of<'a>(item: &Node<'a>) -> Vec<(String, Node<'a>)> {
    let mut found = Vec::new();
    for (key, node) in item.members() {
        if METHODS.contains(&key) {
            found.push((key.to_ascii_uppercase(), node));
        } else if key == "x-oasmith-additional-operations" {
            // Methods beyond the standard ones are written as they go out.
            found.extend(node.members().map(|(method, node)| (method.to_owned(), node)));
        }
    }
    found
}

/// The words of an object.
fn docs(node: &Node<'_>) -> Docs {
    let text = |key| node.text(key).map(str::to_owned).unwrap_or_default();
    let url =
        node.get("externalDocs").and_then(|docs| docs.text("url").map(str::to_owned));
    Docs { summary: text("summary"), description: text("description"), url }
}
