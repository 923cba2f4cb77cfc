//! A program that makes each call of an API in each way that matters, through a transport
//! which says what it was given, and answers what the description documents.

use super::values::Values;
use oasmith::ir::{BodyFormat, MediaBody, Operation, Response, Rules, StatusPattern};
use oasmith::name::{Named, OperationName};
use std::fmt::Write as _;

/// What does not depend on the description.
const FRAME: &str = include_str!("frame.rs.txt");

/// The program, beside the code that only has to compile.
pub(super) fn source(named: &Named, credentials: &[&str], used: &str) -> String {
    let values = Values { named };
    let mut calls = String::new();
    let operations = named.api.operations.iter().zip(&named.names.operations);
    for ((operation, name), index) in operations.zip(0_usize..) {
        let caller = values.module(index).map(|module| Caller {
            values: &values,
            operation,
            name,
            module,
        });
        calls.extend(caller.into_iter().map(|caller| caller.source()));
    }
    let auth: String = credentials
        .iter()
        .map(|credential| {
            let arguments = match *credential {
                "Bearer" | "ApiKey" => "\"key\"",
                _ => "\"one\", \"two\"",
            };
            format!("        .auth(sdk::auth::{credential}::new({arguments}))\n")
        })
        .collect();
    let is_somewhere =
        named.api.servers.first().is_some_and(|one| one.url.contains("://"));
    let origin =
        if is_somewhere { "" } else { "        .origin(\"http://sdk.test\")\n" };
    FRAME.replace("//CALLS", &calls).replace("//CLIENT", &format!("{auth}{origin}"))
        + used
}

struct Caller<'a> {
    values: &'a Values<'a>,
    operation: &'a Operation,
    name: &'a OperationName,
    module: String,
}

impl Caller<'_> {
    fn source(&self) -> String {
        let mut source = String::new();
        let bodies = self.bodies();
        for (body, index) in bodies.iter().zip(0_usize..) {
            let Some(params) = self.params(body.as_deref()) else { continue };
            let answers = self.answers();
            // Other bodies matter for what is sent alone.
            let answers = if index == 0 {
                answers.as_slice()
            } else {
                answers.get(..1).unwrap_or_default()
            };
            for (status, media_type, text, asked) in answers {
                let _ = write!(
                    source,
                    "    answer({status}, {media_type:?}, {text:?});\n    say({:?}, block_on(async {{ {}::{}::new(client.clone(), {params}).await }}), |error| {{ let _ = error; {asked} }});\n",
                    self.operation.id, self.module, self.name.builder,
                );
            }
        }
        source.push_str(&self.by_position().unwrap_or_default());
        source
    }

    /// The call as users write it: what is required, one after the other.
    fn by_position(&self) -> Option<String> {
        let group = self.values.named.names.groups.get(self.name.group.0)?;
        let mut arguments = Vec::new();
        let parameters = self.operation.parameters.iter().zip(1_usize..);
        for (parameter, seed) in parameters.filter(|(one, _)| one.required) {
            let made = self.values.rust(parameter.ty, &parameter.rules, seed, 0)?;
            arguments.push(made);
        }
        if self.operation.body.as_ref().is_some_and(|body| body.required) {
            let body = self.bodies().into_iter().next()??;
            arguments.push(body);
        }
        // `impl Into` takes the values themselves; more than seven are no arguments.
        (!arguments.is_empty() && arguments.len() <= 7).then(|| {
            format!(
                "    answer(204, \"\", \"\");\n    let _ = block_on(async {{ client.{}().{}({}).await }});\n",
                group.accessor,
                self.name.method,
                arguments.join(", ")
            )
        })
    }

    /// All parameters, and this body.
    fn params(&self, body: Option<&str>) -> Option<String> {
        let mut lines = String::new();
        let parameters = self.operation.parameters.iter().zip(&self.name.parameters);
        for ((parameter, member), seed) in parameters.zip(1_usize..) {
            let made = self.values.rust(parameter.ty, &parameter.rules, seed, 0);
            match made {
                Some(made) if parameter.required => {
                    let _ = write!(lines, "one.{member} = ({made}).into(); ");
                }
                Some(made) => {
                    let _ = write!(lines, "one.{member} = Some(({made}).into()); ");
                }
                None if parameter.required => return None,
                None => {}
            }
        }
        if let Some(body) = body {
            let is_required =
                self.operation.body.as_ref().is_some_and(|body| body.required);
            let _ = if is_required {
                write!(lines, "one.body = ({body}).into(); ")
            } else {
                write!(lines, "one.body = Some(({body}).into()); ")
            };
        }
        let path = format!("{}::{}", self.module, self.name.params);
        Some(format!("{{ let mut one = <{path}>::default(); {lines} one }}"))
    }

    /// The bodies to send: one of each media type.
    fn bodies(&self) -> Vec<Option<String>> {
        let contents = self
            .operation
            .body
            .as_ref()
            .map_or(&[][..], |body| body.contents.as_slice());
        match contents {
            [] => vec![None],
            [content] => vec![self.content(content)],
            _ => {
                let contents = contents.iter().zip(&self.name.body_contents);
                let made = contents.filter_map(|(content, variant)| {
                    let held = self.content(content)?;
                    let owner = format!("{}::{}", self.module, self.name.body);
                    Some(Some(format!("{owner}::{variant}(({held}).into())")))
                });
                made.collect()
            }
        }
    }

    fn content(&self, content: &MediaBody) -> Option<String> {
        let text = || Some("\"text\".to_owned()".to_owned());
        match (content.format, content.ty) {
            (BodyFormat::EventStream, _)
            | (BodyFormat::Xml | BodyFormat::Text, None) => text(),
            (BodyFormat::Binary, _) => {
                Some("sdk::runtime::Binary::from(b\"bytes\".to_vec())".to_owned())
            }
            (BodyFormat::JsonLines, Some(ty)) => {
                Some(format!("vec![{}]", self.values.rust(ty, &Rules::default(), 1, 0)?))
            }
            (_, Some(ty)) => self.values.rust(ty, &Rules::default(), 1, 0),
            (_, None) => Some("sdk::runtime::Any::from(\"any\")".to_owned()),
        }
    }

    /// Status, media type, body, and what is asked of the error.
    fn answers(&self) -> Vec<(u16, String, String, String)> {
        let mut answers = Vec::new();
        for response in &self.operation.responses {
            let status = match response.status {
                StatusPattern::Code(code) => code,
                StatusPattern::Range(hundred) => {
                    u16::from(hundred).saturating_mul(100).saturating_add(77)
                }
                StatusPattern::Default => 599,
            };
            if response.contents.is_empty() {
                answers.push((status, String::new(), String::new(), "false".to_owned()));
            }
            answers.extend(self.documented(status, response));
        }
        if answers.is_empty() {
            answers.push((204, String::new(), String::new(), "false".to_owned()));
        }
        answers
    }

    fn documented(
        &self,
        status: u16,
        response: &Response,
    ) -> Vec<(u16, String, String, String)> {
        let answer = |content: &MediaBody| {
            let text = match (content.format, content.ty) {
                (BodyFormat::Json, Some(ty)) => self.values.json(ty, 0).to_string(),
                (BodyFormat::Json, None) => "5".to_owned(),
                (BodyFormat::Text, None) | (BodyFormat::Binary, _) => "text".to_owned(),
                _ => return None,
            };
            let item = content.ty.and_then(|ty| self.values.item(ty));
            let asked = item.map(|item| format!("error.api_body::<{item}>().is_some()"));
            let media_type = content.media_type.replace("*/*", "application/json");
            Some((status, media_type, text, asked.unwrap_or_else(|| "false".to_owned())))
        };
        response.contents.iter().filter_map(answer).collect()
    }
}

/// The credentials that a crate offers and that need nothing from outside.
pub(super) fn credentials(auth: &str) -> Vec<&'static str> {
    let known = ["Bearer", "Basic", "ApiKey", "ServiceAccount"];
    known.into_iter().filter(|one| auth.contains(one)).collect()
}
