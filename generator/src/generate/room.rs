//! A stack that is big enough.

/// Values nest as deeply as the description does, and some libraries spend a stack frame
/// a level. Memory that is not touched costs nothing.
const STACK_BYTES: usize = 1 << 30;

/// Runs `work` where there is room for deep recursion.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
        match builder.spawn_scoped(scope, work).map(std::thread::ScopedJoinHandle::join)
        {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // There is nothing to go on with: not even a thread can be had.
            Err(error) => std::panic::resume_unwind(Box::new(error.to_string())),
        }
    })
}
