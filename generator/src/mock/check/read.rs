//! From the text of a parameter back to its value, by the parameter's style.

use crate::ir::{Kind, Place, Rest, Rules, Scalar, Struct, Style, TypeRef, Types};
use crate::mock::received::{decode, decode_query};
use crate::sample::{Direction, check};
use serde_json::{Map, Number, Value};

/// Text of a parameter as it was sent, still encoded: the values under its own name, or for
/// objects that are spread over several pairs, those with their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) values: Vec<String>,
    pub(crate) members: Vec<(String, String)>,
}

/// How a parameter is read: its style and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner<'name> {
    pub(crate) name: &'name str,
    pub(crate) place: Place,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    /// What stands between the items of lists that no style writes.
    pub(crate) nested: &'name [String],
}

const MAX_DEPTH: u32 = 64;

/// What kind of JSON a type is written as.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape<'api> {
    One,
    List(TypeRef),
    Object(Option<&'api Struct>, Option<TypeRef>),
}

/// The shape of a type, aliases followed.
pub(crate) fn shape(types: &Types, ty: TypeRef) -> Shape<'_> {
    let mut ty = ty;
    for _ in 0..MAX_DEPTH {
        match &types.get(ty.id).kind {
            Kind::Alias(inner) => ty = *inner,
            Kind::List(item) => return Shape::List(*item),
            Kind::Map(value) => return Shape::Object(None, Some(*value)),
            Kind::Struct(fields) => {
                let rest = match fields.rest {
                    Rest::Typed(rest) => Some(rest),
                    Rest::Unknown => None,
                };
                return Shape::Object(Some(fields), rest);
            }
            _ => return Shape::One,
        }
    }
    Shape::One
}

/// Reads a parameter.
pub(crate) fn read(
    types: &Types,
    ty: TypeRef,
    manner: Manner<'_>,
    sent: &Sent,
) -> Result<Value, String> {
    if let Kind::Union(union) = &resolved(types, ty).kind {
        return read_alternatives(types, union, manner, sent);
    }
    let first = sent.values.first().map_or("", String::as_str);
    if manner.style == Style::Json {
        let text = manner.decode(first);
        return serde_json::from_str(&text)
            .map_err(|error| format!("is not JSON: {error}"));
    }
    match shape(types, ty) {
        Shape::One => {
            if sent.values.len() > 1 {
                return Err("is there more than once".to_owned());
            }
            scalar(types, ty, &manner.decode(manner.bare(first)?))
        }
        Shape::List(item) => {
            // In paths and headers the outermost one is the list's own.
            let is_own = matches!(manner.place, Place::Path | Place::Header);
            if is_own && !manner.nested.is_empty() {
                return joined(types, ty, &manner.decode(first), manner.nested);
            }
            let texts = manner.items(sent)?;
            let items = texts
                .iter()
                .map(|text| joined(types, item, &manner.decode(text), manner.nested));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        Shape::Object(known, rest) => {
            let members = manner.members(sent)?;
            if manner.style.is_deep_object() {
                return Ok(deep(types, ty, &members, 0));
            }
            let mut object = Map::new();
            for (name, text) in members {
                let field = known.and_then(|known| {
                    known.fields.iter().find(|field| field.wire_name == name)
                });
                let value = match field.map(|field| field.ty).or(rest) {
                    Some(ty) => scalar(types, ty, &text)
                        .map_err(|message| format!("its `{name}` {message}"))?,
                    None => Value::String(text),
                };
                object.insert(name, value);
            }
            Ok(Value::Object(object))
        }
    }
}

/// Reads a text in which lists have their items between these texts, from the outside in.
fn joined(
    types: &Types,
    ty: TypeRef,
    text: &str,
    between: &[String],
) -> Result<Value, String> {
    match (shape(types, ty), between) {
        (Shape::List(item), [separator, deeper @ ..]) => {
            let items = text.split(separator.as_str());
            let items = items.map(|text| joined(types, item, text, deeper));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        _ => scalar(types, ty, text),
    }
}

// The first alternative that both reads and checks.
fn read_alternatives(
    types: &Types,
    union: &crate::ir::Union,
    manner: Manner<'_>,
    sent: &Sent,
) -> Result<Value, String> {
    for variant in &union.variants {
        let ty = TypeRef { id: variant.ty, nullable: false };
        if matches!(types.get(ty.id).kind, Kind::Union(_)) {
            continue;
        }
        if let Ok(value) = read(types, ty, manner, sent)
            && check(types, ty, &Rules::default(), &value, Direction::Request).is_empty()
        {
            return Ok(value);
        }
    }
    Err("fits none of the alternatives".to_owned())
}

impl Manner<'_> {
    fn decode(&self, raw: &str) -> String {
        match self.place {
            Place::Query => decode_query(raw),
            Place::Path | Place::Cookie => decode(raw),
            Place::Header => raw.trim().to_owned(),
        }
    }

    /// The text without what label and matrix styles put in front.
    fn bare<'text>(&self, raw: &'text str) -> Result<&'text str, String> {
        match self.style {
            Style::Label => {
                raw.strip_prefix('.').ok_or("does not begin with a dot".to_owned())
            }
            Style::Matrix => {
                let named =
                    raw.strip_prefix(';').and_then(|raw| raw.strip_prefix(self.name));
                let named =
                    named.ok_or(format!("does not begin with `;{}`", self.name))?;
                Ok(named.strip_prefix('=').unwrap_or(named))
            }
            _ => Ok(raw),
        }
    }

    fn items(&self, sent: &Sent) -> Result<Vec<String>, String> {
        let first = sent.values.first().map_or("", String::as_str);
        let split = |text: &str, by: &[&str]| -> Vec<String> {
            let mut pieces = vec![text.to_owned()];
            for separator in by {
                let again = pieces.iter().flat_map(|piece| piece.split(separator));
                pieces = again.map(str::to_owned).collect();
            }
            if text.is_empty() { Vec::new() } else { pieces }
        };
        let separators: &[&str] = match self.style {
            Style::Simple | Style::Form if !self.repeats() => &[","],
            Style::Label if self.explode => &["."],
            Style::Label => &[","],
            Style::Matrix if self.explode => {
                let whole = first.strip_prefix(';').ok_or("does not begin with `;`")?;
                let named = whole.split(';').map(|piece| {
                    let rest = piece.strip_prefix(self.name)?;
                    rest.strip_prefix('=')
                        .or(rest.is_empty().then_some(""))
                        .map(str::to_owned)
                });
                let message = || format!("holds something else than `;{}=…`", self.name);
                return named.collect::<Option<Vec<_>>>().ok_or_else(message);
            }
            Style::Matrix => &[","],
            Style::SpaceDelimited if !self.explode => &["%20", "+", " "],
            Style::PipeDelimited if !self.explode => &["%7C", "%7c", "|"],
            Style::TabDelimited => &["%09", "\t"],
            _ => return Ok(sent.values.clone()),
        };
        if sent.values.len() > 1 {
            return Err("is there more than once, but is one list".to_owned());
        }
        Ok(split(self.bare(first)?, separators))
    }

    // A list in the query that is exploded has a pair an item.
    fn repeats(&self) -> bool {
        self.explode && matches!(self.place, Place::Query | Place::Cookie)
    }

    fn members(&self, sent: &Sent) -> Result<Vec<(String, String)>, String> {
        let decoded =
            |(name, value): &(String, String)| (name.clone(), self.decode(value));
        if self.style.is_deep_object() || (self.style == Style::Form && self.explode) {
            return Ok(sent.members.iter().map(decoded).collect());
        }
        let first = sent.values.first().map_or("", String::as_str);
        if self.style == Style::Matrix && self.explode {
            let pieces = first.split(';').filter(|piece| !piece.is_empty());
            return pieces.map(|piece| self.assignment(piece)).collect();
        }
        let bare = self.bare(first)?;
        let separator = match self.style {
            Style::Label if self.explode => ".",
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "|",
            _ => ",",
        };
        let bare = bare.replace("%7C", "|").replace("%7c", "|");
        let mut pieces = bare.split(separator).filter(|piece| !piece.is_empty());
        if self.explode {
            return pieces.map(|piece| self.assignment(piece)).collect();
        }
        let mut members = Vec::new();
        while let Some(name) = pieces.next() {
            let value = pieces.next().ok_or("has a name without a value")?;
            members.push((self.decode(name), self.decode(value)));
        }
        Ok(members)
    }

    fn assignment(&self, piece: &str) -> Result<(String, String), String> {
        let (name, value) = piece.split_once('=').ok_or("has a name without a value")?;
        Ok((self.decode(name), self.decode(value)))
    }
}

fn resolved(types: &Types, ty: TypeRef) -> &crate::ir::Type {
    let mut found = types.get(ty.id);
    for _ in 0..MAX_DEPTH {
        let Kind::Alias(inner) = &found.kind else { break };
        found = types.get(inner.id);
    }
    found
}

/// Reads one value without parts.
pub(crate) fn scalar(types: &Types, ty: TypeRef, text: &str) -> Result<Value, String> {
    let number = |number: Option<Number>, what: &str| {
        number.map(Value::Number).ok_or_else(|| format!("`{text}` is not {what}"))
    };
    if ty.nullable && (text.is_empty() || text == "null") {
        return Ok(Value::Null);
    }
    match &resolved(types, ty).kind {
        Kind::Scalar(Scalar::Boolean) => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(format!("`{text}` is not a boolean")),
        },
        Kind::Scalar(
            Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Int128,
        )
        | Kind::IntegerEnum(_) => {
            let small = text.parse::<i64>().ok().map(Number::from);
            let large = || text.parse::<u64>().ok().map(Number::from);
            number(small.or_else(large), "an integer")
        }
        Kind::Scalar(Scalar::Float64) => {
            number(text.parse::<f64>().ok().and_then(Number::from_f64), "a number")
        }
        Kind::Union(union) => {
            let one = Manner {
                name: "",
                place: Place::Header,
                style: Style::Simple,
                explode: false,
                nested: &[],
            };
            let sent = Sent { values: vec![text.to_owned()], members: Vec::new() };
            read_alternatives(types, union, one, &sent)
        }
        Kind::Struct(_) | Kind::Map(_) | Kind::List(_) => {
            serde_json::from_str(text).map_err(|_| format!("`{text}` is not JSON"))
        }
        _ => Ok(Value::String(text.to_owned())),
    }
}

/// Puts `[a][b]` keys together; a number or nothing between the brackets is an item.
fn deep(types: &Types, ty: TypeRef, members: &[(String, String)], depth: u32) -> Value {
    let below = |key: &str| -> Vec<(String, String)> {
        let inside = members.iter().filter_map(|(name, value)| {
            let (head, rest) = head_and_rest(name);
            (head == key).then(|| (rest.to_owned(), value.clone()))
        });
        inside.collect()
    };
    let leaf = |members: &[(String, String)], ty: TypeRef| {
        let text = members.first().map_or("", |(_, value)| value.as_str());
        scalar(types, ty, text).unwrap_or_else(|_| Value::String(text.to_owned()))
    };
    if depth > MAX_DEPTH {
        return Value::Null;
    }
    let next = depth.saturating_add(1);
    match shape(types, ty) {
        Shape::One => leaf(members, ty),
        Shape::List(item) => {
            // Those of one number are one item; without a number each is one.
            let mut items: Vec<(&str, Vec<(String, String)>)> = Vec::new();
            for (name, value) in members {
                let (head, rest) = head_and_rest(name);
                let pair = (rest.to_owned(), value.clone());
                match items.iter_mut().find(|(one, _)| *one == head && !rest.is_empty())
                {
                    Some((_, pairs)) => pairs.push(pair),
                    None => items.push((head, vec![pair])),
                }
            }
            let items = items.iter().map(|(_, pairs)| deep(types, item, pairs, next));
            Value::Array(items.collect())
        }
        Shape::Object(known, rest) => {
            let mut object = Map::new();
            for (name, _) in members {
                let (head, _) = head_and_rest(name);
                if object.contains_key(head) {
                    continue;
                }
                let field = known.and_then(|known| {
                    known.fields.iter().find(|one| one.wire_name == head)
                });
                let inside = below(head);
                let value = match field.map(|field| field.ty).or(rest) {
                    Some(ty) => deep(types, ty, &inside, next),
                    None => {
                        let text = inside.first().map(|(_, value)| value.clone());
                        Value::String(text.unwrap_or_default())
                    }
                };
                object.insert(head.to_owned(), value);
            }
            Value::Object(object)
        }
    }
}

// `[a][b]` is `a` and `[b]`.
fn head_and_rest(name: &str) -> (&str, &str) {
    let inner = name.strip_prefix('[').unwrap_or(name);
    inner.split_once(']').unwrap_or((inner, ""))
}
