//! Reads, judges and draws the plans again whenever something was saved; one thing at a time.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use crate::commands::error::CommandError;
use crate::commands::load::{self, Plans};
use crate::commands::serve::against::{Against, Changes};
use crate::commands::serve::job::{Comparing, Job, Wanted, Written};
use crate::commands::serve::journal::Journal;
use crate::commands::serve::shown::Shown;
use crate::commands::serve::state::{Board, State};
use crate::commands::serve::version;
use crate::commands::watch::{LOOK, Looks, QUIET, Watching, folders, look};
use crate::source::files::find_plans;

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
    /// What was compared last, whose pages are asked for one by one.
    compared: Option<(String, Against, Arc<Changes>)>,
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
            compared: None,
        };
        builder.build();
        Ok((builder, sender))
    }

    /// Works for as long as anybody has something to do.
    pub fn work(&mut self, mut watching: Watching) {
        loop {
            watching.follow(&folders(&self.asked.plans));
            match self.waiting.take().map_or_else(|| self.jobs.recv_timeout(LOOK), Ok) {
                Ok(Job::Look) => {
                    // All that was told of one save is one save.
                    self.waiting = loop {
                        match self.jobs.recv_timeout(QUIET) {
                            Ok(Job::Look) => {}
                            other => break other.ok(),
                        }
                    };
                    if self.settled.take().is_none_or(|settled| settled != look(&folders(&self.asked.plans))) {
                        self.build();
                    }
                }
                Ok(Job::Write(change, reply)) => {
                    let written = match self.board.now().plan(&change.plan) {
                        Some(plan) => self.journal.write(plan, &change),
                        None => gone(),
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
                Ok(Job::Compare(asked, reply)) => {
                    let _ = reply.send(self.compared(asked));
                }
                Ok(Job::Save(save, reply)) => {
                    // What lies in the folder is saved, which may be newer than what is shown.
                    self.build();
                    let written = match self.board.now().plan(&save.plan) {
                        Some(plan) => version::save(plan, &save.message),
                        None => gone(),
                    };
                    let _ = reply.send(written);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let looks = look(&folders(&self.asked.plans));
                    if looks != self.looks {
                        self.build();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn compared(&mut self, asked: Comparing) -> Result<Arc<Changes>, String> {
        let Comparing { plan: name, against, wanted } = asked;
        let is_same = |(plan, other, _): &&(String, Against, Arc<Changes>)| *plan == name && *other == against;
        if let Some((.., changes)) = self.compared.as_ref().filter(is_same).filter(|_| wanted == Wanted::Beside) {
            return Ok(Arc::clone(changes));
        }
        let state = self.board.now();
        let plan = state.plan(&name).ok_or_else(|| GONE.to_owned())?;
        let changes = Arc::new(Changes::of(plan, &against).map_err(|error| error.to_string())?);
        if wanted != Wanted::List {
            // Here and not where it is sent: drawing keeps nobody else waiting for an answer.
            changes.marked();
        }
        self.compared = Some((name, against, Arc::clone(&changes)));
        Ok(changes)
    }

    /// Reads everything again, and shows it when it is not what was shown.
    fn build(&mut self) {
        self.looks = look(&folders(&self.asked.plans));
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

const GONE: &str = "planen finns inte längre";

fn gone() -> Written {
    Written::Refused { why: GONE.to_owned() }
}
