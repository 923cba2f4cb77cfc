//! Generating again, at a shell: nothing that a person did is lost, and nothing is half done.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use fs4::FileExt;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PETS: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses: {'200': {description: ok}}
  /toys:
    get:
      operationId: listToys
      tags: [Toys]
      responses: {'200': {description: ok}}
";

/// A folder with a description and the crate that was made of it.
struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let room = Self { folder: tempfile::tempdir().unwrap() };
        room.describe(PETS);
        let made = room.generate(&[]);
        assert!(made.status.success(), "{}", said(&made));
        room
    }

    fn describe(&self, text: &str) {
        fs::write(self.folder.path().join("pets.yaml"), text).unwrap();
    }

    fn sdk(&self, path: &str) -> PathBuf {
        self.folder.path().join("sdk").join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.sdk(path)).unwrap()
    }

    /// As a person does with an editor.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "`{from}` is not in:\n{text}");
        fs::write(self.sdk(path), text.replacen(from, to, 1)).unwrap();
    }

    fn generate(&self, more: &[&str]) -> Output {
        self.command(more).output().unwrap()
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        command.args(["generate", "pets.yaml", "--out", "sdk"]).args(more);
        command.current_dir(self.folder.path());
        command
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder, with their bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(folder).unwrap().to_owned();
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

#[test]
fn an_edited_file_is_named_and_kept_unless_forced() {
    let room = Room::new();
    let before = tree(&room.sdk(""));
    room.edit("src/client.rs", "//!", "//! Edited.");
    let edited = room.read("src/client.rs");
    for _ in 0..2 {
        let output = room.generate(&[]);
        assert!(output.status.success(), "{}", said(&output));
        for word in ["OAS0606", "sdk/src/client.rs", "1 edited and kept"] {
            assert!(said(&output).contains(word), "{}", said(&output));
        }
        assert_eq!(room.read("src/client.rs"), edited);
    }
    let check = room.generate(&["--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(said(&check).contains("`src/client.rs` was edited"), "{}", said(&check));
    let strict = room.generate(&["--strict"]);
    assert_eq!(strict.status.code(), Some(1), "{}", said(&strict));
    assert_eq!(room.read("src/client.rs"), edited);
    let forced = room.generate(&["--force"]);
    assert!(forced.status.success(), "{}", said(&forced));
    assert!(tree(&room.sdk("")) == before, "{}", said(&forced));
}

#[test]
fn the_version_of_the_crate_survives_and_the_rest_is_kept_up_to_date() {
    let room = Room::new();
    room.edit("Cargo.toml", "version = \"0.1.0\"", "version = \"0.7.2\" # by hand");
    let check = room.generate(&["--check"]);
    assert!(check.status.success(), "{}", said(&check));
    room.describe(&PETS.replace("[Toys]", "[Games]"));
    let output = room.generate(&[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!said(&output).contains("OAS0606"), "{}", said(&output));
    let manifest = room.read("Cargo.toml");
    assert!(manifest.contains("version = \"0.7.2\" # by hand"), "{manifest}");
    assert!(manifest.contains("games"), "{manifest}");
    assert!(!manifest.contains("toys"), "{manifest}");
    assert!(said(&room.generate(&[])).contains("0 files written"));
    // More than the version is an edit like others.
    room.edit("Cargo.toml", "[package]", "[package]\nkeywords = [\"pets\"]");
    room.describe(PETS);
    let output = room.generate(&[]);
    assert!(said(&output).contains("`Cargo.toml` was edited"), "{}", said(&output));
    assert!(room.read("Cargo.toml").contains("keywords"));
    // A version in the configuration counts where nobody edited it.
    assert!(room.generate(&["--force"]).status.success());
    let setting = "[package]\nversion = \"0.2.0\"\n";
    fs::write(room.folder.path().join("o.toml"), setting).unwrap();
    assert!(room.generate(&["--config", "o.toml"]).status.success());
    assert!(room.read("Cargo.toml").contains("version = \"0.2.0\""));
}

#[test]
fn a_crate_whose_list_was_lost_is_known_by_how_its_files_begin() {
    let room = Room::new();
    room.edit("Cargo.toml", "version = \"0.1.0\"", "version = \"0.3.0\"");
    fs::remove_file(room.sdk(".oasmith-files")).unwrap();
    let theirs = room.sdk("src/theirs.rs");
    fs::write(&theirs, "//! Not ours.\n").unwrap();
    room.describe(&PETS.replace("[Toys]", "[Games]").replace("Pets,", "Zoo,"));
    let output = room.generate(&["--package", "pets-sdk"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!room.sdk("src/operations/toys.rs").exists());
    assert!(room.sdk("src/operations/games.rs").exists());
    assert!(theirs.exists());
    assert!(room.read("Cargo.toml").contains("version = \"0.3.0\""));
    assert!(room.read("README.md").contains("Zoo"));
    // One file without such a beginning is somebody else's.
    fs::remove_file(room.sdk(".oasmith-files")).unwrap();
    fs::write(room.sdk("src/lib.rs"), "//! Mine.\n").unwrap();
    let refused = room.generate(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("OAS0604"), "{}", said(&refused));
    assert_eq!(room.read("src/lib.rs"), "//! Mine.\n");
}

#[test]
fn how_a_checkout_ends_lines_is_no_difference() {
    let room = Room::new();
    for path in tree(room.folder.path()).into_keys() {
        let path = room.folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
        fs::write(path, text).unwrap();
    }
    let before = tree(&room.sdk(""));
    for more in [&["--check"][..], &[]] {
        let output = room.generate(more);
        assert!(output.status.success(), "{}", said(&output));
        assert!(!said(&output).contains("OAS0606"), "{}", said(&output));
        assert!(tree(&room.sdk("")) == before);
    }
    // A change is no edit either.
    room.describe(&PETS.replace("[Toys]", "[Games]"));
    let output = room.generate(&[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!said(&output).contains("OAS0606"), "{}", said(&output));
    assert!(!room.sdk("src/operations/toys.rs").exists());
}

#[test]
fn runs_at_the_same_time_take_turns() {
    let room = Room::new();
    let one = tree(&room.sdk(""));
    fs::write(
        room.folder.path().join("other.yaml"),
        PETS.replace("Toys", "Games").replace("Pets", "Zoo"),
    )
    .unwrap();
    let run = |description: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
        command.args(["generate", description, "--out", "sdk", "--package", "pets-sdk"]);
        command.current_dir(room.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    assert!(run("other.yaml").wait().unwrap().success());
    let other = tree(&room.sdk(""));
    for _ in 0..3 {
        let runs = ["pets.yaml", "other.yaml", "pets.yaml", "other.yaml"].map(run);
        for child in runs {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
        }
        let now = tree(&room.sdk(""));
        assert!(now == one || now == other, "a mixture of both");
    }
}

#[test]
fn a_run_that_waits_says_so() {
    let room = Room::new();
    room.describe(&PETS.replace("Toys", "Games"));
    fs::create_dir(room.sdk(".oasmith-staging")).unwrap();
    let lock = fs::File::create(room.sdk(".oasmith-staging/lock")).unwrap();
    FileExt::lock(&lock).unwrap();
    let mut child = room.command(&[]).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert_eq!(
        lines.next().unwrap().unwrap(),
        "waiting for another run that writes to sdk"
    );
    assert!(room.sdk("src/operations/toys.rs").exists());
    drop(lock);
    assert!(lines.any(|line| line.unwrap().contains("files written")));
    assert!(child.wait().unwrap().success());
    assert!(!room.sdk(".oasmith-staging").exists());
}

/// In a namespace of its own, where a user may mount; skipped where the system has none.
#[test]
#[cfg(target_os = "linux")]
fn the_folder_may_be_a_mount_point() {
    let room = Room::new();
    let script = "mount -t tmpfs none sdk && mkdir -p sdk/src/operations \
        && mount -t tmpfs none sdk/src/operations \
        && \"$0\" generate pets.yaml --out sdk && \"$0\" generate new.yaml --out sdk \
        && \"$0\" generate new.yaml --out sdk --check && ls -A sdk sdk/src/operations";
    fs::write(
        room.folder.path().join("new.yaml"),
        PETS.replace("Toys", "Games").replace("'1'", "'2'"),
    )
    .unwrap();
    let in_namespace = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
        command.arg(env!("CARGO_BIN_EXE_oasmith")).current_dir(room.folder.path());
        command.output()
    };
    if !in_namespace("mount -t tmpfs none sdk").is_ok_and(|made| made.status.success()) {
        eprintln!("skipped: mounting is not allowed here");
        return;
    }
    let output = in_namespace(script).unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let listed = String::from_utf8_lossy(&output.stdout);
    assert!(listed.contains("games.rs") && !listed.contains("toys.rs"), "{listed}");
    assert!(!listed.contains("staging") && !listed.contains("part"), "{listed}");
}

#[test]
#[cfg(unix)]
fn the_folder_itself_stays() {
    use std::os::unix::fs::MetadataExt;
    let room = Room { folder: tempfile::tempdir().unwrap() };
    room.describe(PETS);
    fs::create_dir(room.sdk("")).unwrap();
    let before = fs::metadata(room.sdk("")).unwrap().ino();
    assert!(room.generate(&[]).status.success());
    assert_eq!(fs::metadata(room.sdk("")).unwrap().ino(), before);
}
