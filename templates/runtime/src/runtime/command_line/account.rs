//! Logging in and out, and profiles.

use super::arguments::{Account, Task};
use super::credentials::{Caller, Found, Kept, token_folder};
use super::failure::{Failure, Outcome, Reason};
use super::options::Options;
use super::profiles::{self, DEFAULT, Profile};
use super::show::{self, tell};
use super::{Command, CommandLine, runtime};
use crate::runtime::{Field, Format, RequestOptions, client};
use http::StatusCode;
use std::io::{BufRead as _, IsTerminal as _};

/// Does what was asked for.
pub(super) fn run(line: &'static CommandLine, asked: &Account) -> Outcome<()> {
    match &asked.task {
        Task::Login { kind, is_piped, is_tried } => {
            login(line, &asked.options, kind.as_deref(), *is_piped, *is_tried)
        }
        Task::Status => status(line, &asked.options),
        Task::Logout => logout(line, &asked.options),
        Task::Profiles => list(line),
        Task::Use(name) => choose(line, name),
        Task::Set { key, value } => set(line, &asked.options, key, value),
        Task::Delete(name) => delete(line, name),
    }
}

fn login(
    line: &'static CommandLine,
    options: &Options,
    kind: Option<&str>,
    is_piped: bool,
    is_tried: bool,
) -> Outcome<()> {
    let kept = which(line, kind, is_piped)?;
    let values = kept
        .variables
        .iter()
        .enumerate()
        .map(|(index, (words, variable))| {
            let is_last = index.saturating_add(1) == kept.variables.len();
            let value = if is_piped { piped() } else { ask(words, is_last) }?;
            if value.is_empty() {
                return Err(Failure::usage(format!(
                    "no {words} was given ({variable})"
                )));
            }
            Ok(value)
        })
        .collect::<Outcome<Vec<String>>>()?;
    let mut profiles = profiles::read(line)?;
    let name = name(options, &profiles);
    let profile = profiles
        .all
        .entry(name.clone())
        .or_insert_with(|| Profile { name: name.clone(), ..Profile::default() });
    if let Some(url) = &options.base_url {
        profile.base_url = Some(url.clone());
    }
    if let Some(url) = &options.token_url {
        profile.token_url = Some(url.clone());
    }
    let found = Found { kept, values, is_profiles: true };
    if is_tried {
        let caller = Caller {
            profile: profile.clone(),
            found: vec![found.clone()],
            is_given: false,
        };
        try_out(line, options, &caller)?;
    }
    for ((_, variable), value) in kept.variables.iter().zip(found.values) {
        profile.secrets.insert((*variable).to_owned(), value);
    }
    let path = profiles::write(line, &profiles)?;
    show::text(&format!(
        "Kept {} in the profile {name} in {}, which only you can read.",
        kept.kind.about(),
        path.display()
    ))
}

/// The kind that was asked for, or the only one.
fn which(
    line: &'static CommandLine,
    kind: Option<&str>,
    is_piped: bool,
) -> Outcome<&'static Kept> {
    let kinds: Vec<_> = line.credentials.iter().map(|kept| kept.kind.word()).collect();
    let of = |word: &str| line.credentials.iter().find(|kept| kept.kind.word() == word);
    if let Some(kind) = kind {
        return of(kind).ok_or_else(|| Failure::usage("--kind: there is no such kind"));
    }
    match line.credentials {
        [] => Err(Failure::usage("the API asks for no credentials")),
        [only] => Ok(only),
        _ if is_piped || !std::io::stdin().is_terminal() => {
            Err(Failure::usage(format!("missing: --kind <{}>", kinds.join("|"))))
        }
        _ => {
            tell(&format!("Which kind of credential? {}", kinds.join(", ")));
            let word = piped()?;
            of(word.trim()).ok_or_else(|| {
                Failure::usage(format!("{word:?} is not one of {}", kinds.join(", ")))
            })
        }
    }
}

fn piped() -> Outcome<String> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    read.map_err(|error| {
        Failure::other(format!("cannot read standard input: {error}"))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks at the terminal; the last part of a credential is its secret.
fn ask(words: &str, is_secret: bool) -> Outcome<String> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("there is no terminal to ask at").tip(
            "give the values on standard input, with --stdin, or set the variables",
        ));
    }
    if is_secret {
        return rpassword::prompt_password(format!("{words}: "))
            .map_err(|error| Failure::other(format!("cannot ask: {error}")));
    }
    tell(&format!("{words}:"));
    piped()
}

/// The name of the profile that is meant.
fn name(options: &Options, profiles: &profiles::Profiles) -> String {
    let asked = options.profile.clone().or_else(|| profiles.current.clone());
    asked.unwrap_or_else(|| DEFAULT.to_owned())
}

/// An operation that reads and needs nothing, to see whether credentials are taken.
fn harmless(line: &CommandLine) -> Option<&'static Command> {
    let is_harmless = |command: &&Command| {
        let operation = (command.operation)();
        let params = (command.blank)();
        let mut fields = params.table().fields().iter();
        let mut contents = operation.responses.iter().flat_map(|one| one.contents);
        operation.method == "GET"
            && contents.any(|content| content.format == Format::Json)
            && operation.security.iter().any(|uses| !uses.is_empty())
            && !fields.any(|field| field.is(Field::REQUIRED))
            && !operation.template.contains('{')
    };
    line.groups.iter().flat_map(|group| group.commands).find(is_harmless)
}

fn try_out(
    line: &'static CommandLine,
    options: &Options,
    caller: &Caller,
) -> Outcome<()> {
    let client = caller.client(line, options)?.build()?;
    let runtime = runtime()?;
    let refused = |status: StatusCode| {
        Failure::new(Reason::Credentials, format!("the API refused it: {status}"))
    };
    if let Some(command) = harmless(line) {
        let operation = (command.operation)();
        let params = (command.blank)();
        let request =
            client::build(&client, operation, &*params, &RequestOptions::new())?;
        let answer = runtime.block_on(client.send_raw(request, operation))?;
        return match answer.status() {
            status @ StatusCode::UNAUTHORIZED => Err(refused(status)),
            _ => Ok(()),
        };
    }
    // Where no operation can be called, at least a token can be had.
    let api = client.api();
    let mut tried = false;
    for scheme in api.schemes {
        for found in &caller.found {
            if let Some(account) = caller.account(found, options, scheme) {
                let mut request = http::Request::new(crate::runtime::Body::Empty);
                let way = client::way(&client);
                let applied = crate::runtime::auth::Credential::apply(
                    &account,
                    &mut request,
                    scheme,
                    way,
                );
                runtime.block_on(applied)?;
                tried = true;
            }
        }
    }
    if !tried {
        tell("It was not tried: every operation needs parameters.");
    }
    Ok(())
}

fn status(line: &'static CommandLine, options: &Options) -> Outcome<()> {
    let caller = Caller::of(line, options)?;
    let mut text = format!("profile: {}\n", caller.profile.name);
    match caller.base_url(line, options) {
        Some(url) => text.push_str(&format!("base URL: {url}\n")),
        None => text.push_str("base URL: as described\n"),
    }
    for kept in line.credentials {
        let found = caller.found.iter().find(|found| found.kept.kind == kept.kind);
        let names: Vec<_> = kept.variables.iter().map(|(_, name)| *name).collect();
        let state = match found {
            Some(found) if found.is_profiles => "in the profile".to_owned(),
            Some(_) => format!("in the environment ({})", names.join(", ")),
            None => format!("not there ({})", names.join(", ")),
        };
        text.push_str(&format!("{}: {state}\n", kept.kind.about()));
    }
    show::text(&text)?;
    if caller.found.is_empty() && !line.credentials.is_empty() {
        return Err(Failure::new(Reason::Credentials, "there are no credentials")
            .tip(format!("log in: {} auth login", line.name)));
    }
    Ok(())
}

fn logout(line: &'static CommandLine, options: &Options) -> Outcome<()> {
    let mut profiles = profiles::read(line)?;
    let name = name(options, &profiles);
    let had = match profiles.all.get_mut(&name) {
        Some(profile) => !std::mem::take(&mut profile.secrets).is_empty(),
        None => false,
    };
    if had {
        profiles::write(line, &profiles)?;
    }
    if let Some(folder) = token_folder(line)
        && let Err(error) = std::fs::remove_dir_all(&folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err(Failure::other(format!(
            "cannot forget tokens in {folder:?}: {error}"
        )));
    }
    let text =
        if had { "Forgot the credentials of" } else { "There were no credentials in" };
    show::text(&format!("{text} the profile {name}."))
}

fn list(line: &'static CommandLine) -> Outcome<()> {
    let profiles = profiles::read(line)?;
    let current = profiles.current.as_deref().unwrap_or(DEFAULT);
    let mut text = String::new();
    for (name, profile) in &profiles.all {
        let mark = if name == current { "*" } else { " " };
        let url = profile.base_url.as_deref().unwrap_or("as described");
        let has =
            if profile.secrets.is_empty() { "no credentials" } else { "credentials" };
        text.push_str(&format!("{mark} {name}: {url}, {has}\n"));
    }
    if text.is_empty() {
        text.push_str("There are no profiles.\n");
    }
    show::text(&text)
}

fn choose(line: &'static CommandLine, name: &str) -> Outcome<()> {
    let mut profiles = profiles::read(line)?;
    if !profiles.all.contains_key(name) && name != DEFAULT {
        return Err(no_profile(line, name));
    }
    profiles.current = Some(name.to_owned());
    profiles::write(line, &profiles)?;
    Ok(())
}

fn no_profile(line: &CommandLine, name: &str) -> Failure {
    Failure::usage(format!("there is no profile {name:?}"))
        .tip(format!("see {} profile list", line.name))
}

fn set(
    line: &'static CommandLine,
    options: &Options,
    key: &str,
    value: &str,
) -> Outcome<()> {
    let mut profiles = profiles::read(line)?;
    let name = name(options, &profiles);
    let profile = profiles
        .all
        .entry(name.clone())
        .or_insert_with(|| Profile { name, ..Profile::default() });
    let value = Some(value.to_owned()).filter(|value| !value.is_empty());
    if key == "base-url" {
        profile.base_url = value;
    } else {
        profile.token_url = value;
    }
    profiles::write(line, &profiles)?;
    Ok(())
}

fn delete(line: &'static CommandLine, name: &str) -> Outcome<()> {
    let mut profiles = profiles::read(line)?;
    if profiles.all.remove(name).is_none() {
        return Err(no_profile(line, name));
    }
    if profiles.current.as_deref() == Some(name) {
        profiles.current = None;
    }
    profiles::write(line, &profiles)?;
    Ok(())
}
