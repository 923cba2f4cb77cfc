//! What shells complete, and manual pages.

use super::arguments::Script;
use super::failure::{Failure, Outcome};
use super::tree::{self, Part};
use super::{CommandLine, show};

/// Does what was asked for.
pub(super) fn run(line: &CommandLine, asked: &Script) -> Outcome<()> {
    match asked {
        Script::Completion(shell) => {
            let mut root = tree::root(line, Part::Whole);
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut root, line.name, &mut text);
            show::text(&String::from_utf8_lossy(&text))
        }
        Script::Manual { words, folder } => match folder {
            Some(folder) => all_pages(line, folder),
            None => page(line, words),
        },
    }
}

/// The page of one command.
fn page(line: &CommandLine, words: &[String]) -> Outcome<()> {
    let mut command = tree::root(line, Part::Whole);
    command.build();
    let mut name = line.name.to_owned();
    for word in words {
        let found = command.find_subcommand(word).cloned();
        command = found.ok_or_else(|| {
            Failure::usage(format!("there is no command {word:?} in {name}"))
        })?;
        name = format!("{name}-{}", command.get_name());
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(command.name(name))
        .render(&mut text)
        .map_err(|error| Failure::write(&error))?;
    show::text(&String::from_utf8_lossy(&text))
}

fn all_pages(line: &CommandLine, folder: &str) -> Outcome<()> {
    let wrong = |error: std::io::Error| {
        Failure::other(format!("cannot write pages into {folder:?}: {error}"))
    };
    std::fs::create_dir_all(folder).map_err(wrong)?;
    clap_mangen::generate_to(tree::root(line, Part::Whole), folder).map_err(wrong)
}
