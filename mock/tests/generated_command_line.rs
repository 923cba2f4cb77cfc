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
const LIST: [&str; 3] = ["api", "legacyBackup", "listGroupClusterBackupCheckpoints"];
const CALL: [&str; 4] = ["--groupId", PROJECT, "--clusterName", "Cluster0"];
const ACCOUNT: [(&str, &str); 2] = [
    ("MONGODB_ATLAS_CLIENT_ID", "id"),
    ("MONGODB_ATLAS_CLIENT_SECRET", "a-secret-of-mine"),
];

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
        let name = format!("atlas{}", std::env::consts::EXE_SUFFIX);
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

/// Runs the program with no credentials but those given, and with folders of its own.
fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars() {
        if name.starts_with("MONGODB_ATLAS") || name.starts_with("ATLAS_SDK") {
            command.env_remove(name);
        }
    }
    command
        .args(arguments)
        .env("ATLAS_SDK_CONFIG_DIR", folder.join("config"))
        .env("ATLAS_SDK_CACHE_DIR", folder.join("cache"))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), arguments, variables)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_prints_the_answer() {
    let server = server().await;
    let url = server.base_url();
    let flags = ["--base-url", &url, "--itemsPerPage", "7"];
    let arguments = [&LIST[..], &CALL, &flags].concat();
    let done = run(&arguments, &ACCOUNT);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let page: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(page["results"][0]["id"], PROJECT);
    let sent = server.journal().last().unwrap();
    assert!(format!("{sent:?}").contains("itemsPerPage=7"), "{sent:?}");
    assert!(
        text(&done.stderr)
            .contains("warning: listGroupClusterBackupCheckpoints is depr")
    );

    // No credentials: said before anything is sent.
    let before = server.journal().total();
    let refused = run(&arguments, &[]);
    assert_eq!(refused.status.code(), Some(3));
    let told = text(&refused.stderr);
    assert!(told.contains("needs credentials, and there are none"), "{told}");
    let half = run(&arguments, &ACCOUNT[..1]);
    let told = text(&half.stderr);
    assert!(told.contains(": MONGODB_ATLAS_CLIENT_SECRET is not set"), "{told}");
    assert_eq!(server.journal().total(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_kept_between_runs_and_forgotten_at_logout() {
    let server = server().await;
    let url = server.base_url();
    let folder = tempfile::tempdir().unwrap();
    let arguments = [&LIST[..], &CALL, &["--base-url", &url]].concat();
    let tokens = || {
        let journal = server.journal();
        let all = journal.entries();
        all.iter().filter(|entry| format!("{entry:?}").contains("oauth/token")).count()
    };
    for _ in 0..2 {
        assert!(run_in(folder.path(), &arguments, &ACCOUNT).status.success());
    }
    assert_eq!(tokens(), 1);
    assert!(run_in(folder.path(), &["auth", "logout"], &[]).status.success());
    assert!(run_in(folder.path(), &arguments, &ACCOUNT).status.success());
    assert_eq!(tokens(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dry_run_of_a_service_account_is_two_commands_that_work() {
    let server = server().await;
    let url = server.base_url();
    let flags = ["--base-url", &url, "--dry-run"];
    let done = run(&[&LIST[..], &CALL, &flags].concat(), &ACCOUNT);
    let script = text(&done.stdout);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(
        script.contains("accept: application/vnd.atlas.2025-03-12+json"),
        "{script}"
    );
    assert!(!script.contains("a-secret-of-mine"), "{script}");
    assert_eq!(server.journal().total(), 0);
    if Command::new("curl").arg("--version").output().is_err() {
        return eprintln!("skipped: there is no curl here");
    }
    let ran = Command::new("sh").args(["-c", &script]).envs(ACCOUNT).output().unwrap();
    let page: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(page["results"][0]["id"], PROJECT);
}

#[test]
fn versions_are_those_that_are_asked_for() {
    let flags = ["--version", "2024-08-05", "--dry-run"];
    let done =
        run(&[&LIST[..], &CALL, &flags].concat(), &[("ATLAS_SDK_TOKEN", "secret")]);
    let shown = text(&done.stdout);
    assert!(shown.contains("accept: application/vnd.atlas.2024-08-05+json"), "{shown}");
    assert!(shown.contains("\"authorization: Bearer ${ATLAS_SDK_TOKEN}\""), "{shown}");
}

#[test]
fn wrong_usage_is_told_apart_and_help_says_all() {
    let call = ["--group-id", PROJECT, "--cluster-name", "C", "--items-per-page", "501"];
    let rule = run(&[&LIST[..], &call].concat(), &[]);
    assert_eq!(rule.status.code(), Some(2));
    assert!(text(&rule.stderr).contains("--itemsPerPage: \"501\" must be at most 500"));
    let missing = run(&LIST, &[]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        text(&missing.stderr)
            .contains("missing: --groupId <TEXT>, --clusterName <TEXT>")
    );
    let help = run(&[&LIST[..], &["--help"]].concat(), &[]);
    let shown = text(&help.stdout);
    assert!(help.status.success());
    for words in ["Project Read Only", "--pageNum", "at most 500", "Deprecated"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(text(&run(&["--help"], &[]).stdout).contains("MONGODB_ATLAS_CLIENT_ID"));
}
