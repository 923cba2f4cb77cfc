//! Texts with a meaning. They keep what came, so that they never fail to decode and go back
//! unchanged; the meaning is worked out when it is asked for.

mod base64;
mod binary;
mod date;
mod date_time;

pub use base64::Base64;
pub use binary::Binary;
pub use date::Date;
pub use date_time::DateTime;

/// A newtype around text that is a [`Value`](crate::runtime::Value), where `runtime` is in
/// scope.
macro_rules! text {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl runtime::Value for $name {
            fn view(&self) -> runtime::View<'_> {
                runtime::View::Text(&self.0)
            }

            fn slot(&mut self) -> runtime::Slot<'_> {
                runtime::Slot::Text(&mut self.0)
            }

            fn make_empty(&mut self) {
                *self = Self::default();
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.0, formatter)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        runtime::serde_through_value!($name);
    };
}
use text;
