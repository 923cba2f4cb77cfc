//! `oasmith docs`.

use super::output::{diagnostics, print_findings, read_settings, say, write_options};
use super::{DocsArguments, PageFormat, Show, show};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Stopped};
use crate::emit::REFERENCE;
use crate::write::{self, Files};
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Writes pages about the API: a site, or what the crate has in its folder of pages.
pub(super) fn docs(arguments: &DocsArguments, show: Show) -> ExitCode {
    let (input, mut config) = match read_settings(&arguments.settings, show) {
        Ok(read) => read,
        Err(no_start) => return no_start.end(show),
    };
    if arguments.package.is_some() {
        config.package.name.clone_from(&arguments.package);
    }
    let mut diagnostics = diagnostics(&config);
    let pages = match arguments.format {
        PageFormat::Html => crate::site_of(&input, &config, &mut diagnostics)
            .map(|files| files.into_iter().map(|file| (file.path, file.text)).collect()),
        PageFormat::Markdown => markdown(&input, &config, &mut diagnostics),
    };
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
    if arguments.serve { show::serve(&arguments.out) } else { ExitCode::SUCCESS }
}

/// The pages that the crate has in its folder of reference pages, without the crate.
fn markdown(
    input: &Path,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Files, Stopped> {
    let (_, files) = crate::generate(input, config, diagnostics)?;
    let page = |file: crate::emit::SourceFile| {
        Some((file.path.strip_prefix(REFERENCE)?.to_owned(), file.text))
    };
    Ok(files.into_iter().filter_map(page).collect())
}
