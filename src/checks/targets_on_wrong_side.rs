//! `målvärde-fel-sida`: a target that is worse than what has been reached, or than this year's target.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::model::goals::{Direction, Measure, Target};
use crate::quantity::amount::Amount;
use crate::source::Spanned;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "målvärde-fel-sida",
    what: "ett målvärde som är sämre än det senaste utfallet, eller ett senare eller långsiktigt målvärde som är sämre än det före",
    why: "ett mål är i regel att bli bättre; annars är ofta riktningen eller ett av talen fel",
    example: Example {
        files: &[(
            "malomraden.yaml",
            "målområden:\n  - id: kompetens\n    namn: Kompetens\n    styrtal:\n      - id: frånvaro\n        namn: Sjukfrånvaron ska minska\n        enhet: \"%\"\n        decimaler: 1\n        riktning: lägre\n        utfall: [{år: 2023, värde: 6.1}]\n        målvärde: 6.5\n",
        )],
        blamed: "6.5",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let goals = evidence.plan.all_goals();
    let year = evidence.plan.identity.year;
    goals.iter().flat_map(|goal| &goal.measures).flat_map(|measure| judge(measure, year)).collect()
}

fn judge(measure: &Measure, year: i32) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let name = &measure.name.value;
    let better = Direction::WORDS.into_iter().find(|(_, direction)| *direction == measure.direction);
    let word = better.map_or("", |(word, _)| word);
    let direction = format!("riktning     {word} är bättre");
    let hint = "rätta talet eller riktningen; är det meningen, skriv varför: # undantag(målvärde-fel-sida): …";
    if let (Some(target), Some((outcome, value))) = (&measure.target, measure.latest())
        && !is_limit(&target.value)
        && is_worse(measure.direction, &target.value, (value, value))
    {
        let problem = Diagnostic::warning(
            CHECK.id,
            format!("årets målvärde för \"{name}\" är sämre än utfallet {}", outcome.year.value),
        );
        found.push(
            problem
                .at(&target.span)
                .fact(fact("målvärde", format!("{} ({year})", text(measure, target))))
                .fact(fact("utfall", format!("{} ({})", shown(measure, value), outcome.year.value)))
                .fact(direction.as_str())
                .hint(hint),
        );
    }
    // What is to be reached later is not worse than what is to be reached before.
    let aims = measure.aims.iter().filter_map(|(year, aim)| Some((Some(year.value), aim.all.as_ref()?)));
    let own = measure.target.iter().map(|target| (Some(year), target));
    let mut stated: Vec<(Option<i32>, &Spanned<Target>)> = own.chain(aims).collect();
    stated.sort_by_key(|(year, _)| *year);
    stated.extend(measure.long_term.iter().map(|target| (None, target)));
    for pair in stated.windows(2) {
        let [(Some(before), earlier), (when, later)] = pair else { continue };
        let Some(ends) = earlier.value.ends() else { continue };
        if !is_worse(measure.direction, &later.value, ends) {
            continue;
        }
        let earlier_name =
            if *before == year { "årets målvärde".to_owned() } else { format!("målvärdet för {before}") };
        let (message, word) = match when {
            Some(when) => (format!("målvärdet {when} för \"{name}\" är sämre än {earlier_name}"), "senare"),
            None => (format!("det långsiktiga målvärdet för \"{name}\" är sämre än {earlier_name}"), "långsiktigt"),
        };
        found.push(
            Diagnostic::warning(CHECK.id, message)
                .at(&later.span)
                .fact(fact(word, text(measure, later)))
                .fact(fact("målvärde", format!("{} ({before})", text(measure, earlier))))
                .fact(direction.as_str())
                .hint(hint),
        );
    }
    found
}

fn fact(word: &'static str, value: String) -> Fact {
    Fact::Value { word, value, column: 13 }
}

/// A limit that is kept is met, however far from it the outcome is.
fn is_limit(target: &Target) -> bool {
    matches!(target, Target::AtLeast(_) | Target::AtMost(_))
}

/// Whether all of a target is on the worse side of something else. Where an interval is best there are no sides.
fn is_worse(direction: Direction, target: &Target, other: (Decimal, Decimal)) -> bool {
    let Some((low, high)) = target.ends() else { return false };
    match (direction, target) {
        // That the target contradicts the direction is an error already.
        (Direction::Higher, Target::AtMost(_)) | (Direction::Lower, Target::AtLeast(_)) | (Direction::Inside, _) => {
            false
        }
        (Direction::Higher, _) => high < other.0,
        (Direction::Lower, _) => low > other.1,
    }
}

fn text(measure: &Measure, target: &Spanned<Target>) -> String {
    match (&target.value, target.value.ends()) {
        (_, Some((low, high))) if low == high => shown(measure, low),
        (_, Some((low, high))) => format!("{}–{}", swedish::exact(low), shown(measure, high)),
        (Target::Words(words), _) => words.clone(),
        _ => String::new(),
    }
}

fn shown(measure: &Measure, value: Decimal) -> String {
    let decimals = measure.decimals.max(value.normalize().scale());
    swedish::amount(&Amount::new(value, measure.unit.clone()), decimals)
}
