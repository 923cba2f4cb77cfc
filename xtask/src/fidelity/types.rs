//! The types of a generated crate that JSON can be read as, and where they are described.

use oasmith::Described;
use oasmith::document::Pointer;
use oasmith::ir::{Kind, Scalar};
use oasmith::name::{Home, Names};

/// The crate that values go through, as Rust names it.
const CRATE: &str = "round_trip";

/// A type and its schema.
pub(crate) struct Typed {
    /// The Rust type, from the top of the crate.
    pub(crate) ty: String,
    /// Where its schema is in the canonical document.
    pub(crate) origin: Pointer,
    /// Whether it is an object with known properties.
    pub(crate) is_model: bool,
}

/// All types of a crate that have JSON.
pub(crate) fn types(described: &Described) -> Vec<Typed> {
    let names = oasmith::name::name(described.api.clone()).names;
    let all = &described.api.types;
    let typed = all.iter().filter_map(|(id, ty)| {
        let kind = &all.behind_aliases(id).1.kind;
        // Raw bytes are a body or a part of one; they have no JSON.
        if matches!(kind, Kind::Scalar(Scalar::Binary)) {
            return None;
        }
        let path = path_of(names.types.get(id.index())?, &names)?;
        let path = format!("{CRATE}::{path}");
        let is_nullable = matches!(&ty.kind, Kind::Alias(target) if target.nullable);
        let open = match kind {
            _ if is_nullable => path,
            Kind::StringEnum(_) => format!("{CRATE}::runtime::Open<{path}>"),
            Kind::IntegerEnum(_) => format!("{CRATE}::runtime::OpenInteger<{path}>"),
            _ => path,
        };
        let is_model = matches!(kind, Kind::Struct(_));
        Some(Typed { ty: open, origin: ty.origin.clone(), is_model })
    });
    typed.collect()
}

/// Where a type is found from the top of the crate.
fn path_of(name: &oasmith::name::TypeName, names: &Names) -> Option<String> {
    match name.home {
        Home::Component(_) => Some(format!("types::{}", name.ident)),
        Home::Types(module) => {
            let module = &names.type_modules.get(module)?.module;
            Some(format!("types::{module}::{}", name.ident))
        }
        Home::Webhooks => Some(format!("webhooks::{}", name.ident)),
        Home::None | Home::Operation(_) => None,
    }
}
