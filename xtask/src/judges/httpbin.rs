//! `httpbin`, from PyPI: methods, values, bodies, redirects, chunks, times, credentials.

use super::driver;
use super::install::Store;
use super::process::{Service, free_port};
use super::verdict::{self, Verdict};
use crate::repository::root;
use anyhow::Result;
use std::process::Command;
use std::time::Duration;

const DRIVER: &str = include_str!("../../judges/httpbin.rs");

/// Runs the cases with an SDK for a small description of our own.
pub(super) fn judge(store: &Store) -> Result<Vec<Verdict>> {
    let packages = store.python("httpbin", &["httpbin>=0.10,<0.11", "gunicorn"])?;
    let description = root().join("xtask/judges/httpbin.yaml");
    let sdk = driver::generate(store, &description, "httpbin")?;
    let program = driver::build(store, &sdk, "httpbin", DRIVER)?;

    let port = free_port()?;
    let mut server = Command::new("python3");
    server.args(["-m", "gunicorn", "--threads", "8", "--bind"]);
    server.arg(format!("127.0.0.1:{port}")).arg("httpbin:app");
    server.env("PYTHONPATH", packages);
    let log = store.logs().join("httpbin.server.log");
    let server = Service::start(&mut server, port, &log, Duration::from_secs(60))?;
    let url = format!("http://127.0.0.1:{port}");
    let mut program = driver::command(&program, &[("BASE_URL", &url)]);
    let limit = Duration::from_secs(60);
    let verdicts = verdict::of_program(&mut program, "httpbin", &store.logs(), limit)?;
    server.stop()?;
    Ok(verdicts)
}
