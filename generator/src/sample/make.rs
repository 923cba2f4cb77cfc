//! Made-up values that are valid for a type.

use super::fit::{Direction, check, whole};
use super::pattern;
use crate::document::Pointer;
use crate::ir::{
    Field, Kind, Parameter, Rest, Rules, Scalar, Struct, Told, TypeRef, Types, Union,
};
use serde_json::{Map, Number, Value};

/// How much of what is optional made-up objects have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variety {
    /// Every property that there may be.
    #[default]
    Full,
    /// Required properties only.
    Sparse,
    /// Some of the optional properties, and now and then `null` where it is allowed.
    Mixed,
    /// Every property that there may be, with the plainest values: for people to read.
    Plain,
}

/// Makes values up; the same seed makes the same values.
pub(crate) struct Maker<'api> {
    pub(crate) types: &'api Types,
    /// Which way the values go.
    pub(crate) direction: Direction,
    /// The canonical document, which knows formats that types do not.
    pub(crate) document: Option<&'api Value>,
    pub(crate) random: fastrand::Rng,
    pub(crate) variety: Variety,
    /// Whether documented examples of properties are taken.
    pub(crate) examples: bool,
    /// The number put into texts that are free.
    pub(crate) number: u64,
    /// How many values may still be made before only what is required is.
    pub(crate) budget: u32,
}

// Formats that people write patterns for.
const FORMATS: &[&str] = &["ipv4", "ipv6", "email", "uuid", "uri", "hostname", "date"];

// Below this depth nothing optional is made, and below the second one nothing at all: a type
// that requires itself has no finite value.
const MAX_OPTIONAL_DEPTH: u32 = 6;
const MAX_DEPTH: u32 = 40;

/// Where a value is needed.
#[derive(Clone, Copy)]
struct Need<'api, 'need> {
    ty: TypeRef,
    rules: &'need Rules,
    name: &'need str,
    /// What the document says of it, where that is nearer than where its type is described.
    schema: Option<&'api Value>,
    depth: u32,
}

impl<'api> Maker<'api> {
    /// A value of the type.
    pub(crate) fn value(&mut self, ty: TypeRef, name: &str) -> Value {
        let rules = Rules::default();
        self.make(Need { ty, rules: &rules, name, schema: None, depth: 0 })
    }

    fn make(&mut self, need: Need<'api, '_>) -> Value {
        self.budget = self.budget.saturating_sub(1);
        if need.depth > MAX_DEPTH {
            return Value::Null;
        }
        if need.ty.nullable && (need.depth > MAX_OPTIONAL_DEPTH || self.is_null_wanted())
        {
            return Value::Null;
        }
        let types: &'api Types = self.types;
        let found = types.get(need.ty.id);
        let next = need.depth.saturating_add(1);
        let schema = need.schema.or_else(|| self.schema(&found.origin));
        match &found.kind {
            Kind::Alias(inner) => {
                self.make(Need { ty: *inner, schema, depth: next, ..need })
            }
            Kind::Struct(known) => self.object(known, need.depth),
            Kind::Map(value) => self.map(*value, Need { schema, ..need }),
            Kind::List(item) => self.list(*item, Need { schema, ..need }),
            Kind::StringEnum(values) => {
                let wires: Vec<&str> =
                    values.iter().map(|one| one.wire.as_str()).collect();
                self.choose(&wires).map_or(Value::Null, |text| Value::from(*text))
            }
            Kind::IntegerEnum(values) => {
                let wires: Vec<i64> = values.iter().map(|one| one.wire).collect();
                self.choose(&wires).map_or(Value::Null, |number| Value::from(*number))
            }
            Kind::Union(union) => self.union(union, need),
            Kind::Scalar(scalar) => self.scalar(*scalar, need.rules, need.name, schema),
            Kind::Any => Value::from(self.numbered("any", ' ')),
            Kind::Never => Value::Null,
        }
    }

    fn is_null_wanted(&mut self) -> bool {
        self.variety == Variety::Mixed && self.random.u8(..8) == 0
    }

    fn goes_deeper(&self, depth: u32) -> bool {
        depth < MAX_OPTIONAL_DEPTH && self.budget > 0
    }

    fn is_plain(&self) -> bool {
        self.variety == Variety::Plain
    }

    fn choose<'list, T>(&mut self, list: &'list [T]) -> Option<&'list T> {
        if list.is_empty() || self.is_plain() {
            return list.first();
        }
        list.get(self.random.usize(..list.len()))
    }

    fn object(&mut self, known: &Struct, depth: u32) -> Value {
        let mut members = Map::new();
        for field in &known.fields {
            let wanted = match self.variety {
                _ if field.required => true,
                Variety::Full | Variety::Plain => self.goes_deeper(depth),
                Variety::Sparse => false,
                Variety::Mixed => self.goes_deeper(depth) && self.random.bool(),
            };
            let other_way = match self.direction {
                // What the server sends may be required to be sent back.
                Direction::Request => {
                    field.read_only && (!field.required || self.is_plain())
                }
                Direction::Response => field.write_only,
            };
            if !wanted || other_way || self.is_never(field.ty) {
                continue;
            }
            members.insert(field.wire_name.clone(), self.field(field, depth));
        }
        if let Rest::Typed(rest) = known.rest
            && self.variety != Variety::Sparse
            && self.goes_deeper(depth)
        {
            let rules = Rules::default();
            let depth = depth.saturating_add(1);
            let need =
                Need { ty: rest, rules: &rules, name: "more", schema: None, depth };
            members.entry("more").or_insert_with(|| self.make(need));
        }
        Value::Object(members)
    }

    fn is_never(&self, ty: TypeRef) -> bool {
        matches!(self.types.get(ty.id).kind, Kind::Never)
    }

    fn field(&mut self, field: &Field, depth: u32) -> Value {
        let (ty, rules) = (field.ty, &field.rules);
        let documented = [field.example.as_ref(), field.default.as_ref()];
        if let Some(documented) = self.documented(documented, ty, rules) {
            return documented;
        }
        self.make(Need {
            ty: field.ty,
            rules: &field.rules,
            name: &field.wire_name,
            schema: self.schema(&field.origin),
            depth: depth.saturating_add(1),
        })
    }

    /// A value for a parameter.
    pub(crate) fn parameter(&mut self, parameter: &Parameter) -> Value {
        let (ty, rules) = (parameter.ty, &parameter.rules);
        let documented = [parameter.example.as_ref(), parameter.default.as_ref()];
        let documented = self.documented(documented, ty, rules);
        documented.unwrap_or_else(|| {
            let name = &parameter.wire_name;
            let schema = self.schema(&parameter.origin.child("schema"));
            self.make(Need { ty, rules, name, schema, depth: 1 })
        })
    }

    // The example, or what the server takes by itself where plain values are wanted.
    fn documented(
        &self,
        [example, default]: [Option<&Value>; 2],
        ty: TypeRef,
        rules: &Rules,
    ) -> Option<Value> {
        let default = default.filter(|default| self.is_plain() && !default.is_null());
        self.fitting(example, ty, rules).or_else(|| self.fitting(default, ty, rules))
    }

    // The example, where examples are wanted and it is one.
    fn fitting(
        &self,
        example: Option<&Value>,
        ty: TypeRef,
        rules: &Rules,
    ) -> Option<Value> {
        let example = example.filter(|_| self.examples)?;
        let found = check(self.types, ty, rules, example, self.direction);
        found.is_empty().then(|| example.clone())
    }

    fn map(&mut self, value: TypeRef, need: Need<'api, '_>) -> Value {
        let mut members = Map::new();
        if self.goes_deeper(need.depth) {
            let rules = rules_of_each(need.rules);
            let schema = self.inside(need.schema, "additionalProperties");
            let depth = need.depth.saturating_add(1);
            let names = if self.is_plain() { &["key"][..] } else { &["one", "two"][..] };
            for name in names.iter().copied() {
                let member = Need { ty: value, rules: &rules, name, schema, depth };
                members.insert(name.to_owned(), self.make(member));
            }
        }
        Value::Object(members)
    }

    fn list(&mut self, item: TypeRef, need: Need<'api, '_>) -> Value {
        let least = need.rules.min_items.unwrap_or(0);
        let most = need.rules.max_items.unwrap_or(u64::MAX).max(least);
        let wanted = match self.goes_deeper(need.depth) {
            true if self.is_plain() => 1,
            true => self.random.u64(1..=2),
            false => 0,
        };
        let count = wanted.clamp(least, most).min(1_000);
        let rules = rules_of_each(need.rules);
        let schema = self.inside(need.schema, "items");
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..count {
            let depth = need.depth.saturating_add(1);
            let one = Need { ty: item, rules: &rules, name: need.name, schema, depth };
            // Where items must differ, a few tries are made for each.
            for _ in 0..20 {
                let made = self.make(one);
                if !need.rules.unique_items || !items.contains(&made) {
                    items.push(made);
                    break;
                }
            }
        }
        Value::Array(items)
    }

    fn union(&mut self, union: &Union, need: Need<'api, '_>) -> Value {
        let count = union.variants.len();
        // The first alternative is the one that most often ends a recursion.
        let first = need.depth > MAX_OPTIONAL_DEPTH || count == 0 || self.is_plain();
        let index = if first { 0 } else { self.random.usize(..count) };
        let Some(variant) = union.variants.get(index) else { return Value::Null };
        let ty = TypeRef { id: variant.ty, nullable: false };
        let depth = need.depth.saturating_add(1);
        let mut made = self.make(Need { ty, schema: None, depth, ..need });
        if let Told::Discriminator { property, mapping } = &union.how
            && let Some((tag, _)) = mapping.iter().find(|(_, to)| *to == index)
            && let Value::Object(members) = &mut made
        {
            let is_text = members.get(property).is_none_or(Value::is_string);
            let literal = if is_text { None } else { serde_json::from_str(tag).ok() };
            let tag = literal.unwrap_or_else(|| Value::from(tag.as_str()));
            members.insert(property.clone(), tag);
        }
        made
    }

    fn scalar(
        &mut self,
        scalar: Scalar,
        rules: &Rules,
        name: &str,
        schema: Option<&Value>,
    ) -> Value {
        match scalar {
            Scalar::Boolean => Value::Bool(self.is_plain() || self.random.bool()),
            Scalar::Int32 => self.integer(rules, i32::MIN.into(), i32::MAX.into()),
            Scalar::Int64 | Scalar::Int128 => {
                self.integer(rules, i64::MIN.into(), i64::MAX.into())
            }
            Scalar::UInt64 => self.integer(rules, 0, u64::MAX.into()),
            Scalar::Float64 => self.float(rules),
            Scalar::DateTime => Value::from(self.date_time()),
            Scalar::Date => Value::from(self.date()),
            Scalar::Base64 => {
                use base64::Engine;
                let bytes: Vec<u8> = (0..12).map(|_| self.random.u8(..)).collect();
                Value::from(base64::engine::general_purpose::STANDARD.encode(bytes))
            }
            Scalar::Binary => Value::from(self.numbered("bytes", ' ')),
            Scalar::String => Value::from(self.text(rules, name, schema)),
        }
    }

    fn integer(&mut self, rules: &Rules, low: i128, high: i128) -> Value {
        let bound = |number: &Option<Number>| number.as_ref().and_then(whole);
        let mut least = bound(&rules.minimum);
        let mut most = bound(&rules.maximum);
        if rules.exclusive_minimum {
            least = least.map(|least| least.saturating_add(1));
        }
        if rules.exclusive_maximum {
            most = most.map(|most| most.saturating_sub(1));
        }
        let span = 1_000_000;
        let (least, most) = match (least, most) {
            (Some(least), Some(most)) => (least, most),
            (Some(least), None) => (least, least.saturating_add(span)),
            (None, Some(most)) => (most.saturating_sub(span), most),
            (None, None) => (0, span),
        };
        let (least, most) = (least.max(low), most.min(high));
        let mut made = match least < most {
            true if self.is_plain() => least.max(1).min(most),
            true => self.random.i128(least..=most),
            false => least,
        };
        if let Some(step) =
            rules.multiple_of.as_ref().and_then(whole).filter(|step| *step > 1)
        {
            // The multiple at or below, or else the one above.
            made = made.saturating_sub(made.checked_rem_euclid(step).unwrap_or(0));
            if made < least || (made == 0 && self.is_plain()) {
                made = made.saturating_add(step);
            }
        }
        number_of(made)
    }

    fn float(&mut self, rules: &Rules) -> Value {
        let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        let (least, most) = match (bound(&rules.minimum), bound(&rules.maximum)) {
            (Some(least), Some(most)) => (least, most),
            (Some(least), None) => (least, least + 1000.0),
            (None, Some(most)) => (most - 1000.0, most),
            (None, None) => (0.0, 1000.0),
        };
        // Sixty-fourths are exact in binary, and inside the limits.
        let share = match self.is_plain() {
            true => 0.5,
            false => f64::from(self.random.u8(1..64)) / 64.0,
        };
        let mut made = least + (most - least) * share;
        if let Some(step) = bound(&rules.multiple_of).filter(|step| *step > 0.0) {
            made = (made / step).floor() * step;
            if made < least {
                made += step;
            }
        }
        Number::from_f64(made).map_or(Value::Null, Value::Number)
    }

    /// A word that tells several values apart by their numbers.
    fn numbered(&self, word: &str, between: char) -> String {
        match self.variety {
            Variety::Plain => word.to_owned(),
            _ => format!("{word}{between}{}", self.number),
        }
    }

    fn date(&mut self) -> String {
        if self.is_plain() {
            return "2025-03-12".to_owned();
        }
        let (year, month, day) = (
            self.random.u16(2020..2026),
            self.random.u8(1..=12),
            self.random.u8(1..=28),
        );
        format!("{year}-{month:02}-{day:02}")
    }

    fn date_time(&mut self) -> String {
        if self.is_plain() {
            return "2025-03-12T09:30:00Z".to_owned();
        }
        let (hour, minute, second) =
            (self.random.u8(..24), self.random.u8(..60), self.random.u8(..60));
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }

    fn text(&mut self, rules: &Rules, name: &str, schema: Option<&Value>) -> String {
        let least = rules.min_length.unwrap_or(0);
        let most = rules.max_length.unwrap_or(u64::MAX).max(least);
        if let Some(wanted) = &rules.pattern
            && let Some(text) = pattern::matching(wanted, least, most, &mut self.random)
        {
            return text;
        }
        let says = |key: &str| schema.and_then(|schema| schema.get(key)?.as_str());
        // Nobody can say what fits a pattern beyond the library; often it is one of these.
        let format = match says("format") {
            None if says("x-oasmith-unchecked-pattern").is_some() => {
                self.choose(FORMATS).copied()
            }
            format => format,
        };
        let text = format.and_then(|format| self.formatted(format));
        let name = if name.is_empty() { "text" } else { name };
        let text = text.unwrap_or_else(|| self.numbered(name, '-'));
        fitted(text, least, most, &mut self.random)
    }

    // The schema that the document has there.
    fn schema(&self, origin: &Pointer) -> Option<&'api Value> {
        self.resolved(self.document?.pointer(&origin.to_string())?)
    }

    // What the schema says under a key.
    fn inside(&self, schema: Option<&'api Value>, key: &str) -> Option<&'api Value> {
        self.resolved(schema?.get(key)?)
    }

    fn resolved(&self, mut schema: &'api Value) -> Option<&'api Value> {
        for _ in 0..16 {
            let Some(target) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            schema = self.document?.pointer(target.trim_start_matches('#'))?;
        }
        None
    }

    fn formatted(&mut self, format: &str) -> Option<String> {
        let number = self.number;
        Some(match format {
            "uuid" | "guid" => {
                let bits = self.random.u128(..);
                let hex = format!("{bits:032x}");
                let group =
                    |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
                let (a, b, c) = (group(0, 8), group(8, 12), group(13, 16));
                format!("{a}-{b}-4{c}-8{}-{}", group(17, 20), group(20, 32))
            }
            "email" | "idn-email" => format!("someone{number}@example.com"),
            "uri" | "url" | "iri" | "uri-reference" => {
                format!("https://example.com/{number}")
            }
            "hostname" | "idn-hostname" => format!("host{number}.example.com"),
            "ipv4" => format!("192.0.2.{}", self.random.u8(1..255)),
            "ipv6" => format!("2001:db8::{:x}", self.random.u16(1..)),
            "time" => format!("{:02}:30:00Z", self.random.u8(..24)),
            "duration" => format!("PT{}S", self.random.u8(1..)),
            "decimal" => format!("{}.25", self.random.u16(..)),
            "int64" | "int32" => self.random.u16(..).to_string(),
            "date-time" => self.date_time(),
            "date" => self.date(),
            _ => return None,
        })
    }
}

// The rules of a list or map hold for each value in it, but for those on the list itself.
fn rules_of_each(rules: &Rules) -> Rules {
    Rules { min_items: None, max_items: None, unique_items: false, ..rules.clone() }
}

fn number_of(made: i128) -> Value {
    match (i64::try_from(made), u64::try_from(made)) {
        (Ok(small), _) => Value::from(small),
        (_, Ok(large)) => Value::from(large),
        _ => Value::Null,
    }
}

// Cut or padded to the length; the end is kept, because it holds what differs.
fn fitted(text: String, least: u64, most: u64, random: &mut fastrand::Rng) -> String {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if length > most {
        let surplus = usize::try_from(length.saturating_sub(most)).unwrap_or(usize::MAX);
        return text.chars().skip(surplus).collect();
    }
    let missing =
        usize::try_from(least.saturating_sub(length).min(100_000)).unwrap_or(0);
    let padding: String = (0..missing).map(|_| random.lowercase()).collect();
    text + &padding
}

impl std::fmt::Debug for Maker<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Maker")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Type;

    fn maker(types: &Types, variety: Variety) -> Maker<'_> {
        Maker {
            types,
            direction: Direction::Request,
            document: None,
            random: fastrand::Rng::with_seed(7),
            variety,
            examples: true,
            number: 1,
            budget: 100,
        }
    }

    #[test]
    fn a_type_that_holds_itself_has_a_value_that_ends() {
        let mut types = Types::default();
        let id = types.add(Type::any());
        if let Some(list) = types.get_mut(id) {
            list.kind = Kind::List(TypeRef { id, nullable: false });
        }
        let made =
            maker(&types, Variety::Plain).value(TypeRef { id, nullable: false }, "");
        assert_eq!(made.to_string().matches('[').count(), 7);
    }

    #[test]
    fn plain_values_keep_to_the_rules() {
        let types = Types::default();
        let mut maker = maker(&types, Variety::Plain);
        let rules =
            Rules { pattern: Some("^([a-f0-9]{24})$".to_owned()), ..Rules::default() };
        let text = maker.text(&rules, "groupId", None);
        assert!(
            text.len() == 24 && text.bytes().all(|one| one.is_ascii_hexdigit()),
            "{text}"
        );
        let rules = Rules {
            minimum: Some(3.into()),
            multiple_of: Some(5.into()),
            ..Rules::default()
        };
        assert_eq!(maker.integer(&rules, 0, 100), Value::from(5));
        assert_eq!(maker.integer(&Rules::default(), 0, 100), Value::from(1));
        assert_eq!(maker.text(&Rules::default(), "name", None), "name");
    }
}
