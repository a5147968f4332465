//! What became of the plan, in a report: the same calls that show what is planned in the plan, and a few of its own.

pub mod goals;
pub mod grid;
pub mod left;
pub mod measures;
pub mod overview;
pub mod progress;
pub mod risks;

use crate::document::Block;
use crate::model::followup::Followup;
use crate::model::goals::Goal;
use crate::model::kind::ThingKind;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// The calls that only a report has.
pub const CALLS: [&str; 3] = ["mal", "oversikt", "kvar"];

/// The blocks of one of [`CALLS`].
pub fn own(writing: &mut Writing<'_>, site: &CallSite<'_>, followup: &Followup) -> Vec<Block> {
    match site.call.name {
        "mal" => goals::table(writing, followup).into_iter().collect(),
        "oversikt" => overview::tables(writing, followup),
        _ => left::table(writing, site, followup).into_iter().collect(),
    }
}

/// What became of a goal's things of a kind; nothing when it has none.
pub fn of_goal(writing: &mut Writing<'_>, goal: &Goal, kind: ThingKind, followup: &Followup) -> Option<Block> {
    match kind {
        ThingKind::Measure => measures::table(writing, goal, followup),
        kind => progress::table(writing, goal, kind, followup),
    }
}
