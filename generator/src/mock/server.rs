//! The listener and its connections.

use crate::ir::Api;
use crate::mock::connection::{Connection, Cut};
use crate::mock::exchange;
use crate::mock::journal::Journal;
use crate::mock::route::base_path;
use crate::mock::state::State;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

/// A server that runs. It stops when this is dropped; [`Running::stop`] also waits for it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

// How long connections may take to finish what they do when the server stops.
const GRACE: Duration = Duration::from_secs(2);

pub(crate) async fn start(state: Arc<State>, port: u16) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, Arc::clone(&state), stopped));
    Ok(Running { address, state, stop: Some(stop), task })
}

impl Running {
    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the server without a path, such as `http://127.0.0.1:1234`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What takes the place of the description's first server: the origin and that server's
    /// path, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let path = self.state.api.servers.first().map(base_path).unwrap_or_default();
        format!("{}{path}", self.origin())
    }

    /// Where tokens are given out, if the description has OAuth 2 client credentials.
    #[must_use]
    pub fn token_url(&self) -> Option<String> {
        let path = self.state.token_endpoint.path()?;
        Some(format!("{}{path}", self.origin()))
    }

    /// The API that is served.
    #[must_use]
    pub fn api(&self) -> &Api {
        &self.state.api
    }

    /// What was asked and answered so far.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.state.journal
    }

    /// How often a token was asked for.
    #[must_use]
    pub fn token_requests(&self) -> u64 {
        self.state.tokens.requests()
    }

    /// Ends all tokens that were given out, before their time.
    pub fn expire_tokens(&self) {
        self.state.tokens.expire();
    }

    /// Makes all digest nonces that were given out stale.
    pub fn expire_nonces(&self) {
        self.state.nonces.expire();
    }

    /// Stops: no new connections, and those that are open may finish what they do.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The other end is gone when the server has stopped by itself: as wanted.
            let _ = stop.send(());
        }
        let _ = (&mut self.task).await;
    }
}

async fn serve(
    listener: TcpListener,
    state: Arc<State>,
    mut stopped: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Dropping the sender stops the server too.
            _ = &mut stopped => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => serve_one(stream, &state, &graceful, &mut connections),
                // Out of file descriptors, most likely: others will be closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(GRACE) => {}
    }
    connections.shutdown().await;
}

fn serve_one(
    stream: TcpStream,
    state: &Arc<State>,
    graceful: &GracefulShutdown,
    connections: &mut JoinSet<()>,
) {
    // Small answers should not wait for more; where this fails they do.
    let _ = stream.set_nodelay(true);
    let cut = Cut::default();
    let io = TokioIo::new(Connection::new(stream, cut.clone()));
    let state = Arc::clone(state);
    let service = service_fn(move |request| {
        let (state, cut) = (Arc::clone(&state), cut.clone());
        async move { exchange::exchange(&state, request, cut).await }
    });
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(io, service);
    let connection = graceful.watch(connection);
    connections.spawn(async move {
        // A connection that breaks concerns the client, who sees it; resets are on purpose.
        let _ = connection.await;
    });
}
