//! `cargo xtask edits`: is `diff` right? Small descriptions are edited in the ways that
//! people edit them. For each edit, code that names all that the old crate offers is
//! compiled against the new one, and its calls are made through both: that is the truth
//! that the verdict of `diff` is compared with.

mod calls;
mod change;
mod consumer;
mod schema;
mod sites;
mod trial;
mod values;

use crate::corpus::discover;
use crate::repository;
use anyhow::{Result, bail};
use oasmith::compare::Step;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use trial::{Bench, Verdict};

/// Compare what `diff` says of edits with what compilers and calls say.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask edits
  cargo xtask edits --sample 8 --seed 3
  cargo xtask edits --only security --kind 'move a key' --verbose")]
pub(crate) struct Arguments {
    /// Descriptions, or folders of them, in place of the ten of this repository.
    descriptions: Vec<PathBuf>,
    /// Try only this many edits, chosen by the seed.
    #[arg(long)]
    sample: Option<usize>,
    /// What places and samples are chosen by.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take only descriptions whose path holds this text.
    #[arg(long)]
    only: Option<String>,
    /// Take only edits whose kind holds this text.
    #[arg(long)]
    kind: Option<String>,
    /// Show each verdict, and what it was compared with.
    #[arg(long)]
    verbose: bool,
}

/// Descriptions of this repository that are small, and together have most constructs.
const DESCRIPTIONS: &[&str] = &[
    "spec/atlas-checkpoints.yaml",
    "generator/tests/features/bodies/spec.yaml",
    "generator/tests/features/discriminators/spec.yaml",
    "generator/tests/features/enums/spec.yaml",
    "generator/tests/features/pagination/spec.yaml",
    "generator/tests/features/parameters/spec.yaml",
    "generator/tests/features/read-write/spec.yaml",
    "generator/tests/features/resources/spec.yaml",
    "generator/tests/features/responses/spec.yaml",
    "generator/tests/features/security/spec.yaml",
];

/// Runs the task. The exit code is a failure when a verdict was below the truth.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let bench = Bench::new(&repository::target().join("edits"))?;
    let mut tally = Tally::default();
    for (path, chosen) in plan(arguments)? {
        let old = match bench.prepare(&path) {
            Ok(old) => old,
            Err(error) => {
                println!("{}: {error:#}", path.display());
                tally.failed = tally.failed.saturating_add(1);
                continue;
            }
        };
        for edit in chosen {
            let verdict = bench.judge(&old, &edit)?;
            tally.note(&path, &edit, &verdict, arguments.verbose);
        }
    }
    tally.print();
    if tally.tried == 0 {
        bail!("no edit was tried");
    }
    Ok(if tally.below == 0 && tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The edits to try, by description.
fn plan(arguments: &Arguments) -> Result<Vec<(PathBuf, Vec<change::Edit>)>> {
    let mut paths: Vec<PathBuf> = if arguments.descriptions.is_empty() {
        DESCRIPTIONS.iter().map(|path| repository::root().join(path)).collect()
    } else {
        let found = discover::descriptions(&arguments.descriptions)?;
        found.into_iter().map(|one| one.path).collect()
    };
    if let Some(only) = &arguments.only {
        paths.retain(|path| path.to_string_lossy().contains(only));
    }
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let mut all = Vec::new();
    for path in paths {
        let mut edits = change::edits(&trial::read(&path)?, &mut random);
        if let Some(kind) = &arguments.kind {
            edits.retain(|edit| edit.kind.contains(kind));
        }
        all.extend(edits.into_iter().map(|edit| (path.clone(), edit)));
    }
    if let Some(sample) = arguments.sample {
        random.shuffle(&mut all);
        all.truncate(sample);
    }
    let mut plan: BTreeMap<PathBuf, Vec<change::Edit>> = BTreeMap::new();
    for (path, edit) in all {
        plan.entry(path).or_default().push(edit);
    }
    Ok(plan.into_iter().collect())
}

#[derive(Default)]
struct Tally {
    tried: usize,
    below: usize,
    refused: usize,
    /// Descriptions for which there is no truth.
    failed: usize,
    /// How often which verdict met which truth.
    met: BTreeMap<(Step, Step), usize>,
}

impl Tally {
    fn note(
        &mut self,
        path: &std::path::Path,
        edit: &change::Edit,
        verdict: &Verdict,
        verbose: bool,
    ) {
        let name = path.parent().and_then(|one| one.file_name()).unwrap_or_default();
        let name = name.to_string_lossy();
        let Verdict::Judged { said, truth, words, evidence } = verdict else {
            self.refused = self.refused.saturating_add(1);
            return;
        };
        self.tried = self.tried.saturating_add(1);
        let count = self.met.entry((*said, *truth)).or_default();
        *count = count.saturating_add(1);
        let is_below = said < truth;
        self.below = self.below.saturating_add(usize::from(is_below));
        if is_below || verbose {
            let mark = if is_below { "BELOW " } else { "" };
            println!(
                "{mark}{name}: {} at {}: {} for {}",
                edit.kind,
                edit.at,
                said.name(),
                truth.name()
            );
        }
        if is_below {
            println!("  diff: {words}\n  truth: {evidence}");
        }
    }

    fn print(&self) {
        for ((said, truth), count) in &self.met {
            let mark = match said.cmp(truth) {
                std::cmp::Ordering::Less => "below the truth",
                std::cmp::Ordering::Equal => "as it is",
                std::cmp::Ordering::Greater => "more than was seen",
            };
            println!("{count:4} {} for {}: {mark}", said.name(), truth.name());
        }
        println!(
            "edits: {} tried, {} refused by the generator, {} verdicts below the truth; {} descriptions could not be tried",
            self.tried, self.refused, self.below, self.failed
        );
    }
}
