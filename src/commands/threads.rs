//! The threads that the work is shared by: as many as the machine has use for, and fewer where fewer are allowed.

use std::sync::{Condvar, Mutex};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::commands::error::CommandError;

/// Stack of each thread: what the first thread of a program usually has.
const STACK: usize = 8 * 1024 * 1024;

/// Stack of a thread that only waits.
const SMALL: usize = 64 * 1024;

/// Does something with its threads.
///
/// # Errors
/// When not even this thread alone can do it.
pub fn with<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, CommandError> {
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    // Every thread that reads a chapter starts one more, for the author's own expressions.
    let several = first(machine, |threads| allowed(2 * threads).then(|| pool(threads).ok()).flatten());
    let pool = several.or_else(|| allowed(1).then(|| alone().ok()).flatten());
    let pool = pool.ok_or_else(|| {
        CommandError::user("systemet tillåter för få trådar").hint("höj gränsen för antalet processer (ulimit -u)")
    })?;
    Ok(pool.install(work))
}

/// Whether so many threads may be there at once, beside this one.
fn allowed(threads: usize) -> bool {
    let gate = Barrier::new();
    std::thread::scope(|scope| {
        let started = (0..threads).map_while(|_| {
            let gate = &gate;
            std::thread::Builder::new().stack_size(SMALL).spawn_scoped(scope, move || gate.wait()).ok()
        });
        let started = started.count();
        gate.open();
        started == threads
    })
}

/// What threads wait at until all of them are there.
struct Barrier {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Barrier {
    const fn new() -> Self {
        Self { open: Mutex::new(false), opened: Condvar::new() }
    }

    fn wait(&self) {
        let Ok(mut open) = self.open.lock() else { return };
        while !*open {
            let Ok(woken) = self.opened.wait(open) else { return };
            open = woken;
        }
    }

    fn open(&self) {
        if let Ok(mut open) = self.open.lock() {
            *open = true;
        }
        self.opened.notify_all();
    }
}

fn pool(threads: usize) -> Result<ThreadPool, rayon::ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build()
}

/// This thread, and no other.
fn alone() -> Result<ThreadPool, rayon::ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(1).use_current_thread().build()
}

/// What can be made of a number, or of half of it, and half of that.
fn first<T>(most: usize, make: impl Fn(usize) -> Option<T>) -> Option<T> {
    let halves = std::iter::successors(Some(most), |number| Some(number / 2).filter(|half| *half > 0));
    halves.into_iter().find_map(make)
}

#[cfg(test)]
mod tests {
    use super::{alone, first};

    #[test]
    fn fewer_threads_are_asked_for_where_many_are_refused() {
        let allowed = |most: usize| move |threads: usize| (threads <= most).then_some(threads);
        for (most, allows, made) in [(8, 8, Some(8)), (8, 3, Some(2)), (8, 1, Some(1)), (1, 1, Some(1)), (6, 0, None)] {
            assert_eq!(first(most, allowed(allows)), made, "{most} of {allows}");
        }
    }

    #[test]
    fn one_thread_does_what_several_would() {
        let pool = alone().expect("it needs no other");
        assert_eq!(pool.install(|| rayon::join(|| 1, || 2)), (1, 2));
        assert_eq!(pool.current_num_threads(), 1);
    }
}
