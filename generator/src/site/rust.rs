//! Calls in Rust: with the builder, and with the struct of parameters.

use super::Site;
use super::samples::{body, required};
use crate::ir::{
    BodyFormat, Kind, MediaBody, Operation, Scalar, SchemeKind, TypeId, TypeRef, Types,
};
use crate::name::{Home, Names, OperationName};
use serde_json::Value;

/// With so many required values, the SDK takes them as a struct.
const MOST_ARGUMENTS: usize = 7;

/// A line of code is broken where it would be longer.
const WIDTH: usize = 58;

/// A required value.
struct Argument {
    field: String,
    text: String,
    /// Whether what is stored has another type, into which it goes.
    converts: bool,
}

/// The samples of one operation.
pub(super) struct Rust<'a> {
    name: &'a OperationName,
    names: &'a Names,
    types: &'a Types,
    krate: String,
    group: String,
    accessor: String,
    credential: Option<&'static str>,
    /// Lines before the call, for what is no word.
    before: Vec<String>,
    arguments: Vec<Argument>,
}

impl<'a> Rust<'a> {
    pub(super) fn new(
        site: &Site<'a>,
        operation: &'a Operation,
        name: &'a OperationName,
    ) -> Self {
        let group = site.named.names.groups.get(name.group.0);
        let mut rust = Self {
            name,
            names: &site.named.names,
            types: &site.named.api.types,
            krate: site.about.package.replace('-', "_"),
            group: group.map(|group| group.module.clone()).unwrap_or_default(),
            accessor: group.map(|group| group.accessor.clone()).unwrap_or_default(),
            credential: credential(site, operation),
            before: Vec::new(),
            arguments: Vec::new(),
        };
        for (index, parameter, value) in required(site, operation) {
            let field = name.parameters.get(index).cloned().unwrap_or_default();
            rust.add(&field, parameter.ty, &value);
        }
        let needed = operation.body.as_ref().filter(|body| body.required);
        if let Some(needed) = needed
            && let Some((content, value)) = body(site, operation)
        {
            rust.add_body(content, needed.contents.len() > 1, &value);
        }
        rust
    }

    fn push(&mut self, field: &str, text: impl Into<String>, converts: bool) {
        let (field, text) = (field.to_owned(), text.into());
        self.arguments.push(Argument { field, text, converts });
    }

    /// A value; what is not written in a word is read from JSON on a line before.
    fn add(&mut self, field: &str, ty: TypeRef, value: &Value) {
        let (of, nullable) = self.behind(ty);
        match (&self.types.get(of).kind, value) {
            _ if nullable => self.read(field, ty, value),
            (
                Kind::Scalar(Scalar::String) | Kind::StringEnum(_),
                Value::String(text),
            ) => self.push(field, format!("{text:?}"), true),
            (Kind::IntegerEnum(_), Value::Number(number)) => {
                self.push(field, format!("{number}_i64"), true);
            }
            (Kind::Scalar(Scalar::Float64), Value::Number(number)) => {
                let text = number.to_string();
                let is_float = text.contains(['.', 'e', 'E']);
                self.push(field, if is_float { text } else { text + ".0" }, false);
            }
            (
                Kind::Scalar(
                    Scalar::DateTime | Scalar::Date | Scalar::Base64 | Scalar::Binary,
                ),
                Value::String(text),
            ) => self.push(field, format!("{text:?}.into()"), false),
            (Kind::Scalar(Scalar::Boolean), Value::Bool(_))
            | (Kind::Scalar(_), Value::Number(_)) => {
                self.push(field, value.to_string(), false);
            }
            (Kind::List(item), Value::Array(items)) if self.is_text(*item) => {
                let texts = items.iter().filter_map(Value::as_str);
                let texts: Vec<_> =
                    texts.map(|text| format!("{text:?}.into()")).collect();
                self.push(field, format!("vec![{}]", texts.join(", ")), false);
            }
            _ => self.read(field, ty, value),
        }
    }

    fn read(&mut self, field: &str, ty: TypeRef, value: &Value) {
        let (of, nullable) = self.behind(ty);
        let converts = matches!(self.types.get(of).kind, Kind::Struct(_)) && !nullable;
        let ty = self.written(ty);
        self.before.push(format!("let {field}: {ty} = {};", from_json(value)));
        self.push(field, field, converts);
    }

    fn add_body(&mut self, content: &MediaBody, is_choice: bool, value: &Value) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let is_text = matches!(
            (content.format, content.ty),
            (BodyFormat::EventStream | BodyFormat::Binary, _)
                | (BodyFormat::Xml | BodyFormat::Text, None)
        );
        if is_choice {
            let inner =
                if is_text { format!("{text:?}.into()") } else { from_json(value) };
            let member = self.name.body_contents.first().map_or("", String::as_str);
            let choice =
                self.path(&format!("operations::{}::{}", self.group, self.name.body));
            self.before.push(format!("let body = {choice}::{member}({inner});"));
            return self.push("body", "body", false);
        }
        match content.ty {
            _ if is_text => self.push("body", format!("{text:?}"), true),
            Some(item) if content.format == BodyFormat::JsonLines => {
                let value = Value::Array(vec![value.clone()]);
                let ty = format!("Vec<{}>", self.written(item));
                self.before.push(format!("let body: {ty} = {};", from_json(&value)));
                self.push("body", "body", false);
            }
            Some(ty) => self.add("body", ty, value),
            None => {
                let ty = self.path("runtime::Any");
                self.before.push(format!("let body: {ty} = {};", from_json(value)));
                self.push("body", "body", false);
            }
        }
    }

    /// The type behind aliases, and whether `null` is a value of it.
    fn behind(&self, ty: TypeRef) -> (TypeId, bool) {
        let (mut id, mut nullable) = (ty.id, ty.nullable);
        for _ in 0..self.types.len() {
            match &self.types.get(id).kind {
                Kind::Alias(target) => {
                    (id, nullable) = (target.id, nullable || target.nullable)
                }
                _ => break,
            }
        }
        (id, nullable)
    }

    fn is_text(&self, ty: TypeRef) -> bool {
        let (id, nullable) = self.behind(ty);
        let kind = &self.types.get(id).kind;
        !nullable && matches!(kind, Kind::Scalar(Scalar::String) | Kind::StringEnum(_))
    }

    fn path(&self, rest: &str) -> String {
        format!("{}::{rest}", self.krate)
    }

    /// A type as a user of the crate writes it.
    fn written(&self, ty: TypeRef) -> String {
        let (id, nullable) = self.behind(ty);
        let text = match &self.types.get(id).kind {
            Kind::List(item) => format!("Vec<{}>", self.written(*item)),
            Kind::Map(value) => {
                format!("std::collections::BTreeMap<String, {}>", self.written(*value))
            }
            Kind::Struct(_) | Kind::Union(_) => self.item(id),
            Kind::StringEnum(_) => {
                format!("{}<{}>", self.path("runtime::Open"), self.item(id))
            }
            Kind::IntegerEnum(_) => {
                format!("{}<{}>", self.path("runtime::OpenInteger"), self.item(id))
            }
            Kind::Scalar(scalar) => match scalar {
                Scalar::Boolean => "bool".to_owned(),
                Scalar::Int32 => "i32".to_owned(),
                Scalar::Int64 => "i64".to_owned(),
                Scalar::UInt64 => "u64".to_owned(),
                Scalar::Int128 => "i128".to_owned(),
                Scalar::Float64 => "f64".to_owned(),
                Scalar::String => "String".to_owned(),
                Scalar::DateTime => self.path("runtime::DateTime"),
                Scalar::Date => self.path("runtime::Date"),
                Scalar::Base64 => self.path("runtime::Base64"),
                Scalar::Binary => self.path("runtime::Binary"),
            },
            Kind::Any | Kind::Never | Kind::Alias(_) => {
                return self.path("runtime::Any");
            }
        };
        if nullable {
            format!("{}<{text}>", self.path("runtime::Nullable"))
        } else {
            text
        }
    }

    fn item(&self, id: TypeId) -> String {
        let Some(name) = self.names.types.get(id.index()) else {
            return self.path("runtime::Any");
        };
        let ident = name.ident.as_str();
        match name.home {
            Home::Component(_) => self.path(&format!("types::{ident}")),
            Home::Types(module) => {
                let module = self.names.type_modules.get(module);
                let module = module.map_or("", |one| one.module.as_str());
                self.path(&format!("types::{module}::{ident}"))
            }
            Home::Operation(index) => {
                let operation = self.names.operations.get(index);
                let group = operation.and_then(|one| self.names.groups.get(one.group.0));
                let group = group.map_or("", |one| one.module.as_str());
                let operation = operation.map_or("", |one| one.module.as_str());
                self.path(&format!("operations::{group}::{operation}::{ident}"))
            }
            Home::Webhooks => self.path(&format!("webhooks::{ident}")),
            Home::None => self.path("runtime::Any"),
        }
    }

    /// A call with the values, on one line or on a line each.
    fn call(&self, before: &str, after: &str) -> Vec<String> {
        let values: Vec<&str> =
            self.arguments.iter().map(|one| one.text.as_str()).collect();
        let line = format!("{before}({}){after}", values.join(", "));
        if line.chars().count() <= WIDTH {
            return vec![line];
        }
        let indent: String = before.chars().take_while(|one| *one == ' ').collect();
        let mut lines = vec![format!("{before}(")];
        lines.extend(values.iter().map(|value| format!("{indent}    {value},")));
        lines.push(format!("{indent}){after}"));
        lines
    }

    /// The lines that make the struct of parameters.
    fn made_params(&self) -> Vec<String> {
        let params = &self.name.params;
        if self.arguments.is_empty() {
            return vec![format!("let params = {params}::default();")];
        }
        if self.arguments.len() <= MOST_ARGUMENTS {
            return self.call(&format!("let params = {params}::new"), ";");
        }
        let mut lines = vec![format!("let mut params = {params}::default();")];
        lines.extend(self.arguments.iter().map(|one| {
            let into = if one.converts { ".into()" } else { "" };
            format!("params.{} = {}{into};", one.field, one.text)
        }));
        lines
    }

    fn start(&self, uses: &[String]) -> Vec<String> {
        let import = match self.credential {
            Some(name) => format!("{{Client, auth::{name}}}"),
            None => "Client".to_owned(),
        };
        let mut lines = Vec::new();
        if self.before.iter().any(|line| line.contains("serde_json::")) {
            lines.push("// With the feature `serde` of the SDK.".to_owned());
        }
        lines.push(format!("use {}::{import};", self.krate));
        lines.extend(uses.iter().cloned());
        lines.push(String::new());
        match self.credential {
            Some(name) => lines.extend([
                "let client = Client::builder()".to_owned(),
                format!("    .auth({name}::from_env()?)"),
                "    .build()?;".to_owned(),
            ]),
            None => lines.push("let client = Client::builder().build()?;".to_owned()),
        }
        lines.extend(self.before.iter().cloned());
        lines
    }

    fn import(&self, items: &str) -> String {
        format!("use {}::operations::{}::{items};", self.krate, self.group)
    }

    /// The call by the methods of the client.
    pub(super) fn builder(&self) -> String {
        let many = self.arguments.len() >= MOST_ARGUMENTS;
        let uses = if many { vec![self.import(&self.name.params)] } else { Vec::new() };
        let mut lines = self.start(&uses);
        let method = format!("    .{}", self.name.method);
        let call = if many {
            lines.extend(self.made_params());
            vec![format!("{method}(params)")]
        } else {
            self.call(&method, "")
        };
        lines.push("let answer = client".to_owned());
        lines.push(format!("    .{}()", self.accessor));
        lines.extend(call);
        lines.push("    .await?;".to_owned());
        lines.join("\n")
    }

    /// The call by the struct of parameters.
    pub(super) fn params(&self) -> String {
        let (builder, params) = (&self.name.builder, &self.name.params);
        let items = format!("{{\n    {builder}, {params},\n}}");
        let mut lines = self.start(&[self.import(&items)]);
        lines.extend(self.made_params());
        lines.push(format!("let answer = {builder}::new(client, params).await?;"));
        lines.join("\n")
    }
}

/// The expression that reads a value from its JSON.
fn from_json(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("serde_json::from_str({})?", raw(&text))
}

/// The type of the SDK that proves who calls, for the first way that it knows.
fn credential(site: &Site<'_>, operation: &Operation) -> Option<&'static str> {
    let schemes = operation.security.iter().flat_map(|one| &one.schemes);
    let known = schemes.filter_map(|(index, _)| {
        Some(match &site.named.api.security_schemes.get(*index)?.kind {
            SchemeKind::OAuth2 { token_url: Some(_), .. } => (0, "ServiceAccount"),
            SchemeKind::OAuth2 { .. } | SchemeKind::Bearer => (1, "Bearer"),
            SchemeKind::ApiKey { .. } | SchemeKind::Http(_) => (2, "ApiKey"),
            SchemeKind::Basic => (3, "Basic"),
            SchemeKind::Digest => (4, "DigestKey"),
            SchemeKind::Other(_) => return None,
        })
    });
    known.min().map(|(_, name)| name)
}

/// Text as a raw string.
fn raw(text: &str) -> String {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn raw_text_ends_where_it_should() {
        assert_eq!(super::raw("a\"#b"), "r##\"a\"#b\"##");
    }
}
