//! `oasmith mock`: hands over to the program `mock`.
//!
//! The server is a package of its own that uses this one, so it is found as cargo finds
//! its subcommands: beside this program, or else on the search path.

use super::output::say;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

pub(super) fn mock(arguments: &[OsString]) -> ExitCode {
    match Command::new(program()).args(arguments).status() {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            let message = format!(
                "error: cannot run `mock`: {error}\n\
                 help: in oasmith's repository, `cargo build --package mock` makes it, or \
                 run it by `cargo run --package mock -- SPEC`\n"
            );
            say(io::stderr(), &message);
            ExitCode::FAILURE
        }
    }
}

fn program() -> PathBuf {
    let name = format!("mock{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().ok();
    let beside = here.map(|path| path.with_file_name(&name));
    let beside = beside.filter(|path| path.is_file());
    beside.unwrap_or_else(|| PathBuf::from(OsStr::new(&name)))
}
