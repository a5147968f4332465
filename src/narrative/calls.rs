//! The functions that narrative may call, merged by Tera.
//!
//! A function does nothing but record its call and leave a marker, one private-use character (plane 15)
//! that no source may contain. What the call means is decided afterwards, in [`super::resolve`], where the
//! place of the call is known and its result can be a table as well as a word. So no value of the plan is
//! ever read as Markdown, and an unknown cell is one problem among all others.

use std::sync::{Arc, Mutex};

use tera::{Context, Kwargs, State, Tera};

use crate::diagnostic::Diagnostic;
use crate::model::plan::{ChapterSource, Plan};
use crate::narrative::functions::{FUNCTIONS, VARIABLES};
use crate::narrative::stamps::{Rendered, stamp};
use crate::narrative::tera_errors;
use crate::views::call_site::Call;

/// First marker character.
const FIRST: u32 = 0xf_0000;

/// Most calls of one chapter.
const MOST: usize = 0xfffd;

/// Name Tera knows a chapter by; it never reaches the user.
const NAME: &str = "kapitel.md";

type Calls = Arc<Mutex<Vec<Call>>>;

/// Tera with the functions, for all chapters of a plan.
pub struct Merger {
    tera: Tera,
    calls: Calls,
    year: i32,
}

/// A chapter merged: Markdown with markers, and the calls they stand for.
pub struct Merged {
    /// Markdown with places.
    pub rendered: Rendered,
    /// The calls, by marker.
    pub calls: Vec<Call>,
}

impl Merger {
    /// Makes the functions known.
    pub fn new(plan: &Plan) -> Self {
        let calls: Calls = Arc::default();
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        for (name, _) in FUNCTIONS.iter() {
            let calls = Arc::clone(&calls);
            tera.register_function(*name, move |kwargs: Kwargs, _: &State| record(&calls, name, &kwargs));
        }
        Self { tera, calls, year: plan.identity.year }
    }

    /// Merges one chapter.
    pub fn merge(&mut self, chapter: &ChapterSource, problems: &mut Vec<Diagnostic>) -> Option<Merged> {
        let unknown = tera_errors::unknown_functions(chapter);
        if !unknown.is_empty() {
            problems.extend(unknown);
            return None;
        }
        let stamped = stamp(&chapter.file.text);
        if let Ok(mut calls) = self.calls.lock() {
            calls.clear();
        }
        let mut context = Context::new();
        context.insert("ar", &self.year);
        for name in VARIABLES {
            context.insert(*name, &record(&self.calls, name, &Kwargs::new(Arc::default())));
        }
        let rendered = self.tera.add_raw_template(NAME, &stamped.text).and_then(|()| self.tera.render(NAME, &context));
        match rendered {
            Ok(text) => {
                let calls = self.calls.lock().map(|mut calls| std::mem::take(&mut *calls)).unwrap_or_default();
                if calls.len() >= MOST {
                    problems.push(
                        Diagnostic::error("för-många-uttryck", format!("kapitlet har fler än {MOST} uttryck"))
                            .at(&chapter.file.start()),
                    );
                }
                Some(Merged { rendered: stamped.unstamp(&text), calls })
            }
            Err(error) => {
                problems.push(tera_errors::describe(&error, &stamped, chapter));
                None
            }
        }
    }
}

fn record(calls: &Calls, name: &'static str, kwargs: &Kwargs) -> String {
    let mut arguments: Vec<(String, String)> = kwargs
        .iter()
        .map(|(key, value)| (key.to_string(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    arguments.sort();
    let Ok(mut calls) = calls.lock() else { return String::new() };
    if calls.len() >= MOST {
        return String::new();
    }
    calls.push(Call { name, arguments });
    marker(calls.len() - 1).map(String::from).unwrap_or_default()
}

fn marker(index: usize) -> Option<char> {
    u32::try_from(index).ok().and_then(|index| char::from_u32(FIRST + index))
}

/// The call that a character marks.
pub fn marked(c: char) -> Option<usize> {
    let index = u32::from(c).checked_sub(FIRST).and_then(|index| usize::try_from(index).ok())?;
    (index < MOST).then_some(index)
}
