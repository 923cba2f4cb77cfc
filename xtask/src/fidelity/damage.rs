//! Valid values with one fault: a property that is missing, null, or of another kind.

use serde_json::{Value, json};

/// How often a fault is tried for.
const TRIES: usize = 6;

/// A value that is no longer valid, and the pointer to what is wrong with it.
pub(super) fn damaged(
    value: &Value,
    random: &mut fastrand::Rng,
    is_valid: &impl Fn(&Value) -> bool,
) -> Option<(Value, String)> {
    let mut places = Vec::new();
    members(value, &mut String::new(), &mut places);
    if places.is_empty() {
        return None;
    }
    for _ in 0..TRIES {
        let pointer = places.get(random.usize(..places.len()))?;
        let mut changed = value.clone();
        let way = random.u8(..4);
        damage(&mut changed, pointer, way)?;
        if !is_valid(&changed) {
            return Some((changed, pointer.clone()));
        }
    }
    None
}

/// The pointers of all members of objects.
fn members(value: &Value, at: &mut String, found: &mut Vec<String>) {
    let length = at.len();
    match value {
        Value::Object(entries) => {
            for (name, member) in entries {
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                found.push(at.clone());
                members(member, at, found);
                at.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push_str(&format!("/{index}"));
                members(item, at, found);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

fn damage(value: &mut Value, pointer: &str, way: u8) -> Option<()> {
    if way == 0 {
        let (object, name) = pointer.rsplit_once('/')?;
        let name = name.replace("~1", "/").replace("~0", "~");
        value.pointer_mut(object)?.as_object_mut()?.remove(&name);
        return Some(());
    }
    let member = value.pointer_mut(pointer)?;
    *member = match (way, &*member) {
        (1, _) => Value::Null,
        (2, Value::String(_)) => json!(7),
        (_, Value::Array(_) | Value::Object(_)) => json!("another kind"),
        (3, _) => json!({ "another": ["kind"] }),
        _ => json!([true, null]),
    };
    Some(())
}

/// Whether a deviation says something of a fault: it is at that place, around it, or (where a
/// choice among alternatives fell otherwise for it) beside it or beside what holds it.
pub(crate) fn is_about(deviation: &str, fault: &str) -> bool {
    let leads = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let around =
        |place: &str| place.rsplit_once('/').map_or(0, |(around, _)| around.len());
    let beside = fault.get(..around(fault)).unwrap_or_default();
    let beside = beside.get(..around(beside)).unwrap_or_default();
    leads(deviation, fault) || leads(beside, deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_one_change_and_makes_the_value_invalid() {
        let value = json!({ "a": 1, "list": [{ "b/c": "x" }] });
        let mut random = fastrand::Rng::with_seed(3);
        let same = value.clone();
        for _ in 0..50 {
            let (changed, pointer) = damaged(&value, &mut random, &|one| *one == same)
                .expect("it has members");
            assert_ne!(changed, value);
            assert!(value.pointer(&pointer).is_some(), "{pointer}");
        }
        assert!(damaged(&json!([1]), &mut random, &|_| false).is_none());
    }

    #[test]
    fn a_deviation_is_about_what_is_at_it_or_below_it() {
        assert!(
            is_about("/a/b", "/a/b") && is_about("/a", "/a/0/b") && is_about("", "/a")
        );
        assert!(is_about("/a/c", "/a/b"), "beside it");
        assert!(!is_about("/x/ab", "/x/a/b/c") && !is_about("/c/d", "/a/b/c"));
    }
}
