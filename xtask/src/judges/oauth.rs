//! A mock of an OAuth 2 server, from npm: whether it gives us tokens.

use super::driver::{self, Verdict};
use super::install;
use super::service::{Service, free_port};
use crate::repository;
use anyhow::{Context, Result};
use std::process::Command;

const DRIVER: &str = include_str!("drivers/oauth.rs");

pub(super) fn judge() -> Result<Vec<Verdict>> {
    let base = driver::home();
    let programs = install::npm(&base, "oauth2-mock-server")?;
    let port = free_port()?;
    let mut issuer = Command::new(programs.join("oauth2-mock-server"));
    issuer.args(["-a", "127.0.0.1", "-p", &port.to_string()]);
    let issuer = Service::start(&mut issuer, port, &base.join("oauth.log"))?;

    // The API itself is served by our own server, which takes any token.
    let api_port = free_port()?;
    let mock = build_mock()?;
    let mut api = Command::new(mock);
    api.arg(repository::root().join("spec/atlas-checkpoints.yaml"));
    api.args(["--port", &api_port.to_string()]);
    let api = Service::start(&mut api, api_port, &base.join("oauth-api.log"))?;

    let sdk = repository::root().join("generated");
    let api_url = format!("http://127.0.0.1:{api_port}");
    let token_url = format!("http://localhost:{port}/token");
    let environment = [("BASE_URL", api_url.as_str()), ("TOKEN_URL", token_url.as_str())];
    let verdicts = driver::ask("oauth", &sdk, DRIVER, &environment);
    verdicts.with_context(|| format!("{}\n{}", issuer.log(), api.log()))
}

fn build_mock() -> Result<std::path::PathBuf> {
    let status = repository::cargo()
        .args(["build", "--quiet", "--package", "mock"])
        .status()
        .context("cannot run cargo")?;
    anyhow::ensure!(status.success(), "the mock server does not build");
    let name = format!("mock{}", std::env::consts::EXE_SUFFIX);
    Ok(repository::target().join("debug").join(name))
}
