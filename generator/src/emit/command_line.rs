//! `src/command_line.rs`, a file of commands for each group, and `src/main.rs`: the API at
//! a shell, for those who ask for the feature `cli`.

use super::auth::credentials;
use super::code::Expression;
use super::docs::{self, Comment};
use super::file::RustFile;
use super::operations::Subject;
use super::reference::is_collection;
use super::{Context, SourceFile, items};
use crate::ir::{Docs, Operation, Parameter, Types};
use crate::name::{GroupName, Home};
use std::fmt::Write as _;

/// `src/command_line.rs`.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let package = context.package;
    let (name, about) = (&package.name, text(&package.description));
    let modules = context.groups().map(|(index, name)| {
        (name.module.as_str(), context.gates.group(index).attribute(0))
    });
    let modules = items::modules_with("mod", modules);
    let fields = vec![
        ("name", Expression::text(name)),
        ("version", Expression::atom("env!(\"CARGO_PKG_VERSION\")")),
        ("about", Expression::text(&about)),
        ("environment", Expression::text(&environment(context))),
        ("groups", Expression::atom("GROUPS")),
    ];
    let line = Expression::Struct("CommandLine".to_owned(), fields, None);
    let items = [
        "use crate::runtime;
use crate::runtime::command_line::{CommandGroup, CommandLine};
use std::ffi::OsString;
use std::process::ExitCode;
"
        .to_owned(),
        modules,
        groups(context),
        line.assigned_to("static LINE: CommandLine =", 0),
        "/// Runs the command line with these arguments, the program's name first.
pub fn run<I>(arguments: I) -> ExitCode
where
    I: IntoIterator<Item = OsString>,
{
    runtime::command_line::run(&LINE, arguments, builder())
}
"
        .to_owned(),
        builder(context),
    ];
    let docs = Comment::new().own("The API at a shell: a command for each operation.");
    file.finish_with_uses("src/command_line.rs".to_owned(), &docs.module_text(), &items)
}

/// The list of the groups that are compiled.
fn groups(context: &Context<'_>) -> String {
    let head = "static GROUPS: &[CommandGroup] =";
    let groups = context.groups().map(|(index, name)| {
        let gate = context.gates.group(index).attribute(4);
        (gate, format!("{}::GROUP", name.module))
    });
    let groups: Vec<(String, String)> = groups.collect();
    if groups.iter().all(|(gate, _)| gate.is_empty()) {
        let groups = groups.into_iter().map(|(_, group)| Expression::atom(group));
        return Expression::List(groups.collect()).assigned_to(head, 0);
    }
    let lines = groups.into_iter().map(|(gate, group)| format!("{gate}    {group},\n"));
    format!("{head} &[\n{}];\n", lines.collect::<String>())
}

/// `src/main.rs`.
pub(super) fn emit_main(context: &Context<'_>) -> SourceFile {
    let library = context.package.name.replace('-', "_");
    let main = format!(
        "fn main() -> std::process::ExitCode {{
    {library}::command_line::run(std::env::args_os())
}}
"
    );
    let docs = Comment::new().own("The command line of the API.").module_text();
    let file = RustFile::new(context, Home::None);
    file.finish(
        "src/main.rs".to_owned(),
        &docs,
        &["#![forbid(unsafe_code)]\n".to_owned(), main],
    )
}

/// The commands of a group.
pub(super) fn emit_group(
    context: &Context<'_>,
    index: usize,
    name: &GroupName,
) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let group = context.api.groups.get(index);
    let tag = group.map_or("", |group| group.tag.as_str());
    let about = match text(tag) {
        tag if tag.is_empty() => "Operations without a group".to_owned(),
        tag => tag,
    };
    let subjects: Vec<Subject<'_>> =
        name.operations.iter().filter_map(|one| Subject::of(context, *one)).collect();
    let commands = subjects.iter().map(|one| command(&context.api.types, one));
    let fields = vec![
        ("name", Expression::text(&shell(&name.accessor))),
        ("about", Expression::text(&about)),
        ("commands", Expression::List(commands.collect())),
    ];
    let group = Expression::Struct("CommandGroup".to_owned(), fields, None)
        .assigned_to("pub(super) const GROUP: CommandGroup =", 0);
    let params = subjects.iter().map(|one| one.name.params.as_str());
    let uses = items::import(&format!("use crate::operations::{}", name.module), params)
        + "use crate::runtime::Request;\n"
        + "use crate::runtime::command_line::{Command, CommandGroup, blank};\n";
    let words = match docs::code(tag) {
        Some(tag) => format!("The commands of {tag}."),
        None => "The commands without a group.".to_owned(),
    };
    let path = format!("src/command_line/{}.rs", name.module);
    file.finish(path, &Comment::new().own(&words).module_text(), &[uses, group])
}

/// The command of an operation.
fn command(types: &Types, subject: &Subject<'_>) -> Expression {
    let (operation, params) = (subject.operation, &subject.name.params);
    let fields = vec![
        ("name", Expression::text(&shell(&subject.name.method))),
        ("about", Expression::text(&about_operation(operation))),
        ("help", Expression::texts(&help(types, operation))),
        ("operation", Expression::atom(format!("{params}::OPERATION"))),
        ("blank", Expression::atom(format!("blank::<{params}>"))),
    ];
    Expression::Struct("Command".to_owned(), fields, None)
}

/// What every call starts from: a client with the credentials of the environment.
fn builder(context: &Context<'_>) -> String {
    let credentials = credentials(context.api);
    let start = "fn builder() -> runtime::ClientBuilder {\n";
    if credentials.is_empty() {
        return format!("{start}    crate::Client::builder()\n}}\n");
    }
    let mut text = format!("{start}    let mut builder = crate::Client::builder();\n");
    for credential in credentials {
        if let Some(feature) = credential.feature() {
            let _ = writeln!(text, "    #[cfg(feature = {feature:?})]");
        }
        let name = credential.name();
        let _ = write!(
            text,
            "    if let Ok(credential) = crate::auth::{name}::from_env() {{
        builder = builder.auth(credential);
    }}
"
        );
    }
    text + "    builder\n}\n"
}

/// Where credentials come from, in words.
fn environment(context: &Context<'_>) -> String {
    let package = context.package;
    let credentials = credentials(context.api);
    if credentials.is_empty() {
        return String::new();
    }
    let mut lines = vec!["Credentials come from the environment:".to_owned()];
    for credential in credentials {
        let variables = credential.variables(&package.environment);
        let names: Vec<&str> = variables.iter().map(|(_, name)| *name).collect();
        lines.push(format!("  {}", names.join(" and ")));
    }
    lines.join("\n")
}

fn about_operation(operation: &Operation) -> String {
    let mut parts = words(&operation.docs);
    parts.extend(
        operation.facts.iter().map(|(label, value)| text(&format!("{label}: {value}"))),
    );
    if operation.deprecated {
        parts.push("Deprecated.".to_owned());
    }
    parts.push(text(&format!("{} {}", operation.method, operation.path.text)));
    parts.join("\n\n")
}

/// A line about each parameter and the body.
fn help(types: &Types, operation: &Operation) -> Vec<String> {
    let mut lines: Vec<String> =
        operation.parameters.iter().map(|one| about_parameter(types, one)).collect();
    if let Some(body) = &operation.body {
        let types: Vec<_> =
            body.contents.iter().map(|one| text(&one.media_type)).collect();
        let mut parts = words(&body.docs);
        parts.push(format!(
            "{}: a text, `@` and the path of a file, or `-` for what is piped in.",
            types.join(" or ")
        ));
        lines.push(line(&parts));
    }
    lines
}

/// One line: a terminal breaks it where it must.
fn line(parts: &[String]) -> String {
    let words = parts.iter().flat_map(|part| part.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

fn about_parameter(types: &Types, parameter: &Parameter) -> String {
    let mut parts = words(&parameter.docs);
    if parameter.deprecated {
        parts.push("Deprecated.".to_owned());
    }
    let (default, example) = (parameter.default.as_ref(), parameter.example.as_ref());
    parts.extend(docs::limits(
        &parameter.rules,
        is_collection(types, parameter.ty),
        default,
        example,
    ));
    line(&parts)
}

fn words(docs: &Docs) -> Vec<String> {
    let (summary, description) = (text(&docs.summary), text(&docs.description));
    let mut parts = vec![summary];
    if parts.first() != Some(&description) {
        parts.push(description);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Text of the description without what a terminal would take for a command.
fn text(words: &str) -> String {
    let plain = words.trim().replace("\r\n", "\n");
    plain.chars().filter(|one| *one == '\n' || !one.is_control()).collect()
}

/// A Rust name as it is typed at a shell.
pub(super) fn shell(name: &str) -> String {
    name.trim_start_matches("r#").trim_matches('_').replace('_', "-")
}
