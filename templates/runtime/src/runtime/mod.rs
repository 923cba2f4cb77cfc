//! What every generated SDK shares: values, calls, and the way to the server.

mod body;
mod error;
mod future;
mod operation;
mod transport;
mod value;

pub use body::*;
pub use error::*;
pub use future::*;
pub use operation::*;
pub use transport::*;
pub use value::*;
