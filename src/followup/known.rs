//! Ids that a report speaks of: each has to be one of the plan's, and is spoken of once.

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::model::followup::{Controlled, Judged, Measured, Progressed};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::read::fields::Problems;
use crate::source::Id;

/// Something that is said of a thing of the plan.
pub trait About {
    /// Of what kind the thing is.
    fn kind(&self) -> ThingKind;
    /// The thing's id.
    fn id(&self) -> &Id;
}

impl About for Progressed {
    fn kind(&self) -> ThingKind {
        self.kind
    }

    fn id(&self) -> &Id {
        &self.id
    }
}

impl About for Measured {
    fn kind(&self) -> ThingKind {
        ThingKind::Measure
    }

    fn id(&self) -> &Id {
        &self.id
    }
}

impl About for Judged {
    fn kind(&self) -> ThingKind {
        ThingKind::Goal
    }

    fn id(&self) -> &Id {
        &self.id
    }
}

impl About for Controlled {
    fn kind(&self) -> ThingKind {
        ThingKind::Risk
    }

    fn id(&self) -> &Id {
        &self.id
    }
}

/// What is known when something more is said: the plan, and what is said already.
pub struct Known<'a, T> {
    /// The plan.
    pub plan: &'a Plan,
    /// What is said already.
    pub said: &'a [T],
}

impl<T: About> Known<'_, T> {
    /// Whether an id is one of the plan's, of which nothing is said yet. Otherwise that is told.
    pub fn takes(&self, kind: ThingKind, id: &Id, problems: &mut Problems) -> bool {
        let the = kind.traits().the;
        if let Some(first) = self.said.iter().find(|own| own.kind() == kind && own.id().value == id.value) {
            problems.push(
                Diagnostic::error("dubbel-uppföljning", format!("{the} \"{}\" följs upp två gånger", id.value))
                    .at(&id.span)
                    .also(&first.id().span, "första gången här")
                    .hint("skriv allt som gäller samma sak på ett ställe"),
            );
            return false;
        }
        if self.plan.thing(kind, &id.value).is_some() {
            return true;
        }
        if !self.plan.incomplete {
            problems.push(unknown(self.plan, kind, id));
        }
        false
    }
}

fn unknown(plan: &Plan, kind: ThingKind, id: &Id) -> Diagnostic {
    let things = plan.things();
    let own = || things.iter().filter(|thing| thing.kind == kind);
    let ids = || own().filter_map(|thing| Some(thing.id?.value.as_str()));
    let traits = kind.traits();
    // It may be a thing of another kind that was meant.
    let other = things.iter().find(|thing| thing.id.is_some_and(|other| other.value == id.value));
    let other = other.filter(|other| other.kind != kind && other.kind.traits().anchor.is_some());
    let hint = match other {
        Some(other) => format!("i planen är \"{}\" {}", id.value, article(other.kind)),
        None => {
            did_you_mean(&id.value, ids()).unwrap_or_else(|| format!("planens {}: {}", traits.many, list_names(ids())))
        }
    };
    Diagnostic::error("okänt-i-planen", format!("{} \"{}\" finns inte i planen", traits.the, id.value))
        .at(&id.span)
        .hint(hint)
}

/// `ett uppdrag`, `en aktivitet`.
fn article(kind: ThingKind) -> String {
    let (one, _, gender) = kind.words();
    format!("{} {one}", gender.of(["en", "ett", ""]))
}
