//! What a user may say about lowering.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a user may say about lowering, as part of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Of media types in several versions, take the newest that is not after this one: a
    /// date, a number, or the name of an unstable version. Without it, the newest.
    pub api_version: Option<String>,
    /// Extensions of operations whose text goes into the docs.
    pub fact_extensions: Vec<String>,
    /// How the results of an operation come in pages, by `operationId`, where that is not
    /// found from the description, or found wrongly.
    pub pages: BTreeMap<String, PageSetting>,
}

/// How the results of one operation come in pages. Parameters are given by name, parts of
/// the page as property names with dots between them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "style", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PageSetting {
    /// Not in pages.
    None,
    /// By the page's number.
    PageNumber {
        /// The parameter for the number.
        page: String,
        /// The parameter for the size of a page.
        size: Option<String>,
        /// The number of the first page.
        #[serde(default = "one")]
        first: i64,
        /// The list in the page; nothing when the page is the list.
        #[serde(default)]
        items: String,
    },
    /// By how many items to skip.
    Offset {
        /// The parameter for the number of items to skip.
        offset: String,
        /// The parameter for the size of a page.
        limit: Option<String>,
        /// The list in the page.
        #[serde(default)]
        items: String,
    },
    /// By a token out of the last page.
    Cursor {
        /// The parameter for the token.
        cursor: String,
        /// The token in the page.
        next: String,
        /// The list in the page.
        #[serde(default)]
        items: String,
    },
    /// By the `Link` header.
    LinkHeader {
        /// The list in the page.
        #[serde(default)]
        items: String,
    },
    /// By an address in the page.
    NextUrl {
        /// The address in the page.
        next: String,
        /// The list in the page.
        #[serde(default)]
        items: String,
    },
    /// By the entry with `rel` `next` in a list of links in the page.
    Links {
        /// The list of links in the page.
        links: String,
        /// The list in the page.
        #[serde(default)]
        items: String,
    },
}

fn one() -> i64 {
    1
}
