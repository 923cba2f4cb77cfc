//! Stoplight Prism, from npm: a mock that validates requests against a description. Every
//! operation whose request can be made up is sent through the generated SDK.

use super::driver::{self, Verdict};
use super::install;
use super::service::{Service, free_port};
use anyhow::{Context, Result, anyhow};
use oasmith::diagnostic::Diagnostics;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const DRIVER: &str = include_str!("drivers/prism.rs");

/// Judges the requests to all operations of a description.
pub(super) fn judge(description: &Path) -> Result<Vec<Verdict>> {
    let base = driver::home();
    let programs = install::npm(&base, "@stoplight/prism-cli")?;
    let mut found = Diagnostics::default();
    let described = oasmith::describe(description, &oasmith::config::Config::default(), &mut found)
        .map_err(|_| anyhow!("{} cannot be generated", description.display()))?;
    let stem = description.file_stem().context("the description has no name")?;
    let stem = stem.to_string_lossy().into_owned();
    let document = described.document.root;
    let canonical = base.join(format!("{stem}.json"));
    fs::write(&canonical, document.to_string())?;

    let port = free_port()?;
    let mut prism = Command::new(programs.join("prism"));
    prism.args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()]);
    prism.arg(&canonical).env("NODE_OPTIONS", "--max-old-space-size=4096");
    let _prism = Service::start(&mut prism, port, &base.join("prism.log"))?;

    let sdk = driver::generate(description, &stem)?;
    let named = oasmith::name::name(described.api);
    let url = format!("http://127.0.0.1:{port}");
    let program = program(&named, &document)?;
    driver::ask(&format!("prism-{stem}"), &sdk, &program, &[("BASE_URL", &url)])
}

/// The program, with a line for each operation.
fn program(named: &oasmith::name::Named, document: &serde_json::Value) -> Result<String> {
    let mut calls = String::new();
    for (index, operation) in named.api.operations.iter().enumerate() {
        let Some(sample) = mock::sample(&named.api, Some(document), index, 1) else { continue };
        let Some(name) = named.names.operations.get(index) else { continue };
        let Some(group) = named.names.groups.get(name.group.0) else { continue };
        writeln!(
            calls,
            "    call::<sdk::operations::{}::{}>(&client, {:?}, {:?}).await;",
            group.module,
            name.params,
            operation.id,
            sample.to_string()
        )?;
    }
    Ok(DRIVER.replace("    // Calls are put here.\n", &calls))
}
