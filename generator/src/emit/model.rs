//! What models and parameter structs share: the struct, its table and the two matches.

use super::docs::Comment;
use super::file::RustFile;
use super::tokens::{ident, number, quoted, table_text};
use super::xml;
use crate::ir::{Rules, Xml};
use proc_macro2::TokenStream;
use quote::quote;

/// More required values than this are no arguments of a function.
pub(super) const MOST_ARGUMENTS: usize = 7;

/// The indent of a table's lines.
const TABLE_INDENT: usize = 16;

/// A field as it is emitted.
pub(super) struct ModelField<'a> {
    pub(super) ident: &'a str,
    pub(super) wire: &'a str,
    pub(super) docs: Comment,
    /// The type with everything that stands around it.
    pub(super) ty: TokenStream,
    /// Its flags, as the table says them.
    pub(super) flags: Vec<&'static str>,
    pub(super) rules: Option<&'a Rules>,
    /// How it stands in XML, if it says anything of that.
    pub(super) xml: Option<&'a Xml>,
    /// For a required field: how it is an argument of `new`.
    pub(super) argument: Option<Argument>,
    /// Its place among the arguments.
    pub(super) rank: usize,
    /// The only value that it may have: what it is by default.
    pub(super) constant: Option<TokenStream>,
}

/// How a value is taken and stored.
#[derive(Clone)]
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// Whether it becomes what is stored by `into`.
    pub(super) converts: bool,
}

impl Argument {
    /// An argument of the very type that is stored.
    pub(super) fn of(ty: TokenStream) -> Self {
        Self { ty, converts: false }
    }

    /// An argument of any type that becomes the stored one.
    pub(super) fn into(ty: &TokenStream) -> Self {
        Self { ty: quote!(impl Into<#ty>), converts: true }
    }

    /// The argument with its type.
    pub(super) fn declared(&self, name: &str) -> TokenStream {
        let (name, ty) = (ident(name), &self.ty);
        quote!(#name: #ty)
    }

    /// The expression that makes the stored value of the argument.
    pub(super) fn stored(&self, name: &str) -> TokenStream {
        let name = ident(name);
        if self.converts { quote!(#name.into()) } else { quote!(#name) }
    }

    /// The initialiser of the field.
    fn initialiser(&self, name: &str) -> TokenStream {
        let (field, value) = (ident(name), self.stored(name));
        if self.converts { quote!(#field: #value) } else { value }
    }
}

/// A struct whose reading and writing is a table.
pub(super) struct ModelItem<'a> {
    pub(super) ident: &'a str,
    pub(super) docs: Comment,
    pub(super) fields: Vec<ModelField<'a>>,
    /// The type of all other properties, where the description gives them one.
    pub(super) additional: Option<TokenStream>,
    /// The field for what is not described at all, and its docs.
    pub(super) rest: (&'static str, &'static str),
    /// The macro of the runtime for all that is one line a model.
    pub(super) macro_name: &'static str,
}

impl ModelItem<'_> {
    /// The struct and everything that makes it a model.
    pub(super) fn items(&self, file: &RustFile<'_>) -> Vec<TokenStream> {
        file.uses_runtime();
        let name = ident(self.ident);
        let (lines, text) = (self.lines(), self.ident);
        let table = table_text(&lines, TABLE_INDENT);
        let field = self.matched(&TokenStream::new());
        let field_mut = self.matched(&quote!(mut));
        let index = ident(if self.fields.is_empty() && self.additional.is_none() {
            "_index"
        } else {
            "index"
        });
        let macro_name = ident(self.macro_name);
        let mut items = vec![self.definition(file)];
        items.extend(self.default());
        items.extend(self.constructor());
        items.push(quote! {
            impl runtime::Model for #name {
                fn table() -> &'static runtime::Table {
                    static TABLE: runtime::TableText = runtime::TableText {
                        name: #text,
                        text: #table,
                        read: runtime::UNREAD,
                    };
                    TABLE.get()
                }

                fn field(&self, #index: usize) -> &dyn runtime::Value { #field }

                fn field_mut(&mut self, #index: usize) -> &mut dyn runtime::Value { #field_mut }
            }
        });
        items.push(quote!(runtime::#macro_name!(#name);));
        items
    }

    fn definition(&self, file: &RustFile<'_>) -> TokenStream {
        let (docs, name) = (self.docs.tokens(), ident(self.ident));
        let fields = self.fields.iter().map(|field| {
            let (docs, name, ty) = (field.docs.tokens(), ident(field.ident), &field.ty);
            quote!(#docs pub #name: #ty,)
        });
        let additional = self.additional.as_ref().map(|ty| {
            let docs = Comment::inner().own("All other properties, by name.").tokens();
            quote!(#docs pub additional_properties: #ty,)
        });
        let (rest, words) = self.rest;
        let (rest, rest_docs) = (ident(rest), Comment::inner().own(words).tokens());
        let unknown = file.runtime("Unknown");
        let derive = (!self.has_constants()).then(|| quote!(#[derive(Default)]));
        quote! {
            #docs
            #derive
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #additional
                #rest_docs
                pub #rest: #unknown,
            }
        }
    }

    fn has_constants(&self) -> bool {
        self.fields.iter().any(|field| field.constant.is_some())
    }

    /// `Default`, where a field can have one value only.
    fn default(&self) -> Option<TokenStream> {
        if !self.has_constants() {
            return None;
        }
        let name = ident(self.ident);
        let fields = self.fields.iter().map(|field| {
            let name = ident(field.ident);
            match &field.constant {
                Some(value) => quote!(#name: #value),
                None => quote!(#name: Default::default()),
            }
        });
        let additional = self.additional.as_ref();
        let additional =
            additional.map(|_| quote!(additional_properties: Default::default(),));
        let rest = ident(self.rest.0);
        Some(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#fields,)* #additional #rest: Default::default() }
                }
            }
        })
    }

    /// The body of a function that hands out a field.
    fn matched(&self, mutable: &TokenStream) -> TokenStream {
        let rest = ident(self.rest.0);
        let mut members: Vec<_> =
            self.fields.iter().map(|field| ident(field.ident)).collect();
        members.extend(self.additional.as_ref().map(|_| ident("additional_properties")));
        if members.is_empty() {
            return quote!(&#mutable self.#rest);
        }
        let arms = members.iter().enumerate().map(|(index, member)| {
            let index = number(index);
            quote!(#index => &#mutable self.#member,)
        });
        quote!(match index { #(#arms)* _ => &#mutable self.#rest, })
    }

    /// `new`, where there are required fields and not too many.
    fn constructor(&self) -> Option<TokenStream> {
        let required = self.required();
        if required.is_empty() || required.len() > MOST_ARGUMENTS {
            return None;
        }
        let name = ident(self.ident);
        let words = format!("A `{}` with everything that it must have.", self.ident);
        let docs = Comment::inner().own(&words).tokens();
        let parameters = required.iter().map(|(name, one)| one.declared(name));
        let values = required.iter().map(|(name, one)| one.initialiser(name));
        Some(quote! {
            impl #name {
                #docs
                #[must_use]
                pub fn new(#(#parameters),*) -> Self {
                    Self { #(#values,)* ..Self::default() }
                }
            }
        })
    }

    /// The required fields, as arguments.
    fn required(&self) -> Vec<(&str, &Argument)> {
        let fields = self.fields.iter();
        let mut required: Vec<_> = fields
            .filter_map(|one| Some((one.rank, one.ident, one.argument.as_ref()?)))
            .collect();
        required.sort_by_key(|(rank, ..)| *rank);
        required.into_iter().map(|(_, name, argument)| (name, argument)).collect()
    }

    /// The lines of the table: one a field.
    fn lines(&self) -> Vec<String> {
        let line = |field: &ModelField<'_>| {
            let mut words = vec![quoted(field.wire)];
            words.extend(field.flags.iter().map(|flag| (*flag).to_owned()));
            words.extend(field.rules.into_iter().flat_map(rules));
            words.extend(field.xml.map(xml::words));
            words.join(" ")
        };
        self.fields.iter().map(line).collect()
    }
}

/// The rules, as the table says them.
pub(crate) fn rules(rules: &Rules) -> Vec<String> {
    let mut words = Vec::new();
    for (word, value) in [
        (if rules.exclusive_minimum { "above" } else { "minimum" }, &rules.minimum),
        (if rules.exclusive_maximum { "below" } else { "maximum" }, &rules.maximum),
        ("multiple-of", &rules.multiple_of),
    ] {
        let value = value.as_ref().and_then(rule_number);
        words.extend(value.map(|value| format!("{word} {value}")));
    }
    for (word, value) in [
        ("min-length", rules.min_length),
        ("max-length", rules.max_length),
        ("min-items", rules.min_items),
        ("max-items", rules.max_items),
    ] {
        words.extend(value.map(|value| format!("{word} {value}")));
    }
    if rules.unique_items {
        words.push("unique-items".to_owned());
    }
    let pattern = rules.pattern.as_ref();
    words.extend(pattern.map(|pattern| format!("pattern {}", quoted(pattern))));
    words
}

/// The number as the runtime reads it; `None` where it has none of its kind.
fn rule_number(value: &serde_json::Number) -> Option<String> {
    if let Ok(integer) = value.to_string().parse::<i128>() {
        return Some(integer.to_string());
    }
    let float = value.as_f64().filter(|float| float.is_finite())?;
    Some(format!("{float:?}"))
}
