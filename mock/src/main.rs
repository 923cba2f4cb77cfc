//! `oasmith mock` under a name of its own: `cargo run -p mock -- SPEC`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let given = std::env::args_os().skip(1);
    oasmith::cli::run_as("mock", std::iter::once("mock".into()).chain(given))
}
