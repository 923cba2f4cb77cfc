//! One file an operation: parameters, request table, builder, results and pages.

mod body;
mod builder;
mod output;
mod page;
mod pages;
mod params;
mod table;

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::ident;
use super::{Context, SourceFile, types};
use crate::ir::Operation;
use crate::name::{Home, OperationName};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) use body::content_type;
pub(super) use output::{reference as output, status_words};
pub(super) use params::{required, words_of as parameter_words};
use table::Blanks;
pub(crate) use table::accept;

/// An operation and its names.
pub(super) struct Subject<'a> {
    pub(super) operation: &'a Operation,
    pub(super) name: &'a OperationName,
}

impl<'a> Subject<'a> {
    /// The operation with this index.
    pub(super) fn of(context: &'a Context<'a>, index: usize) -> Option<Self> {
        let operation = context.api.operations.get(index)?;
        Some(Self { operation, name: context.names.operations.get(index)? })
    }
}

/// The file of an operation.
pub(super) fn emit(context: &Context<'_>, index: usize) -> Option<SourceFile> {
    let subject = Subject::of(context, index)?;
    let group = context.names.groups.get(subject.name.group.0)?;
    let file = RustFile::new(context, Home::Operation(index));
    let mut items = params::emit(&file, &subject);
    items.push(request(&file, &subject));
    items.extend(builder::emit(&file, &subject));
    items.extend(pages::emit(&file, &subject));
    items.extend(output::emit(&file, &subject));
    items.extend(body::emit(&file, &subject));
    items.extend(subject.name.types.iter().flat_map(|id| types::items(&file, *id)));
    let path = format!("src/operations/{}/{}.rs", group.module, subject.name.module);
    let docs = Comment::new()
        .own(&format!("`{}` and the types that only it uses.", subject.name.builder));
    Some(file.finish(&path, &docs, items))
}

/// What ties the parameters to the operation's table and its result.
fn request(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let params = ident(&subject.name.params);
    let output = output::reference(file, subject);
    let blanks = Blanks::of(file, subject);
    let table = table::text(file, subject, &blanks);
    let blanks = blanks.types;
    quote! {
        impl runtime::Request for #params {
            type Output = #output;
            fn operation() -> &'static runtime::Operation {
                static OPERATION: runtime::OperationText = runtime::OperationText {
                    text: #table,
                    blanks: &[#(runtime::blank::<#blanks>),*],
                    read: runtime::UNREAD_OPERATION,
                };
                OPERATION.get()
            }
        }
    }
}
