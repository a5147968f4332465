//! How much a chapter's template may do: turns of loops, the size of what its variables hold, and what it writes.

use std::io::{Error, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use tera::Value;

/// Most turns of all loops of a chapter together, and numbers of its ranges.
pub const TURNS: usize = 20_000;

/// Most bytes that a variable or a filter's text may hold.
pub const SIZE: usize = 64 * 1024;

/// Most bytes that a template may write.
pub const WRITTEN: usize = 4 * 1024 * 1024;

/// Most bytes of a thread's stack while a chapter is merged.
pub const STACK: usize = 64 * 1024 * 1024;

/// The turns that are left.
#[derive(Debug)]
pub struct Turns(AtomicUsize);

impl Default for Turns {
    fn default() -> Self {
        Self(AtomicUsize::new(TURNS))
    }
}

impl Turns {
    /// Begins anew.
    pub fn refill(&self) {
        self.0.store(TURNS, Ordering::Relaxed);
    }

    /// Takes some turns; whether there were so many left.
    pub fn take(&self, turns: usize) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(turns)).is_ok()
    }
}

/// Whether a value is no larger than a variable may be. Stops as soon as it is known, for a value that holds another
/// one twice in every layer is exponentially large to walk through.
pub fn is_small(value: &Value) -> bool {
    rest(value, SIZE).is_some()
}

fn rest(value: &Value, left: usize) -> Option<usize> {
    let left = left.checked_sub(1 + value.as_str().map_or(0, str::len))?;
    let left = value.as_array().unwrap_or_default().iter().try_fold(left, |left, part| rest(part, left))?;
    value.as_map().into_iter().flatten().try_fold(left, |left, (_, part)| rest(part, left))
}

/// What a template writes, until it is too much.
#[derive(Debug)]
pub struct Page {
    /// What was written.
    pub bytes: Vec<u8>,
    /// How much may be written.
    pub most: usize,
    /// Whether there was more.
    pub full: bool,
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        if self.bytes.len() + bytes.len() > self.most {
            self.full = true;
            return Err(Error::other("full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Turns, is_small};
    use tera::Value;

    #[test]
    fn values_are_measured_without_walking_through_all() {
        let doubled = |value: Value, _| Value::from(vec![value.clone(), value]);
        assert!(is_small(&(0..10).fold(Value::from("a"), doubled)));
        assert!(!is_small(&(0..100).fold(Value::from("a"), doubled)));
    }

    #[test]
    fn turns_end() {
        let turns = Turns::default();
        assert!(turns.take(super::TURNS) && !turns.take(1));
        turns.refill();
        assert!(turns.take(1));
    }
}
