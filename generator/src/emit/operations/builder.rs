//! The builder of an operation, which is the request.

use super::{Subject, body, params};
use crate::emit::docs::Comment;
use crate::emit::file::RustFile;
use crate::emit::items::{assigned, macro_call, signature};
use crate::emit::model::Argument;
use crate::emit::structs::argument;
use std::fmt::Write as _;

/// The builder with its setters.
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> String {
    let (name, params) = (&subject.name.builder, &subject.name.params);
    let group = file.context.names.groups.get(subject.name.group.0);
    let link = group.map_or_else(String::new, |group| {
        let method = subject.name.method.trim_start_matches("r#");
        format!("super::{}::{method}", group.ident)
    });
    let docs = Comment::new()
        .own(&format!("The request that [`{}`]({link}) makes.", subject.name.method))
        .text(0);
    let setters = setters(file, subject);
    let mut text = format!(
        "{docs}#[derive(Clone, Debug)]\n#[must_use = \"a request does nothing until it is awaited or sent\"]\npub struct {name} {{\n"
    );
    let call = assigned("call:", &format!("runtime::Call<{params}>"), ",", 4);
    let _ = write!(text, "{call}}}\n\n");
    if !setters.is_empty() {
        let _ = write!(text, "impl {name} {{\n{}}}\n\n", setters.join("\n"));
    }
    text.push_str(&macro_call("request", &[name, params]));
    text
}

/// A setter for each optional parameter, and for an optional body.
fn setters(file: &RustFile<'_>, subject: &Subject<'_>) -> Vec<String> {
    let parameters = subject.operation.parameters.iter().zip(&subject.name.parameters);
    let mut setters: Vec<String> = parameters
        .filter(|(parameter, _)| !parameter.required)
        .map(|(parameter, name)| {
            let mut attributes = params::words(file, parameter).text(4);
            if parameter.deprecated {
                attributes.push_str("    #[deprecated]\n");
            }
            setter(name, &argument(file, parameter.ty, false), &attributes)
        })
        .collect();
    if let Some(given) = subject.operation.body.as_ref().filter(|body| !body.required)
        && let Some(argument) = body::setter_argument(file, subject, &given.contents)
    {
        let docs = Comment::inner().words(&given.docs, "The request body.").text(4);
        setters.push(setter("body", &argument, &docs));
    }
    setters
}

fn setter(name: &str, argument: &Argument, attributes: &str) -> String {
    let parameters = ["mut self".to_owned(), format!("{name}: {}", argument.ty)];
    let head = signature(&format!("pub fn {name}"), &parameters, " -> Self", 4);
    let place = format!("self.call.params.{name} =");
    let value = format!("Some({})", argument.stored(name));
    let set = assigned(&place, &value, ";", 8);
    format!("{attributes}{head}{set}        self\n    }}\n")
}
