//! Calendar days.

use crate::runtime;

super::text! {
    /// A calendar day (RFC 3339 `full-date`, `2025-05-04`), kept as it came.
    Date
}

impl Date {
    /// The day's text.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Self {
        Self(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Year, month and day; `None`: it is no day of the calendar.
    #[must_use]
    pub fn parts(&self) -> Option<(u16, u8, u8)> {
        parse(&self.0)
    }

    /// The day as the `time` crate has it; `None`: it is no day of the calendar.
    #[cfg(feature = "time")]
    #[must_use]
    pub fn parse(&self) -> Option<time::Date> {
        let (year, month, day) = self.parts()?;
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(i32::from(year), month, day).ok()
    }
}

#[cfg(feature = "time")]
impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        let year = u16::try_from(date.year()).unwrap_or_default();
        Self::new(year, date.month().into(), date.day())
    }
}

/// Year, month and day of a `full-date`.
pub(super) fn parse(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let valid = parts.next().is_none() && (1..=days_in(year, month)).contains(&day);
    valid.then_some((year, month, day))
}

/// A number of exactly so many digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u16> {
    let valid = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

/// How many days a month has; none if there is no such month.
fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4)
            && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
        {
            29
        }
        2 => 28,
        _ => 0,
    }
}
