//! Types: what JSON Schema says about values, as the SDK sees it.

use super::{Docs, Origin};
use serde_json::Value;

/// The index of a type in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(u32);

impl TypeId {
    /// The place of the type in the arena, for side tables.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The arena of types.
#[derive(Clone, Debug, Default)]
pub struct Types {
    all: Vec<Type>,
}

impl Types {
    /// Adds a type.
    pub fn add(&mut self, new: Type) -> TypeId {
        let id = TypeId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(new);
        id
    }

    /// The type with this id. Ids are only made by [`Types::add`] of the same arena, so
    /// there always is one; a foreign id yields the arena's `ANY`.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &Type {
        static ANY: Type = Type::any();
        self.all.get(id.0 as usize).unwrap_or(&ANY)
    }

    /// The type with this id, to change it.
    pub fn get_mut(&mut self, id: TypeId) -> Option<&mut Type> {
        self.all.get_mut(id.0 as usize)
    }

    /// The type behind all aliases.
    #[must_use]
    pub fn behind_aliases(&self, id: TypeId) -> (TypeId, &Type) {
        let mut id = id;
        // There are no cycles of aliases; the bound is for a list that is still being made.
        for _ in 0..self.all.len() {
            match &self.get(id).kind {
                Kind::Alias(target) => id = target.id,
                _ => break,
            }
        }
        (id, self.get(id))
    }

    /// All types, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.all.iter_mut()
    }

    /// All types with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.all)
    }

    /// Keeps the types for which `keep` holds, in their order. The result says for each old
    /// position the new id.
    pub fn retain(&mut self, keep: impl Fn(TypeId) -> bool) -> Vec<Option<TypeId>> {
        let mut moved = Vec::with_capacity(self.all.len());
        let mut kept = Self::default();
        for (id, ty) in (0..).map(TypeId).zip(std::mem::take(&mut self.all)) {
            moved.push(keep(id).then(|| kept.add(ty)));
        }
        *self = kept;
        moved
    }

    /// How many types there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are no types.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// A use of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// Which type.
    pub id: TypeId,
    /// Whether `null` is a value here too.
    pub nullable: bool,
}

/// One type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Where it is described.
    pub origin: Origin,
    /// What to call it, outermost first, as written in the description: a component's name;
    /// for an inline type its owner's path and then the property, `item`, `value` and so on.
    pub path: Vec<String>,
    /// The words about it.
    pub docs: Docs,
    /// Whether the description says not to use it.
    pub deprecated: bool,
    /// Whether it is a named component: then it gets a Rust item even where it is only an
    /// alias of another type, a list, a map or a scalar.
    pub component: bool,
    /// What it is.
    pub kind: Kind,
}

impl Type {
    /// Any value, written in place, without words.
    #[must_use]
    pub const fn any() -> Self {
        Self {
            origin: Origin::ROOT,
            path: Vec::new(),
            docs: Docs::NONE,
            deprecated: false,
            component: false,
            kind: Kind::Any,
        }
    }

    /// Whether this type is a Rust item of its own (as against written in place).
    #[must_use]
    pub fn is_item(&self) -> bool {
        match self.kind {
            Kind::Struct(_)
            | Kind::StringEnum(_)
            | Kind::IntegerEnum(_)
            | Kind::Union(_) => true,
            Kind::Map(_)
            | Kind::List(_)
            | Kind::Alias(_)
            | Kind::Scalar(_)
            | Kind::Any
            | Kind::Never => self.component,
        }
    }
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with known properties.
    Struct(Struct),
    /// One of several strings; others are kept when they come.
    StringEnum(Vec<EnumValue<String>>),
    /// One of several integers; others are kept when they come.
    IntegerEnum(Vec<EnumValue<i64>>),
    /// One of several types.
    Union(Union),
    /// An object whose properties all have this type.
    Map(TypeRef),
    /// A list of items of this type.
    List(TypeRef),
    /// Another name of this type. Never part of a cycle of aliases.
    Alias(TypeRef),
    /// A value without parts.
    Scalar(Scalar),
    /// Any JSON value.
    Any,
    /// No value at all (`false` as a schema).
    Never,
}

/// An object with known properties.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The properties, in the description's order; wire names are distinct.
    pub fields: Vec<Field>,
    /// What properties beyond those may be.
    pub rest: Rest,
}

impl Struct {
    /// What a caller who makes one has to say, in the order in which the description
    /// requires it: the order of its properties may change without a word.
    #[must_use]
    pub fn arguments(&self) -> Vec<&Field> {
        let needed =
            |one: &&Field| one.required && !one.read_only && one.constant.is_none();
        let mut fields: Vec<&Field> = self.fields.iter().filter(needed).collect();
        fields.sort_by_key(|field| field.rank);
        fields
    }
}

/// Properties that are not named.
#[derive(Clone, Copy, Debug, Default)]
pub enum Rest {
    /// The description says nothing, or forbids them: what comes is kept as it is.
    #[default]
    Unknown,
    /// The description gives them this type.
    Typed(TypeRef),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name in JSON.
    pub wire_name: String,
    /// Where it is described.
    pub origin: Origin,
    /// The words about it.
    pub docs: Docs,
    /// What it holds.
    pub ty: TypeRef,
    /// Whether it must be there.
    pub required: bool,
    /// Its place in the list of required properties, which tells the order of arguments.
    pub rank: usize,
    /// The only value that it may have, where it must be there: nobody is asked for it.
    pub constant: Option<Value>,
    /// Whether only the server sends it.
    pub read_only: bool,
    /// Whether only the client sends it.
    pub write_only: bool,
    /// Whether its value is a secret that must not be shown (`format: password`, `writeOnly`).
    pub secret: bool,
    /// Whether the description says not to use it.
    pub deprecated: bool,
    /// What it is when absent, as documented. For docs; never filled in.
    pub default: Option<Value>,
    /// An example, for docs.
    pub example: Option<Value>,
    /// What its value must keep to.
    pub rules: Rules,
    /// How it stands in XML, where an XML body holds it and it says anything of that.
    pub xml: Option<Box<Xml>>,
}

impl Field {
    /// The name of its element or attribute in XML; that of its items, where they stand in
    /// no element of their own.
    #[must_use]
    pub fn xml_name(&self) -> &str {
        let xml = self.xml.as_deref();
        let item = xml.filter(|xml| !xml.wrapped).and_then(|xml| xml.item.as_deref());
        let own = || xml.and_then(|xml| xml.name.as_deref());
        item.and_then(|item| item.name.as_deref())
            .or_else(own)
            .unwrap_or(&self.wire_name)
    }
}

/// How a value stands in XML (OpenAPI 3.0, "XML Object").
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Xml {
    /// The name of its element or attribute, where it is not that of the property.
    pub name: Option<String>,
    /// The prefix of the name.
    pub prefix: Option<String>,
    /// The namespace of the name.
    pub namespace: Option<String>,
    /// What it is written as.
    pub node: XmlNode,
    /// Whether the items of a list stand in an element of their own.
    pub wrapped: bool,
    /// How each item of a list stands there, where the description says anything of that.
    pub item: Option<Box<Xml>>,
}

/// What a value in XML is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum XmlNode {
    /// An element.
    #[default]
    Element,
    /// An attribute of the object's element.
    Attribute,
    /// The text of the object's element.
    Text,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub wire: T,
    /// A better name for it (`x-enum-varnames` and the like), when the description has one.
    pub name: Option<String>,
    /// The words about it.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The alternatives, in the description's order; at least two, their types distinct.
    pub variants: Vec<Variant>,
    /// How to tell which one a value is.
    pub how: Told,
    /// The alternative for values whose tag is none of those that are mapped.
    pub otherwise: Option<usize>,
}

/// One alternative of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its type; never nullable (a union with `null` is nullable where it is used).
    pub ty: TypeId,
    /// What to call it: a component's name, a tag, a title, or the kind of scalar.
    pub name: String,
    /// The words about it.
    pub docs: Docs,
}

/// How to tell the alternatives of a union apart.
#[derive(Clone, Debug)]
pub enum Told {
    /// A property says which.
    Discriminator {
        /// The property's name.
        property: String,
        /// Each value of the property and the index of its variant; the first of several
        /// values of one variant is the one that is written.
        mapping: Vec<(String, usize)>,
    },
    /// The variant that fits best: right kind of JSON, required properties there, most
    /// properties known.
    BestMatch,
}

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `true` or `false`.
    Boolean,
    /// An integer of 32 bits.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// An integer of 64 bits, never negative.
    UInt64,
    /// An integer of up to 128 bits.
    Int128,
    /// A floating-point number.
    Float64,
    /// Text.
    String,
    /// A point in time (RFC 3339), kept as it was written.
    DateTime,
    /// A calendar day (RFC 3339 full-date), kept as it was written.
    Date,
    /// Bytes as base64 text (`format: byte`).
    Base64,
    /// Raw bytes (`format: binary`, `type: file`): only a body or a part of one.
    Binary,
}

/// What a value must keep to, beyond its type. All limits are inclusive unless said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// The smallest number.
    pub minimum: Option<serde_json::Number>,
    /// Whether `minimum` itself is too small.
    pub exclusive_minimum: bool,
    /// The largest number.
    pub maximum: Option<serde_json::Number>,
    /// Whether `maximum` itself is too large.
    pub exclusive_maximum: bool,
    /// What a number must be a multiple of.
    pub multiple_of: Option<serde_json::Number>,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// A regular expression that the text must match somewhere, in the syntax of the
    /// `regex-lite` crate; a pattern beyond it was reported and left out.
    pub pattern: Option<String>,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// Whether no two items may be equal.
    pub unique_items: bool,
}
