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

/// Answers of a server that compresses.
#[cfg(feature = "gzip")]
mod compressed {
    use super::*;

    /// A mebibyte of spaces: this, then 1,015 times nothing, then that.
    const BOMB_HEAD: &[u8] =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x31\x01\x00\x00\x00\
      \xc2\xa0\x2a\xeb\x9f\xd2\x10\xbe\x40\x01";
    const BOMB_TAIL: &[u8] = b"\x7c\x06\xa7\x02\x03\xf1\x00\x00\x10\x00";
    /// `{"results":[{"id":"abcd","owner":null}]}`
    const PAGE: &[u8] =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x4a\x2d\x2e\xcd\
      \x29\x29\x56\xb2\x8a\xae\x56\xca\x4c\x51\xb2\x52\x4a\x4c\x4a\x4e\x51\
      \xd2\x51\xca\x2f\xcf\x4b\x2d\x52\xb2\xca\x2b\xcd\xc9\xa9\x8d\xad\x05\
      \x00\x80\x88\x97\xe3\x28\x00\x00\x00";

    /// A server that takes one request and answers with these bytes, and the head that it saw.
    fn server(body: Vec<u8>) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let length = connection.read(&mut request).unwrap();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                 content-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            connection.write_all(head.as_bytes()).unwrap();
            // A client that has had enough goes before the end.
            let _ = connection.write_all(&body);
            String::from_utf8_lossy(&request[..length]).to_lowercase()
        });
        (address, server)
    }

    #[tokio::test]
    async fn answers_are_asked_for_and_read_compressed() {
        let (address, server) = server(PAGE.to_vec());
        let client = ClientBuilder::new(&API).base_url(address).build().unwrap();
        let page = List::of(&client, "abc").send().await.unwrap();
        assert_eq!(page.results[0].id, "abcd");
        let head = server.join().unwrap();
        let asked = head.lines().find(|line| line.starts_with("accept-encoding:"));
        assert!(asked.is_some_and(|line| line.contains("gzip")), "{head}");
    }

    #[tokio::test]
    async fn the_limit_counts_what_comes_out() {
        let bomb = [BOMB_HEAD, &[0; 1015], BOMB_TAIL].concat();
        assert!(bomb.len() < 2000);
        let (address, _server) = server(bomb);
        let client = ClientBuilder::new(&API)
            .base_url(address)
            .body_cap(10_000)
            .retry(RetryPolicy::off())
            .build()
            .unwrap();
        let error = List::of(&client, "abc").send().await.unwrap_err();
        assert!(error.to_string().contains("longer than 10000 bytes"), "{error}");
        assert_eq!(error.body().unwrap().len(), 10_000);
    }
}
