//! `antal-stämmer-inte`: a count in running text that is not how many the plan's list has.

use rust_decimal::prelude::ToPrimitive;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::prose::claims::{Claim, Precision, claims};
use crate::prose::sentences::sentences;
use crate::prose::words::{Word, words};
use crate::prose::{Kind, Passage};
use crate::quantity::unit::Unit;
use crate::source::Span;
use crate::swedish;

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

/// Something that a plan has a list of.
struct List {
    /// Forms of the word.
    forms: &'static [&'static str],
    /// The name that `antal(vad=…)` knows.
    name: &'static str,
    /// How many there are, in all and of those with a number.
    counts: fn(&Plan) -> Vec<usize>,
    /// Words without which the sentence is about something else; one with a star is a beginning.
    context: &'static [&'static str],
}

/// Words of sentences about all that the plan has.
const WHOLE: &[&str] =
    &["planen", "planens", "verksamhetsplanen", "verksamhetsplanens", "sammanlagt", "totalt", "alla", "samtliga"];

const LISTS: &[List] = &[
    List {
        forms: &["målområden", "målområdena", "perspektiv", "perspektiven"],
        name: "målområden",
        counts: |plan| vec![plan.goals.len()],
        context: WHOLE,
    },
    List {
        forms: &["områden", "områdena"],
        name: "områden",
        counts: |plan| vec![plan.organisation.units.len()],
        context: &["organis*", "indel*", "regionservice*", "förvaltning*", "fördel*", "består", "områdeschef*"],
    },
    List {
        forms: &["risker", "riskerna"],
        name: "risker",
        counts: |plan| vec![plan.risks.len()],
        context: &["internkontroll*", "planen", "planens"],
    },
    List {
        forms: &["åtgärder", "åtgärderna"],
        name: "åtgärder",
        counts: |plan| vec![plan.risks.iter().map(|risk| risk.actions.len()).sum()],
        context: &["internkontroll*", "risk*"],
    },
    List {
        forms: &["styrtal", "styrtalen"],
        name: "styrtal",
        counts: |plan| vec![plan.all_goals().iter().map(|goal| goal.measures.len()).sum()],
        context: WHOLE,
    },
    List {
        forms: &["uppdrag", "uppdragen"],
        name: "uppdrag",
        counts: |plan| {
            let goals = plan.all_goals();
            let all: Vec<_> = goals.iter().flat_map(|goal| &goal.assignments).collect();
            let numbered = all.iter().filter(|assignment| assignment.number.is_some()).count();
            vec![all.len(), numbered, all.len() - numbered]
        },
        context: WHOLE,
    },
    List {
        forms: &["indikatorer", "indikatorerna"],
        name: "indikatorer",
        counts: |plan| vec![plan.all_goals().iter().map(|goal| goal.indicators.len()).sum()],
        context: WHOLE,
    },
];

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    if evidence.plan.incomplete {
        return Vec::new();
    }
    let texts = evidence.prose.iter().filter(|passage| passage.kind == Kind::Text);
    texts.flat_map(|passage| judge(evidence.plan, passage)).collect()
}

fn judge(plan: &Plan, passage: &Passage) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !LISTS.iter().any(|list| list.forms.iter().any(|form| passage.text.contains(form))) {
        return found;
    }
    for range in sentences(&passage.text) {
        let Some(text) = passage.text.get(range.clone()) else { continue };
        let words = words(text);
        for claim in claims(text) {
            let own = claim.range.start + range.start..claim.range.end + range.start;
            let typed = !passage.is_computed(&own);
            let exact = claim.unit == Unit::None && matches!(claim.precision, Precision::Exact);
            let Some(list) = counted(&words, &claim).filter(|list| typed && exact && in_context(list, &words)) else {
                continue;
            };
            let counts = (list.counts)(plan);
            let Some(n) = claim.value.to_usize().filter(|n| !counts.contains(n) && counts[0] > 0) else { continue };
            if let Some(span) = passage.span(&own) {
                found.push(describe(list, n, counts[0], &span));
            }
        }
    }
    found
}

/// The list whose word stands directly behind a number.
fn counted(words: &[Word], claim: &Claim) -> Option<&'static List> {
    let next = words.iter().find(|word| word.range.start >= claim.range.end)?;
    let list = LISTS.iter().find(|list| list.forms.contains(&next.text.as_str()))?;
    // "De tre risker som är nya" are some of them; an "en" is most often no number.
    let behind = words.iter().find(|word| word.range.start >= next.range.end);
    let some = behind.is_some_and(|word| word.text == "som" && !next.text.ends_with('a')) && claim.value < 5.into();
    (!some && claim.value > 1.into()).then_some(list)
}

fn in_context(list: &List, words: &[Word]) -> bool {
    words.iter().any(|word| {
        let is = |context: &&str| match context.strip_suffix('*') {
            Some(beginning) => word.text.starts_with(beginning),
            None => word.text == **context,
        };
        !list.forms.contains(&word.text.as_str()) && list.context.iter().any(is)
    })
}

fn describe(list: &List, written: usize, counted: usize, span: &Span) -> Diagnostic {
    let name = list.name;
    let problem = Diagnostic::warning(CHECK.id, format!("här står {written} {name} men planen har {counted}")).at(span);
    let write = if ["indikatorer", "målområden"].contains(&name) {
        format!("skriv {}", swedish::count(counted))
    } else {
        format!("skriv {{{{ antal(vad=\"{name}\") }}}}, så följer antalet planen")
    };
    problem.hint(write).hint("menas något annat än planens egna, skriv {# undantag(antal-stämmer-inte): skäl #}")
}
