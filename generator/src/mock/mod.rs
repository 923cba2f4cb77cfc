//! A server that speaks any OpenAPI description, for tests, demos and users without an
//! account.
//!
//! It checks each request against the description, answers with the documented examples or
//! with values that it makes up, pages, gives out tokens, challenges, makes faults on
//! purpose, and keeps a journal of it all. It listens on 127.0.0.1 only.
//!
//! ```no_run
//! # async fn example(api: oasmith::ir::Api) -> std::io::Result<()> {
//! use oasmith::mock::{Credentials, Fault, FaultPlan, Mock, When};
//!
//! let server = Mock::builder(api)
//!     .collection(1000)
//!     .credentials(Credentials::any().client("id", "secret"))
//!     .faults(FaultPlan::none().with(Fault::Reset, When::Probability(0.05)))
//!     .start()
//!     .await?;
//! println!("{}", server.base_url());
//! // … requests …
//! assert_eq!(server.journal().violations(), []);
//! server.stop().await;
//! # Ok(())
//! # }
//! ```

mod answer;
mod auth;
mod builder;
mod check;
mod connection;
mod exchange;
mod fault;
mod journal;
mod media;
mod received;
mod route;
mod sample;
mod schemas;
mod server;
mod state;
mod violation;
mod xml;

pub use crate::sample::Variety;
pub use answer::{Preference, Reply, ReplyBody};
pub use auth::{Credentials, DigestAlgorithm};
pub use builder::{Builder, Call, Decision, Mock};
pub use fault::{Fault, FaultPlan, FaultRule, UnknownFault, When};
pub use journal::{Entry, Journal, TOKEN_OPERATION};
pub use received::Received;
pub use sample::{NotMade, sample};
pub use schemas::{validity, violations};
pub use server::Running;
pub use violation::{Violation, ViolationKind};
