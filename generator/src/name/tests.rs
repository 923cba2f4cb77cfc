use super::*;
use crate::document::Pointer;
use crate::ir::{Docs, EnumValue, Field, Kind, Rules, Scalar, Struct, Type, TypeRef};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};

fn component(name: &str, kind: Kind) -> Type {
    Type {
        origin: Pointer::parse("/components/schemas").child(name),
        path: vec![name.to_owned()],
        docs: Docs::NONE,
        deprecated: false,
        component: true,
        kind,
    }
}

fn object(ty: TypeRef, properties: &[String]) -> Kind {
    let fields = properties.iter().map(|property| Field {
        wire_name: property.clone(),
        origin: Pointer::root(),
        docs: Docs::NONE,
        ty,
        required: false,
        rank: 0,
        constant: None,
        read_only: false,
        write_only: false,
        secret: false,
        deprecated: false,
        default: None,
        example: None,
        rules: Rules::default(),
        xml: None,
    });
    Kind::Struct(Struct { fields: fields.collect(), ..Struct::default() })
}

fn strings(values: &[String]) -> Kind {
    let value =
        |wire: &String| EnumValue { wire: wire.clone(), name: None, docs: Docs::NONE };
    Kind::StringEnum(values.iter().map(value).collect())
}

/// An API of components, each with the same properties, and one enum of the same words.
fn api(names: &[String]) -> Api {
    let mut api = Api::default();
    let mut text = component("text", Kind::Scalar(Scalar::String));
    text.component = false;
    let ty = TypeRef { id: api.types.add(text), nullable: false };
    for name in names {
        api.types.add(component(name, object(ty, names)));
    }
    api.types.add(component("\u{1}the words", strings(names)));
    api
}

fn by_wire(named: &Named) -> BTreeMap<String, TypeName> {
    let pairs = named.api.types.iter().filter(|(_, ty)| ty.is_item());
    pairs
        .map(|(id, ty)| (ty.path.join(" "), named.names.types[id.index()].clone()))
        .collect()
}

/// What users and other tools write, with what they should not.
fn wire_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z_][a-zA-Z0-9_-]{0,12}",
        "[a-b_ $+=>.-]{0,4}",
        "(type|self|Self|crate|option|Option|String|unknown|Unknown|con|AUX|mod|lib|types|None)",
        "\\PC{0,6}",
        "[a-z]{1,3}(_[a-z]{1,9}){30}",
    ]
}

fn wire_names() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set(wire_name(), 1..12)
        .prop_map(|set| set.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
}

fn assert_valid(name: &str) {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "not an identifier: {name:?}");
    assert!(unicode_normalization::is_nfc(plain), "not normalised: {name:?}");
    assert!(plain.chars().count() <= 100, "too long: {name:?}");
}

fn assert_distinct<'a>(names: impl IntoIterator<Item = &'a String>) {
    let mut seen = HashSet::new();
    for name in names {
        assert_valid(name);
        assert!(seen.insert(name), "twice: {name}");
    }
}

proptest! {
    #[test]
    fn names_are_valid_and_distinct_in_their_scope(names in wire_names()) {
        let named = name(api(&names));
        let types = by_wire(&named);
        assert_distinct(types.values().map(|one| &one.ident));
        for ty in types.values() {
            assert_distinct(&ty.members);
            prop_assert!(!reserved::TYPES.contains(&ty.ident.as_str()));
        }
        let files: Vec<String> =
            named.names.type_modules.iter().map(|one| one.module.to_lowercase()).collect();
        assert_distinct(&files);
        prop_assert!(files.iter().all(|file| file.is_ascii()));
    }

    #[test]
    fn what_is_added_renames_nothing(names in wire_names(), more in wire_names()) {
        let before = by_wire(&name(api(&names)));
        let mut grown = names.clone();
        grown.extend(more.into_iter().filter(|one| !names.contains(one)));
        let after = by_wire(&name(api(&grown)));
        for (wire, name) in before.iter().filter(|(wire, _)| !wire.starts_with('\u{1}')) {
            prop_assert_eq!(&name.ident, &after[wire].ident);
            prop_assert_eq!(&name.members[..], &after[wire].members[..name.members.len()]);
        }
    }

    #[test]
    fn a_field_is_its_own_name(wire in wire_name()) {
        // Letters beyond ASCII may count as words of their own until their case changes.
        prop_assume!(wire.is_ascii());
        let named = name(api(std::slice::from_ref(&wire)));
        let first = by_wire(&named)[&wire].clone();
        let field = first.members[0].trim_start_matches("r#").to_owned();
        let again = by_wire(&name(api(std::slice::from_ref(&field))));
        prop_assert_eq!(&again[&field].members[0], &first.members[0]);
    }
}

#[test]
fn what_std_calls_its_own_is_left_to_std() {
    let names: Vec<String> = ["Option", "Result", "Self", "Error", "Client", "Value"]
        .map(String::from)
        .into();
    let types = by_wire(&name(api(&names)));
    let idents: Vec<&str> =
        names.iter().map(|wire| types[wire].ident.as_str()).collect();
    assert_eq!(
        idents,
        ["OptionModel", "ResultModel", "SelfModel", "Error", "Client", "Value"]
    );
}

#[test]
fn what_would_share_a_name_is_told_apart_by_its_own_spelling() {
    let names: Vec<String> =
        ["connectionString", "connection_string", "filter", "$filter", "ASC", "asc"]
            .map(String::from)
            .into();
    let named = name(api(&names));
    let types = by_wire(&named);
    assert_eq!(
        types["ASC"].members,
        [
            "connection_string",
            "connection_string_snake",
            "filter",
            "dollar_filter",
            "asc",
            "asc_lower"
        ]
    );
    assert_eq!(types["asc"].ident, "AscLower");
}

fn renames(pairs: [(&str, &str); 3]) -> Renames {
    let [ty, field, value] =
        pairs.map(|(key, name)| BTreeMap::from([(key.to_owned(), name.to_owned())]));
    Renames { types: ty, fields: field, values: value, ..Renames::default() }
}

#[test]
fn a_chosen_name_is_taken_letter_by_letter() {
    let words = ["pet".to_owned(), "@type".to_owned()];
    let chosen =
        renames([("pet", "OAuthPet"), ("pet.@type", "kind"), ("TheWords.pet", "PET")]);
    let mut found = Diagnostics::strict();
    let named = name_as(api(&words), &chosen, &mut found).unwrap();
    let types = by_wire(&named);
    assert_eq!(types["pet"].ident, "OAuthPet");
    assert_eq!(types["pet"].members, ["pet", "kind"]);
    assert_eq!(types["@type"].members, ["pet", "r#type"], "another type keeps its own");
    assert_eq!(types["\u{1}the words"].members, ["PET", "Type"]);
    assert_eq!(found.all(), []);
}

#[test]
fn a_chosen_name_that_is_about_nothing_is_told_with_the_nearest() {
    let chosen = renames([("pett", "Animal"), ("pet.nme", "n"), ("TheWords.no", "No")]);
    let mut found = Diagnostics::default();
    let words = ["pet".to_owned(), "name".to_owned()];
    name_as(api(&words), &chosen, &mut found).unwrap();
    let told: Vec<_> =
        found.all().iter().map(|one| (one.code, one.help.as_deref())).collect();
    let nearest = |help| (crate::diagnostic::Code::NameMissing, Some(help));
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(
        told[..2],
        [nearest("did you mean `pet`?"), nearest("did you mean `pet.name`?")]
    );
}

#[test]
fn a_chosen_name_that_cannot_be_had_is_an_error() {
    for taken in ["Owner", "Option", "not a name", "9", ""] {
        let chosen = Renames {
            types: BTreeMap::from([("pet".to_owned(), taken.to_owned())]),
            ..Renames::default()
        };
        let mut found = Diagnostics::default();
        let words = ["owner".to_owned(), "pet".to_owned()];
        assert!(name_as(api(&words), &chosen, &mut found).is_err(), "{taken}");
        assert_eq!(found.all()[0].code, crate::diagnostic::Code::NameUnusable);
    }
}
