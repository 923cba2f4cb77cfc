//! Calls from code that is not async.

use crate::runtime::{Error, Items, Output, Response, Sending};
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// The one runtime that all blocking calls share.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if Handle::try_current().is_ok() {
        let message = "a blocking call inside async code: await it instead";
        return Err(Error::build(message, None));
    }
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("sdk-blocking")
        .enable_all()
        .build()
        .map_err(|error| Error::build("cannot make a runtime", Some(error.into())))?;
    Ok(RUNTIME.get_or_init(|| made))
}

impl<T: Output> Sending<T> {
    /// Waits for the answer, on a thread that is not async.
    ///
    /// # Errors
    ///
    /// As awaiting it; and when the thread is async.
    pub fn wait(self) -> Result<Response<T>, Error> {
        runtime()?.block_on(self)
    }
}

impl<T> Items<T> {
    /// The items one after another, on a thread that is not async.
    pub fn into_blocking(mut self) -> impl Iterator<Item = Result<T, Error>> {
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            match runtime().and_then(|runtime| runtime.block_on(self.try_next())) {
                Ok(item) => item.map(Ok),
                Err(error) => {
                    is_over = true;
                    Some(Err(error))
                }
            }
        })
    }
}
