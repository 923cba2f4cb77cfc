//! What values must keep to, beyond their types.

use crate::runtime::json::{Side, encode};
use crate::runtime::{
    List, Object, Unknown, Value, View, Written, items, unknown_of, written,
};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::sync::{Arc, PoisonError, RwLock};

/// What a value must keep to, beyond its type. All limits are inclusive unless said.
///
/// Of a list or map, the rules on numbers and text hold for each item.
#[derive(Debug)]
pub struct Rules {
    /// The smallest number.
    pub minimum: Option<Number>,
    /// Whether `minimum` itself is too small.
    pub exclusive_minimum: bool,
    /// The largest number.
    pub maximum: Option<Number>,
    /// Whether `maximum` itself is too large.
    pub exclusive_maximum: bool,
    /// What a number must be a multiple of.
    pub multiple_of: Option<Number>,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// A regular expression that the text must match somewhere.
    pub pattern: Option<&'static str>,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// Whether no two items may be equal.
    pub unique_items: bool,
}

/// A number in a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// Any other.
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(formatter),
            Self::Float(number) => number.fmt(formatter),
        }
    }
}

impl Number {
    fn float(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    /// Smaller, equal or greater; integers exactly.
    fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(&other)),
            _ => self.float().partial_cmp(&other.float()),
        }
    }

    fn is_multiple_of(self, factor: Self) -> bool {
        if let (Self::Integer(number), Self::Integer(factor)) = (self, factor) {
            return factor == 0
                || number.checked_rem(factor).is_none_or(|rest| rest == 0);
        }
        // Decimal fractions are not exact in binary: 0.3 is not quite three times 0.1.
        let quotient = self.float() / factor.float();
        !quotient.is_finite()
            || (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
    }
}

/// A rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The way to the value from where the check began: `name`, `parts[3].shard`.
    pub path: String,
    /// What the value must be.
    pub rule: String,
}

impl Rules {
    /// No rules.
    pub const NONE: Self = Self {
        minimum: None,
        exclusive_minimum: false,
        maximum: None,
        exclusive_maximum: false,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        min_items: None,
        max_items: None,
        unique_items: false,
    };

    /// No smaller number than this.
    #[must_use]
    pub const fn minimum(mut self, number: i128) -> Self {
        self.minimum = Some(Number::Integer(number));
        self
    }

    /// No smaller number than this, which is no integer.
    #[must_use]
    pub const fn minimum_float(mut self, number: f64) -> Self {
        self.minimum = Some(Number::Float(number));
        self
    }

    /// Only greater numbers than this.
    #[must_use]
    pub const fn above(mut self, number: i128) -> Self {
        self.minimum = Some(Number::Integer(number));
        self.exclusive_minimum = true;
        self
    }

    /// Only greater numbers than this, which is no integer.
    #[must_use]
    pub const fn above_float(mut self, number: f64) -> Self {
        self.minimum = Some(Number::Float(number));
        self.exclusive_minimum = true;
        self
    }

    /// No greater number than this.
    #[must_use]
    pub const fn maximum(mut self, number: i128) -> Self {
        self.maximum = Some(Number::Integer(number));
        self
    }

    /// No greater number than this, which is no integer.
    #[must_use]
    pub const fn maximum_float(mut self, number: f64) -> Self {
        self.maximum = Some(Number::Float(number));
        self
    }

    /// Only smaller numbers than this.
    #[must_use]
    pub const fn below(mut self, number: i128) -> Self {
        self.maximum = Some(Number::Integer(number));
        self.exclusive_maximum = true;
        self
    }

    /// Only smaller numbers than this, which is no integer.
    #[must_use]
    pub const fn below_float(mut self, number: f64) -> Self {
        self.maximum = Some(Number::Float(number));
        self.exclusive_maximum = true;
        self
    }

    /// Only multiples of this.
    #[must_use]
    pub const fn multiple_of(mut self, number: i128) -> Self {
        self.multiple_of = Some(Number::Integer(number));
        self
    }

    /// Only multiples of this, which is no integer.
    #[must_use]
    pub const fn multiple_of_float(mut self, number: f64) -> Self {
        self.multiple_of = Some(Number::Float(number));
        self
    }

    /// No fewer characters than this.
    #[must_use]
    pub const fn min_length(mut self, count: u64) -> Self {
        self.min_length = Some(count);
        self
    }

    /// No more characters than this.
    #[must_use]
    pub const fn max_length(mut self, count: u64) -> Self {
        self.max_length = Some(count);
        self
    }

    /// No fewer items than this.
    #[must_use]
    pub const fn min_items(mut self, count: u64) -> Self {
        self.min_items = Some(count);
        self
    }

    /// No more items than this.
    #[must_use]
    pub const fn max_items(mut self, count: u64) -> Self {
        self.max_items = Some(count);
        self
    }

    /// Only text that this regular expression matches somewhere.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// No item twice.
    #[must_use]
    pub const fn unique_items(mut self) -> Self {
        self.unique_items = true;
        self
    }

    /// Checks a number: the rule that it breaks.
    fn number(&self, number: Number) -> Option<String> {
        let below = |limit: &Number| match number.compare(*limit) {
            Some(order) => order.is_lt() || (order.is_eq() && self.exclusive_minimum),
            None => true,
        };
        if let Some(limit) = self.minimum.filter(below) {
            let than = if self.exclusive_minimum { "greater than" } else { "at least" };
            return Some(format!("must be {than} {limit}"));
        }
        let above = |limit: &Number| match number.compare(*limit) {
            Some(order) => order.is_gt() || (order.is_eq() && self.exclusive_maximum),
            None => true,
        };
        if let Some(limit) = self.maximum.filter(above) {
            let than = if self.exclusive_maximum { "less than" } else { "at most" };
            return Some(format!("must be {than} {limit}"));
        }
        let factor =
            self.multiple_of.filter(|factor| !number.is_multiple_of(*factor))?;
        Some(format!("must be a multiple of {factor}"))
    }

    /// Checks a text: the rule that it breaks.
    fn text(&self, text: &str) -> Option<String> {
        if self.min_length.is_some() || self.max_length.is_some() {
            let length = text.chars().count() as u64;
            if let Some(least) = self.min_length.filter(|least| length < *least) {
                return Some(format!("must have at least {least} characters"));
            }
            if let Some(most) = self.max_length.filter(|most| length > *most) {
                return Some(format!("must have at most {most} characters"));
            }
        }
        let pattern = self.pattern?;
        let matches = compiled(pattern).is_none_or(|regex| regex.is_match(text));
        (!matches).then(|| format!("must match `{pattern}`"))
    }

    /// Checks a list: the rule that it breaks.
    fn list(&self, list: &dyn List) -> Option<String> {
        let length = list.length() as u64;
        if let Some(least) = self.min_items.filter(|least| length < *least) {
            return Some(format!("must have at least {least} items"));
        }
        if let Some(most) = self.max_items.filter(|most| length > *most) {
            return Some(format!("must have at most {most} items"));
        }
        if self.unique_items {
            let mut seen = BTreeSet::new();
            let mut texts = items(list).map(|item| encode(item, Side::Anyone).ok());
            if !texts.all(|text| text.is_none_or(|text| seen.insert(text))) {
                return Some("must not hold equal items".to_owned());
            }
        }
        None
    }
}

/// A pattern, compiled at its first use; `None`: it is beyond the library.
fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    static CACHE: RwLock<BTreeMap<&str, Option<Arc<Regex>>>> =
        RwLock::new(BTreeMap::new());
    if let Some(regex) =
        CACHE.read().unwrap_or_else(PoisonError::into_inner).get(pattern)
    {
        return regex.clone();
    }
    let regex = Regex::new(pattern).ok().map(Arc::new);
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    cache.entry(pattern).or_insert(regex).clone()
}

/// How deep values are checked.
const DEEPEST: usize = 128;

/// Checks a value and all in it, and gives the first rule that is broken.
///
/// # Errors
///
/// The rule that is broken, and where.
pub fn validate(value: &dyn Value, rules: &Rules) -> Result<(), Violation> {
    Check { path: String::new(), depth: 0, in_list: false }.value(value, rules)
}

/// Where a check is.
struct Check {
    path: String,
    depth: usize,
    /// Whether the rules are those of a list, and the value is an item.
    in_list: bool,
}

impl Check {
    fn value(&mut self, value: &dyn Value, rules: &Rules) -> Result<(), Violation> {
        let broken = match value.view() {
            View::Integer(number) => rules.number(Number::Integer(number.into())),
            View::Wide(number) => rules.number(Number::Integer(number)),
            View::Float(number) => rules.number(Number::Float(number)),
            View::Text(text) => rules.text(text),
            View::List(list) => {
                // Those on the list itself do not hold for lists in it.
                if !self.in_list
                    && let Some(rule) = rules.list(list)
                {
                    return Err(self.violation(rule));
                }
                let outer = std::mem::replace(&mut self.in_list, true);
                for (index, item) in items(list).enumerate() {
                    self.part(&format!("[{index}]"), item, rules)?;
                }
                self.in_list = outer;
                None
            }
            View::Map(map) => {
                for (name, value) in map.entries() {
                    self.part(&self.name(name), value, rules)?;
                }
                None
            }
            View::Model(model) => return self.model(model),
            View::Body(body) => return self.value(body.active().1, rules),
            View::Union(union) => return self.value(union.active().1, rules),
            View::Absent
            | View::Null
            | View::Bool(_)
            | View::Any(_)
            | View::Binary(_) => None,
        };
        broken.map_or(Ok(()), |rule| Err(self.violation(rule)))
    }

    fn model(&mut self, model: &dyn Object) -> Result<(), Violation> {
        let fields = model.table().fields();
        let outer = std::mem::take(&mut self.in_list);
        let odd = unknown_of(model).map_or(&[][..], Unknown::odd);
        for (index, field) in fields.iter().enumerate() {
            // What goes back as it came is the server's own.
            if !matches!(
                written(odd, field.name, model.field(index).view()),
                Written::Value
            ) {
                continue;
            }
            let rules = field.rules.unwrap_or(&Rules::NONE);
            self.part(&self.name(field.name), model.field(index), rules)?;
        }
        self.in_list = outer;
        self.value(model.field(fields.len()), &Rules::NONE)
    }

    fn name(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!(".{name}") }
    }

    fn part(
        &mut self,
        step: &str,
        value: &dyn Value,
        rules: &Rules,
    ) -> Result<(), Violation> {
        if self.depth >= DEEPEST {
            return Err(self.violation("must not be nested so deeply".into()));
        }
        let length = self.path.len();
        // Writing to a string does not fail.
        let _ = self.path.write_str(step);
        self.depth = self.depth.saturating_add(1);
        self.value(value, rules)?;
        self.depth = self.depth.saturating_sub(1);
        self.path.truncate(length);
        Ok(())
    }

    fn violation(&self, rule: String) -> Violation {
        Violation { path: self.path.clone(), rule }
    }
}
