//! A transport without a network: it notes what is sent and answers what it is told.

use crate::runtime::{
    Body, BoxFuture, Client, ClientBuilder, Error, RetryPolicy, Transport,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Answer = dyn Fn() -> Result<http::Response<Body>, Error> + Send + Sync;

#[derive(Clone)]
pub(super) struct Fake {
    answer: Arc<Answer>,
    pub(super) sent: Arc<Mutex<Vec<http::request::Parts>>>,
}

impl Fake {
    pub(super) fn new(
        answer: impl Fn() -> Result<http::Response<Body>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self { answer: Arc::new(answer), sent: Arc::default() }
    }

    pub(super) fn answering(
        status: u16,
        content_type: &'static str,
        body: &'static str,
    ) -> Self {
        Self::new(move || {
            let response = http::Response::builder()
                .status(status)
                .header("content-type", content_type)
                .header("x-request-id", "r-1");
            Ok(response.body(Body::from(body.to_owned())).unwrap())
        })
    }

    pub(super) fn client(&self, builder: ClientBuilder) -> Client {
        builder.transport(self.clone()).retry(RetryPolicy::off()).build().unwrap()
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        self.sent.lock().unwrap().push(request.into_parts().0);
        let answer = (self.answer)();
        Box::pin(std::future::ready(answer))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}
