//! One of several, with and without a discriminator.

use feature_unions::types::{Animal, Everything, Pet, Shape};
use serde_json::{Value, json};

fn there_and_back(value: Value) -> Everything {
    let found: Everything = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&found).expect("it encodes"), value);
    found
}

#[test]
fn the_discriminator_decides() {
    let found = there_and_back(json!({ "pet": { "kind": "cat", "lives": 9 } }));
    assert!(matches!(found.pet, Some(Pet::Cat(cat)) if cat.lives == Some(9)));
    // Two values for one schema: the one that came goes back.
    let found = there_and_back(json!({ "pet": { "kind": "kitten", "lives": 9 } }));
    assert!(matches!(found.pet, Some(Pet::Cat(_))));
    // The variant does not declare the property; it is kept all the same.
    let found = there_and_back(json!({ "pet": { "kind": "dog", "good": true } }));
    assert!(matches!(found.pet, Some(Pet::Dog(dog)) if dog.good == Some(true)));
    // Without a mapping, the schemas' names are the values.
    there_and_back(json!({ "unmapped": { "kind": "Dog", "good": true } }));
}

#[test]
fn a_variant_made_by_hand_carries_its_tag() {
    let mut dog = feature_unions::types::Dog::default();
    dog.good = Some(true);
    let pet = Pet::from(dog);
    assert_eq!(
        serde_json::to_value(&pet).expect("it encodes"),
        json!({ "kind": "dog", "good": true })
    );
}

#[test]
fn a_tag_of_a_later_server_is_kept() {
    let found = there_and_back(json!({ "pet": { "kind": "parrot", "talks": true } }));
    assert!(matches!(found.pet, Some(Pet::Unknown(_))));
}

#[test]
fn a_base_type_becomes_its_children() {
    let found = there_and_back(json!({ "animal": { "species": "bird", "name": "b", "wings": 2 } }));
    assert!(matches!(found.animal, Some(Animal::Bird(bird)) if bird.wings == Some(2)));
}

#[test]
fn without_a_discriminator_the_best_fit_wins() {
    let found = there_and_back(json!({ "shape": { "side": 2 } }));
    assert!(matches!(found.shape, Some(Shape::Square(_))));
    let found = there_and_back(json!({ "shape": { "radius": 2.5 } }));
    assert!(matches!(found.shape, Some(Shape::Circle(_))));
    there_and_back(json!({ "overlap": { "radius": 1, "height": 2 } }));
}

#[test]
fn scalars_lists_and_objects_are_told_apart_by_kind() {
    for value in [json!("text"), json!(5), json!(true)] {
        there_and_back(json!({ "scalar": value }));
    }
    there_and_back(json!({ "auto": "auto" }));
    there_and_back(json!({ "auto": { "radius": 1 } }));
    there_and_back(json!({ "lists": ["a"] }));
    there_and_back(json!({ "lists": [1] }));
    there_and_back(json!({ "nested": 1.5 }));
    there_and_back(json!({ "nested": { "radius": 1 } }));
    there_and_back(json!({ "one": { "radius": 1 }, "none": [1], "doubled": { "radius": 1 } }));
}
