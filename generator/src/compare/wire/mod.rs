//! What calls do on the wire, by the Rust path that it belongs to.

mod operations;
mod types;

use super::aspect::{Aspect, Says};
use super::surface::Item;
use super::{Change, Step};
use crate::ir::{Server, StatusPattern};
use crate::name::Named;
use std::collections::BTreeMap;

/// The subject of what holds for all calls.
pub(super) const CLIENT: &str = "Client";

/// What is said, by the path of its subject and the aspect.
#[derive(Debug, Default)]
pub(super) struct Facts {
    all: BTreeMap<(String, Aspect), Says>,
}

impl Facts {
    fn add(&mut self, subject: &str, aspect: Aspect, says: Says) {
        self.all.insert((subject.to_owned(), aspect), says);
    }

    fn text(&mut self, subject: &str, aspect: Aspect, text: impl Into<String>) {
        self.add(subject, aspect, Says::Text(text.into()));
    }

    fn get(&self, subject: &str, aspect: Aspect) -> Option<&Says> {
        self.all.get(&(subject.to_owned(), aspect))
    }
}

/// All that an API says of the wire.
pub(super) fn facts(named: &Named) -> Facts {
    let mut facts = Facts::default();
    facts.add(CLIENT, Aspect::Servers, Says::List(servers(&named.api.servers)));
    operations::schemes(named, &mut facts);
    operations::operations(named, &mut facts);
    types::types(named, &mut facts);
    facts
}

fn servers(servers: &[Server]) -> Vec<String> {
    let server = |server: &Server| {
        let mut text = server.url.clone();
        for variable in &server.variables {
            text.push_str(&format!(", {} = {}", variable.name, variable.default));
            if !variable.values.is_empty() {
                text.push_str(&format!(" of {}", variable.values.join(" | ")));
            }
        }
        text
    };
    servers.iter().map(server).collect()
}

/// What differs for subjects that stay. Of the others, the surface tells.
pub(super) fn differences(
    old: &Facts,
    new: &Facts,
    stays: impl Fn(&str) -> bool,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add =
        |key: &(String, Aspect), was: Option<&Says>, now: Option<&Says>, step| {
            let item = |says: &Says| Item::plain(says.words());
            changes.push(Change {
                path: key.0.clone(),
                aspect: Some(key.1.clone()),
                was: was.map(item),
                now: now.map(item),
                step,
            });
        };
    for (key, was) in old.all.iter().filter(|(key, _)| stays(&key.0)) {
        match new.all.get(key) {
            Some(now) if now == was => {}
            Some(now) if now.still_allows(was) => {
                add(key, Some(was), Some(now), Step::Minor)
            }
            now => add(key, Some(was), now, Step::Wire),
        }
    }
    for (key, now) in new.all.iter().filter(|(key, _)| stays(&key.0)) {
        if !old.all.contains_key(key) {
            let was = was_before(old, key);
            let step = match (&key.1, was) {
                // Nothing uses a scheme by itself.
                (Aspect::Scheme(_) | Aspect::Answer(_), None) => Step::Minor,
                (_, Some(was)) if now == was => continue,
                _ => Step::Wire,
            };
            add(key, was, Some(now), step);
        }
    }
    changes
}

/// What held for a status before it was documented by itself.
fn was_before<'a>(
    old: &'a Facts,
    (subject, aspect): &(String, Aspect),
) -> Option<&'a Says> {
    let Aspect::Answer(status) = aspect else { return None };
    let range = match status {
        StatusPattern::Code(code) => {
            let hundred = u8::try_from(code.checked_div(100)?).ok()?;
            old.get(subject, Aspect::Answer(StatusPattern::Range(hundred)))
        }
        _ => None,
    };
    let otherwise = || old.get(subject, Aspect::Answer(StatusPattern::Default));
    if *status == StatusPattern::Default { None } else { range.or_else(otherwise) }
}
