//! What is said and not said on a real connection.

use super::sample::{API, List};
use crate::runtime::{
    Body, ClientBuilder, Error, ReqwestTransport, RetryPolicy, Transport,
};
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

/// The head of the request that a real server sees.
async fn head_of(method: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/x", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            connection.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        connection.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        String::from_utf8(head).unwrap().to_lowercase()
    });
    let request = http::Request::builder().method(method).uri(address);
    let request = request.body(Body::Empty).unwrap();
    ReqwestTransport::new().unwrap().send(request).await.unwrap();
    server.join().unwrap()
}

#[tokio::test]
async fn methods_that_usually_have_a_body_say_that_there_is_none() {
    for method in ["POST", "PUT", "PATCH"] {
        let head = head_of(method).await;
        assert_eq!(head.matches("content-length: 0\r\n").count(), 1, "{head}");
    }
    for method in ["GET", "HEAD", "DELETE", "OPTIONS"] {
        let head = head_of(method).await;
        assert!(!head.contains("content-length"), "{head}");
    }
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
