//! The judgement of a goal that its measures propose, by the rule that the plan states.

use crate::model::followup::{Followup, Judging, Measured, Verdict};
use crate::model::goals::{Goal, Measure};

/// How many of a goal's measures meet their targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Those that do.
    pub met: usize,
    /// Those of which that can be told.
    pub known: usize,
    /// Those that have a target.
    pub all: usize,
}

/// Whether a goal is judged, and is not only what others stand under.
pub fn is_judged(goal: &Goal) -> bool {
    goal.children.is_empty() || !goal.measures.is_empty()
}

/// Whether a measure meets its target in the report's period; nothing where there is no outcome, or words decide.
pub fn meets(measure: &Measure, followup: &Followup) -> Option<bool> {
    let is_known = followup.measure(&measure.id.value).is_some_and(Measured::is_known);
    if is_known { measure.meets_own() } else { None }
}

/// How many of a goal's own measures meet their targets.
pub fn tally(goal: &Goal, followup: &Followup) -> Tally {
    let aimed = || goal.measures.iter().filter(|measure| measure.has_target());
    let known: Vec<bool> = aimed().filter_map(|measure| meets(measure, followup)).collect();
    Tally { met: known.iter().filter(|met| **met).count(), known: known.len(), all: aimed().count() }
}

/// The judgement that a goal's measures propose; nothing where it has none with a target.
pub fn proposed(goal: &Goal, followup: &Followup, judging: Judging) -> Option<Verdict> {
    let Tally { met, known, all } = tally(goal, followup);
    (all > 0).then(|| of_share(met, known, judging))
}

fn of_share(met: usize, known: usize, Judging { met: most, partly }: Judging) -> Verdict {
    let reaches = |percent: u32| met * 100 >= known * usize::try_from(percent).unwrap_or(usize::MAX / known.max(1));
    match known {
        0 => Verdict::Unknown,
        _ if reaches(most) => Verdict::Met,
        _ if met > 0 && reaches(partly) => Verdict::Partly,
        _ => Verdict::NotMet,
    }
}

/// The rule in words.
pub fn rule(Judging { met, partly }: Judging) -> String {
    let share = |percent: u32| match percent {
        100 => "alla dess styrtal når målvärdet".to_owned(),
        0 | 1 => "något av dess styrtal når målvärdet".to_owned(),
        percent => format!("minst {percent}\u{a0}procent av dess styrtal når målvärdet"),
    };
    format!(
        "Ett mål är uppfyllt när {} och delvis uppfyllt när {}. Styrtal utan utfall eller målvärde räknas inte.",
        share(met),
        share(partly)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::of_share;
    use crate::model::followup::{Judging, Verdict};

    #[test]
    fn a_judgement_follows_the_rule() {
        let usual = Judging::default();
        assert_eq!([0, 1, 3].map(|met| of_share(met, 3, usual)), [Verdict::NotMet, Verdict::Partly, Verdict::Met]);
        assert_eq!(of_share(0, 0, usual), Verdict::Unknown);
        let halves = Judging { met: 80, partly: 50 };
        assert_eq!(
            [1, 2, 3, 4].map(|met| of_share(met, 4, halves)),
            [Verdict::NotMet, Verdict::Partly, Verdict::Partly, Verdict::Met]
        );
    }

    proptest! {
        // One more measure that meets its target never makes a goal worse.
        #[test]
        fn more_is_never_worse(met in 0usize..40, more in 0usize..40, percent in 1u32..=100, partly in 1u32..=100) {
            let judging = Judging { met: percent.max(partly), partly: percent.min(partly) };
            let rank = |verdict| match verdict {
                Verdict::Met => 2,
                Verdict::Partly => 1,
                Verdict::NotMet | Verdict::Unknown => 0,
            };
            let all = met + more;
            if met < all {
                prop_assert!(rank(of_share(met + 1, all, judging)) >= rank(of_share(met, all, judging)));
                prop_assert_eq!(of_share(all, all, judging), Verdict::Met);
            }
        }
    }
}
