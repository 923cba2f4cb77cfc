//! Faults that the server makes on purpose.

use crate::mock::answer::{Reply, ReplyBody};
use bytes::Bytes;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The answer comes late. The one fault that goes together with others.
    Latency(Duration),
    /// 429 with `Retry-After`.
    TooManyRequests {
        /// How long the client is told to wait; sent in whole seconds, rounded up.
        retry_after: Duration,
    },
    /// Any status: as documented where the operation documents it, or else a line of text.
    Status(u16),
    /// The connection is reset before anything is answered.
    Reset,
    /// The connection is reset when half of the body has been sent.
    ResetMidBody,
    /// Half of the body is sent as if it were the whole.
    Truncate,
    /// The body is sent as `text/plain`.
    WrongContentType,
    /// A page of HTML with this status, as proxies send it.
    Html(u16),
    /// The body is left out; status and content type stay.
    EmptyBody,
    /// 307 to another address. An address without a path gets that of the request.
    Redirect(String),
    /// The body comes in pieces of a few bytes, with this pause between them.
    Drip(Duration),
}

/// Which requests a fault hits. Requests are counted from 1, for each rule by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// All.
    Always,
    /// This share of them (0 to 1), at random by the server's seed.
    Probability(f64),
    /// This one alone.
    Nth(u64),
    /// This many from the start.
    First(u64),
    /// Every so many.
    Every(u64),
}

/// One rule of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultRule {
    /// The fault.
    pub fault: Fault,
    /// Which requests it hits.
    pub when: When,
    /// The operation it is for; `None`: all of them, but not the token endpoint, which goes
    /// by the name of [`crate::mock::TOKEN_OPERATION`].
    pub operation: Option<String>,
}

/// Which faults happen when. Of the rules that hit a request the first one counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultPlan {
    /// The rules.
    pub rules: Vec<FaultRule>,
}

impl FaultPlan {
    /// A plan without faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a rule for all operations.
    #[must_use]
    pub fn with(mut self, fault: Fault, when: When) -> Self {
        self.rules.push(FaultRule { fault, when, operation: None });
        self
    }

    /// Adds a rule for one operation.
    #[must_use]
    pub fn with_for(mut self, operation: &str, fault: Fault, when: When) -> Self {
        self.rules.push(FaultRule {
            fault,
            when,
            operation: Some(operation.to_owned()),
        });
        self
    }

    /// The first request gets the first entry, and so on; `None` is no fault, and requests
    /// after the last entry have none.
    #[must_use]
    pub fn script(faults: impl IntoIterator<Item = Option<Fault>>) -> Self {
        let numbered = (1..).zip(faults);
        let rules = numbered.filter_map(|(number, fault)| {
            let when = When::Nth(number);
            Some(FaultRule { fault: fault?, when, operation: None })
        });
        Self { rules: rules.collect() }
    }
}

/// A plan and how far it has gone.
#[derive(Debug)]
pub(crate) struct FaultDesk {
    seed: u64,
    rules: Vec<(FaultRule, AtomicU64)>,
}

/// What hits one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) latency: Duration,
    pub(crate) fault: Option<Fault>,
}

impl Hit {
    /// The words for the journal.
    pub(crate) fn words(&self) -> Option<String> {
        let latency = (!self.latency.is_zero()).then_some(Fault::Latency(self.latency));
        let both: Vec<String> =
            latency.iter().chain(&self.fault).map(ToString::to_string).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }
}

impl FaultDesk {
    pub(crate) fn new(seed: u64, plan: FaultPlan) -> Self {
        let rules = plan.rules.into_iter().map(|rule| (rule, AtomicU64::new(0)));
        Self { seed, rules: rules.collect() }
    }

    /// Counts a request, and says what hits it.
    pub(crate) fn next(&self, operation: &str) -> Hit {
        let mut hit = Hit::default();
        for (index, (rule, counter)) in (0_u64..).zip(&self.rules) {
            let concerned = match &rule.operation {
                Some(name) => name == operation,
                None => operation != crate::mock::TOKEN_OPERATION,
            };
            if !concerned {
                continue;
            }
            let number = counter.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            if !self.hits(rule.when, index, number) {
                continue;
            }
            match &rule.fault {
                Fault::Latency(time) => hit.latency = hit.latency.saturating_add(*time),
                other if hit.fault.is_none() => hit.fault = Some(other.clone()),
                _ => {}
            }
        }
        hit
    }

    fn hits(&self, when: When, rule: u64, number: u64) -> bool {
        match when {
            When::Always => true,
            When::Nth(wanted) => number == wanted,
            When::First(count) => number <= count,
            When::Every(step) => number.checked_rem(step) == Some(0),
            When::Probability(share) => {
                let seed = self.seed ^ rule.rotate_left(48) ^ number.rotate_left(16);
                let mut random = fastrand::Rng::with_seed(seed);
                // The first number of a generator follows its seed too closely.
                let _ = random.u64(..);
                random.f64() < share
            }
        }
    }
}

/// How an answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Plain,
    Reset,
    ResetMidBody,
}

/// Changes an answer as the fault has it. `documented` makes the documented answer for a
/// status, where there is one.
pub(crate) fn apply(
    fault: &Fault,
    mut reply: Reply,
    target: &str,
    documented: impl Fn(u16) -> Option<Reply>,
) -> (Reply, Delivery) {
    let with_status = |status: u16| {
        documented(status).unwrap_or_else(|| {
            Reply::new(
                status,
                "text/plain",
                format!("the server made a fault: {status}\n"),
            )
        })
    };
    let bytes = reply.bytes();
    match fault {
        Fault::Latency(_) => {}
        Fault::TooManyRequests { retry_after } => {
            let rest = u64::from(retry_after.subsec_nanos() > 0);
            let seconds = retry_after.as_secs().saturating_add(rest);
            reply = with_status(429).header("retry-after", &seconds.to_string());
        }
        Fault::Status(status) => reply = with_status(*status),
        Fault::Reset => return (reply, Delivery::Reset),
        Fault::ResetMidBody => return (reply, Delivery::ResetMidBody),
        Fault::Truncate => {
            let half = bytes.len().checked_div(2).unwrap_or(0);
            reply.body = ReplyBody::Whole(bytes.slice(..half));
        }
        Fault::WrongContentType => reply.set("content-type", "text/plain"),
        Fault::Html(status) => {
            let page = "<!DOCTYPE html>\n<html><head><title>Bad Gateway</title></head>\
                        <body><h1>Bad Gateway</h1></body></html>\n";
            reply = Reply::new(*status, "text/html; charset=utf-8", page);
        }
        Fault::EmptyBody => reply.body = ReplyBody::Whole(Bytes::new()),
        Fault::Redirect(to) => {
            let has_path = to.splitn(4, '/').nth(3).is_some();
            let location = if has_path { to.clone() } else { format!("{to}{target}") };
            reply = Reply::empty(307).header("location", &location);
        }
        Fault::Drip(pause) => {
            let pieces = bytes.chunks(16).map(Bytes::copy_from_slice).collect();
            reply.body = ReplyBody::Chunks { pieces, pause: *pause };
        }
    }
    (reply, Delivery::Plain)
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(time) => write!(formatter, "latency={}ms", time.as_millis()),
            Self::TooManyRequests { retry_after } => {
                write!(formatter, "429={}ms", retry_after.as_millis())
            }
            Self::Status(status) => write!(formatter, "{status}"),
            Self::Reset => formatter.write_str("reset"),
            Self::ResetMidBody => formatter.write_str("reset-body"),
            Self::Truncate => formatter.write_str("truncate"),
            Self::WrongContentType => formatter.write_str("content-type"),
            Self::Html(status) => write!(formatter, "html={status}"),
            Self::EmptyBody => formatter.write_str("empty"),
            Self::Redirect(to) => write!(formatter, "redirect={to}"),
            Self::Drip(pause) => write!(formatter, "drip={}ms", pause.as_millis()),
        }
    }
}

/// Words that are no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault(String);

impl fmt::Display for UnknownFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "`{}` is no fault: write FAULT[=VALUE][@WHEN][ on OPERATION], such as `429=1s@5%`, \
             `latency=200ms`, `reset@#3` or `503@first:2 on listThings`",
            self.0
        )
    }
}

impl std::error::Error for UnknownFault {}

impl FromStr for FaultRule {
    type Err = UnknownFault;

    /// Reads `FAULT[=VALUE][@WHEN][ on OPERATION]`.
    ///
    /// Faults: `latency=200ms`, `429=1s`, a status, `reset`, `reset-body`, `truncate`,
    /// `content-type`, `html`, `empty`, `redirect=URL`, `drip=10ms`. When: `5%`, `#3`,
    /// `first:2`, `every:3`.
    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let unknown = || UnknownFault(text.to_owned());
        let (head, operation) = match text.trim().split_once(" on ") {
            Some((head, operation)) => (head, Some(operation.trim().to_owned())),
            None => (text.trim(), None),
        };
        let (head, when) = match head.rsplit_once('@') {
            Some((head, when)) => (head, read_when(when.trim()).ok_or_else(unknown)?),
            None => (head, When::Always),
        };
        let (name, value) = head.split_once('=').unwrap_or((head, ""));
        let time = || read_time(value.trim());
        let number = || value.trim().parse::<u16>().ok();
        let fault = match name.trim() {
            "latency" => time().map(Fault::Latency),
            "429" if value.is_empty() => {
                Some(Fault::TooManyRequests { retry_after: Duration::from_secs(1) })
            }
            "429" => time().map(|retry_after| Fault::TooManyRequests { retry_after }),
            "reset" => Some(Fault::Reset),
            "reset-body" => Some(Fault::ResetMidBody),
            "truncate" => Some(Fault::Truncate),
            "content-type" => Some(Fault::WrongContentType),
            "html" if value.is_empty() => Some(Fault::Html(502)),
            "html" => number().map(Fault::Html),
            "empty" => Some(Fault::EmptyBody),
            "redirect" if !value.is_empty() => {
                Some(Fault::Redirect(value.trim().to_owned()))
            }
            "drip" => time().map(Fault::Drip),
            status => {
                let status = status.parse().ok();
                status.filter(|status| (100..1000).contains(status)).map(Fault::Status)
            }
        };
        Ok(Self { fault: fault.ok_or_else(unknown)?, when, operation })
    }
}

fn read_when(text: &str) -> Option<When> {
    if let Some(percent) = text.strip_suffix('%') {
        let share = percent.trim().parse::<f64>().ok()? / 100.0;
        return (0.0..=1.0).contains(&share).then_some(When::Probability(share));
    }
    if let Some(number) = text.strip_prefix('#') {
        return number.parse().ok().map(When::Nth);
    }
    let (word, number) = text.split_once(':')?;
    let number = number.parse().ok()?;
    match word {
        "first" => Some(When::First(number)),
        "every" => Some(When::Every(number)),
        _ => None,
    }
}

fn read_time(text: &str) -> Option<Duration> {
    if let Some(milliseconds) = text.strip_suffix("ms") {
        return milliseconds.trim().parse().ok().map(Duration::from_millis);
    }
    let seconds = text.strip_suffix('s').unwrap_or(text);
    Duration::try_from_secs_f64(seconds.trim().parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_from_words() {
        let rule = |text: &str| text.parse::<FaultRule>().unwrap();
        assert_eq!(
            rule("429=2s@5%"),
            FaultRule {
                fault: Fault::TooManyRequests { retry_after: Duration::from_secs(2) },
                when: When::Probability(0.05),
                operation: None,
            }
        );
        assert_eq!(rule("reset-body@#3 on listThings").when, When::Nth(3));
        assert_eq!(
            rule("503@first:2 on listThings").operation.as_deref(),
            Some("listThings")
        );
        assert_eq!(rule("redirect=http://u@127.0.0.1:1/x@every:2").when, When::Every(2));
        assert_eq!(
            rule("latency=200ms").fault,
            Fault::Latency(Duration::from_millis(200))
        );
        for wrong in
            ["", "4", "latency", "reset@sometimes", "redirect", "429=x", "reset@200%"]
        {
            assert!(wrong.parse::<FaultRule>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn probability_is_kept_and_follows_the_seed() {
        let plan = || FaultPlan::none().with(Fault::Reset, When::Probability(0.05));
        let hits = |seed: u64| {
            let desk = FaultDesk::new(seed, plan());
            (0..10_000).map(|_| desk.next("x").fault.is_some()).collect::<Vec<bool>>()
        };
        let count = hits(1).iter().filter(|hit| **hit).count();
        assert!((400..600).contains(&count), "{count}");
        assert_eq!(hits(1), hits(1));
        assert_ne!(hits(1), hits(2));
    }

    #[test]
    fn a_script_is_followed_in_order() {
        let script = [Some(Fault::Reset), None, Some(Fault::Status(500))];
        let desk = FaultDesk::new(0, FaultPlan::script(script.clone()));
        let seen: Vec<Option<Fault>> = (0..4).map(|_| desk.next("x").fault).collect();
        assert_eq!(seen, [script[0].clone(), None, script[2].clone(), None]);
        assert_eq!(desk.next(crate::mock::TOKEN_OPERATION), Hit::default());
    }
}
