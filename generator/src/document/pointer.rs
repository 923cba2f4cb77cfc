//! JSON pointers (RFC 6901).

use std::fmt;

/// A JSON pointer: the reference tokens from the root down, unescaped.
///
/// ```
/// use oasmith::document::Pointer;
/// let pointer = Pointer::root().child("paths").child("/a~b");
/// assert_eq!(pointer.to_string(), "/paths/~1a~0b");
/// assert_eq!(Pointer::parse("/paths/~1a~0b"), pointer);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    tokens: Vec<String>,
}

impl Pointer {
    /// The pointer to the whole document.
    pub const ROOT: Self = Self { tokens: Vec::new() };

    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads `/a/b` or the fragment form `#/a/b` (percent-encoding is left as it is).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('#').unwrap_or(text);
        let text = text.strip_prefix('/').unwrap_or(text);
        if text.is_empty() {
            return Self::root();
        }
        let tokens =
            text.split('/').map(|token| token.replace("~1", "/").replace("~0", "~"));
        Self { tokens: tokens.collect() }
    }

    /// The pointer to a member of what this one points to.
    #[must_use]
    pub fn child(&self, token: impl Into<String>) -> Self {
        let mut tokens = self.tokens.clone();
        tokens.push(token.into());
        Self { tokens }
    }

    /// The pointer to an item of the list that this one points to.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        self.child(index.to_string())
    }

    /// Goes one level down, in place.
    pub fn push(&mut self, token: impl Into<String>) {
        self.tokens.push(token.into());
    }

    /// Goes one level up, in place.
    pub fn pop(&mut self) -> Option<String> {
        self.tokens.pop()
    }

    /// The reference tokens, unescaped, from the root down.
    #[must_use]
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.tokens {
            write!(formatter, "/{}", token.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}
