//! What all connections share.

use crate::document::Pointer;
use crate::ir::{Api, TypeRef};
use crate::mock::auth::{NonceDesk, TokenDesk, TokenEndpoint};
use crate::mock::builder::Settings;
use crate::mock::fault::FaultDesk;
use crate::mock::journal::Journal;
use crate::mock::route::Routes;
use crate::mock::schemas::Schemas;
use crate::sample::{Direction, Maker};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};

/// What all connections share.
pub(crate) struct State {
    pub(crate) api: Api,
    pub(crate) document: Option<Arc<Value>>,
    pub(crate) settings: Settings,
    pub(crate) routes: Routes,
    pub(crate) schemas: Schemas,
    pub(crate) journal: Journal,
    pub(crate) tokens: TokenDesk,
    pub(crate) token_endpoint: TokenEndpoint,
    pub(crate) nonces: NonceDesk,
    pub(crate) faults: FaultDesk,
    pub(crate) arrived: AtomicU64,
    collections: Mutex<BTreeMap<usize, Arc<Vec<Value>>>>,
}

impl State {
    pub(crate) fn new(
        api: Api,
        document: Option<Arc<Value>>,
        settings: Settings,
    ) -> Self {
        Self {
            routes: Routes::new(&api),
            schemas: Schemas::new(document.clone()),
            journal: Journal::new(settings.journal_capacity),
            tokens: TokenDesk::default(),
            token_endpoint: TokenEndpoint::new(&api),
            nonces: NonceDesk::default(),
            faults: FaultDesk::new(settings.seed, settings.faults.clone()),
            arrived: AtomicU64::new(0),
            collections: Mutex::default(),
            api,
            document,
            settings,
        }
    }

    /// A maker for the operation with this index; `number` tells several values apart.
    pub(crate) fn maker(&self, operation: usize, number: u64) -> Maker<'_> {
        let operation = u64::try_from(operation).unwrap_or(u64::MAX);
        let seed = self.settings.seed
            ^ operation.rotate_left(40)
            ^ number.wrapping_mul(0x9e37_79b9);
        Maker {
            types: &self.api.types,
            direction: Direction::Response,
            document: self.document.as_deref(),
            random: fastrand::Rng::with_seed(seed),
            variety: self.settings.variety,
            examples: false,
            number,
            budget: 2_000,
        }
    }

    /// The items that an operation serves in pages: made once, and no two alike as far as
    /// their type has enough values.
    pub(crate) fn collection(
        &self,
        operation: usize,
        item: TypeRef,
        count: usize,
    ) -> Arc<Vec<Value>> {
        let mut collections =
            self.collections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = collections.get(&operation) {
            return Arc::clone(made);
        }
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for number in (1_u64..).take(count) {
            let mut maker = self.maker(operation, number);
            // Items are many: each is kept small.
            maker.budget = 60;
            let mut made = maker.value(item, "");
            for _ in 0..50 {
                if !seen.contains(&made.to_string()) {
                    break;
                }
                made = maker.value(item, "");
            }
            seen.insert(made.to_string());
            items.push(made);
        }
        let items = Arc::new(items);
        collections.insert(operation, Arc::clone(&items));
        items
    }

    /// The value of a named example, which may be a reference.
    pub(crate) fn example(&self, at: &Pointer) -> Option<Value> {
        let document = self.document.as_deref()?;
        let mut example = document.pointer(&at.to_string())?;
        for _ in 0..16 {
            match example.get("$ref").and_then(Value::as_str) {
                Some(target) => {
                    example = document.pointer(target.trim_start_matches('#'))?
                }
                None => break,
            }
        }
        example.get("value").cloned()
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("State")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
