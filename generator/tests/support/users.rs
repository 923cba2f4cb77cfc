//! What the features' tests share: a server that speaks the feature's description.

#![allow(dead_code, reason = "no feature needs all of it")]

use mock::{Builder, Call, Decision, Mock, Received, Reply, Running};
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use std::path::Path;

/// A server for a description, to be set up further.
pub(crate) fn server(spec: &str) -> Builder {
    let mut diagnostics = Diagnostics::default();
    let path = Path::new(spec);
    let settings = path.with_file_name(oasmith::config::FILE_NAME);
    let config = match settings.exists() {
        true => oasmith::config::read(&settings, &mut diagnostics),
        false => Ok(Config::default()),
    };
    let described = config
        .and_then(|config| oasmith::describe(path, &config, &mut diagnostics))
        .unwrap_or_else(|_| panic!("{:?}", diagnostics.all()));
    Mock::builder(described.api).document(described.document)
}

/// A server that gives this answer to every request that is as described.
pub(crate) async fn answering(spec: &str, reply: Reply) -> Running {
    let hook = move |_: &Call<'_>| Decision::Reply(reply.clone());
    server(spec).hook(hook).start().await.expect("the server starts")
}

/// The newest request, which did nothing that the description does not allow.
pub(crate) fn last(server: &Running) -> Received {
    let entry = server.journal().last().expect("something was asked");
    assert_eq!(entry.violations, []);
    entry.request
}

/// The body of a request, as text.
pub(crate) fn text(request: &Received) -> &str {
    std::str::from_utf8(&request.body).expect("the body is text")
}

/// The body of a request, as JSON.
pub(crate) fn json(request: &Received) -> serde_json::Value {
    serde_json::from_slice(&request.body).expect("the body is JSON")
}
