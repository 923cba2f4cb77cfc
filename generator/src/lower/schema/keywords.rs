//! Reading the keywords of one schema object. Every key has its place in a `match`: what
//! nobody knows ends in the last arm and is reported.

use super::flat::{Additional, Choice, Flat, JsonType, ValueNote};
use crate::diagnostic::Code;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde_json::{Number, Value};

/// Keys that say how enum values are called or what they mean.
const VALUE_NOTES: &[&str] = &[
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-names",
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-ms-enum",
];

impl<'a> Lowering<'a> {
    /// Adds what one schema object says to `flat`, its `allOf` aside.
    ///
    /// `borrowed`: the object stands behind a `$ref`, so that its words are about
    /// something else. `without_unions`: leave `oneOf` and `anyOf` out.
    pub(super) fn absorb(
        &mut self,
        flat: &mut Flat<'a>,
        node: &Node<'a>,
        borrowed: bool,
        without_unions: bool,
    ) {
        let Some(object) = node.object() else {
            flat.never |= node.value == &Value::Bool(false);
            return;
        };
        for (key, value) in object {
            let known = self.annotation(flat, node, key, value, borrowed)
                || self.rule(flat, node, key, value)
                || self.structure(flat, node, key, value)
                || is_silent(key);
            if !known {
                self.leftover(node, key);
            }
        }
        if !without_unions {
            Self::choices(flat, node);
        }
    }

    /// Adds only words, flags, rules and the like of one schema object: what a field
    /// takes over from the type that it refers to.
    pub(super) fn absorb_annotations(
        &mut self,
        flat: &mut Flat<'a>,
        node: &Node<'a>,
        borrowed: bool,
    ) {
        for (key, value) in node.object().into_iter().flatten() {
            let _known = self.annotation(flat, node, key, value, borrowed)
                || self.rule(flat, node, key, value);
        }
    }

    /// Keys about the schema as a whole.
    fn annotation(
        &mut self,
        flat: &mut Flat<'a>,
        node: &Node<'a>,
        key: &'a str,
        value: &'a Value,
        borrowed: bool,
    ) -> bool {
        let set = value == &Value::Bool(true);
        match key {
            "title" if !borrowed => own_text(&mut flat.docs.summary, value),
            "description" if !borrowed => own_text(&mut flat.docs.description, value),
            "externalDocs" if !borrowed => {
                let url = node.member(key, value).text("url");
                flat.docs.url = url.map(str::to_owned).or(flat.docs.url.take());
            }
            "deprecated" if !borrowed => flat.deprecated |= set,
            "example" if !borrowed => flat.example = Some(value),
            "examples" if !borrowed => {
                let first = value.as_array().and_then(|examples| examples.first());
                flat.example = flat.example.or(first);
            }
            "title" | "description" | "externalDocs" | "deprecated" | "example"
            | "examples" => {}
            "readOnly" => flat.read_only |= set,
            "writeOnly" => flat.write_only |= set,
            "default" => flat.default = Some(value),
            "nullable" => {}
            _ => return false,
        }
        true
    }

    /// Keys that limit a value.
    fn rule(
        &mut self,
        flat: &mut Flat<'a>,
        node: &Node<'a>,
        key: &'a str,
        value: &'a Value,
    ) -> bool {
        let rules = &mut flat.rules;
        let set = value == &Value::Bool(true);
        match key {
            "format" => flat.format = value.as_str().map(str::trim).or(flat.format),
            "minimum" => rules.minimum = number(value).or(rules.minimum.take()),
            "maximum" => rules.maximum = number(value).or(rules.maximum.take()),
            "exclusiveMinimum" => rules.exclusive_minimum |= set,
            "exclusiveMaximum" => rules.exclusive_maximum |= set,
            "multipleOf" => {
                rules.multiple_of = number(value).or(rules.multiple_of.take())
            }
            "minLength" => rules.min_length = count(value).or(rules.min_length),
            "maxLength" => rules.max_length = count(value).or(rules.max_length),
            "minItems" => rules.min_items = count(value).or(rules.min_items),
            "maxItems" => rules.max_items = count(value).or(rules.max_items),
            "uniqueItems" => rules.unique_items |= set,
            "pattern" => {
                if let Some(pattern) = value.as_str()
                    && self.pattern_works(node, pattern)
                {
                    flat.rules.pattern = Some(pattern.to_owned());
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether the SDK's regular expressions can take this pattern; reported if not.
    fn pattern_works(&mut self, node: &Node<'a>, pattern: &'a str) -> bool {
        let compiles = || regex_lite::Regex::new(pattern).is_ok();
        let works = *self.patterns.entry(pattern).or_insert_with(compiles);
        if !works {
            let message =
                format!("the pattern `{pattern}` cannot be checked by the SDK");
            self.tally(Code::PatternLeftOut, node, message);
        }
        works
    }

    /// Keys about the parts of a value.
    fn structure(
        &mut self,
        flat: &mut Flat<'a>,
        node: &Node<'a>,
        key: &'a str,
        value: &'a Value,
    ) -> bool {
        match key {
            "type" => self.merge_type(flat, node, value),
            "enum" => Self::merge_values(flat, value),
            "properties" => {
                for (name, property) in node.member(key, value).members() {
                    let places = flat.properties.entry(name).or_default();
                    if places.iter().all(|one| one.address() != property.address()) {
                        places.push(property);
                    }
                }
            }
            "required" => {
                let names = value.as_array().into_iter().flatten();
                flat.required.extend(names.filter_map(Value::as_str));
            }
            "additionalProperties" => {
                flat.additional = match value {
                    Value::Bool(false) => Additional::Forbidden,
                    Value::Bool(true) => Additional::Free,
                    Value::Object(schema) if schema.is_empty() => Additional::Free,
                    _ => Additional::Typed(node.member(key, value)),
                };
            }
            "x-oasmith-pattern-properties" => {
                let patterns = node.member(key, value);
                flat.patterns.extend(patterns.members().map(|(_, schema)| schema));
            }
            "items" => flat.items.push(node.member(key, value)),
            "x-oasmith-prefix-items" => {
                flat.prefix_items.extend(node.member(key, value).items());
            }
            "not" => {
                let everything = match value {
                    Value::Bool(all) => *all,
                    Value::Object(schema) => schema.is_empty(),
                    _ => false,
                };
                flat.never |= everything;
                return everything;
            }
            "allOf" | "oneOf" | "anyOf" | "discriminator" => {}
            _ if VALUE_NOTES.contains(&key) => flat.value_notes.push(ValueNote {
                key,
                note: value,
                beside: node.object().and_then(|object| object.get("enum")),
            }),
            _ => return false,
        }
        true
    }

    fn merge_type(&mut self, flat: &mut Flat<'a>, node: &Node<'a>, value: &'a Value) {
        let Some(new) = value.as_str().and_then(JsonType::named) else { return };
        let merged = match (flat.json_type, new) {
            (None, _) => new,
            (Some(before), _) if before == new => new,
            (Some(JsonType::Integer), JsonType::Number)
            | (Some(JsonType::Number), JsonType::Integer) => JsonType::Integer,
            (Some(JsonType::Null), other) | (Some(other), JsonType::Null) => other,
            (Some(before), _) => {
                flat.conflict = true;
                let message = format!(
                    "the parts of this schema disagree: one says {}, another {}; any value is taken",
                    before.word(),
                    new.word(),
                );
                self.report(Code::ConflictingSchemas, node, message);
                before
            }
        };
        flat.json_type = Some(merged);
    }

    /// Values must be in every list that there is; where that leaves none, the last list
    /// counts.
    fn merge_values(flat: &mut Flat<'a>, value: &'a Value) {
        let new: Vec<&Value> = value.as_array().into_iter().flatten().collect();
        if new.is_empty() {
            return;
        }
        let before = flat.values.take().unwrap_or_default();
        let both: Vec<&Value> =
            before.iter().copied().filter(|value| new.contains(value)).collect();
        flat.values = Some(if both.is_empty() { new } else { both });
    }

    fn choices(flat: &mut Flat<'a>, node: &Node<'a>) {
        let discriminator = node.get("discriminator");
        let mut found = false;
        for key in ["oneOf", "anyOf"] {
            let members = node.list(key);
            if !members.is_empty() {
                found = true;
                let discriminator = discriminator.clone();
                flat.choices.push(Choice { members, discriminator });
            }
        }
        if !found && discriminator.is_some() {
            flat.discriminator = discriminator;
        }
    }

    /// A key that nothing here knows.
    fn leftover(&mut self, node: &Node<'a>, key: &str) {
        let ridden = as_written(key);
        let code = match ridden.is_none() && key.starts_with("x-") {
            true => Code::ExtensionIgnored,
            false => Code::KeywordIgnored,
        };
        let key = ridden.unwrap_or(key);
        self.tally(code, node, format!("`{key}` has no effect on the SDK"));
    }
}

/// The keyword that the description's author wrote, where it rides in a key of ours.
fn as_written(key: &str) -> Option<&'static str> {
    match key {
        "x-oasmith-prefix-items" => Some("prefixItems"),
        "x-oasmith-pattern-properties" => Some("patternProperties"),
        "x-oasmith-property-names" => Some("propertyNames"),
        _ => None,
    }
}

/// Keys that need no report: they say nothing about values, or another stage read them.
fn is_silent(key: &str) -> bool {
    matches!(
        key,
        "$ref"
            | "$schema"
            | "$id"
            | "$anchor"
            | "$comment"
            | "$defs"
            | "definitions"
            | "xml"
            | super::discriminator::OWN_TAG
            | "x-oasmith-content-media-type"
            | "x-oasmith-enum-null"
            | "x-oasmith-unchecked-pattern"
    )
}

fn own_text(into: &mut String, value: &Value) {
    if let Some(text) = value.as_str()
        && !text.trim().is_empty()
    {
        text.clone_into(into);
    }
}

fn number(value: &Value) -> Option<Number> {
    value.as_number().cloned()
}

fn count(value: &Value) -> Option<u64> {
    let whole = || value.as_f64().filter(|count| *count >= 0.0 && count.fract() == 0.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count beyond 64 bits is no limit"
    )]
    #[expect(clippy::cast_sign_loss, reason = "negative counts were filtered out")]
    value.as_u64().or_else(|| whole().map(|count| count as u64))
}
