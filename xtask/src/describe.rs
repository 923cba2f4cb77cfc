//! The description that the SDK of this repository is made from.

use crate::repository;
use anyhow::Result;
use oasmith::Described;
use oasmith::diagnostic::{Diagnostics, RenderOptions, render};

/// The API that `spec/oasmith.toml` names, as a server speaks it.
pub(crate) fn repository_spec() -> Result<Described> {
    let mut found = Diagnostics::default();
    let config = oasmith::config::read(
        repository::root().join("spec/oasmith.toml").as_path(),
        &mut found,
    );
    let described = config.and_then(|config| {
        let input = config.input.clone().unwrap_or_default();
        oasmith::describe(&input, &config, &mut found)
    });
    described.map_err(|_| {
        anyhow::anyhow!("{}", render(&found, RenderOptions::default()).trim().to_owned())
    })
}
