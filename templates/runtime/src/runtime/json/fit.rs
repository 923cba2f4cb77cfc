//! Which alternative of a union a JSON value is.

use super::decode::Reader;
use super::fault::{Stop, Unfit};
use super::place::Place;
use super::tally::Tally;
use crate::runtime::{Any, DeviationKind, Object, Slot, Table, Told};
use std::collections::HashMap;

const EXPECTED: &str = "one of the described alternatives";

/// What unions were found to be, by the place in the text and the union's table. So that
/// unions in unions are looked at once for each place, and not once for each way to it.
#[derive(Default)]
pub(super) struct Choices {
    known: HashMap<(usize, usize), Choice>,
    /// How many unions hold the one that is being read.
    around: usize,
}

/// The alternative that fits best, if any does, and how well.
#[derive(Clone, Copy)]
struct Choice {
    index: Option<usize>,
    tally: Tally,
}

/// Reads a union.
pub(super) fn union(
    reader: &mut Reader<'_>,
    union: &mut dyn Object,
    place: &Place<'_>,
) -> Result<(), Stop> {
    reader.choices.around = reader.choices.around.saturating_add(1);
    let read = match union.table().told() {
        Told::Discriminator { property, .. } if reader.scan.peek()? == b'{' => {
            tagged(reader, union, property, place)
        }
        _ => best(reader, union, place),
    };
    reader.choices.around = reader.choices.around.saturating_sub(1);
    if reader.choices.around == 0 {
        reader.choices.known.clear();
    }
    read
}

/// The alternative that the tag names takes the value, as far as it goes; without a tag, the
/// one that fits best does.
fn tagged(
    reader: &mut Reader<'_>,
    union: &mut dyn Object,
    property: &'static str,
    place: &Place<'_>,
) -> Result<(), Stop> {
    let tag = match reader.scan.find(property)? {
        Some(Any::Null) => return best(reader, union, place),
        // A tag that nobody sent is not written when the value is sent back.
        None => {
            reader.untagged = Some(property);
            let read = best(reader, union, place);
            reader.untagged = None;
            return read;
        }
        Some(tag) => tag,
    };
    let start = reader.scan;
    for index in named(union.table(), &tag) {
        let before = reader.recorded();
        reader.tag = Some(property);
        let read = reader.value(union.field_mut(index), place);
        reader.tag = None;
        match read {
            Err(Stop::Unfit(_)) => {
                reader.scan = start;
                reader.go_back(before);
            }
            read => return read,
        }
    }
    let text = tag.as_str().map_or_else(|| tag.to_string(), ToOwned::to_owned);
    let shown: String = text.chars().take(40).collect();
    let shown = shown.escape_debug();
    let found = format!("an object whose `{property}` is `{shown}`");
    nothing(reader, union, place, found)
}

/// The alternatives that a tag stands for: the one that it names, and the one for all
/// others. Tags that are numbers or booleans are compared as text.
fn named(table: &Table, tag: &Any) -> Vec<usize> {
    let Told::Discriminator { mapping, otherwise, .. } = table.told() else {
        return Vec::new();
    };
    let text = match tag {
        Any::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mapped = mapping.iter().find(|(value, _)| *value == text);
    mapped.map(|(_, index)| *index).into_iter().chain(*otherwise).collect()
}

/// Keeps the value as it is, since it is none of the alternatives.
fn nothing(
    reader: &mut Reader<'_>,
    union: &mut dyn Object,
    place: &Place<'_>,
    found: String,
) -> Result<(), Stop> {
    if reader.tries {
        return Err(Stop::Unfit(Unfit::one(EXPECTED)));
    }
    let found = if place.is_secret() { "a secret".into() } else { found };
    reader.record(place, DeviationKind::NoAlternative, EXPECTED.into(), found);
    let value = reader.scan.any()?;
    let index = union.table().variants();
    if let Slot::Any(slot) = union.field_mut(index).slot() {
        *slot = value;
    }
    Ok(())
}

/// The alternative that fits best takes the value.
fn best(
    reader: &mut Reader<'_>,
    union: &mut dyn Object,
    place: &Place<'_>,
) -> Result<(), Stop> {
    reader.scan.peek()?;
    let table: *const Table = union.table();
    let key = (reader.scan.position(), table.addr());
    let choice = match reader.choices.known.get(&key) {
        Some(choice) => *choice,
        None => {
            let choice = choose(reader, union, place)?;
            reader.choices.known.insert(key, choice);
            choice
        }
    };
    let Some(index) = choice.index else {
        let found = reader.found(place);
        return nothing(reader, union, place, found);
    };
    if !reader.tries {
        return reader.value(union.field_mut(index), place);
    }
    reader.tally.add(choice.tally);
    reader.scan.skip().map_err(Stop::from)
}

/// Tries all alternatives on the whole value.
fn choose(
    reader: &mut Reader<'_>,
    union: &mut dyn Object,
    place: &Place<'_>,
) -> Result<Choice, Stop> {
    let start = reader.scan;
    let (before, trial) = (reader.recorded(), reader.trial);
    let (tries, untagged) = (reader.tries, reader.untagged.take());
    let mut best = Choice { index: None, tally: Tally::default() };
    for index in 0..union.table().variants() {
        reader.tries = true;
        reader.begin_trial();
        let read = reader.value(union.field_mut(index), place);
        let (tally, is_possible) = (reader.tally, reader.is_possible());
        reader.scan = start;
        reader.go_back(before);
        match read {
            // Of equals, the first stays.
            Ok(()) if is_possible => {
                if best.index.is_none() || tally.fits_better_than(best.tally) {
                    best = Choice { index: Some(index), tally };
                }
            }
            Ok(()) | Err(Stop::Unfit(_)) => {}
            Err(broken) => return Err(broken),
        }
    }
    reader.trial = trial;
    (reader.tries, reader.untagged) = (tries, untagged);
    Ok(best)
}
