//! No secret leaves by any way but the one that it is for.
//!
//! Each secret is a text that is found nowhere else, and it is looked for in everything that
//! a way out lets through: as it is, in base 64, and with its letters in the other case.

mod answers;
mod elsewhere;
mod logs;
mod shown;

use crate::support::{builder, server, started};
use atlas_sdk::auth::{Bearer, DigestKey, ServiceAccount};
use atlas_sdk::{Client, ClientBuilder, Error};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mock::{Builder, Credentials, Running};
use std::fmt::Debug;

/// The secret of a service account.
const CLIENT_SECRET: &str = "clientsecret8d2f";
/// The private part of an API key.
const PRIVATE_KEY: &str = "privatekey51c7";
/// A bearer token.
const TOKEN: &str = "bearertoken9a3e";
/// A header of the caller's own.
const OWN_HEADER: &str = "ownheader77b0";

/// How a client proves who it is.
#[derive(Clone, Copy, Debug)]
enum Proof {
    ServiceAccount,
    Digest,
    Bearer,
}

const PROOFS: [Proof; 3] = [Proof::ServiceAccount, Proof::Digest, Proof::Bearer];

impl Proof {
    fn add(self, builder: ClientBuilder) -> ClientBuilder {
        match self {
            Self::ServiceAccount => {
                builder.auth(ServiceAccount::new("account", CLIENT_SECRET))
            }
            Self::Digest => builder.auth(DigestKey::new("public", PRIVATE_KEY)),
            Self::Bearer => builder.auth(Bearer::new(TOKEN)),
        }
    }

    /// A client with this proof and a secret header of the caller's own.
    fn client(self, server: &Running) -> Client {
        let builder = builder(server).header("x-own", OWN_HEADER);
        self.add(builder).build().expect("the client can be built")
    }
}

/// A server that knows who may call, so that a wrong secret would be refused.
fn guarded() -> Builder {
    let known = Credentials::any()
        .client("account", CLIENT_SECRET)
        .user("public", PRIVATE_KEY)
        .token(TOKEN);
    server().credentials(known)
}

/// Every text that must not be seen: the secrets, what they look like in a header, and the
/// tokens that this server gave out.
fn secrets(server: &Running) -> Vec<String> {
    let plain = [CLIENT_SECRET, PRIVATE_KEY, TOKEN, OWN_HEADER].map(str::to_owned);
    let basic = STANDARD.encode(format!("account:{CLIENT_SECRET}"));
    let mut all: Vec<String> = plain.into_iter().chain([basic]).collect();
    all.extend(all.clone().iter().map(|secret| STANDARD.encode(secret)));
    for entry in server.journal().entries() {
        let sent = entry.request.header("authorization").unwrap_or_default();
        if let Some((_, proof)) = sent.split_once(' ') {
            all.push(proof.to_owned());
            // The sum of a digest, without the rest.
            let sum = proof.split_once("response=\"").map(|(_, rest)| rest);
            all.extend(sum.and_then(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    all
}

/// That a text holds none of the secrets.
#[track_caller]
fn hides(text: &str, secrets: &[String]) {
    let lower = text.to_lowercase();
    for secret in secrets {
        let is_seen = lower.contains(&secret.to_lowercase());
        assert!(!is_seen, "`{secret}` is seen in: {text}");
    }
}

/// An error as it may be shown: its text, its `Debug` both ways, and all that is behind it.
fn everything(error: &Error) -> String {
    let mut told = shown(error);
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(one) = next {
        told.push_str(&format!("\n{one} {one:?} {one:#?}"));
        next = one.source();
    }
    told
}

/// What `Debug` shows, both ways.
fn shown(what: &impl Debug) -> String {
    format!("{what:?} {what:#?}")
}

/// Starts a second server, on another origin.
async fn elsewhere() -> Running {
    started(server()).await
}

#[tokio::test]
async fn the_secrets_of_these_tests_do_go_where_they_are_for() {
    for proof in PROOFS {
        let server = started(guarded()).await;
        let client = proof.client(&server);
        crate::support::checkpoints(&client).await.expect("the server knows the caller");
        let seen = format!("{:?}", server.journal().entries());
        assert!(seen.contains(OWN_HEADER), "{seen}");
        // That what is looked for would be found: it is in what the server saw.
        let found = secrets(&server).iter().filter(|one| seen.contains(*one)).count();
        assert!(found >= 2, "{proof:?}: {found}");
        server.stop().await;
    }
}
