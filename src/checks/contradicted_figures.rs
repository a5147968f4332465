//! `tal-motsägs`: a figure typed in running text that says something else than the tables.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::{CellId, Figures};
use crate::prose::claims::Claim;
use crate::prose::verdict::{Reading, Truth, Verdict, Way};
use crate::quantity::amount::Amount;
use crate::quantity::unit::Unit;
use crate::swedish;

/// The rule.
pub const CHECK: Check = Check {
    id: "tal-motsägs",
    what: "ett tal i löpande text som inte är vad tabellerna säger: omkastade siffror, fel år, fel enhet, fel tecken",
    why: "den som läser texten ska få samma besked som den som läser tabellen",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, belopp: [12.5]}\n",
            ),
            (
                "kapitel/02-budget.md",
                "# Budget\n\nKostnaden för Område IT är 15,2 mnkr.\n\n{{ tabell(id=\"drift\") }}\n",
            ),
        ],
        blamed: "15,2 mnkr",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    evidence.readings.iter().filter_map(|reading| judge(evidence, reading)).collect()
}

fn judge(evidence: &Evidence<'_>, reading: &Reading) -> Option<Diagnostic> {
    let Verdict::Contradicts(truths) = &reading.verdict else { return None };
    let (first, claim) = (truths.first()?, &reading.claim);
    let passage = evidence.prose.get(reading.passage)?;
    let span = passage.span(&claim.range)?;
    let written = passage.text.get(claim.range.clone())?;
    // A figure with the right digits has something else that is wrong: sign, direction, unit or rounding.
    let problem =
        Diagnostic::warning(CHECK.id, format!("\"{written}\" stämmer inte med tabellerna: {}", why(claim, first)))
            .at(&span)
            .made_of(truths.iter().map(|truth| Fact::amount(shown(truth), described(evidence.figures, truth))));
    let address = evidence.figures.sheets.lasting_address(*first.cells.first()?);
    Some(
        problem
            .hint(match first.way {
                Way::Direct => format!(
                    "hänvisa i stället för att skriva talet: {{{{ belopp(cell=\"{address}\", form=\"ord\") }}}}"
                ),
                Way::Change | Way::ChangeInPercent => format!(
                    "hänvisa i stället för att skriva talet: {{{{ skillnad(cell=\"{address}\", mot=\"{}\") }}}}",
                    first.cells.get(1).map(|cell| evidence.figures.sheets.lasting_address(*cell)).unwrap_or_default()
                ),
                Way::Share | Way::Sum => "rätta talet".to_owned(),
            })
            .hint("menas något annat, skriv meningen så att det framgår, eller {# undantag(tal-motsägs): skäl #}"),
    )
}

/// What is wrong, as far as it shows in the digits.
fn why(claim: &Claim, truth: &Truth) -> String {
    let digits = |text: String| text.trim_end_matches('0').to_owned();
    let (own, true_digits) = (claim.written_digits(), truth.value.normalize().mantissa().unsigned_abs().to_string());
    let mut sorted: [Vec<char>; 2] = [own.chars().collect(), true_digits.chars().collect()];
    for digits in &mut sorted {
        digits.sort_unstable();
    }
    if claim.says(truth.value.abs()) {
        match truth.way {
            Way::Change | Way::ChangeInPercent => "ändringen går åt andra hållet".to_owned(),
            _ => "tecknet är fel".to_owned(),
        }
    } else if digits(own.clone()) == digits(true_digits.clone()) && claim.value != truth.value.abs() {
        "enheten eller decimaltecknet är fel".to_owned()
    } else if sorted[0] == sorted[1] {
        "siffrorna är omkastade".to_owned()
    } else {
        format!("tabellen har {}", shown(truth))
    }
}

/// A truth as it would be written.
pub fn shown(truth: &Truth) -> String {
    let amount = Amount::new(truth.value, truth.unit.clone());
    let decimals = match (truth.way, &truth.unit) {
        (Way::Share | Way::ChangeInPercent, _) => 1,
        (_, Unit::BillionKronor) => 2,
        _ => truth.value.normalize().scale().min(4),
    };
    swedish::amount(&amount, decimals)
}

fn described(figures: &Figures, truth: &Truth) -> String {
    let cell = |cell: &CellId| format!("{} ({})", figures.name(*cell), figures.cells[*cell].span.place());
    let cells: Vec<String> = truth.cells.iter().map(cell).collect();
    let between = match truth.way {
        Way::Direct => "",
        Way::Change | Way::ChangeInPercent => " jämfört med ",
        Way::Share => " som andel av ",
        Way::Sum => " och ",
    };
    cells.join(between)
}
