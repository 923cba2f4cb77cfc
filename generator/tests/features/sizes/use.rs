//! A type is as large as its own properties, however much they hold.

use feature_sizes::types::{Flat, House, Room, Street, Town, Use};
use serde_json::{Value, json};

/// What a debug program has on a thread that was given little.
const SMALL_STACK: usize = 512 * 1024;

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(SMALL_STACK).spawn(work);
    thread.expect("a thread").join().expect("it does not end early");
}

#[test]
fn no_type_is_larger_than_its_own_properties() {
    let sizes = [
        (size_of::<Town>(), 8),
        (size_of::<Street>(), 8),
        (size_of::<House>(), 8),
        (size_of::<Flat>(), 8),
        (size_of::<Room>(), 4),
        (size_of::<Use>(), 1),
    ];
    for (size, properties) in sizes {
        assert!(size <= 64 * properties + 64, "{size} bytes for {properties} properties");
    }
}

#[test]
fn an_empty_object_is_read_on_a_small_stack() {
    on_a_small_stack(|| {
        let town: Town = serde_json::from_str("{}").expect("nothing is required");
        assert_eq!(serde_json::to_string(&town).expect("it encodes"), "{}");
    });
}

#[test]
fn a_deep_object_is_read_copied_compared_shown_and_dropped_on_a_small_stack() {
    on_a_small_stack(|| {
        let mut room = json!({ "name": "innermost" });
        for _ in 0..100 {
            room = json!({ "name": "n", "of": ["u"], "within": room });
        }
        let flat = json!({ "r1": room });
        let read: Flat = serde_json::from_value(flat.clone()).expect("it decodes");
        let copied = read.clone();
        assert!(copied == read);
        assert!(format!("{copied:?}").contains("innermost"));
        let written: Value = serde_json::to_value(&copied).expect("it encodes");
        assert_eq!(written, flat);
    });
}

#[test]
fn every_place_of_a_town_can_be_filled() {
    on_a_small_stack(|| {
        let fill = |name: &str, count: usize, value: &Value| -> Value {
            (1..=count).map(|index| (format!("{name}{index}"), value.clone())).collect()
        };
        let room = json!({ "name": "n", "size": 2.5, "of": "sleeping" });
        let town = fill("s", 8, &fill("h", 8, &fill("f", 8, &fill("r", 8, &room))));
        let read: Town = serde_json::from_value(town.clone()).expect("it decodes");
        assert_eq!(serde_json::to_value(&read).expect("it encodes"), town);
    });
}
