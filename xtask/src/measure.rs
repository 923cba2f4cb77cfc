//! What a command costs: CPU seconds and memory, as the operating system counts them.

use anyhow::{Context, Result};
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use wait4::Wait4;

/// What a finished command printed and cost.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Its exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// What it printed on standard output.
    pub(crate) stdout: String,
    /// What it printed on standard error.
    pub(crate) stderr: String,
    /// CPU seconds, user and system, its children included.
    pub(crate) cpu_seconds: f64,
    /// The most memory its largest process held, in MiB.
    pub(crate) peak_mebibytes: f64,
}

/// Runs a command to its end.
pub(crate) fn measured(command: &mut Command) -> Result<Measured> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| {
            format!("cannot run {}", command.get_program().to_string_lossy())
        })?;
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        if let Some(mut pipe) = out {
            scope.spawn(|| pipe.read_to_end(&mut stdout).map(|_| drop(pipe)));
        }
        if let Some(mut pipe) = err {
            scope.spawn(|| pipe.read_to_end(&mut stderr).map(|_| drop(pipe)));
        }
    });
    let used = child.wait4().context("cannot wait for the command")?;
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Measured {
        code: used.status.code(),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
        cpu_seconds: cpu.as_secs_f64(),
        peak_mebibytes: used.rusage.maxrss as f64 / (1024.0 * 1024.0),
    })
}
