//! The IR as text: short, stable, for people and for tests that compare it.

use super::{
    Api, Field, Kind, MediaBody, Operation, Output, OutputShape, Rest, Told, Type,
    TypeRef, Types,
};
use std::fmt::Write;

/// Writes an API out, a line an item.
#[must_use]
pub fn dump(api: &Api) -> String {
    let mut text = String::new();
    for (_, ty) in api.types.iter().filter(|(_, ty)| ty.is_item()) {
        let _infallible = writeln!(text, "{}", type_line(&api.types, ty));
    }
    for operation in &api.operations {
        text.push_str(&operation_lines(api, operation));
    }
    for webhook in &api.webhooks {
        let contents = webhook.body.iter().flat_map(|body| &body.contents);
        let bodies: Vec<String> = contents.map(|body| media(&api.types, body)).collect();
        let _infallible = writeln!(
            text,
            "webhook {} {} {}",
            webhook.method,
            webhook.name,
            bodies.join(" | ")
        );
    }
    text
}

/// How a use of a type reads: `String`, `[Pet]`, `{Any}?`.
#[must_use]
pub fn use_of(types: &Types, ty: TypeRef) -> String {
    // Types in place may nest; what is open is written when its inside is.
    let mut closing = String::new();
    let mut text = String::new();
    let mut at = ty;
    loop {
        let target = types.get(at.id);
        let mark = if at.nullable { "?" } else { "" };
        if target.is_item() {
            let _infallible = write!(text, "{}{mark}", target.path.join("."));
            break;
        }
        match &target.kind {
            Kind::List(inner) => {
                text.push('[');
                closing.insert_str(0, &format!("]{mark}"));
                at = *inner;
            }
            Kind::Map(inner) => {
                text.push('{');
                closing.insert_str(0, &format!("}}{mark}"));
                at = *inner;
            }
            Kind::Scalar(scalar) => {
                let _infallible = write!(text, "{scalar:?}{mark}");
                break;
            }
            Kind::Alias(inner) => at = *inner,
            Kind::Never => {
                text.push_str("Never");
                break;
            }
            _ => {
                text.push_str("Any");
                break;
            }
        }
    }
    text + &closing
}

fn type_line(types: &Types, ty: &Type) -> String {
    let name = ty.path.join(".");
    let kind = match &ty.kind {
        Kind::Struct(object) => {
            let mut fields: Vec<String> =
                object.fields.iter().map(|field| field_text(types, field)).collect();
            if let Rest::Typed(rest) = object.rest {
                fields.push(format!("*: {}", use_of(types, rest)));
            }
            format!("struct {{ {} }}", fields.join(", "))
        }
        Kind::StringEnum(values) => {
            let values: Vec<String> =
                values.iter().map(|one| format!("{:?}", one.wire)).collect();
            format!("enum {}", values.join(" "))
        }
        Kind::IntegerEnum(values) => {
            let values: Vec<String> =
                values.iter().map(|one| one.wire.to_string()).collect();
            format!("enum {}", values.join(" "))
        }
        Kind::Union(union) => {
            let variants = union.variants.iter().map(|variant| {
                let ty = TypeRef { id: variant.ty, nullable: false };
                format!("{}({})", variant.name, use_of(types, ty))
            });
            let variants: Vec<String> = variants.collect();
            let otherwise = union.otherwise.map(|index| format!(" else {index}"));
            format!(
                "union {} {}{}",
                variants.join(" | "),
                told(&union.how),
                otherwise.unwrap_or_default()
            )
        }
        Kind::List(item) => format!("= [{}]", use_of(types, *item)),
        Kind::Map(value) => format!("= {{{}}}", use_of(types, *value)),
        Kind::Alias(target) => format!("= {}", use_of(types, *target)),
        Kind::Scalar(scalar) => format!("= {scalar:?}"),
        Kind::Any => "= Any".to_owned(),
        Kind::Never => "= Never".to_owned(),
    };
    format!("{name}: {kind}")
}

fn told(how: &Told) -> String {
    match how {
        Told::BestMatch => "by best match".to_owned(),
        Told::Discriminator { property, mapping } => {
            let mapping: Vec<String> = mapping
                .iter()
                .map(|(value, index)| format!("{value}={index}"))
                .collect();
            format!("by {property}: {}", mapping.join(" "))
        }
    }
}

fn field_text(types: &Types, field: &Field) -> String {
    let marks = [
        (!field.required, " optional"),
        (field.read_only, " read"),
        (field.write_only, " write"),
        (field.secret, " secret"),
        (field.deprecated, " deprecated"),
    ];
    let mut text = format!("{}: {}", field.wire_name, use_of(types, field.ty));
    for (_, mark) in marks.iter().filter(|(set, _)| *set) {
        text.push_str(mark);
    }
    if let Some(constant) = &field.constant {
        let _infallible = write!(text, " = {constant}");
    }
    text
}

fn media(types: &Types, body: &MediaBody) -> String {
    let ty = body.ty.map(|ty| format!(" {}", use_of(types, ty))).unwrap_or_default();
    format!("{} {:?}{ty}", body.media_type, body.format)
}

fn shape(types: &Types, shape: OutputShape) -> String {
    match shape {
        OutputShape::Typed(ty) => use_of(types, ty),
        OutputShape::JsonLines(ty) => format!("JsonLines {}", use_of(types, ty)),
        OutputShape::Events(ty) => format!("Events {}", use_of(types, ty)),
        other => format!("{other:?}"),
    }
}

fn operation_lines(api: &Api, operation: &Operation) -> String {
    let types = &api.types;
    let output = match &operation.output {
        Output::One(one) => shape(types, *one),
        Output::Many(cases) => {
            let cases: Vec<String> =
                cases.iter().map(|case| shape(types, case.shape)).collect();
            cases.join(" | ")
        }
    };
    let mut text = format!(
        "{} {} {} -> {output}\n",
        operation.id, operation.method, operation.path.text
    );
    for one in &operation.parameters {
        let optional = if one.required { "" } else { " optional" };
        let explode = if one.explode { " explode" } else { "" };
        let _infallible = writeln!(
            text,
            "  {:?} {}: {} {:?}{explode}{optional}",
            one.place,
            one.wire_name,
            use_of(types, one.ty),
            one.style,
        );
    }
    if let Some(body) = &operation.body {
        let bodies: Vec<String> =
            body.contents.iter().map(|one| media(types, one)).collect();
        let optional = if body.required { "" } else { " optional" };
        let _infallible = writeln!(text, "  body {}{optional}", bodies.join(" | "));
    }
    for response in &operation.responses {
        let bodies: Vec<String> =
            response.contents.iter().map(|one| media(types, one)).collect();
        let _infallible =
            writeln!(text, "  {:?} {}", response.status, bodies.join(" | "));
    }
    if let Some(pages) = &operation.pagination {
        let _infallible = writeln!(
            text,
            "  pages {:?} items {:?} of {}",
            pages.style,
            pages.items,
            use_of(types, pages.item)
        );
    }
    text
}
