//! `cargo xtask pairs`: pairs of an SDK's groups, each compiled with nothing else.

use crate::measure::measured;
use crate::repository;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Compile pairs of groups of a generated crate; none may warn.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  oasmith generate atlas-admin-v2.yaml --out target/atlas
  cargo xtask pairs target/atlas --sample 8 --seed 2")]
pub(crate) struct Arguments {
    /// The folder of the crate.
    folder: PathBuf,
    /// How many pairs.
    #[arg(long, default_value_t = 6)]
    sample: usize,
    /// Which pairs: the same number gives the same ones.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let manifest = arguments.folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    let groups = groups(&manifest);
    ensure!(groups.len() > 1, "the crate has less than two groups");
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let mut failed = 0_usize;
    for _ in 0..arguments.sample {
        let pair = random.choose_multiple(groups.iter().copied(), 2).join(",");
        let mut command = repository::cargo();
        command.current_dir(&arguments.folder).args(["check", "--lib"]);
        command.args(["--no-default-features", "--features"]);
        command.arg(format!("reqwest,rustls,{pair}"));
        let done = measured(&mut command)?;
        let is_good = done.code == Some(0) && !done.stderr.contains("warning:");
        println!("{pair}: {}", if is_good { "compiles" } else { "FAILS" });
        if !is_good {
            eprintln!("{}", done.stderr.trim());
            failed = failed.saturating_add(1);
        }
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The features that stand after the one that turns all groups on.
fn groups(manifest: &str) -> Vec<&str> {
    let lines = manifest.lines().skip_while(|line| !line.starts_with("all-groups = ["));
    let names = lines.skip(1).filter_map(|line| line.split_once(" = ["));
    names.map(|(name, _)| name).filter(|name| !name.starts_with(' ')).collect()
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn groups_are_what_stands_behind_all_of_them() {
        let manifest = "[features]\nrustls = []\nall-groups = [\n    \"a\",\n    \"b\",\n    \"c\",\n]\na = []\nb = [\"a\"]\nc = []\n";
        assert_eq!(groups(manifest), ["a", "b", "c"]);
    }
}
