//! What every generated SDK shares.
