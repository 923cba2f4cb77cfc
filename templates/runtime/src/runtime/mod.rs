//! What every generated SDK shares: values, calls, and the way to the server.

#[doc(hidden)]
pub mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
mod client;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod command_line;
mod deviation;
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
#[doc(hidden)]
pub mod testing;
mod text;
mod transport;
mod value;
pub(crate) mod xml;

// What users of an SDK write.
pub use body::{Body, ByteStream};
pub use call::{Call, RequestOptions, Response, Sending};
pub use client::{Client, ClientBuilder, Delivery};
pub use deviation::{Deviation, DeviationKind};
pub use enums::{IntegerEnum, Open, OpenInteger, StringEnum};
pub use error::*;
pub use future::{BoxFuture, BoxStream, MaybeSend};
pub use observe::{Deprecation, Hook};
pub use pages::{PageLimits, Paged};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use resilience::{Attempt, RateLimit, Redirects, Retry, RetryBudget, RetryPolicy};
pub use streams::{Event, EventRules, EventStream, Items, JsonLines, ServerEvent};
pub use text::{Base64, Binary, Date, DateTime};
pub use transport::{Context, Middleware, Next, Transport, copy_request};
pub use value::{Any, Nullable, Unknown};
pub use xml::{Xml, XmlNode};

// What only generated code writes: tables, and the traits that read them.
#[doc(hidden)]
pub use call::{Case, Output, Received, Request, take};
#[doc(hidden)]
pub use client::parse_webhook;
#[doc(hidden)]
pub use enums::{Integers, Strings};
#[doc(hidden)]
pub use model::*;
#[doc(hidden)]
pub use operation::*;
#[doc(hidden)]
pub use rules::*;
#[doc(hidden)]
pub use tables::*;
#[doc(hidden)]
pub use value::*;

// The macros that generated code uses, and the helpers that they expand to.
#[allow(unused_imports, reason = "an SDK uses those that its description needs")]
mod expanded {
    pub(crate) use super::call::Answer;
    pub(crate) use super::error::request_id;
    pub(crate) use super::model::{
        find_field, model, parameters, serde_through_value, union,
    };
    pub(crate) use super::transport::tell_no_body;
    pub(crate) use super::value::{
        Written, came_otherwise, copy, debug, downcast_box, equal, is_unknown, items,
        keep, unknown_mut, unknown_of, written,
    };
}
#[allow(unused_imports, reason = "an SDK uses those that its description needs")]
pub(crate) use expanded::*;
