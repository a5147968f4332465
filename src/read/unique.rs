//! Ids that are used twice, over the whole plan.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::{Row, RowContent, Table};
use crate::read::fields::Problems;
use crate::source::Id;

/// Reports every id that stands for two things of the same kind.
pub fn check(plan: &Plan, problems: &mut Problems) {
    let things = plan.things();
    for kind in ThingKind::MATCHED {
        let own = things.iter().filter(|thing| thing.kind == kind);
        once(kind.traits().the, own.filter_map(|thing| thing.id), problems);
    }
    for table in &plan.tables {
        once(ThingKind::Note.traits().the, table.notes.iter().map(|(id, _)| id), problems);
        rows_of(&table.rows, table.total.as_ref().map(|total| &total.id), problems);
        measures_share_no_table_id(table, problems);
    }
}

/// `styrtal` addresses measures, so that no table may be called that.
fn measures_share_no_table_id(table: &Table, problems: &mut Problems) {
    if table.id.value == "styrtal" {
        problems.push(
            Diagnostic::error("dubbelt-id", "en tabell får inte heta \"styrtal\", som är styrtalens adress")
                .at(&table.id.span)
                .hint("välj ett annat id"),
        );
    }
}

/// Row ids are unique within their group: the same line may stand under several groups.
fn rows_of(rows: &[Row], total: Option<&Id>, problems: &mut Problems) {
    once(ThingKind::Row.traits().the, rows.iter().map(|row| &row.id).chain(total), problems);
    for row in rows {
        match &row.content {
            RowContent::Item { of_which: rows, .. } | RowContent::Group { rows, .. } => rows_of(rows, None, problems),
            RowContent::Formula { .. } => {}
        }
    }
}

fn once<'a>(what: &str, ids: impl Iterator<Item = &'a Id>, problems: &mut Problems) {
    let mut first: HashMap<&str, &Id> = HashMap::new();
    for id in ids {
        if let Some(earlier) = first.get(id.value.as_str()) {
            problems.push(
                Diagnostic::error("dubbelt-id", format!("{what} \"{}\" finns två gånger", id.value))
                    .at(&id.span)
                    .also(&earlier.span, "första gången här")
                    .hint("ge den ena ett annat id"),
            );
        } else {
            first.insert(&id.value, id);
        }
    }
}
