//! A server that runs while a judge is asked.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A server on 127.0.0.1; it is ended when this is dropped.
#[derive(Debug)]
pub(super) struct Service {
    child: Child,
    log: PathBuf,
}

// How long a server may take until it listens: a large description takes some of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A port that is free now.
pub(super) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

impl Service {
    /// Starts a server, and waits until it listens on the port.
    pub(super) fn start(command: &mut Command, port: u16, log: &Path) -> Result<Self> {
        let output = File::create(log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("cannot run {command:?}"))?;
        let mut service = Self { child, log: log.to_path_buf() };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let started = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = service.child.try_wait()? {
                bail!("{command:?} ended with {status}:\n{}", service.log());
            }
            if started.elapsed() > PATIENCE {
                bail!("{command:?} does not listen on port {port}:\n{}", service.log());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(service)
    }

    /// What the server has said so far.
    pub(super) fn log(&self) -> String {
        fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended, and need not.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
