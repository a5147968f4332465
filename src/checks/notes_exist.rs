//! `okänd-not`: a reference to a note that is not there, or a note that nothing refers to.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::figures::{Sheet, agreements};
use crate::model::table::Table;
use crate::source::Span;

/// The rule.
pub const CHECK: Check = Check {
    id: "okänd-not",
    what: "en nothänvisning utan not, eller en not utan hänvisning",
    why: "läsaren letar annars efter en not som inte finns",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: it, område: it, not: ram, belopp: [12.5]}\n",
        )],
        blamed: "ram",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for table in &evidence.plan.tables {
        found.extend(tables(table, evidence));
        let ids = || table.notes.iter().map(|(id, _)| id.value.as_str());
        let used = table.notes_used();
        for note in used.iter().filter(|note| !ids().any(|id| id == note.value)) {
            found.push(
                Diagnostic::error(
                    CHECK.id,
                    format!("noten \"{}\" finns inte i tabellen \"{}\"", note.value, table.id.value),
                )
                .at(&note.span)
                .maybe_hint(did_you_mean(&note.value, ids()))
                .hint(format!("lägg till under noter: {{{}: \"…\"}}", note.value)),
            );
        }
        for (id, _) in table.notes.iter().filter(|(id, _)| !used.iter().any(|note| note.value == id.value)) {
            found.push(
                Diagnostic::warning(CHECK.id, format!("inget i tabellen hänvisar till noten \"{}\"", id.value))
                    .at(&id.span)
                    .hint(format!("skriv \"not: {}\" på raden, eller flytta texten till anmärkningar", id.value)),
            );
        }
    }
    found
}

/// References to tables that are notes: there must be one, with a row to hold against the line.
fn tables(table: &Table, evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let Evidence { plan, figures, .. } = evidence;
    let ids = || plan.tables.iter().map(|table| table.id.value.as_str());
    let mut found = Vec::new();
    for note in table.lines_with_notes().into_iter().filter_map(|notes| notes.table.as_ref()) {
        let id = &note.table.value;
        let problem = |text: String, span: &Span| Diagnostic::error(CHECK.id, text).at(span);
        let Some(sheet) = figures.sheet(id).filter(|_| ids().any(|own| own == id)) else {
            if !plan.incomplete {
                found.push(
                    problem(format!("tabellen \"{id}\" finns inte, men en rad har den som not"), &note.table.span)
                        .maybe_hint(did_you_mean(id, ids()))
                        .hint("skriv id:t på den tabell som specificerar raden"),
                );
            }
            continue;
        };
        match (agreements::row_of(note, sheet), &note.row) {
            _ if *id == table.id.value => found.push(
                problem(format!("tabellen \"{id}\" kan inte vara not till sig själv"), &note.table.span)
                    .hint("skriv id:t på den tabell som specificerar raden"),
            ),
            (None, Some(row)) => found.push(
                problem(format!("raden \"{}\" finns inte i tabellen \"{id}\"", row.value), &row.span)
                    .maybe_hint(sheet.names.closest(&row.value).map(|best| format!("menade du \"{best}\"?"))),
            ),
            (None, None) => found.push(
                problem(format!("noten \"{id}\" har ingen summa att hålla mot raden"), &note.table.span)
                    .hint(format!("lägg till \"summa: Summa\" i tabellen, eller skriv not: {{tabell: {id}, rad: …}}")),
            ),
            (Some(_), _) if !shares_columns(table, sheet, evidence) => found.push(
                problem(format!("noten \"{id}\" har ingen kolumn gemensam med tabellen"), &note.table.span)
                    .hint("ge noten tabellens kolumner, så att beloppen kan hållas mot varandra"),
            ),
            _ => {}
        }
    }
    found
}

fn shares_columns(table: &Table, note: &Sheet, evidence: &Evidence<'_>) -> bool {
    let own = evidence.figures.sheet(&table.id.value).into_iter().flat_map(|sheet| &sheet.columns);
    own.zip(&table.columns).any(|(own, column)| !column.kind.is_words() && note.column_like(own, 0).is_some())
}
