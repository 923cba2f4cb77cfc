//! Credentials: what there is, and what each operation needs.

use super::parameter::is_header_name;
use crate::diagnostic::Code;
use crate::ir::{Docs, Place, SchemeKind, SecurityRequirement, SecurityScheme};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme as Described};
use serde::Deserialize;

/// The schemes that the document declares, and what operations need that say nothing.
pub(in crate::lower) struct Schemes<'a> {
    by_name: IndexMap<&'a str, SecurityScheme>,
    general: Option<Node<'a>>,
}

impl Schemes<'_> {
    /// The schemes, in the document's order.
    pub(in crate::lower) fn into_all(self) -> Vec<SecurityScheme> {
        self.by_name.into_values().collect()
    }
}

impl<'a> Lowering<'a> {
    /// Reads the schemes.
    pub(in crate::lower) fn schemes(&mut self) -> Schemes<'a> {
        let declared = self.root.get("components").map(|all| all.map("securitySchemes"));
        let mut by_name = IndexMap::new();
        for (name, node) in declared.into_iter().flatten() {
            let Some(node) = self.resolve(&node) else {
                self.report_lost(&node, "security scheme");
                continue;
            };
            let scheme = SecurityScheme {
                origin: node.pointer(),
                name: name.to_owned(),
                docs: Docs {
                    description: node.text("description").unwrap_or_default().to_owned(),
                    ..Docs::NONE
                },
                kind: self.scheme_kind(&node),
            };
            by_name.insert(name, scheme);
        }
        Schemes { by_name, general: self.root.get("security") }
    }

    fn scheme_kind(&mut self, node: &Node<'a>) -> SchemeKind {
        let kind = match Described::deserialize(node.value) {
            Ok(described) => known_kind(described),
            Err(_) => {
                SchemeKind::Other(node.text("type").unwrap_or_default().to_owned())
            }
        };
        if let SchemeKind::Other(name) = &kind {
            let message = format!(
                "the security scheme `{name}` is unknown; set its headers by hand"
            );
            self.report(Code::SecuritySchemeUnknown, node, message);
        }
        kind
    }

    /// What an operation needs: what it says itself, else what the document says. An empty
    /// list means nothing.
    pub(super) fn security(
        &mut self,
        node: &Node<'a>,
        schemes: &Schemes<'a>,
    ) -> Vec<SecurityRequirement> {
        let Some(needs) = node.get("security").or_else(|| schemes.general.clone())
        else {
            return Vec::new();
        };
        let mut alternatives = Vec::new();
        for alternative in needs.items() {
            let mut requirement = SecurityRequirement::default();
            let mut complete = true;
            for (name, scopes) in alternative.members() {
                let Some(index) = schemes.by_name.get_index_of(name) else {
                    complete = false;
                    let message =
                        format!("the security scheme `{name}` is not declared");
                    self.tally(Code::SecuritySchemeUndeclared, &scopes, message);
                    continue;
                };
                let scopes = scopes.items().filter_map(|scope| scope.value.as_str());
                requirement.schemes.push((index, scopes.map(str::to_owned).collect()));
            }
            // An alternative of which a part is unknown may still do with what is known,
            // but must not pass for one that needs nothing.
            if complete || !requirement.schemes.is_empty() {
                alternatives.push(requirement);
            }
        }
        alternatives
    }
}

fn known_kind(described: Described) -> SchemeKind {
    match described {
        Described::APIKey { location, name, .. } => {
            let place = match location {
                APIKeyLocation::Query => Place::Query,
                APIKeyLocation::Header => Place::Header,
                APIKeyLocation::Cookie => Place::Cookie,
            };
            if place == Place::Header && !is_header_name(&name) {
                return SchemeKind::Other(format!("apiKey in the header {name}"));
            }
            SchemeKind::ApiKey { place, name }
        }
        Described::HTTP { scheme, .. } => {
            match scheme.trim().to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer,
                "digest" => SchemeKind::Digest,
                // Both go by other ways than a header of the request.
                "mutualtls" | "mutual" => SchemeKind::Other(scheme),
                name if is_header_name(name) => {
                    SchemeKind::Http(scheme.trim().to_owned())
                }
                _ => SchemeKind::Other(scheme),
            }
        }
        Described::OAuth2 { flows, .. } => oauth2(flows),
        Described::OpenIDConnect { .. } => SchemeKind::Bearer,
    }
}

fn oauth2(flows: OAuth2Flows) -> SchemeKind {
    let mut scopes: IndexMap<String, String> = IndexMap::new();
    let mut token_url = None;
    if let Some(flow) = flows.client_credentials {
        token_url = Some(flow.token_url);
        scopes.extend(flow.scopes);
    }
    let others = [
        flows.authorization_code.map(|flow| flow.scopes),
        flows.implicit.map(|flow| flow.scopes),
        flows.password.map(|flow| flow.scopes),
    ];
    for (name, words) in others.into_iter().flatten().flatten() {
        scopes.entry(name).or_insert(words);
    }
    SchemeKind::OAuth2 { token_url, scopes: scopes.into_iter().collect() }
}
