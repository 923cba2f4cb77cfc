//! A program beside a generated crate that reads values as its types and writes them back.

use super::{Journey, Returned};
use crate::repository;
use anyhow::{Context, Result, bail};
use oasmith::emit::SourceFile;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The name of the crate.
pub(crate) const PACKAGE: &str = "round-trip";

const HEAD: &str = "use std::io::BufRead;

use round_trip::runtime::{Value, parse_webhook};

fn through<T: Value + Default + serde::Serialize>(text: &str) -> Result<String, String> {
    let read = parse_webhook::<T>(text.as_bytes()).map_err(|error| error.to_string())?;
    let back = serde_json::to_string(&*read).map_err(|error| error.to_string())?;
    let said: Vec<_> = read.deviations().iter().map(|one| one.pointer()).collect();
    Ok(format!(\"[{back},{}]\", serde_json::json!(said)))
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap_or_default();
        let (index, text) = line.split_once('\\t').unwrap_or_default();
        let result = match index {
";
const TAIL: &str = "            _ => Err(\"no such type\".to_owned()),
        };
        match result {
            Ok(text) => println!(\"1{text}\"),
            Err(error) => println!(\"0{}\", error.replace('\\n', \" \")),
        }
    }
}
";

/// What each value came back as, or why it was refused.
pub(crate) fn run(
    folder: &Path,
    files: &[SourceFile],
    types: &[&str],
    journeys: &[Journey],
) -> Result<Vec<Result<Returned, String>>> {
    let home = folder.join("crate");
    write(&home, files, types)?;
    let mut command = repository::cargo();
    command.args([
        "build",
        "--quiet",
        "--no-default-features",
        "--features",
        "all-groups,serde",
        "--example",
        "driver",
    ]);
    command.arg("--manifest-path").arg(home.join("Cargo.toml"));
    let target = folder.join("target");
    command
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    let output = command.output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("it does not compile:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut input = String::new();
    for journey in journeys {
        let index = types.iter().position(|ty| *ty == journey.ty).unwrap_or(usize::MAX);
        let _infallible = writeln!(input, "{index}\t{}", journey.value);
    }
    let program = format!("driver{}", std::env::consts::EXE_SUFFIX);
    let program = target.join("debug").join("examples").join(program);
    let told = feed(&program, input)?;
    let answers: Vec<_> = told.lines().map(read_answer).collect();
    if answers.len() != journeys.len() {
        bail!("the driver stopped after {} of {} values", answers.len(), journeys.len());
    }
    Ok(answers)
}

fn write(home: &Path, files: &[SourceFile], types: &[&str]) -> Result<()> {
    if home.exists() {
        fs::remove_dir_all(home)?;
    }
    for file in files {
        let path = home.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(home))?;
        let is_manifest = file.path == "Cargo.toml";
        let workspace = if is_manifest { "\n\n[workspace]\n" } else { "" };
        fs::write(&path, format!("{}{workspace}", file.text))?;
    }
    let mut source = HEAD.to_owned();
    for (index, ty) in types.iter().enumerate() {
        let _infallible =
            writeln!(source, "            \"{index}\" => through::<{ty}>(text),");
    }
    source.push_str(TAIL);
    fs::create_dir_all(home.join("examples"))?;
    fs::write(home.join("examples").join("driver.rs"), source)?;
    let lock = repository::root().join("Cargo.lock");
    fs::copy(lock, home.join("Cargo.lock")).context("cannot copy Cargo.lock")?;
    Ok(())
}

/// Runs the driver on the input.
fn feed(program: &Path, input: String) -> Result<String> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the driver")?;
    let pipe = child.stdin.take().context("the driver reads nothing")?;
    // Written beside reading: neither waits for the other with a full pipe.
    let writer = std::thread::spawn(move || {
        let mut pipe = pipe;
        pipe.write_all(input.as_bytes())
    });
    let output = child.wait_with_output()?;
    let written = writer.join().map_err(|_| anyhow::anyhow!("the writer failed"))?;
    if output.status.success() {
        written?;
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn read_answer(line: &str) -> Result<Returned, String> {
    match line.split_at_checked(1) {
        Some(("1", text)) => serde_json::from_str(text)
            .map(|(value, deviations)| Returned { value, deviations })
            .map_err(|it| it.to_string()),
        Some((_, error)) => Err(error.to_owned()),
        None => Err("no answer".to_owned()),
    }
}
