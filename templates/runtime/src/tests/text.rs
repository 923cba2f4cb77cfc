use crate::runtime::{Base64, Date, DateTime};
use std::time::{Duration, SystemTime};

fn seconds(text: &str) -> Option<i64> {
    let time = DateTime::from(text).to_system_time()?;
    Some(match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap(),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap(),
    })
}

#[test]
fn times_are_read_in_every_form_that_servers_send() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Some(0)),
        ("2025-05-04T09:42:00Z", Some(1_746_351_720)),
        ("2025-05-04t11:42:00.5+02:00", Some(1_746_351_720)),
        ("2025-05-04 04:12:00-0530", Some(1_746_351_720)),
        ("2025-05-04T09:42:00", Some(1_746_351_720)),
        ("2000-02-29T23:59:60Z", Some(951_868_800)),
        ("1969-12-31T23:59:59Z", Some(-1)),
        ("1600-01-01T00:00:00Z", Some(-11_676_096_000)),
        ("2025-02-29T00:00:00Z", None),
        ("2025-13-01T00:00:00Z", None),
        ("2025-05-04T24:00:00Z", None),
        ("2025-05-04", None),
        ("soon", None),
        ("", None),
    ] {
        assert_eq!(seconds(text), expected, "{text}");
        assert_eq!(DateTime::from(text).as_str(), text, "the text stays as it is");
    }
}

#[test]
fn times_are_written_and_read_back() {
    for (seconds, nanoseconds, text) in [
        (0, 0, "1970-01-01T00:00:00Z"),
        (1_746_351_720, 500_000_000, "2025-05-04T09:42:00.5Z"),
        (951_868_799, 1, "2000-02-29T23:59:59.000000001Z"),
        (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
    ] {
        let time = SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds);
        let written = DateTime::from(time);
        assert_eq!(written.as_str(), text);
        assert_eq!(written.to_system_time(), Some(time));
    }
    let before = SystemTime::UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(DateTime::from(before).as_str(), "1969-12-31T23:59:59.5Z");
}

#[test]
fn days_are_checked_by_the_calendar() {
    assert_eq!(Date::new(2025, 5, 4).as_str(), "2025-05-04");
    for (text, parts) in [
        ("2024-02-29", Some((2024, 2, 29))),
        ("1900-02-29", None),
        ("2025-04-31", None),
        ("2025-4-1", None),
        ("2025-05-04T00:00:00Z", None),
    ] {
        assert_eq!(Date::from(text).parts(), parts, "{text}");
    }
}

#[test]
fn base64_is_read_in_both_alphabets() {
    for text in ["+/8=", "+/8", "-_8", "+/\r\n8="] {
        assert_eq!(Base64::from(text).decode().unwrap(), [0xfb, 0xff], "{text}");
    }
    assert_eq!(Base64::encode([0xfb, 0xff]).as_str(), "+/8=");
    assert_eq!(Base64::from("no base64!").decode(), None);
}

#[cfg(feature = "time")]
#[test]
fn times_go_to_the_time_crate_with_their_offset() {
    let moment = DateTime::from("2025-05-04T11:42:00.5+02:00").parse().unwrap();
    assert_eq!((moment.hour(), moment.offset().whole_hours()), (11, 2));
    assert_eq!(DateTime::from(moment).as_str(), "2025-05-04T09:42:00.5Z");
    assert_eq!(Date::from("2025-05-04").parse().unwrap().ordinal(), 124);
}
