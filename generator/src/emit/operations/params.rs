//! The struct of an operation's parameters and body.

use super::Subject;
use super::body;
use crate::emit::docs::{self, Comment};
use crate::emit::file::RustFile;
use crate::emit::model::{Argument, ModelField, ModelItem};
use crate::emit::reference::is_collection;
use crate::emit::structs::argument;
use crate::ir::{Parameter, Place, Types};
use proc_macro2::TokenStream;
use quote::quote;

/// A required parameter, or the required body, as an argument.
pub(crate) struct Required<'a> {
    pub(crate) name: &'a str,
    pub(crate) argument: Argument,
}

/// What a call cannot do without, in the order of the description, the body last.
pub(crate) fn required<'a>(
    file: &RustFile<'_>,
    subject: &Subject<'a>,
) -> Vec<Required<'a>> {
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let mut all: Vec<Required<'a>> = parameters
        .filter(|(parameter, _)| parameter.required)
        .map(|(parameter, name)| Required {
            name,
            argument: argument(file, parameter.ty),
        })
        .collect();
    if let Some(body) = body::argument(file, subject) {
        all.push(Required { name: "body", argument: body });
    }
    all
}

/// The struct, and what makes it a model.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    let operation = subject.operation;
    let parameters = operation.parameters.iter().zip(&subject.name.parameters);
    let mut fields: Vec<ModelField<'_>> = parameters
        .map(|(parameter, ident)| field(file, subject, parameter, ident))
        .collect();
    if let Some(inner) = body::reference(file, subject) {
        let required = operation.body.as_ref().is_some_and(|body| body.required);
        let docs = operation.body.as_ref().map(|body| &body.docs);
        let docs = match docs {
            Some(docs) if required => Comment::inner().words(docs, "The request body."),
            _ => see(subject, "body"),
        };
        fields.push(ModelField {
            ident: "body",
            wire: "body",
            docs,
            ty: if required { inner } else { quote!(Option<#inner>) },
            flags: if required { vec!["required"] } else { Vec::new() },
            rules: None,
            xml: None,
            argument: body::argument(file, subject),
            rank: usize::MAX,
            constant: None,
        });
    }
    let words = format!("What [`{}`] sends.", subject.name.builder);
    ModelItem {
        ident: &subject.name.params,
        docs: Comment::new().own(&words),
        fields,
        additional: None,
        rest: ("extra_query", "Query parameters beyond those that are described."),
        macro_name: "parameters",
    }
    .items(file)
}

fn field<'a>(
    file: &RustFile<'_>,
    subject: &Subject<'_>,
    parameter: &'a Parameter,
    ident: &'a str,
) -> ModelField<'a> {
    let inner = file.held(parameter.ty);
    let mut flags = Vec::new();
    if parameter.required {
        flags.push("required");
    }
    if parameter.secret {
        flags.push("secret");
    }
    if parameter.deprecated {
        flags.push("deprecated");
    }
    let docs =
        if parameter.required { words(file, parameter) } else { see(subject, ident) };
    ModelField {
        ident,
        wire: &parameter.wire_name,
        docs,
        ty: if parameter.required { inner } else { quote!(Option<#inner>) },
        flags,
        rules: Some(&parameter.rules),
        xml: None,
        argument: parameter.required.then(|| argument(file, parameter.ty)),
        rank: 0,
        constant: None,
    }
}

/// Where the words about what has a setter are.
fn see(subject: &Subject<'_>, setter: &str) -> Comment {
    let shown = setter.trim_start_matches("r#");
    let builder = &subject.name.builder;
    Comment::inner().own(&format!("See [`{shown}`]({builder}::{shown})."))
}

/// The words about a parameter, and what its value must keep to.
pub(super) fn words(file: &RustFile<'_>, parameter: &Parameter) -> Comment {
    words_of(&file.context.api.types, parameter, Comment::inner())
}

/// Whether the runtime fills the parameter in, as `Parameter::is_idempotency_key` there says.
fn is_idempotency_key(parameter: &Parameter) -> bool {
    let name = parameter.wire_name.to_ascii_lowercase();
    !parameter.required
        && parameter.place == Place::Header
        && name.contains("idempoten")
        && name.ends_with("key")
}

/// The same, in a comment that has begun.
pub(crate) fn words_of(
    types: &Types,
    parameter: &Parameter,
    comment: Comment,
) -> Comment {
    let fallback = match docs::code(&parameter.wire_name) {
        Some(code) => format!("The parameter {code}."),
        None => "A parameter.".to_owned(),
    };
    let mut comment = comment.words(&parameter.docs, &fallback);
    if parameter.deprecated {
        comment = comment.own("Deprecated.");
    }
    if is_idempotency_key(parameter) {
        comment = comment.own(
            "If it is not set, each call gets a key of its own, which its retries repeat.",
        );
    }
    let (default, example) = (parameter.default.as_ref(), parameter.example.as_ref());
    match docs::limits(
        &parameter.rules,
        is_collection(types, parameter.ty),
        default,
        example,
    ) {
        Some(limits) => comment.own(&limits),
        None => comment,
    }
}
