//! What has been changed in a plan since a version of it, or since another plan: for the panel, and as the plan with its
//! changes marked.

use std::path::Path;
use std::sync::OnceLock;

use serde::Serialize;

use crate::commands::changes;
use crate::commands::compared::{self, Compared};
use crate::commands::error::CommandError;
use crate::commands::serve::shown::Shown;
use crate::compare::sides::When;
use crate::diff::finding::{Effect, Finding};
use crate::diff::wording;
use crate::outputs::{Broken, Files, html};
use crate::source::files::{plans_beside, shown};
use crate::source::git::Repository;
use crate::swedish;

/// Most changes that are named in the message that is proposed for a version.
const NAMED: usize = 20;

/// Longest first line of such a message, in characters.
const LINE: usize = 72;

/// What a plan is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// A revision of git.
    Version(String),
    /// A plan that lies beside it, by the name of its folder.
    Plan(String),
}

/// What came of it.
pub struct Changes {
    /// What the page is told.
    pub told: String,
    compared: Compared,
    marked: OnceLock<Files>,
}

/// What the page is told.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    /// What the plan is held against, in words.
    since: String,
    summary: String,
    figures: Vec<FigureTold>,
    changes: Vec<ChangeTold>,
    /// A message for the version, to go on from.
    message: String,
}

/// A sum or result that was another.
#[derive(Serialize)]
struct FigureTold {
    address: String,
    name: String,
    before: String,
    after: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
}

/// A change that somebody wrote, and what it did.
#[derive(Serialize)]
struct ChangeTold {
    what: String,
    details: Vec<String>,
    followed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<String>,
    /// Where it stands now, in the plan's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

impl Changes {
    /// Holds a plan as it lies on disk against something.
    ///
    /// # Errors
    /// When there is nothing to hold it against, or either side cannot be read.
    pub fn of(plan: &Shown, against: &Against) -> Result<Self, CommandError> {
        let (since, compared) = match against {
            Against::Version(revision) => (named(&plan.folder, revision), compared::since(&plan.folder, revision)?),
            Against::Plan(name) => {
                let mut beside = plans_beside(&plan.folder).into_iter();
                let other = beside.find(|path| path.file_name().is_some_and(|own| own.to_string_lossy() == *name));
                let other = other.ok_or_else(|| CommandError::user(format!("planen \"{name}\" finns inte")))?;
                let compared = compared::folders(&shown(&other), &shown(&plan.folder));
                (compared.drafts[0].plan.identity.title.clone(), compared)
            }
        };
        Ok(Self { told: told(&compared, since, &plan.folder), compared, marked: OnceLock::new() })
    }

    /// The plan with its changes marked: pages, and what they need. Drawn when somebody first wants to see it, since the
    /// panel asks for the list at each save. Where they cannot be drawn there are none: the panel tells the changes all the
    /// same.
    pub fn marked(&self) -> &Files {
        self.marked.get_or_init(|| {
            let drawn: Result<_, Broken> = changes::drawn(&self.compared, &[&html::OUTPUT], &[], None);
            drawn.map(|formats| formats.made.into_iter().flat_map(|(_, files)| files).collect()).unwrap_or_default()
        })
    }
}

/// What a revision is to a planner: the last version by its day.
fn named(folder: &Path, revision: &str) -> String {
    if revision != LAST {
        return revision.to_owned();
    }
    match Repository::discover(folder).ok().and_then(|repository| repository.last()) {
        Some((id, date)) => {
            let day = date.map(|date| format!("{}, ", swedish::date(date))).unwrap_or_default();
            format!("senast sparade version ({day}{id})")
        }
        None => "ingen version är sparad än".to_owned(),
    }
}

/// The revision that is the last version.
pub const LAST: &str = "HEAD";

fn told(compared: &Compared, since: String, folder: &Path) -> String {
    let diff = &compared.diff;
    let figures = diff.key_figures.as_deref().unwrap_or_default().iter().map(figure).collect();
    let changes = diff.findings.iter().map(|finding| change(finding, &shown(folder))).collect();
    let told = Told { since, summary: wording::counted(diff), figures, changes, message: message(&diff.findings) };
    serde_json::to_string(&told).unwrap_or_default()
}

fn figure(effect: &Effect) -> FigureTold {
    FigureTold {
        address: effect.address.clone(),
        name: effect.name.clone(),
        before: effect.before.clone(),
        after: effect.after.clone(),
        difference: effect.difference.as_ref().map(|difference| difference.text.clone()),
    }
}

fn change(finding: &Finding, folder: &str) -> ChangeTold {
    let followed = finding.effects.iter().filter(|effect| !effect.repeated);
    let place = finding.places[When::After].as_ref();
    let file = place.and_then(|place| place.file.strip_prefix(folder)?.strip_prefix('/'));
    ChangeTold {
        what: wording::whole(finding),
        details: wording::details(finding),
        followed: followed.map(|effect| wording::followed_by(effect, finding)).collect(),
        also: wording::repeated(finding),
        line: file.and(place).map(|place| place.line),
        file: file.map(str::to_owned),
    }
}

/// What a version may say of itself: its first change in the first line, and all of them beneath it.
fn message(findings: &[Finding]) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let more = match findings.len() - 1 {
        0 => String::new(),
        1 => " och en ändring till".to_owned(),
        more => format!(" och {} ändringar till", swedish::count(more)),
    };
    let room = LINE.saturating_sub(more.chars().count());
    let (whole, headline) = (wording::whole(first), wording::headline(first));
    let fits = [&whole, &headline].into_iter().find(|text| text.chars().count() <= room);
    let is_said = findings.len() == 1 && fits == Some(&whole);
    let subject = fits.cloned().unwrap_or_else(|| shortened(&headline, room)) + &more;
    let named = findings.iter().take(NAMED).map(|finding| format!("- {}", wording::whole(finding)));
    let left = findings.len().saturating_sub(NAMED);
    let left = (left > 0).then(|| format!("- … och {} till", swedish::count(left)));
    let beneath: Vec<String> = if is_said { Vec::new() } else { named.chain(left).collect() };
    if beneath.is_empty() { subject } else { format!("{subject}\n\n{}", beneath.join("\n")) }
}

/// A text of so many characters at most, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    for word in text.split_inclusive(' ') {
        if short.chars().count() + word.trim_end().chars().count() + 2 > most {
            break;
        }
        short.push_str(word);
    }
    format!("{} …", short.trim_end().trim_end_matches([':', ',']))
}

#[cfg(test)]
mod tests {
    use super::message;
    use crate::compare::sides::Sides;
    use crate::diff::finding::{Change, Finding};
    use crate::model::kind::ThingKind;

    fn cell(name: &str) -> Finding {
        Finding {
            name: name.to_owned(),
            within: Some("Resultatbudget".to_owned()),
            texts: Sides { before: Some("1,0".to_owned()), after: Some("2,0".to_owned()) },
            ..Finding::of(Change::Changed, ThingKind::Cell)
        }
    }

    #[test]
    fn a_message_begins_with_the_first_change() {
        assert_eq!(message(&[]), "");
        assert_eq!(message(&[cell("Hyror")]), "Resultatbudget: Hyror: 1,0 → 2,0");
        assert_eq!(
            message(&[cell("Hyror"), cell("Löner")]),
            "Resultatbudget: Hyror: 1,0 → 2,0 och en ändring till\n\n\
             - Resultatbudget: Hyror: 1,0 → 2,0\n- Resultatbudget: Löner: 1,0 → 2,0"
        );
        let long = cell("Kostnader för lokaler som ingen har hyrt på många år och som ingen vill ha");
        let subject = message(&[long.clone(), long]).lines().next().map(str::to_owned).unwrap_or_default();
        assert!(subject.chars().count() <= 72 && subject.ends_with(" … och en ändring till"), "{subject}");
    }
}
