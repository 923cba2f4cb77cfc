//! The rule for names of secrets, which is the runtime's: `build.rs` says where it stands.

include!(concat!(env!("OUT_DIR"), "/secret_names.rs"));

/// Whether a value of this name is one to hide, by the words of the name.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    rule::is_secret_name(name)
}
