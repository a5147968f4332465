//! Which of the plan's tables are followed, and what is said of each of their rows.

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
use crate::followup::direction;
use crate::followup::economy::{Rows, Said, Settings};
use crate::followup::paths::{is_end, paths};
use crate::followup::table::{self, Followed};
use crate::model::followup::{Economy, EconomyRow, Followup};
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::quantity::period::roles::RoleWord;
use crate::read::fields::Problems;
use crate::source::Id;

/// Adds a table of outcomes and forecasts for each table that is followed; whether all could be made.
pub fn follow(
    settings: &[Settings],
    plan: &Plan,
    tables: &mut Vec<Table>,
    followup: &mut Followup,
    said: Vec<Rows>,
    problems: &mut Problems,
) -> bool {
    let before = problems.len();
    let mut said: Vec<Option<Rows>> = said.into_iter().map(Some).collect();
    for (at, own) in settings.iter().enumerate() {
        if let Some(first) = settings[..at].iter().find(|other| other.table.value == own.table.value) {
            problems.push(
                Diagnostic::error(
                    "dubbel-uppföljning",
                    format!("tabellen \"{}\" följs upp två gånger", own.table.value),
                )
                .at(&own.table.span)
                .also(&first.table.span, "första gången här")
                .hint("ta bort den ena"),
            );
            continue;
        }
        let parts =
            said.iter_mut().filter(|part| part.as_ref().is_some_and(|part| part.table.value == own.table.value));
        let parts: Vec<Rows> = parts.filter_map(Option::take).collect();
        let Some(table) = plan.table(&own.table.value) else {
            if !plan.incomplete {
                problems
                    .push(unknown_table(&plan.tables.iter().map(|table| &table.id).collect::<Vec<_>>(), &own.table));
            }
            continue;
        };
        let made = made(own, table, plan, followup, parts, problems);
        if let Some((made, economy)) = made {
            tables.push(made);
            followup.economy.push(economy);
        }
    }
    for left in said.into_iter().flatten() {
        problems.push(
            unknown_table(&settings.iter().map(|own| &own.table).collect::<Vec<_>>(), &left.table)
                .hint("rapport.yaml säger under ekonomi vilka tabeller som följs upp"),
        );
    }
    problems.len() == before
}

fn unknown_table(known: &[&Id], wanted: &Id) -> Diagnostic {
    let ids = || known.iter().map(|id| id.value.as_str());
    Diagnostic::error(
        "okänt-i-planen",
        format!("tabellen \"{}\" följs inte upp, eller finns inte i planen", wanted.value),
    )
    .at(&wanted.span)
    .hint(did_you_mean(&wanted.value, ids()).unwrap_or_else(|| format!("tabeller: {}", list_names(ids()))))
}

fn made(
    own: &Settings,
    table: &Table,
    plan: &Plan,
    followup: &Followup,
    parts: Vec<Rows>,
    problems: &mut Problems,
) -> Option<(Table, Economy)> {
    let column = budget(own, table, plan, problems)?;
    let rows = by_path(table, parts, problems);
    let directions = direction::of(table, column, own.kind, &own.table, problems)?;
    let period = followup.period.value;
    let is_filled = table::is_filled(table, column, table::forecast(period).is_some(), &rows);
    let followed = Followed::new(own, (table, column), period, &rows, directions, is_filled);
    let said = rows.iter().map(|(path, said)| EconomyRow {
        path: path.clone(),
        span: said.span.clone(),
        is_commented: said.comment.is_some(),
    });
    let rows = said.collect();
    let made: Table = table::of(&followed);
    let columns =
        made.columns.iter().map(|column| column.id.value.clone()).filter(|id| !table::is_derived(id)).collect();
    let economy =
        Economy { table: own.table.clone(), own: made.id.value.clone(), columns, bound: own.bound, is_filled, rows };
    Some((made, economy))
}

/// The column of the budget: the one that is said, else the one that is the year's budget.
fn budget(own: &Settings, table: &Table, plan: &Plan, problems: &mut Problems) -> Option<usize> {
    let ids = || table.columns.iter().filter(|column| !column.kind.is_words()).map(|column| column.id.value.as_str());
    let position = |id: &str| table.columns.iter().position(|column| column.id.value == id);
    if let Some(wanted) = &own.column {
        let found = position(&wanted.value);
        if found.is_none() {
            problems.push(
                Diagnostic::error(
                    "okänt-i-planen",
                    format!("tabellen \"{}\" har ingen kolumn \"{}\"", table.id.value, wanted.value),
                )
                .at(&wanted.span)
                .hint(did_you_mean(&wanted.value, ids()).unwrap_or_else(|| format!("kolumner: {}", list_names(ids())))),
            );
        }
        return found;
    }
    let fits = budget_columns(table, plan.identity.year);
    if let [only] = fits[..] {
        return Some(only);
    }
    problems.push(
        Diagnostic::error(
            "nyckel-saknas",
            format!("det framgår inte vilken kolumn i tabellen \"{}\" som är årets budget", table.id.value),
        )
        .at(&own.table.span)
        .hint(format!("skriv kolumn: … med en av {}", list_names(ids()))),
    );
    None
}

/// The columns of a table that may be the budget of a year, by index.
pub fn budget_columns(table: &Table, year: i32) -> Vec<usize> {
    let fit = |at: &usize| {
        let column = &table.columns[*at];
        let when = column.when.filter(|_| column.measure.is_none() && !column.kind.is_words());
        RoleWord::Budget.fit(when?, year)
    };
    let best = (0..table.columns.len()).filter_map(|at| fit(&at)).max();
    (0..table.columns.len()).filter(|at| best.is_some() && fit(at) == best).collect()
}

/// What is said of each row, by its whole path; unknown rows and those of which something is said twice are told of.
fn by_path(table: &Table, parts: Vec<Rows>, problems: &mut Problems) -> Vec<(String, Said)> {
    let paths = paths(table);
    let mut found: Vec<(String, Said)> = Vec::new();
    for (key, said) in parts.into_iter().flat_map(|part| part.rows) {
        let all: Vec<&String> = paths.iter().filter(|path| is_end(path, &key.value)).collect();
        let exact = all.iter().find(|path| ***path == key.value).copied();
        let path = match (exact, all.as_slice()) {
            (Some(path), _) => path.clone(),
            (None, [path]) => (*path).clone(),
            (None, []) => {
                let ids = || paths.iter().map(|path| path.rsplit('.').next().unwrap_or(path));
                problems.push(
                    Diagnostic::error(
                        "okänt-i-planen",
                        format!("tabellen \"{}\" har ingen rad \"{}\"", table.id.value, key.value),
                    )
                    .at(&key.span)
                    .hint(did_you_mean(&key.value, ids()).unwrap_or_else(|| format!("rader: {}", list_names(ids())))),
                );
                continue;
            }
            (None, several) => {
                problems.push(
                    Diagnostic::error("okänt-i-planen", format!("flera rader heter \"{}\"", key.value))
                        .at(&key.span)
                        .hint(format!("skriv gruppen först: {}", list_names(several.iter().map(|path| path.as_str())))),
                );
                continue;
            }
        };
        if let Some((_, first)) = found.iter().find(|(other, _)| *other == path) {
            problems.push(
                Diagnostic::error("dubbel-uppföljning", format!("raden \"{path}\" följs upp två gånger"))
                    .at(&key.span)
                    .also(&first.span, "första gången här")
                    .hint("skriv allt som gäller samma rad på ett ställe"),
            );
            continue;
        }
        found.push((path, said));
    }
    // Comments are numbered in the order of the rows.
    found.sort_by_key(|(path, _)| paths.iter().position(|own| own == path));
    found
}
