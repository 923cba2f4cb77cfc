//! The API at a shell: a command for each operation, made from the operations' tables.

mod arguments;
mod fill;
mod show;

use crate::runtime::{
    Client, ClientBuilder, Error, Object, Operation, Request, RequestOptions, client,
};
use arguments::{Asked, ask};
use std::ffi::OsString;
use std::process::ExitCode;

/// The operations of a group.
#[derive(Debug)]
pub struct CommandGroup {
    /// What is typed.
    pub name: &'static str,
    /// One line about it.
    pub about: &'static str,
    /// Its operations.
    pub commands: &'static [Command],
}

/// An operation as a command.
#[derive(Debug)]
pub struct Command {
    /// What is typed.
    pub name: &'static str,
    /// The words about it.
    pub about: &'static str,
    /// A line about each parameter, and one about the body where there is one.
    pub help: &'static [&'static str],
    /// What is sent.
    pub operation: fn() -> &'static Operation,
    /// Makes its parameters, all of them empty.
    pub blank: fn() -> Box<dyn Object>,
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
    /// What it reads credentials from, in words.
    pub environment: &'static str,
    /// All operations.
    pub groups: &'static [CommandGroup],
}

/// Wrong usage.
const USAGE: u8 = 2;

/// Runs the command line with these arguments, the program's name first. `builder` starts
/// the client, credentials included.
///
/// The exit code is 0 after a call without error, 1 after any other, 2 for wrong usage.
pub fn run<I>(line: &CommandLine, arguments: I, builder: ClientBuilder) -> ExitCode
where
    I: IntoIterator<Item = OsString>,
{
    match ask(line, arguments) {
        Ok(asked) => match answer(&asked, builder) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                show::error(&error);
                let wrong = matches!(error, Error::Argument(_) | Error::Build(_));
                if wrong { ExitCode::from(USAGE) } else { ExitCode::FAILURE }
            }
        },
        Err(error) => {
            let usage = error.use_stderr();
            // A closed terminal cannot be told anything.
            let _ = error.print();
            if usage { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
        }
    }
}

/// Sends what was asked for, and shows what comes back.
fn answer(asked: &Asked<'_>, builder: ClientBuilder) -> Result<(), Error> {
    let mut builder = builder;
    if let Some(url) = &asked.base_url {
        builder = builder.base_url(url);
    }
    for (name, value) in &asked.headers {
        builder = builder.header(name, value);
    }
    let api = builder.build()?;
    let mut params = (asked.command.blank)();
    fill::params(&mut *params, asked)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::build("cannot start", Some(error.into())))?;
    runtime.block_on(send(&api, asked, &*params))
}

async fn send(
    api: &Client,
    asked: &Asked<'_>,
    params: &dyn Object,
) -> Result<(), Error> {
    let options = RequestOptions::new();
    let operation = (asked.command.operation)();
    if asked.is_dry_run {
        return show::request(client::build(api, operation, params, &options)?);
    }
    let answer = client::start(api, operation, params, &options).await?;
    show::answer(answer, asked.is_compact).await
}
