//! JSON to values: all that fits, whatever does not. What a server sends is read as far as
//! it goes; each deviation is recorded, and what came there is kept in the model around it.

use super::DEEPEST;
use super::fault::{Fault, Stop, Unfit, expected, expected_number, unfit};
use super::fit::{self, Choices};
use super::place::Place;
use super::scan::{Broken, Scanner};
use super::tally::{Recorded, Tally, Trial};
use crate::runtime::deviation::{MOST, path_of};
use crate::runtime::{
    Deviation, DeviationKind, Field, List, Map, Object, Slot, Unknown, Value,
    find_field, keep, unknown_mut,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// Reads JSON text into an empty value, and says what in it is not as described.
pub(crate) fn read(
    bytes: &[u8],
    value: &mut dyn Value,
) -> Result<Vec<Deviation>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault::outermost(error.to_string()))?;
    let mut reader = Reader::new(text);
    let read = reader.value(value, &Place::ROOT);
    match read.and_then(|()| reader.scan.end().map_err(Stop::from)) {
        Ok(()) => Ok(reader.deviations),
        Err(stop) => Err(reader.fault(stop, text)),
    }
}

/// Reads JSON text of which nothing may deviate.
pub(crate) fn decode(bytes: &[u8], value: &mut dyn Value) -> Result<(), Fault> {
    Fault::of(&read(bytes, value)?).map_or(Ok(()), Err)
}

/// What `Deserialize` of every value does: it reads as answers are read, so that what was
/// once received and stored can be read again.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    value: &mut dyn Value,
    deserializer: D,
) -> Result<(), D::Error> {
    let text = crate::runtime::Any::deserialize(deserializer)?.to_string();
    match read(text.as_bytes(), value) {
        Ok(_) => Ok(()),
        Err(fault) => {
            Err(D::Error::custom(format_args!("{}: {}", fault.path, fault.message)))
        }
    }
}

/// Decoding under way.
pub(super) struct Reader<'t> {
    pub(super) scan: Scanner<'t>,
    pub(super) tally: Tally,
    /// Whether a union is trying its alternatives: nothing is recorded then.
    pub(super) tries: bool,
    pub(super) trial: Trial,
    /// What unions were found to be.
    pub(super) choices: Choices,
    pub(super) deviations: Vec<Deviation>,
    /// The tag that the next model may have no place for.
    pub(super) tag: Option<&'static str>,
    /// The tag that the next model came without.
    pub(super) untagged: Option<&'static str>,
    /// How many models hold what is being read.
    pub(super) holders: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            scan: Scanner::new(text, DEEPEST),
            tally: Tally::default(),
            tries: false,
            trial: Trial::default(),
            choices: Choices::default(),
            deviations: Vec::new(),
            tag: None,
            untagged: None,
            holders: 0,
        }
    }

    fn fault(&mut self, stop: Stop, text: &str) -> Fault {
        match stop {
            Stop::Broken(Broken(message)) => {
                let (line, column) = self.scan.line_and_column();
                let message = format!("{message} at line {line} column {column}");
                // Not known while all goes well, and so looked for now.
                let mut way = Vec::new();
                let broken = Scanner::new(text, DEEPEST).way_to_fault(&mut way).is_err();
                let steps = way.iter().map(String::as_str).filter(|_| broken);
                Fault { path: path_of(steps), message }
            }
            Stop::Unfit(unfit) => {
                let found = self.found(&Place::ROOT);
                Fault::outermost(format!("expected {}, found {found}", unfit.expected()))
            }
        }
    }

    /// Begins to try an alternative of a union.
    pub(super) fn begin_trial(&mut self) {
        self.tally = Tally::default();
        self.trial = Trial { around: self.holders, is_alien: false };
    }

    /// Whether the alternative that was tried may be what the value is: one of which nothing
    /// is there is not.
    pub(super) fn is_possible(&self) -> bool {
        let Tally { unfit, missing, known } = self.tally;
        !self.trial.is_alien && (known > 0 || (missing == 0 && unfit == 0))
    }

    /// Records a deviation.
    pub(super) fn record(
        &mut self,
        place: &Place<'_>,
        kind: DeviationKind,
        expected: Cow<'static, str>,
        found: String,
    ) {
        if self.deviations.len() < MOST {
            let pointer = place.pointer();
            self.deviations.push(Deviation::new(pointer, kind, expected, found));
        }
    }

    /// The value that comes next, in words.
    pub(super) fn found(&self, place: &Place<'_>) -> String {
        /// How much of a text is shown.
        const SHOWN: usize = 40;
        let mut scan = self.scan;
        let first = scan.peek();
        let start = scan.position();
        let kind = match first {
            Ok(b'n') => return "null".into(),
            Ok(b't' | b'f') => return "a boolean".into(),
            Ok(b'[') => return "a list".into(),
            Ok(b'{') => return "an object".into(),
            Ok(b'"') => "the text",
            _ => "the number",
        };
        if place.is_secret() {
            return "a secret".into();
        }
        let is_read = scan.skip().is_ok();
        let text = if is_read { scan.since(start) } else { "" };
        let shown: String = text.trim_matches('"').chars().take(SHOWN).collect();
        let is_cut = text.chars().nth(SHOWN.saturating_add(2)).is_some();
        let dots = if is_cut { "…" } else { "" };
        format!("{kind} `{}{dots}`", shown.escape_debug())
    }

    /// Reads the next value.
    pub(super) fn value(
        &mut self,
        value: &mut dyn Value,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let first = self.scan.peek()?;
        if first == b'n' {
            return self.null(value);
        }
        match value.slot() {
            Slot::Nothing => self.scan.skip()?,
            Slot::Any(any) => *any = self.scan.any()?,
            Slot::Bool(slot) => match first {
                b't' => {
                    self.scan.word("true")?;
                    *slot = true;
                    self.tally.known = self.tally.known.saturating_add(1);
                }
                b'f' => {
                    self.scan.word("false")?;
                    *slot = false;
                    self.tally.known = self.tally.known.saturating_add(1);
                }
                _ => return unfit("a boolean"),
            },
            slot @ (Slot::Text(_) | Slot::Strings(_) | Slot::Binary(_)) => {
                if first != b'"' {
                    return unfit("a string");
                }
                self.text(slot)?;
            }
            Slot::List(list) if first == b'[' => self.list(list, place)?,
            Slot::List(_) => return unfit("a list"),
            Slot::Map(map) if first == b'{' => self.map(map, place)?,
            Slot::Model(model) if first == b'{' => self.model(model, place)?,
            Slot::Map(_) | Slot::Model(_) => return unfit("an object"),
            Slot::Union(union) => fit::union(self, union, place)?,
            Slot::Body(body) => {
                let index = body.active().0;
                return self.value(body.field_mut(index), place);
            }
            slot => {
                if !matches!(first, b'-' | b'0'..=b'9') {
                    return unfit(expected_number(&slot));
                }
                self.number(slot)?;
            }
        }
        Ok(())
    }

    fn null(&mut self, value: &mut dyn Value) -> Result<(), Stop> {
        let start = self.scan;
        self.scan.word("null")?;
        if value.set_null() {
            self.tally.known = self.tally.known.saturating_add(1);
            return Ok(());
        }
        if let Slot::Union(union) = value.slot()
            && (0..union.table().variants()).any(|one| union.field_mut(one).set_null())
        {
            return Ok(());
        }
        let expected = expected(&value.slot());
        self.scan = start;
        unfit(expected)
    }

    fn text(&mut self, slot: Slot<'_>) -> Result<(), Stop> {
        let text = self.scan.string()?;
        let mut rank = 1;
        match slot {
            Slot::Text(slot) => *slot = text.into_owned(),
            Slot::Binary(slot) => *slot = text.into_owned().into(),
            Slot::Strings(slot) => {
                // A value that an enum does not know is possible.
                if self.tries {
                    rank = self.rank_enum(slot.count(), slot.describes(&text));
                }
                slot.set(&text);
            }
            _ => {}
        }
        self.tally.known = self.tally.known.saturating_add(rank);
        Ok(())
    }

    /// How well a value of an enum fits. One that is not described is possible, but a
    /// constant of an alternative tells it from the others.
    fn rank_enum(&mut self, count: usize, is_described: bool) -> usize {
        if is_described {
            return 3;
        }
        self.tally.unfit = self.tally.unfit.saturating_add(1);
        let is_outermost = self.holders <= self.trial.around.saturating_add(1);
        self.trial.is_alien |= count == 1 && is_outermost;
        0
    }

    fn number(&mut self, slot: Slot<'_>) -> Result<(), Stop> {
        let start = self.scan;
        let literal = self.scan.number()?;
        let expected = expected_number(&slot);
        let mut rank = 2;
        let fits = if let Slot::F64(slot) = slot {
            rank = 1;
            literal.float().map(|number| *slot = number).is_some()
        } else {
            let integer = literal.integer();
            match slot {
                Slot::I32(slot) => set(integer, slot),
                Slot::I64(slot) => set(integer, slot),
                Slot::U64(slot) => set(integer, slot),
                Slot::I128(slot) => set(integer, slot),
                Slot::Integers(slot) => {
                    let mut number: i64 = 0;
                    let fits = set(integer, &mut number);
                    if fits && self.tries {
                        rank = self.rank_enum(slot.count(), slot.describes(number));
                    }
                    slot.set(number);
                    fits
                }
                _ => false,
            }
        };
        if !fits {
            self.scan = start;
            return unfit(expected);
        }
        self.tally.known = self.tally.known.saturating_add(rank);
        Ok(())
    }

    fn list(&mut self, list: &mut dyn List, place: &Place<'_>) -> Result<(), Stop> {
        list.reset();
        self.scan.open()?;
        for index in 0.. {
            if !self.scan.next_item(b']', index == 0)? {
                break;
            }
            let Some(item) = list.add() else { return unfit("no list") };
            let place = place.index(index);
            self.held(item, &place)?;
        }
        Ok(())
    }

    fn map(&mut self, map: &mut dyn Map, place: &Place<'_>) -> Result<(), Stop> {
        map.reset();
        self.scan.open()?;
        let mut is_first = true;
        while self.scan.next_item(b'}', is_first)? {
            is_first = false;
            let name = self.scan.name()?;
            let place = place.name(&name);
            self.held(map.at(name.clone().into_owned()), &place)?;
        }
        Ok(())
    }

    /// An item of a list or map. One of another kind is a matter of the property that holds
    /// it all; where none does, it becomes empty.
    fn held(&mut self, item: &mut dyn Value, place: &Place<'_>) -> Result<(), Stop> {
        if self.holders > 0 || self.tries {
            return match self.value(item, place) {
                Err(Stop::Unfit(unfit)) => Err(Stop::Unfit(unfit.inside())),
                read => read,
            };
        }
        let start = self.scan;
        match self.value(item, place) {
            Err(Stop::Unfit(unfit)) => {
                item.make_empty();
                self.scan = start;
                self.deviates(place, unfit);
                self.scan.skip().map_err(Stop::from)
            }
            read => read,
        }
    }

    /// Counts and records that what comes next is of another kind.
    fn deviates(&mut self, place: &Place<'_>, unfit: Unfit) {
        self.tally.unfit = self.tally.unfit.saturating_add(1);
        if self.tries {
            return;
        }
        let found = self.found(place);
        let is_null = found == "null";
        let kind = if is_null { DeviationKind::Null } else { DeviationKind::Other };
        self.record(place, kind, unfit.expected(), found);
    }

    /// Reads an object into a model.
    pub(super) fn model(
        &mut self,
        model: &mut dyn Object,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let fields = model.table().fields();
        let tag = self.tag.take().filter(|tag| {
            // Other properties of a type of their own are no place for it.
            !fields.iter().any(|field| field.name == *tag) && !keeps_unknown(model)
        });
        let untagged = self.untagged.take();
        self.holders = self.holders.saturating_add(1);
        self.scan.open()?;
        let mut seen = Seen::default();
        let mut expected = 0;
        let mut is_first = true;
        while self.scan.next_item(b'}', is_first)? {
            is_first = false;
            let name = self.scan.name()?;
            if let Some(index) = find_field(fields, &name, expected)
                && let Some(field) = fields.get(index)
            {
                expected = index.saturating_add(1);
                let is_second = seen.set(index);
                self.property(model, index, field, is_second, place)?;
            } else if tag == Some(&*name) {
                self.scan.skip()?;
            } else {
                self.other(model, &name, place)?;
            }
        }
        if let (Some(tag), Some(unknown)) = (untagged, unknown_mut(model)) {
            unknown.keep(tag, None, None);
        }
        self.missing(model, &seen, place);
        self.holders = self.holders.saturating_sub(1);
        Ok(())
    }

    fn property(
        &mut self,
        model: &mut dyn Object,
        index: usize,
        field: &'static Field,
        is_second: bool,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let value = model.field_mut(index);
        if is_second {
            value.make_empty();
        }
        let place = place.field(field);
        let (start, before) = (self.scan, self.recorded());
        match self.value(value, &place) {
            Ok(()) => {
                // A property counts more than how closely its type says what came.
                self.tally.known = self.tally.known.saturating_add(8);
                if is_second && let Some(unknown) = unknown_mut(model) {
                    unknown.forget(field.name);
                }
                Ok(())
            }
            Err(Stop::Unfit(unfit)) => {
                value.make_empty();
                self.scan = start;
                self.go_back(before);
                self.deviates(&place, unfit);
                if self.tries {
                    return self.scan.skip().map_err(Stop::from);
                }
                let came = self.scan.any()?;
                keep(model, index, field, Some(came));
                Ok(())
            }
            stop => stop,
        }
    }

    /// What was recorded and counted until now, to be gone back to when a value turns out
    /// not to fit as a whole.
    pub(super) fn recorded(&self) -> Recorded {
        (self.deviations.len(), self.holders, self.tally)
    }

    pub(super) fn go_back(&mut self, (recorded, holders, tally): Recorded) {
        self.deviations.truncate(recorded);
        self.holders = holders;
        self.tally = tally;
        self.tag = None;
    }

    /// A property that the model does not name.
    fn other(
        &mut self,
        model: &mut dyn Object,
        name: &str,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let index = model.table().fields().len();
        let Slot::Map(rest) = model.field_mut(index).slot() else {
            return self.scan.skip().map_err(Stop::from);
        };
        let place = place.name(name);
        let (start, before) = (self.scan, self.recorded());
        match self.value(rest.at(name.to_owned()), &place) {
            Err(Stop::Unfit(unfit)) => {
                rest.remove(name);
                self.scan = start;
                self.go_back(before);
                self.deviates(&place, unfit);
                let came = self.scan.any()?;
                if let Some(unknown) = unknown_mut(model) {
                    unknown.insert(name, came);
                }
                Ok(())
            }
            read => read,
        }
    }

    /// Marks the required properties that did not come.
    fn missing(&mut self, model: &mut dyn Object, seen: &Seen, place: &Place<'_>) {
        let fields = model.table().fields();
        for (index, field) in fields.iter().enumerate() {
            if !field.is(Field::REQUIRED) || seen.has(index) {
                continue;
            }
            // Never missed in an answer, and yet nobody said what it is.
            if field.is(Field::WRITE_ONLY) {
                keep(model, index, field, None);
                continue;
            }
            self.tally.missing = self.tally.missing.saturating_add(1);
            if self.tries {
                continue;
            }
            let expected = expected(&model.field_mut(index).slot());
            model.field_mut(index).make_empty();
            let place = place.field(field);
            let nothing = "nothing".to_owned();
            self.record(&place, DeviationKind::Missing, expected.into(), nothing);
            keep(model, index, field, None);
        }
    }
}

/// Puts an integer where it fits.
fn set<T: TryFrom<i128>>(number: Option<i128>, slot: &mut T) -> bool {
    let number = number.and_then(|number| T::try_from(number).ok());
    number.map(|number| *slot = number).is_some()
}

/// Whether a model keeps properties it does not know as they come.
fn keeps_unknown(model: &dyn Object) -> bool {
    let rest = model.field(model.table().fields().len());
    crate::runtime::downcast::<Unknown>(rest).is_some()
}

/// Which properties came.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<u64>,
}

impl Seen {
    /// Whether it had come before.
    fn set(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let bits = match word.checked_sub(1) {
            None => &mut self.low,
            Some(beyond) => {
                if self.high.len() < word {
                    self.high.resize(word, 0);
                }
                match self.high.get_mut(beyond) {
                    Some(bits) => bits,
                    None => return false,
                }
            }
        };
        let had = *bits & bit != 0;
        *bits |= bit;
        had
    }

    fn has(&self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let bits = match word.checked_sub(1) {
            None => self.low,
            Some(beyond) => self.high.get(beyond).copied().unwrap_or_default(),
        };
        bits & bit != 0
    }
}
