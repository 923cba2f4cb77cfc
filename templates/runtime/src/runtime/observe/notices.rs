//! What servers announce in headers: limits, and the end of things.

use crate::runtime::resilience::{RateLimit, unix_time};
use crate::runtime::{Error, Response};
use http::{HeaderMap, StatusCode};
use std::time::{Duration, SystemTime};

/// What a `Deprecation` header says (RFC 9745, and the drafts before it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// From when on one should no longer use it, where the server says.
    pub since: Option<SystemTime>,
}

impl<T> Response<T> {
    /// Whether the server says not to use this any more (`Deprecation`).
    pub fn deprecation(&self) -> Option<Deprecation> {
        deprecation(self.headers())
    }

    /// When this goes away (`Sunset`, RFC 8594).
    pub fn sunset(&self) -> Option<SystemTime> {
        sunset(self.headers())
    }

    /// How many requests the server still takes.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.headers(), unix_time())
    }
}

impl Error {
    /// Whether what was asked for is gone for good (410): often a version of the API.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.status() == Some(StatusCode::GONE)
    }

    /// Whether the server says not to use this any more (`Deprecation`).
    #[must_use]
    pub fn deprecation(&self) -> Option<Deprecation> {
        deprecation(self.headers()?)
    }

    /// When this goes away, or went (`Sunset`, RFC 8594).
    #[must_use]
    pub fn sunset(&self) -> Option<SystemTime> {
        sunset(self.headers()?)
    }

    /// How many requests the server still takes.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.headers()?, unix_time())
    }

    /// How long the server asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        crate::runtime::resilience::told_wait(self.headers()?, unix_time())
    }
}

fn deprecation(headers: &HeaderMap) -> Option<Deprecation> {
    let text = headers.get("deprecation")?.to_str().ok()?.trim();
    if text.eq_ignore_ascii_case("false") {
        return None;
    }
    let seconds = text.strip_prefix('@').and_then(|seconds| seconds.parse().ok());
    let since = match seconds.map(Duration::from_secs) {
        Some(span) => SystemTime::UNIX_EPOCH.checked_add(span),
        None => httpdate::parse_http_date(text).ok(),
    };
    Some(Deprecation { since })
}

fn sunset(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get("sunset")?.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn every_form_of_the_headers_is_read() {
        let day = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("deprecation", HeaderValue::from_static(text));
            headers.insert("sunset", HeaderValue::from_static(text));
            (deprecation(&headers).map(|found| found.since), sunset(&headers))
        };
        assert_eq!(read("@784111777"), (Some(Some(day)), None));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), (Some(Some(day)), Some(day)));
        assert_eq!(read("true"), (Some(None), None));
        assert_eq!(read("false"), (None, None));
        assert_eq!(deprecation(&HeaderMap::new()), None);
    }
}
