//! Tables as generated code writes them: texts that are read when they are first used.
//!
//! The compiler evaluates a table of expressions call by call, in every build. A text costs
//! it nothing, and says the same in fewer words: a line a property, a parameter or a
//! response. A name or another text of the description is a JSON string.

mod models;
mod operations;
mod tokens;

use crate::runtime::{Operation, Table, Value};
use std::sync::OnceLock;

/// The table of a model as text: a line a property, its name first and then its rules.
///
/// ```text
/// "id" required read-only pattern "^[a-f0-9]{24}$"
/// "size" minimum 1 maximum 500
/// ```
#[derive(Debug)]
pub struct TableText {
    name: &'static str,
    text: &'static str,
    of: Of,
    table: OnceLock<Table>,
}

#[derive(Debug)]
enum Of {
    Fields,
    Variants(usize),
    Bodies,
}

impl TableText {
    /// Of a struct with this Rust name.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, of: Of::Fields, table: OnceLock::new() }
    }

    /// Of a union with so many variants. The text says which property tells them apart, and
    /// which of its values stands for which variant; if it is empty, what fits best counts.
    ///
    /// ```text
    /// tag "petType"
    /// "cat" 0
    /// "dog" 1
    /// otherwise 2
    /// ```
    #[must_use]
    pub const fn union(name: &'static str, variants: usize, text: &'static str) -> Self {
        Self { name, text, of: Of::Variants(variants), table: OnceLock::new() }
    }

    /// Of a request body that has a variant for each media type.
    #[must_use]
    pub const fn bodies(name: &'static str) -> Self {
        Self { name, text: "", of: Of::Bodies, table: OnceLock::new() }
    }

    /// The table. It is read from the text once.
    pub fn get(&self) -> &Table {
        self.table.get_or_init(|| Table {
            name: self.name,
            parts: match self.of {
                Of::Fields => models::fields(self.text),
                Of::Variants(count) => models::variants(self.text, count),
                Of::Bodies => crate::runtime::Parts::Bodies,
            },
        })
    }
}

/// Makes an empty value, for what a response body is read into.
pub type Blank = fn() -> Box<dyn Value>;

/// The table of an operation as text.
///
/// ```text
/// operation "listThings" in "Things"
/// call "GET" "/groups/{groupId}/things"
/// path "groupId"
/// query "filter" style deep-object
/// accept "application/json"
/// answer 200 json "application/json"
/// answer default json "application/problem+json"
/// security 0 ("read")
/// ```
#[derive(Debug)]
pub struct OperationText {
    text: &'static str,
    /// For each media type of the responses, in their order.
    blanks: &'static [Blank],
    operation: OnceLock<Operation>,
}

impl OperationText {
    /// The text, and what makes an empty value for each media type of the responses, in
    /// their order.
    #[must_use]
    pub const fn new(text: &'static str, blanks: &'static [Blank]) -> Self {
        Self { text, blanks, operation: OnceLock::new() }
    }

    /// The operation. It is read from the text once.
    pub fn get(&self) -> &Operation {
        self.operation.get_or_init(|| operations::read(self.text, self.blanks))
    }
}

#[cfg(test)]
mod tests;
