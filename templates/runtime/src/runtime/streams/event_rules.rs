//! How streams of events end.

use std::sync::Arc;

/// How a stream of events ends, and whether one that the server finished is taken up again.
#[derive(Clone, Debug)]
#[must_use = "it holds once it is given to the client's builder"]
pub struct EventRules {
    pub(super) resumes: bool,
    pub(super) end_data: EndData,
    pub(super) end_event: Option<Arc<str>>,
}

/// The data that ends a stream.
#[derive(Clone, Debug)]
pub(super) enum EndData {
    /// The customary `[DONE]`, where events are not just texts.
    Usual,
    /// This, whatever events are.
    This(Arc<str>),
    /// None.
    Nothing,
}

impl EventRules {
    /// The usual ones: a finished stream is taken up again where the server named a wait and
    /// an id; `[DONE]` ends one.
    pub fn new() -> Self {
        Self { resumes: true, end_data: EndData::Usual, end_event: None }
    }

    /// Whether a stream that the server finished is taken up again, where it named a wait
    /// (`retry`) and an id. One that broke off always is.
    pub fn resume_finished(mut self, resumes: bool) -> Self {
        self.resumes = resumes;
        self
    }

    /// Ends a stream at the event with this data, in place of `[DONE]`; `None`: no data ends it.
    pub fn end_data<'a>(mut self, data: impl Into<Option<&'a str>>) -> Self {
        let data: Option<&str> = data.into();
        self.end_data = data.map_or(EndData::Nothing, |data| EndData::This(data.into()));
        self
    }

    /// Ends a stream at the event of this type.
    pub fn end_event(mut self, event: &str) -> Self {
        self.end_event = Some(event.into());
        self
    }

    /// Whether an event ends the stream.
    pub(super) fn is_end(&self, event: &str, data: &str, is_text: bool) -> bool {
        let by_data = match &self.end_data {
            EndData::Usual => !is_text && data.trim() == "[DONE]",
            EndData::This(end) => data.trim() == &**end,
            EndData::Nothing => false,
        };
        by_data || self.end_event.as_deref() == Some(event)
    }
}

impl Default for EventRules {
    fn default() -> Self {
        Self::new()
    }
}
