//! Where a value from the server is not as the description says.

use std::borrow::Cow;
use std::fmt;

/// A place where a value from the server is not as the description says. The value was read
/// all the same; what came there is kept and sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    pointer: String,
    kind: DeviationKind,
    expected: Cow<'static, str>,
    found: String,
}

/// What is not as described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeviationKind {
    /// A required property is missing.
    Missing,
    /// There is a `null` that the description does not allow.
    Null,
    /// There is a value of another kind, or one out of range.
    Other,
    /// There is a value that is none of the described alternatives.
    NoAlternative,
}

impl Deviation {
    pub(crate) fn new(
        pointer: String,
        kind: DeviationKind,
        expected: impl Into<Cow<'static, str>>,
        found: String,
    ) -> Self {
        Self { pointer, kind, expected: expected.into(), found }
    }

    /// Where it is in the body, as a JSON pointer (RFC 6901): `/items/0/note`. Of a list or
    /// map that does not fit, it is the property that holds it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is not as described.
    pub fn kind(&self) -> DeviationKind {
        self.kind
    }

    /// What the description asks for, in words.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What came, in words; a long text is shortened, a secret is not shown.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// The place as errors name it: `$.items[0].note`.
    pub(crate) fn path(&self) -> String {
        // What is missing is missing in the object around it.
        let pointer = match self.kind {
            DeviationKind::Missing => {
                self.pointer.rsplit_once('/').map_or("", |(object, _)| object)
            }
            _ => &self.pointer,
        };
        let names: Vec<_> = pointer.split('/').skip(1).map(unescaped).collect();
        path_of(names.iter().map(String::as_str))
    }

    /// What is wrong, without the place.
    pub(crate) fn message(&self) -> String {
        match self.kind {
            DeviationKind::Missing => {
                let name = self.pointer.rsplit('/').next().unwrap_or_default();
                let name = unescaped(name);
                format!("required property `{}` is missing", name.escape_debug())
            }
            _ => format!("expected {}, found {}", self.expected, self.found),
        }
    }
}

/// `/items/0/note: expected a string, found null`. The whole body is `the body`.
impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => formatter.write_str("the body")?,
            pointer => write!(formatter, "{}", pointer.escape_debug())?,
        }
        match self.kind {
            DeviationKind::Missing => formatter.write_str(": missing"),
            _ => write!(formatter, ": {}", self.message()),
        }
    }
}

/// A step of a JSON pointer as the name that it stands for.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// The steps to a place as errors name it: `$.items[0].note`.
pub(crate) fn path_of<'a>(steps: impl Iterator<Item = &'a str>) -> String {
    let mut path = String::from("$");
    for name in steps {
        let plain =
            |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '$' | '@');
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{name}]"));
        } else if !name.is_empty() && name.chars().all(plain) {
            path.push('.');
            path.push_str(name);
        } else {
            path.push_str(&format!("[{name:?}]"));
        }
    }
    path
}

/// How many deviations of one answer are told apart; more are not recorded.
pub(crate) const MOST: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_where_and_what() {
        let null = Deviation::new(
            "/items/0/a~1b".into(),
            DeviationKind::Null,
            "a string",
            "null".into(),
        );
        assert_eq!(null.to_string(), "/items/0/a~1b: expected a string, found null");
        assert_eq!(null.path(), "$.items[0][\"a/b\"]");
        let missing = Deviation::new(
            "/repo/has_pages".into(),
            DeviationKind::Missing,
            "a boolean",
            "nothing".into(),
        );
        assert_eq!(missing.to_string(), "/repo/has_pages: missing");
        assert_eq!(missing.path(), "$.repo");
    }
}
