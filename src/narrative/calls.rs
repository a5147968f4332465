//! The functions that narrative may call, merged by Tera.
//!
//! A call that is printed as it stands does nothing but record itself and leave a marker, one private-use character
//! (plane 15) that no source may contain. What the call means is decided afterwards, in [`super::resolve`], where the
//! place of the call is known and its result can be a table as well as a word. So no value of the plan is
//! ever read as Markdown, and an unknown cell is one problem among all others.
//!
//! Any other call, in a condition or before a filter, has its value at once ([`super::values`]). Tera renders on a
//! thread of its own, whose stack is known; its functions ask the thread that holds the plan.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::Diagnostic;
use crate::model::plan::ChapterSource;
use crate::narrative::budget::{Page, STACK, Turns, WRITTEN};
use crate::narrative::functions::{FUNCTIONS, VARIABLES};
use crate::narrative::stamps::{Rendered, Stamped, stamp};
use crate::narrative::template::{self, PRINT, STEP};
use crate::narrative::{filters, foreign, misplaced, tera_errors, values};
use crate::views::call_site::{Call, CallSite};
use crate::views::writing::Writing;

/// First marker character.
const FIRST: u32 = 0xf_0000;

/// Most calls of one chapter.
const MOST: usize = 0xfffd;

/// Name Tera knows a chapter by; it never reaches the user.
const NAME: &str = "kapitel.md";

/// What the functions of a chapter share.
#[derive(Debug, Default)]
struct Shared {
    calls: Mutex<Vec<Call>>,
    asking: Mutex<Option<Sender<Question>>>,
    /// Texts of the plan that Markdown would read as more than text.
    delicate: Mutex<BTreeSet<String>>,
    turns: Turns,
}

/// A call whose value is needed, and where it is awaited.
#[derive(Debug)]
struct Question {
    call: Call,
    answer: Sender<Option<Value>>,
}

/// Tera with the functions, for all chapters of a plan.
pub struct Merger {
    tera: Tera,
    shared: Arc<Shared>,
}

/// A chapter merged: Markdown with markers, and the calls they stand for.
pub struct Merged {
    /// Markdown with places.
    pub rendered: Rendered,
    /// The calls, by marker.
    pub calls: Vec<Call>,
}

impl Default for Merger {
    fn default() -> Self {
        Self::new()
    }
}

impl Merger {
    /// Makes the functions known.
    pub fn new() -> Self {
        let shared: Arc<Shared> = Arc::default();
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        let functions = FUNCTIONS.iter().map(|(name, _)| *name);
        for name in functions.clone().chain(VARIABLES.iter().copied()) {
            let of = Arc::clone(&shared);
            tera.register_function(template::marking(name), move |kwargs: Kwargs, _: &State| of.record(name, &kwargs));
        }
        for name in functions {
            let of = Arc::clone(&shared);
            tera.register_function(name, move |kwargs: Kwargs, _: &State| of.value(call(name, &kwargs)));
        }
        let of = Arc::clone(&shared);
        tera.register_function(STEP, move |kwargs: Kwargs, _: &State| filters::step(&of.turns, &kwargs));
        let of = Arc::clone(&shared);
        tera.register_function(PRINT, move |kwargs: Kwargs, _: &State| of.print(&kwargs));
        let of = Arc::clone(&shared);
        tera.register_function("range", move |kwargs: Kwargs, _: &State| filters::range(&of.turns, &kwargs));
        filters::register(&mut tera);
        Self { tera, shared }
    }

    /// Merges one chapter.
    pub fn merge(&mut self, chapter: &ChapterSource, writing: &mut Writing<'_>) -> Option<Merged> {
        let text = &chapter.file.text;
        let mut found = foreign::find(chapter);
        // Signs of another tool can make tags of what is none.
        if found.is_empty() {
            found = tera_errors::unknown_functions(chapter);
            found.extend(misplaced::find(chapter));
        }
        if !found.is_empty() {
            writing.problems.extend(found);
            return None;
        }
        // Tera's errors of syntax speak of what the author wrote, not of what we add.
        let plain = stamp(text, |_| Vec::new());
        let shown = template::set_to_calls(text, |_| true);
        let stamped = stamp(text, |tag| template::edits(text, tag, &shown));
        let context = self.context(writing);
        let mut failed = None;
        let rendered = self.render(&plain, &stamped, &context, |question| {
            let value = values::of(writing, &question.call, chapter);
            if value.is_none() {
                failed = Some(question.call.clone());
            }
            value
        });
        match rendered {
            Ok(text) => {
                let calls = self.shared.calls.lock().map(|mut calls| std::mem::take(&mut *calls)).unwrap_or_default();
                if calls.len() >= MOST {
                    writing.problems.push(
                        Diagnostic::error("för-många-uttryck", format!("kapitlet har fler än {MOST} uttryck"))
                            .at(&chapter.file.start()),
                    );
                }
                Some(Merged { rendered: stamped.unstamp(&text), calls })
            }
            Err(failure) => {
                let (span, problem) = failure.describe(&plain, &stamped, chapter);
                match failed {
                    Some(call) => values::explain(writing, &CallSite { call: &call, span }),
                    None => writing.problems.push(problem),
                }
                None
            }
        }
    }

    /// What the names of a chapter mean to Tera.
    fn context(&self, writing: &Writing<'_>) -> Context {
        let identity = &writing.plan.identity;
        let mut context = Context::new();
        context.insert("ar", &identity.year);
        for (name, text) in VARIABLES.iter().zip([&identity.board, &identity.administration, &identity.organisation]) {
            self.shared.note(text);
            context.insert(*name, text);
        }
        context
    }

    /// Renders on a thread of its own, and answers the questions of its functions meanwhile.
    fn render(
        &mut self,
        plain: &Stamped,
        stamped: &Stamped,
        context: &Context,
        mut answer: impl FnMut(&Question) -> Option<Value>,
    ) -> Result<String, Failure> {
        let Self { tera, shared } = self;
        let questions = shared.begin();
        thread::scope(|scope| {
            let of = Arc::clone(shared);
            let work = move || {
                let _end = HangUp(of);
                render(tera, plain, stamped, context)
            };
            let Ok(worker) = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) else {
                return Err(Failure::Unworkable);
            };
            for question in questions {
                let value = answer(&question);
                // The other end waits for it, or is gone with its thread.
                let _ = question.answer.send(value);
            }
            worker.join().unwrap_or(Err(Failure::Unworkable))
        })
    }
}

/// Why a chapter could not be merged.
enum Failure {
    /// Tera cannot read what the author wrote.
    Unreadable(Error),
    /// Tera cannot compute it.
    Uncomputable(Error),
    /// It writes too much, last what stands here.
    TooLong(usize),
    /// There is no thread for it.
    Unworkable,
}

impl Failure {
    fn describe(
        &self,
        plain: &Stamped,
        stamped: &Stamped,
        chapter: &ChapterSource,
    ) -> (crate::source::Span, Diagnostic) {
        match self {
            Self::Unreadable(error) => tera_errors::describe(error, plain, chapter),
            Self::Uncomputable(error) => tera_errors::describe(error, stamped, chapter),
            Self::TooLong(place) => {
                let place = (*place).min(chapter.file.text.len());
                let span = chapter.file.span(place..place);
                let problem =
                    Diagnostic::error("mall-för-stor", "kapitlets uttryck skriver mer text än ett kapitel rymmer")
                        .at(&span)
                        .hint(format!("uttryck och slingor får tillsammans skriva högst {} MB", WRITTEN / 1024 / 1024));
                (span, problem)
            }
            Self::Unworkable => {
                let problem =
                    Diagnostic::error("mall-fel", "kapitlets uttryck kunde inte räknas ut: datorn har inte plats")
                        .at(&chapter.file.start());
                (chapter.file.start(), problem)
            }
        }
    }
}

fn render(tera: &mut Tera, plain: &Stamped, stamped: &Stamped, context: &Context) -> Result<String, Failure> {
    tera.add_raw_template(NAME, &plain.text).map_err(Failure::Unreadable)?;
    tera.add_raw_template(NAME, &stamped.text).map_err(Failure::Uncomputable)?;
    let mut page = Page { bytes: Vec::new(), most: stamped.text.len() + WRITTEN, full: false };
    let done = tera.render_to(NAME, context, &mut page);
    let full = page.full;
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    match done {
        Ok(()) => Ok(text),
        Err(_) if full => Err(Failure::TooLong(stamped.last_place(&text))),
        Err(error) => Err(Failure::Uncomputable(error)),
    }
}

/// Ends the questions of a chapter when its thread ends, however it does.
struct HangUp(Arc<Shared>);

impl Drop for HangUp {
    fn drop(&mut self) {
        if let Ok(mut asking) = self.0.asking.lock() {
            *asking = None;
        }
    }
}

impl Shared {
    /// Forgets the chapter before, and listens to questions.
    fn begin(&self) -> Receiver<Question> {
        self.turns.refill();
        if let Ok(mut calls) = self.calls.lock() {
            calls.clear();
        }
        let (sender, questions) = channel();
        if let Ok(mut asking) = self.asking.lock() {
            *asking = Some(sender);
        }
        questions
    }

    /// Records a call; its marker.
    fn record(&self, name: &'static str, kwargs: &Kwargs) -> String {
        let Ok(mut calls) = self.calls.lock() else { return String::new() };
        if calls.len() >= MOST {
            return String::new();
        }
        calls.push(call(name, kwargs));
        marker(calls.len() - 1).map(String::from).unwrap_or_default()
    }

    /// The value of a call, which the thread that holds the plan knows.
    fn value(&self, call: Call) -> TeraResult<Value> {
        let asking = self.asking.lock().ok().and_then(|asking| asking.clone());
        let (answer, answered) = channel();
        let asked = asking.and_then(|asking| asking.send(Question { call, answer }).ok());
        let value = asked.and_then(|()| answered.recv().ok()).flatten();
        if let Some(text) = value.as_ref().and_then(Value::as_str) {
            self.note(text);
        }
        value.ok_or_else(|| Error::message(""))
    }

    /// Remembers a text of the plan that Markdown would read as more than text.
    fn note(&self, text: &str) {
        if let (true, Ok(mut delicate)) = (text.contains(is_markdown), self.delicate.lock()) {
            delicate.insert(text.to_lowercase());
        }
    }

    /// A computed text, or the marker of the call that a variable was set to.
    fn print(&self, kwargs: &Kwargs) -> TeraResult<String> {
        if let Some(marker) = kwargs.get::<&str>("visas")?.filter(|marker| !marker.is_empty()) {
            return Ok(marker.to_owned());
        }
        let text = filters::printed(kwargs)?;
        let lower = text.to_lowercase();
        let is_delicate =
            self.delicate.lock().is_ok_and(|texts| texts.iter().any(|delicate| lower.contains(delicate.as_str())));
        Ok(if is_delicate { escaped(&text) } else { text })
    }
}

fn is_markdown(c: char) -> bool {
    "\\*_`[]<>&~$|#".contains(c)
}

fn escaped(text: &str) -> String {
    let letters = text.chars().flat_map(|c| is_markdown(c).then_some('\\').into_iter().chain([c]));
    letters.collect()
}

fn call(name: &'static str, kwargs: &Kwargs) -> Call {
    let mut arguments: Vec<(String, String)> = kwargs
        .iter()
        .map(|(key, value)| (key.to_string(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    arguments.sort();
    Call { name, arguments }
}

fn marker(index: usize) -> Option<char> {
    u32::try_from(index).ok().and_then(|index| char::from_u32(FIRST + index))
}

/// The call that a character marks.
pub fn marked(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST).and_then(|index| usize::try_from(index).ok())?;
    (index < MOST).then_some(index)
}
