//! How long a walk over pages goes on by itself.

/// How long a walk over pages goes on before it asks its caller.
///
/// A server can name a next page for ever. When a limit is reached, the stream yields
/// [`Error::Limit`](crate::runtime::Error::Limit); asked for another item, it goes on for
/// as long again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageLimits {
    /// The most pages in a row without an item.
    pub empty_in_a_row: u32,
    /// The most pages in all.
    pub pages: u64,
}

impl PageLimits {
    /// The most pages in a row without an item, unless set.
    pub const EMPTY_IN_A_ROW: u32 = 100;
    /// The most pages in all, unless set.
    pub const PAGES: u64 = 100_000;

    /// The usual limits.
    #[must_use]
    pub fn new() -> Self {
        Self { empty_in_a_row: Self::EMPTY_IN_A_ROW, pages: Self::PAGES }
    }

    /// Sets how many pages in a row may have no item; 0 counts as 1.
    #[must_use]
    pub fn empty_in_a_row(mut self, pages: u32) -> Self {
        self.empty_in_a_row = pages.max(1);
        self
    }

    /// Sets how many pages there may be in all; 0 counts as 1.
    #[must_use]
    pub fn pages(mut self, pages: u64) -> Self {
        self.pages = pages.max(1);
        self
    }
}

impl Default for PageLimits {
    fn default() -> Self {
        Self::new()
    }
}
