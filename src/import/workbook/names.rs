//! What rows and tables are called and measured in, as it stands in a workbook.

use crate::diagnostic::Diagnostic;
use crate::import::workbook::found::Found;
use crate::import::workbook::reader::{Against, Reader, written_at};
use crate::outputs::workbook::record::BETWEEN;
use crate::outputs::workbook::table;
use crate::quantity::unit::Unit;
use crate::views::figure_table;

/// Looks at what rows and the table are called and measured in.
pub fn changed(reader: &Reader<'_>, found: &Found<'_>, remarks: &mut Vec<Diagnostic>) {
    let Against { plan, figures, .. } = reader.against;
    let sheet = &figures.sheets[found.at];
    let own = plan.tables.get(found.at);
    let notes = own.map(|table| figure_table::notes(table, "")).unwrap_or_default();
    let width = found.columns.keys().next().copied().unwrap_or(0);
    for (&row, &line) in &found.rows {
        let expected = table::names(own, &notes, &sheet.lines[line]);
        let texts = (0..width).map(|column| found.sheet.text((row, column)).unwrap_or_default());
        let there: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
        let is = |text: &str| {
            let plain = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let parts = text.split(BETWEEN).filter(|part| !part.trim().is_empty());
            parts.map(plain).eq(there.iter().map(|text| plain(text)))
        };
        let recorded = reader.record.as_ref().and_then(|record| record.names(&reader.address(found, line)));
        let now = expected.join(BETWEEN);
        if is(&now) || recorded.is_some_and(is) {
            continue;
        }
        let at = (row, 0);
        let unit = sheet.lines[line].unit.as_ref().map(Unit::symbol).unwrap_or_default();
        let had = |text: &str| !unit.is_empty() && text.contains(unit);
        let why = format!("namnet är ändrat från \"{now}\" till \"{}\"", there.join(BETWEEN));
        let remark = if had(&now) && !there.iter().any(|text| had(text)) {
            reader.error("ändrad-enhet", &found.sheet.name, at, &format!("{why}, utan enheten {unit}"))
        } else {
            reader.warning("ändrat-namn", &found.sheet.name, at, &why)
        };
        remarks.push(remark.hint(format!("namn förs inte över; ändra i {}", written_at(&sheet.lines[line].span))));
    }
    let Some(unit) = own.and_then(table::unit_line) else { return };
    let first = found.rows.keys().next().copied().unwrap_or(0);
    let about_unit = |text: &str| text.starts_with("I ") && text.trim_end_matches('.').ends_with("inget annat står");
    let stated = found.sheet.cells.iter().take_while(|((row, _), _)| *row < first);
    let stated = stated.filter_map(|(at, cell)| Some((*at, cell.content.text()?))).find(|(_, text)| about_unit(text));
    if let Some((at, text)) = stated.filter(|(_, text)| text.trim() != unit) {
        let why = format!("enheten är ändrad: här står \"{text}\", men tabellen är \"{unit}\"");
        remarks.push(
            reader
                .error("ändrad-enhet", &found.sheet.name, at, &why)
                .hint("skriv beloppen i tabellens enhet och lägg tillbaka texten"),
        );
    }
}
