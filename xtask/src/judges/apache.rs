//! Apache httpd with `mod_auth_digest`: whether our answers to its challenges are right.

use super::install::Store;
use super::process::{Service, free_port};
use super::verdict::{self, Verdict};
use anyhow::Result;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Name, realm, and the MD5 sum of both and the password `private`, with colons between.
const USERS: &str = "public:judge:f8d120f3d943fa1581883f45141b84d1\n\
                     qu\"o\\te:judge:dde5f00bce45936e4ac273324c800758\n";
const MEDIA_TYPE: &str = "application/vnd.atlas.2025-03-12+json";
const MODULES: [&str; 10] = [
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_digest",
    "alias",
    "mime",
    "reqtimeout",
    "setenvif",
];

/// Runs the cases; the server's own log says how it went on the wire.
pub(super) fn judge(store: &Store) -> Result<Vec<Verdict>> {
    let root = store.debian("apache2-bin")?;
    let folder = store.folder.join("apache");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("pages"))?;
    fs::write(folder.join("pages/index.json"), "{\"results\":[],\"totalCount\":7}")?;
    fs::write(folder.join("users"), USERS)?;
    let port = free_port()?;
    // What is installed on the system is not unpacked.
    let root = if program(&root).exists() { root } else { PathBuf::from("/") };
    fs::write(folder.join("httpd.conf"), configuration(&root, &folder, port))?;

    let mut httpd = Command::new(program(&root));
    httpd.env("LD_LIBRARY_PATH", libraries(&root)?);
    httpd.arg("-DFOREGROUND").arg("-f").arg(folder.join("httpd.conf"));
    let start_limit = Duration::from_secs(20);
    let httpd =
        Service::start(&mut httpd, port, &folder.join("output.log"), start_limit)?;
    let url = format!("http://127.0.0.1:{port}");
    let limit = Duration::from_secs(60);
    let environment = [("BASE_URL", url.as_str())];
    let mut verdicts =
        verdict::of_example("judge_apache", &store.logs(), &environment, limit)?;
    httpd.stop()?;
    verdicts.extend(on_the_wire(&fs::read_to_string(folder.join("access.log"))?));
    let sha = "mod_auth_digest knows MD5 only: httpbin judges SHA-256";
    verdicts.push(Verdict::skipped("SHA-256", sha));
    Ok(verdicts)
}

fn program(root: &Path) -> PathBuf {
    root.join("usr/sbin/apache2")
}

/// The folders of libraries, which are named after the machine's kind.
fn libraries(root: &Path) -> Result<String> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root.join("usr/lib"))? {
        let path = entry?.path();
        if path.is_dir() && path.to_string_lossy().contains("-linux-") {
            folders.push(path.display().to_string());
        }
    }
    Ok(folders.join(":"))
}

/// The name of a cluster says which case a request belongs to, and which rules hold.
fn configuration(root: &Path, folder: &Path, port: u16) -> String {
    let modules = root.join("usr/lib/apache2/modules");
    // What the build has linked in needs no loading.
    let load: String = MODULES
        .iter()
        .map(|name| (name, modules.join(format!("mod_{name}.so"))))
        .filter(|(_, path)| path.exists())
        .map(|(name, path)| format!("LoadModule {name}_module {}\n", path.display()))
        .collect();
    let folder = folder.display();
    format!(
        "{load}\
         ServerName 127.0.0.1\n\
         Listen 127.0.0.1:{port}\n\
         StartServers 1\n\
         PidFile {folder}/pid\n\
         DefaultRuntimeDir {folder}\n\
         Mutex file:{folder}\n\
         ErrorLog {folder}/error.log\n\
         LogFormat \"%>s %U %q\" short\n\
         CustomLog {folder}/access.log short\n\
         TypesConfig /dev/null\n\
         DocumentRoot {folder}/pages\n\
         AliasMatch \"^/api/atlas/v2/groups/.*\" \"{folder}/pages/index.json\"\n\
         ForceType {MEDIA_TYPE}\n\
         {}{}{}",
        rules("Location \"/\"", &folder, "AuthDigestNonceLifetime 300"),
        rules(
            "LocationMatch \"/clusters/Stale/\"",
            &folder,
            "AuthDigestNonceLifetime 1"
        ),
        rules("LocationMatch \"/clusters/Counted/\"", &folder, "AuthDigestNcCheck On"),
    )
}

/// What holds in a part of the server. Nothing of `mod_auth_digest` is taken over from the
/// part that it is in.
fn rules(part: &str, folder: &dyn Display, more: &str) -> String {
    let name = part.split(' ').next().unwrap_or_default();
    format!(
        "<{part}>\n\
         AuthType Digest\n\
         AuthName judge\n\
         AuthDigestAlgorithm MD5\n\
         AuthDigestQop auth\n\
         AuthDigestProvider file\n\
         AuthUserFile {folder}/users\n\
         Require valid-user\n\
         {more}\n\
         </{name}>\n"
    )
}

/// What the server's log must hold for a case: the statuses in their order.
const EXPECTED: [(&str, &str); 6] = [
    ("First", "401 200"),
    ("Row", "401 200 200 200 200 200 200 200 200 200 200"),
    ("Counted", "401 200 200 200 200 200 200 200 200 200 200"),
    ("Stale", "401 200 401 200"),
    ("Quoted", "401 200"),
    ("WrongKey", "401 401"),
];

fn on_the_wire(log: &str) -> Vec<Verdict> {
    let statuses = |case: &str| {
        let place = format!("/clusters/{case}/");
        let lines = log.lines().filter(|line| line.contains(&place));
        let statuses: Vec<&str> =
            lines.filter_map(|line| line.split(' ').next()).collect();
        statuses.join(" ")
    };
    EXPECTED
        .iter()
        .map(|(case, expected)| {
            let name = format!("{case}: the server's log");
            Verdict::expect(&name, &statuses(case), expected)
        })
        .collect()
}
