//! A server that speaks the feature's own description.

use mock::{Builder, Decision, Mock, Reply, Running};
use oasmith::diagnostic::Diagnostics;
use std::path::PathBuf;

/// A server for the description, not started yet.
#[allow(dead_code, reason = "each feature uses what it needs")]
pub fn server() -> Builder {
    let spec = std::env::var_os("OASMITH_FEATURE_SPEC").map(PathBuf::from);
    let spec = spec.expect("the harness says where the description is");
    let mut found = Diagnostics::default();
    let described = oasmith::describe(&spec, &oasmith::Options::default(), &mut found);
    Mock::builder(described.expect("the description is valid").api)
}

/// A server that gives this answer to every request that is as described.
#[allow(dead_code, reason = "each feature uses what it needs")]
pub async fn answering(reply: Reply) -> Running {
    let hook = move |_: &mock::Call<'_>| Decision::Reply(reply.clone());
    server().hook(hook).start().await.expect("a port is free")
}
