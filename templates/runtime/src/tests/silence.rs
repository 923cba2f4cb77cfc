//! Servers that say nothing, on a real connection.

use super::sample::{API, List};
use crate::runtime::{ClientBuilder, Error, RetryPolicy};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

/// A server that takes one request, sends this, and then says nothing more.
fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        assert!(connection.read(&mut request).unwrap() > 0);
        connection.write_all(answer.as_bytes()).unwrap();
        // Until the client is gone.
        let _ = connection.read_to_end(&mut Vec::new());
    });
    address
}

/// Time passes at once where nobody has anything to do: the five minutes take no time.
#[tokio::test(start_paused = true)]
async fn no_call_waits_for_ever() {
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                content-length: 100\r\n\r\n{\"results\":";
    for answer in ["", half] {
        let client = ClientBuilder::new(&API)
            .base_url(server(answer))
            .retry(RetryPolicy::off())
            .build()
            .unwrap();
        let started = tokio::time::Instant::now();
        let error = List::of(&client, "abc").send().await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{answer:?}: {error:?}");
        assert!(error.is_retryable());
        assert!(started.elapsed() >= Duration::from_secs(300));
    }
}
