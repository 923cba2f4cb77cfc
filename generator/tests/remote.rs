//! References to files on the network, at a shell: only when asked for, pinned by hash.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A server on the loopback that gives a text for each path it knows.
struct Server {
    address: SocketAddr,
    files: Arc<Mutex<BTreeMap<String, String>>>,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn new(files: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let owned =
            |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        let server = Self {
            address,
            files: Arc::new(Mutex::new(files.iter().map(owned).collect())),
            requests: Arc::default(),
        };
        let (files, requests) = (server.files.clone(), server.requests.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = head.next().unwrap().unwrap();
                while head.next().is_some_and(|line| !line.unwrap().is_empty()) {}
                requests.fetch_add(1, Ordering::SeqCst);
                let path = first.split(' ').nth(1).unwrap();
                let (status, text) = match files.lock().unwrap().get(path) {
                    Some(text) => ("200 OK", text.clone()),
                    None => ("404 Not Found", String::new()),
                };
                let length = text.len();
                write!(
                    stream,
                    "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
                )
                .unwrap();
            }
        });
        server
    }

    fn set(&self, path: &str, text: &str) {
        self.files.lock().unwrap().insert(path.to_owned(), text.to_owned());
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

const PETS: &str = "Pet:\n  type: object\n  properties:\n    owner: {$ref: 'people/owner.json#/Owner'}\n    home: {$ref: '#/Home'}\nHome: {type: object, properties: {street: {type: string}}}\n";
const OWNER: &str = r#"{"Owner": {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "/schemas/pets.yaml#/Pet"}}}}}"#;

fn description(home: &Path, reference: &str) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /pets:\n    get:\n      \
         operationId: getPet\n      responses:\n        '200':\n          description: ok\n          \
         content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}\n"
    );
    fs::write(home.join("api.yaml"), text).unwrap();
}

fn oasmith(home: &Path, arguments: &[&str]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    // A proxy of the machine that runs the test is none of its business.
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env_remove(name);
    }
    let output = command.current_dir(home).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, said)
}

const GENERATE: &[&str] = &["generate", "api.yaml", "--out", "sdk"];
const ALLOWED: &[&str] = &["generate", "api.yaml", "--out", "sdk", "--allow-remote"];

fn set_up() -> (Server, tempfile::TempDir) {
    let server = Server::new(&[
        ("/schemas/pets.yaml", PETS),
        ("/schemas/people/owner.json", OWNER),
    ]);
    let home = tempfile::tempdir().unwrap();
    let reference = format!("http://{}/schemas/pets.yaml#/Pet", server.address);
    description(home.path(), &reference);
    (server, home)
}

#[test]
fn nothing_is_read_from_the_network_unasked() {
    let (server, home) = set_up();
    let (output, said) = oasmith(home.path(), GENERATE);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("warning[OAS0110]"), "{said}");
    assert!(said.contains("--allow-remote"), "{said}");
    assert_eq!(server.requests(), 0);
    assert!(!home.path().join("oasmith.lock").exists());
    // Strictly, what cannot be read is no reason to go on.
    let strict = [GENERATE, &["--strict"]].concat();
    let (output, said) = oasmith(home.path(), &strict);
    assert_eq!(output.status.code(), Some(1), "{said}");
}

#[test]
fn what_is_read_is_pinned() {
    let (server, home) = set_up();
    let (output, said) = oasmith(home.path(), ALLOWED);
    assert!(output.status.success(), "{said}");
    for file in ["pet", "owner", "home"] {
        let path = home.path().join(format!("sdk/src/types/{file}.rs"));
        assert!(path.exists(), "{}\n{said}", path.display());
    }
    let lock = fs::read_to_string(home.path().join("oasmith.lock")).unwrap();
    for path in ["schemas/pets.yaml", "schemas/people/owner.json"] {
        let line = format!("\"http://{}/{path}\" = \"", server.address);
        assert!(lock.contains(&line), "{line} is not in\n{lock}");
    }
    // The same again: the same lock, and the crate is up to date.
    let again = [ALLOWED, &["--check"]].concat();
    let (output, said) = oasmith(home.path(), &again);
    assert!(output.status.success(), "{said}");
    assert_eq!(fs::read_to_string(home.path().join("oasmith.lock")).unwrap(), lock);
}

#[test]
fn what_changed_is_refused_until_it_is_accepted() {
    let (server, home) = set_up();
    assert!(oasmith(home.path(), ALLOWED).0.status.success());
    server.set("/schemas/pets.yaml", &PETS.replace("street", "road"));
    let (output, said) = oasmith(home.path(), ALLOWED);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[OAS0113]") && said.contains("oasmith.lock"), "{said}");
    let home_file = home.path().join("sdk/src/types/home.rs");
    assert!(fs::read_to_string(&home_file).unwrap().contains("street"));
    fs::remove_file(home.path().join("oasmith.lock")).unwrap();
    assert!(oasmith(home.path(), ALLOWED).0.status.success());
    assert!(fs::read_to_string(&home_file).unwrap().contains("road"));
}

#[test]
fn a_server_that_does_not_give_the_file_is_named() {
    let (server, home) = set_up();
    let reference = format!("http://{}/gone.yaml#/Pet", server.address);
    description(home.path(), &reference);
    let (output, said) = oasmith(home.path(), ALLOWED);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("gone.yaml") && said.contains("404"), "{said}");
}

#[test]
fn a_file_on_the_network_reads_none_on_disk() {
    let (server, home) = set_up();
    let secret = home.path().join("secret.yaml");
    fs::write(&secret, "Secret: {type: object, properties: {hidden: {type: string}}}\n")
        .unwrap();
    for reference in
        [format!("file://{}", secret.display()), secret.display().to_string()]
    {
        let text = format!(
            "Pet:\n  type: object\n  properties:\n    a: {{$ref: '{reference}#/Secret'}}\n  description: {{$ref: '../../secret.txt'}}\n"
        );
        fs::write(home.path().join("secret.txt"), "hidden").unwrap();
        server.set("/schemas/pets.yaml", &text);
        drop(fs::remove_file(home.path().join("oasmith.lock")));
        let (_, said) =
            oasmith(home.path(), &["normalize", "api.yaml", "--allow-remote"]);
        assert!(!said.contains("hidden"), "{said}");
        let (output, _) = oasmith(
            home.path(),
            &["normalize", "api.yaml", "--allow-remote", "--skip-invalid"],
        );
        assert!(!String::from_utf8_lossy(&output.stdout).contains("hidden"));
    }
}
