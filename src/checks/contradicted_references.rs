//! `hänvisning-motsägs`: a figure that is fetched from the tables, in a sentence that speaks of something else: another
//! period, another row, or the other sign.

use std::ops::Range;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::figures::CellId;
use crate::figures::layout::MEASURES;
use crate::prose::Passage;
use crate::prose::claims::{Claim, claims};
use crate::prose::frames::{Frame, frame};
use crate::prose::periods::periods;
use crate::prose::printed::{Disagreement, Printed, judge};
use crate::prose::sentence::Sentence;
use crate::prose::sentences::sentences;
use crate::prose::subjects::Subjects;
use crate::prose::words::words;
use crate::quantity::unit::Unit;

/// The rule.
pub const CHECK: Check = Check {
    id: "hänvisning-motsägs",
    what: "ett tal som hämtas ur en tabell, i en mening som talar om ett annat år, en annan rad eller ett annat tecken",
    why: "när planen rullas till nästa år finns den gamla kolumnen kvar som jämförelse, och hänvisningen går dit utan att något annat säger ifrån",
    example: Example {
        files: &[
            (
                "budget/drift.yaml",
                "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025, budget 2024]\nrader:\n  - {id: it, område: it, belopp: [12.5, 11.9]}\n",
            ),
            (
                "kapitel/02-budget.md",
                "# Budget\n\nKostnaden för Område IT är {{ belopp(cell=\"drift.it.budget_2024\") }} i budget 2025.\n\n{{ tabell(id=\"drift\") }}\n",
            ),
        ],
        blamed: "{{ belopp(cell=\"drift.it.budget_2024\") }}",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let is_read = |passage: &&Passage| passage.kind.is_told() && !passage.cells.is_empty();
    if evidence.plan.incomplete || !evidence.prose.iter().any(|passage| is_read(&passage)) {
        return Vec::new();
    }
    let subjects = Subjects::new(evidence.figures);
    evidence.prose.iter().filter(is_read).flat_map(|passage| of_passage(evidence, &subjects, passage)).collect()
}

fn of_passage(evidence: &Evidence<'_>, subjects: &Subjects, passage: &Passage) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for range in sentences(&passage.text) {
        let inside = |own: &Range<usize>| range.start <= own.start && own.end <= range.end;
        if !passage.cells.iter().any(|(_, own)| inside(own)) {
            continue;
        }
        let text = &passage.text[range.clone()];
        let (words, claims) = (words(text), claims(text));
        let periods = periods(text, &words, &claims);
        // A number without unit is a year, a count, or nothing that a period is said of.
        let claims: Vec<Claim> = claims.into_iter().filter(|claim| claim.unit != Unit::None).collect();
        let (kept, lesser) = subjects.find(&words);
        let sentence = Sentence { text, words, claims, periods, subjects: kept, lesser };
        for (at, claim) in sentence.claims.iter().enumerate() {
            let own = claim.range.start + range.start..claim.range.end + range.start;
            let cells: Vec<CellId> = passage
                .cells
                .iter()
                .filter(|(_, printed)| printed.start < own.end && own.start < printed.end)
                .map(|(cell, _)| *cell)
                .collect();
            let told = match cells.as_slice() {
                [cell] => direct(evidence, &sentence, at, *cell),
                [to, from] => change(evidence, &sentence, at, [*to, *from]),
                _ => None,
            };
            if let (Some(told), Some(span)) = (told, passage.span(&own)) {
                found.push(told.at(&span).hint(
                    "rätta hänvisningen eller orden omkring; är meningen rätt, {# undantag(hänvisning-motsägs): skäl #}",
                ));
            }
        }
    }
    found
}

/// A figure as it stands in a table.
fn direct(evidence: &Evidence<'_>, sentence: &Sentence<'_>, at: usize, cell: CellId) -> Option<Diagnostic> {
    let figures = evidence.figures;
    let (sheet, line, column) = figures.position(cell)?;
    if sheet.id == MEASURES {
        return None;
    }
    let printed = Printed {
        sheet: figures.sheets.index_of(cell)?,
        line: sheet.line_of(cell)?,
        when: column.when,
        negative: figures.cells[cell]
            .amount()
            .is_some_and(|amount| amount.value.is_sign_negative() && !amount.value.is_zero()),
    };
    let (name, written) = (figures.name(cell), &sentence.text[sentence.claims[at].range.clone()]);
    let message = match judge(figures, sentence, at, &printed, evidence.plan.identity.year)? {
        Disagreement::Period(said) => {
            format!("\"{written}\" är {}, men meningen talar om {said}", column.name.to_lowercase())
        }
        Disagreement::Unsaid => format!(
            "\"{written}\" är {}, men meningen säger inget årtal och läses då som budget {}",
            column.name.to_lowercase(),
            evidence.plan.identity.year
        ),
        Disagreement::Row(other) => {
            let row = &figures.sheets[other.sheet].lines[other.line];
            format!("\"{written}\" är \"{}\", men meningen talar om \"{}\"", line.name(), row.name())
        }
        Disagreement::Sign(true) => format!("\"{written}\" är ett underskott, men meningen säger inte det"),
        Disagreement::Sign(false) => format!("\"{written}\" är inget underskott, men meningen säger det"),
        Disagreement::Minus => format!("\"{written}\" har både minus och ordet underskott: skriv absolut=true"),
    };
    let own = figures.cells[cell].text();
    Some(Diagnostic::warning(CHECK.id, message).fact(format!("{own}  {name} ({})", figures.cells[cell].span.place())))
}

/// The difference between two figures.
fn change(evidence: &Evidence<'_>, sentence: &Sentence<'_>, at: usize, cells: [CellId; 2]) -> Option<Diagnostic> {
    let figures = evidence.figures;
    let Frame::Change(Some(up)) = frame(sentence, at) else { return None };
    let [to, from] = [figures.cells[cells[0]].amount()?, figures.cells[cells[1]].amount()?];
    let same_sign = to.value.is_sign_negative() == from.value.is_sign_negative();
    let grows = if same_sign { to.value.abs() > from.value.abs() } else { to.value > from.value };
    if to.value == from.value || grows == up {
        return None;
    }
    let said = if up { "ökar" } else { "minskar" };
    let way = if grows { "ökar" } else { "minskar" };
    let place = |cell: CellId| {
        format!("{}  {} ({})", figures.cells[cell].text(), figures.name(cell), figures.cells[cell].span.place())
    };
    Some(
        Diagnostic::warning(CHECK.id, format!("meningen säger att beloppet {said}, men det {way}"))
            .fact(place(cells[1]))
            .fact(place(cells[0])),
    )
}
