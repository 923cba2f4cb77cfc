//! What the site says of calling an operation is true: samples in Rust compile against the
//! SDK, and those with curl give a documented answer.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::mock::{Mock, Running};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Bodies and parameters of all kinds; each operation needs something else.
const SHOP: &str = r##"openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.test/v1"}]
tags: [{name: Things}]
security: [{account: []}, {key: []}, {basic: []}, {}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      deprecated: true
      parameters:
        - {name: tag, in: query, required: true, schema: {type: array, items: {type: string}}, example: ["a b", "c&d"]}
        - {name: sort, in: query, required: true, style: form, explode: false, schema: {type: array, items: {type: string, enum: [name, age]}}}
        - {name: since, in: query, required: true, schema: {type: string, format: date-time}}
        - {name: limit, in: query, required: true, schema: {type: integer, minimum: 5, maximum: 20}}
        - {name: filter, in: query, required: true, style: deepObject, explode: true, schema: {$ref: "#/components/schemas/Filter"}}
        - {name: X-Trace, in: header, required: true, schema: {type: string, pattern: "^[0-9a-f]{8}$"}}
      responses: {"200": {$ref: "#/components/responses/Things"}}
    post:
      operationId: createThing
      tags: [Things]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"201": {$ref: "#/components/responses/Thing"}}
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}, example: "it's 1/2"}]
    get:
      operationId: getThing
      tags: [Things]
      responses: {"200": {$ref: "#/components/responses/Thing"}}
    put:
      operationId: changeThing
      tags: [Things]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Thing"}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {name: {type: string}}}}
      responses: {"200": {$ref: "#/components/responses/Thing"}}
    delete: {operationId: deleteThing, tags: [Things], responses: {"204": {description: Gone.}}}
  /inline:
    post:
      operationId: sendInline
      tags: [Things]
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: object, required: [n], properties: {n: {type: number}, m: {type: object, additionalProperties: {type: integer}}}}}}}
      responses: {"200": {description: Done.}}
  /form:
    post:
      operationId: sendForm
      tags: [Things]
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: string, example: "x & y"}, b: {type: integer}}}}}}
      responses: {"200": {description: Done.}}
  /upload:
    post:
      operationId: upload
      tags: [Things]
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [title, file], properties: {title: {type: string}, file: {type: string, format: binary}}}}}}
      responses: {"200": {description: Done.}}
  /raw:
    put:
      operationId: sendRaw
      tags: [Things]
      requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {"200": {description: Done.}}
  /text:
    post:
      operationId: sendText
      tags: [Things]
      requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}
      responses: {"200": {description: Done.}}
  /many:
    get:
      operationId: many
      tags: [Things]
      parameters:
        - {name: a, in: query, required: true, schema: {type: string}}
        - {name: b, in: query, required: true, schema: {type: boolean}}
        - {name: c, in: query, required: true, schema: {type: number}}
        - {name: d, in: query, required: true, schema: {type: string, format: date}}
        - {name: e, in: query, required: true, schema: {type: integer, format: int32}}
        - {name: f, in: query, required: true, schema: {type: string, enum: [x, y]}}
        - {name: g, in: query, required: true, schema: {type: integer, enum: [1, 2]}}
        - {name: h, in: query, required: true, schema: {type: string, nullable: true}}
      responses: {"200": {description: Done.}}
components:
  securitySchemes:
    account: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: Read}}}}
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
  responses:
    Things: {description: Things., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}
    Thing: {description: A thing., content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
  schemas:
    Filter: {type: object, required: [colour], properties: {colour: {type: string}, size: {type: integer}}}
    Thing:
      type: object
      required: [id, name, kind]
      properties:
        id: {type: string, readOnly: true}
        name: {type: string, minLength: 2, maxLength: 9}
        kind: {type: string, enum: [small, large]}
        quote: {type: string, example: "it's \"#quoted\" ${HOME} `x`"}
        parts: {type: array, items: {$ref: "#/components/schemas/Part"}}
        note: {type: string, nullable: true}
    Part: {oneOf: [{type: object, required: [bolt], properties: {bolt: {type: integer}}}, {type: string}]}
"##;

/// The operations of [`SHOP`].
const OPERATIONS: usize = 11;

/// A sample: the operation, what it is called, its text.
struct Sample {
    operation: String,
    title: String,
    text: String,
}

/// The samples of all pages, as someone who copies them has them.
fn samples(description: &Path, config: &Config) -> Vec<Sample> {
    let mut found = Diagnostics::default();
    let files = oasmith::site_of(description, config, &mut found).unwrap();
    let mut samples = Vec::new();
    for file in files {
        let Some(operation) = file.path.strip_prefix("operations/") else { continue };
        let operation = operation.trim_end_matches(".html").to_owned();
        for piece in file.text.split(" aria-label=\"").skip(1) {
            let Some((title, rest)) = piece.split_once("\"><code>") else { continue };
            let (html, _) = rest.split_once("</code></pre>").unwrap();
            let title = title.to_owned();
            if ["Rust", "Shell", "curl"].iter().any(|one| title.starts_with(one)) {
                let (operation, text) = (operation.clone(), text(html));
                samples.push(Sample { operation, title, text });
            }
        }
    }
    samples
}

/// The text of marked code.
fn text(html: &str) -> String {
    let parts = html.split('<').map(|part| part.rsplit('>').next().unwrap());
    let text: String = parts.collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn config() -> Config {
    let mut config = Config::default();
    config.package.name = Some("shop-sdk".to_owned());
    config
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Writes the crate of [`SHOP`], a workspace of its own; gives its description.
fn generated(room: &Path) -> PathBuf {
    let description = room.join("shop.yaml");
    fs::write(&description, SHOP).unwrap();
    let mut found = Diagnostics::default();
    let (_, files) = oasmith::generate(&description, &config(), &mut found).unwrap();
    for file in files {
        let path = room.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let is_manifest = file.path == "Cargo.toml";
        let own = if is_manifest { "\n[workspace]\n" } else { "" };
        fs::write(path, file.text + own).unwrap();
    }
    fs::copy(repository().join("Cargo.lock"), room.join("Cargo.lock")).unwrap();
    description
}

/// Where crates of tests are built, which have most of their dependencies in common.
fn built() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from)
        .join("groups")
}

fn cargo(room: &Path, arguments: &[&str]) -> Output {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .current_dir(room)
        .env("CARGO_TARGET_DIR", built())
        .env("CARGO_INCREMENTAL", "0")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn samples_in_rust_compile() {
    let room = tempfile::tempdir().unwrap();
    let description = generated(room.path());
    let mut program = "//! Samples.\n#![allow(deprecated)]\n\nfn main() {\n".to_owned();
    let samples = samples(&description, &config());
    let rust: Vec<_> =
        samples.iter().filter(|one| one.title.starts_with("Rust")).collect();
    assert_eq!(rust.len(), OPERATIONS * 2);
    for index in 0..rust.len() {
        writeln!(program, "    drop(sample_{index}());").unwrap();
    }
    program.push_str("}\n");
    for (index, sample) in rust.iter().enumerate() {
        write!(
            program,
            "\n// {} of {}\nasync fn sample_{index}() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {}\nlet _ = answer;\nOk(())\n}}\n",
            sample.title, sample.operation, sample.text
        )
        .unwrap();
    }
    let examples = room.path().join("examples");
    fs::create_dir_all(&examples).unwrap();
    fs::write(examples.join("samples.rs"), &program).unwrap();
    let arguments = ["check", "--quiet", "--examples", "--no-default-features"];
    let output =
        cargo(room.path(), &[&arguments[..], &["--features", "serde"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{program}");
}

async fn server(description: &Path) -> Running {
    let mut found = Diagnostics::default();
    let described = oasmith::describe(description, &config(), &mut found).unwrap();
    Mock::builder(described.api).document(described.document).start().await.unwrap()
}

/// The address of a server without the path of the API.
fn origin(server: &Running) -> String {
    let base = server.base_url().to_string();
    base.trim_end_matches('/').trim_end_matches("/v1").to_owned()
}

/// Runs a script, whose last request must be of the sample's operation, be as described,
/// and be answered with a success.
async fn answered(server: &Running, room: &Path, sample: &Sample, script: String) {
    fs::write(room.join("body"), "bytes").unwrap();
    let before = server.journal().total();
    let mut shell = Command::new("sh");
    shell.args(["-euc", &script]).current_dir(room);
    shell.env("SHOP_SDK_BASE_URL", format!("{}/v1", origin(server)));
    for name in ["CLIENT_ID", "CLIENT_SECRET", "API_KEY", "USERNAME", "PASSWORD"] {
        shell.env(format!("SHOP_SDK_{name}"), "x");
    }
    let ran = tokio::task::spawn_blocking(move || shell.output()).await.unwrap();
    let ran = ran.unwrap();
    let context =
        format!("{} of {}:\n{script}\n{ran:?}", sample.title, sample.operation);
    assert!(ran.status.success(), "{context}");
    assert!(server.journal().total() > before, "{context}");
    let last = server.journal().last().unwrap();
    assert_eq!(last.operation.as_deref(), Some(sample.operation.as_str()), "{context}");
    assert!(last.status.is_some_and(|one| one < 300), "{:?} {context}", last.status);
    assert_eq!(last.violations, [], "{context}");
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_with_curl_give_a_documented_answer() {
    let is_there =
        |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_there("curl") || !is_there("jq") {
        eprintln!("curl or jq is not installed: their samples are not tried");
        return;
    }
    let room = tempfile::tempdir().unwrap();
    let description = room.path().join("shop.yaml");
    fs::write(&description, SHOP).unwrap();
    let server = server(&description).await;
    let origin = origin(&server);
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for sample in samples(&description, &config()) {
        if sample.title.starts_with("curl") {
            *tried.entry(sample.title.clone()).or_default() += 1;
            let script = sample.text.replace("https://shop.test", &origin);
            assert_ne!(script, sample.text);
            answered(&server, room.path(), &sample, script).await;
        }
    }
    let titles: Vec<_> = tried.into_iter().collect();
    let each = |title: &str| (title.to_owned(), OPERATIONS);
    assert_eq!(
        titles,
        [each("curl"), each("curl API key"), each("curl OAuth 2"), each("curl basic")]
    );
    server.stop().await;
}

#[test]
fn a_sample_at_a_shell_is_the_line_of_the_original() {
    let config = oasmith::config::read(
        &repository().join("spec/oasmith.toml"),
        &mut Diagnostics::default(),
    );
    let description = repository().join("spec/atlas-checkpoints.yaml");
    let samples = samples(&description, &config.unwrap());
    let shell: Vec<_> = samples.iter().filter(|one| one.title == "Shell").collect();
    let [shell] = shell.as_slice() else { panic!("one operation") };
    assert_eq!(
        shell.text,
        "atlas api legacyBackup listGroupClusterBackupCheckpoints \\\n  \
         --groupId 32b6e34b3d91647abb20e7b8 \\\n  --clusterName Cluster0"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn samples_at_a_shell_give_a_documented_answer() {
    let room = tempfile::tempdir().unwrap();
    let description = generated(room.path());
    let output = cargo(room.path(), &["build", "--quiet", "--features", "cli"]);
    assert!(output.status.success(), "{output:?}");
    let name = format!("shop{}", std::env::consts::EXE_SUFFIX);
    let program = built().join("debug").join(name).display().to_string();
    let server = server(&description).await;
    let mut tried = 0;
    for sample in samples(&description, &config()) {
        if sample.title == "Shell" {
            tried += 1;
            let script = format!("shop() {{ '{program}' \"$@\"; }}\n{}", sample.text);
            answered(&server, room.path(), &sample, script).await;
        }
    }
    assert_eq!(tried, OPERATIONS);
    server.stop().await;
}
