//! The API at a shell: a command for each operation, made from the operations' tables when
//! the program runs.
//!
//! - `tree` says what can be typed, `arguments` reads what was.
//! - `fill`, `check` and `body` make a request of it, and find everything that is wrong.
//! - `exchange` sends it; `output` and what stands beside it show what comes back, which is
//!   never made anew from a model.
//! - `credentials`, `profiles` and `account` know who calls.

mod account;
mod arguments;
mod body;
mod call;
mod check;
mod credentials;
mod curl;
mod example;
mod exchange;
mod failure;
mod fill;
mod flags;
mod help;
mod names;
mod node;
mod options;
mod output;
mod paths;
mod profiles;
mod scripts;
mod shape;
mod show;
mod table;
mod tree;

use crate::runtime::{ClientBuilder, Object, Operation, Request};
pub use credentials::{CredentialKind, Kept};
use failure::{Failure, Outcome};
use std::ffi::OsString;
use std::process::ExitCode;

/// The operations of a group.
#[derive(Debug)]
pub struct CommandGroup {
    /// What is typed: `legacyBackup`.
    pub name: &'static str,
    /// One line about it.
    pub about: &'static str,
    /// What else is said of it.
    pub text: &'static str,
    /// Its operations.
    pub commands: &'static [Command],
}

/// An operation as a command.
#[derive(Debug)]
pub struct Command {
    /// What is typed, as the description spells it.
    pub name: &'static str,
    /// The same in kebab case.
    pub alias: &'static str,
    /// One line about it.
    pub about: &'static str,
    /// What else is said of it.
    pub text: &'static str,
    /// What is said of each parameter, and then of the body where there is one.
    pub words: &'static [Words],
    /// What is sent.
    pub operation: fn() -> &'static Operation,
    /// Makes its parameters, all of them empty.
    pub blank: fn() -> Box<dyn Object>,
}

/// What the description says of a parameter or a body. What it does not say is empty.
#[derive(Debug)]
pub struct Words {
    /// In words.
    pub about: &'static str,
    /// What holds when nothing is given, as JSON.
    pub default: &'static str,
    /// An example, as JSON.
    pub example: &'static str,
}

impl Words {
    const NONE: Self = Self { about: "", default: "", example: "" };
}

/// Makes empty parameters, for [`Command::blank`].
#[must_use]
pub fn blank<P: Request + Default>() -> Box<dyn Object> {
    Box::new(P::default())
}

/// A whole command line.
#[derive(Debug)]
pub struct CommandLine {
    /// What is typed.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What the names of its own environment variables begin with.
    pub prefix: &'static str,
    /// The credentials that the API takes.
    pub credentials: &'static [Kept],
    /// All operations.
    pub groups: &'static [CommandGroup],
    /// Starts a client.
    pub client: fn() -> ClientBuilder,
}

/// Runs the command line with these arguments, the program's name first.
///
/// The exit code is 0 after success, 2 for wrong usage, 3 for missing or refused credentials,
/// 4 where the API answers with a status of the 400s, 5 of the 500s, 6 for a fault of the
/// network, 7 where time runs out, 130 after Ctrl-C, and 1 for anything else.
pub fn run<I>(line: &'static CommandLine, arguments: I) -> ExitCode
where
    I: IntoIterator<Item = OsString>,
{
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let is_json = options::asks_for_json(&arguments);
    match answer(line, &arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(is_json),
    }
}

fn answer(line: &'static CommandLine, arguments: &[OsString]) -> Outcome<()> {
    match arguments::read(line, arguments)? {
        arguments::Asked::Words(text) => show::text(&text),
        arguments::Asked::Call(asked) => call::run(line, &asked),
        arguments::Asked::Account(asked) => account::run(line, &asked),
        arguments::Asked::Script(asked) => scripts::run(line, &asked),
    }
}

/// What carries futures, for a program that waits for one at a time.
fn runtime() -> Outcome<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("cannot start: {error}")))
}
