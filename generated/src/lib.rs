//! The SDK. Made by `cargo xtask codegen`.
