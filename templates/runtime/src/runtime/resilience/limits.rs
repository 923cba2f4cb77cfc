//! What a server says of its limits: `Retry-After` and the `RateLimit` headers.

use http::HeaderMap;
use std::time::{Duration, SystemTime};

/// How many requests a server still takes, from the `RateLimit-*` or `X-RateLimit-*`
/// headers or the `RateLimit` field of the later drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests the window takes.
    pub limit: Option<u64>,
    /// How many are left in it.
    pub remaining: Option<u64>,
    /// How long until it starts anew.
    pub reset: Option<Duration>,
}

/// Numbers from here on are taken for a point in time (seconds since 1970), not for a span.
const LONGEST_SPAN: u64 = 366 * 24 * 60 * 60;

impl RateLimit {
    /// Reads the headers; `None` where there are none. `now` is the time since 1970.
    pub(crate) fn read(headers: &HeaderMap, now: Duration) -> Option<Self> {
        let limit = Self::field(headers).unwrap_or_else(|| Self {
            limit: named(headers, "limit"),
            remaining: named(headers, "remaining"),
            reset: named(headers, "reset").map(|number| span(number, now)),
        });
        (limit != Self::default()).then_some(limit)
    }

    /// The one-field form: `RateLimit: limit=100, remaining=0, reset=5` and
    /// `RateLimit: "default";r=0;t=5`.
    fn field(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get("ratelimit")?.to_str().ok()?;
        let mut found = Self::default();
        for part in text.split([',', ';']) {
            let Some((key, value)) = part.split_once('=') else { continue };
            let Ok(number) = value.trim().parse() else { continue };
            match key.trim() {
                "limit" | "q" => found.limit = Some(number),
                "remaining" | "r" => found.remaining = Some(number),
                "reset" | "t" => found.reset = Some(Duration::from_secs(number)),
                _ => {}
            }
        }
        (found != Self::default()).then_some(found)
    }
}

/// A number in one of the two common families of headers. Only the first item counts:
/// `100, 100;w=60` is 100.
fn named(headers: &HeaderMap, what: &str) -> Option<u64> {
    ["ratelimit-", "x-ratelimit-", "x-rate-limit-"].iter().find_map(|family| {
        let text = headers.get(format!("{family}{what}"))?.to_str().ok()?;
        let first = text.split([',', ';']).next()?.trim();
        let whole = first.split('.').next()?;
        whole.parse().ok()
    })
}

/// A span, from a number that may be a span or a point in time.
fn span(number: u64, now: Duration) -> Duration {
    if number < LONGEST_SPAN {
        return Duration::from_secs(number);
    }
    // Some services count milliseconds since 1970.
    let point = if number > 100_000_000_000 {
        Duration::from_millis(number)
    } else {
        Duration::from_secs(number)
    };
    point.saturating_sub(now)
}

/// How long the server asks to wait, by `Retry-After`, or by `RateLimit-Reset` when
/// nothing is left in the window.
pub(crate) fn told_wait(headers: &HeaderMap, now: Duration) -> Option<Duration> {
    retry_after(headers, now).or_else(|| {
        let limit = RateLimit::read(headers, now)?;
        limit.reset.filter(|_| limit.remaining == Some(0))
    })
}

/// `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date; `retry-after-ms` goes first
/// where a service sends it.
fn retry_after(headers: &HeaderMap, now: Duration) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(|text| text.parse().ok())
    {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = text("retry-after")?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // Not by the standard, but sent: fractions of a second.
    if let Some(wait) =
        text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    {
        return Some(wait);
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(SystemTime::UNIX_EPOCH).ok()?.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    const NOW: Duration = Duration::from_secs(784_111_777); // Sun, 06 Nov 1994 08:49:37 GMT

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            })
            .collect()
    }

    #[test]
    fn retry_after_is_read_in_every_form() {
        for (text, wait) in [
            ("120", Some(Duration::from_secs(120))),
            ("0", Some(Duration::ZERO)),
            (" 7 ", Some(Duration::from_secs(7))),
            ("0.5", Some(Duration::from_millis(500))),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(Duration::from_secs(30))),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(Duration::from_secs(30))),
            ("Sun Nov  6 08:50:07 1994", Some(Duration::from_secs(30))),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(Duration::ZERO)),
            ("-3", None),
            ("soon", None),
            ("NaN", None),
            ("1e300", None),
        ] {
            assert_eq!(
                told_wait(&headers(&[("retry-after", text)]), NOW),
                wait,
                "{text}"
            );
        }
        let both = headers(&[("retry-after", "2"), ("retry-after-ms", "1500")]);
        assert_eq!(told_wait(&both, NOW), Some(Duration::from_millis(1500)));
    }

    #[test]
    fn rate_limits_are_read_in_every_form() {
        let limit = |limit, remaining, reset: u64| RateLimit {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(Duration::from_secs(reset)),
        };
        for list in [
            [
                ("ratelimit-limit", "100"),
                ("ratelimit-remaining", "0"),
                ("ratelimit-reset", "5"),
            ],
            [
                ("x-ratelimit-limit", "100, 100;w=60"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "784111782"),
            ],
            [
                ("x-rate-limit-limit", "100"),
                ("x-rate-limit-remaining", "0"),
                ("x-rate-limit-reset", "784111782000"),
            ],
            [("ratelimit", "limit=100, remaining=0, reset=5"), ("a", "b"), ("c", "d")],
            [("ratelimit", "\"default\";q=100;r=0;t=5"), ("a", "b"), ("c", "d")],
        ] {
            let headers = headers(&list);
            assert_eq!(
                RateLimit::read(&headers, NOW),
                Some(limit(100, 0, 5)),
                "{list:?}"
            );
            assert_eq!(
                told_wait(&headers, NOW),
                Some(Duration::from_secs(5)),
                "{list:?}"
            );
        }
        assert_eq!(RateLimit::read(&headers(&[("x-other", "1")]), NOW), None);
    }

    #[test]
    fn a_window_with_room_asks_for_no_wait() {
        let list = headers(&[("ratelimit-remaining", "3"), ("ratelimit-reset", "5")]);
        assert_eq!(told_wait(&list, NOW), None);
    }
}
