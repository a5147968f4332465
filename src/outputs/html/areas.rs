//! "Vad gäller oss?": a page with what each unit answers for, and the figures that are about it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::document::anchor::slug;
use crate::document::table::TableKind;
use crate::document::{Block, Card};
use crate::figures::LineKind;
use crate::model::kind::ThingKind;
use crate::model::table::Row as SourceRow;
use crate::outputs::edition::Edition;
use crate::outputs::html::markup::escaped;
use crate::outputs::html::places::Places;
use crate::swedish;

/// The page's file name.
pub const PAGE: &str = "omraden.html";

/// What a unit answers for, as HTML: things by kind, and rows of figures.
#[derive(Default)]
struct Duties {
    things: BTreeMap<ThingKind, Vec<String>>,
    rows: Vec<String>,
}

impl Duties {
    fn parts(&self) -> impl Iterator<Item = (String, &[String])> {
        let things = ThingKind::TOLD.into_iter().filter_map(|kind| {
            let entries = self.things.get(&kind)?;
            Some((swedish::capitalised(kind.traits().many), entries.as_slice()))
        });
        things.chain([("I budgeten".to_owned(), self.rows.as_slice())])
    }
}

/// The page's content; nothing when no unit answers for anything.
pub fn page(edition: &Edition<'_>, places: &Places) -> Option<String> {
    let mut duties: BTreeMap<String, Duties> = BTreeMap::new();
    for block in edition.document.blocks() {
        if let Block::Cards { thing, items } = block {
            enter(*thing, items, &mut duties);
        }
    }
    enter_risks(edition, &mut duties);
    enter_rows(edition, places, &mut duties);
    let units: Vec<&str> = edition.plan.organisation.all().map(|unit| unit.name.value.as_str()).collect();
    let found: Vec<(&str, Duties)> = units.into_iter().filter_map(|name| Some((name, duties.remove(name)?))).collect();
    (!found.is_empty()).then(|| written(&found))
}

fn written(found: &[(&str, Duties)]) -> String {
    let mut html = "<h1>Vad gäller oss?</h1>\n<p class=\"ingress\">Uppdrag, aktiviteter, risker och budget för varje område, med länkar till där de står i planen.</p>\n<ul class=\"tabellista\">\n".to_owned();
    for (name, _) in found {
        let _ = writeln!(html, "<li><a href=\"#{}\">{}</a></li>", anchor(name), escaped(name));
    }
    html.push_str("</ul>\n");
    for (name, duties) in found {
        let anchor = anchor(name);
        let _ = writeln!(html, "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">{}</h2>", escaped(name));
        for (title, entries) in duties.parts().filter(|(_, entries)| !entries.is_empty()) {
            let _ = writeln!(html, "<h3>{title}</h3>\n<ul class=\"ansvarslista\">");
            for entry in entries {
                let _ = writeln!(html, "<li>{entry}</li>");
            }
            html.push_str("</ul>\n");
        }
        html.push_str("</section>\n");
    }
    html
}

fn anchor(name: &str) -> String {
    format!("oss-{}", slug(name))
}

fn link(anchor: &str, text: &str) -> String {
    format!("<a href=\"#{anchor}\">{}</a>", escaped(text))
}

fn enter(kind: ThingKind, cards: &[Card], duties: &mut BTreeMap<String, Duties>) {
    for card in cards {
        for name in &card.responsible {
            let entry = format!("{}: {}", link(&card.anchor, &card.label), escaped(&card.text));
            duties.entry(name.clone()).or_default().things.entry(kind).or_default().push(entry);
        }
    }
}

/// Risks stand where their table is shown; one that is not shown has no place to lead to.
fn enter_risks(edition: &Edition<'_>, duties: &mut BTreeMap<String, Duties>) {
    let risks = edition.document.tables().filter(|table| table.table_kind == TableKind::Risks);
    for row in risks.flat_map(|table| &table.rows) {
        let found = edition.plan.risks.iter().find(|risk| Some(&risk.id.value) == row.id.as_ref());
        let (Some(risk), Some(anchor)) = (found, &row.anchor) else { continue };
        for unit in risk.responsible.iter().filter_map(|id| edition.plan.organisation.unit(&id.value)) {
            let entry = format!("{}: {}", link(anchor, &risk.activity.value), escaped(&risk.text.value));
            duties.entry(unit.name.value.clone()).or_default().things.entry(ThingKind::Risk).or_default().push(entry);
        }
    }
}

/// Rows of figures that are about a unit, with what is printed in them.
fn enter_rows(edition: &Edition<'_>, places: &Places, duties: &mut BTreeMap<String, Duties>) {
    let Edition { plan, figures, .. } = edition;
    for (table, sheet) in figures.tables(plan) {
        let whole = table.about.as_ref();
        for (at, line) in sheet.lines.iter().enumerate() {
            let own = row(&table.rows, &line.path).and_then(|row| row.about.as_ref());
            // Of a table that is one unit's own, the sum is what the unit asks for.
            let about = own.or(whole.filter(|_| line.kind == LineKind::Total));
            let Some(unit) = about.and_then(|id| plan.organisation.unit(&id.value)) else { continue };
            let first = figures.address(sheet.cell(at, 0));
            let Some(anchor) = places.rows.get(&first) else { continue };
            let values: Vec<String> = sheet
                .columns
                .iter()
                .enumerate()
                .filter_map(|(column, named)| {
                    let figure = &figures.cells[sheet.cell(at, column)];
                    let text = escaped(&figure.printed.as_ref()?.with_unit(&figure.unit));
                    Some(format!("<li>{}: {text}</li>", escaped(&named.name)))
                })
                .collect();
            let name = format!("{}, {}", table.caption.value, line.name());
            let entry = format!("{}\n<ul>\n{}\n</ul>\n", link(anchor, &name), values.join("\n"));
            duties.entry(unit.name.value.clone()).or_default().rows.push(entry);
        }
    }
}

/// The row at a path of ids.
fn row<'a>(rows: &'a [SourceRow], path: &[String]) -> Option<&'a SourceRow> {
    let (first, rest) = path.split_first()?;
    let found = rows.iter().find(|row| row.id.value == *first)?;
    if rest.is_empty() { Some(found) } else { row(found.inner(), rest) }
}
