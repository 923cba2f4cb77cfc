//! Programs that judges need: commands that end in time, and servers that are stopped.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(20);
/// How long a server may take to stop when it is asked to.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs a command to its end, within a time; gives what it wrote to its standard output.
/// What it wrote to its standard error is shown when it fails.
///
/// `name` names the files below `logs` that keep both.
pub(super) fn run(
    command: &mut Command,
    logs: &Path,
    name: &str,
    limit: Duration,
) -> Result<String> {
    fs::create_dir_all(logs)?;
    let (out, err) =
        (logs.join(format!("{name}.out")), logs.join(format!("{name}.err")));
    command.stdout(File::create(&out)?).stderr(File::create(&err)?);
    let mut child = spawn(command)?;
    let ended = wait(&mut child, limit)?;
    let complaint = || [text(&out), text(&err)].concat();
    let shown = command.get_program().to_string_lossy().into_owned();
    match ended {
        Some(status) if status.success() => Ok(text(&out)),
        Some(status) => bail!("`{shown}` failed ({status}):\n{}", tail(&complaint())),
        None => {
            // It may have ended by itself just now.
            let _ = child.kill();
            child.wait()?;
            bail!(
                "`{shown}` was not done after {} s:\n{}",
                limit.as_secs(),
                tail(&complaint())
            )
        }
    }
}

/// Starts a program that gets no input; one that is not installed is named.
fn spawn(command: &mut Command) -> Result<Child> {
    command.stdin(Stdio::null()).spawn().map_err(|error| {
        let program = command.get_program().to_string_lossy().into_owned();
        if error.kind() == io::ErrorKind::NotFound {
            anyhow::anyhow!("`{program}` is missing: install it")
        } else {
            anyhow::Error::new(error).context(format!("cannot run `{program}`"))
        }
    })
}

fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(STEP);
    }
    Ok(None)
}

fn text(path: &Path) -> String {
    fs::read(path)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}

/// The last lines: those that say what went wrong.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(20);
    lines.get(from..).unwrap_or_default().join("\n")
}

/// A port of 127.0.0.1 that is free now.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A server on 127.0.0.1; it is stopped when this is dropped.
#[derive(Debug)]
pub(super) struct Service {
    child: Child,
    log: PathBuf,
}

impl Service {
    /// Starts a server, and waits until it listens on the port.
    pub(super) fn start(
        command: &mut Command,
        port: u16,
        log: &Path,
        limit: Duration,
    ) -> Result<Self> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let output = File::create(log)?;
        command.stdout(output.try_clone()?).stderr(output);
        let mut service = Self { child: spawn(command)?, log: log.to_path_buf() };
        let shown = command.get_program().to_string_lossy().into_owned();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let started = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = service.child.try_wait()? {
                bail!("`{shown}` ended ({status}):\n{}", tail(&service.log()));
            }
            if started.elapsed() > limit {
                let log = tail(&service.log());
                bail!("`{shown}` does not listen on port {port}:\n{log}");
            }
            thread::sleep(STEP);
        }
        Ok(service)
    }

    /// What the server has written so far.
    pub(super) fn log(&self) -> String {
        text(&self.log)
    }

    /// Stops the server: asked first, and made to when it does not.
    pub(super) fn stop(mut self) -> Result<()> {
        self.end().context("a server does not stop")
    }

    fn end(&mut self) -> Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        ask_to_end(&mut self.child);
        if wait(&mut self.child, FAREWELL)?.is_none() {
            self.child.kill()?;
            self.child.wait()?;
        }
        Ok(())
    }
}

/// A server that is asked can stop the processes that it started.
#[cfg(unix)]
fn ask_to_end(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process};
    // One that cannot be told is made to end by the caller.
    let _ = kill_process(Pid::from_child(child), Signal::TERM);
}

#[cfg(not(unix))]
fn ask_to_end(child: &mut Child) {
    let _ = child.kill();
}

impl Drop for Service {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing else to try.
        let _ = self.end();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn logs() -> PathBuf {
        crate::repository::target().join("judges/test-logs")
    }

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn a_command_gives_its_output_or_says_what_went_wrong() {
        let second = Duration::from_secs(10);
        let good = run(&mut shell("echo yes"), &logs(), "good", second);
        assert_eq!(good.unwrap(), "yes\n");
        let bad = run(&mut shell("echo why >&2; exit 3"), &logs(), "bad", second);
        let bad = bad.unwrap_err().to_string();
        assert!(bad.contains("why") && bad.contains('3'), "{bad}");
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let started = Instant::now();
        let limit = Duration::from_millis(100);
        let late = run(&mut shell("exec sleep 60"), &logs(), "late", limit);
        assert!(late.unwrap_err().to_string().contains("not done"));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_is_not_installed_is_named() {
        let mut missing = Command::new("no-such-judge");
        let missing = run(&mut missing, &logs(), "missing", FAREWELL).unwrap_err();
        assert_eq!(missing.to_string(), "`no-such-judge` is missing: install it");
    }

    #[test]
    fn a_server_that_does_not_start_is_told_by_its_last_words() {
        let port = free_port().unwrap();
        let log = logs().join("server.log");
        let mut dying = shell("echo no such file; exit 1");
        let error = Service::start(&mut dying, port, &log, FAREWELL).unwrap_err();
        assert!(error.to_string().contains("no such file"), "{error}");
        let limit = Duration::from_millis(100);
        let mut deaf = shell("exec sleep 60");
        let error = Service::start(&mut deaf, port, &log, limit).unwrap_err();
        assert!(error.to_string().contains("does not listen"), "{error}");
    }
}
