//! `oasmith completion` and `oasmith man`: what packagers of programs install.

use super::output::say;
use super::{Arguments, USAGE};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io;
use std::process::ExitCode;

pub(super) fn completion(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "oasmith", &mut script);
    say(io::stdout(), &String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}

pub(super) fn page(verb: Option<&str>) -> ExitCode {
    let mut command = Arguments::command();
    command.build();
    let command = match verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => {
                say(io::stderr(), &format!("error: there is no verb `{verb}`\n"));
                return ExitCode::from(USAGE);
            }
        },
    };
    let mut page = Vec::new();
    match clap_mangen::Man::new(command).render(&mut page) {
        Ok(()) => {
            say(io::stdout(), &String::from_utf8_lossy(&page));
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(io::stderr(), &format!("error: cannot write the page: {error}\n"));
            ExitCode::FAILURE
        }
    }
}
