//! The texts of the data: goals, assignments, risks, tables.

use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::{Row, RowContent, SumLine};
use crate::model::thing::Says;
use crate::prose::{Kind, Passage};
use crate::source::Spanned;

/// Every text of the data, in order of reading.
pub fn passages(plan: &Plan) -> Vec<Passage> {
    let mut out = Vec::new();
    // Tables come last, with the names of their rows; the names of units are no text.
    for thing in plan.things().iter().filter(|thing| !matches!(thing.kind, ThingKind::Unit | ThingKind::Table)) {
        out.extend(thing.fields.iter().filter_map(|field| match field.says {
            Says::Name(name) => Some(Passage::of(Kind::Label, name)),
            Says::Text(own) => Some(text(own)),
            _ => None,
        }));
    }
    for table in &plan.tables {
        out.push(Passage::of(Kind::Label, &table.caption));
        out.extend(table.notes.iter().map(|(_, note)| note).chain(&table.remarks).map(text));
        of_rows(&table.rows, &mut out);
        out.extend(table.total.iter().map(|total| Passage::of(Kind::Label, &total.label)));
        out.extend(table.restatements.iter().map(|restatement| text(&restatement.reason)));
    }
    out
}

fn text(value: &Spanned<String>) -> Passage {
    Passage::of(Kind::Text, value)
}

fn of_rows(rows: &[Row], out: &mut Vec<Passage>) {
    for row in rows {
        out.extend(row.names.iter().map(|name| Passage::of(Kind::Label, name)));
        of_rows(row.inner(), out);
        if let RowContent::Group { sum: SumLine::After(label), .. } = &row.content {
            out.push(Passage::of(Kind::Label, &label.text));
        }
    }
}
