//! What a call yields: one shape, or an enum of several.

use super::Subject;
use crate::emit::code::Code;
use crate::emit::docs::Comment;
use crate::emit::file::RustFile;
use crate::emit::items;
use crate::ir::{Output, OutputCase, OutputShape, StatusPattern};
use std::fmt::Write as _;

/// The type that a call yields.
pub(crate) fn reference(file: &RustFile<'_>, subject: &Subject<'_>) -> Code {
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
pub(super) fn emit(file: &RustFile<'_>, subject: &Subject<'_>) -> Option<String> {
    let Output::Many(cases) = &subject.operation.output else { return None };
    let name = &subject.name.output;
    let docs = Comment::new()
        .own(&format!("What [`{}`] yields.", subject.name.builder))
        .text(0);
    let mut text =
        format!("{docs}#[derive(Debug)]\n#[non_exhaustive]\npub enum {name} {{\n");
    let mut arms = String::new();
    for (case, member) in cases.iter().zip(&subject.name.output_cases) {
        text.push_str(&case_docs(subject, case));
        let content = case.content.map_or("_".to_owned(), |index| index.to_string());
        let pattern = format!("({}, {content})", case.response);
        if case.shape == OutputShape::Nothing {
            let _ = writeln!(text, "    {member},");
            arms.push_str(&items::arm(&pattern, &format!("Ok(Self::{member})"), 12));
        } else {
            text.push_str(&items::variant(member, &shape_type(file, case.shape).0));
            let taken = format!("runtime::take(case, body, Self::{member})");
            arms.push_str(&items::arm(&pattern, &taken, 12));
        }
    }
    let parameters =
        ["case: runtime::Case".to_owned(), "body: runtime::Received".to_owned()];
    let result = " -> Result<Self, runtime::Received>";
    let head = items::signature("fn take", &parameters, result, 4);
    let _ = write!(
        text,
        "}}\n\n{}{head}        match (case.response, case.content) {{\n{arms}            _ => Err(body),\n        }}\n    }}\n}}\n",
        items::implementation("runtime::Output", name)
    );
    file.uses_runtime();
    Some(text)
}

fn case_docs(subject: &Subject<'_>, case: &OutputCase) -> String {
    let Some(response) = subject.operation.responses.get(case.response) else {
        return String::new();
    };
    let mut comment = Comment::inner().own(&status_words(response.status));
    comment = comment.words(&response.docs, "");
    comment.text(4)
}

/// A status in words.
pub(crate) fn status_words(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}."),
        StatusPattern::Range(hundred) => format!("Any status {hundred}XX."),
        StatusPattern::Default => "Any other status.".to_owned(),
    }
}
