//! Why JSON is not what was asked for.

use super::scan::Broken;
use crate::runtime::{Deviation, Slot};
use std::borrow::Cow;

/// Why JSON is not the value that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where: `$.results[3].typeName`.
    pub(crate) path: String,
    /// What is wrong there.
    pub(crate) message: String,
}

impl Fault {
    /// A text that is none at all.
    pub(super) fn outermost(message: String) -> Self {
        Self { path: "$".into(), message }
    }

    /// What strict reading says of deviations: all of them, and the place of the first.
    pub(crate) fn of(deviations: &[Deviation]) -> Option<Self> {
        let (first, others) = deviations.split_first()?;
        let mut message = first.message();
        for other in others {
            message.push_str("; ");
            message.push_str(&other.to_string());
        }
        Some(Self { path: first.path(), message })
    }
}

/// Why a value was not read.
pub(super) enum Stop {
    /// It is of another kind; what holds it goes on.
    Unfit(Unfit),
    /// The text is no JSON.
    Broken(Broken),
}

/// What was asked for where something else came.
#[derive(Clone, Copy)]
pub(super) struct Unfit {
    expected: &'static str,
    /// Whether an item of a list or a value of a map does not fit.
    is_inside: bool,
}

impl Unfit {
    pub(super) fn one(expected: &'static str) -> Self {
        Self { expected, is_inside: false }
    }

    /// The same, for an item of a list or a value of a map.
    pub(super) fn inside(self) -> Self {
        Self { is_inside: true, ..self }
    }

    pub(super) fn expected(self) -> Cow<'static, str> {
        match self.is_inside {
            false => self.expected.into(),
            true => format!("{} for each of its values", self.expected).into(),
        }
    }
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// What asks for something where something else came.
pub(super) fn unfit<T>(expected: &'static str) -> Result<T, Stop> {
    Err(Stop::Unfit(Unfit::one(expected)))
}

/// The kind of number that a slot takes, in words.
pub(super) fn expected_number(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::F64(_) => "a number",
        Slot::I32(_) => "an integer of 32 bits",
        Slot::U64(_) => "an integer of 64 bits that is not negative",
        Slot::I64(_) | Slot::Integers(_) => "an integer of 64 bits",
        _ => "an integer",
    }
}

/// What a slot takes, in words.
pub(crate) fn expected(slot: &Slot<'_>) -> &'static str {
    match slot {
        Slot::Nothing => "nothing",
        Slot::Bool(_) => "a boolean",
        Slot::Text(_) | Slot::Strings(_) | Slot::Binary(_) => "a string",
        Slot::Any(_) | Slot::Body(_) => "a value",
        Slot::Union(_) => "one of the described alternatives",
        Slot::List(_) => "a list",
        Slot::Map(_) | Slot::Model(_) => "an object",
        number => expected_number(number),
    }
}
