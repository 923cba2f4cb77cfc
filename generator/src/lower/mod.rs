//! From OpenAPI to the generator's own terms: what schemas mean as types, and what an
//! operation sends and gets.
//!
//! Every named schema gets a type first; then operations are read, which places the
//! schemas in them; then a list of jobs finds out what each placed type is; and `settle`
//! brings the types to their final shape. Last, what an operation yields and how it pages
//! is worked out from final types. Nothing recurses along the document.

mod context;
mod node;
mod operation;
mod schema;
mod settle;
mod size;
mod tallies;
#[cfg(test)]
mod tests;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, Stopped};
use crate::document::Document;
use crate::ir::{Api, Info, SecretNames};
use context::Lowering;
use node::Node;
use operation::Groups;

/// Lowers a description in 3.0 shape.
///
/// # Errors
///
/// When the description's root is no object; everything else that cannot be lowered as it
/// stands is approximated and reported.
pub fn lower(
    document: &Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Api, Stopped> {
    if !document.root.is_object() {
        let root = crate::document::Pointer::root();
        diagnostics.report(Code::NotOpenApi, &root, "the document is not an object");
        return Err(Stopped);
    }
    let mut lowering = Lowering::new(&document.root, config, diagnostics);
    lowering.place_components();
    let mut groups = Groups::new(&lowering.root);
    let schemes = lowering.schemes();
    let servers = lowering.servers();
    let operations = lowering.operations(&mut groups, &schemes);
    let webhooks = lowering.webhooks();
    lowering.run_jobs();
    lowering.report_tallies();
    let mut api = Api {
        info: info(&lowering.root),
        servers,
        security_schemes: schemes.into_all(),
        groups: groups.into_all(),
        types: std::mem::take(&mut lowering.types),
        operations,
        webhooks,
        secret_names: SecretNames::default(),
    };
    settle::settle(&mut api, diagnostics);
    operation::finish(&mut api, config, diagnostics);
    api.secret_names = schema::secret_names(&api, &config.secrets);
    size::report(&api, diagnostics);
    Ok(api)
}

fn info(root: &Node<'_>) -> Info {
    let Some(node) = root.get("info") else { return Info::default() };
    let text = |key| node.text(key).unwrap_or_default().to_owned();
    let mut facts = Vec::new();
    let mut add = |label: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            facts.push((label.to_owned(), value.to_owned()));
        }
    };
    add("Terms of service", node.text("termsOfService"));
    if let Some(contact) = node.get("contact") {
        let parts = ["name", "email", "url"].map(|key| contact.text(key));
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        add("Contact", Some(&parts.join(", ")));
    }
    if let Some(license) = node.get("license") {
        let parts = ["name", "url"].map(|key| license.text(key));
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        add("Licence", Some(&parts.join(", ")));
    }
    add("Documentation", root.get("externalDocs").and_then(|docs| docs.text("url")));
    Info {
        title: text("title"),
        version: text("version"),
        description: text("description"),
        facts,
    }
}
