//! `src/client.rs`: the API as data, and the client's way to each group.

use super::code::Expression;
use super::docs::Comment;
use super::file::RustFile;
use super::operations::place;
use super::{Context, SourceFile, items};
use crate::ir::{SchemeKind, Server};
use crate::name::{GroupName, Home};
use std::fmt::Write as _;

/// The file.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    file.uses_runtime();
    let mut client = "impl runtime::Client {
    /// Starts a client of this API.
    pub fn builder() -> runtime::ClientBuilder {
        runtime::ClientBuilder::new(&API)
    }
"
    .to_owned();
    for (index, name) in context.groups() {
        client.push_str(&accessor(context, index, name));
    }
    client.push_str("}\n");
    let mut uses = vec!["use crate::runtime;\n".to_owned()];
    let mut groups: Vec<(usize, &GroupName)> = context.groups().collect();
    groups.sort_unstable_by(|one, other| items::order(&one.1.module, &other.1.module));
    let groups = groups.into_iter().map(|(index, name)| {
        let head = format!("use crate::operations::{}", name.module);
        let gate = context.gates.group(index).attribute_of_use();
        gate + &items::import(&head, [name.ident.as_str()])
    });
    uses.splice(0..0, groups);
    let docs =
        Comment::new().own("The client, and its way to each group of operations.");
    let api = api(context).assigned_to("static API: runtime::Api =", 0);
    let items = [uses.concat(), api, client];
    file.finish_with_uses("src/client.rs".to_owned(), &docs.module_text(), &items)
}

/// The API as a constant expression.
fn api(context: &Context<'_>) -> Expression {
    let api = context.api;
    let name = |name: &'static str| format!("runtime::{name}");
    let schemes = api.security_schemes.iter().map(|scheme| {
        let fields =
            vec![("name", Expression::text(&scheme.name)), ("kind", kind(&scheme.kind))];
        Expression::Struct(name("Scheme"), fields, None)
    });
    let package = |part: &str| Expression::atom(format!("env!(\"CARGO_PKG_{part}\")"));
    let agent = vec![package("NAME"), Expression::text("/"), package("VERSION")];
    let servers = api.servers.iter().map(|one| server(&name, one));
    let fields = vec![
        ("title", Expression::text(&api.info.title)),
        ("version", Expression::text(&api.info.version)),
        ("servers", Expression::List(servers.collect())),
        ("schemes", Expression::List(schemes.collect())),
        ("user_agent", Expression::Call("concat!".to_owned(), agent)),
    ];
    Expression::Struct(name("Api"), fields, None)
}

fn accessor(context: &Context<'_>, index: usize, name: &GroupName) -> String {
    let group = context.api.groups.get(index);
    let fallback = "The operations without a group.";
    let comment = match group {
        Some(group) if !group.tag.trim().is_empty() => {
            let words =
                crate::ir::Docs { summary: group.tag.clone(), ..group.docs.clone() };
            Comment::inner().words(&words, fallback)
        }
        _ => Comment::inner().own(fallback),
    };
    let ident = &name.ident;
    let head = format!("pub fn {}", name.accessor);
    let head =
        items::signature(&head, &["&self".to_owned()], &format!(" -> {ident}"), 4);
    let gate = context.gates.group(index).attribute(4);
    let mut text = format!("\n{}{gate}", comment.text(4));
    let _ = write!(
        text,
        "    #[must_use]\n{head}        {ident}::new(self.clone())\n    }}\n"
    );
    text
}

/// A server as a constant expression; `say` is how the file names what is the runtime's.
pub(super) fn server(
    say: &dyn Fn(&'static str) -> String,
    server: &Server,
) -> Expression {
    let variables = server.variables.iter().map(|variable| {
        let fields = vec![
            ("name", Expression::text(&variable.name)),
            ("default", Expression::text(&variable.default)),
            ("values", Expression::texts(&variable.values)),
        ];
        Expression::Struct(say("ServerVariable"), fields, None)
    });
    let fields = vec![
        ("url", Expression::text(&server.url)),
        ("variables", Expression::List(variables.collect())),
    ];
    Expression::Struct(say("Server"), fields, None)
}

fn kind(kind: &SchemeKind) -> Expression {
    let name = |name: &str| format!("runtime::SchemeKind::{name}");
    match kind {
        SchemeKind::ApiKey { place: at, name: key } => {
            let fields = vec![
                ("place", Expression::atom(place(*at))),
                ("name", Expression::text(key)),
            ];
            Expression::Struct(name("ApiKey"), fields, None)
        }
        SchemeKind::Basic => Expression::Atom(name("Basic")),
        SchemeKind::Bearer => Expression::Atom(name("Bearer")),
        SchemeKind::Digest => Expression::Atom(name("Digest")),
        SchemeKind::OAuth2 { token_url, .. } => {
            let url = match token_url {
                Some(url) => {
                    Expression::Call("Some".to_owned(), vec![Expression::text(url)])
                }
                None => Expression::atom("None"),
            };
            Expression::Struct(name("OAuth2"), vec![("token_url", url)], None)
        }
        SchemeKind::Other(other) => {
            Expression::Call(name("Other"), vec![Expression::text(other)])
        }
    }
}
