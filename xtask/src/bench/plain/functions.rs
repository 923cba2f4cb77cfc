//! Operations as plain async functions.

use super::{Plain, docs, ident};
use oasmith::ir::{
    BodyFormat, MediaBody, Operation, Output, OutputShape, Parameter, PathPart, Place,
    TypeRef,
};
use oasmith::name::OperationName;
use proc_macro2::TokenStream;
use quote::quote;

impl Plain<'_> {
    /// The function of an operation, its query, and the types that only it uses.
    pub(super) fn operation(
        &self,
        operation: &Operation,
        name: &OperationName,
    ) -> TokenStream {
        let types = name.types.iter().map(|id| self.item_of(*id));
        let parameters = || operation.parameters.iter().zip(&name.parameters);
        let in_query: Vec<_> =
            parameters().filter(|(one, _)| one.place == Place::Query).collect();
        let query = self.query(&name.params, &in_query);
        let texts = parameters().filter(|(one, _)| one.place != Place::Query);
        let texts: Vec<_> = texts.collect();
        let (body, send_body) = self.body(operation);
        let (output, take) = self.output(operation);
        let mut arguments = vec![quote!(client: &reqwest::Client), quote!(base: &str)];
        arguments.extend(texts.iter().map(|(parameter, name)| {
            let name = ident(name);
            let is_sure = parameter.required || parameter.place == Place::Path;
            if is_sure { quote!(#name: &str) } else { quote!(#name: Option<&str>) }
        }));
        let params = ident(&name.params);
        arguments.extend((!in_query.is_empty()).then(|| quote!(query: &#params)));
        arguments.extend(body);
        let ask =
            (!in_query.is_empty()).then(|| quote!(request = request.query(query);));
        let headers =
            texts.iter().filter_map(|(parameter, name)| header(parameter, name));
        let (docs, function) = (docs(&operation.docs), ident(&name.method));
        let url = url(operation, name);
        let method = &operation.method;
        quote! {
            #query
            #docs
            pub async fn #function(#(#arguments),*) -> Result<#output, reqwest::Error> {
                let method = reqwest::Method::from_bytes(#method.as_bytes()).unwrap_or_default();
                let mut request = client.request(method, #url);
                #ask
                #(#headers)*
                #send_body
                let response = request.send().await?.error_for_status()?;
                #take
            }
            #(#types)*
        }
    }

    fn query(&self, name: &str, all: &[(&Parameter, &String)]) -> TokenStream {
        if all.is_empty() {
            return TokenStream::new();
        }
        let fields = all.iter().map(|(parameter, member)| {
            let (docs, wire) = (docs(&parameter.docs), &parameter.wire_name);
            let member = ident(member);
            let ty = self.held(TypeRef { nullable: true, ..parameter.ty });
            quote! {
                #docs
                #[serde(rename = #wire, skip_serializing_if = "Option::is_none")]
                pub #member: #ty,
            }
        });
        let name = ident(name);
        quote! {
            #[derive(Clone, Debug, Default, serde::Serialize)]
            pub struct #name { #(#fields)* }
        }
    }

    /// The argument that is the body, and the statement that sends it.
    fn body(&self, operation: &Operation) -> (Option<TokenStream>, TokenStream) {
        let content = operation.body.as_ref().and_then(|body| body.contents.first());
        let Some(content) = content else { return (None, TokenStream::new()) };
        let MediaBody { format, ty, media_type, .. } = content;
        let (ty, method) = match (format, ty) {
            (BodyFormat::Json, Some(ty)) => (self.reference(*ty), ident("json")),
            (BodyFormat::Form, Some(ty)) => (self.reference(*ty), ident("form")),
            _ => {
                let send = quote! {
                    request = request.header("content-type", #media_type).body(body);
                };
                return (Some(quote!(body: Vec<u8>)), send);
            }
        };
        (Some(quote!(body: &#ty)), quote!(request = request.#method(body);))
    }

    /// What the function gives, and the expression that takes it out of the answer.
    fn output(&self, operation: &Operation) -> (TokenStream, TokenStream) {
        let shape = match &operation.output {
            Output::One(shape) => *shape,
            Output::Many(cases) => {
                cases.first().map_or(OutputShape::Nothing, |one| one.shape)
            }
        };
        match shape {
            OutputShape::Nothing => {
                (quote!(()), quote!(response.bytes().await.map(drop)))
            }
            OutputShape::Typed(ty) => {
                (self.reference(ty), quote!(response.json().await))
            }
            OutputShape::Text => (quote!(String), quote!(response.text().await)),
            OutputShape::Bytes | OutputShape::JsonLines(_) | OutputShape::Events(_) => {
                (quote!(reqwest::Response), quote!(Ok(response)))
            }
        }
    }
}

fn header(parameter: &Parameter, name: &str) -> Option<TokenStream> {
    if parameter.place == Place::Path {
        return None;
    }
    let (wire, name) = (&parameter.wire_name, ident(name));
    Some(if parameter.required {
        quote!(request = request.header(#wire, #name);)
    } else {
        quote! {
            if let Some(value) = #name {
                request = request.header(#wire, value);
            }
        }
    })
}

/// The address, as one `format!`.
fn url(operation: &Operation, name: &OperationName) -> TokenStream {
    let mut text = "{}".to_owned();
    let mut values = vec![quote!(base)];
    for part in &operation.path.parts {
        match part {
            PathPart::Text(part) => {
                text.push_str(&part.replace('{', "{{").replace('}', "}}"));
            }
            PathPart::Parameter(index) => {
                let member = name.parameters.get(*index).map(|name| ident(name));
                text.push_str("{}");
                values.push(quote!(#member));
            }
        }
    }
    quote!(format!(#text, #(#values),*))
}
