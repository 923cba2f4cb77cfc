//! `httpbin`, from PyPI: methods, bodies, redirects, compression, chunks and credentials.

use super::driver::{self, Verdict};
use super::install;
use super::service::{Service, free_port};
use crate::repository;
use anyhow::Result;
use std::process::Command;

const DRIVER: &str = include_str!("drivers/httpbin.rs");

pub(super) fn judge() -> Result<Vec<Verdict>> {
    let base = driver::home();
    let programs = install::python(&base, &["httpbin", "gunicorn"])?;
    let port = free_port()?;
    let mut server = Command::new(programs.join("gunicorn"));
    server.args(["--bind", &format!("127.0.0.1:{port}"), "--threads", "8", "httpbin:app"]);
    let _server = Service::start(&mut server, port, &base.join("httpbin.log"))?;

    let description = repository::root().join("xtask/src/judges/drivers/httpbin.yaml");
    let sdk = driver::generate(&description, "httpbin")?;
    let url = format!("http://127.0.0.1:{port}");
    driver::ask("httpbin", &sdk, DRIVER, &[("BASE_URL", &url)])
}
