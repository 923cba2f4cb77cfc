//! Points in time.

use super::date::{digits, parse};
use crate::runtime;
use std::time::{Duration, SystemTime};

super::text! {
    /// A point in time (RFC 3339, `2025-05-04T09:42:00Z`), kept as it came.
    DateTime
}

const DAY: i64 = 86_400;

impl DateTime {
    /// The point in time; `None`: the text is not RFC 3339, or too far off for this system.
    ///
    /// A time without an offset, which RFC 3339 does not have but servers send, is taken
    /// for UTC.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = self.since_1970()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = if seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)?
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)?
        };
        start.checked_add(Duration::from_nanos(u64::from(nanoseconds)))
    }

    /// Whole seconds since 1970 and the nanoseconds after them.
    fn since_1970(&self) -> Option<(i64, u32)> {
        let (date, time) = self.0.trim().split_once(['T', 't', ' '])?;
        let (year, month, day) = parse(date)?;
        let (clock, offset) = split_offset(time)?;
        let (clock, nanoseconds) = match clock.split_once(['.', ',']) {
            Some((clock, fraction)) => (clock, self::nanoseconds(fraction)?),
            None => (clock, 0),
        };
        let mut parts = clock.split(':');
        let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
        let minute = digits(parts.next()?, 2).filter(|minute| *minute < 60)?;
        let second = parts.next().map_or(Some(0), |text| digits(text, 2))?;
        if parts.next().is_some() || second > 60 {
            return None;
        }
        let clock = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        let days = days_from_1970(year.into(), month.into(), day.into());
        Some((days * DAY + clock - offset, nanoseconds))
    }

    /// The point in time as the `time` crate has it, with its offset; `None`: the text is
    /// not RFC 3339.
    #[cfg(feature = "time")]
    #[must_use]
    pub fn parse(&self) -> Option<time::OffsetDateTime> {
        let (seconds, nanoseconds) = self.since_1970()?;
        let (_, time) = self.0.trim().split_once(['T', 't', ' '])?;
        let (_, offset) = split_offset(time)?;
        let offset =
            time::UtcOffset::from_whole_seconds(i32::try_from(offset).ok()?).ok()?;
        let moment = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        moment.replace_nanosecond(nanoseconds).ok()?.checked_to_offset(offset)
    }
}

/// Splits a time of day from its offset, in seconds east of UTC.
fn split_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = time.rfind(['+', '-']) else { return Some((time, 0)) };
    let (clock, offset) = time.split_at_checked(at)?;
    let (sign, offset) = match offset.strip_prefix('-') {
        Some(offset) => (-1, offset),
        None => (1, offset.strip_prefix('+')?),
    };
    let (hours, minutes) = match offset.split_once(':') {
        Some(parts) => parts,
        None => offset.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes, 2)? };
    let hours = digits(hours, 2).filter(|hours| *hours < 24)?;
    Some((clock, sign * (i64::from(hours) * 3600 + i64::from(minutes.min(59)) * 60)))
}

/// The fraction of a second; what is finer than a nanosecond is cut.
fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nine: String = fraction.chars().chain("00000000".chars()).take(9).collect();
    nine.parse().ok()
}

/// Days from 1970-01-01 in the Gregorian calendar: whole cycles of 400 years, counted from
/// March, so that the leap day is a year's last.
fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let cycle = year.div_euclid(400);
    let year_of_cycle = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_cycle =
        year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    cycle * 146_097 + day_of_cycle - 719_468
}

/// The day that is so many days after 1970-01-01: year, month, day.
fn day_after_1970(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let cycle = days.div_euclid(146_097);
    let day_of_cycle = days.rem_euclid(146_097);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524
        - day_of_cycle / 146_096)
        / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month =
        if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_cycle + cycle * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl From<SystemTime> for DateTime {
    /// The time in UTC, with a fraction only where there is one.
    fn from(time: SystemTime) -> Self {
        let (seconds, nanoseconds) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (
                i64::try_from(after.as_secs()).unwrap_or(i64::MAX / DAY),
                after.subsec_nanos(),
            ),
            Err(error) => {
                let before = error.duration();
                let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX / DAY);
                match before.subsec_nanos() {
                    0 => (-whole, 0),
                    nanoseconds => (-whole - 1, 1_000_000_000 - nanoseconds),
                }
            }
        };
        let (year, month, day) = day_after_1970(seconds.div_euclid(DAY));
        let clock = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        let fraction = match nanoseconds {
            0 => String::new(),
            nanoseconds => format!(".{nanoseconds:09}").trim_end_matches('0').to_owned(),
        };
        Self(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
        ))
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for DateTime {
    /// The same point in time, in UTC.
    fn from(moment: time::OffsetDateTime) -> Self {
        SystemTime::from(moment).into()
    }
}
