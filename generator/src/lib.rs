//! `oasmith` turns an OpenAPI description into a Rust SDK crate.
//!
//! The whole machine is the list of stages below. Data flows one way, each arrow is one
//! public function with a typed result, and a stage knows nothing of those after it:
//!
//! ```text
//! path ─load→ Document ─overlay→ Document ─dialect→ Document(3.0 shape)
//!      ─mend→ Mended(openapiv3) ─lower→ ir::Api ─name→ Named
//!      ─emit→ Vec<SourceFile> ─write→ disk
//! ```

mod builder;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod config;
pub mod diagnostic;
pub mod dialect;
pub mod document;
pub mod emit;
mod generate;
pub mod ir;
pub mod load;
pub mod lower;
pub mod mend;
#[cfg(feature = "mock")]
pub mod mock;
pub mod name;
pub mod overlay;
#[cfg(any(feature = "mock", feature = "site"))]
pub mod sample;
pub mod secret_names;
#[cfg(feature = "site")]
pub mod site;
mod templates;
pub mod write;

pub use builder::{Builder, Error, Generated};
#[cfg(feature = "site")]
pub use generate::site_of;
pub use generate::{Described, describe, generate};
