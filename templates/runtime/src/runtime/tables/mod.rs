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
///
/// That of a union says how many variants it has. Which property tells them apart, and
/// which of its values stands for which variant, follows; else what fits best counts.
///
/// ```text
/// union 3
/// tag "petType"
/// "cat" 0
/// "dog" 1
/// otherwise 2
/// ```
///
/// That of a request body with a variant for each media type is the word `bodies`.
///
/// Generated code writes it as a literal: a call costs the compiler several times as much.
#[derive(Debug)]
pub struct TableText {
    /// The Rust name of the model.
    pub name: &'static str,
    /// The lines.
    pub text: &'static str,
    /// What was read from them; [`UNREAD`] at first.
    pub read: OnceLock<&'static Table>,
}

/// A table that nobody has used.
#[allow(clippy::declare_interior_mutable_const, reason = "each table begins with it")]
pub const UNREAD: OnceLock<&'static Table> = OnceLock::new();

impl TableText {
    /// The table. It is read from the text once.
    pub fn get(&self) -> &'static Table {
        self.read.get_or_init(|| {
            tokens::kept(Table { name: self.name, parts: models::parts(self.text) })
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
/// answer 200 json "application/json" into 0
/// answer default json "application/problem+json" into 1
/// security 0 ("read")
/// ```
#[derive(Debug)]
pub struct OperationText {
    /// The lines.
    pub text: &'static str,
    /// What makes an empty value for a response; `into` says which of them.
    pub blanks: &'static [Blank],
    /// What was read; [`UNREAD_OPERATION`] at first.
    pub read: OnceLock<&'static Operation>,
}

/// The table of an operation that nobody has called.
#[allow(clippy::declare_interior_mutable_const, reason = "each table begins with it")]
pub const UNREAD_OPERATION: OnceLock<&'static Operation> = OnceLock::new();

impl OperationText {
    /// The operation. It is read from the text once.
    pub fn get(&self) -> &'static Operation {
        self.read.get_or_init(|| tokens::kept(operations::read(self.text, self.blanks)))
    }
}

#[cfg(test)]
mod tests;
