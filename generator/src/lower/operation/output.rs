//! What a call without error yields, worked out once all types are final.

use super::pages;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Api, BodyFormat, MediaBody, Operation, Output, OutputCase, OutputShape, Response,
    StatusPattern,
};

/// Works out what follows from the types of an operation: output and pages.
pub(in crate::lower) fn finish(
    api: &mut Api,
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let types = std::mem::take(&mut api.types);
    for operation in &mut api.operations {
        operation.output = output(operation);
        operation.pagination = pages::find(operation, &types, config, diagnostics);
    }
    api.types = types;
}

fn output(operation: &Operation) -> Output {
    let mut cases = Vec::new();
    for index in successes(&operation.responses) {
        let Some(response) = operation.responses.get(index) else { continue };
        if response.contents.is_empty() || is_bodiless(response.status) {
            let shape = OutputShape::Nothing;
            cases.push(OutputCase { response: index, content: None, shape });
            continue;
        }
        for (content, body) in response.contents.iter().enumerate() {
            let shape = shape(body);
            cases.push(OutputCase { response: index, content: Some(content), shape });
        }
    }
    match cases.first() {
        None => Output::One(OutputShape::Nothing),
        Some(first) if cases.iter().all(|case| case.shape == first.shape) => {
            Output::One(first.shape)
        }
        Some(_) => Output::Many(cases),
    }
}

/// Whether the status forbids a body (RFC 9110, 15.3.5, 15.3.6, 15.4.5). Media types may be
/// documented all the same: they say which version of the API is asked for.
fn is_bodiless(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(204 | 205 | 304))
}

/// The responses that are no errors: those of 2xx; where there is none, `default`; where
/// there is none either, redirects.
fn successes(responses: &[Response]) -> Vec<usize> {
    let those = |fits: &dyn Fn(StatusPattern) -> bool| -> Vec<usize> {
        let all = responses.iter().enumerate();
        all.filter(|(_, response)| fits(response.status))
            .map(|(index, _)| index)
            .collect()
    };
    let hundred = |status: StatusPattern, hundred: u8| match status {
        StatusPattern::Code(code) => code / 100 == u16::from(hundred),
        StatusPattern::Range(range) => range == hundred,
        StatusPattern::Default => false,
    };
    let ways: [&dyn Fn(StatusPattern) -> bool; 3] = [
        &|status| hundred(status, 2),
        &|status| status == StatusPattern::Default,
        &|status| hundred(status, 3),
    ];
    ways.into_iter().map(those).find(|found| !found.is_empty()).unwrap_or_default()
}

fn shape(body: &MediaBody) -> OutputShape {
    match (body.format, body.ty) {
        (BodyFormat::Json | BodyFormat::Xml | BodyFormat::Text, Some(ty)) => {
            OutputShape::Typed(ty)
        }
        (BodyFormat::JsonLines, Some(ty)) => OutputShape::JsonLines(ty),
        (BodyFormat::EventStream, Some(ty)) => OutputShape::Events(ty),
        (BodyFormat::Text | BodyFormat::Xml | BodyFormat::Form, _) => OutputShape::Text,
        _ => OutputShape::Bytes,
    }
}
