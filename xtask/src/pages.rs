//! `cargo xtask pages DIR…`: every operation whose results come in pages, how, and what
//! looks like pages and is none. For people to read.

use crate::corpus::discover::descriptions;
use anyhow::Result;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::ir::{Api, Operation, PageStyle, Place};
use oasmith::load::LoadOptions;
use oasmith::mend::MendOptions;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// List the operations whose results come in pages.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Descriptions, or folders of them.
    #[arg(required = true, value_name = "DIR")]
    paths: Vec<PathBuf>,
    /// List those too that take a parameter about pages and have none.
    #[arg(long)]
    missed: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut found = 0_usize;
    let mut missed = 0_usize;
    for description in descriptions(&arguments.paths)? {
        let Some(api) = lowered(&description.path) else { continue };
        println!("{}", description.name);
        for operation in &api.operations {
            let line = format!("{} {}", operation.method, operation.path.text);
            if let Some(pages) = &operation.pagination {
                found = found.saturating_add(1);
                let items = pages.items.join(".");
                let why = how(operation, &pages.style);
                println!("  {line}: {why}; items: `{items}`");
            } else if let Some(name) = about_pages(operation) {
                missed = missed.saturating_add(1);
                if arguments.missed {
                    println!("  - {line}: no pages, but `{name}`");
                }
            }
        }
    }
    println!("{found} with pages, {missed} without that take a parameter about pages");
    Ok(ExitCode::SUCCESS)
}

fn lowered(path: &Path) -> Option<Api> {
    let mut found = Diagnostics::default();
    let options = MendOptions { skip_invalid: true };
    oasmith::load::load(path, &LoadOptions::default(), &mut found)
        .and_then(|document| oasmith::dialect::to_3_0(document, &mut found))
        .and_then(|document| oasmith::mend::mend(document, &options, &mut found))
        .and_then(|mended| {
            oasmith::lower::lower(&mended.document, &Config::default(), &mut found)
        })
        .ok()
}

/// The style of the pages, by the names that it was found by.
fn how(operation: &Operation, style: &PageStyle) -> String {
    let name = |index: &usize| {
        let parameter = operation.parameters.get(*index);
        parameter.map(|one| one.wire_name.clone()).unwrap_or_default()
    };
    let size = |size: &Option<usize>| {
        size.as_ref().map(|size| format!(", size `{}`", name(size))).unwrap_or_default()
    };
    match style {
        PageStyle::PageNumber { page, size: of, first } => {
            format!("number `{}` from {first}{}", name(page), size(of))
        }
        PageStyle::Offset { offset, limit } => {
            format!("offset `{}`{}", name(offset), size(limit))
        }
        PageStyle::Cursor { cursor, next } => {
            format!("cursor `{}` out of `{}`", name(cursor), next.join("."))
        }
        PageStyle::HeaderCursor { cursor, header } => {
            format!("cursor `{}` out of the header `{header}`", name(cursor))
        }
        PageStyle::LinkHeader => "header `Link`".to_owned(),
        PageStyle::NextUrl { next } => format!("address `{}`", next.join(".")),
        PageStyle::Links { links } => format!("links `{}`", links.join(".")),
    }
}

/// The first parameter of a GET that looks as if it were about pages.
fn about_pages(operation: &Operation) -> Option<&str> {
    let words = ["page", "cursor", "offset", "skip", "marker", "continuation"];
    let mut queries =
        operation.parameters.iter().filter(|one| one.place == Place::Query);
    let found = queries.find(|one| {
        let name = one.wire_name.to_ascii_lowercase();
        words.iter().any(|word| name.contains(word))
    });
    found.filter(|_| operation.method == "GET").map(|one| one.wire_name.as_str())
}
