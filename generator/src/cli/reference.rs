//! `oasmith docs`.

use super::output::{diagnostics, print_findings, read_settings, say, write_options};
use super::{DocsArguments, Show};
use crate::emit::REFERENCE;
use crate::write::{self, Files};
use std::io;
use std::process::ExitCode;

/// Writes the pages that the crate has in its folder of reference pages, without the crate.
pub(super) fn docs(arguments: &DocsArguments, show: Show) -> ExitCode {
    let (input, mut config) = match read_settings(&arguments.settings, show) {
        Ok(read) => read,
        Err(no_start) => return no_start.end(show),
    };
    if arguments.package.is_some() {
        config.package.name.clone_from(&arguments.package);
    }
    let mut diagnostics = diagnostics(&config);
    let pages = crate::generate(&input, &config, &mut diagnostics).map(|(_, files)| {
        let page = |file: crate::emit::SourceFile| {
            Some((file.path.strip_prefix(REFERENCE)?.to_owned(), file.text))
        };
        files.into_iter().filter_map(page).collect::<Files>()
    });
    let options = write_options(arguments.force);
    let written = pages.and_then(|pages| {
        write::write(&pages, &arguments.out, &options, &mut diagnostics)
    });
    print_findings(&diagnostics, show);
    let Ok(written) = written else { return ExitCode::FAILURE };
    let text = format!(
        "{}: {} pages written, {} unchanged, {} removed\n",
        arguments.out.display(),
        written.written.len(),
        written.unchanged,
        written.removed.len()
    );
    say(io::stderr(), &text);
    ExitCode::SUCCESS
}
