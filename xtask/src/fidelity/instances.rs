//! The values that go through the types: examples of the description, and made-up ones.

use super::damage::damaged;
use super::types::{Typed, types};
use super::{Arguments, Journey};
use oasmith::Described;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How often a valid value is tried for.
const TRIES: usize = 12;
/// Below this depth, nothing optional is made, and below the other one nothing at all.
const MAX_OPTIONAL_DEPTH: u32 = 4;
const MAX_DEPTH: u32 = 24;

/// The values to try, those of one type after another.
pub(super) fn journeys(described: &Described, arguments: &Arguments) -> Vec<Journey> {
    let document = &described.document.root;
    let given = examples(document);
    let mut maker =
        Maker { document, random: fastrand::Rng::with_seed(arguments.which.seed) };
    let mut journeys = Vec::new();
    for Typed { ty, origin, is_model } in
        types(described).into_iter().take(arguments.types)
    {
        let pointer = origin.to_string();
        let Some(schema) = document.pointer(&pointer) else { continue };
        let Some(is_valid) = mock::validity(document, &origin) else { continue };
        let mut values: Vec<Value> = Vec::new();
        values.extend(schema.get("example").cloned());
        values.extend(given.get(&format!("#{pointer}")).into_iter().flatten().cloned());
        let wanted = arguments.values.saturating_add(values.len());
        for _ in 0..arguments.values.saturating_mul(TRIES) {
            if values.len() >= wanted {
                break;
            }
            let made = maker.make(schema, 0);
            if !values.contains(&made) && is_valid(&made) {
                values.push(made);
            }
        }
        // Null is told apart where a type is used, not in the type.
        values.retain(|value| !value.is_null() && is_valid(value));
        for value in values {
            // What deviates in a list or map alone is held by nothing that could keep it.
            let damaged = match is_model {
                true => damaged(&value, &mut maker.random, &is_valid),
                false => None,
            };
            journeys.push(Journey { ty: ty.clone(), value, fault: None });
            journeys.extend(damaged.map(|(value, fault)| {
                let fault = Some(fault);
                Journey { ty: ty.clone(), value, fault }
            }));
        }
    }
    journeys
}

/// The examples that stand beside a `$ref` to a schema, by the `$ref`.
fn examples(document: &Value) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut open = vec![document];
    while let Some(node) = open.pop() {
        match node {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                let target = node.pointer("/schema/$ref").and_then(Value::as_str);
                if let Some(target) = target {
                    let list = found.entry(target.to_owned()).or_default();
                    list.extend(members.get("example").cloned());
                    let named = members.get("examples").and_then(Value::as_object);
                    let named = named.into_iter().flat_map(Map::values);
                    list.extend(named.filter_map(|one| one.get("value")).cloned());
                }
                open.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

/// Makes values up by the schemas of the canonical document. Not all of them are valid.
struct Maker<'doc> {
    document: &'doc Value,
    random: fastrand::Rng,
}

impl<'doc> Maker<'doc> {
    fn make(&mut self, schema: &Value, depth: u32) -> Value {
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        let mut flat = Map::new();
        self.flatten(schema, &mut flat, true, 0);
        if flat.get("nullable") == Some(&json!(true)) && self.random.u8(..6) == 0 {
            return Value::Null;
        }
        if let Some(values) = flat.get("enum").and_then(Value::as_array) {
            return self.choose(values).cloned().unwrap_or_default();
        }
        let next = depth.saturating_add(1);
        if let Some(children) = flat.get(CHILDREN).and_then(Value::as_array)
            && let Some(child) = self.choose(children).and_then(Value::as_str)
            && let Some(schema) = self.lookup(child)
        {
            return self.make(schema, next);
        }
        let mut made = None;
        if flat.contains_key("type") || flat.contains_key("properties") {
            made = Some(self.of_type(&flat, depth));
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(members) = flat.get(key).and_then(Value::as_array)
                && let Some(member) = self.choose(members)
            {
                let mut value = self.make(member, next);
                if let Some((property, tag)) = tag(&flat, member)
                    && let Value::Object(members) = &mut value
                {
                    members.insert(property, Value::String(tag));
                }
                made = Some(joined(made, value));
            }
        }
        made.unwrap_or_else(|| self.of_type(&flat, depth))
    }

    /// The keywords of a schema and of all that it must be as well, in one.
    fn flatten(
        &self,
        schema: &Value,
        flat: &mut Map<String, Value>,
        top: bool,
        depth: u32,
    ) {
        let Some(members) = schema.as_object().filter(|_| depth < 16) else { return };
        let next = depth.saturating_add(1);
        if let Some(target) = members.get("$ref").and_then(Value::as_str) {
            if let Some(target) = self.lookup(target) {
                self.flatten(target, flat, top, next);
            }
            return;
        }
        for member in
            members.get("allOf").and_then(Value::as_array).into_iter().flatten()
        {
            self.flatten(member, flat, false, next);
        }
        for (key, value) in members {
            match (key.as_str(), flat.get_mut(key), value) {
                ("allOf" | "example" | "default", ..) => {}
                ("properties", Some(Value::Object(all)), Value::Object(more)) => {
                    all.extend(more.clone());
                }
                ("required", Some(Value::Array(all)), Value::Array(more)) => {
                    all.extend(more.iter().cloned());
                }
                _ => {
                    flat.insert(key.clone(), value.clone());
                }
            }
        }
        // A parent that is told from its children by a tag is one of the children.
        let has_choice = members.contains_key("oneOf") || members.contains_key("anyOf");
        let mapping =
            schema.pointer("/discriminator/mapping").and_then(Value::as_object);
        if let Some(mapping) = mapping.filter(|_| top && !has_choice) {
            let children = mapping.values().cloned().collect();
            flat.insert(CHILDREN.to_owned(), Value::Array(children));
        }
    }

    fn of_type(&mut self, flat: &Map<String, Value>, depth: u32) -> Value {
        let whole = |key: &str| flat.get(key).and_then(Value::as_u64);
        match flat.get("type").and_then(Value::as_str) {
            Some("boolean") => Value::Bool(self.random.bool()),
            Some("integer") => self.integer(flat),
            Some("number") => self.number(flat),
            Some("string") => {
                let format = flat.get("format").and_then(Value::as_str);
                let text = self.text(format.unwrap_or_default());
                let least =
                    usize::try_from(whole("minLength").unwrap_or(0)).unwrap_or(0);
                let most =
                    whole("maxLength").and_then(|most| usize::try_from(most).ok());
                let text: String = text
                    .chars()
                    .chain(std::iter::repeat_n('x', least.min(500)))
                    .take(most.unwrap_or(usize::MAX))
                    .collect();
                Value::String(text)
            }
            Some("array") => {
                let least = whole("minItems").unwrap_or(0).min(50);
                let more =
                    if depth < MAX_OPTIONAL_DEPTH { self.random.u64(..3) } else { 0 };
                let any = json!({});
                let items = flat.get("items").unwrap_or(&any);
                let next = depth.saturating_add(1);
                (0..least.max(more)).map(|_| self.make(items, next)).collect()
            }
            Some("object") => self.object(flat, depth),
            _ if flat.contains_key("properties") => self.object(flat, depth),
            _ => self.anything(),
        }
    }

    fn object(&mut self, flat: &Map<String, Value>, depth: u32) -> Value {
        let required: Vec<&str> = flat
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut members = Map::new();
        let next = depth.saturating_add(1);
        let properties = flat.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let wanted = depth < MAX_OPTIONAL_DEPTH && self.random.u8(..10) < 6;
            if wanted || required.contains(&name.as_str()) {
                members.insert(name.clone(), self.make(schema, next));
            }
        }
        for name in required {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), self.anything());
            }
        }
        // A map whose names have a pattern is typed by it; other names are not expected.
        let open = !flat.contains_key("x-oasmith-pattern-properties");
        if open && depth < MAX_OPTIONAL_DEPTH && self.random.bool() {
            let value = match flat.get("additionalProperties") {
                Some(Value::Bool(false)) => None,
                Some(schema @ Value::Object(_)) => Some(self.make(schema, next)),
                _ if self.random.bool() => Some(self.anything()),
                _ => None,
            };
            members.extend(value.map(|value| ("beyond".to_owned(), value)));
        }
        Value::Object(members)
    }

    fn integer(&mut self, flat: &Map<String, Value>) -> Value {
        let bound = |key: &str| flat.get(key).and_then(Value::as_i64);
        let format = flat.get("format").and_then(Value::as_str);
        let most = match format {
            Some("int8") => i64::from(i8::MAX),
            Some("uint8") => i64::from(u8::MAX),
            Some("int16") => i64::from(i16::MAX),
            Some("uint16") => i64::from(u16::MAX),
            Some("int32") => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        let (least, most) = match (bound("minimum"), bound("maximum")) {
            (Some(least), Some(most)) if least <= most => (least, most),
            (Some(least), None) => (least, most),
            (None, Some(most)) => (most.saturating_sub(1000), most),
            _ if self.random.bool() => (-5, 100),
            _ => (most.saturating_sub(10), most),
        };
        Value::from(self.random.i64(least..=most))
    }

    fn number(&mut self, flat: &Map<String, Value>) -> Value {
        let bound = |key: &str| flat.get(key).and_then(Value::as_f64);
        let least = bound("minimum").unwrap_or(-1000.0);
        let most = bound("maximum").unwrap_or(least + 2000.0);
        let share = f64::from(self.random.u16(1..999)) / 1000.0;
        match self.random.u8(..4) {
            0 => Value::from((least + (most - least) * share).floor()),
            _ => Value::from(least + (most - least) * share),
        }
    }

    fn text(&mut self, format: &str) -> String {
        let found: &[&str] = match format {
            "date-time" => &["2025-05-04T09:42:00Z", "2025-05-04T09:42:00.123456+02:00"],
            "date" => &["2025-05-04", "1999-12-31"],
            "time" => &["09:42:00"],
            "byte" => &["aGk=", ""],
            "uuid" => &["67e55044-10b1-426f-9247-bb680e5fe0c8"],
            "uri" | "url" => &["https://example.org/a?b=c#d"],
            "email" => &["a@example.org"],
            "int64" | "int32" | "integer" => &["12345", "-1"],
            "decimal" | "number" => &["1.10"],
            _ => &["text", "", "héllo \u{1F980} \"\\\n", "1", "true", "null"],
        };
        (*self.choose(found).unwrap_or(&"")).to_owned()
    }

    fn anything(&mut self) -> Value {
        let found =
            [json!("any"), json!(1.5), json!([1, { "a": null }]), json!({ "b": [] })];
        self.choose(&found).cloned().unwrap_or_default()
    }

    fn lookup(&self, reference: &str) -> Option<&'doc Value> {
        let pointer = match reference.strip_prefix('#') {
            Some(pointer) => pointer.to_owned(),
            None => format!("/components/schemas/{reference}"),
        };
        self.document.pointer(&pointer)
    }

    fn choose<'list, T>(&mut self, list: &'list [T]) -> Option<&'list T> {
        if list.is_empty() { None } else { list.get(self.random.usize(..list.len())) }
    }
}

/// The children of a parent with a discriminator, in a flattened schema.
const CHILDREN: &str = "x-oasmith-children";

/// The property that tells an alternative, and the value that it has there.
fn tag(flat: &Map<String, Value>, member: &Value) -> Option<(String, String)> {
    let discriminator = flat.get("discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let target = member.get("$ref")?.as_str()?;
    let name = target.rsplit('/').next()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let mapped = mapping
        .into_iter()
        .flatten()
        .find(|(_, to)| to.as_str().is_some_and(|to| to == target || to == name));
    let tag = mapped.map_or(name, |(value, _)| value);
    Some((property.to_owned(), tag.to_owned()))
}

/// An alternative together with what its parent says, where both are objects.
fn joined(before: Option<Value>, value: Value) -> Value {
    match (before, value) {
        (Some(Value::Object(before)), Value::Object(mut members)) => {
            for (name, other) in before {
                members.entry(name).or_insert(other);
            }
            Value::Object(members)
        }
        (_, value) => value,
    }
}
