//! `src/command_line.rs`, a file of commands for each group, and `src/main.rs`: the API at
//! a shell, for those who ask for the feature `cli`.

use super::auth::credentials;
use super::docs::{self, Comment};
use super::file::RustFile;
use super::operations::Subject;
use super::reference::is_collection;
use super::tokens::{ident, modules};
use super::{Context, SourceFile};
use crate::ir::{Docs, Operation, Parameter, Types};
use crate::name::{GroupName, Home};
use proc_macro2::TokenStream;
use quote::quote;

/// `src/command_line.rs`.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let package = context.package;
    let (name, about) = (&package.name, text(&package.description));
    let environment = environment(context);
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
    let uses = quote! {
        use crate::runtime;
        use crate::runtime::command_line::{CommandGroup, CommandLine};
        use std::ffi::OsString;
        use std::process::ExitCode;
    };
    let line = quote! {
        static LINE: CommandLine = CommandLine {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            about: #about,
            environment: #environment,
            groups: GROUPS,
        };
    };
    let run = quote! {
        /// Runs the command line with these arguments, the program's name first.
        pub fn run<I>(arguments: I) -> ExitCode
        where
            I: IntoIterator<Item = OsString>,
        {
            runtime::command_line::run(&LINE, arguments, builder())
        }
    };
    let listed = quote!(static GROUPS: &[CommandGroup] = &[#(#listed),*];);
    let docs = Comment::new().own("The API at a shell: a command for each operation.");
    let items = [uses, declared, listed, line, run, builder(context)];
    file.finish("src/command_line.rs", &docs, items)
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
    let about = match text(tag) {
        tag if tag.is_empty() => "Operations without a group".to_owned(),
        tag => tag,
    };
    let subjects: Vec<Subject<'_>> =
        name.operations.iter().filter_map(|one| Subject::of(context, *one)).collect();
    let commands = subjects.iter().map(|one| command(&context.api.types, one));
    let mut params: Vec<&str> =
        subjects.iter().map(|one| one.name.params.as_str()).collect();
    params.sort_unstable();
    let (module, params) = (ident(&name.module), params.into_iter().map(ident));
    let uses = quote! {
        use crate::operations::#module::{#(#params),*};
        use crate::runtime::Request;
        use crate::runtime::command_line::{Command, CommandGroup, blank};
    };
    let shell = shell(&name.accessor);
    let group = quote! {
        pub(super) const GROUP: CommandGroup = CommandGroup {
            name: #shell,
            about: #about,
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
fn command(types: &Types, subject: &Subject<'_>) -> TokenStream {
    let (operation, params) = (subject.operation, ident(&subject.name.params));
    let (name, about) = (shell(&subject.name.method), about_operation(operation));
    let help = help(types, operation);
    quote! {
        Command {
            name: #name,
            about: #about,
            help: &[#(#help),*],
            operation: #params::operation,
            blank: blank::<#params>,
        }
    }
}

/// What every call starts from: a client with the credentials of the environment.
fn builder(context: &Context<'_>) -> TokenStream {
    let credentials = credentials(context.api);
    let body = if credentials.is_empty() {
        quote!(crate::Client::builder())
    } else {
        let given = credentials.into_iter().map(|credential| {
            let feature = credential.feature();
            let gate = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
            let name = ident(credential.name());
            quote! {
                #gate
                if let Ok(credential) = crate::auth::#name::from_env() {
                    builder = builder.auth(credential);
                }
            }
        });
        quote! {
            let mut builder = crate::Client::builder();
            #(#given)*
            builder
        }
    };
    quote!(fn builder() -> runtime::ClientBuilder { #body })
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
