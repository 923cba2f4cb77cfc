//! `cargo xtask demo`: generate, serve the description, call it through the SDK, stop.

use crate::{codegen, describe, repository};
use anyhow::{Context, Result, bail};
use mock::{Credentials, Mock};
use std::process::ExitCode;

/// Make the SDK, serve its description on a free port, and list checkpoints through it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask demo
  cargo xtask demo --items 40")]
pub(crate) struct Arguments {
    /// How many checkpoints the server has; the SDK asks for five a page.
    #[arg(long, default_value_t = 12)]
    items: usize,
}

const CLIENT_ID: &str = "demo-client";
const CLIENT_SECRET: &str = "demo-secret";

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let code = codegen::run(&codegen::Arguments::default())?;
    if code != ExitCode::SUCCESS {
        return Ok(code);
    }
    let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
    runtime.block_on(serve_and_call(arguments.items))
}

async fn serve_and_call(items: usize) -> Result<ExitCode> {
    let server = Mock::builder(describe::repository_spec()?.api)
        .collection(items)
        .credentials(Credentials::any().client(CLIENT_ID, CLIENT_SECRET))
        .start()
        .await
        .context("cannot listen on 127.0.0.1")?;
    println!("a server for the description listens on {}", server.base_url());

    // The example is a program of its own, so that a broken SDK cannot break this task.
    let mut example = repository::cargo();
    example
        .args(["run", "--quiet", "--package", "xtask", "--example", "checkpoints"])
        .env("MONGODB_ATLAS_CLIENT_ID", CLIENT_ID)
        .env("MONGODB_ATLAS_CLIENT_SECRET", CLIENT_SECRET)
        .env("ATLAS_BASE_URL", server.base_url());
    let status = tokio::task::spawn_blocking(move || example.status())
        .await?
        .context("cannot run the SDK's example")?;

    let requests = server.journal().total();
    let violations = server.journal().violations();
    server.stop().await;
    if !status.success() {
        bail!("the SDK's example failed");
    }
    for violation in &violations {
        eprintln!("not as described: {violation:?}");
    }
    if !violations.is_empty() {
        bail!("{} of {requests} requests were not as described", violations.len());
    }
    println!("{requests} requests, all as described; the server has stopped");
    Ok(ExitCode::SUCCESS)
}
