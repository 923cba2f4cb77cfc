//! Bad input, at a shell: what is said, the exit code, and the old output untouched.
//!
//! `bad_input/` holds the descriptions. What issue and standard call a mistake but real
//! descriptions hold anyway is repaired with a warning; `--strict` makes it an error.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: Good, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: getA\n      responses: {'200': {description: ok}}\n";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input").join(name)
}

fn oasmith() -> Command {
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
}

fn generate(description: &Path, folder: &Path, more: &[&str]) -> Output {
    let mut command = oasmith();
    command.arg("generate").arg(description).arg("--out").arg(folder).args(more);
    command.output().unwrap()
}

/// All files below a folder, with their text.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    files
}

/// A folder that holds a crate made of a good description.
struct Old {
    room: tempfile::TempDir,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Old {
    fn new() -> Self {
        let room = tempfile::tempdir().unwrap();
        fs::write(room.path().join("good.yaml"), GOOD).unwrap();
        let old = Self { room, before: BTreeMap::new() };
        let made = generate(&old.good(), &old.folder(), &[]);
        assert!(made.status.success(), "{}", text(&made));
        let before = tree(&old.folder());
        Self { before, ..old }
    }

    fn good(&self) -> PathBuf {
        self.room.path().join("good.yaml")
    }

    fn folder(&self) -> PathBuf {
        self.room.path().join("crate")
    }

    /// Nothing in the crate changed, and nothing is left beside it.
    fn is_untouched(&self) {
        assert!(tree(&self.folder()) == self.before, "the old output was touched");
        self.nothing_is_left_over();
    }

    fn nothing_is_left_over(&self) {
        let names = fs::read_dir(self.room.path()).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name.to_string_lossy().starts_with('.'));
        assert!(names.is_empty(), "left over: {names:?}");
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The fixture is refused, its code, position, pointer and help are said, and the old
/// output stays.
fn is_refused(name: &str, more: &[&str], words: &[&str]) {
    let old = Old::new();
    let output = generate(&fixture(name), &old.folder(), more);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in:\n{said}");
    }
    assert!(said.contains("help: "), "no help in:\n{said}");
    assert!(said.contains("nothing was written"), "{said}");
    old.is_untouched();
}

#[test]
fn not_yaml() {
    is_refused("not-yaml.yaml", &[], &["error[OAS0102]", "not-yaml.yaml:2:2"]);
}

#[test]
fn not_openapi() {
    is_refused("not-openapi.yaml", &[], &["error[OAS0103]", "not-openapi.yaml:1:1"]);
}

#[test]
fn unknown_version() {
    let words = ["error[OAS0201]", "version-4.yaml:1:1", "`4.0.0`", "#/openapi"];
    is_refused("version-4.yaml", &[], &words);
}

#[test]
fn dangling_reference() {
    let words = [
        "dangling-reference.yaml:12:15",
        "`#/components/schemas/Missing`",
        "#/paths/~1a/get/responses/200/content/application~1json/schema",
    ];
    is_mended("dangling-reference.yaml", "OAS0302", &words);
}

#[test]
fn all_is_said_in_one_run() {
    let words = ["schemas/First", "schemas/Second"];
    is_mended("several.yaml", "OAS0302", &words);
}

/// Repaired with a warning that has a position and help; an error with `--strict`.
fn is_mended(name: &str, code: &str, words: &[&str]) {
    let old = Old::new();
    let output = generate(&fixture(name), &old.folder(), &[]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for word in [&[&format!("warning[{code}]"), "help: "][..], words].concat() {
        assert!(said.contains(word), "`{word}` is not in:\n{said}");
    }
    let error = format!("error[{code}]");
    is_refused(name, &["--strict"], &[words, &[&error]].concat());
}

#[test]
fn alias_cycle() {
    let words = ["alias-cycle.yaml:16:5", "#/components/schemas/Two"];
    is_mended("alias-cycle.yaml", "OAS0303", &words);
}

#[test]
fn duplicate_operation_id() {
    let words =
        ["duplicate-operation-id.yaml:9:5", "`operationId: getA`", "#/paths/~1b/get"];
    is_mended("duplicate-operation-id.yaml", "OAS0327", &words);
}

#[test]
fn duplicate_parameter() {
    let words = ["duplicate-parameter.yaml:9:11", "#/paths/~1a/get/parameters/1"];
    is_mended("duplicate-parameter.yaml", "OAS0325", &words);
}

#[test]
fn path_parameter_that_the_path_has_not() {
    let words = ["parameter-not-in-path.yaml:8:11", "`id`"];
    is_mended("parameter-not-in-path.yaml", "OAS0323", &words);
}

#[test]
fn path_variable_that_is_not_declared() {
    let words = ["path-variable-not-declared.yaml:5:5", "`id`"];
    is_mended("path-variable-not-declared.yaml", "OAS0322", &words);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let old = Old::new();
    let output = generate(&old.good(), &old.good().join("crate"), &[]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[OAS0601]") && said.contains("help: "), "{said}");
    old.is_untouched();
}

#[test]
fn wrong_usage() {
    for arguments in [&["generate", "--no-such"][..], &["no-such"], &[]] {
        let output = oasmith().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output));
    }
    let no_folder =
        oasmith().arg("generate").arg(fixture("several.yaml")).output().unwrap();
    assert_eq!(no_folder.status.code(), Some(2));
    assert!(text(&no_folder).contains("--out"), "{}", text(&no_folder));
}

/// A description of many operations, whose crate takes a while to write.
fn large(room: &Path) -> PathBuf {
    let mut description =
        "openapi: 3.0.3\ninfo: {title: Large, version: '1'}\npaths:\n".to_owned();
    for index in 0..400 {
        description += &format!(
            "  /things{index}:\n    get:\n      operationId: getThings{index}\n      \
             tags: [Tag {}]\n      responses: {{'200': {{description: ok}}}}\n",
            index % 7
        );
    }
    let path = room.join("large.yaml");
    fs::write(&path, description).unwrap();
    path
}

#[test]
#[cfg(unix)]
fn a_disk_that_is_full() {
    let old = Old::new();
    let large = large(old.room.path());
    // No file may have more than 8 blocks; the signal is ignored, so that writing fails.
    let output = Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 8; exec \"$0\" generate \"$1\" --out \"$2\"")
        .arg(env!("CARGO_BIN_EXE_oasmith"))
        .arg(&large)
        .arg(old.folder())
        .output()
        .unwrap();
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[OAS0601]") && said.contains("free space"), "{said}");
    old.is_untouched();
}

/// Killed at any moment: the next run finds the crate as it was before, or as it was to
/// become, and never something between.
#[test]
fn a_run_that_is_killed() {
    let old = Old::new();
    let large = large(old.room.path());
    let mut killed = 0;
    for milliseconds in [2, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200] {
        let mut command = oasmith();
        command.arg("generate").arg(&large).arg("--out").arg(old.folder());
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        // It may be done already.
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let again = generate(&old.good(), &old.folder(), &[]);
        assert!(again.status.success(), "{}", text(&again));
        assert!(tree(&old.folder()) == old.before, "after {milliseconds} ms");
        old.nothing_is_left_over();
    }
    assert!(killed > 0, "no run was killed in its middle");
}
