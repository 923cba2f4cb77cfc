//! HTTP digest (RFC 7616): challenges, and what is answered to them.

use super::{Reason, authorization};
use crate::mock::Received;
use crate::mock::state::State;
use md5::{Digest, Md5};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The algorithms that a challenge can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestAlgorithm {
    /// `MD5`
    Md5,
    /// `SHA-256`
    Sha256,
}

impl DigestAlgorithm {
    fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
        }
    }

    fn hash(self, text: &str) -> String {
        match self {
            Self::Md5 => hex(&Md5::digest(text.as_bytes())),
            Self::Sha256 => hex(&Sha256::digest(text.as_bytes())),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

const REALM: &str = "mock";
const OPAQUE: &str = "6d6f636b";

/// The nonces that were given out.
#[derive(Debug, Default)]
pub(crate) struct NonceDesk {
    inner: Mutex<Nonces>,
}

#[derive(Debug, Default)]
struct Nonces {
    known: BTreeMap<String, Nonce>,
    order: VecDeque<String>,
    count: u64,
}

#[derive(Debug)]
struct Nonce {
    made: Instant,
    uses: u32,
    // All counters up to `floor` were used, and those in `above`.
    floor: u32,
    above: BTreeSet<u32>,
}

const MAX_NONCES: usize = 20_000;

impl NonceDesk {
    fn lock(&self) -> MutexGuard<'_, Nonces> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes all nonces stale.
    pub(crate) fn expire(&self) {
        let mut nonces = self.lock();
        nonces.known.clear();
        nonces.order.clear();
    }

    fn issue(&self, seed: u64) -> String {
        let mut nonces = self.lock();
        nonces.count = nonces.count.saturating_add(1);
        let name = DigestAlgorithm::Sha256.hash(&format!("{seed} {}", nonces.count));
        while nonces.order.len() >= MAX_NONCES {
            if let Some(oldest) = nonces.order.pop_front() {
                nonces.known.remove(&oldest);
            }
        }
        let nonce =
            Nonce { made: Instant::now(), uses: 0, floor: 0, above: BTreeSet::new() };
        nonces.known.insert(name.clone(), nonce);
        nonces.order.push_back(name.clone());
        name
    }

    /// Whether the nonce is good, without counting a use.
    fn is_fresh(&self, state: &State, name: &str) -> bool {
        let nonces = self.lock();
        let settings = &state.settings;
        nonces.known.get(name).is_some_and(|nonce| {
            settings.nonce_uses.is_none_or(|most| nonce.uses < most)
                && settings.nonce_lifetime.is_none_or(|time| nonce.made.elapsed() < time)
        })
    }

    /// Counts a use; false when this counter was used before.
    fn take(&self, name: &str, counter: u32) -> bool {
        let mut nonces = self.lock();
        let Some(nonce) = nonces.known.get_mut(name) else { return false };
        if counter <= nonce.floor || !nonce.above.insert(counter) {
            return false;
        }
        nonce.uses = nonce.uses.saturating_add(1);
        while nonce.above.remove(&nonce.floor.saturating_add(1)) {
            nonce.floor = nonce.floor.saturating_add(1);
        }
        true
    }
}

/// The challenges, one an algorithm, all with the same nonce.
pub(super) fn challenges(state: &State, stale: bool) -> Vec<String> {
    let nonce = state.nonces.issue(state.settings.seed);
    let stale = if stale { ", stale=true" } else { "" };
    let algorithms = &state.settings.digest_algorithms;
    let one = |algorithm: &DigestAlgorithm| {
        format!(
            "Digest realm=\"{REALM}\", qop=\"auth\", algorithm={}, nonce=\"{nonce}\", \
             opaque=\"{OPAQUE}\"{stale}",
            algorithm.name()
        )
    };
    algorithms.iter().map(one).collect()
}

/// Checks what a client answered to a challenge.
pub(super) fn verify(state: &State, request: &Received) -> Result<(), Reason> {
    let text = authorization(request, "Digest")?;
    let parameters = parameters(&text);
    let get = |name: &str| {
        let missing = || Reason::new(format!("the digest has no `{name}`"));
        parameters.get(name).map(String::as_str).ok_or_else(missing)
    };
    if get("realm")? != REALM || get("opaque")? != OPAQUE {
        return Err(Reason::new(
            "the digest's realm or opaque is not that of the challenge",
        ));
    }
    if get("uri")? != request.target() {
        return Err(Reason::new("the digest is for another address"));
    }
    if get("qop")? != "auth" {
        return Err(Reason::new("the digest's qop is not `auth`"));
    }
    let counter_text = get("nc")?;
    let counter = u32::from_str_radix(counter_text, 16).ok();
    let counter = counter.filter(|counter| *counter > 0 && counter_text.len() == 8);
    let counter =
        counter.ok_or_else(|| Reason::new("the digest's nc is not 8 hex digits"))?;
    let named = parameters.get("algorithm").map_or("MD5", String::as_str);
    let offered = &state.settings.digest_algorithms;
    let algorithm = offered.iter().find(|one| one.name().eq_ignore_ascii_case(named));
    let algorithm =
        algorithm.ok_or_else(|| Reason::new(format!("{named} was not offered")))?;

    let (user, nonce) = (get("username")?, get("nonce")?);
    let credentials = &state.settings.credentials;
    if !credentials.users.is_empty() {
        let wrong = || Reason::new("the user name or password is wrong");
        let password = credentials.password(user).ok_or_else(wrong)?;
        let own = algorithm.hash(&format!("{user}:{REALM}:{password}"));
        let asked = algorithm.hash(&format!("{}:{}", request.method, request.target()));
        let cnonce = get("cnonce")?;
        let all = format!("{own}:{nonce}:{counter_text}:{cnonce}:auth:{asked}");
        if algorithm.hash(&all) != get("response")? {
            return Err(wrong());
        }
    }
    if !state.nonces.is_fresh(state, nonce) {
        return Err(Reason { message: "the nonce is stale".to_owned(), stale: true });
    }
    if !state.nonces.take(nonce, counter) {
        return Err(Reason::new("the digest's nc was used before"));
    }
    Ok(())
}

/// Reads `name=value, name="value"`.
fn parameters(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([' ', ',', '\t']).to_ascii_lowercase();
        let (value, after) = value(after.trim_start());
        found.insert(name, value);
        rest = after;
    }
    found
}

fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(',').unwrap_or((text, ""));
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, one)) = characters.next() {
        match one {
            '"' => {
                return (value, quoted.get(at.saturating_add(1)..).unwrap_or_default());
            }
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_quoted_or_not() {
        let found =
            parameters(r#"username="a\"b, c", nc=00000001,qop=auth , uri="/x?y=1""#);
        assert_eq!(found["username"], "a\"b, c");
        assert_eq!(found["nc"], "00000001");
        assert_eq!(found["qop"], "auth");
        assert_eq!(found["uri"], "/x?y=1");
    }

    #[test]
    fn a_counter_counts_once_in_any_order() {
        let desk = NonceDesk::default();
        let nonce = desk.issue(1);
        let taken: Vec<bool> =
            [2, 1, 2, 1, 3, 5, 4, 5].iter().map(|one| desk.take(&nonce, *one)).collect();
        assert_eq!(taken, [true, true, false, false, true, true, true, false]);
        assert!(!desk.take("other", 1));
    }
}
