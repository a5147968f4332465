//! The internal-control plan as a table.

use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, Table, TableKind};
use crate::document::{Block, Inline};
use crate::model::kind::ThingKind;
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
    let anchor = writing.numbering.anchors.give("tabell-internkontrollplan");
    let extras: Vec<&Extra> =
        EXTRAS.iter().filter(|(_, text)| writing.plan.risks.iter().any(|risk| text(writing, risk).is_some())).collect();
    let plan = writing.plan;
    let rows: Vec<Row> = plan.risks.iter().map(|risk| row(writing, risk, &extras, &anchor)).collect();
    let heads: Vec<&str> =
        ["Verksamhet", "Risk", "Åtgärd"].into_iter().chain(extras.iter().map(|(head, _)| *head)).collect();
    let head = |(at, text): (usize, &&str)| HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]);
    Some(Block::Table(Table {
        columns: heads.iter().map(|_| Column::text()).collect(),
        head: vec![heads.iter().enumerate().map(head).collect()],
        rows,
        ..Table::new(TableKind::Risks, &anchor, "Internkontrollplan")
    }))
}

fn row(writing: &mut Writing<'_>, risk: &Risk, extras: &[&Extra], table: &str) -> Row {
    let anchor = writing.place(ThingKind::Risk, &risk.id);
    let head = format!("{anchor}-rad");
    let actions: Vec<Vec<Inline>> =
        risk.actions.iter().map(|action| labelled(&action.text.value, action.region_wide)).collect();
    let texts = [
        Cell::text(labelled(&risk.text.value, risk.region_wide)),
        if actions.is_empty() { Cell::missing(vec![Inline::text("Åtgärd saknas")]) } else { Cell::items(actions) },
    ];
    let extras = extras
        .iter()
        .map(|(_, text)| text(writing, risk).map_or_else(Cell::empty, |text| Cell::text(vec![Inline::text(text)])));
    let cells = texts.into_iter().chain(extras).enumerate();
    let cells = cells.map(|(at, cell)| cell.headed(format!("{table}-kolumn{} {head}", at + 1))).collect();
    Row::item(RowHead::new(&head, vec![Inline::text(&risk.activity.value)]), cells).of(anchor, &risk.id.value)
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
