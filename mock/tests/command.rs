//! The command, as it is run.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn mock() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mock"))
}

fn description() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/descriptions/library.yaml")
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[tokio::test]
async fn it_says_where_it_listens_and_what_comes() {
    let arguments = ["--items", "25", "--faults", "503@#2 on listBooks"];
    let child = mock().arg(description()).args(arguments).stdout(Stdio::piped()).spawn();
    let mut child = Ended(child.unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    assert_eq!(next(), "Library 1");
    assert_eq!(next(), "  GET     /books  listBooks");
    let listening =
        std::iter::repeat_with(&mut next).find(|line| line.contains("listening"));
    let listening = listening.unwrap();
    let url = listening.split(' ').nth(2).unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let get = async |query: &str| {
        client.get(format!("{url}/books{query}")).send().await.unwrap()
    };
    assert_eq!(get("").await.status(), 200);
    assert_eq!(next(), "200 GET /live/api/books listBooks");
    assert_eq!(get("").await.status(), 503);
    assert_eq!(next(), "503 GET /live/api/books listBooks [503]");
    assert_eq!(get("?page=0").await.status(), 400);
    assert_eq!(next(), "400 GET /live/api/books?page=0 listBooks");
    assert!(next().contains("query parameter page: 0 is less than the minimum 1"));
}

#[test]
fn wrong_input_is_explained() {
    let missing = mock().arg("nowhere.yaml").output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing).contains("nowhere.yaml"), "{}", text(&missing));
    let fault =
        mock().arg(description()).args(["--faults", "sometimes"]).output().unwrap();
    assert_eq!(fault.status.code(), Some(2));
    assert!(text(&fault).contains("`sometimes` is no fault"), "{}", text(&fault));
    let help = mock().arg("--help").output().unwrap();
    assert!(help.status.success() && text(&help).contains("Examples:"));
}
