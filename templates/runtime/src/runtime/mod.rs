//! What every generated SDK shares: values, calls, and the way to the server.

pub mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
mod client;
#[cfg(feature = "cli")]
pub mod command_line;
mod enums;
mod error;
mod future;
pub(crate) mod json;
mod model;
mod observe;
mod operation;
#[allow(dead_code, reason = "an API may have no pages")]
mod pages;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod resilience;
mod rules;
mod said;
mod secret_names;
pub(crate) mod streams;
pub(crate) mod style;
mod tables;
#[cfg(feature = "mock")]
pub mod testing;
mod text;
mod transport;
mod value;
pub(crate) mod xml;

pub use body::*;
pub use call::*;
pub use client::{Client, ClientBuilder, parse_webhook};
pub use enums::*;
pub use error::*;
pub use future::*;
pub use model::*;
pub use observe::{Deprecation, Hook};
pub use operation::*;
pub use pages::{PageLimits, Paged};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use resilience::{Attempt, RateLimit, Redirects, Retry, RetryBudget, RetryPolicy};
pub use rules::*;
pub use streams::{Event, EventRules, EventStream, Items, JsonLines, ServerEvent};
pub use tables::*;
pub use text::*;
pub use transport::*;
pub use value::*;
pub use xml::{Xml, XmlNode};

// The macros that generated code uses, and the helpers that they expand to.
#[allow(unused_imports, reason = "an SDK uses those that its description needs")]
mod expanded {
    pub(crate) use super::call::Answer;
    pub(crate) use super::error::request_id;
    pub(crate) use super::model::{
        find_field, model, parameters, serde_through_value, union,
    };
    pub(crate) use super::transport::tell_no_body;
    pub(crate) use super::value::{copy, debug, downcast_box, equal, is_unknown, items};
}
#[allow(unused_imports, reason = "an SDK uses those that its description needs")]
pub(crate) use expanded::*;
