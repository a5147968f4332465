//! `styrtal-hoppar`: a target or an outcome that is many times the others of its measure, and a measure whose better way
//! was the other last year.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::goals::{Direction, Measure};
use crate::quantity::amount::Amount;
use crate::source::Span;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "styrtal-hoppar",
    what: "ett styrtal vars målvärde eller utfall är många gånger så stort eller litet som de andra, eller vars riktning är den motsatta mot i förra årets plan",
    why: "så stora hopp är oftare ett skrivfel, en siffra för mycket eller en annan enhet, än ett nytt mål",
    example: Example {
        files: &[(
            "malomraden.yaml",
            "målområden:\n  - id: arbete\n    namn: Arbete\n    styrtal:\n      - {id: nöjda, nr: 1, namn: Nöjda medarbetare, enhet: \"%\", riktning: högre, utfall: [{år: 2024, värde: 77}], målvärde: 800, långsiktigt: 82}\n",
        )],
        blamed: "800",
    },
    run,
};

/// So many times another is too much to be meant.
const TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// A value of a measure, with what it is.
struct Stated {
    what: String,
    value: Decimal,
    span: Span,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let goals = evidence.plan.all_goals();
    let year = evidence.plan.identity.year;
    let mut found = Vec::new();
    for measure in goals.iter().flat_map(|goal| &goal.measures) {
        found.extend(jumped(measure, year));
        let before = evidence.earlier.and_then(|(plan, _)| plan.measure(&measure.id.value));
        found.extend(before.and_then(|before| turned(measure, before)));
    }
    found
}

/// Every number that is stated of a measure: outcomes, targets and the long target.
fn stated(measure: &Measure, year: i32) -> Vec<Stated> {
    let outcomes = measure.outcomes.iter().filter_map(|outcome| {
        let value = outcome.value.as_ref()?;
        Some(Stated { what: format!("utfallet {}", outcome.year.value), value: value.value, span: value.span.clone() })
    });
    let target = |what: String, target: &crate::source::Spanned<crate::model::goals::Target>| {
        let (low, high) = target.value.ends()?;
        (low == high).then(|| Stated { what, value: low, span: target.span.clone() })
    };
    let own = measure.target.iter().filter_map(|own| target(format!("målvärdet för {year}"), own));
    let long = measure.long_term.iter().filter_map(|own| target("det långsiktiga målvärdet".to_owned(), own));
    outcomes.chain(own).chain(long).filter(|stated| !stated.value.is_zero()).collect()
}

/// The value that is far from all others, which are near each other; of two, the target is the one that somebody typed.
fn jumped(measure: &Measure, year: i32) -> Option<Diagnostic> {
    let all = stated(measure, year);
    let far = |a: Decimal, b: Decimal| {
        let (low, high) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
        low.checked_mul(TIMES).is_some_and(|limit| high >= limit)
    };
    let is_odd = |at: usize| {
        let others = || all.iter().enumerate().filter(|(other, _)| *other != at);
        others().next().is_some() && others().all(|(_, other)| far(all[at].value, other.value))
    };
    let odd = (0..all.len()).rev().find(|&at| is_odd(at))?;
    let shown = |value: Decimal| {
        let decimals = measure.decimals.max(value.normalize().scale());
        swedish::amount(&Amount::new(value, measure.unit.clone()), decimals)
    };
    let own = &all[odd];
    let mut problem = Diagnostic::warning(
        CHECK.id,
        format!("{} för \"{}\" är långt ifrån de andra talen", own.what, measure.name.value),
    )
    .at(&own.span)
    .fact(format!("{}: {}", own.what, shown(own.value)));
    for other in all.iter().enumerate().filter(|(at, _)| *at != odd).map(|(_, other)| other) {
        problem = problem.fact(format!("{}: {} ({})", other.what, shown(other.value), other.span.place()));
    }
    Some(problem.hint("rätta talet eller enheten; är det meningen, skriv varför: # undantag(styrtal-hoppar): …"))
}

/// A measure of which less is better this year and more was better last year, or the other way round.
fn turned(measure: &Measure, before: &Measure) -> Option<Diagnostic> {
    use Direction::{Higher, Lower};
    let word = |own: Direction| {
        let found = Direction::WORDS.into_iter().find(|(_, direction)| *direction == own);
        found.map_or("", |(word, _)| word)
    };
    let opposite = matches!((measure.direction, before.direction), (Higher, Lower) | (Lower, Higher));
    opposite.then(|| {
        let (now, then) = (word(measure.direction), word(before.direction));
        Diagnostic::warning(
            CHECK.id,
            format!("för \"{}\" är {now} bättre, men i förra årets plan var {then} bättre", measure.name.value),
        )
        .at(&measure.id.span)
        .hint("rätta riktningen; är det meningen, skriv varför: # undantag(styrtal-hoppar): …")
    })
}
