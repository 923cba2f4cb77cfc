//! The table of an operation: everything that the client needs to send it.

use super::{Subject, body};
use crate::emit::client;
use crate::emit::file::{RustFile, ident};
use crate::ir::{
    BodyFormat, MediaBody, Parameter, PathPart, Place, RequestBody, Response,
    SecurityRequirement, StatusPattern, Style,
};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

/// The table as a constant expression.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> TokenStream {
    let operation = subject.operation;
    let (id, method, template) =
        (&operation.id, &operation.method, &operation.path.text);
    let group =
        file.context.api.groups.get(operation.group.0).map_or("", |one| &one.tag);
    let path = operation.path.parts.iter().map(|part| match part {
        PathPart::Text(text) => quote!(runtime::PathPart::Text(#text)),
        PathPart::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(runtime::PathPart::Parameter(#index))
        }
    });
    let query = operation.path.query.iter().map(|(name, value)| quote!((#name, #value)));
    let parameters = operation.parameters.iter().map(parameter);
    let body = match operation.body.as_ref().filter(|body| !body.contents.is_empty()) {
        Some(body) => {
            let body = request_body(body);
            quote!(Some(&#body))
        }
        None => quote!(None),
    };
    let accept = accept(&operation.responses);
    let responses = operation.responses.iter().map(|one| response(file, one));
    let security = operation.security.iter().map(requirement);
    let servers = client::servers(&operation.servers);
    let deprecated = operation.deprecated;
    quote! {
        runtime::Operation {
            id: #id,
            group: #group,
            method: #method,
            template: #template,
            path: &[#(#path),*],
            query: &[#(#query),*],
            parameters: &[#(#parameters),*],
            body: #body,
            accept: #accept,
            responses: &[#(#responses),*],
            security: &[#(#security),*],
            servers: #servers,
            deprecated: #deprecated,
        }
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire_name;
    let place = place(parameter.place);
    let style = style(parameter.style);
    let (explode, allow_reserved) = (parameter.explode, parameter.allow_reserved);
    quote! {
        runtime::Parameter {
            name: #name,
            place: #place,
            style: #style,
            explode: #explode,
            allow_reserved: #allow_reserved,
        }
    }
}

/// Where a parameter or key goes.
pub(crate) fn place(place: Place) -> TokenStream {
    let name = ident(match place {
        Place::Path => "Path",
        Place::Query => "Query",
        Place::Header => "Header",
        Place::Cookie => "Cookie",
    });
    quote!(runtime::Place::#name)
}

fn style(style: Style) -> TokenStream {
    let name = ident(match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::TabDelimited => "TabDelimited",
        Style::DeepObject => "DeepObject",
        Style::Json => "Json",
    });
    quote!(runtime::Style::#name)
}

fn format(format: BodyFormat) -> TokenStream {
    let name = ident(match format {
        BodyFormat::Json => "Json",
        BodyFormat::Form => "Form",
        BodyFormat::Multipart => "Multipart",
        BodyFormat::Text | BodyFormat::Xml => "Text",
        BodyFormat::JsonLines => "JsonLines",
        BodyFormat::EventStream => "EventStream",
        BodyFormat::Binary => "Binary",
    });
    quote!(runtime::Format::#name)
}

fn request_body(body: &RequestBody) -> TokenStream {
    let required = body.required;
    let contents = body.contents.iter().map(|content| {
        let media_type = &content.media_type;
        let format = format(content.format);
        let encoding = content.encoding.iter().map(|(name, encoding)| {
            let content_type = option(encoding.content_type.as_ref());
            let style = option(encoding.style.map(style));
            let explode = option(encoding.explode);
            let allow_reserved = encoding.allow_reserved;
            quote! {
                runtime::PartEncoding {
                    name: #name,
                    content_type: #content_type,
                    style: #style,
                    explode: #explode,
                    allow_reserved: #allow_reserved,
                }
            }
        });
        quote! {
            runtime::RequestMedia {
                media_type: #media_type, format: #format, encoding: &[#(#encoding),*],
            }
        }
    });
    quote!(runtime::BodyTable { required: #required, contents: &[#(#contents),*] })
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn response(file: &RustFile<'_>, response: &Response) -> TokenStream {
    let status = match response.status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(runtime::Status::Code(#code))
        }
        StatusPattern::Range(hundred) => {
            let hundred = Literal::u8_unsuffixed(hundred);
            quote!(runtime::Status::Range(#hundred))
        }
        StatusPattern::Default => quote!(runtime::Status::Default),
    };
    let contents = response.contents.iter().map(|content| {
        let media_type = &content.media_type;
        let format = format(content.format);
        let ty = blank_type(file, content);
        quote! {
            runtime::ResponseMedia {
                media_type: #media_type, format: #format, blank: runtime::blank::<#ty>,
            }
        }
    });
    quote!(runtime::ResponseTable { status: #status, contents: &[#(#contents),*] })
}

/// What a response body is decoded into; for lines and events, one item.
fn blank_type(file: &RustFile<'_>, content: &MediaBody) -> TokenStream {
    match (content.format, content.ty) {
        (BodyFormat::JsonLines | BodyFormat::EventStream, Some(ty)) => {
            file.reference(ty)
        }
        (BodyFormat::EventStream, None) => quote!(String),
        _ => body::content_type(file, content),
    }
}

fn requirement(requirement: &SecurityRequirement) -> TokenStream {
    let uses = requirement.schemes.iter().map(|(scheme, scopes)| {
        let scheme = Literal::usize_unsuffixed(*scheme);
        quote!(runtime::SchemeUse { scheme: #scheme, scopes: &[#(#scopes),*] })
    });
    quote!(&[#(#uses),*])
}

/// The `Accept` header: what successes come as, then what else is documented.
fn accept(responses: &[Response]) -> String {
    let success = |response: &&Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(hundred) => hundred == 2,
        StatusPattern::Default => false,
    };
    let fallback = |response: &&Response| response.status == StatusPattern::Default;
    let mut media_types: Vec<&str> = Vec::new();
    let any = responses.iter().any(|one| success(&one) && !one.contents.is_empty());
    let chosen =
        responses.iter().filter(|one| if any { success(one) } else { fallback(one) });
    for content in chosen.flat_map(|response| &response.contents) {
        if !media_types.contains(&content.media_type.as_str()) {
            media_types.push(&content.media_type);
        }
    }
    media_types.join(", ")
}
