//! The command line of the generated SDK, at a shell, against the server.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use mock::{Mock, Running};
use oasmith::diagnostic::Diagnostics;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const PROJECT: &str = "32b6e34b3d91647abb20e7b8";
const LIST: [&str; 2] = ["legacy-backup", "list-group-cluster-backup-checkpoints"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The program, built once: its feature is off when the workspace is built.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "atlas-sdk", "--features", "cli"])
            .current_dir(repository())
            .status();
        assert!(built.unwrap().success());
        // Beside the programs of this package.
        let name = format!("atlas-sdk{}", std::env::consts::EXE_SUFFIX);
        Path::new(env!("CARGO_BIN_EXE_mock")).with_file_name(name)
    })
}

async fn server() -> Running {
    let path = repository().join("spec/atlas-checkpoints.yaml");
    let mut found = Diagnostics::default();
    let config = oasmith::config::Config::default();
    let described = oasmith::describe(&path, &config, &mut found).unwrap();
    Mock::builder(described.api).document(described.document).start().await.unwrap()
}

/// Runs the program with no credentials but those given.
fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars() {
        if name.starts_with("MONGODB_ATLAS") || name.starts_with("ATLAS_SDK") {
            command.env_remove(name);
        }
    }
    command.args(arguments).envs(variables.iter().copied()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_prints_the_answer() {
    let server = server().await;
    let url = server.base_url();
    let call = ["--base-url", &url, "--group-id", PROJECT, "--cluster-name", "Cluster0"];
    let account = [
        ("MONGODB_ATLAS_CLIENT_ID", "id"),
        ("MONGODB_ATLAS_CLIENT_SECRET", "a-secret-of-mine"),
    ];
    let arguments = [&LIST[..], &call, &["--items-per-page", "7"]].concat();
    let done = run(&arguments, &account);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let page: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(page["results"][0]["id"], PROJECT);
    let sent = server.journal().last().unwrap();
    assert!(format!("{sent:?}").contains("itemsPerPage=7"), "{sent:?}");

    // No credentials: said before anything is sent.
    let before = server.journal().total();
    let refused = run(&arguments, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("credential"), "{}", text(&refused.stderr));
    assert_eq!(server.journal().total(), before);
}

#[test]
fn a_dry_run_shows_the_request_without_secrets() {
    let call = ["--group-id", PROJECT, "--cluster-name", "Cluster0", "--dry-run"];
    let arguments = [&LIST[..], &call].concat();
    let done = run(&arguments, &[("ATLAS_SDK_TOKEN", "a-secret-of-mine")]);
    let shown = text(&done.stdout);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(shown.contains("accept: application/vnd.atlas.2025-03-12+json"), "{shown}");
    assert!(!shown.contains("a-secret-of-mine"), "{shown}");
}

#[test]
fn wrong_usage_is_told_apart_and_help_says_all() {
    let call = ["--group-id", PROJECT, "--cluster-name", "C", "--items-per-page", "501"];
    let rule = run(&[&LIST[..], &call].concat(), &[]);
    assert_eq!(rule.status.code(), Some(2));
    assert!(text(&rule.stderr).contains("`itemsPerPage` must be at most 500"));
    let missing = run(&LIST, &[]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("--group-id"));
    let help = run(&[&LIST[..], &["--help"]].concat(), &[]);
    let shown = text(&help.stdout);
    assert!(help.status.success());
    for words in ["Project Read Only", "--page-num", "at most 500", "Deprecated"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(text(&run(&["--help"], &[]).stdout).contains("MONGODB_ATLAS_CLIENT_ID"));
}
