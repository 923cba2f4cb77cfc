//! Time: what it is, and what takes too much of it.

use crate::runtime::BoxFuture;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// The time since 1970.
pub(crate) fn unix_time() -> Duration {
    #[cfg(not(target_arch = "wasm32"))]
    use std::time::SystemTime;
    #[cfg(target_arch = "wasm32")]
    use web_time::SystemTime;
    SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}

/// What the work gives, or `None` if the limit ends first; the work is then dropped.
pub(crate) async fn within<T>(
    mut limit: BoxFuture<'_, ()>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}
