//! Names of what must not be shown, with what the configuration says of them.

use super::flat::{Additional, JsonType, Source};
use crate::config::Secrets;
use crate::ir::{Api, Kind, SecretNames};
use crate::lower::context::Lowering;
use crate::secret_names::is_secret_name;
use std::collections::BTreeMap;

/// How deep lists and maps are followed.
const DEEPEST: usize = 16;

/// Whether a value of this name is one to hide.
fn is_secret(name: &str, choice: &Secrets) -> bool {
    !choice.show.iter().any(|one| one == name)
        && (is_chosen(name, choice) || is_secret_name(name))
}

/// Whether the configuration says that it is one, whatever its type is.
fn is_chosen(name: &str, choice: &Secrets) -> bool {
    choice.hide.iter().any(|one| one == name)
}

impl<'a> Lowering<'a> {
    /// Whether what has this name and schema must not be shown.
    pub(in crate::lower) fn is_secret(
        &mut self,
        name: &str,
        format: Option<&str>,
        source: Option<&Source<'a>>,
    ) -> bool {
        let choice = &self.config.secrets;
        let is_named = is_secret(name, choice);
        format == Some("password")
            || is_chosen(name, choice)
            || (is_named && source.is_none_or(|one| self.may_be_secret(one, DEEPEST)))
    }

    /// Whether a schema is for text that could be a secret, or many of them: numbers and
    /// choices are none, and properties say for themselves.
    fn may_be_secret(&mut self, source: &Source<'a>, deepest: usize) -> bool {
        let Some(deepest) = deepest.checked_sub(1) else { return true };
        let flat = self.flatten_target(source);
        let is_dated = matches!(flat.format, Some("date" | "date-time"));
        let inner = match flat.effective_type() {
            Some(JsonType::String) => return flat.values.is_none() && !is_dated,
            Some(JsonType::Array) => flat.items.clone(),
            Some(JsonType::Object) if flat.properties.is_empty() => {
                match &flat.additional {
                    Additional::Typed(node) => vec![node.clone()],
                    _ => Vec::new(),
                }
            }
            Some(_) => return false,
            None => return flat.choices.is_empty(),
        };
        inner.is_empty() || self.may_be_secret(&Source::all(inner), deepest)
    }
}

/// What the rule alone would not say of a name, for texts that nobody described: what is a
/// secret by its format wherever it is, or by the configuration, and what is none by the
/// configuration.
pub(in crate::lower) fn secret_names(api: &Api, choice: &Secrets) -> SecretNames {
    let shown = choice.show.iter().filter(|name| is_secret_name(name));
    // A name that is harmless somewhere is more often that than a secret: `description`.
    let mut found: BTreeMap<&str, bool> = BTreeMap::new();
    let mut add = |name, is_secret| {
        let always = found.entry(name).or_insert(true);
        *always &= is_secret;
    };
    for (_, ty) in api.types.iter() {
        if let Kind::Struct(object) = &ty.kind {
            object.fields.iter().for_each(|one| add(&one.wire_name, one.secret));
        }
    }
    for operation in &api.operations {
        operation.parameters.iter().for_each(|one| add(&one.wire_name, one.secret));
    }
    choice.hide.iter().for_each(|name| {
        found.insert(name, true);
    });
    let hidden = found
        .into_iter()
        .filter(|(name, always)| *always && !is_secret_name(name))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !choice.show.contains(name));
    SecretNames { hidden: hidden.collect(), shown: shown.cloned().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_has_the_last_word() {
        let choice =
            Secrets { hide: vec!["pin".to_owned()], show: vec!["apiKey".to_owned()] };
        assert!(is_secret("pin", &choice));
        assert!(!is_secret("apiKey", &choice));
        assert!(is_secret("clientSecret", &choice));
    }
}
