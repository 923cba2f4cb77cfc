//! `oasmith mock`: the server as a command.

use super::Show;
use super::output::print_findings;
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity};
use crate::document::visible_line;
use crate::mock::{Credentials, Entry, FaultPlan, FaultRule, Mock, Running};
use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const EXAMPLES: &str = "\
Examples:
  oasmith mock api.yaml
      Serve the documented examples on a free port of 127.0.0.1.
  oasmith mock api.yaml --port 8080 --items 250
      Serve 250 made-up items wherever the API has pages.
  oasmith mock api.yaml --client id:secret --token-lifetime 60
      Accept the tokens of this OAuth client only, for a minute each.
  oasmith mock api.yaml --faults 429=1s@5%,reset@2% --faults '503@first:2 on listThings'
      Make faults: FAULT[=VALUE][@WHEN][ on OPERATION].

Faults: latency=200ms, 429=1s, any status, reset, reset-body, truncate, content-type, html,
        empty, redirect=URL, drip=10ms.    When: 5%, #3, first:2, every:3.
Callers choose an answer with the header `Prefer: status=404`, `Prefer: example=NAME` or
`Prefer: dynamic=true`.";

/// What is served, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The OpenAPI description, JSON or YAML.
    spec: PathBuf,
    /// The port; by default a free one.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// The seed of what is made up or left to chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Serve this many made-up items in pages, in place of the examples.
    #[arg(long)]
    items: Option<usize>,
    /// Faults to make; may be given several times.
    #[arg(long, value_name = "FAULTS", value_delimiter = ',')]
    faults: Vec<FaultRule>,
    /// An OAuth client that may have tokens; others are refused then.
    #[arg(long, value_name = "ID:SECRET", value_parser = pair)]
    client: Vec<(String, String)>,
    /// How many seconds a token is good for.
    #[arg(long, default_value_t = 3600)]
    token_lifetime: u64,
    /// A user for HTTP basic and digest; others are refused then.
    #[arg(long, value_name = "NAME:PASSWORD", value_parser = pair)]
    user: Vec<(String, String)>,
    /// A bearer token that is good; others are refused then.
    #[arg(long)]
    token: Vec<String>,
    /// An API key that is good; others are refused then.
    #[arg(long)]
    key: Vec<String>,
    /// Read files of this folder too that the description refers to.
    #[arg(long, value_name = "DIR")]
    allow_outside: Vec<PathBuf>,
    /// Do not print the requests.
    #[arg(long, short)]
    quiet: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once(':').ok_or("there is no colon in it")?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

const BOLD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const DIM: Style = Style::new().dimmed();

/// Serves until it is interrupted.
pub(super) fn mock(arguments: Arguments, show: Show) -> ExitCode {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let ended = runtime
        .enable_all()
        .build()
        .and_then(|runtime| runtime.block_on(serve(arguments, show)));
    ended.unwrap_or_else(|error| {
        eprintln!("{BAD}error{BAD:#}: {error}");
        ExitCode::FAILURE
    })
}

async fn serve(arguments: Arguments, show: Show) -> io::Result<ExitCode> {
    let mut found = Diagnostics::default();
    let config =
        Config { allow_outside: arguments.allow_outside.clone(), ..Config::default() };
    let described = crate::describe(&arguments.spec, &config, &mut found);
    let Ok(described) = described else {
        print_findings(&found, show);
        return Ok(ExitCode::FAILURE);
    };
    let notes = found.count_of(Severity::Warning);
    let credentials = credentials(&arguments);
    let mut builder = Mock::builder(described.api)
        .document(described.document)
        .port(arguments.port)
        .seed(arguments.seed)
        .credentials(credentials)
        .token_lifetime(std::time::Duration::from_secs(arguments.token_lifetime))
        .faults(FaultPlan { rules: arguments.faults });
    if let Some(items) = arguments.items {
        builder = builder.collection(items);
    }
    if !arguments.quiet {
        builder = builder.observer(tell);
    }
    let running = builder.start().await?;
    introduce(&running, notes);
    tokio::signal::ctrl_c().await?;
    let total = running.journal().total();
    running.stop().await;
    println!("\n{DIM}stopped after {total} requests{DIM:#}");
    Ok(ExitCode::SUCCESS)
}

fn credentials(arguments: &Arguments) -> Credentials {
    let mut credentials = Credentials::any();
    for (id, secret) in &arguments.client {
        credentials = credentials.client(id, secret);
    }
    for (name, password) in &arguments.user {
        credentials = credentials.user(name, password);
    }
    for token in &arguments.token {
        credentials = credentials.token(token);
    }
    for key in &arguments.key {
        credentials = credentials.key(key);
    }
    credentials
}

fn introduce(running: &Running, warnings: usize) {
    let api = running.api();
    let [title, version] =
        [&api.info.title, &api.info.version].map(|text| visible_line(text));
    println!("{BOLD}{title} {version}{BOLD:#}");
    for operation in &api.operations {
        let [method, path, id] =
            [&operation.method, &operation.path.text, &operation.id]
                .map(|text| visible_line(text));
        println!("  {GOOD}{method:7}{GOOD:#} {path}  {DIM}{id}{DIM:#}");
    }
    if warnings > 0 {
        println!(
            "{DIM}the description has {warnings} faults: see `oasmith list`{DIM:#}"
        );
    }
    if let Some(url) = running.token_url() {
        println!("tokens from {BOLD}{}{BOLD:#}", visible_line(&url));
    }
    println!("listening on {BOLD}{}{BOLD:#} (Ctrl-C stops)", running.base_url());
}

fn tell(entry: &Entry) {
    let status = entry.status.map_or_else(|| "reset".to_owned(), |one| one.to_string());
    let style = if entry.status.is_some_and(|one| one < 400) { GOOD } else { BAD };
    let fault =
        entry.fault.as_ref().map(|fault| format!(" [{fault}]")).unwrap_or_default();
    let operation = visible_line(entry.operation.as_deref().unwrap_or("-"));
    println!(
        "{style}{status}{style:#} {} {} {DIM}{operation}{DIM:#}{fault}",
        entry.request.method,
        visible_line(&entry.request.target().to_string())
    );
    for violation in &entry.violations {
        println!("    {BAD}{}{BAD:#}", visible_line(&violation.to_string()));
    }
}
