//! Which files a description can make the generator read, at a shell.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const SECRET: &str = "root:x:0:0:hunter2:/root:/bin/sh\n: : [\n";
const PART: &str = "type: string\nmaxLength: 12345\n";

/// A folder `api` with a description, and what lies beside it.
struct Room {
    home: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("api/below")).unwrap();
        fs::create_dir_all(home.path().join("beside")).unwrap();
        fs::write(home.path().join("secret"), SECRET).unwrap();
        fs::write(home.path().join("beside/part.yaml"), PART).unwrap();
        fs::write(home.path().join("api/below/part.yaml"), PART).unwrap();
        Self { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Normalizes a description whose one schema is what `reference` leads to.
    fn refer(&self, reference: &str, more: &[&str]) -> Output {
        let description = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      \
             operationId: a\n      responses:\n        '200':\n          description: ok\n          \
             content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}\n"
        );
        let root = self.path("api/root.yaml");
        fs::write(&root, description).unwrap();
        run(&root, more)
    }

    /// Refused with this code, soon, and without a word of the secret.
    fn is_refused(&self, reference: &str, code: &str) {
        let said = text(&self.refer(reference, &[]));
        assert!(said.contains(&format!("warning[{code}]")), "{reference}: {said}");
        assert!(!said.contains("hunter2"), "{reference}: {said}");
        assert!(!said.contains("12345"), "{reference}: {said}");
    }
}

/// Ends a command that takes too long, so that a test fails and does not hang.
fn run(description: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command.arg("normalize").arg(description).args(more);
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("{} was read for 20 seconds", description.display());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    let both = [output.stderr.as_slice(), output.stdout.as_slice()].concat();
    String::from_utf8_lossy(&both).into_owned()
}

#[test]
fn a_part_below_the_folder_is_read() {
    let room = Room::new();
    symlink("below/part.yaml", room.path("api/link.yaml")).unwrap();
    for reference in ["below/part.yaml", "./below/../below/part.yaml", "link.yaml"] {
        let said = text(&room.refer(reference, &[]));
        assert!(said.contains("12345"), "{reference}: {said}");
    }
}

#[test]
fn what_is_outside_the_folder_is_not_read() {
    let room = Room::new();
    symlink(room.path("secret"), room.path("api/file.yaml")).unwrap();
    symlink(room.path("beside"), room.path("api/folder")).unwrap();
    symlink("../..", room.path("api/below/up")).unwrap();
    let absolute = room.path("secret").display().to_string();
    for reference in [
        "../secret",
        "../beside/part.yaml",
        "below/../../secret",
        "%2e%2e/secret",
        "file.yaml",
        "folder/part.yaml",
        "below/up/secret",
        "below/up/beside/part.yaml#/type",
        "/etc/passwd",
        &absolute,
    ] {
        room.is_refused(reference, "OAS0114");
    }
    for reference in [format!("file://{absolute}"), format!("file:{absolute}")] {
        room.is_refused(&reference, "OAS0114");
    }
}

#[test]
fn texts_outside_the_folder_are_not_read() {
    let room = Room::new();
    fs::write(room.path("beside/words.md"), "hunter2").unwrap();
    fs::write(room.path("api/words.md"), "Good words.").unwrap();
    let root = room.path("api/root.yaml");
    let of = |reference: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      \
             operationId: a\n      description: {{$ref: '{reference}'}}\n      \
             responses: {{'200': {{description: ok}}}}\n"
        )
    };
    fs::write(&root, of("words.md")).unwrap();
    assert!(text(&run(&root, &[])).contains("Good words."));
    fs::write(&root, of("../beside/words.md")).unwrap();
    let said = text(&run(&root, &[]));
    assert!(said.contains("OAS0114") && !said.contains("hunter2"), "{said}");
}

#[test]
fn folders_that_the_user_opens_are_read() {
    let room = Room::new();
    let beside = room.path("beside").display().to_string();
    let opened = ["--allow-outside", &beside];
    let said = text(&room.refer("../beside/part.yaml", &opened));
    assert!(said.contains("12345") && !said.contains("OAS0114"), "{said}");
    let said = text(&room.refer("../secret", &opened));
    assert!(said.contains("OAS0114"), "{said}");
    let missing = room.refer("../beside/part.yaml", &["--allow-outside", "no-such"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing).contains("OAS0101"), "{}", text(&missing));
    let config = room.path("oasmith.toml");
    fs::write(&config, "input = 'api/root.yaml'\nallow-outside = ['beside']\n").unwrap();
    let config = config.display().to_string();
    let said = text(&room.refer("../beside/part.yaml", &["--config", &config]));
    assert!(said.contains("12345"), "{said}");
}

#[test]
fn only_regular_files_are_read() {
    let room = Room::new();
    let pipe = room.path("api/pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    room.is_refused("pipe", "OAS0115");
    room.is_refused("below", "OAS0115");
    let opened = room.refer("/dev/zero", &["--allow-outside", "/dev"]);
    assert!(text(&opened).contains("OAS0115"), "{}", text(&opened));
    room.is_refused("/dev/zero", "OAS0114");
    for root in [pipe, PathBuf::from("/dev/zero"), room.path("api")] {
        let output = run(&root, &[]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains("not a regular file"), "{}", text(&output));
    }
}

#[test]
fn overlays_and_configurations_are_regular_files_too() {
    let room = Room::new();
    for option in ["--overlay", "--config"] {
        for path in ["/dev/zero", "/"] {
            let output = room.refer("below/part.yaml", &[option, path]);
            assert_eq!(output.status.code(), Some(1), "{}", text(&output));
            let said = text(&output);
            assert!(said.contains("not a regular file"), "{option} {path}: {said}");
        }
    }
}

#[test]
fn sizes_are_limited() {
    let room = Room::new();
    let huge = room.path("api/huge.yaml");
    fs::File::create(&huge).unwrap().set_len(1 << 40).unwrap();
    room.is_refused("huge.yaml", "OAS0116");
    let root = run(&huge, &[]);
    assert!(text(&root).contains("larger than 64 MiB"), "{}", text(&root));
    let spaces = PART.to_owned() + &" ".repeat(2 << 20);
    fs::write(room.path("api/spaces.yaml"), spaces).unwrap();
    let said = text(&room.refer("spaces.yaml", &["--max-file-size", "1"]));
    assert!(said.contains("OAS0116") && said.contains("larger than 1 MiB"), "{said}");
    let said = text(&room.refer("spaces.yaml", &["--max-total-size", "1"]));
    assert!(said.contains("all files together"), "{said}");
    let said = text(&room.refer("spaces.yaml", &["--max-file-size", "3"]));
    assert!(said.contains("12345"), "{said}");
}

#[test]
fn no_line_is_shown_of_what_is_no_description() {
    let room = Room::new();
    fs::write(room.path("api/secret"), SECRET).unwrap();
    let said = text(&room.refer("secret", &[]));
    assert!(said.contains("OAS0109") && said.contains("secret:"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    // YAML takes nearly any text as one long value.
    for words in ["hunter2 is my password\n", "- hunter2\n  - : ]\n"] {
        fs::write(room.path("api/words"), words).unwrap();
        let said = text(&room.refer("words", &[]));
        assert!(!said.contains("hunter2"), "{said}");
    }
    for name in ["root-link.yaml", "overlay-link.yaml"] {
        symlink(room.path("secret"), room.path(&format!("api/{name}"))).unwrap();
    }
    let said = text(&run(&room.path("api/root-link.yaml"), &[]));
    assert!(said.contains("OAS0102") && !said.contains("hunter2"), "{said}");
    let overlay = room.path("api/overlay-link.yaml").display().to_string();
    for option in ["--overlay", "--config"] {
        let said = text(&room.refer("below/part.yaml", &[option, &overlay]));
        assert!(said.contains("error[") && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_lock_file_is_no_way_to_other_files() {
    let room = Room::new();
    symlink(room.path("secret"), room.path("api/oasmith.lock")).unwrap();
    let output = room.refer("http://127.0.0.1:9/x.yaml", &["--allow-remote"]);
    let said = text(&output);
    assert!(said.contains("OAS0112") && !said.contains("hunter2"), "{said}");
    fs::remove_file(room.path("api/oasmith.lock")).unwrap();
    fs::write(room.path("api/oasmith.lock"), SECRET).unwrap();
    let said = text(&room.refer("http://127.0.0.1:9/x.yaml", &["--allow-remote"]));
    assert!(said.contains("OAS0112") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_description_may_come_through_a_pipe() {
    let room = Room::new();
    let root = room.path("api/root.yaml");
    room.refer("below/part.yaml", &[]);
    let output = Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(["normalize", "/dev/stdin"])
        .stdin(fs::File::open(root).unwrap())
        .output()
        .unwrap();
    // It stands in no folder, so that it has no files to refer to.
    assert!(text(&output).contains("OAS0114") || text(&output).contains("OAS0108"));
}
