//! Numbers as JSON writes them.

use crate::runtime::Any;
use serde_json::Number;

/// A number as it is written.
#[derive(Clone, Copy)]
pub(super) struct Literal<'t> {
    pub(super) text: &'t str,
    /// Whether it has neither a fraction nor an exponent.
    pub(super) is_whole: bool,
    /// Its digits, where they are few: read on the way, and not again.
    pub(super) digits: Option<i64>,
    /// How many of them are behind the point.
    pub(super) places: usize,
}

/// Whole numbers below this are exact as `i128`.
const WHOLE: f64 = 1e30;

impl Literal<'_> {
    /// The integer that it is, if it is one: `1.0` and `1e3` are, too.
    pub(super) fn integer(self) -> Option<i128> {
        if let Some(number) = self.short() {
            return Some(number.into());
        }
        if self.is_whole
            && let Ok(number) = self.text.parse()
        {
            return Some(number);
        }
        let number = self.float()?;
        (number.trunc() == number && number.abs() < WHOLE).then_some(number as i128)
    }

    /// The nearest floating-point number, if it is in range.
    pub(super) fn float(self) -> Option<f64> {
        /// Whole numbers up to here are exact.
        const EXACT: u64 = 1 << 53;
        // Both are exact, and so only the quotient is rounded (Clinger, 1990). Zero may have
        // a sign.
        if let Some(digits) = self.digits
            && digits != 0
            && digits.unsigned_abs() <= EXACT
            && let Some(power) = POWERS.get(self.places)
        {
            return Some(digits as f64 / power);
        }
        self.text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Its value, where it is whole and has few digits.
    fn short(self) -> Option<i64> {
        self.digits.filter(|_| self.is_whole)
    }

    /// As any value. One beyond all range is kept as text.
    pub(super) fn any(self) -> Any {
        if self.is_whole && self.text != "-0" {
            if let Some(number) = self.short() {
                return number.into();
            }
            if let Ok(number) = self.text.parse::<i64>() {
                return number.into();
            }
            if let Ok(number) = self.text.parse::<u64>() {
                return number.into();
            }
        }
        match self.float().and_then(Number::from_f64) {
            Some(number) => Any::Number(number),
            None => Any::String(self.text.to_owned()),
        }
    }
}

/// So many digits fit 64 bits.
pub(super) const SHORT: usize = 18;

/// The powers of ten that are exact as `f64`.
const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
    1e15, 1e16, 1e17, 1e18,
];

#[cfg(test)]
mod tests {
    use super::super::scan::Scanner;
    use super::*;

    #[test]
    fn every_number_is_the_nearest() {
        let mut random: u64 = 7;
        for round in 0..20_000_u32 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let places = usize::try_from(random >> 60).unwrap_or(0);
            let whole = (random >> 12) as f64 / POWERS[places % 15];
            let text =
                format!("{}{whole:.*}", ["", "-"][(round % 2) as usize], places % 17);
            let exact: f64 = text.parse().unwrap();
            let mut scanner = Scanner::new(&text, 8);
            let found = scanner.number().unwrap().float().unwrap();
            assert_eq!(found.to_bits(), exact.to_bits(), "{text}");
        }
    }
}
