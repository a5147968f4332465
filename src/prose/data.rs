//! The texts of the data: goals, assignments, risks, tables.

use crate::model::goals::{Goal, Point};
use crate::model::plan::Plan;
use crate::model::table::{Row, RowContent, SumLine};
use crate::prose::{Kind, Passage};
use crate::source::Spanned;

/// Every text of the data, in order of reading.
pub fn passages(plan: &Plan) -> Vec<Passage> {
    let mut out = Vec::new();
    for goal in plan.all_goals() {
        of_goal(goal, &mut out);
    }
    for risk in &plan.risks {
        out.push(Passage::of(Kind::Text, &risk.text));
        out.extend(risk.actions.iter().map(|action| Passage::of(Kind::Text, &action.text)));
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

fn of_goal(goal: &Goal, out: &mut Vec<Passage>) {
    out.push(Passage::of(Kind::Label, &goal.name));
    for measure in &goal.measures {
        out.push(Passage::of(Kind::Label, &measure.name));
        out.extend(measure.description.iter().map(text));
    }
    let point = |point: &Point| text(&point.text);
    out.extend(goal.indicators.iter().map(point));
    out.extend(goal.assignments.iter().map(|assignment| text(&assignment.text)));
    out.extend(goal.activities.iter().map(point));
}

fn of_rows(rows: &[Row], out: &mut Vec<Passage>) {
    for row in rows {
        out.extend(row.names.iter().map(|name| Passage::of(Kind::Label, name)));
        of_rows(row.inner(), out);
        if let RowContent::Group { sum: SumLine::After(label), .. } = &row.content {
            out.push(Passage::of(Kind::Label, label));
        }
    }
}
