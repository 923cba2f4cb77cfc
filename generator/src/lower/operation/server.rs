//! Where an API is served.

use crate::ir::{Server, ServerVariable};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde::Deserialize;

impl<'a> Lowering<'a> {
    /// The servers of the whole API.
    pub(in crate::lower) fn servers(&self) -> Vec<Server> {
        servers_of(&self.root)
    }

    /// The servers of one operation, or of its path.
    pub(super) fn own_servers(
        &self,
        operation: &Node<'a>,
        item: &Node<'a>,
    ) -> Vec<Server> {
        let own = servers_of(operation);
        if own.is_empty() { servers_of(item) } else { own }
    }
}

fn servers_of(node: &Node<'_>) -> Vec<Server> {
    let read = |node: &Node<'_>| openapiv3::Server::deserialize(node.value).ok();
    node.list("servers").iter().filter_map(read).map(server).collect()
}

fn server(server: openapiv3::Server) -> Server {
    let variables = server.variables.unwrap_or_default().into_iter();
    Server {
        url: server.url,
        description: server.description.unwrap_or_default(),
        variables: variables
            .map(|(name, variable)| ServerVariable {
                name,
                default: variable.default,
                values: variable.enumeration,
                description: variable.description.unwrap_or_default(),
            })
            .collect(),
    }
}
