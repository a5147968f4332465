//! `antal-stämmer-inte`: a count in running text that is not how many the plan's list has.

use rust_decimal::prelude::ToPrimitive;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::counts::Counted;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::prose::Passage;
use crate::prose::claims::{Claim, Precision, claims};
use crate::prose::sentences::sentences;
use crate::prose::words::{Word, words};
use crate::quantity::unit::Unit;
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "antal-stämmer-inte",
    what: "ett antal i text eller siffror som inte är hur många planen har: områden, risker, åtgärder, styrtal, uppdrag",
    why: "när listan blir längre står det gamla antalet kvar i texten",
    example: Example {
        files: &[("kapitel/02-organisation.md", "# Organisation\n\nFörvaltningen har tre områden.\n")],
        blamed: "tre",
    },
    run,
};

/// Words of sentences about all that the plan has.
const WHOLE: &[&str] =
    &["planen", "planens", "verksamhetsplanen", "verksamhetsplanens", "sammanlagt", "totalt", "alla", "samtliga"];

/// Of these, words without which the sentence is about something else; one with a star is a beginning.
const CONTEXTS: [(&str, &[&str]); 3] = [
    ("områden", &["organis*", "indel*", "regionservice*", "förvaltning*", "fördel*", "består", "områdeschef*"]),
    ("risker", &["internkontroll*", "planen", "planens"]),
    ("åtgärder", &["internkontroll*", "risk*"]),
];

/// Another word for the goals on top.
const PERSPECTIVES: [&str; 2] = ["perspektiv", "perspektiven"];

/// Too many things are called goals: a count of them is nobody's list.
const AMBIGUOUS: &str = "mål";

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    if evidence.plan.incomplete {
        return Vec::new();
    }
    let lists: Vec<Counted> = Counted::all().filter(|list| list.many != AMBIGUOUS).collect();
    let texts = evidence.prose.iter().filter(|passage| passage.kind.is_told());
    texts.flat_map(|passage| judge(evidence.plan, &lists, passage)).collect()
}

fn judge(plan: &Plan, lists: &[Counted], passage: &Passage) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !lists.iter().any(|list| forms(list).any(|form| passage.text.contains(form))) {
        return found;
    }
    for range in sentences(&passage.text) {
        let Some(text) = passage.text.get(range.clone()) else { continue };
        let words = words(text);
        for claim in claims(text) {
            let own = claim.range.start + range.start..claim.range.end + range.start;
            let typed = !passage.is_computed(&own);
            let exact = claim.unit == Unit::None && matches!(claim.precision, Precision::Exact);
            let list = counted(lists, &words, &claim).filter(|list| typed && exact && in_context(list, &words));
            let Some(list) = list else { continue };
            let (all, parts) = (list.of(plan), parts(list, plan));
            let is_wrong = |n: &usize| *n != all && !parts.contains(n) && all > 0;
            let Some(n) = claim.value.to_usize().filter(is_wrong) else { continue };
            if let Some(span) = passage.span(&own) {
                found.push(describe(list, n, all, &span));
            }
        }
    }
    found
}

/// The words for what a list has.
fn forms(list: &Counted) -> impl Iterator<Item = &'static str> {
    let others = PERSPECTIVES.into_iter().filter(|_| list.many == "målområden");
    [list.many, list.all].into_iter().chain(others)
}

/// Of assignments, text may mean those that the council has numbered, or the others.
fn parts(list: &Counted, plan: &Plan) -> Vec<usize> {
    if list.many != ThingKind::Assignment.traits().many {
        return Vec::new();
    }
    let things = plan.things();
    let own = things.iter().filter(|thing| thing.kind == list.kind);
    let (numbered, others): (Vec<_>, Vec<_>) = own.partition(|thing| thing.number.is_some());
    vec![numbered.len(), others.len()]
}

/// The list whose word stands directly behind a number.
fn counted<'a>(lists: &'a [Counted], words: &[Word], claim: &Claim) -> Option<&'a Counted> {
    let next = words.iter().find(|word| word.range.start >= claim.range.end)?;
    let list = lists.iter().find(|list| forms(list).any(|form| form == next.text))?;
    // "De tre risker som är nya" are some of them; an "en" is most often no number.
    let behind = words.iter().find(|word| word.range.start >= next.range.end);
    let some = behind.is_some_and(|word| word.text == "som" && !next.text.ends_with('a')) && claim.value < 5.into();
    (!some && claim.value > 1.into()).then_some(list)
}

fn in_context(list: &Counted, words: &[Word]) -> bool {
    let context = CONTEXTS.iter().find(|(many, _)| *many == list.many).map_or(WHOLE, |(_, context)| context);
    words.iter().any(|word| {
        let is = |context: &&str| match context.strip_suffix('*') {
            Some(beginning) => word.text.starts_with(beginning),
            None => word.text == **context,
        };
        !forms(list).any(|form| form == word.text) && context.iter().any(is)
    })
}

fn describe(list: &Counted, written: usize, counted: usize, span: &Span) -> Diagnostic {
    let name = list.many;
    let problem = Diagnostic::warning(CHECK.id, format!("här står {written} {name} men planen har {counted}")).at(span);
    let write = format!("skriv {{{{ antal(vad=\"{name}\") }}}}, så följer antalet planen");
    problem.hint(write).hint("menas något annat än planens egna, skriv {# undantag(antal-stämmer-inte): skäl #}")
}
