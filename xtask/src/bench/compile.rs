//! What generating and compiling an SDK costs, beside the same API by hand.

use super::report::{CompileRow, Cost, SourceRow};
use super::source::Source;
use super::{Step, plain};
use crate::measure::{Measured, measured};
use crate::repository::{self, Build};
use anyhow::{Context as _, Result, bail};
use oasmith::config::{Config, Pattern};
use oasmith::diagnostic::{Diagnostics, RenderOptions, render};
use oasmith::name::{Named, name};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What is compiled of an SDK where only one group of it is wanted, beside the group.
const TRANSPORT: &str = "reqwest,rustls";

/// Where crates are written and compiled.
pub(super) struct Workshop {
    /// Crates stand here, and what is built of them.
    folder: PathBuf,
    generator: PathBuf,
    /// Whether the generator's own speed counts.
    is_timed: bool,
    /// Another build of the generator, to compare with.
    before: Option<PathBuf>,
    rounds: usize,
}

/// A description, and the crates that were made of it.
struct Subject {
    name: String,
    description: PathBuf,
    home: PathBuf,
    /// The group of operations for the row of one group, where there are several.
    group: Option<Group>,
}

/// A group of operations.
struct Group {
    tag: String,
    feature: String,
}

impl Workshop {
    pub(super) fn new(
        steps: &[Step],
        before: Option<&Path>,
        rounds: usize,
    ) -> Result<Self> {
        let folder = repository::target().join("bench");
        fs::create_dir_all(&folder)?;
        // As for tests, where its own speed is not asked for.
        let is_timed = steps.contains(&Step::Generate);
        let build = if is_timed { Build::Release } else { Build::Development };
        let generator = repository::copy_generator(&folder, build)?;
        let before = before.map(Path::to_owned);
        Ok(Self { folder, generator, is_timed, before, rounds: rounds.max(1) })
    }

    /// The rows of a description.
    pub(super) fn rows(
        &self,
        description: &Path,
        steps: &[Step],
    ) -> Result<(Vec<CompileRow>, Vec<SourceRow>)> {
        let subject = self.subject(description)?;
        let generated = self.generate(&subject)?;
        let sources = self.sources(&subject)?;
        let mut rows = Vec::new();
        for step in steps {
            if *step == Step::Generate {
                rows.push(generated.clone());
            } else if *step != Step::Group || subject.group.is_some() {
                rows.push(self.compile(&subject, *step)?);
            }
        }
        Ok((rows, sources))
    }

    /// What each crate gives the compiler to do.
    fn sources(&self, subject: &Subject) -> Result<Vec<SourceRow>> {
        let crates = ["sdk", "hand"].into_iter();
        let crates = crates.chain(self.before.as_ref().map(|_| "before"));
        let row = |folder: &str| {
            let (runtime, rest) = Source::of(&subject.home.join(folder))?;
            let description = subject.name.clone();
            Ok(SourceRow { description, of: folder.to_owned(), runtime, rest })
        };
        crates.map(row).collect()
    }

    /// Describes it in this process: for the crate by hand, and to choose a group.
    fn subject(&self, description: &Path) -> Result<Subject> {
        let stem = description.file_stem().unwrap_or_default().to_string_lossy();
        let home = self.folder.join(&*stem);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        let named = named(description, &Config::default())?;
        plain::write(&named, "by-hand", &home.join("hand"))?;
        let group = group(&named);
        if let Some(group) = &group {
            let mut config = Config::default();
            config.include.tags.push(Pattern(group.tag.clone()));
            let alone = self::named(description, &config)?;
            plain::write(&alone, "by-hand-group", &home.join("hand-group"))?;
        }
        let description = description.to_owned();
        Ok(Subject { name: stem.into_owned(), description, home, group })
    }

    fn generate(&self, subject: &Subject) -> Result<CompileRow> {
        let mut rounds = Rounds::default();
        let count = if self.is_timed { self.rounds } else { 1 };
        for _ in 0..count {
            rounds.sdk.push(self.write_crate(&self.generator, subject, "sdk")?);
            if let Some(before) = &self.before {
                rounds.before.push(self.write_crate(before, subject, "before")?);
            }
        }
        Ok(rounds.row(&subject.name, Step::Generate))
    }

    fn write_crate(
        &self,
        generator: &Path,
        subject: &Subject,
        who: &str,
    ) -> Result<Cost> {
        let home = subject.home.join(who);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        let mut command = Command::new(generator);
        command.arg("generate").arg(&subject.description).arg("--out").arg(&home);
        let cost = self.run(command.args(["--package", who]))?;
        // A crate of its own, with the versions that this repository is tested with.
        let manifest = home.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)? + "\n[workspace]\n";
        fs::write(manifest, text)?;
        Ok(Cost::of(&cost, None))
    }

    fn compile(&self, subject: &Subject, step: Step) -> Result<CompileRow> {
        let hand = if step == Step::Group { "hand-group" } else { "hand" };
        let mut crates = vec![("sdk", "sdk"), (hand, "hand")];
        crates.extend(self.before.as_ref().map(|_| ("before", "before")));
        // What it depends on, once.
        for (folder, _) in &crates {
            self.run(&mut self.cargo(subject, folder, step))?;
        }
        let mut rounds = Rounds::default();
        for _ in 0..self.rounds {
            for (folder, who) in &crates {
                let cost = self.build(subject, folder, step)?;
                match *who {
                    "sdk" => rounds.sdk.push(cost),
                    "hand" => rounds.hand.push(cost),
                    _ => rounds.before.push(cost),
                }
            }
        }
        Ok(rounds.row(&subject.name, step))
    }

    /// Compiles the crate itself anew, less what cargo takes to see that nothing changed.
    fn build(&self, subject: &Subject, folder: &str, step: Step) -> Result<Cost> {
        let library = subject.home.join(folder).join("src/lib.rs");
        let file = fs::File::options().append(true).open(&library)?;
        file.set_modified(SystemTime::now())?;
        drop(file);
        let built = self.run(&mut self.cargo(subject, folder, step))?;
        let idle = self.run(&mut self.cargo(subject, folder, step))?;
        let mut cost = Cost::of(&built, self.library(folder, step));
        cost.cpu_seconds -= idle.cpu_seconds;
        Ok(cost)
    }

    fn cargo(&self, subject: &Subject, folder: &str, step: Step) -> Command {
        let mut command = repository::cargo();
        command.current_dir(subject.home.join(folder));
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        command.env("CARGO_INCREMENTAL", "0");
        command.env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_RUSTFLAGS");
        command.args(match step {
            Step::Build | Step::Release => ["build", "--lib"],
            _ => ["check", "--lib"],
        });
        command.args((step == Step::Release).then_some("--release"));
        if step == Step::Group
            && folder != "hand-group"
            && let Some(group) = &subject.group
        {
            command.arg("--no-default-features");
            command.args(["--features", &format!("{TRANSPORT},{}", group.feature)]);
        }
        command
    }

    /// How large the library is, in MiB: the newest one of its name.
    fn library(&self, folder: &str, step: Step) -> Option<f64> {
        let (profile, kind) = match step {
            Step::Build => ("debug", "rlib"),
            Step::Release => ("release", "rlib"),
            _ => return None,
        };
        let package = if folder == "hand" { "by_hand" } else { folder };
        let start = format!("lib{package}-");
        let files = fs::read_dir(self.folder.join("target").join(profile).join("deps"));
        let files = files.ok()?.flatten().filter(|file| {
            let path = file.path();
            path.extension() == Some(OsStr::new(kind))
                && file.file_name().to_string_lossy().starts_with(&start)
        });
        let newest = files.filter_map(|file| file.metadata().ok());
        let newest = newest.max_by_key(|data| data.modified().ok())?;
        Some(newest.len() as f64 / (1024.0 * 1024.0))
    }

    fn run(&self, command: &mut Command) -> Result<Measured> {
        let measured = measured(command)?;
        if measured.code != Some(0) {
            bail!("{command:?} failed: {}", measured.stderr.trim());
        }
        Ok(measured)
    }
}

/// The costs of each round.
#[derive(Default)]
struct Rounds {
    sdk: Vec<Cost>,
    hand: Vec<Cost>,
    before: Vec<Cost>,
}

impl Rounds {
    fn row(&self, description: &str, step: Step) -> CompileRow {
        CompileRow {
            description: description.to_owned(),
            step,
            sdk: Cost::median(&self.sdk).unwrap_or_default(),
            by_hand: Cost::median(&self.hand),
            before: Cost::median(&self.before),
        }
    }
}

fn named(description: &Path, config: &Config) -> Result<Named> {
    let mut found = Diagnostics::default();
    let described = oasmith::describe(description, config, &mut found);
    let described = described.map_err(|_| {
        anyhow::anyhow!("{}", render(&found, RenderOptions::default()).trim().to_owned())
    });
    let described =
        described.context(format!("cannot read {}", description.display()))?;
    Ok(name(described.api))
}

/// The group that has as many operations as most: the one in the middle.
fn group(named: &Named) -> Option<Group> {
    let mut groups: Vec<_> = named.names.groups.iter().zip(&named.api.groups).collect();
    groups.retain(|(name, group)| {
        !name.operations.is_empty() && !group.tag.trim().is_empty()
    });
    groups.sort_by_key(|(name, _)| (name.operations.len(), &name.module));
    if groups.len() < 2 {
        return None;
    }
    let (name, group) = groups.get(groups.len() / 2)?;
    Some(Group { tag: group.tag.clone(), feature: name.feature.clone() })
}
