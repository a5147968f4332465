//! What text can count: `antal(vad="risker")` prints how many there are, and the rule `antal-stämmer-inte` holds typed
//! counts against the same list.

use crate::model::kind::ThingKind;
use crate::model::plan::Plan;

/// Something that text can count.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Several of them, `risker`, as `antal` knows them.
    pub many: &'static str,
    /// All of them: `riskerna`.
    pub all: &'static str,
    /// What is counted.
    pub kind: ThingKind,
    count: fn(&Plan, ThingKind) -> usize,
}

/// Those that are not simply all things of a kind.
const PARTS: [Counted; 3] = [
    Counted {
        many: "områden",
        all: "områdena",
        kind: ThingKind::Unit,
        // Support functions stand beside the units.
        count: |plan, _| plan.organisation.units.len(),
    },
    Counted { many: "målområden", all: "målområdena", kind: ThingKind::Goal, count: |plan, _| plan.goals.len() },
    Counted {
        many: "nämnduppdrag",
        all: "nämnduppdragen",
        kind: ThingKind::Assignment,
        count: |plan, kind| plan.things().iter().filter(|thing| thing.kind == kind && thing.number.is_none()).count(),
    },
];

impl Counted {
    /// Everything that text can count, in the order it is told of.
    pub fn all() -> impl Iterator<Item = Self> {
        ThingKind::MATCHED.into_iter().flat_map(|kind| {
            let part = PARTS.into_iter().filter(move |part| part.kind == kind);
            let whole = kind.traits().counted.map(|all| Self { many: kind.traits().many, all, kind, count: whole });
            let is_part = PARTS.iter().any(|part| Some(part.many) == whole.map(|whole| whole.many));
            whole.filter(|_| !is_part).into_iter().chain(part)
        })
    }

    /// How many of them a plan has.
    pub fn of(&self, plan: &Plan) -> usize {
        (self.count)(plan, self.kind)
    }
}

fn whole(plan: &Plan, kind: ThingKind) -> usize {
    plan.things().iter().filter(|thing| thing.kind == kind).count()
}
