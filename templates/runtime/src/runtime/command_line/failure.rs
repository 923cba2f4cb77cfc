//! How a run ends that did not go well: exit codes, and what is told.

use crate::runtime::Error;
use std::io::Write as _;
use std::process::ExitCode;

/// What a step gives.
pub(super) type Outcome<T> = Result<T, Failure>;

/// Why a run ends, as far as scripts tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Other,
    Usage,
    Credentials,
    Client,
    Server,
    Network,
    Timeout,
    Interrupted,
    /// Who read the output has gone: nobody is there to be told.
    Closed,
}

impl Reason {
    fn code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Other => 1,
            Self::Usage => 2,
            Self::Credentials => 3,
            Self::Client => 4,
            Self::Server => 5,
            Self::Network => 6,
            Self::Timeout => 7,
            Self::Interrupted => 130,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Closed | Self::Other => "other",
            Self::Usage => "usage",
            Self::Credentials => "credentials",
            Self::Client | Self::Server => "api",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Why a run ends.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: Reason,
    /// What is wrong: a line each.
    messages: Vec<String>,
    /// What would help.
    tips: Vec<String>,
    /// The answer, where the API gave one.
    answer: Option<Box<Said>>,
}

/// What the API answered.
#[derive(Debug)]
struct Said {
    status: u16,
    request_id: Option<String>,
    body: Vec<u8>,
}

impl Failure {
    pub(super) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, messages: vec![message.into()], tips: Vec::new(), answer: None }
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Reason::Usage, message)
    }

    pub(super) fn other(message: impl Into<String>) -> Self {
        Self::new(Reason::Other, message)
    }

    /// Everything that is wrong with what was typed.
    pub(super) fn all(messages: Vec<String>) -> Self {
        Self { messages, ..Self::usage("") }
    }

    pub(super) fn tip(mut self, tip: impl Into<String>) -> Self {
        self.tips.push(tip.into());
        self
    }

    /// An answer of the API that is an error.
    pub(super) fn api(status: http::StatusCode, id: Option<&str>, body: &[u8]) -> Self {
        let reason = match status.as_u16() {
            400..=499 => Reason::Client,
            500..=599 => Reason::Server,
            _ => Reason::Other,
        };
        Self {
            answer: Some(Box::new(Said {
                status: status.as_u16(),
                request_id: id.map(str::to_owned),
                body: body.to_vec(),
            })),
            ..Self::new(reason, format!("the server answered {status}"))
        }
    }

    /// Output that cannot be written.
    pub(super) fn write(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::new(Reason::Closed, ""),
            _ => Self::other(format!("cannot write the output: {error}")),
        }
    }

    /// Tells what is wrong, on standard error.
    pub(super) fn tell(&self, is_json: bool) -> ExitCode {
        if self.reason != Reason::Closed {
            let text = if is_json { self.json() } else { self.text() };
            // A closed terminal cannot be told anything.
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
        }
        ExitCode::from(self.reason.code())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for message in &self.messages {
            text.push_str(&format!("error: {}\n", one_line(message)));
        }
        for tip in &self.tips {
            text.push_str(&format!("  {}\n", one_line(tip)));
        }
        if let Some(said) = self.answer.as_ref().filter(|said| !said.body.is_empty()) {
            text.push_str(&super::show::plain(&String::from_utf8_lossy(&said.body)));
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        text
    }

    fn json(&self) -> String {
        let mut error = serde_json::json!({
            "kind": self.reason.word(),
            "exitCode": self.reason.code(),
            "message": self.messages.join("; "),
        });
        if let Some(fields) = error.as_object_mut() {
            if !self.tips.is_empty() {
                fields.insert("tip".into(), self.tips.join(" ").into());
            }
            if let Some(said) = &self.answer {
                fields.insert("status".into(), said.status.into());
                if let Some(id) = &said.request_id {
                    fields.insert("requestId".into(), id.as_str().into());
                }
                let text = || String::from_utf8_lossy(&said.body).into_owned().into();
                let body = serde_json::from_slice(&said.body).unwrap_or_else(|_| text());
                fields.insert("body".into(), body);
            }
        }
        format!("{}\n", serde_json::json!({ "error": error }))
    }
}

/// A message on one line, without what a terminal would obey.
fn one_line(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for sign in message.chars() {
        match sign {
            '\n' => line.push(' '),
            _ if sign.is_control() => line.extend(sign.escape_default()),
            _ => line.push(sign),
        }
    }
    line
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let reason = match &error {
            Error::Argument(_) | Error::Build(_) => Reason::Usage,
            Error::Credential(_) => Reason::Credentials,
            Error::Transport(_) => Reason::Network,
            Error::Timeout(_) => Reason::Timeout,
            _ => Reason::Other,
        };
        let mut message = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(one) = cause {
            let text = one.to_string();
            if !message.contains(&text) {
                message.push_str(&format!(": {text}"));
            }
            cause = one.source();
        }
        Self::new(reason, message)
    }
}
