//! `src/command_line.rs`, a file of commands for each group, and `src/main.rs`: the API at
//! a shell, for those who ask for the feature `cli`.

mod terminal;

use super::auth::{Credential, credentials};
use super::docs::{self, Comment};
use super::file::RustFile;
use super::operations::Subject;
use super::tokens::{ident, modules};
use super::{Context, SourceFile};
use crate::ir::{Docs, Operation, Parameter};
use crate::name::{GroupName, Home, OperationName};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// `src/command_line.rs`.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let package = context.package;
    let (name, about) = (&package.command, terminal::line(&package.description));
    let prefix = &package.environment.prefix;
    let groups: Vec<_> = context
        .groups()
        .map(|(index, name)| (name, context.gates.group(index).attribute()))
        .collect();
    let declared =
        groups.iter().map(|(name, gate)| (name.module.as_str(), gate.clone()));
    let declared = modules(&quote!(mod), declared);
    let listed = groups.iter().map(|(name, gate)| {
        let module = ident(&name.module);
        quote!(#gate #module::GROUP)
    });
    let credentials: Vec<_> = credentials(context.api)
        .into_iter()
        .map(|credential| kept(context, credential))
        .collect();
    let words = (!credentials.is_empty()).then(|| quote!(CredentialKind, Kept,));
    let uses = quote! {
        use crate::runtime;
        use crate::runtime::command_line::{CommandGroup, CommandLine, #words};
        use std::ffi::OsString;
        use std::process::ExitCode;
    };
    let line = quote! {
        static LINE: CommandLine = CommandLine {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            about: #about,
            prefix: #prefix,
            credentials: &[#(#credentials),*],
            groups: GROUPS,
            client: crate::Client::builder,
        };
    };
    let run = quote! {
        /// Runs the command line with these arguments, the program's name first.
        pub fn run<I>(arguments: I) -> ExitCode
        where
            I: IntoIterator<Item = OsString>,
        {
            runtime::command_line::run(&LINE, arguments)
        }
    };
    let listed = quote!(static GROUPS: &[CommandGroup] = &[#(#listed),*];);
    let docs = Comment::new().own("The API at a shell: a command for each operation.");
    let items = [uses, declared, listed, line, run];
    file.finish("src/command_line.rs", &docs, items)
}

/// A credential, and the variables that hold it.
fn kept(context: &Context<'_>, credential: Credential) -> TokenStream {
    let kind = ident(credential.name());
    let variables = credential.variables(&context.package.environment);
    let pairs = variables.iter().map(|(words, variable)| quote!((#words, #variable)));
    quote!(Kept { kind: CredentialKind::#kind, variables: &[#(#pairs),*] })
}

/// `src/main.rs`.
pub(super) fn emit_main(context: &Context<'_>) -> SourceFile {
    let library = ident(&context.package.name.replace('-', "_"));
    let main = quote! {
        fn main() -> std::process::ExitCode {
            #library::command_line::run(std::env::args_os())
        }
    };
    let docs = Comment::new().own("The command line of the API.");
    let file = RustFile::new(context, Home::None);
    file.finish("src/main.rs", &docs, [quote!(#![forbid(unsafe_code)]), main])
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
    let about = match terminal::line(tag) {
        tag if tag.is_empty() => "Operations without a group".to_owned(),
        tag => tag,
    };
    let mut words = group.map_or_else(Vec::new, |group| words(&group.docs));
    words.retain(|part| *part != about);
    let text = words.join("\n\n");
    let subjects: Vec<Subject<'_>> =
        name.operations.iter().filter_map(|one| Subject::of(context, *one)).collect();
    let commands = subjects.iter().map(command);
    let mut params: Vec<&str> =
        subjects.iter().map(|one| one.name.params.as_str()).collect();
    params.sort_unstable();
    let (module, params) = (ident(&name.module), params.into_iter().map(ident));
    let uses = quote! {
        use crate::operations::#module::{#(#params),*};
        use crate::runtime::Request;
        use crate::runtime::command_line::{Command, CommandGroup, Words, blank};
    };
    let shell = group_name(name);
    let group = quote! {
        pub(super) const GROUP: CommandGroup = CommandGroup {
            name: #shell,
            about: #about,
            text: #text,
            commands: &[#(#commands),*],
        };
    };
    let words = match docs::code(tag) {
        Some(tag) => format!("The commands of {tag}."),
        None => "The commands without a group.".to_owned(),
    };
    let path = format!("src/command_line/{}.rs", name.module);
    file.finish(&path, &Comment::new().own(&words), [uses, group])
}

/// The command of an operation.
fn command(subject: &Subject<'_>) -> TokenStream {
    let (operation, params) = (subject.operation, ident(&subject.name.params));
    let (name, alias) =
        (operation_name(subject.operation, subject.name), shell(&subject.name.method));
    let (about, text) = about_operation(operation);
    let words = flags(operation);
    quote! {
        Command {
            name: #name,
            alias: #alias,
            about: #about,
            text: #text,
            words: &[#(#words),*],
            operation: #params::operation,
            blank: blank::<#params>,
        }
    }
}

/// One line about an operation, and the rest of what there is to say.
fn about_operation(operation: &Operation) -> (String, String) {
    let mut parts = words(&operation.docs);
    let about = if parts.is_empty() {
        format!("{} {}", operation.method, operation.path.text)
    } else {
        let first = parts.remove(0);
        match first.split_once('\n') {
            Some((line, rest)) => {
                parts.insert(0, rest.trim_start().to_owned());
                line.to_owned()
            }
            None => first,
        }
    };
    parts.extend(
        operation
            .facts
            .iter()
            .map(|(label, value)| terminal::line(&format!("{label}: {value}"))),
    );
    if let Some(sunset) = &operation.sunset {
        parts.push(terminal::line(&format!("It goes away on {sunset}.")));
    }
    parts.extend(operation.docs.url.iter().map(|url| format!("See {}", plain(url))));
    parts.push(plain(&format!("{} {}", operation.method, operation.path.text)));
    (about, parts.join("\n\n"))
}

/// What is said of each parameter and of the body.
fn flags(operation: &Operation) -> Vec<TokenStream> {
    let mut flags: Vec<TokenStream> =
        operation.parameters.iter().map(about_parameter).collect();
    if let Some(body) = &operation.body {
        let about = words(&body.docs).join(" ");
        let example = body.contents.iter().find_map(|content| content.examples.first());
        flags.push(said(&about, None, example));
    }
    flags
}

fn about_parameter(parameter: &Parameter) -> TokenStream {
    let about = words(&parameter.docs).join(" ");
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    said(&about, parameter.default.as_ref(), parameter.example.as_ref())
}

/// Values stand as JSON; what does not exist is empty.
fn said(about: &str, default: Option<&Value>, example: Option<&Value>) -> TokenStream {
    let json = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
    let (default, example) = (json(default), json(example));
    quote!(Words { about: #about, default: #default, example: #example })
}

fn words(docs: &Docs) -> Vec<String> {
    let (summary, description) =
        (terminal::line(&docs.summary), terminal::text(&docs.description));
    let mut parts = vec![summary];
    if parts.first() != Some(&description) {
        parts.push(description);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Text of the description without what a terminal would take for a command.
fn plain(words: &str) -> String {
    words.trim().chars().filter(|one| !one.is_control()).collect()
}

/// A group as it is typed: `legacyBackup`.
pub(crate) fn group_name(name: &GroupName) -> String {
    let mut letters = name.ident.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// An operation as it is typed: its id, where a shell takes that as one word.
pub(crate) fn operation_name(operation: &Operation, name: &OperationName) -> String {
    let id = &operation.id;
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "._-/".contains(one);
    let begins = id.starts_with(|one: char| one.is_ascii_alphanumeric());
    if begins && id.chars().all(is_plain) {
        return id.clone();
    }
    camel(&name.method)
}

/// A Rust name in camel case.
fn camel(name: &str) -> String {
    let mut words = shell(name).split('-').map(str::to_owned).collect::<Vec<_>>();
    for word in words.iter_mut().skip(1) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            *word = first.to_uppercase().chain(letters).collect();
        }
    }
    words.concat()
}

/// A Rust name as it is typed at a shell: in kebab case.
fn shell(name: &str) -> String {
    name.trim_start_matches("r#").trim_matches('_').replace('_', "-")
}
