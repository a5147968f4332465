//! What is shown now, for all threads.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::commands::serve::shown::Shown;

/// What is shown at a moment.
#[derive(Default)]
pub struct State {
    /// Counts up with each change.
    pub number: u64,
    /// The plans.
    pub plans: Vec<Arc<Shown>>,
    /// Why the plans could not be read any more, when they could not: they are shown as they last were.
    pub trouble: Option<String>,
    /// What would be taken back, and what would be made again.
    pub steps: [Option<String>; 2],
}

impl State {
    /// A plan by its name.
    pub fn plan(&self, name: &str) -> Option<&Arc<Shown>> {
        self.plans.iter().find(|plan| plan.name == name)
    }
}

/// The place where what is shown is put up, with a bell.
pub struct Board {
    now: Mutex<Arc<State>>,
    bell: watch::Sender<u64>,
}

impl Default for Board {
    fn default() -> Self {
        Self { now: Mutex::default(), bell: watch::Sender::new(0) }
    }
}

impl Board {
    /// What is shown now.
    pub fn now(&self) -> Arc<State> {
        Arc::clone(&self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows something else, and tells all who listen.
    pub fn put(&self, state: State) {
        let number = state.number;
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        self.bell.send_replace(number);
    }

    /// Hears of every change from now on; of several at once it hears of the last.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }
}
