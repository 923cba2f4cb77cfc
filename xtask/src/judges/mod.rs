//! `cargo xtask judges`: generated SDKs against servers that nobody here wrote.
//!
//! Judges are installed below the build folder, listen on 127.0.0.1 only, and are stopped
//! at the end. What is generated is not linked into this program: the programs that use it
//! are examples of this package, or crates of their own below the build folder.

mod apache;
pub(crate) mod conformance;
mod driver;
mod httpbin;
pub(crate) mod install;
mod oauth;
mod prism;
mod process;
pub(crate) mod site;
mod verdict;

use crate::repository;
use anyhow::Result;
use clap::ValueEnum;
use comfy_table::Table;
pub(crate) use install::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use verdict::{Outcome, Verdict};

/// Run the generated SDK against servers that nobody here wrote.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask judges
  cargo xtask judges apache oauth
  cargo xtask judges site

They are installed by apt-get, npm and pip below target/judges; the network is used for
that only. A verdict against the SDK, or a judge that cannot be asked, is a failure.")]
pub(crate) struct Arguments {
    /// Ask these judges only.
    #[arg(value_enum)]
    judges: Vec<Judge>,
    /// The whole description of Atlas, which is not part of the repository; without it,
    /// that judge is not asked.
    #[arg(long, value_name = "FILE", default_value = ATLAS)]
    atlas: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Judge {
    /// Apache httpd with `mod_auth_digest` (Debian): HTTP digest.
    Apache,
    /// `oauth2-mock-server` (npm): OAuth 2 client credentials.
    Oauth,
    /// `httpbin` (PyPI): methods, values, bodies, redirects, chunks, credentials.
    Httpbin,
    /// Stoplight Prism (npm), for the description in spec/.
    Prism,
    /// Stoplight Prism, for the whole description of Atlas.
    PrismAtlas,
    /// Chromium, `axe-core` and `html-validate` (npm): the site of `oasmith docs`.
    Site,
}

impl Judge {
    fn name(self) -> &'static str {
        match self {
            Self::Apache => "Apache httpd, mod_auth_digest",
            Self::Oauth => "oauth2-mock-server",
            Self::Httpbin => "httpbin",
            Self::Prism => "Prism, spec/",
            Self::PrismAtlas => "Prism, all of Atlas",
            Self::Site => "Chromium, axe-core, html-validate",
        }
    }

    fn ask(self, store: &Store, atlas: &Path) -> Result<Vec<Verdict>> {
        let root = repository::root();
        match self {
            Self::Apache => apache::judge(store),
            Self::Oauth => oauth::judge(store),
            Self::Httpbin => httpbin::judge(store),
            Self::Prism => {
                let description = root.join("spec/atlas-checkpoints.yaml");
                prism::judge_committed(store, &description)
            }
            Self::PrismAtlas => prism::judge_generated(store, &root.join(atlas)),
            Self::Site => site::judge(store, &root.join(atlas)),
        }
    }
}

/// Where it is looked for, from the top of the repository.
const ATLAS: &str = "../shared/corpus/atlas/atlas-admin-v2.yaml";
/// Above this number of cases, only those that did not pass are named.
const FEW: usize = 60;

/// How many cases a judge had, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// Asks the judges, prints what they said and the counts.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let asked = match arguments.judges.as_slice() {
        [] => Judge::value_variants(),
        some => some,
    };
    let store = Store { folder: repository::target().join("judges") };
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_header(["judge", "cases", "passed", "failed", "skipped", "seconds"]);
    let mut all_passed = true;
    for judge in asked {
        println!("asking {}", judge.name());
        let started = Instant::now();
        let verdicts = judge.ask(&store, &arguments.atlas).unwrap_or_else(|error| {
            vec![Verdict::failed("it can be asked", format!("{error:#}"))]
        });
        let counts = report(&verdicts);
        all_passed &= counts.failed == 0;
        let numbers = [verdicts.len(), counts.passed, counts.failed, counts.skipped];
        let mut row = vec![judge.name().to_owned()];
        row.extend(numbers.map(|number| number.to_string()));
        row.push(format!("{:.1}", started.elapsed().as_secs_f64()));
        table.add_row(row);
    }
    println!("\n{table}");
    Ok(if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the verdicts, and counts them.
fn report(verdicts: &[Verdict]) -> Counts {
    let mut counts = Counts::default();
    let mut skipped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut noted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let are_few = verdicts.len() <= FEW;
    for verdict in verdicts {
        let case = &verdict.case;
        let count = match &verdict.outcome {
            Outcome::Passed => {
                if are_few {
                    println!("  passed   {case}");
                }
                &mut counts.passed
            }
            Outcome::Noted(what) => {
                noted.entry(what).or_default().push(case);
                &mut counts.passed
            }
            Outcome::Failed(why) => {
                println!("  FAILED   {case}: {why}");
                &mut counts.failed
            }
            Outcome::Skipped(why) => {
                skipped.entry(why).or_default().push(case);
                &mut counts.skipped
            }
        };
        *count = count.saturating_add(1);
    }
    for (word, group) in [("noted  ", noted), ("skipped", skipped)] {
        for (why, cases) in group {
            println!("  {word}  {} ({}): {why}", cases.len(), cases.join("; "));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_counted_by_what_became_of_them() {
        let verdicts = [
            Verdict::expect("one", "1", "1"),
            Verdict::expect("two", "2", "1"),
            Verdict::skipped("three", "no time"),
            Verdict {
                case: "three and a half".into(),
                outcome: Outcome::Noted("odd".into()),
            },
            Verdict::failed("four", "it broke"),
        ];
        assert_eq!(report(&verdicts), Counts { passed: 2, failed: 2, skipped: 1 });
    }
}
