//! The names of groups, operations, parameters, results and webhooks.

use super::scope::{Case, Manner, Scope, Wanted};
use super::types::{VARIANT, module_of};
use super::{Chosen, GroupName, Names, OperationName, WebhookName, reserved};
use crate::ir::{Api, MediaBody, Operation, Output, Place, Response, StatusPattern};

const GROUP: Manner = Manner {
    case: Case::UpperCamel,
    digit_prefix: "Group",
    reserved: reserved::TYPES,
    reserved_suffix: "Group",
};
const METHOD: Manner = Manner {
    case: Case::Snake,
    digit_prefix: "call",
    reserved: reserved::METHODS,
    reserved_suffix: "operation",
};
const BUILDER: Manner = Manner {
    case: Case::UpperCamel,
    digit_prefix: "Call",
    reserved: reserved::TYPES,
    reserved_suffix: "Operation",
};
const PARAMETER: Manner = Manner {
    case: Case::Snake,
    digit_prefix: "parameter",
    reserved: reserved::PARAMETERS,
    reserved_suffix: "parameter",
};
const WEBHOOK: Manner = Manner {
    case: Case::Snake,
    digit_prefix: "webhook",
    reserved: &[],
    reserved_suffix: "",
};

/// Names the groups.
pub(super) fn name_groups(api: &Api, chosen: &Chosen<'_>, names: &mut Names) {
    let mut scope = Scope::default();
    for (index, group) in api.groups.iter().enumerate() {
        let wire = if group.tag.trim().is_empty() { "general" } else { &group.tag };
        let wire = chosen.group(index).unwrap_or(wire);
        let wanted = Wanted { wire, longer: &[], identity: &group.tag, chosen: None };
        let ident = scope.claim(&wanted, &GROUP, |ident| {
            vec![module_of(ident, "operations"), accessor(ident)]
        });
        let module = module_of(&ident, "operations");
        names.groups.push(GroupName {
            accessor: accessor(&ident),
            feature: feature(&module, &names.groups),
            module,
            ident,
            operations: Vec::new(),
        });
    }
}

/// The feature for a group; some are there in every crate.
fn feature(module: &str, earlier: &[GroupName]) -> String {
    let mut feature = module.trim_matches('_').replace('_', "-");
    while reserved::FEATURES.contains(&feature.as_str())
        || earlier.iter().any(|group| group.feature == feature)
    {
        feature.push_str("-group");
    }
    feature
}

/// The client's method for a group; some names are methods of every client.
fn accessor(ident: &str) -> String {
    let snake = super::words::snake(ident, super::words::Symbols::Part);
    if reserved::CLIENT.contains(&snake.as_str()) {
        return format!("{snake}_group");
    }
    reserved::as_identifier(snake)
}

/// Names the operations and all that belongs to one.
pub(super) fn name_operations(api: &Api, chosen: &Chosen<'_>, names: &mut Names) {
    let mut scopes: Vec<Scope> = names.groups.iter().map(group_scope).collect();
    for (operation, index) in api.operations.iter().zip(0_usize..) {
        let group = names.groups.get(operation.group.0).cloned().unwrap_or_default();
        let tag =
            api.groups.get(operation.group.0).map_or("", |group| group.tag.as_str());
        let mut without_group = Scope::default();
        let scope = scopes.get_mut(operation.group.0).unwrap_or(&mut without_group);
        let chosen = (chosen, index);
        let name = name_operation(operation, chosen, tag, &group, scope);
        names.operations.push(name);
        if let Some(group) = names.groups.get_mut(operation.group.0) {
            group.operations.push(index);
        }
    }
}

fn group_scope(group: &GroupName) -> Scope {
    let mut scope = Scope::default();
    scope.take(group.ident.clone());
    scope
}

fn name_operation(
    operation: &Operation,
    (chosen, index): (&Chosen<'_>, usize),
    tag: &str,
    group: &GroupName,
    scope: &mut Scope,
) -> OperationName {
    let short = without_tag(&operation.id, tag);
    let longer =
        [operation.id.clone(), format!("{} {}", operation.method, operation.path.text)];
    let wanted = Wanted {
        wire: short,
        longer: &longer,
        identity: &operation.id,
        chosen: chosen.operation(index),
    };
    let builder_of = |method: &str| BUILDER.name(method);
    let method = scope.claim(&wanted, &METHOD, |method| {
        let builder = builder_of(method);
        let mut keys: Vec<String> = ["Params", "Output", "Body"]
            .iter()
            .map(|end| format!("{builder}{end}"))
            .collect();
        keys.push(format!("mod {}", module_of(method, &group.module)));
        keys.push(method.to_owned());
        keys.push(builder);
        keys
    });
    let builder = builder_of(&method);
    OperationName {
        group: operation.group,
        module: module_of(&method, &group.module),
        params: format!("{builder}Params"),
        output: format!("{builder}Output"),
        output_cases: output_cases(operation),
        body: format!("{builder}Body"),
        body_contents: body_contents(operation),
        parameters: parameters(operation, |at| chosen.parameter(index, at)),
        types: Vec::new(),
        method: reserved::as_identifier(method),
        builder,
    }
}

/// An id such as `pulls/list` of the group `pulls` says the group twice.
fn without_tag<'a>(id: &'a str, tag: &str) -> &'a str {
    let plain = |text: &str| {
        text.chars()
            .filter(|one| one.is_alphanumeric())
            .collect::<String>()
            .to_lowercase()
    };
    match id.split_once(['/', '.', ':']) {
        Some((group, rest))
            if rest.contains(char::is_alphanumeric) && plain(group) == plain(tag) =>
        {
            rest
        }
        _ => id,
    }
}

fn parameters<'a>(
    operation: &Operation,
    chosen: impl Fn(usize) -> Option<&'a str>,
) -> Vec<String> {
    let mut scope = Scope::default();
    let one = |(at, parameter): (usize, &crate::ir::Parameter)| {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        // What `time<` and `time>` mean tells them from `time` better than their place does.
        let longer: &[String] = match parameter.wire_name.contains(['<', '>', '=', '!'])
        {
            true => &[],
            false => &[format!("{place} {}", parameter.wire_name)],
        };
        let wanted = Wanted {
            wire: &parameter.wire_name,
            longer,
            identity: &format!("{place} {}", parameter.wire_name),
            chosen: chosen(at),
        };
        reserved::as_identifier(scope.claim_one(&wanted, &PARAMETER))
    };
    operation.parameters.iter().enumerate().map(one).collect()
}

fn output_cases(operation: &Operation) -> Vec<String> {
    let Output::Many(cases) = &operation.output else { return Vec::new() };
    let mut scope = Scope::default();
    let mut names = Vec::new();
    for case in cases {
        let response = operation.responses.get(case.response);
        let status = response.map_or_else(|| "Default".to_owned(), status_name);
        let media =
            response.and_then(|one| one.contents.get(case.content?)).map(media_name);
        let media = media.unwrap_or_else(|| "empty".to_owned());
        let longer = [format!("{status} {media}")];
        let identity = format!("{} {}", case.response, media);
        let wanted =
            Wanted { wire: &status, longer: &longer, identity: &identity, chosen: None };
        names.push(scope.claim_one(&wanted, &VARIANT));
    }
    names
}

fn body_contents(operation: &Operation) -> Vec<String> {
    let contents = operation.body.as_ref().map_or(&[][..], |body| &body.contents);
    let mut scope = Scope::default();
    let one = |content: &MediaBody| {
        let longer = [content.media_type.clone()];
        let wanted = Wanted {
            wire: &media_name(content),
            longer: &longer,
            identity: &content.media_type,
            chosen: None,
        };
        scope.claim_one(&wanted, &VARIANT)
    };
    contents.iter().map(one).collect()
}

/// The telling part of a media type: `json` of `application/json`, `text plain`.
fn media_name(content: &MediaBody) -> String {
    let essence = content.media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        Some(("application", subtype)) => {
            subtype.trim_start_matches("x-").replace('+', " ")
        }
        _ => essence.replace('*', "any"),
    }
}

fn status_name(response: &Response) -> String {
    match response.status {
        StatusPattern::Default => "Default".to_owned(),
        StatusPattern::Range(hundred) => format!("Status{hundred}XX"),
        StatusPattern::Code(code) => match code {
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritativeInformation",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            207 => "MultiStatus",
            208 => "AlreadyReported",
            226 => "ImUsed",
            300 => "MultipleChoices",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            _ => return format!("Status{code}"),
        }
        .to_owned(),
    }
}

/// Names the functions that read webhooks.
pub(super) fn name_webhooks(api: &Api, names: &mut Names) {
    let mut scope = Scope::default();
    for webhook in &api.webhooks {
        let longer = [format!("parse {} {}", webhook.method, webhook.name)];
        let wanted = Wanted {
            wire: &format!("parse {}", webhook.name),
            longer: &longer,
            identity: &webhook.origin.to_string(),
            chosen: None,
        };
        names.webhooks.push(WebhookName { parse: scope.claim_one(&wanted, &WEBHOOK) });
    }
}
