//! `dubbelt-namn`: two rows, goals, measures, assignments or risks that readers cannot tell apart.

use std::collections::HashMap;

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::goals::Goal;
use crate::model::kind::{Shown, ThingKind};
use crate::model::plan::Plan;
use crate::model::table::{CellInput, Row, RowContent};
use crate::read::fields::shorten;
use crate::source::characters::visible;
use crate::source::{Id, Span, Spanned};

/// The rule.
pub const CHECK: Check = Check {
    id: "dubbelt-namn",
    what: "två rader i samma grupp, eller två mål, styrtal, uppdrag eller risker, med samma text",
    why: "läsaren kan inte skilja dem åt, och ofta är den ena en kopia som har blivit kvar",
    example: Example {
        files: &[(
            "budget/drift.yaml",
            "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: hyror, namn: Lokalhyror, belopp: [12.5]}\n  - {id: hyror_2, namn: Lokalhyror, belopp: [7.0]}\n",
        )],
        blamed: "Lokalhyror",
    },
    run,
};

/// Something with a name.
struct Named<'a> {
    /// What is compared.
    key: Vec<String>,
    /// What is shown.
    shown: String,
    span: &'a Span,
    id: &'a str,
}

/// How a repeated name is told.
struct Words {
    what: &'static str,
    place: &'static str,
    hint: &'static str,
}

const ROWS: Words = Words {
    what: "raden",
    place: "i samma grupp",
    hint: "skilj raderna åt i namnet, till exempel med plats eller etapp, eller lägg ihop dem",
};

const GOALS: Words =
    Words { what: "målet", place: "på samma nivå", hint: "skilj målen åt i namnet, eller lägg ihop dem" };

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let mut found = Vec::new();
    for table in &plan.tables {
        rows(&table.rows, &mut found);
    }
    goals(&plan.goals.iter().collect::<Vec<_>>(), &mut found);
    objects(plan, &mut found);
    found
}

/// Rows beside each other. A group's heading and its sum name no row, and what could not be read has no name.
fn rows(siblings: &[Row], found: &mut Vec<Diagnostic>) {
    let named = siblings.iter().filter(|row| is_readable(row)).filter_map(|row| {
        let names = row.names.iter().map(|name| folded(&name.value));
        let unit = row.unit.as_ref().map_or("", |unit| unit.value.symbol());
        Some(Named {
            key: names.chain([unit.to_owned()]).collect(),
            shown: row.names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", "),
            span: &row.names.first()?.span,
            id: &row.id.value,
        })
    });
    found.extend(repeated(&ROWS, named));
    for row in siblings {
        rows(row.inner(), found);
    }
}

fn is_readable(row: &Row) -> bool {
    match &row.content {
        RowContent::Item { cells, .. } => !cells.iter().any(|cell| matches!(cell, CellInput::Unreadable(_))),
        RowContent::Formula { .. } => true,
        RowContent::Group { .. } => false,
    }
}

/// Goals of one level, wherever they stand, and then those under them.
fn goals(level: &[&Goal], found: &mut Vec<Diagnostic>) {
    if level.is_empty() {
        return;
    }
    let named = level.iter().map(|goal| {
        let kind = goal.kind.clone().unwrap_or_default();
        Named { key: vec![kind, folded(&goal.name.value)], ..Named::of(&goal.name, &goal.id) }
    });
    found.extend(repeated(&GOALS, named));
    goals(&level.iter().flat_map(|goal| &goal.children).collect::<Vec<_>>(), found);
}

/// Things that are shown by what they say. Tables are told apart by their ids, and goals above.
fn objects(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let things = plan.things();
    let said = ThingKind::TOLD.into_iter().filter(|kind| kind.traits().shown != Shown::Within && !kind.is_of_tables());
    for kind in said {
        let hint = "ta bort det ena, eller skriv vad som skiljer dem åt";
        let words = Words { what: kind.traits().the, place: "i planen", hint };
        let own = things.iter().filter(|thing| thing.kind == kind);
        found.extend(repeated(&words, own.filter_map(|thing| Some(Named::of(thing.text, thing.id?)))));
    }
}

impl<'a> Named<'a> {
    fn of(text: &'a Spanned<String>, id: &'a Id) -> Self {
        Self { key: vec![folded(&text.value)], shown: shorten(&text.value), span: &text.span, id: &id.value }
    }
}

/// Tells of each name that stands a second time. That an id does is an error already.
fn repeated<'a>(words: &Words, named: impl Iterator<Item = Named<'a>>) -> Vec<Diagnostic> {
    let mut first: HashMap<Vec<String>, (&Span, &str)> = HashMap::new();
    let mut found = Vec::new();
    for Named { key, shown, span, id } in named {
        match first.get(&key) {
            Some((_, earlier)) if *earlier == id => {}
            Some((earlier, _)) => found.push(
                Diagnostic::warning(CHECK.id, format!("{} \"{shown}\" finns två gånger {}", words.what, words.place))
                    .at(span)
                    .also(earlier, "första gången här")
                    .hint(words.hint),
            ),
            None => drop(first.insert(key, (span, id))),
        }
    }
    found
}

/// A text as it is compared: without regard to case and white space.
fn folded(text: &str) -> String {
    visible(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
