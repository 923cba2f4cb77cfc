//! Results that come in pages.

use super::Subject;
use crate::emit::code::{Code, Expression, fits};
use crate::emit::file::RustFile;
use crate::emit::items::{assigned, implementation, macro_call, signature};
use crate::emit::reference::resolve;
use crate::ir::{Kind, Output, OutputShape, PageStyle, Pagination, TypeRef};
use std::fmt::Write as _;

/// How the request pages, where it does and the items can be reached.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<String> {
    let pagination = subject.operation.pagination.as_ref()?;
    if !file.context.runtime.pages {
        return None;
    }
    let Output::One(OutputShape::Typed(page)) = subject.operation.output else {
        return None;
    };
    let (item, taking) = taking(file, page, &pagination.items)?;
    let (name, params) = (&subject.name.builder, &subject.name.params);
    let pages = Expression::Struct(
        "&runtime::Pages".to_owned(),
        vec![
            ("style", style(pagination)),
            ("items", Expression::texts(&pagination.items)),
        ],
        None,
    );
    let pages = pages.assigned_to("const PAGES: &'static runtime::Pages =", 4);
    let parameter = format!("page: &mut {}", file.reference(page));
    let head = signature("fn take_items", &[parameter], " -> Vec<Self::Item>", 4);
    let mut text = implementation("runtime::Paged", params);
    let item = assigned("type Item =", &item.0, ";", 4);
    let _ = writeln!(text, "{item}{pages}\n{head}{taking}    }}\n}}\n");
    text.push_str(&macro_call("paged", &[name, params]));
    Some(text)
}

/// The type of an item, and statements that take the items out of `page`.
fn taking(
    file: &RustFile<'_>,
    page: TypeRef,
    path: &[String],
) -> Option<(Code, String)> {
    let types = &file.context.api.types;
    let null = "        let runtime::Nullable::Value(page) = page else { return Vec::new() };\n";
    let mut steps = String::new();
    let mut at = page;
    if at.nullable {
        steps.push_str(null);
    }
    for property in path {
        let id = resolve(types, at.id);
        let Kind::Struct(object) = &types.get(id).kind else { return None };
        let position =
            object.fields.iter().position(|field| field.wire_name == *property)?;
        let field = object.fields.get(position)?;
        let member = file.context.names.types.get(id.index())?.members.get(position)?;
        let value = format!("&mut page.{member}");
        let _ = if field.required {
            writeln!(steps, "        let page = {value};")
        } else {
            let line = format!(
                "        let Some(page) = {value} else {{ return Vec::new() }};"
            );
            let head = format!("        let Some(page) = {value} else {{");
            if fits(&line) {
                writeln!(steps, "{line}")
            } else if fits(&head) {
                writeln!(steps, "{head}\n            return Vec::new();\n        }};")
            } else {
                write!(
                    steps,
                    "        let Some(page) =\n            {value}\n        else {{\n            return Vec::new();\n        }};\n"
                )
            }
        };
        if field.ty.nullable {
            steps.push_str(null);
        }
        at = field.ty;
    }
    let Kind::List(item) = types.get(resolve(types, at.id)).kind else { return None };
    let item = file.reference(item);
    Some((item, steps + "        std::mem::take(page)\n"))
}

fn style(pagination: &Pagination) -> Expression {
    let number = |number: usize| Expression::atom(number);
    let option = |at: Option<usize>| match at {
        Some(at) => Expression::atom(format!("Some({at})")),
        None => Expression::atom("None"),
    };
    let (name, fields) = match &pagination.style {
        PageStyle::PageNumber { page, size, first } => (
            "PageNumber",
            vec![
                ("page", number(*page)),
                ("size", option(*size)),
                ("first", Expression::atom(first)),
            ],
        ),
        PageStyle::Offset { offset, limit } => {
            ("Offset", vec![("offset", number(*offset)), ("limit", option(*limit))])
        }
        PageStyle::Cursor { cursor, next } => (
            "Cursor",
            vec![("cursor", number(*cursor)), ("next", Expression::texts(next))],
        ),
        PageStyle::LinkHeader => {
            return Expression::atom("runtime::PageStyle::LinkHeader");
        }
        PageStyle::NextUrl { next } => {
            ("NextUrl", vec![("next", Expression::texts(next))])
        }
        PageStyle::Links { links } => {
            ("Links", vec![("links", Expression::texts(links))])
        }
    };
    Expression::Struct(format!("runtime::PageStyle::{name}"), fields, None)
}
