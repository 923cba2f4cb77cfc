//! Gives every item of the IR its Rust names: one pass, before anything is emitted.
//!
//! - A name follows from the item's own words, so that the same description always gives
//!   the same names, and items added to its end leave all others as they are.
//! - Where two items of a scope would share a name, the first keeps it. The other takes
//!   the first free one of: more of its own path; its name with the symbols spelled out
//!   that do more than part words (`$filter` → `dollar_filter`); a word for its spelling
//!   (`_snake`, `_upper`); every symbol spelled out; a hash of what it is called on the
//!   wire. Never a counter.
//! - Components share the scope `types`; an inline type stands in its owner's module and
//!   only competes with its siblings there.
//! - Generated code names the runtime and other files' types by path (`runtime::Field`,
//!   `types::Link`), so that a schema may be called `Error`, `Client` or `Value`. Only what
//!   every Rust file sees without a path is reserved: a schema `Option` is `OptionModel`.

mod acronyms;
mod chosen;
mod operations;
mod reserved;
mod scope;
mod shared;
mod tables;
mod types;
mod words;

pub use tables::{
    GroupName, Home, Names, OperationName, Shared, SharedEnum, TypeModule, TypeName,
    WebhookName,
};

use self::chosen::Chosen;
use crate::config::Renames;
use crate::diagnostic::{Diagnostics, Stopped};
use crate::ir::Api;

/// An API and its Rust names.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The API.
    pub api: Api,
    /// The name of everything in it.
    pub names: Names,
}

/// Names everything.
#[must_use]
pub fn name(api: Api) -> Named {
    let names = names_of(&api, &Chosen::default());
    Named { api, names }
}

/// Names everything, some of it as it was chosen by hand.
///
/// # Errors
///
/// A name cannot be had: it is taken, reserved, or no name in Rust.
pub fn name_as(
    api: Api,
    renames: &Renames,
    diagnostics: &mut Diagnostics,
) -> Result<Named, Stopped> {
    if *renames == Renames::default() {
        return Ok(name(api));
    }
    let plain = names_of(&api, &Chosen::default());
    let chosen = Chosen::find(&api, &plain, renames, diagnostics);
    let names = names_of(&api, &chosen);
    if chosen.check(&names, diagnostics) {
        Ok(Named { api, names })
    } else {
        Err(Stopped)
    }
}

fn names_of(api: &Api, chosen: &Chosen<'_>) -> Names {
    let mut names =
        Names { types: vec![TypeName::default(); api.types.len()], ..Names::default() };
    operations::name_groups(api, chosen, &mut names);
    operations::name_operations(api, chosen, &mut names);
    types::name_types(api, chosen, &mut names);
    operations::name_webhooks(api, &mut names);
    names.beyond_ascii = beyond_ascii(&names);
    names
}

fn beyond_ascii(names: &Names) -> bool {
    let types =
        names.types.iter().flat_map(|one| one.members.iter().chain([&one.ident]));
    let shared = names.shared.iter().map(|one| &one.ident);
    let groups = names.groups.iter().flat_map(|one| [&one.ident, &one.accessor]);
    let operations = names.operations.iter().flat_map(|one| {
        let members =
            one.parameters.iter().chain(&one.output_cases).chain(&one.body_contents);
        members.chain([&one.method, &one.builder])
    });
    let webhooks = names.webhooks.iter().map(|one| &one.parse);
    let mut all = types.chain(shared).chain(groups).chain(operations).chain(webhooks);
    all.any(|name| !name.is_ascii())
}

#[cfg(test)]
mod tests;
