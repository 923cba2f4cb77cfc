//! What models and parameter structs share: the struct, its table and the two matches.

use super::file::{RustFile, ident};
use crate::ir::Rules;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// More required values than this are no arguments of a function.
pub(super) const MOST_ARGUMENTS: usize = 7;

/// A field as it is emitted.
pub(super) struct ModelField<'a> {
    pub(super) ident: &'a str,
    pub(super) wire: &'a str,
    pub(super) docs: TokenStream,
    /// The type with everything that stands around it.
    pub(super) ty: TokenStream,
    /// The names of its flags.
    pub(super) flags: Vec<&'static str>,
    pub(super) rules: Option<&'a Rules>,
    /// For a required field: how it is an argument of `new`.
    pub(super) argument: Option<Argument>,
}

/// How a value is taken and stored.
#[derive(Clone)]
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// How the argument becomes the field.
    pub(super) conversion: Conversion,
}

/// How an argument becomes what is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Conversion {
    /// It is stored as it is.
    None,
    /// `.into()`
    Into,
    /// `Box::new(…)`
    Boxed,
}

impl Argument {
    /// The expression that makes the stored value of the argument.
    pub(super) fn stored(&self, name: &TokenStream) -> TokenStream {
        match self.conversion {
            Conversion::None => name.clone(),
            Conversion::Into => quote!(#name.into()),
            Conversion::Boxed => quote!(Box::new(#name)),
        }
    }
}

/// A struct whose reading and writing is a table.
pub(super) struct ModelItem<'a> {
    pub(super) ident: &'a str,
    pub(super) docs: TokenStream,
    pub(super) fields: Vec<ModelField<'a>>,
    /// The field for all other properties: name, type and docs.
    pub(super) rest: (&'static str, TokenStream, &'static str),
}

impl ModelItem<'_> {
    /// The struct and everything that makes it a model.
    pub(super) fn tokens(&self, file: &RustFile<'_>) -> TokenStream {
        file.uses_runtime();
        let name = ident(self.ident);
        let docs = &self.docs;
        let (rest, rest_ty, rest_docs) = &self.rest;
        let rest = ident(rest);
        let idents: Vec<_> =
            self.fields.iter().map(|field| ident(field.ident)).collect();
        let field_docs = self.fields.iter().map(|field| &field.docs);
        let types = self.fields.iter().map(|field| &field.ty);
        let constructor = self.constructor();
        let table = self.table();
        let matched = |mutable: TokenStream| {
            if idents.is_empty() {
                return quote!(&#mutable self.#rest);
            }
            let indices = (0..idents.len()).map(Literal::usize_unsuffixed);
            let mutable = std::iter::repeat_n(mutable, idents.len());
            let last = mutable.clone().next();
            quote!(match index { #(#indices => &#mutable self.#idents,)* _ => &#last self.#rest, })
        };
        let read = matched(quote!());
        let write = matched(quote!(mut));
        let index = if idents.is_empty() { quote!(_index) } else { quote!(index) };
        quote! {
            #docs
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct #name {
                #(#field_docs pub #idents: #types,)*
                #[doc = #rest_docs]
                pub #rest: #rest_ty,
            }
            #constructor
            impl runtime::Model for #name {
                fn table(&self) -> &'static runtime::Table { #table }
                fn field(&self, #index: usize) -> &dyn runtime::Value { #read }
                fn field_mut(&mut self, #index: usize) -> &mut dyn runtime::Value { #write }
            }
            runtime::model!(#name);
        }
    }

    /// `new`, where there are required fields and not too many.
    fn constructor(&self) -> TokenStream {
        let required: Vec<_> = self.required().collect();
        if required.is_empty() || required.len() > MOST_ARGUMENTS {
            return quote!();
        }
        let name = ident(self.ident);
        let idents = required.iter().map(|(name, _)| ident(name));
        let types = required.iter().map(|(_, argument)| &argument.ty);
        let values = required.iter().map(|(name, argument)| initialiser(name, argument));
        let docs = format!(" A `{}` with everything that it must have.", self.ident);
        quote! {
            impl #name {
                #[doc = #docs]
                #[must_use]
                pub fn new(#(#idents: #types),*) -> Self {
                    Self { #(#values,)* ..Self::default() }
                }
            }
        }
    }

    /// The required fields, as arguments.
    pub(super) fn required(&self) -> impl Iterator<Item = (&str, &Argument)> {
        self.fields.iter().filter_map(|one| Some((one.ident, one.argument.as_ref()?)))
    }

    fn table(&self) -> TokenStream {
        let name = self.ident;
        if self.fields.is_empty() {
            return quote! {
                static TABLE: runtime::Table = runtime::Table { name: #name, fields: &[] };
                &TABLE
            };
        }
        let has_rules = self.fields.iter().any(|field| rules(field.rules).is_some());
        let uses = if has_rules {
            quote!(
                use runtime::{Field, Rules};
            )
        } else {
            quote!(
                use runtime::Field;
            )
        };
        let fields = self.fields.iter().map(|field| {
            let wire = field.wire;
            let rules = match rules(field.rules) {
                Some(rules) => quote!(Some(&#rules)),
                None => quote!(None),
            };
            let flags = flags(&field.flags);
            quote!(Field { name: #wire, flags: #flags, rules: #rules })
        });
        quote! {
            #uses
            static TABLE: runtime::Table =
                runtime::Table { name: #name, fields: &[#(#fields),*] };
            &TABLE
        }
    }
}

/// `name: value`, or just `name` where that is the value.
pub(super) fn initialiser(name: &str, argument: &Argument) -> TokenStream {
    let name = ident(name);
    match argument.conversion {
        Conversion::None => quote!(#name),
        _ => {
            let value = argument.stored(&quote!(#name));
            quote!(#name: #value)
        }
    }
}

fn flags(names: &[&'static str]) -> TokenStream {
    if names.is_empty() {
        return quote!(0);
    }
    let names = names.iter().map(|name| ident(name));
    quote!(#(Field::#names)|*)
}

/// The rules as a constant expression; `None` where there are none.
fn rules(rules: Option<&Rules>) -> Option<TokenStream> {
    let rules = rules?;
    let mut parts = Vec::new();
    let mut number = |name: &str, value: &Option<serde_json::Number>| {
        if let Some(value) = value.as_ref().and_then(rule_number) {
            let name = ident(name);
            parts.push(quote!(#name: Some(#value)));
        }
    };
    number("minimum", &rules.minimum);
    number("maximum", &rules.maximum);
    number("multiple_of", &rules.multiple_of);
    let mut count = |name: &str, value: Option<u64>| {
        if let Some(value) = value {
            let (name, value) = (ident(name), Literal::u64_unsuffixed(value));
            parts.push(quote!(#name: Some(#value)));
        }
    };
    count("min_length", rules.min_length);
    count("max_length", rules.max_length);
    count("min_items", rules.min_items);
    count("max_items", rules.max_items);
    let mut flag = |name: &str, value: bool| {
        if value {
            let name = ident(name);
            parts.push(quote!(#name: true));
        }
    };
    flag("exclusive_minimum", rules.exclusive_minimum && rules.minimum.is_some());
    flag("exclusive_maximum", rules.exclusive_maximum && rules.maximum.is_some());
    flag("unique_items", rules.unique_items);
    if let Some(pattern) = &rules.pattern {
        parts.push(quote!(pattern: Some(#pattern)));
    }
    (!parts.is_empty()).then(|| quote!(Rules { #(#parts,)* ..Rules::NONE }))
}

fn rule_number(value: &serde_json::Number) -> Option<TokenStream> {
    if let Ok(integer) = value.to_string().parse::<i128>() {
        let digits = Literal::u128_unsuffixed(integer.unsigned_abs());
        let sign = (integer < 0).then(|| quote!(-));
        return Some(quote!(runtime::Number::Integer(#sign #digits)));
    }
    let float = value.as_f64().filter(|float| float.is_finite())?;
    let digits = Literal::f64_unsuffixed(float.abs());
    let sign = float.is_sign_negative().then(|| quote!(-));
    Some(quote!(runtime::Number::Float(#sign #digits)))
}
