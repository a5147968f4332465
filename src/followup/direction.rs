//! Whether more is better in a row of a table: deviations are printed so that plus is better.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::followup::paths::{is_end, path};
use crate::model::formula::Formula;
use crate::model::table::{ColumnKind, CostSign, Counted, Row, RowContent, Table};
use crate::read::fields::Problems;
use crate::source::Id;

/// What the rows of a table are, as rapport.yaml says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Costs, as positive amounts.
    Costs,
    /// Incomes.
    Incomes,
    /// Amounts of which more is better: costs are negative.
    Result,
}

impl Kind {
    /// Every kind with the word used in rapport.yaml.
    pub const WORDS: [(&'static str, Self); 3] =
        [("kostnad", Self::Costs), ("intäkt", Self::Incomes), ("resultat", Self::Result)];
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

impl Better {
    fn turned(self, is_turned: bool) -> Self {
        match (self, is_turned) {
            (Self::Higher, false) | (Self::Lower, true) => Self::Higher,
            (Self::Lower, false) | (Self::Higher, true) => Self::Lower,
        }
    }
}

/// Which way is better in the rows of a table.
#[derive(Debug, Clone)]
pub enum Directions {
    /// The same in all.
    All(Better),
    /// Another in each, by the row's path.
    Each(HashMap<String, Better>),
}

/// Which way is better in the rows of a table; nothing where that is not said, which is told.
pub fn of(table: &Table, column: usize, kind: Option<Kind>, place: &Id, problems: &mut Problems) -> Option<Directions> {
    match (kind, table.cost_sign) {
        (Some(Kind::Costs), _) => return Some(Directions::All(Better::Lower)),
        (Some(Kind::Incomes | Kind::Result), _) | (None, Some(CostSign::Negative)) => {
            return Some(Directions::All(Better::Higher));
        }
        (None, None) if table.columns[column].kind == ColumnKind::Costs => return Some(Directions::All(Better::Lower)),
        (None, None) => {
            problems.push(
                Diagnostic::error(
                    "nyckel-saknas",
                    format!(
                        "det framgår inte om ett högre belopp är bättre eller sämre i tabellen \"{}\"",
                        place.value
                    ),
                )
                .at(&place.span)
                .hint("skriv slag: kostnad, slag: intäkt eller slag: resultat (kostnader är negativa)"),
            );
            return None;
        }
        (None, Some(CostSign::Positive)) => {}
    }
    let mut found = HashMap::new();
    let mut open = Vec::new();
    let whole = of_rows(&table.rows, "", &mut found, &mut open);
    if let Some(total) = &table.total {
        match whole {
            Some(better) => drop(found.insert(total.id.value.clone(), better)),
            None => open.push(total.id.value.clone()),
        }
    }
    if let Some(first) = open.first() {
        problems.push(
            Diagnostic::error(
                "nyckel-saknas",
                format!("raden \"{first}\" i tabellen \"{}\" lägger ihop kostnader och intäkter", place.value),
            )
            .at(&place.span)
            .hint("skriv slag: kostnad eller slag: intäkt på raden i planen, eller slag här för hela tabellen"),
        );
        return None;
    }
    let mut all = found.values().copied();
    let first = all.next()?;
    Some(if all.all(|other| other == first) { Directions::All(first) } else { Directions::Each(found) })
}

/// The direction of each row, and of their sum; rows of which it cannot be told are left open.
fn of_rows(rows: &[Row], above: &str, found: &mut HashMap<String, Better>, open: &mut Vec<String>) -> Option<Better> {
    let own = |row: &Row| if row.cost { Better::Lower } else { Better::Higher };
    let mut parts = Vec::new();
    for row in rows {
        let path = path(above, row);
        let better = match &row.content {
            RowContent::Item { of_which, .. } => {
                let _ = of_rows(of_which, &path, found, open);
                Some(own(row))
            }
            RowContent::Group { rows, .. } => of_rows(rows, &path, found, open),
            RowContent::Formula { .. } if row.cost => Some(Better::Lower),
            RowContent::Formula { formula, .. } => of_formula(&formula.value, found),
        };
        match better {
            Some(better) => drop(found.insert(path, better)),
            None => open.push(path),
        }
        let is_counted = match row.counted {
            Some(Counted::Not) => false,
            None => !matches!(row.content, RowContent::Formula { .. }),
            Some(_) => true,
        };
        if is_counted {
            // The deviations of the parts are added, which a part that is taken away does not bear.
            parts.push(better.filter(|_| row.counted != Some(Counted::Subtracted)));
        }
    }
    let first = parts.first().copied().flatten()?;
    parts.iter().all(|part| *part == Some(first)).then_some(first)
}

/// The direction of a formula that only adds and takes away rows before it: *intäkter - kostnader*.
fn of_formula(formula: &Formula, found: &HashMap<String, Better>) -> Option<Better> {
    let signs = formula.added()?;
    let mut parts = Vec::new();
    formula.references(&mut |reference| {
        let key = reference.parts.join(".");
        let mut all = found.keys().filter(|path| is_end(path, &key));
        let only = all.next().filter(|_| all.next().is_none());
        parts.push(only.and_then(|path| found.get(path)).copied());
    });
    let turned = parts.iter().zip(signs).map(|(part, plus)| part.map(|part| part.turned(!plus)));
    let turned: Option<Vec<Better>> = turned.collect();
    let turned = turned?;
    let first = *turned.first()?;
    turned.iter().all(|part| *part == first).then_some(first)
}
