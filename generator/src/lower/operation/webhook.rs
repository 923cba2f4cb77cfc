//! Webhooks and callbacks: what the API calls on the user's side.

use super::version::Chosen;
use super::{docs, operations_of};
use crate::ir::Webhook;
use crate::lower::context::Lowering;
use crate::lower::node::Node;

impl<'a> Lowering<'a> {
    /// All webhooks, then the callbacks of all operations.
    pub(in crate::lower) fn webhooks(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (name, node) in self.root.map("x-oasmith-webhooks") {
            self.webhook_item(name, &node, &mut webhooks);
        }
        for site in self.sites() {
            for (name, callback) in site.node.map("callbacks") {
                let Some(callback) = self.resolve(&callback) else {
                    self.report_lost(&callback, "callback");
                    continue;
                };
                let owner = site.node.text("operationId").unwrap_or(site.path);
                let name = format!("{owner} {name}");
                for (_, item) in
                    callback.members().filter(|(key, _)| !key.starts_with("x-"))
                {
                    self.webhook_item(&name, &item, &mut webhooks);
                }
            }
        }
        webhooks
    }

    fn webhook_item(
        &mut self,
        name: &str,
        node: &Node<'a>,
        webhooks: &mut Vec<Webhook>,
    ) {
        let Some(item) = self.resolve(node) else {
            self.report_lost(node, "path item");
            return;
        };
        for (method, node) in operations_of(&item) {
            webhooks.push(Webhook {
                origin: node.pointer(),
                name: name.to_owned(),
                docs: docs(&node),
                method,
                body: self.request_body(&node, name, &Chosen::default()),
            });
        }
    }
}
