//! docs/conformance.md.

use super::Outcome;
use super::documents::Emitted;
use crate::repository;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

const HEAD: &str = "# Scenarios of @typespec/http-specs

Written by `cargo xtask conformance`; not to be edited. The scenario server `@typespec/spector` checks each request that a
generated SDK makes, and what the SDK reads is compared with what the server sent. The documents are those that
`@typespec/openapi3` writes, as OpenAPI 3.1.

";

/// Writes the table of all scenarios.
pub(super) fn write(
    emitted: &Emitted,
    outcomes: &BTreeMap<String, Outcome>,
    known: &BTreeMap<&str, &str>,
) -> Result<()> {
    let mut text = HEAD.to_owned();
    let passed = outcomes.values().filter(|one| **one == Outcome::Passed).count();
    writeln!(text, "{passed} of {} scenarios pass.\n", outcomes.len())?;
    for (specification, written) in &emitted.written {
        for loss in &written.losses {
            writeln!(
                text,
                "- The document of `{specification}` is not complete: {loss}"
            )?;
        }
    }
    let mut specification = "";
    let mut rows: Vec<_> = emitted.scenarios.iter().collect();
    rows.sort_by_key(|(name, scenario)| (&scenario.specification, *name));
    for (name, scenario) in rows {
        if scenario.specification != specification {
            specification = &scenario.specification;
            writeln!(text, "\n## {specification}\n\n| scenario | outcome |\n|---|---|")?;
        }
        let outcome = match (outcomes.get(name), known.get(name.as_str())) {
            (Some(Outcome::Passed), _) => "passed".to_owned(),
            (_, Some(reason)) => format!("not passed: {reason}"),
            (Some(Outcome::Failed(why)), None) => format!("failed: {}", short(why)),
            (Some(Outcome::NotCalled(why)), None) => {
                format!("not called: {}", short(why))
            }
            (None, None) => "not called".to_owned(),
        };
        writeln!(text, "| {name} | {outcome} |")?;
    }
    fs::write(repository::root().join("docs/conformance.md"), text)?;
    Ok(())
}

fn short(why: &str) -> String {
    why.chars()
        .take(200)
        .map(|letter| if letter == '|' { '/' } else { letter })
        .collect()
}
