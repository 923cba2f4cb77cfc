//! What a call yields: one shape, or an enum of several.

use super::Subject;
use crate::emit::docs::Comment;
use crate::emit::file::RustFile;
use crate::emit::reference::is_boxed;
use crate::emit::tokens::{ident, number};
use crate::ir::{Output, OutputCase, OutputShape, StatusPattern};
use proc_macro2::TokenStream;
use quote::quote;

/// The type that a call yields.
pub(crate) fn reference(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    match &subject.operation.output {
        Output::One(shape) => shape_type(file, *shape),
        Output::Many(_) => {
            let name = ident(&subject.name.output);
            quote!(#name)
        }
    }
}

fn shape_type(file: &RustFile<'_>, shape: OutputShape) -> TokenStream {
    match shape {
        OutputShape::Nothing => quote!(()),
        OutputShape::Typed(ty) => file.reference(ty),
        OutputShape::Text => quote!(String),
        OutputShape::Bytes => file.runtime("ByteStream"),
        OutputShape::JsonLines(ty) => {
            let (name, item) = (file.runtime("JsonLines"), file.reference(ty));
            quote!(#name<#item>)
        }
        OutputShape::Events(ty) => {
            let (name, item) = (file.runtime("EventStream"), file.reference(ty));
            quote!(#name<#item>)
        }
    }
}

/// The enum of results, where there are several.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<TokenStream> {
    let Output::Many(cases) = &subject.operation.output else { return Vec::new() };
    file.uses_runtime();
    let docs = format!("What [`{}`] yields.", subject.name.builder);
    let docs = Comment::new().own(&docs).tokens();
    let name = ident(&subject.name.output);
    let (mut variants, mut arms) = (Vec::new(), Vec::new());
    for (case, member) in cases.iter().zip(&subject.name.output_cases) {
        let (docs, member) = (case_docs(subject, case), ident(member));
        let response = number(case.response);
        let content = case.content.map(number);
        let content = content.map_or(quote!(_), |content| quote!(#content));
        let (held, taken) = holding(file, case.shape, &member);
        variants.push(quote!(#docs #member #held,));
        arms.push(quote!((#response, #content) => #taken,));
    }
    vec![
        quote! {
            #docs
            #[derive(Debug)]
            #[non_exhaustive]
            pub enum #name { #(#variants)* }
        },
        quote! {
            impl runtime::Output for #name {
                fn take(
                    case: runtime::Case,
                    body: runtime::Received,
                ) -> Result<Self, runtime::Received> {
                    match (case.response, case.content) {
                        #(#arms)*
                        _ => Err(body),
                    }
                }
            }
        },
    ]
}

/// What a variant holds, and how the body of an answer is taken into it.
fn holding(
    file: &RustFile<'_>,
    shape: OutputShape,
    member: &proc_macro2::Ident,
) -> (TokenStream, TokenStream) {
    match shape {
        OutputShape::Nothing => (TokenStream::new(), quote!(Ok(Self::#member))),
        OutputShape::Typed(ty)
            if !ty.nullable && is_boxed(&file.context.api.types, ty.id) =>
        {
            let (held, bare) = (file.held(ty), file.reference(ty));
            let boxed = quote!(|value: #bare| Self::#member(Box::new(value)));
            (quote!((#held)), quote!(runtime::take(case, body, #boxed)))
        }
        shape => {
            let held = shape_type(file, shape);
            (quote!((#held)), quote!(runtime::take(case, body, Self::#member)))
        }
    }
}

fn case_docs(subject: &Subject<'_>, case: &OutputCase) -> TokenStream {
    let Some(response) = subject.operation.responses.get(case.response) else {
        return TokenStream::new();
    };
    Comment::inner()
        .own(&status_words(response.status))
        .words(&response.docs, "")
        .tokens()
}

/// A status in words.
pub(crate) fn status_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}."),
        StatusPattern::Range(hundred) => format!("Any status {hundred}XX."),
        StatusPattern::Default => "Any other status.".to_owned(),
    }
}
