//! Which answer a path gets. What is answered is what was last made; no path of a request is ever looked for on the disk.

use std::sync::OnceLock;

use hyper::StatusCode;
use serde::Serialize;

use crate::commands::handbook;
use crate::commands::serve::against::{Against, Changes};
use crate::commands::serve::answer::{self, Answer};
use crate::commands::serve::job::{Comparing, Step, Wanted};
use crate::commands::serve::page;
use crate::commands::serve::state::State;
use crate::outputs::listed::Listed;
use crate::outputs::{Files, html};
use crate::source::address::address;

/// What a path asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// The list of plans.
    Plans,
    /// News of changes.
    News,
    /// The workplace's own style or script.
    Own(&'static str, &'static str),
    /// What the page is told of a plan.
    Told(String),
    /// To write a value in a plan.
    Write(String),
    /// To take back the last change, or make it again.
    Step(Step),
    /// What has been changed in a plan.
    Changes(Comparing),
    /// A file of a plan with its changes marked.
    Marked(Comparing, String),
    /// To save a version of a plan.
    Save(String),
    /// A file of the handbook.
    Handbook(String),
    /// A source of a plan.
    Source(String, String),
    /// A file of a plan's site.
    File(String, String),
    /// Nothing that there is.
    Nothing,
}

/// Reads a path.
pub fn asked(path: &str) -> Asked {
    let Some(path) = decoded(path) else { return Asked::Nothing };
    let path = path.strip_prefix('/').unwrap_or(&path);
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if first != "-" {
        return match (first, path.contains('/')) {
            ("", false) => Asked::Plans,
            (name, _) => Asked::File(name.to_owned(), rest.to_owned()),
        };
    }
    let (what, rest) = rest.split_once('/').unwrap_or((rest, ""));
    match (what, rest) {
        ("nyheter", "") => Asked::News,
        ("arbete.css", "") => Asked::Own("arbete.css", page::STYLE),
        ("arbete.js", "") => Asked::Own("arbete.js", page::SCRIPT),
        ("andra", plan) => Asked::Write(plan.to_owned()),
        ("spara-version", plan) => Asked::Save(plan.to_owned()),
        ("andringar", rest) => match comparing(rest) {
            Some((comparing, "")) => Asked::Changes(comparing),
            _ => Asked::Nothing,
        },
        ("jamforelse", rest) => match comparing(rest) {
            Some((comparing, file)) => {
                let is_page = Some(file) == html::OUTPUT.changes;
                let wanted = if is_page { Wanted::Page } else { Wanted::Beside };
                Asked::Marked(Comparing { wanted, ..comparing }, file.to_owned())
            }
            None => Asked::Nothing,
        },
        ("angra", "") => Asked::Step(Step::Undo),
        ("gor-om", "") => Asked::Step(Step::Redo),
        ("handbok", file) => Asked::Handbook(file.to_owned()),
        ("lage", plan) => Asked::Told(plan.to_owned()),
        ("kalla", rest) => match rest.split_once('/') {
            Some((plan, file)) => Asked::Source(plan.to_owned(), file.to_owned()),
            None => Asked::Nothing,
        },
        _ => Asked::Nothing,
    }
}

/// `2026/version/HEAD` or `2026/plan/2025`, and what comes after it. A colon, which no revision's name has, stands for
/// the slash that it may have.
fn comparing(path: &str) -> Option<(Comparing, &str)> {
    let (plan, rest) = path.split_once('/')?;
    let (way, rest) = rest.split_once('/')?;
    let (other, file) = rest.split_once('/').unwrap_or((rest, ""));
    let against = match way {
        "version" => Against::Version(other.replace(':', "/")),
        "plan" => Against::Plan(other.to_owned()),
        _ => return None,
    };
    (!other.is_empty()).then(|| (Comparing { plan: plan.to_owned(), against, wanted: Wanted::List }, file))
}

/// A source as the page shows it.
#[derive(Serialize)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

/// The answer to what needs nothing but what is shown now.
pub fn answer(asked: &Asked, state: &State) -> Answer {
    match asked {
        Asked::Plans => plans(state),
        Asked::Own(name, text) => answer::file(name, *text),
        Asked::Handbook(file) => {
            static DRAWN: OnceLock<Files> = OnceLock::new();
            let found = DRAWN.get_or_init(|| handbook::files().unwrap_or_default()).get(file);
            found.map_or_else(answer::missing, |bytes| answer::file(file, bytes.clone()))
        }
        Asked::Told(plan) => match state.plan(plan) {
            Some(plan) => {
                let trouble = serde_json::to_string(&state.trouble).unwrap_or_default();
                let steps = serde_json::to_string(&state.steps).unwrap_or_default();
                let (number, told) = (state.number, &plan.told);
                let told = format!("{{\"number\":{number},\"trouble\":{trouble},\"steps\":{steps},\"plan\":{told}}}");
                answer::data(StatusCode::OK, told)
            }
            None => answer::data(StatusCode::NOT_FOUND, "{}"),
        },
        Asked::Source(plan, file) => match state.plan(plan).and_then(|plan| plan.sources.get(file)) {
            Some(source) => {
                let own = Source { file, text: &source.text };
                answer::data(StatusCode::OK, serde_json::to_string(&own).unwrap_or_default())
            }
            None => answer::data(StatusCode::NOT_FOUND, "{}"),
        },
        Asked::File(name, file) => match state.plan(name) {
            // Links on a page are relative to its folder.
            Some(plan) if file.is_empty() => answer::onward(&format!("/{}/index.html", address(&plan.name)), None),
            Some(plan) => {
                let found = plan.files.get(file).map(|bytes| answer::file(file, bytes.clone()));
                found.map_or_else(answer::missing, |found| answer::numbered(found, state.number))
            }
            None => answer::missing(),
        },
        Asked::News
        | Asked::Write(_)
        | Asked::Step(_)
        | Asked::Changes(_)
        | Asked::Marked(..)
        | Asked::Save(_)
        | Asked::Nothing => answer::missing(),
    }
}

/// The answer to what needed a comparison: its list, or a file of the marked plan.
pub fn compared(changes: Result<&Changes, &str>, file: Option<&str>) -> Answer {
    match (changes, file) {
        (Ok(changes), None) => answer::data(StatusCode::OK, changes.told.clone()),
        (Ok(changes), Some(file)) => {
            changes.marked().get(file).map_or_else(answer::missing, |bytes| answer::file(file, bytes.clone()))
        }
        (Err(why), None) => {
            let why = serde_json::to_string(why).unwrap_or_default();
            // Nothing went wrong: there is no history to tell of, for one.
            answer::data(StatusCode::OK, format!("{{\"why\":{why}}}"))
        }
        (Err(why), Some(_)) => answer::message(StatusCode::UNPROCESSABLE_ENTITY, "Det går inte att jämföra", why),
    }
}

/// The list of plans; where there is one alone, that one.
fn plans(state: &State) -> Answer {
    match state.plans.as_slice() {
        [one] => answer::onward(&format!("/{}/index.html", address(&one.name)), None),
        [] => answer::message(
            StatusCode::OK,
            "Ingen plan",
            state.trouble.as_deref().unwrap_or("Det finns ingen plan att visa."),
        ),
        all => {
            let mut listed: Vec<Listed> = all.iter().map(|plan| plan.listed.clone()).collect();
            listed.sort_by(|a, b| (b.year, &a.folder).cmp(&(a.year, &b.folder)));
            html::index(&listed).map_or_else(|_| answer::missing(), |page| answer::file("index.html", page))
        }
    }
}

/// A path with its escapes read; nothing where they are none or no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            // A sign is no digit, though the reader of numbers takes it for part of one.
            digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::{Against, Asked, Comparing, Wanted, asked};

    #[test]
    fn paths_are_read() {
        let file = |plan: &str, file: &str| Asked::File(plan.to_owned(), file.to_owned());
        let since = |version: &str, wanted: Wanted| {
            let against = Against::Version(version.to_owned());
            Comparing { plan: "2025".to_owned(), against, wanted }
        };
        let marked = |file: &str, wanted: Wanted| Asked::Marked(since("HEAD", wanted), file.to_owned());
        for (path, wanted) in [
            ("/", Asked::Plans),
            ("/2025", file("2025", "")),
            ("/2025/", file("2025", "")),
            ("/2025/fonts/a%20b.woff2", file("2025", "fonts/a b.woff2")),
            ("/2025/..%2f..%2fetc", file("2025", "../../etc")),
            ("/-/nyheter", Asked::News),
            ("/-/lage/2025", Asked::Told("2025".to_owned())),
            ("/-/kalla/2025/budget/a.yaml", Asked::Source("2025".to_owned(), "budget/a.yaml".to_owned())),
            ("/-/kalla/2025", Asked::Nothing),
            ("/-/handbok/fonts/a.woff2", Asked::Handbook("fonts/a.woff2".to_owned())),
            ("/-/andringar/2025/version/HEAD", Asked::Changes(since("HEAD", Wanted::List))),
            ("/-/andringar/2025/version/origin:main", Asked::Changes(since("origin/main", Wanted::List))),
            ("/-/andringar/2025/version/", Asked::Nothing),
            ("/-/andringar/2025", Asked::Nothing),
            ("/-/jamforelse/2025/version/HEAD/jamforelse.html", marked("jamforelse.html", Wanted::Page)),
            ("/-/jamforelse/2025/version/HEAD/fonts/a.woff2", marked("fonts/a.woff2", Wanted::Beside)),
            ("/-/spara-version/2025", Asked::Save("2025".to_owned())),
            ("/-/", Asked::Nothing),
            ("/%", Asked::Nothing),
            ("/%zz", Asked::Nothing),
            ("/%+1", Asked::Nothing),
            ("/%ff", Asked::Nothing),
            ("/a%00b", Asked::Nothing),
        ] {
            assert_eq!(asked(path), wanted, "{path}");
        }
    }
}
