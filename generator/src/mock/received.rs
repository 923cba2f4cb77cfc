//! A request as it came.

use bytes::Bytes;
use http::{HeaderMap, Method, header};
use percent_encoding::percent_decode_str;

/// A request as it came, before anything was made of it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: Method,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// The query as sent, without the question mark.
    pub query: Option<String>,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Received {
    /// The query's pairs, decoded, in the order in which they were sent.
    #[must_use]
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        let pairs = self.raw_query_pairs();
        pairs.map(|(name, value)| (decode_query(name), decode_query(value))).collect()
    }

    /// The first value of a query parameter, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query_pairs()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The cookies, as they were sent.
    #[must_use]
    pub fn cookies(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for line in self.headers.get_all(header::COOKIE) {
            let line = String::from_utf8_lossy(line.as_bytes());
            for pair in line.split(';') {
                if let Some((name, value)) = pair.split_once('=') {
                    found.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
        }
        found
    }

    /// A header's text; several lines of it are joined as RFC 9110 says.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let lines: Vec<_> = self
            .headers
            .get_all(name)
            .iter()
            .map(|line| String::from_utf8_lossy(line.as_bytes()))
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// The path and query, as in the request line.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The query's pairs, still encoded.
    pub(crate) fn raw_query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pieces = self.query.as_deref().unwrap_or_default().split('&');
        pieces
            .filter(|piece| !piece.is_empty())
            .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
    }
}

/// Decodes a name or value of a query: percent-encoding, and `+` for a space.
pub(crate) fn decode_query(raw: &str) -> String {
    decode(&raw.replace('+', " "))
}

/// Decodes percent-encoding.
pub(crate) fn decode(raw: &str) -> String {
    percent_decode_str(raw).decode_utf8_lossy().into_owned()
}
