//! How a server is set up.

use crate::document::Document;
use crate::ir::Api;
use crate::mock::Received;
use crate::mock::answer::{Preference, Reply};
use crate::mock::auth::{Credentials, DigestAlgorithm};
use crate::mock::fault::FaultPlan;
use crate::mock::journal::Entry;
use crate::mock::server::{self, Running};
use crate::mock::state::State;
use crate::sample::Variety;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// The way in: [`Mock::builder`].
#[derive(Clone, Copy, Debug)]
pub struct Mock;

impl Mock {
    /// A server for this API that accepts any well-formed credentials, makes no faults and
    /// answers documented examples.
    pub fn builder(api: Api) -> Builder {
        Builder { api, document: None, settings: Settings::default() }
    }
}

/// A request that is as described, as a hook sees it.
#[derive(Debug)]
pub struct Call<'call> {
    /// The id of the operation.
    pub operation: &'call str,
    /// The values of the parameters that were sent, by their names on the wire.
    pub parameters: BTreeMap<&'call str, &'call Value>,
    /// The request itself.
    pub request: &'call Received,
    /// How many requests had arrived at this server before this one.
    pub sequence: u64,
}

/// What a hook decides.
#[derive(Clone, Debug)]
pub enum Decision {
    /// The usual answer.
    Usual,
    /// One of the documented answers.
    Documented(Preference),
    /// This answer.
    Reply(Reply),
}

pub(crate) type Hook = Arc<dyn Fn(&Call<'_>) -> Decision + Send + Sync>;
pub(crate) type Observer = Arc<dyn Fn(&Entry) + Send + Sync>;

/// Everything that can be set.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) port: u16,
    pub(crate) seed: u64,
    pub(crate) collection: Option<usize>,
    pub(crate) page_size: usize,
    pub(crate) stream_items: u64,
    pub(crate) variety: Variety,
    pub(crate) credentials: Credentials,
    pub(crate) token_lifetime: Duration,
    pub(crate) token_limit: Option<(usize, Duration)>,
    pub(crate) digest_algorithms: Vec<DigestAlgorithm>,
    pub(crate) nonce_uses: Option<u32>,
    pub(crate) nonce_lifetime: Option<Duration>,
    pub(crate) faults: FaultPlan,
    pub(crate) hook: Option<Hook>,
    pub(crate) observer: Option<Observer>,
    pub(crate) journal_capacity: usize,
    pub(crate) body_limit: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            collection: None,
            page_size: 20,
            stream_items: 3,
            variety: Variety::Full,
            credentials: Credentials::any(),
            token_lifetime: Duration::from_secs(3600),
            token_limit: None,
            digest_algorithms: vec![DigestAlgorithm::Sha256, DigestAlgorithm::Md5],
            nonce_uses: None,
            nonce_lifetime: None,
            faults: FaultPlan::none(),
            hook: None,
            observer: None,
            journal_capacity: 20_000,
            body_limit: 64 << 20,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("seed", &self.seed)
            .field("collection", &self.collection)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// Sets a server up.
#[derive(Clone, Debug)]
#[must_use = "a server does nothing until it is started"]
pub struct Builder {
    api: Api,
    document: Option<Arc<Value>>,
    settings: Settings,
}

impl Builder {
    /// The canonical document: with it, JSON bodies are checked by a JSON Schema validator
    /// too, examples can be asked for by name, and made-up texts keep to their `format`.
    pub fn document(mut self, document: Document) -> Self {
        self.document = Some(Arc::new(document.root));
        self
    }

    /// The port on 127.0.0.1; by default a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// The seed of everything that is made up or left to chance.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Operations with pages serve this many made-up items, no two alike, in place of the
    /// documented example.
    pub fn collection(mut self, items: usize) -> Self {
        self.settings.collection = Some(items);
        self
    }

    /// How many items a page has where neither request nor description say; by default 20.
    pub fn page_size(mut self, items: usize) -> Self {
        self.settings.page_size = items.max(1);
        self
    }

    /// How many items a made-up stream has (newline-delimited JSON, server-sent events);
    /// by default 3.
    pub fn stream_items(mut self, items: u64) -> Self {
        self.settings.stream_items = items;
        self
    }

    /// How much of what is optional made-up objects have; by default all of it.
    pub fn variety(mut self, variety: Variety) -> Self {
        self.settings.variety = variety;
        self
    }

    /// Who may call.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = credentials;
        self
    }

    /// How long a token of the token endpoint is good for; by default an hour. `expires_in`
    /// has its whole seconds.
    pub fn token_lifetime(mut self, time: Duration) -> Self {
        self.settings.token_lifetime = time;
        self
    }

    /// How many tokens may be asked for within a time; more are answered with 429.
    pub fn token_limit(mut self, requests: usize, within: Duration) -> Self {
        self.settings.token_limit = Some((requests, within));
        self
    }

    /// What digest challenges offer, the preferred one first; by default SHA-256 and MD5.
    pub fn digest_algorithms(mut self, algorithms: &[DigestAlgorithm]) -> Self {
        self.settings.digest_algorithms = algorithms.to_vec();
        self
    }

    /// How often one digest nonce may be used before it is stale.
    pub fn nonce_uses(mut self, uses: u32) -> Self {
        self.settings.nonce_uses = Some(uses);
        self
    }

    /// How long a digest nonce may be used before it is stale.
    pub fn nonce_lifetime(mut self, time: Duration) -> Self {
        self.settings.nonce_lifetime = Some(time);
        self
    }

    /// The faults to make.
    pub fn faults(mut self, plan: FaultPlan) -> Self {
        self.settings.faults = plan;
        self
    }

    /// A function that decides on the answer of each request that is as described.
    pub fn hook(
        mut self,
        hook: impl Fn(&Call<'_>) -> Decision + Send + Sync + 'static,
    ) -> Self {
        self.settings.hook = Some(Arc::new(hook));
        self
    }

    /// A function that sees each exchange as it goes into the journal.
    pub fn observer(
        mut self,
        observer: impl Fn(&Entry) + Send + Sync + 'static,
    ) -> Self {
        self.settings.observer = Some(Arc::new(observer));
        self
    }

    /// How many exchanges the journal keeps; by default 20,000.
    pub fn journal_capacity(mut self, entries: usize) -> Self {
        self.settings.journal_capacity = entries;
        self
    }

    /// How many bytes a request's body may have; by default 64 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// Starts the server on 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn start(self) -> io::Result<Running> {
        let port = self.settings.port;
        let state = State::new(self.api, self.document, self.settings);
        server::start(Arc::new(state), port).await
    }
}
