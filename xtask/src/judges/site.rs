//! The site in a real browser: Chromium from the system, axe-core and html-validate from
//! npm.

use super::install::Store;
use super::verdict::{self, Verdict};
use crate::repository::root;
use anyhow::{Result, anyhow};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long the browser may take for all pages.
const LIMIT: Duration = Duration::from_secs(900);
/// So many pages of each site are opened; links are followed on all of them.
const MOST: usize = 24;

/// The names under which browsers of this kind are installed.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser of this machine.
pub(crate) fn browser() -> Option<PathBuf> {
    let answers = |name: &&str| {
        let mut command = Command::new(name);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    BROWSERS.iter().find(|name| answers(name)).and_then(|name| found(name))
}

/// Where a program is on the search path.
fn found(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|one| one.join(name)).find(|one| one.is_file())
}

/// The parts of npm that drive the browser and look at pages.
pub(crate) fn modules(store: &Store) -> Result<Vec<PathBuf>> {
    let packages =
        [("puppeteer-core", "24"), ("axe-core", "4"), ("html-validate", "10")];
    packages.iter().map(|(name, version)| store.npm(name, version)).collect()
}

/// Judges the site for the description in spec/, for one with other constructs, and for
/// the whole of Atlas where that is there.
pub(super) fn judge(store: &Store, atlas: &Path) -> Result<Vec<Verdict>> {
    let Some(chromium) = browser() else {
        let why = format!("no browser is installed: none of {}", BROWSERS.join(", "));
        return Ok(vec![Verdict::skipped("all pages", why)]);
    };
    if found("node").is_none() || found("npm").is_none() {
        return Ok(vec![Verdict::skipped("all pages", "`node` or `npm` is missing")]);
    }
    let mut descriptions = vec![
        ("checkpoints", root().join("spec/atlas-checkpoints.yaml")),
        ("unions", root().join("generator/tests/features/unions/spec.yaml")),
        ("bodies", root().join("generator/tests/features/bodies/spec.yaml")),
    ];
    if atlas.exists() {
        descriptions.push(("atlas", atlas.to_path_buf()));
    }
    let mut sites = serde_json::Map::new();
    for (name, description) in descriptions {
        let folder = store.folder.join("sites").join(name);
        write(&description, &folder)?;
        sites.insert(name.to_owned(), json!(folder));
    }
    let settings = json!({
        "chromium": chromium,
        "modules": modules(store)?,
        "sites": sites,
        "most": MOST,
        "kinds": { "checkpoints": [
            { "text": "pageNum", "kind": "parameter" },
            { "text": "PaginatedCheckpoints", "kind": "model" },
            { "text": "REPLICA_SET", "kind": "value" },
        ] },
    });
    let file = store.folder.join("site.json");
    fs::write(&file, serde_json::to_vec(&settings)?)?;
    let mut node = Command::new("node");
    node.arg(root().join("xtask/judges/site.cjs")).arg(file);
    verdict::of_program(&mut node, "site", &store.logs(), LIMIT)
}

/// Writes the site about a description into a folder of its own.
pub(crate) fn write(description: &Path, folder: &Path) -> Result<()> {
    let mut found = Diagnostics::default();
    let settings = description.with_file_name(oasmith::config::FILE_NAME);
    let config = match settings.exists() {
        true => oasmith::config::read(&settings, &mut found),
        false => Ok(Config::default()),
    };
    let files = config.and_then(|one| oasmith::site_of(description, &one, &mut found));
    let files =
        files.map_err(|_| anyhow!("{}: {:?}", description.display(), found.all()))?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for file in files {
        let path = folder.join(file.path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        fs::write(path, file.text)?;
    }
    Ok(())
}
