//! A call from what was typed to what is shown.

use super::arguments::Call;
use super::body::{self, Given};
use super::credentials::Caller;
use super::exchange::{Exchange, Told, good};
use super::failure::{Failure, Outcome, Reason};
use super::node::Node;
use super::options::Format;
use super::output::{self, Sink};
use super::show::{tell, text};
use super::table::Rows;
use super::{CommandLine, curl, fill, runtime};
use crate::runtime::client::OwnBody;
use crate::runtime::pages::Walk;
use crate::runtime::resilience::within as before;
use crate::runtime::{Body, BoxFuture, Format as Media, Object, Operation, Status};
use http::Response;
use std::time::{Duration, Instant};

/// How much of a page is read.
const MOST_BYTES: usize = 256 << 20;

/// Does what was asked for.
pub(super) fn run(line: &'static CommandLine, asked: &Call) -> Outcome<()> {
    if asked.options.is_example {
        return text(&body::start(asked)?);
    }
    let (params, own) = prepared(asked)?;
    check(asked)?;
    let operation = (asked.command.operation)();
    let caller = Caller::of(line, &asked.options)?;
    let runtime = runtime()?;
    let told = Told::new(asked.options.is_verbose);
    let client = caller.client(line, &asked.options)?.hook(told).build()?;
    let exchange = Exchange::new(client, asked, params, own);
    if asked.options.is_dry_run {
        let request = exchange.request().map_err(|error| exchange.named(error))?;
        let command = runtime.block_on(curl::command(line, asked, &caller, request))?;
        return text(&command);
    }
    caller.check(line, operation)?;
    warn(asked);
    runtime.block_on(interruptible(exchange))
}

/// The parameters and the body, or everything that is wrong with them.
fn prepared(asked: &Call) -> Outcome<(Box<dyn Object>, Option<OwnBody>)> {
    let mut params = (asked.command.blank)();
    let mut wrong = fill::parameters(&mut *params, asked);
    let given = body::given(&mut *params, asked, &mut wrong)?;
    if !wrong.is_empty() {
        return Err(Failure::all(wrong));
    }
    let own = match given {
        Given::Own(own) => Some(own),
        Given::Params => None,
    };
    Ok((params, own))
}

/// What can be known to fail before anything is sent.
fn check(asked: &Call) -> Outcome<()> {
    let options = &asked.options;
    for (flag, expression) in [("--query", &options.query), ("--watch", &options.watch)]
    {
        if let Some(expression) = expression {
            output::expression(flag, expression)?;
        }
    }
    let sink = options.output_file.is_none() && Sink::Out.is_terminal();
    let is_binary = |operation: &Operation| {
        let good = operation.responses.iter().filter(|response| {
            matches!(response.status, Status::Code(200..=299) | Status::Range(2))
        });
        let mut contents = good.flat_map(|response| response.contents).peekable();
        contents.peek().is_some() && contents.all(|one| one.format == Media::Binary)
    };
    if sink && is_binary((asked.command.operation)()) {
        return Err(Failure::usage("the answer is no text: give --output-file"));
    }
    Ok(())
}

/// What the description says not to use is told beside the output.
fn warn(asked: &Call) {
    let operation = (asked.command.operation)();
    if operation.deprecated {
        tell(&format!("warning: {} is deprecated", asked.command.name));
    }
    for (flag, values) in asked.flags.iter().zip(&asked.values) {
        if flag.is_deprecated && !values.is_empty() {
            tell(&format!("warning: --{} is deprecated", flag.long));
        }
    }
}

/// Ends with Ctrl-C, and with the time limit.
async fn interruptible(exchange: Exchange<'_>) -> Outcome<()> {
    let options = &exchange.asked.options;
    let limit = options.timeout.filter(|_| options.watch.is_none());
    let work = whole(exchange);
    // Where the signal cannot be caught, it ends the program as it always does.
    let interrupted: BoxFuture<'static, ()> = Box::pin(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    before(interrupted, within(limit, work))
        .await
        .unwrap_or_else(|| Err(Failure::new(Reason::Interrupted, "interrupted")))
}

async fn within(
    limit: Option<Duration>,
    work: impl Future<Output = Outcome<()>>,
) -> Outcome<()> {
    let Some(limit) = limit else { return work.await };
    // The client tells of its own limit first, which is the same.
    let slack = limit.saturating_add(Duration::from_millis(200));
    tokio::time::timeout(slack, work).await.unwrap_or_else(|_| {
        Err(Failure::new(Reason::Timeout, format!("no answer within {limit:?}")))
    })
}

async fn whole(exchange: Exchange<'_>) -> Outcome<()> {
    let options = &exchange.asked.options;
    if options.watch.is_some() {
        return watch(&exchange).await;
    }
    let is_paged = exchange.operation().pages.is_some();
    if is_paged && (options.all || options.max_items.is_some()) {
        return all(exchange).await;
    }
    // What cannot be written is not asked for.
    let mut sink = Sink::open(options.output_file.as_deref())?;
    let response = exchange.succeed().await?;
    show(&exchange, &mut sink, response).await?;
    sink.finish()
}

async fn show(
    exchange: &Exchange<'_>,
    sink: &mut Sink,
    response: Response<Body>,
) -> Outcome<()> {
    let (parts, body) = response.into_parts();
    let options = &exchange.asked.options;
    if options.includes_head {
        output::head(sink, parts.status, &parts.headers)?;
    }
    output::answer(sink, exchange.operation(), options, &parts.headers, body).await
}

/// Calls until an expression is true.
async fn watch(exchange: &Exchange<'_>) -> Outcome<()> {
    let options = &exchange.asked.options;
    let expression = options.watch.as_deref().unwrap_or_default();
    let start = Instant::now();
    let mut sink = Sink::open(options.output_file.as_deref())?;
    loop {
        let (parts, body) = exchange.succeed().await?.into_parts();
        let (bytes, _) = body.collect(MOST_BYTES).await?;
        let node = output::parse(&bytes, &output::media_type(&parts.headers))?;
        let found = output::taken(expression, &node)?;
        if is_true(&found) {
            let response = Response::from_parts(parts, Body::from(bytes));
            show(exchange, &mut sink, response).await?;
            return sink.finish();
        }
        tell(&format!("not yet: {expression} is {}", found.compact()));
        let waited = start.elapsed().saturating_add(options.watch_interval);
        if let Some(limit) = options.watch_limit.filter(|limit| waited > *limit) {
            let message = format!("{expression} is not true after {limit:?}");
            return Err(Failure::new(Reason::Timeout, message));
        }
        tokio::time::sleep(options.watch_interval).await;
    }
}

/// As JMESPath has it.
fn is_true(node: &Node) -> bool {
    match node {
        Node::Null | Node::Bool(false) => false,
        Node::Text(text) => !text.is_empty(),
        Node::List(items) => !items.is_empty(),
        Node::Object(entries) => !entries.is_empty(),
        Node::Bool(true) | Node::Number(_) => true,
    }
}

/// The items of all pages, as they come.
async fn all(mut exchange: Exchange<'_>) -> Outcome<()> {
    let asked = exchange.asked;
    let options = &asked.options;
    let operation = exchange.operation();
    let mut sink = Sink::open(options.output_file.as_deref())?;
    let usual = if sink.is_terminal() { Format::Table } else { Format::Json };
    let format = options.format.unwrap_or(usual);
    let mut rows = Rows::new(format, &options.columns, sink.is_coloured());
    let mut walk = Walk::new(operation);
    let mut left = options.max_items.unwrap_or(u64::MAX);
    let mut pages = 0_u64;
    while left > 0 {
        let Some(request) = walk.next_request(|| exchange.request())? else { break };
        let response = exchange.send(request).await?;
        if walk.is_end(Some(response.status())) {
            break;
        }
        let (parts, body) = good(response, operation).await?.into_parts();
        if options.includes_head {
            output::head(&mut sink, parts.status, &parts.headers)?;
        }
        let (bytes, _) = body.collect(MOST_BYTES).await?;
        let node = output::parse(&bytes, &output::media_type(&parts.headers))?;
        let items = items(&node, operation, options.query.as_deref())?;
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(items.len());
        left = left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        if count > 0 {
            let shown = rows.show(items.get(..count).unwrap_or_default());
            sink.write(shown.as_bytes())?;
        }
        pages = pages.saturating_add(1);
        if !sink.is_terminal() && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            tell(&format!("{} items of {pages} pages", rows.count()));
        }
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        walk.learn(&mut *exchange.params, &json, &parts.headers)?;
        if walk.is_empty_end() {
            break;
        }
    }
    sink.write(rows.end().as_bytes())?;
    sink.finish()
}

/// The items of a page; of what an expression takes out of each page, where there is one.
fn items(node: &Node, operation: &Operation, query: Option<&str>) -> Outcome<Vec<Node>> {
    let list = output::list_in(node, operation, false);
    let Some(query) = query else { return Ok(list.unwrap_or_default().to_vec()) };
    Ok(match output::taken(query, node)? {
        Node::List(items) => items,
        Node::Null => Vec::new(),
        other => vec![other],
    })
}
