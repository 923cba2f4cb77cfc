//! The program, and a server for it.

use oasmith::diagnostic::Diagnostics;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The SDK of `descriptions/shop.yaml`, generated and built once.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shop-sdk");
        generate(&home);
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--features", "cli"])
            .current_dir(&home)
            .env("CARGO_TARGET_DIR", &target)
            .status();
        assert!(built.unwrap().success());
        target.join("debug").join(format!("shop{}", std::env::consts::EXE_SUFFIX))
    })
}

fn generate(home: &Path) {
    let path = repository().join("mock/tests/descriptions/shop.yaml");
    let mut config = oasmith::config::Config::default();
    config.package.name = Some("shop-sdk".to_owned());
    let mut found = Diagnostics::default();
    let (_, files) = oasmith::generate(&path, &config, &mut found).unwrap();
    for file in files {
        let text = match file.path.as_str() {
            // A workspace of its own, compiled fast.
            "Cargo.toml" => {
                format!("{}\n\n[workspace]\n\n[profile.dev]\ndebug = false\n", file.text)
            }
            _ => file.text,
        };
        write_if_new(&home.join(&file.path), text.as_bytes());
    }
    let lock = std::fs::read(repository().join("Cargo.lock")).unwrap();
    if !home.join("Cargo.lock").exists() {
        write_if_new(&home.join("Cargo.lock"), &lock);
    }
}

/// What is unchanged is not compiled anew.
fn write_if_new(path: &Path, bytes: &[u8]) {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Method and target.
    pub(crate) line: String,
    /// In lower case.
    pub(crate) headers: String,
    pub(crate) body: String,
}

/// What the server says: status with headers, and body.
#[derive(Clone, Debug)]
pub(crate) struct Says {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) after: Duration,
}

pub(crate) fn json(body: &str) -> Says {
    says("200 OK", "content-type: application/json", body.as_bytes())
}

pub(crate) fn says(status: &str, headers: &str, body: &[u8]) -> Says {
    let head = format!("{status}\r\n{headers}");
    Says { head, body: body.to_vec(), after: Duration::ZERO }
}

/// A server that gives these answers in turn, and the last one again and again.
pub(crate) struct Site {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    home: tempfile::TempDir,
}

impl Site {
    pub(crate) fn new(answers: Vec<Says>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answers, all) = (answers.clone(), Arc::clone(&all));
                std::thread::spawn(move || serve(stream.unwrap(), &answers, &all));
            }
        });
        Self { url, seen, home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The only request.
    pub(crate) fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.home.path()
    }

    /// The program with a key in its environment and folders of its own.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("SHOP_SDK") {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .env("SHOP_SDK_BASE_URL", &self.url)
            .env("SHOP_SDK_API_KEY", "a-key-of-mine")
            .env("SHOP_SDK_CONFIG_DIR", self.home.path().join("config"))
            .env("SHOP_SDK_CACHE_DIR", self.home.path().join("cache"))
            .env("NO_PROXY", "127.0.0.1")
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).output().unwrap())
    }

    /// With a text that is piped in.
    pub(crate) fn piped(&self, arguments: &[&str], text: &str) -> Done {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        Done::of(child.wait_with_output().unwrap())
    }

    /// A run that goes wrong before anything is sent, with this code and one line that says
    /// these words.
    pub(crate) fn refuses(&self, arguments: &[&str], code: i32, words: &[&str]) {
        let before = self.seen().len();
        let done = self.run(arguments);
        assert_eq!(done.code, Some(code), "{arguments:?}: {}", done.err);
        for word in words {
            assert!(done.err.contains(word), "{word:?} is not in {:?}", done.err);
        }
        assert!(done.err.starts_with("error: "), "{}", done.err);
        assert_eq!(done.out, "", "{arguments:?}");
        assert_eq!(self.seen().len(), before, "{arguments:?} was sent");
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    fn of(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The output of a run that went well.
    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }
}

fn serve(stream: TcpStream, answers: &[Says], all: &Mutex<Vec<Seen>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(seen) = read(&mut reader) {
        let index = {
            let mut all = all.lock().unwrap();
            all.push(seen);
            all.len() - 1
        };
        let answer = answers.get(index).or(answers.last()).unwrap();
        std::thread::sleep(answer.after);
        let head = format!(
            "HTTP/1.1 {}\r\ncontent-length: {}\r\n\r\n",
            answer.head,
            answer.body.len()
        );
        if writer.write_all(head.as_bytes()).is_err() {
            return;
        }
        let _ = writer.write_all(&answer.body);
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let (line, headers) = head.split_once("\r\n")?;
    let headers = headers.to_lowercase();
    let mut body = Vec::new();
    if let Some(length) =
        headers.lines().find_map(|one| one.strip_prefix("content-length: "))
    {
        body.resize(length.parse().unwrap(), 0);
        reader.read_exact(&mut body).ok()?;
    } else if headers.contains("transfer-encoding: chunked") {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk).ok()?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
    let line = line.trim_end_matches(" HTTP/1.1").to_owned();
    Some(Seen { line, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
