//! Apache httpd with `mod_auth_digest`: whether our answers to its challenges are right.

use super::driver::{self, Verdict};
use super::install;
use super::service::{Service, free_port};
use crate::repository;
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Command;

// `public`, with the password `private`: the last part is the MD5 hash of all three.
const USERS: &str = "public:judge:f8d120f3d943fa1581883f45141b84d1\n";
const MEDIA_TYPE: &str = "application/vnd.atlas.2025-03-12+json";
const DRIVER: &str = include_str!("drivers/apache.rs");

pub(super) fn judge() -> Result<Vec<Verdict>> {
    let base = driver::home();
    let root = install::debian(&base, &["apache2-bin", "libapr1", "libaprutil1"])?;
    let folder = base.join("apache");
    let pages = folder.join("pages");
    fs::create_dir_all(&pages)?;
    fs::write(pages.join("index.json"), "{\"results\":[],\"totalCount\":0}")?;
    fs::write(folder.join("users"), USERS)?;
    let port = free_port()?;
    fs::write(folder.join("httpd.conf"), configuration(&root, &folder, port))?;
    let mut httpd = Command::new(root.join("usr/sbin/apache2"));
    httpd.env("LD_LIBRARY_PATH", libraries(&root)?);
    httpd.args(["-X", "-f"]).arg(folder.join("httpd.conf"));
    let _httpd = Service::start(&mut httpd, port, &folder.join("output.log"))?;

    let sdk = repository::root().join("generated");
    let url = format!("http://127.0.0.1:{port}");
    let log = folder.join("access.log");
    let mut verdicts = driver::ask("apache", &sdk, DRIVER, &[("BASE_URL", &url)])?;
    verdicts.push(challenges(&fs::read_to_string(log)?));
    Ok(verdicts)
}

// The libraries are in a folder named after the machine's kind.
fn libraries(root: &Path) -> Result<std::path::PathBuf> {
    for entry in fs::read_dir(root.join("usr/lib"))? {
        let path = entry?.path();
        if path.join("libapr-1.so.0").exists() {
            return Ok(path);
        }
    }
    anyhow::bail!("the libraries of httpd were not unpacked")
}

fn configuration(root: &Path, folder: &Path, port: u16) -> String {
    let modules = root.join("usr/lib/apache2/modules");
    let wanted = [
        "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_digest", "alias",
        "mime",
    ];
    let load = wanted.map(|name| {
        format!("LoadModule {name}_module {}/mod_{name}.so\n", modules.display())
    });
    let (load, folder) = (load.concat(), folder.display());
    format!(
        "{load}\
         ServerName 127.0.0.1\n\
         Listen 127.0.0.1:{port}\n\
         PidFile {folder}/pid\n\
         DefaultRuntimeDir {folder}\n\
         ErrorLog {folder}/error.log\n\
         LogFormat \"%>s %U %q\" short\n\
         CustomLog {folder}/access.log short\n\
         TypesConfig /dev/null\n\
         DocumentRoot {folder}/pages\n\
         AliasMatch \"^/api/atlas/v2/groups/.*/backupCheckpoints$\" \"{folder}/pages/index.json\"\n\
         <Directory {folder}/pages>\n\
         ForceType {MEDIA_TYPE}\n\
         AuthType Digest\n\
         AuthName judge\n\
         AuthDigestDomain /\n\
         AuthDigestProvider file\n\
         AuthDigestNonceLifetime 2\n\
         AuthUserFile {folder}/users\n\
         Require valid-user\n\
         </Directory>\n"
    )
}

/// Whether challenges were answered and their nonces used again: one challenge for the
/// first call of the client that makes ten in a row.
fn challenges(log: &str) -> Verdict {
    let row = log.lines().filter(|line| line.contains("pageNum=7"));
    let statuses: Vec<&str> = row.filter_map(|line| line.split(' ').next()).collect();
    let challenged = statuses.iter().filter(|status| **status == "401").count();
    let good = statuses.iter().filter(|status| **status == "200").count();
    let fault = (challenged != 1 || good != 10)
        .then(|| format!("{challenged} challenges for {good} good calls in a row"));
    Verdict { case: "one challenge for ten calls in a row".into(), fault }
}
