//! `del-och-helhet`: a part that is larger than its whole, and women and men that do not make their total.

use rust_decimal::Decimal;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fact::Fact;
use crate::figures::{Figures, LineKind, Sheet};
use crate::model::goals::{Measure, Outcome};
use crate::source::Spanned;
use crate::swedish;
use crate::views::measures::value_text;

/// The rule.
pub const CHECK: Check = Check {
    id: "del-och-helhet",
    what: "en varav-rad som är större än sin helhet eller har motsatt tecken, och ett utfall som inte kan vara de båda könens tillsammans",
    why: "en del kan inte vara större än det hela; ett av beloppen är fel eller i fel enhet",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - id: tjänster\n    namn: Tjänster\n    belopp: 220.0\n    varav:\n      - {namn: varav revision, belopp: 300.0}\n",
        )],
        blamed: "300.0",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = *evidence;
    let mut found: Vec<Diagnostic> = figures.tables(plan).flat_map(|(_, sheet)| of_sheet(sheet, figures)).collect();
    let goals = plan.all_goals();
    let measures = goals.iter().flat_map(|goal| &goal.measures);
    found.extend(
        measures.flat_map(|measure| measure.outcomes.iter().filter_map(|outcome| of_outcome(measure, outcome))),
    );
    found
}

/// Every cell of a *varav*-line beside the cell of the line that it is a part of.
fn of_sheet(sheet: &Sheet, figures: &Figures) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut wholes: Vec<usize> = Vec::new();
    for (at, line) in sheet.lines.iter().enumerate() {
        wholes.retain(|&whole| sheet.lines[whole].level < line.level);
        if let (LineKind::OfWhich, Some(&whole)) = (line.kind, wholes.last()) {
            found.extend((0..sheet.columns.len()).filter_map(|column| of_cells(sheet, (at, whole), column, figures)));
        }
        if matches!(line.kind, LineKind::Item | LineKind::OfWhich) {
            wholes.push(at);
        }
    }
    found
}

fn of_cells(sheet: &Sheet, (part, whole): (usize, usize), column: usize, figures: &Figures) -> Option<Diagnostic> {
    let (own, all) = (&figures.cells[sheet.cell(part, column)], &figures.cells[sheet.cell(whole, column)]);
    let (value, total) = (own.amount()?, all.amount()?.converted(&own.unit).ok()?);
    let same_sign = value.value.is_zero() || value.value.is_sign_negative() == total.value.is_sign_negative();
    if own.unit.is_share() || (same_sign && value.value.abs() <= total.value.abs()) {
        return None;
    }
    let (name, over) = (sheet.lines[part].name(), sheet.lines[whole].name());
    let message = if same_sign {
        format!("\"{name}\" är större än \"{over}\", som den är en del av")
    } else {
        format!("\"{name}\" har ett annat tecken än \"{over}\", som den är en del av")
    };
    Some(
        Diagnostic::warning(CHECK.id, message)
            .at(&own.span)
            .also(&all.span, "helheten")
            .fact(Fact::value("delen", own.text()))
            .fact(Fact::value("helheten", all.text()))
            .hint("rätta det belopp som är fel; är raden ingen del av den över, skriv den som en egen rad"),
    )
}

/// An outcome beside those of women and men: their sum, or between them, as a share or a mean is.
fn of_outcome(measure: &Measure, outcome: &Outcome) -> Option<Diagnostic> {
    let total = outcome.value.as_ref()?;
    let [(_, women), (_, men)] = &outcome.split[..] else { return None };
    let between = within(total, women, men);
    let added = women.value.checked_add(men.value)?;
    let summed = !measure.unit.is_share() && (total.value - added).abs() <= unit_in_last_place(&[total, women, men]);
    if between || summed {
        return None;
    }
    let (name, text) = (&measure.name.value, |value: Decimal| value_text(measure, value));
    let problem = Diagnostic::warning(
        CHECK.id,
        format!("utfallet {} för styrtalet \"{name}\" kan inte vara kvinnors och mäns tillsammans", outcome.year.value),
    )
    .at(&total.span)
    .fact(Fact::value("alla", text(total.value)))
    .fact(Fact::value("kvinnor", text(women.value)))
    .fact(Fact::value("män", text(men.value)));
    Some(if measure.unit.is_share() {
        problem.hint("en andel för alla ligger mellan kvinnors och mäns; rätta det värde som är fel")
    } else {
        problem.hint(format!(
            "tillsammans är de {}; ett antal är deras summa och ett medeltal ligger mellan dem",
            swedish::exact(added)
        ))
    })
}

fn within(total: &Spanned<Decimal>, women: &Spanned<Decimal>, men: &Spanned<Decimal>) -> bool {
    let (least, most) = (women.value.min(men.value), women.value.max(men.value));
    // Each is rounded, so that an outcome of 64,6 may be written as 65 beside 64 and 65.
    let half = unit_in_last_place(&[total, women, men]);
    total.value + half >= least && total.value - half <= most
}

/// One unit in the last place of the least exact value.
fn unit_in_last_place(values: &[&Spanned<Decimal>]) -> Decimal {
    let scale = values.iter().map(|value| value.value.normalize().scale()).max().unwrap_or(0);
    Decimal::new(1, scale)
}
