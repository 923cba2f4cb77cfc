//! `src/command_line.rs`, a file of commands for each group, and `src/main.rs`: the API at
//! a shell, for those who ask for the feature `cli`.

use super::auth::credentials;
use super::docs::{self, Comment};
use super::file::{RustFile, ident, lay_out};
use super::operations::Subject;
use super::{Context, SourceFile};
use crate::ir::{Docs, Operation, Parameter};
use crate::name::{GroupName, Home};
use proc_macro2::TokenStream;
use quote::quote;

/// `src/command_line.rs`.
pub(super) fn emit(context: &Context<'_>) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    file.uses_runtime();
    let package = context.package;
    let (name, about) = (&package.name, text(&package.description));
    let environment = environment(context);
    let modules: Vec<_> =
        context.groups().map(|(_, name)| ident(&name.module)).collect();
    let builder = builder(context);
    let items = quote! {
        use runtime::command_line::{CommandGroup, CommandLine};
        use std::ffi::OsString;
        use std::process::ExitCode;

        #(mod #modules;)*

        static GROUPS: &[CommandGroup] = &[#(#modules::GROUP),*];

        static LINE: CommandLine = CommandLine {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            about: #about,
            environment: #environment,
            groups: GROUPS,
        };

        #[doc = " Runs the command line with these arguments, the program's name first."]
        pub fn run<I>(arguments: I) -> ExitCode
        where
            I: IntoIterator<Item = OsString>,
        {
            runtime::command_line::run(&LINE, arguments, builder())
        }

        #builder
    };
    let docs = Comment::new().own("The API at a shell: a command for each operation.");
    file.finish("src/command_line.rs".to_owned(), &docs.module_text(), &[lay_out(items)])
}

/// `src/main.rs`.
pub(super) fn emit_main(context: &Context<'_>) -> SourceFile {
    let library = ident(&context.package.name.replace('-', "_"));
    let items = quote! {
        #![forbid(unsafe_code)]

        fn main() -> std::process::ExitCode {
            #library::command_line::run(std::env::args_os())
        }
    };
    let docs = Comment::new().own("The command line of the API.").module_text();
    let file = RustFile::new(context, Home::None);
    file.finish("src/main.rs".to_owned(), &docs, &[lay_out(items)])
}

/// The commands of a group.
pub(super) fn emit_group(
    context: &Context<'_>,
    index: usize,
    name: &GroupName,
) -> SourceFile {
    let file = RustFile::new(context, Home::None);
    let module = ident(&name.module);
    let group = context.api.groups.get(index);
    let tag = group.map_or("", |group| group.tag.as_str());
    let about = match text(tag) {
        tag if tag.is_empty() => "Operations without a group".to_owned(),
        tag => tag,
    };
    let shell_name = shell(&name.accessor);
    let subjects: Vec<Subject<'_>> =
        name.operations.iter().filter_map(|one| Subject::of(context, *one)).collect();
    let params: Vec<_> = subjects.iter().map(|one| ident(&one.name.params)).collect();
    let commands = subjects.iter().zip(&params).map(|(subject, params)| {
        let operation = subject.operation;
        let (name, about) = (shell(&subject.name.method), about_operation(operation));
        let help = help(operation);
        quote! {
            Command {
                name: #name,
                about: #about,
                help: &[#(#help),*],
                operation: #params::OPERATION,
                blank: blank::<#params>,
            }
        }
    });
    let items = quote! {
        use crate::operations::#module::{#(#params),*};
        use crate::runtime::Request;
        use crate::runtime::command_line::{Command, CommandGroup, blank};

        pub(super) const GROUP: CommandGroup = CommandGroup {
            name: #shell_name,
            about: #about,
            commands: &[#(#commands),*],
        };
    };
    let words = match docs::code(tag) {
        Some(tag) => format!("The commands of {tag}."),
        None => "The commands without a group.".to_owned(),
    };
    let path = format!("src/command_line/{}.rs", name.module);
    file.finish(path, &Comment::new().own(&words).module_text(), &[lay_out(items)])
}

/// What every call starts from: a client with the credentials of the environment.
fn builder(context: &Context<'_>) -> TokenStream {
    let credentials = credentials(context.api);
    let added = credentials.iter().map(|one| {
        let name = ident(one.name());
        let feature = one.feature().map(|feature| quote!(#[cfg(feature = #feature)]));
        quote! {
            #feature
            if let Ok(credential) = crate::auth::#name::from_env() {
                builder = builder.auth(credential);
            }
        }
    });
    let mutable = (!credentials.is_empty()).then(|| quote!(mut));
    quote! {
        fn builder() -> runtime::ClientBuilder {
            let #mutable builder = crate::Client::builder();
            #(#added)*
            builder
        }
    }
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
fn help(operation: &Operation) -> Vec<String> {
    let mut lines: Vec<String> =
        operation.parameters.iter().map(about_parameter).collect();
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

fn about_parameter(parameter: &Parameter) -> String {
    let mut parts = words(&parameter.docs);
    if parameter.deprecated {
        parts.push("Deprecated.".to_owned());
    }
    let (default, example) = (parameter.default.as_ref(), parameter.example.as_ref());
    parts.extend(docs::limits(&parameter.rules, default, example));
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
fn shell(name: &str) -> String {
    name.trim_start_matches("r#").trim_matches('_').replace('_', "-")
}
