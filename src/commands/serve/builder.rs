//! Reads, judges and draws the plans again whenever something was saved; one thing at a time.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::commands::error::CommandError;
use crate::commands::load::{self, Plans};
use crate::commands::serve::job::{Job, Written};
use crate::commands::serve::journal::Journal;
use crate::commands::serve::shown::Shown;
use crate::commands::serve::state::{Board, State};
use crate::commands::serve::watch::{Looks, Watching, look};
use crate::source::files::{find_plans, plans_beside};

/// How long a save is waited for to be whole: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(15);

/// How often a folder is looked at where nothing tells of changes.
const LOOK: Duration = Duration::from_secs(2);

/// The plans and what is known of them.
pub struct Builder {
    asked: Plans,
    board: Arc<Board>,
    jobs: Receiver<Job>,
    looks: Looks,
    number: u64,
    journal: Journal,
    /// What the folders look like after a change of our own, which the system tells of too.
    settled: Option<Looks>,
    /// What came while something else was waited for.
    waiting: Option<Job>,
}

impl Builder {
    /// Reads the plans for the first time, and shows them.
    ///
    /// # Errors
    /// When there is no plan.
    pub fn new(asked: Plans, board: Arc<Board>) -> Result<(Self, Sender<Job>), CommandError> {
        find_plans(&asked.plans)?;
        let (sender, jobs) = channel();
        let mut builder = Self {
            asked,
            board,
            jobs,
            looks: Looks::new(),
            number: 0,
            journal: Journal::default(),
            settled: None,
            waiting: None,
        };
        builder.build();
        Ok((builder, sender))
    }

    /// Works for as long as anybody has something to do.
    pub fn work(&mut self, mut watching: Watching) {
        loop {
            watching.follow(&self.folders());
            match self.waiting.take().map_or_else(|| self.jobs.recv_timeout(LOOK), Ok) {
                Ok(Job::Look) => {
                    // All that was told of one save is one save.
                    self.waiting = loop {
                        match self.jobs.recv_timeout(QUIET) {
                            Ok(Job::Look) => {}
                            other => break other.ok(),
                        }
                    };
                    if self.settled.take().is_none_or(|settled| settled != look(&self.folders())) {
                        self.build();
                    }
                }
                Ok(Job::Write(change, reply)) => {
                    let written = match self.board.now().plan(&change.plan) {
                        Some(plan) => self.journal.write(plan, &change),
                        None => Written::Refused { why: "planen finns inte längre".to_owned() },
                    };
                    self.build();
                    self.settled = Some(self.looks.clone());
                    // The page may be gone; what it asked for is done.
                    let _ = reply.send(written);
                }
                Ok(Job::Step(step, reply)) => {
                    let written = self.journal.step(step);
                    self.build();
                    self.settled = Some(self.looks.clone());
                    let _ = reply.send(written);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let looks = look(&self.folders());
                    if looks != self.looks {
                        self.build();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The folders of the plans, and of those beside that they may be compared with.
    fn folders(&self) -> Vec<PathBuf> {
        let Ok(plans) = find_plans(&self.asked.plans) else { return self.asked.plans.clone() };
        let mut all: Vec<PathBuf> = plans.iter().flat_map(|plan| plans_beside(plan)).chain(plans.clone()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Reads everything again, and shows it when it is not what was shown.
    fn build(&mut self) {
        self.looks = look(&self.folders());
        let before = self.board.now();
        let (plans, trouble) = match load::plans(&self.asked) {
            Ok(loaded) => (Shown::all(loaded, &before.plans), None),
            Err(error) => (before.plans.clone(), Some(error.to_string())),
        };
        let same = plans.len() == before.plans.len()
            && plans.iter().zip(&before.plans).all(|(now, then)| Arc::ptr_eq(now, then))
            && trouble == before.trouble
            && before.steps == self.journal.next();
        if !same || self.number == 0 {
            self.number += 1;
            self.board.put(State { number: self.number, plans, trouble, steps: self.journal.next() });
        }
    }
}
