//! The call that a user writes first, for the docs of the crate and the README.

use super::Context;
use super::model::MOST_ARGUMENTS;
use super::operations::Subject;
use super::reference::{is_text, resolve};
use crate::ir::{Kind, OutputShape, Parameter, Scalar, SchemeKind, TypeRef};
use crate::ir::{Operation, Output};
use crate::name::GroupName;

/// The example as a fenced block; `None` where no operation can be called in a few lines.
pub(super) fn call(context: &Context<'_>) -> Option<Vec<String>> {
    let lines = source(context)?;
    let mut block = vec!["```no_run".to_owned()];
    block.extend(lines);
    block.push("```".to_owned());
    Some(block)
}

/// The example as a whole program in a fenced block, for the README.
pub(super) fn program(context: &Context<'_>) -> Option<String> {
    let mut program = String::from("```rust\n");
    let mut inside = false;
    for line in source(context)? {
        // What docs hide is what a program needs around the call.
        let line = match line.as_str() {
            "# #[allow(deprecated)]" => continue,
            "# Ok(())" => "Ok(())".to_owned(),
            "# }" => {
                inside = false;
                "}".to_owned()
            }
            _ => line,
        };
        if let Some(signature) = line.strip_prefix("# async fn example") {
            program.push_str(&format!("#[tokio::main]\nasync fn main{signature}\n"));
            inside = true;
            continue;
        }
        let indent = if inside && !line.is_empty() { "    " } else { "" };
        program.push_str(&format!("{indent}{line}\n"));
    }
    program.push_str("```");
    Some(program)
}

/// The lines of a whole program's body, hidden ones with `# `.
fn source(context: &Context<'_>) -> Option<Vec<String>> {
    let operations = context.api.operations.iter().zip(&context.names.operations);
    let (operation, name, arguments) = operations
        .clone()
        .filter(|(operation, _)| operation.method == "GET")
        .chain(operations)
        .find_map(|(operation, name)| {
            Some((operation, name, arguments(context, operation)?))
        })?;
    let crate_name = context.package.name.replace('-', "_");
    let group = context.names.groups.get(name.group.0)?;
    let (import, credential) = credential(context);
    let mut lines = vec![match import {
        Some(import) => format!("use {crate_name}::{{Client, auth::{import}}};"),
        None => format!("use {crate_name}::Client;"),
    }];
    lines.push(String::new());
    lines.push(format!("# async fn example() -> Result<(), {crate_name}::Error> {{"));
    lines.push(match credential {
        Some(credential) => {
            format!("let client = Client::builder().auth({credential}).build()?;")
        }
        None => "let client = Client::builder().build()?;".to_owned(),
    });
    if operation.deprecated {
        lines.push("# #[allow(deprecated)]".to_owned());
    }
    let subject = Subject { operation, name };
    lines.extend(written(group, &subject, &arguments));
    lines.push(format!("println!(\"{{{}:?}}\");", result_name(operation)));
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    Some(lines)
}

/// The call of any operation; what cannot be written in a word is a variable.
pub(super) fn call_of(
    context: &Context<'_>,
    group: &GroupName,
    subject: &Subject<'_>,
) -> Vec<String> {
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let required = parameters.filter(|(parameter, _)| parameter.required);
    let mut arguments: Vec<String> = required
        .map(|(parameter, name)| {
            argument(context, parameter).unwrap_or_else(|| name.clone())
        })
        .collect();
    let body = subject.operation.body.as_ref();
    if body.is_some_and(|body| body.required && !body.contents.is_empty()) {
        arguments.push("body".to_owned());
    }
    if arguments.len() >= MOST_ARGUMENTS {
        arguments = vec!["params".to_owned()];
    }
    written(group, subject, &arguments)
}

fn written(
    group: &GroupName,
    subject: &Subject<'_>,
    arguments: &[String],
) -> Vec<String> {
    vec![
        format!("let {} = client", result_name(subject.operation)),
        format!("    .{}()", group.accessor),
        format!("    .{}({})", subject.name.method, arguments.join(", ")),
        "    .await?;".to_owned(),
    ]
}

fn result_name(operation: &Operation) -> &'static str {
    match operation.output {
        Output::One(OutputShape::Typed(_)) if operation.pagination.is_some() => "page",
        _ => "answer",
    }
}

/// Values for all required parameters; `None` where one cannot be written in a word.
fn arguments(context: &Context<'_>, operation: &Operation) -> Option<Vec<String>> {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let arguments =
        required.map(|one| argument(context, one)).collect::<Option<Vec<_>>>()?;
    let has_body = operation.body.as_ref().is_some_and(|body| body.required);
    (!has_body && arguments.len() < MOST_ARGUMENTS).then_some(arguments)
}

fn argument(context: &Context<'_>, parameter: &Parameter) -> Option<String> {
    let types = &context.api.types;
    let TypeRef { id, nullable } = parameter.ty;
    let example = parameter.example.as_ref();
    if is_text(types, parameter.ty) {
        let text =
            example.and_then(|value| value.as_str()).unwrap_or(&parameter.wire_name);
        let plain =
            text.bytes().all(|one| one.is_ascii_graphic() && !b"\"\\`".contains(&one));
        return Some(format!("\"{}\"", if plain { text } else { "text" }));
    }
    match &types.get(resolve(types, id)).kind {
        _ if nullable => None,
        Kind::Scalar(
            Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Int128,
        ) => Some("1".to_owned()),
        Kind::Scalar(Scalar::Boolean) => Some("true".to_owned()),
        Kind::StringEnum(values) => {
            let value = &values.first()?.wire;
            let plain =
                value.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'_');
            plain.then(|| format!("\"{value}\""))
        }
        _ => None,
    }
}

/// The name of a credential to import, and an expression that makes one.
fn credential(context: &Context<'_>) -> (Option<&'static str>, Option<String>) {
    let schemes = context.api.security_schemes.iter();
    let made = schemes.filter_map(|scheme| match &scheme.kind {
        SchemeKind::OAuth2 { token_url: Some(_), .. } => {
            Some((0, "ServiceAccount", "ServiceAccount::new(\"id\", \"secret\")"))
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => {
            Some((1, "Bearer", "Bearer::new(\"token\")"))
        }
        SchemeKind::ApiKey { .. } | SchemeKind::Http(_) => {
            Some((2, "ApiKey", "ApiKey::new(\"key\")"))
        }
        SchemeKind::Basic => Some((3, "Basic", "Basic::new(\"user\", \"password\")")),
        SchemeKind::Digest => {
            Some((4, "DigestKey", "DigestKey::new(\"public\", \"private\")"))
        }
        SchemeKind::Other(_) => None,
    });
    match made.min() {
        Some((_, name, expression)) => (Some(name), Some(expression.to_owned())),
        None => (None, None),
    }
}
