//! Values of the types of an API: as Rust that makes them, and as JSON that a server sends.

use oasmith::ir::{Field, Kind, Rules, Scalar, Told, TypeId, TypeRef};
use oasmith::name::{Home, Named, TypeName};
use serde_json::{Map, Value, json};

/// Below this depth, nothing optional is made.
const DEPTH: usize = 4;

/// Makes values.
pub(super) struct Values<'a> {
    pub(super) named: &'a Named,
}

impl Values<'_> {
    /// The path of the module of an operation.
    pub(super) fn module(&self, operation: usize) -> Option<String> {
        let name = self.named.names.operations.get(operation)?;
        let group = self.named.names.groups.get(name.group.0)?;
        Some(format!("sdk::operations::{}::{}", group.module, name.module))
    }

    /// The path of a type that is an item.
    fn path(&self, name: &TypeName) -> Option<String> {
        let module = match name.home {
            Home::None => return None,
            Home::Component(index) | Home::Types(index) => {
                format!(
                    "sdk::types::{}",
                    self.named.names.type_modules.get(index)?.module
                )
            }
            Home::Operation(index) => self.module(index)?,
            Home::Webhooks => "sdk::webhooks".to_owned(),
        };
        Some(format!("{module}::{}", name.ident))
    }

    fn named_type(&self, id: TypeId) -> Option<(&TypeName, String)> {
        let name = self.named.names.types.get(id.index())?;
        Some((name, self.path(name)?))
    }

    /// The Rust type of an item, for what is asked of errors.
    pub(super) fn item(&self, ty: TypeRef) -> Option<String> {
        let (id, of) = self.named.api.types.behind_aliases(ty.id);
        match of.kind {
            Kind::Struct(_) | Kind::Union(_) if !ty.nullable => {
                Some(self.named_type(id)?.1)
            }
            _ => None,
        }
    }

    /// Rust that makes a value; nothing where it would be too deep, or has no value.
    /// `seed` tells values of the same type apart.
    pub(super) fn rust(
        &self,
        ty: TypeRef,
        rules: &Rules,
        seed: usize,
        depth: usize,
    ) -> Option<String> {
        let (id, of) = self.named.api.types.behind_aliases(ty.id);
        let is_nullable = ty.nullable || self.is_nullable(ty.id);
        let plain = Rules::default();
        let made = match &of.kind {
            Kind::Any => return Some("sdk::runtime::Any::from(\"any\")".to_owned()),
            Kind::Never => return None,
            Kind::Scalar(scalar) => self.scalar(*scalar, rules, seed)?,
            Kind::StringEnum(_) | Kind::IntegerEnum(_) => {
                let (name, path) = self.named_type(id)?;
                let open = if matches!(of.kind, Kind::StringEnum(_)) {
                    "Open"
                } else {
                    "OpenInteger"
                };
                let member = name.members.get(seed.checked_rem(name.members.len())?)?;
                format!("sdk::runtime::{open}::Known({path}::{member})")
            }
            Kind::List(item) => {
                match self.rust(*item, &plain, seed, depth.saturating_add(1)) {
                    Some(item) if depth < DEPTH => format!("vec![{item}, {item}]"),
                    _ => "vec![]".to_owned(),
                }
            }
            Kind::Map(value) => {
                match self.rust(*value, &plain, seed, depth.saturating_add(1)) {
                    Some(value) if depth < DEPTH => {
                        format!(
                            "std::collections::BTreeMap::from([(\"key\".to_owned(), {value})])"
                        )
                    }
                    _ => "Default::default()".to_owned(),
                }
            }
            Kind::Struct(object) => {
                let (name, path) = self.named_type(id)?;
                let mut lines = String::new();
                for ((field, member), index) in
                    object.fields.iter().zip(&name.members).zip(1_usize..)
                {
                    lines.push_str(&self.field(
                        field,
                        member,
                        seed.saturating_add(index),
                        depth,
                    )?);
                }
                format!("{{ let mut one = <{path}>::default(); {lines} one }}")
            }
            Kind::Union(union) => {
                let (name, path) = self.named_type(id)?;
                let (variant, member) = (union.variants.first()?, name.members.first()?);
                let held = TypeRef { id: variant.ty, nullable: false };
                let held = self.rust(held, &plain, seed, depth.saturating_add(1))?;
                format!("{path}::{member}(({held}).into())")
            }
            Kind::Alias(_) => return None,
        };
        Some(if is_nullable {
            format!("sdk::runtime::Nullable::Value({made})")
        } else {
            made
        })
    }

    fn is_nullable(&self, id: TypeId) -> bool {
        match &self.named.api.types.get(id).kind {
            Kind::Alias(target) => target.nullable || self.is_nullable(target.id),
            _ => false,
        }
    }

    /// The assignment of a field: nothing where it is optional and too deep.
    fn field(
        &self,
        field: &Field,
        member: &str,
        seed: usize,
        depth: usize,
    ) -> Option<String> {
        let is_filled = field.constant.is_none() && (field.required || depth < DEPTH);
        if !is_filled {
            return Some(String::new());
        }
        let made = self.rust(field.ty, &field.rules, seed, depth.saturating_add(1));
        match made {
            Some(made) if field.required => {
                Some(format!("one.{member} = ({made}).into(); "))
            }
            Some(made) => Some(format!("one.{member} = Some(({made}).into()); ")),
            None if field.required => None,
            None => Some(String::new()),
        }
    }

    fn scalar(&self, scalar: Scalar, rules: &Rules, seed: usize) -> Option<String> {
        let least = rules.minimum.as_ref().and_then(serde_json::Number::as_i64);
        let number =
            least.unwrap_or_default().saturating_add(i64::try_from(seed % 7).ok()?);
        Some(match scalar {
            Scalar::Boolean => "true".to_owned(),
            Scalar::Int32 => format!("{number}i32"),
            Scalar::Int64 => format!("{number}i64"),
            Scalar::UInt64 => format!("{number}u64"),
            Scalar::Int128 => format!("{number}i128"),
            Scalar::Float64 => format!("{number}.5f64"),
            Scalar::String => format!("{:?}.to_owned()", text(rules, seed)),
            Scalar::DateTime => {
                "sdk::runtime::DateTime::from(\"2020-01-02T03:04:05Z\")".to_owned()
            }
            Scalar::Date => "sdk::runtime::Date::from(\"2020-01-02\")".to_owned(),
            Scalar::Base64 => {
                "sdk::runtime::Base64::from(b\"bytes\".to_vec())".to_owned()
            }
            Scalar::Binary => {
                "sdk::runtime::Binary::from(b\"bytes\".to_vec())".to_owned()
            }
        })
    }

    /// What a server sends of a type, by the names of the wire.
    pub(super) fn json(&self, ty: TypeRef, depth: usize) -> Value {
        let (_, of) = self.named.api.types.behind_aliases(ty.id);
        let below = depth.saturating_add(1);
        match &of.kind {
            Kind::Any => json!("any"),
            Kind::Never | Kind::Alias(_) => Value::Null,
            Kind::Scalar(scalar) => match scalar {
                Scalar::Boolean => json!(true),
                Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Int128 => {
                    json!(5)
                }
                Scalar::Float64 => json!(1.5),
                Scalar::String | Scalar::Binary => json!("text"),
                Scalar::DateTime => json!("2020-01-02T03:04:05Z"),
                Scalar::Date => json!("2020-01-02"),
                Scalar::Base64 => json!("Ynl0ZXM="),
            },
            Kind::StringEnum(values) => {
                values.first().map_or(Value::Null, |one| json!(one.wire))
            }
            Kind::IntegerEnum(values) => {
                values.first().map_or(Value::Null, |one| json!(one.wire))
            }
            Kind::List(item) if depth < DEPTH => json!([self.json(*item, below)]),
            Kind::List(_) => json!([]),
            Kind::Map(value) if depth < DEPTH => {
                json!({"key": self.json(*value, below)})
            }
            Kind::Map(_) => json!({}),
            Kind::Struct(object) => {
                let fields = object.fields.iter().filter(|field| {
                    !field.write_only && (field.required || depth < DEPTH)
                });
                let member = |field: &Field| {
                    let value = field.constant.clone();
                    let value = value.unwrap_or_else(|| self.json(field.ty, below));
                    (field.wire_name.clone(), value)
                };
                if depth > DEPTH.saturating_mul(3) {
                    return json!({});
                }
                Value::Object(fields.map(member).collect::<Map<_, _>>())
            }
            Kind::Union(union) => {
                let Some(variant) = union.variants.first() else { return Value::Null };
                let mut value =
                    self.json(TypeRef { id: variant.ty, nullable: false }, below);
                if let (Told::Discriminator { property, mapping }, Some(members)) =
                    (&union.how, value.as_object_mut())
                {
                    let tag = mapping.iter().find(|(_, index)| *index == 0);
                    let tag = tag.map(|(tag, _)| json!(tag));
                    members.extend(tag.map(|tag| (property.clone(), tag)));
                }
                value
            }
        }
    }
}

/// A text that keeps to the rules where it can; others tell it from those beside it.
fn text(rules: &Rules, seed: usize) -> String {
    let mut text = match rules.pattern.as_deref() {
        Some(pattern) if pattern.contains("[a-f0-9]") => {
            "abcdef0123456789abcdef01".to_owned()
        }
        Some(pattern) if pattern.contains("[A-Z]") => "ABC".to_owned(),
        Some(pattern) if pattern.contains("[0-9]") || pattern.contains("\\d") => {
            "123".to_owned()
        }
        _ => format!("text{seed}"),
    };
    let (least, most) =
        (rules.min_length.unwrap_or(0), rules.max_length.unwrap_or(u64::MAX));
    while u64::try_from(text.len()).is_ok_and(|length| length < least) {
        text.push('x');
    }
    text.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    text
}
