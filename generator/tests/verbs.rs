//! The verbs beside `generate`, at a shell.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn oasmith(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasmith"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
tags: [{name: Pets}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, kind: {type: string, enum: [cat]}}}
"##;

/// What `diff` says of an edit.
fn diff(from: &str, to: &str, more: &[&str]) -> Output {
    assert!(PETS.contains(from), "`{from}` is not there");
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("old.yaml"), PETS).unwrap();
    fs::write(room.path().join("new.yaml"), PETS.replace(from, to)).unwrap();
    oasmith(room.path(), &[&["diff", "old.yaml", "new.yaml"], more].concat())
}

#[test]
fn diff_says_what_breaks_and_what_is_new() {
    let output =
        diff("name: {type: string}", "name: {type: integer}, tag: {type: string}", &[]);
    assert!(output.status.success());
    let text = printed(&output);
    assert!(text.contains(
        "breaks ~ types::pet::Pet::name\n           was Option<String>\n           now Option<i64>\n"
    ), "{text}");
    assert!(text.contains("       + types::pet::Pet::tag: Option<String>\n"), "{text}");
    assert!(text.ends_with("version step: major\n"), "{text}");
}

#[test]
fn diff_takes_a_new_value_for_an_addition_and_new_words_for_a_patch() {
    let text = printed(&diff("enum: [cat]", "enum: [cat, dog]", &[]));
    assert!(text.contains("+ types::pet::PetKind::Dog: variant"), "{text}");
    assert!(text.ends_with("version step: minor\n"), "{text}");
    let text = printed(&diff(
        "name: {type: string}",
        "name: {type: string, description: What it answers to.}",
        &[],
    ));
    assert!(text.starts_with("0 changes"), "{text}");
    assert!(text.ends_with("version step: patch\n"), "{text}");
}

#[test]
fn diff_of_the_same_is_nothing_and_a_limit_decides_the_exit_code() {
    let same = diff("1", "1", &["--fail-on", "patch"]);
    assert!(same.status.success());
    assert!(printed(&same).ends_with("version step: none\n"));
    let gone = ("operationId: getPet", "operationId: fetchPet");
    assert_eq!(diff(gone.0, gone.1, &["--fail-on", "major"]).status.code(), Some(1));
    let added = ("enum: [cat]", "enum: [cat, dog]");
    assert_eq!(diff(added.0, added.1, &["--fail-on", "major"]).status.code(), Some(0));
    assert_eq!(diff(added.0, added.1, &["--fail-on", "minor"]).status.code(), Some(1));
}

#[test]
fn diff_tells_what_compiles_and_breaks_calls() {
    let old = "schema: {type: string}}]";
    for (from, to, expected) in [
        (
            old,
            "schema: {type: string, maxLength: 9}}]",
            "wire   ~ operations::pets::get_pet::GetPetParams::id (rules)\n           was nothing\n           now max-length 9\n",
        ),
        (
            "/pets/{id}:",
            "/v2/pets/{id}:",
            "wire   ~ operations::pets::get_pet::GetPet (request)\n           was GET /pets/{id}\n           now GET /v2/pets/{id}\n",
        ),
        (
            old,
            "schema: {type: string, default: a}}]",
            "wire   ~ operations::pets::get_pet::GetPetParams::id (default)\n",
        ),
    ] {
        let output = diff(from, to, &["--fail-on", "wire"]);
        let text = printed(&output);
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("breaks"), "{text}");
        assert!(text.ends_with("version step: major\n"), "{text}");
        assert_eq!(output.status.code(), Some(1), "{text}");
        let lenient = diff(from, to, &["--fail-on", "major"]);
        assert!(lenient.status.success());
    }
}

#[test]
fn diff_sees_what_a_call_yields() {
    let text = printed(&diff(
        "schema: {$ref: \"#/components/schemas/Pet\"}",
        "schema: {type: array, items: {$ref: \"#/components/schemas/Pet\"}}",
        &[],
    ));
    assert!(
        text.contains("breaks ~ operations::pets::get_pet::GetPetParams: runtime::Request::Output\n           was type Output = types::Pet\n           now type Output = Vec<types::Pet>\n"),
        "{text}"
    );
}

#[test]
fn diff_writes_a_change_log() {
    let text = printed(&diff(
        "name: {type: string}",
        "name: {type: integer}, tag: {type: object, properties: {a: {type: string}}}",
        &["--markdown"],
    ));
    assert_eq!(
        text,
        "# Changes\n\n## Breaking\n\nCode that uses these does not compile any more.\n\n- `types::pet::Pet::name` is `Option<i64>`; it was `Option<String>`.\n\n## New\n\nWhat was there is still there.\n\n- `types::pet::Pet::tag`: `Option<Box<PetTag>>`\n- `types::pet::PetTag`: `struct PetTag`\n"
    );
}

#[test]
fn diff_speaks_json_a_line_each() {
    let output = diff("enum: [cat]", "enum: [cat, dog]", &["--message-format", "json"]);
    let lines: Vec<serde_json::Value> = printed(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let last = lines.last().unwrap();
    assert_eq!(last.pointer("/kind").unwrap(), "summary");
    assert_eq!(last.pointer("/step").unwrap(), "minor");
    let first = lines.first().unwrap();
    assert_eq!(first.pointer("/path").unwrap(), "types::pet::PetKind::Dog");
    assert!(first.pointer("/was").unwrap().is_null());
}

#[test]
fn normalize_prints_the_same_document_as_json_and_as_yaml() {
    let room = tempfile::tempdir().unwrap();
    let swagger = r#"swagger: "2.0"
info: {title: Pets, version: "1"}
host: pets.test
schemes: [https]
paths:
  /pets: {get: {produces: [text/plain], responses: {200: {description: ok, schema: {type: string}}}}}
"#;
    fs::write(room.path().join("api.yaml"), swagger).unwrap();
    let json = oasmith(room.path(), &["normalize", "api.yaml"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json.pointer("/servers/0/url").unwrap(), "https://pets.test");
    assert_eq!(
        json.pointer("/paths/~1pets/get/responses/200/content/text~1plain/schema/type")
            .unwrap(),
        "string"
    );
    let yaml = oasmith(room.path(), &["normalize", "api.yaml", "--format", "yaml"]);
    let yaml: serde_json::Value = serde_yaml::from_slice(&yaml.stdout).unwrap();
    assert_eq!(json, yaml);
}

#[test]
fn normalize_says_what_it_mended_apart_from_the_document() {
    let room = tempfile::tempdir().unwrap();
    let description = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  \
        /pets: {get: {responses: {200: {content: {text/plain: {schema: {type: [string, 'null'], minLength: '3'}}}}}}}\n";
    fs::write(room.path().join("api.yaml"), description).unwrap();
    let output = oasmith(room.path(), &["normalize", "api.yaml"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document.pointer("/openapi").unwrap(), "3.0.3");
    let response = document.pointer("/paths/~1pets/get/responses/200").unwrap();
    assert!(response.pointer("/description").is_some());
    let schema = response.pointer("/content/text~1plain/schema").unwrap();
    let expected =
        serde_json::json!({"type": "string", "nullable": true, "minLength": 3});
    assert_eq!(schema, &expected);
    let said = String::from_utf8_lossy(&output.stderr);
    for code in ["warning[OAS0306]", "warning[OAS0310]"] {
        assert!(said.contains(code), "`{code}` is not in:\n{said}");
    }
}

#[test]
fn list_names_operations_and_types() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), PETS).unwrap();
    let text = printed(&oasmith(room.path(), &["list", "api.yaml"]));
    assert!(text.contains("GET     /pets/{id}  getPet  [Pets]"), "{text}");
    assert!(text.contains("\n  PetKind\n"), "{text}");
}

#[test]
fn init_writes_a_configuration_that_generate_takes() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), PETS).unwrap();
    assert!(oasmith(room.path(), &["init", "api.yaml"]).status.success());
    // It is not written over.
    assert_eq!(oasmith(room.path(), &["init", "api.yaml"]).status.code(), Some(1));
    assert!(oasmith(room.path(), &["generate"]).status.success());
    assert!(room.path().join("pets-sdk/src/lib.rs").is_file());
    assert!(oasmith(room.path(), &["generate", "--check"]).status.success());
}

#[test]
fn init_shows_every_setting() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), PETS).unwrap();
    assert!(oasmith(room.path(), &["init", "api.yaml"]).status.success());
    let file = room.path().join("oasmith.toml");
    let text = fs::read_to_string(&file).unwrap();
    let set: String = text.lines().skip(1).fold(String::new(), |set, line| {
        set + line.strip_prefix("# ").unwrap_or(line) + "\n"
    });
    fs::write(&file, &set).unwrap();
    let config = oasmith::config::read(&file, &mut Default::default());
    let config = config.unwrap_or_else(|_| panic!("{set}"));
    // What `Debug` shows as unset is a setting that is not shown.
    let debug = format!("{config:?}").replace("tags: [], operations: [], paths: []", "");
    for unset in ["None", "false", "[]", "{}", "Brackets"] {
        assert!(!debug.contains(unset), "{unset}: {debug}");
    }
}

#[test]
fn explain_knows_every_code_and_no_other() {
    let room = tempfile::tempdir().unwrap();
    let text = printed(&oasmith(room.path(), &["explain"]));
    assert!(text.lines().count() > 50, "{text}");
    for line in text.lines() {
        let code = line.split(' ').next().unwrap();
        let explained = printed(&oasmith(room.path(), &["explain", code]));
        assert!(explained.starts_with(code) && explained.len() > 40, "{explained}");
    }
    assert_eq!(oasmith(room.path(), &["explain", "OAS9999"]).status.code(), Some(2));
}

/// A program that is killed when the test is done with it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn mock_serves_from_within_the_program_alone() {
    let room = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fs::write(room.path().join("pets.yaml"), PETS).unwrap();
    // Another folder, and no other program in reach.
    let program = room.path().join(format!("oasmith{}", std::env::consts::EXE_SUFFIX));
    fs::hard_link(env!("CARGO_BIN_EXE_oasmith"), &program).unwrap();
    let mut command = Command::new(&program);
    command.args(["mock", "pets.yaml"]).env("PATH", "").current_dir(room.path());
    let mut server = Ended(command.stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let address = lines
        .map(Result::unwrap)
        .find_map(|line| {
            let (_, rest) = line.split_once("listening on http://")?;
            rest.split([' ', '/']).next().map(str::to_owned)
        })
        .unwrap();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "GET /pets/7 HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"kind\":\"cat\""), "{answer}");
}

#[test]
fn completion_and_manual_name_every_verb() {
    let room = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&oasmith(room.path(), &["completion", shell]));
        for word in ["generate", "mock", "completion", "allow-remote"] {
            assert!(script.contains(word), "{shell}: no `{word}`");
        }
    }
    let page = printed(&oasmith(room.path(), &["man"]));
    assert!(page.contains(".TH") && page.contains("oasmith"), "{page}");
    for verb in ["generate", "init", "mock", "diff", "explain"] {
        assert!(page.contains(verb), "{verb}");
    }
    let page = printed(&oasmith(room.path(), &["man", "generate"]));
    assert!(page.contains("\\-\\-api\\-version"), "{page}");
    assert_eq!(oasmith(room.path(), &["man", "nothing"]).status.code(), Some(2));
}

/// The code blocks of a page in this language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("```{language}\n");
    page.split(&start).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn docs_writes_a_page_for_each_group_with_the_ways_to_call() {
    let room = tempfile::tempdir().unwrap();
    fs::write(room.path().join("api.yaml"), PETS).unwrap();
    let made = oasmith(
        room.path(),
        &["docs", "api.yaml", "--format", "markdown", "--out", "pages"],
    );
    assert!(made.status.success(), "{made:?}");
    let index = fs::read_to_string(room.path().join("pages/README.md")).unwrap();
    assert!(index.contains("| [Pets](pets.md) | `client.pets()` | 1 |"), "{index}");
    let page = fs::read_to_string(room.path().join("pages/pets.md")).unwrap();
    let call = "let answer = client\n    .pets()\n    .get_pet(\"id\")\n    .await?;";
    assert_eq!(blocks(&page, "rust"), [call]);
    assert!(page.contains("- `id`: `id: String`, path, required\n"), "{page}");
    assert!(page.contains("Gives `types::Pet`.\n\n- Status 200: The pet.\n"), "{page}");
    let again = oasmith(
        room.path(),
        &["docs", "api.yaml", "--format", "markdown", "--out", "pages"],
    );
    let summary = String::from_utf8(again.stderr).unwrap();
    assert!(summary.contains("0 pages written, 2 unchanged, 0 removed"), "{summary}");
}

#[test]
#[cfg(unix)]
fn what_a_page_shows_for_a_shell_runs_nothing_of_the_description() {
    let room = tempfile::tempdir().unwrap();
    let api = PETS
        .replace("paths:", "servers: [{url: \"https://a.test/$(touch got)`touch got`\"}]\npaths:")
        .replace("schema: {type: string}}]", "schema: {type: string}}, {name: \"q;touch got;\\\"x\", in: query, required: true, example: v1, schema: {type: string}}]");
    fs::write(room.path().join("api.yaml"), api).unwrap();
    let made = oasmith(
        room.path(),
        &["docs", "api.yaml", "--format", "markdown", "--out", "pages"],
    );
    assert!(made.status.success(), "{made:?}");
    let page = fs::read_to_string(room.path().join("pages/pets.md")).unwrap();
    let curl = blocks(&page, "sh").pop().unwrap();
    let script = format!("curl() {{ printf '%s\\n' \"$@\"; }}\nid=7\n{curl}");
    let ran = Command::new("sh").args(["-c", &script]).current_dir(room.path()).output();
    let arguments = printed(&ran.unwrap());
    let lines: Vec<&str> = arguments.lines().collect();
    assert_eq!(
        lines,
        [
            "--header",
            "Accept: application/json",
            "--url-query",
            "q;touch got;\"x=v1",
            "https://a.test/$(touch got)`touch got`/pets/7",
        ]
    );
    assert!(!room.path().join("got").exists());
}
