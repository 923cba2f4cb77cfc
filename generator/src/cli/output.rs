//! What the verbs share: settings, and how findings are shown.

use super::{Choices, MessageFormat, Settings, Show, USAGE};
use crate::config::{self, Config, Pattern};
use crate::diagnostic::{Diagnostics, RenderOptions, Stopped, render, to_json_lines};
use crate::document::visible;
use crate::write::{Edited, Options};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a verb does not start.
pub(super) enum NoStart {
    /// The configuration is wrong.
    Stopped(Diagnostics),
    /// The command line is.
    Usage(&'static str),
}

impl NoStart {
    pub(super) fn end(self, show: Show) -> ExitCode {
        match self {
            Self::Stopped(diagnostics) => {
                print_findings(&diagnostics, show);
                ExitCode::FAILURE
            }
            Self::Usage(message) => {
                say(
                    io::stderr(),
                    &format!("error: {message}\n\nSee `oasmith --help`.\n"),
                );
                ExitCode::from(USAGE)
            }
        }
    }
}

/// The configuration that the settings amount to, and the description.
pub(super) fn read_settings(
    settings: &Settings,
    show: Show,
) -> Result<(PathBuf, Config), NoStart> {
    let default_file = settings.spec.is_none().then(|| Path::new(config::FILE_NAME));
    let config = read_choices(&settings.choices, default_file, show)?;
    let input = settings.spec.clone().or_else(|| config.input.clone());
    let usage = "name a description, or give `input` in oasmith.toml";
    Ok((input.ok_or(NoStart::Usage(usage))?, config))
}

/// The configuration: that of the file that was named or else of the default one where it
/// exists, with what the command line says.
pub(super) fn read_choices(
    choices: &Choices,
    default_file: Option<&Path>,
    show: Show,
) -> Result<Config, NoStart> {
    let default_file = default_file.filter(|file| file.exists());
    let mut diagnostics = Diagnostics::default();
    let mut config = match choices.config.as_deref().or(default_file) {
        Some(file) => match config::read(file, &mut diagnostics) {
            Ok(config) => config,
            Err(Stopped) => return Err(NoStart::Stopped(diagnostics)),
        },
        None => Config::default(),
    };
    config.strict |= show.strict;
    config.skip_invalid |= choices.skip_invalid;
    config.overlays.extend(choices.overlay.iter().cloned());
    config.allow_remote |= choices.allow_remote;
    config.allow_outside.extend(choices.allow_outside.iter().cloned());
    config.max_file_size = choices.max_file_size.or(config.max_file_size);
    config.max_total_size = choices.max_total_size.or(config.max_total_size);
    if choices.api_version.is_some() {
        config.api_version.clone_from(&choices.api_version);
    }
    for (chosen, list) in [
        (&choices.include, &mut config.include.operations),
        (&choices.include_tag, &mut config.include.tags),
        (&choices.exclude, &mut config.exclude.operations),
        (&choices.exclude_tag, &mut config.exclude.tags),
    ] {
        list.extend(chosen.iter().cloned().map(Pattern));
    }
    Ok(config)
}

/// Diagnostics as the configuration wants them.
pub(super) fn diagnostics(config: &Config) -> Diagnostics {
    if config.strict { Diagnostics::strict() } else { Diagnostics::default() }
}

/// Shows findings on standard error.
pub(super) fn print_findings(diagnostics: &Diagnostics, show: Show) {
    let text = match show.message_format {
        MessageFormat::Json => to_json_lines(diagnostics),
        MessageFormat::Human => {
            let colour =
                io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            render(diagnostics, RenderOptions { colour, verbose: show.verbose })
        }
    };
    write(io::stderr(), &text);
}

/// How a folder is written: whoever has to wait for another run is told.
pub(super) fn write_options(force: bool) -> Options<'static> {
    let edited = if force { Edited::Overwrite } else { Edited::Keep };
    Options { edited, on_wait: &tell_waiting, ..Options::default() }
}

fn tell_waiting(folder: &Path) {
    let text = format!("waiting for another run that writes to {}\n", folder.display());
    say(io::stderr(), &text);
}

/// Writes to a stream of the process, with nothing in it that steers a terminal.
pub(super) fn say(stream: impl Write, text: &str) {
    write(stream, &visible(text));
}

/// Whoever closed the stream does not want to read.
fn write(mut stream: impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
