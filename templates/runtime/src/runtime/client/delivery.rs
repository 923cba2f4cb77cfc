//! What an API sends by itself.

use crate::runtime::Deviation;
use std::ops::Deref;

/// What the API sent by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery<T> {
    value: T,
    deviations: Vec<Deviation>,
}

impl<T> Delivery<T> {
    pub(super) fn new(value: T, deviations: Vec<Deviation>) -> Self {
        Self { value, deviations }
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Where the body is not as the description says: mostly nowhere. It was read as far as
    /// it goes.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl<T> Deref for Delivery<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
