//! `uppgifter-skiljer-sig`: two passages that state nearly the same figure for what seems to be the same thing.

use std::collections::BTreeSet;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::prose::Passage;
use crate::prose::claims::Claim;
use crate::prose::verdict::{Reading, Verdict};
use crate::prose::words::{has_content, stem, words};
use crate::quantity::unit::Unit;
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "uppgifter-skiljer-sig",
    what: "två ställen i texten som anger nästan samma tal för samma sak",
    why: "läsaren kan inte veta vilken uppgift som gäller",
    example: Example {
        files: &[(
            "kapitel/02-ekonomi.md",
            "# Ekonomi\n\nRegionen ska spara 628 miljoner kronor.\n\n## Åtgärder\n\nKravet på regionen är att spara 629 miljoner kronor.\n",
        )],
        blamed: "629 miljoner kronor",
    },
    run,
};

/// A figure that no table knows, with what its sentence is about.
struct Statement<'a> {
    claim: &'a Claim,
    passage: &'a Passage,
    about: BTreeSet<String>,
    /// The digits of the figure, in order of size.
    digits: Vec<char>,
    span: Span,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let statements: Vec<Statement<'_>> =
        evidence.readings.iter().filter_map(|reading| statement(evidence, reading)).collect();
    let mut found = Vec::new();
    for (at, later) in statements.iter().enumerate() {
        let same = statements[..at].iter().find(|earlier| disagree(earlier, later));
        if let Some(earlier) = same {
            let text = |statement: &Statement<'_>| {
                statement.passage.text.get(statement.claim.range.clone()).unwrap_or_default().to_owned()
            };
            found.push(
                Diagnostic::warning(CHECK.id, format!("här står \"{}\" men på ett annat ställe \"{}\"", text(later), text(earlier)))
                    .at(&later.span)
                    .also(&earlier.span, format!("här står \"{}\"", text(earlier)))
                    .hint("skriv samma tal på båda ställena; är det två olika saker, skriv {# undantag(uppgifter-skiljer-sig): skäl #}"),
            );
        }
    }
    found
}

fn statement<'a>(evidence: &Evidence<'a>, reading: &'a Reading) -> Option<Statement<'a>> {
    // What a table holds has been judged by the table.
    let unknown = matches!(reading.verdict, Verdict::Unknown) && reading.claim.unit != Unit::None;
    if !unknown || reading.claim.digits() < 2 {
        return None;
    }
    let passage = evidence.prose.get(reading.passage)?;
    let sentence = passage.text.get(reading.sentence.clone())?;
    let content = words(sentence).into_iter().filter(|word| has_content(&word.text)).map(|word| stem(&word.text));
    let mut digits: Vec<char> = reading.claim.written_digits().chars().collect();
    digits.sort_unstable();
    Some(Statement {
        claim: &reading.claim,
        passage,
        digits,
        about: content.collect(),
        span: passage.span(&reading.claim.range)?,
    })
}

/// Nearly the same figure, not a rounding of one another, in sentences with words in common.
fn disagree(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    let (one, two) = (a.claim, b.claim);
    if one.unit != two.unit || one.value == two.value {
        return false;
    }
    let alike = one.value.scale() == two.value.scale();
    let transposed = alike && a.digits == b.digits;
    // A digit away in the last place, of three or more.
    let neighbours =
        alike && one.digits().min(two.digits()) >= 3 && (one.value - two.value).abs() == one.step().min(two.step());
    // A rounding of the other is the same figure.
    if (!transposed && !neighbours) || one.says(two.value) || two.says(one.value) {
        return false;
    }
    let common = a.about.intersection(&b.about).count();
    (transposed && common + usize::from(one.digits() >= 3) >= 2) || (neighbours && common >= 1)
}
