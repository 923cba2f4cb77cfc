//! Values: what models, their fields, parameters and bodies are made of.

use std::any::Any;
use std::fmt;

/// Any value that can be sent or received.
pub trait Value: Any + Send + Sync {}

impl fmt::Debug for dyn Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("value")
    }
}

/// Makes an empty value, for [`ResponseMedia::blank`](crate::runtime::ResponseMedia::blank).
#[must_use]
pub fn blank<T: Value + Default>() -> Box<dyn Value> {
    Box::new(T::default())
}
