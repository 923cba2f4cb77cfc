//! Changes to inputs, by dice that can be thrown again: to descriptions, in the ways that
//! real ones go wrong, and to bytes.

mod bytes;
mod odd;
mod operation;
mod schema;
mod sites;
mod whole;

pub use bytes::damage;

use oasmith::dialect::grammar::Kind;
use odd::{Mutation, Pool};
use serde_json::{Map, Value};

/// So many changes are made at most to one description.
const MAX_CHANGES: usize = 40;

/// Changes a description in a few places, or in many, and says how.
pub fn change(root: &mut Value, random: fastrand::Rng, changes: &mut Vec<String>) {
    let mut pool = Pool { random, schemas: Vec::new() };
    if let Some((map, prefix)) = sites::schemas(root) {
        pool.schemas =
            map.keys().map(|key| format!("{prefix}{}", sites::escaped(key))).collect();
    }
    let count = pool.random.usize(1..=MAX_CHANGES);
    for _ in 0..count {
        if pool.once_in(4) {
            if let Some((name, mutation)) = pool.random.choice(whole::ALL) {
                mutation(root, &mut pool);
                changes.push((*name).to_owned());
            }
            continue;
        }
        let sites = sites::sites(root);
        let Some(site) = pool.random.choice(&sites).cloned() else { continue };
        if let Some(name) = change_site(root, &site, &mut pool) {
            changes.push(format!("{name} {}", site.at));
        }
    }
}

/// Changes one object, and says how.
fn change_site(
    root: &mut Value,
    site: &sites::Site,
    pool: &mut Pool,
) -> Option<&'static str> {
    let table: &[Mutation<Map<String, Value>>] = match site.kind {
        Kind::Schema => schema::ALL,
        Kind::Operation => operation::OPERATION,
        Kind::Parameter | Kind::Header => operation::PARAMETER,
        Kind::MediaType => operation::MEDIA_TYPE,
        Kind::Response | Kind::RequestBody => operation::CONTENT_HOLDER,
        Kind::SecurityScheme => operation::SECURITY_SCHEME,
        _ => return None,
    };
    let target = root.pointer(&site.at)?.get("$ref").and_then(Value::as_str);
    if let Some(target) = target
        && pool.once_in(3)
    {
        let target = target.strip_prefix('#').unwrap_or(target).to_owned();
        let inline = root.pointer(&target)?.clone();
        *root.pointer_mut(&site.at)? = inline;
        return Some("inline");
    }
    let (name, mutation) = pool.random.choice(table)?;
    mutation(root.pointer_mut(&site.at)?.as_object_mut()?, pool);
    Some(name)
}
