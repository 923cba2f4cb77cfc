//! What a call yields: one shape, or an enum of several.

use super::Subject;
use crate::emit::code::Code;
use crate::emit::docs::Comment;
use crate::emit::file::{RustFile, ident};
use crate::ir::{Output, OutputCase, OutputShape, StatusPattern};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The type that a call yields.
pub(super) fn reference(file: &RustFile<'_>, subject: &Subject<'_>) -> Code {
    match &subject.operation.output {
        Output::One(shape) => shape_type(file, *shape),
        Output::Many(_) => Code(subject.name.output.clone()),
    }
}

fn shape_type(file: &RustFile<'_>, shape: OutputShape) -> Code {
    match shape {
        OutputShape::Nothing => Code("()".to_owned()),
        OutputShape::Typed(ty) => file.reference(ty),
        OutputShape::Text => Code("String".to_owned()),
        OutputShape::Bytes => file.runtime("ByteStream"),
        OutputShape::JsonLines(_) | OutputShape::Events(_)
            if !file.context.runtime.streams =>
        {
            file.runtime("ByteStream")
        }
        OutputShape::JsonLines(ty) => generic(file, "JsonLines", file.reference(ty)),
        OutputShape::Events(ty) => generic(file, "EventStream", file.reference(ty)),
    }
}

fn generic(file: &RustFile<'_>, name: &str, inner: Code) -> Code {
    let name = file.runtime(name);
    Code(format!("{name}<{inner}>"))
}

/// The enum of results, where there are several.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let Output::Many(cases) = &subject.operation.output else { return quote!() };
    let name = ident(&subject.name.output);
    let variants: Vec<Ident> =
        subject.name.output_cases.iter().map(|one| ident(one)).collect();
    let docs = cases.iter().map(|case| case_docs(subject, case));
    let fields = cases.iter().map(|case| match case.shape {
        OutputShape::Nothing => quote!(),
        shape => {
            let ty = shape_type(file, shape);
            quote!((#ty))
        }
    });
    let arms =
        cases.iter().zip(&variants).map(|(case, variant)| arm(file, case, variant));
    let item_docs = Comment::new()
        .own(&format!("What [`{}`] yields.", subject.name.builder))
        .tokens();
    quote! {
        #item_docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs #variants #fields,)*
        }
        impl runtime::Output for #name {
            fn take(case: runtime::Case, body: runtime::Received) -> Result<Self, runtime::Received> {
                match (case.response, case.content) {
                    #(#arms)*
                    _ => Err(body),
                }
            }
        }
    }
}

fn arm(file: &RustFile<'_>, case: &OutputCase, variant: &Ident) -> TokenStream {
    let response = Literal::usize_unsuffixed(case.response);
    let content = case.content.map(Literal::usize_unsuffixed);
    let content = content.map_or_else(|| quote!(_), |content| quote!(#content));
    match case.shape {
        OutputShape::Nothing => quote!((#response, #content) => Ok(Self::#variant),),
        shape => {
            let ty = shape_type(file, shape);
            quote! {
                (#response, #content) => {
                    <#ty as runtime::Output>::take(case, body).map(Self::#variant)
                }
            }
        }
    }
}

fn case_docs(subject: &Subject<'_>, case: &OutputCase) -> TokenStream {
    let Some(response) = subject.operation.responses.get(case.response) else {
        return quote!();
    };
    let mut comment = Comment::inner().own(&status_words(response.status));
    comment = comment.words(&response.docs, "");
    comment.tokens()
}

/// A status in words.
pub(crate) fn status_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}."),
        StatusPattern::Range(hundred) => format!("Any status {hundred}XX."),
        StatusPattern::Default => "Any other status.".to_owned(),
    }
}
