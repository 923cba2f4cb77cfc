//! `cargo xtask judges`: the SDK against servers that nobody here wrote.

mod apache;
mod driver;
mod install;
mod oauth;
mod service;

use anyhow::Result;
use clap::ValueEnum;
use comfy_table::Table;
use driver::Verdict;
use std::process::ExitCode;

/// Against whom.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Ask these judges only.
    #[arg(value_enum)]
    judges: Vec<Judge>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Judge {
    /// Apache httpd with `mod_auth_digest` (Debian): HTTP digest.
    Apache,
    /// `oauth2-mock-server` (npm): OAuth 2 client credentials.
    Oauth,
}

impl Judge {
    fn name(self) -> &'static str {
        match self {
            Self::Apache => "Apache httpd, mod_auth_digest",
            Self::Oauth => "oauth2-mock-server",
        }
    }

    fn ask(self) -> Result<Vec<Verdict>> {
        match self {
            Self::Apache => apache::judge(),
            Self::Oauth => oauth::judge(),
        }
    }
}

/// Asks the judges, prints what they said and the counts.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let asked = match arguments.judges.as_slice() {
        [] => Judge::value_variants(),
        some => some,
    };
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_header(["judge", "cases", "passed", "failed"]);
    let mut all_passed = true;
    for judge in asked {
        eprintln!("asking {}", judge.name());
        let verdicts = judge.ask().unwrap_or_else(|error| {
            vec![Verdict { case: "it can be asked".into(), fault: Some(format!("{error:#}")) }]
        });
        let mut failed = 0_usize;
        for verdict in &verdicts {
            if let Some(fault) = &verdict.fault {
                failed = failed.saturating_add(1);
                eprintln!("  {}: {fault}", verdict.case);
            }
        }
        let passed = verdicts.len().saturating_sub(failed);
        all_passed &= failed == 0;
        let counts = [verdicts.len(), passed, failed].map(|count| count.to_string());
        table.add_row(std::iter::once(judge.name().to_owned()).chain(counts));
    }
    println!("{table}");
    Ok(if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
