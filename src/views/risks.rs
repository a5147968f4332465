//! The internal-control plan as a table.

use crate::document::table::{Cell, CellKind, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::document::{Block, Inline};
use crate::model::kind::RISK;
use crate::model::risks::Risk;
use crate::swedish;
use crate::views::writing::Writing;

/// Said before what concerns all boards.
const REGION_WIDE: &str = "Regionövergripande";

/// An optional column: its head, and its text for a risk.
type Extra = (&'static str, fn(&Writing<'_>, &Risk) -> Option<String>);

const EXTRAS: [Extra; 4] = [
    ("Sannolikhet", |_, risk| risk.probability.as_ref().map(|value| value.value.to_string())),
    ("Konsekvens", |_, risk| risk.consequence.as_ref().map(|value| value.value.to_string())),
    ("Ansvarig", |writing, risk| {
        let names = writing.names(&risk.responsible);
        (!names.is_empty()).then(|| swedish::join(&names))
    }),
    ("Tidpunkt", |_, risk| risk.due.clone()),
];

/// All risks; nothing when there are none. Columns that no risk fills are left out.
pub fn table(writing: &mut Writing<'_>) -> Option<Block> {
    if writing.plan.risks.is_empty() {
        return None;
    }
    let anchor = writing.anchors.give("tabell-internkontrollplan");
    let extras: Vec<&Extra> =
        EXTRAS.iter().filter(|(_, text)| writing.plan.risks.iter().any(|risk| text(writing, risk).is_some())).collect();
    let plan = writing.plan;
    let rows: Vec<Row> = plan.risks.iter().map(|risk| row(writing, risk, &extras, &anchor)).collect();
    let heads: Vec<&str> =
        ["Verksamhet", "Risk", "Åtgärd"].into_iter().chain(extras.iter().map(|(head, _)| *head)).collect();
    let weight = |at: usize| match at {
        1 => 3,
        2 => 5,
        _ => 2,
    };
    Some(Block::Table(Table {
        table_kind: TableKind::Risks,
        caption: "Internkontrollplan".to_owned(),
        stub: 1,
        columns: (0..heads.len()).map(|at| Column { numeric: false, weight: weight(at) }).collect(),
        head: vec![
            heads
                .iter()
                .enumerate()
                .map(|(at, text)| HeadCell {
                    id: format!("{anchor}-kolumn{at}"),
                    content: vec![Inline::text(*text)],
                    colspan: 1,
                    rowspan: 1,
                    group: false,
                    numeric: false,
                })
                .collect(),
        ],
        rows,
        notes: Vec::new(),
        remarks: Vec::new(),
        compared: false,
        anchor: anchor.clone(),
    }))
}

fn row(writing: &mut Writing<'_>, risk: &Risk, extras: &[&Extra], table: &str) -> Row {
    let anchor = writing.place(RISK, &risk.id);
    let head = format!("{anchor}-rad");
    let cell = |at: usize, cell_kind, content, items| Cell {
        cell_kind,
        headers: format!("{table}-kolumn{at} {head}"),
        content,
        items,
        pad: None,
        exact: None,
        address: None,
    };
    let actions: Vec<Vec<Inline>> =
        risk.actions.iter().map(|action| labelled(&action.text.value, action.region_wide)).collect();
    let mut cells = vec![
        cell(1, CellKind::Text, labelled(&risk.text.value, risk.region_wide), Vec::new()),
        if actions.is_empty() {
            cell(2, CellKind::Missing, vec![Inline::text("Åtgärd saknas")], Vec::new())
        } else {
            cell(2, CellKind::Items, Vec::new(), actions)
        },
    ];
    for (at, (_, text)) in extras.iter().enumerate() {
        cells.push(match text(writing, risk) {
            Some(text) => cell(at + 3, CellKind::Text, vec![Inline::text(text)], Vec::new()),
            None => cell(at + 3, CellKind::Empty, Vec::new(), Vec::new()),
        });
    }
    let heads =
        vec![RowHead { id: head.clone(), content: vec![Inline::text(&risk.activity.value)], notes: Vec::new() }];
    Row { row_kind: RowKind::Item, anchor: Some(anchor), level: 0, heads, cells, change: None }
}

fn labelled(text: &str, region_wide: bool) -> Vec<Inline> {
    let mut content = Vec::new();
    if region_wide {
        content.push(Inline::Strong { content: vec![Inline::text(format!("{REGION_WIDE}:"))] });
        content.push(Inline::text(" "));
    }
    content.push(Inline::text(text));
    content
}
