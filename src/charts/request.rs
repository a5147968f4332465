//! What the author of a call asks for: a table, rows and columns of it, each unknown one a problem of its own.

use rust_decimal::Decimal;

use crate::charts::data::Datum;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, list_names};
use crate::figures::lookup::Unknown;
use crate::figures::{LineKind, Sheet};
use crate::model::kind::ThingKind;
use crate::model::table::Table;
use crate::source::characters::visible;
use crate::views::call_site::{CallSite, find_table};
use crate::views::writing::Writing;

/// A table that a picture is drawn from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// As written.
    pub table: &'a Table,
    /// As computed.
    pub sheet: &'a Sheet,
}

impl Source<'_> {
    /// Its anchor and caption.
    pub fn place(&self, writing: &Writing<'_>) -> (String, String) {
        let anchor = writing
            .numbering
            .objects
            .get(&(ThingKind::Table, self.table.id.value.clone()))
            .cloned()
            .unwrap_or_default();
        (anchor, self.table.caption.value.clone())
    }
}

/// An argument that has to be there.
pub fn require(writing: &mut Writing<'_>, site: &CallSite<'_>, key: &str) -> Option<String> {
    let found = site.call.argument(key).map(|text| visible(text).into_owned());
    if found.is_none() {
        writing.problems.push(
            Diagnostic::error("argument-saknas", format!("diagram(…) saknar \"{key}\""))
                .at(&site.span)
                .hint(format!("lägg till {key}=\"…\" i uttrycket")),
        );
    }
    found
}

/// The table of the argument `tabell`.
pub fn table<'a>(writing: &mut Writing<'a>, site: &CallSite<'_>) -> Option<Source<'a>> {
    let id = require(writing, site, "tabell")?;
    find_table(writing, site, &id).map(|(table, sheet)| Source { table, sheet })
}

/// The parts of an argument between commas.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The line that a key means.
pub fn line(writing: &mut Writing<'_>, site: &CallSite<'_>, sheet: &Sheet, key: &str) -> Option<usize> {
    let found = sheet.lines_with(key);
    if let [line] = found {
        return Some(*line);
    }
    let known: Vec<String> = if found.is_empty() {
        sheet.lines.iter().filter(|line| !line.path.is_empty()).map(|line| sheet.key(line)).collect()
    } else {
        found.iter().map(|&line| sheet.lines[line].path.join(".")).collect()
    };
    let known = || known.iter().map(String::as_str);
    if !writing.plan.incomplete {
        writing.problems.push(if found.is_empty() {
            Diagnostic::error("okänd-rad", format!("raden \"{key}\" finns inte i tabellen \"{}\"", sheet.id))
                .at(&site.part_span(key))
                .hint(did_you_mean(key, known()).unwrap_or_else(|| format!("rader: {}", list_names(known()))))
        } else {
            Diagnostic::error("okänd-rad", format!("raden \"{key}\" finns flera gånger i tabellen \"{}\"", sheet.id))
                .at(&site.part_span(key))
                .hint(format!("skriv med gruppen före: {}", list_names(known())))
        });
    }
    None
}

/// The column with an id.
pub fn column(writing: &mut Writing<'_>, site: &CallSite<'_>, sheet: &Sheet, id: &str) -> Option<usize> {
    let found = sheet.column(id);
    if found.is_none() && !writing.plan.incomplete {
        let ids = || sheet.columns.iter().map(|column| column.id.as_str());
        let unknown = sheet.unknown_role(id).unwrap_or_else(|| Unknown {
            message: format!("kolumnen \"{id}\" finns inte i tabellen \"{}\"", sheet.id),
            hint: did_you_mean(id, ids()).unwrap_or_else(|| format!("kolumner: {}", list_names(ids()))),
        });
        writing
            .problems
            .push(Diagnostic::error("okänd-kolumn", unknown.message).at(&site.part_span(id)).hint(unknown.hint));
    }
    found
}

/// The column of the argument `kolumn`, which a table with one column need not have.
pub fn only_column(writing: &mut Writing<'_>, site: &CallSite<'_>, sheet: &Sheet) -> Option<usize> {
    if site.call.argument("kolumn").is_none() && sheet.columns.len() == 1 {
        return Some(0);
    }
    let id = require(writing, site, "kolumn")?;
    column(writing, site, sheet, &id)
}

/// The columns of the argument `kolumner`, else every column in the unit of the first, its periods in the order of time:
/// a table may begin with the latest. A column about no period stays where it is.
pub fn columns(writing: &mut Writing<'_>, site: &CallSite<'_>, source: Source<'_>) -> Option<Vec<usize>> {
    let Source { table, sheet } = source;
    if let Some(written) = site.call.argument("kolumner") {
        let found: Vec<Option<usize>> = list(written).map(|id| column(writing, site, sheet, id)).collect();
        return found.into_iter().collect();
    }
    let unit = table.columns.first().and_then(|column| column.unit.as_ref());
    let alike = |at: &usize| table.columns[*at].unit.as_ref() == unit && !table.columns[*at].computed;
    let mut columns: Vec<usize> = (0..sheet.columns.len()).filter(alike).collect();
    let when = |at: &usize| sheet.columns[*at].when;
    let mut sorted: Vec<usize> = columns.iter().copied().filter(|at| when(at).is_some()).collect();
    sorted.sort_by_key(when);
    for (place, at) in columns.iter_mut().filter(|at| when(at).is_some()).zip(sorted) {
        *place = at;
    }
    Some(columns)
}

/// The lines of the argument `rader`: those named, or the parts of a sum that is named alone; without it those that
/// the table's own sum adds. With the sum that they make up, when they are its parts.
pub fn lines(writing: &mut Writing<'_>, site: &CallSite<'_>, sheet: &Sheet) -> Option<(Vec<usize>, Option<usize>)> {
    let groups = site.flag("grupper", &mut writing.problems);
    let parts = |line: usize| if groups { sheet.lines[line].parts.clone() } else { sheet.printed_parts(line) };
    let Some(written) = site.call.argument("rader") else {
        let total = sheet.lines.iter().position(|line| line.kind == LineKind::Total);
        let top = |at: &usize| sheet.lines[*at].level == 0 && sheet.lines[*at].kind != LineKind::Heading;
        let lines = total.map_or_else(|| (0..sheet.lines.len()).filter(top).collect(), parts);
        return Some((lines, total));
    };
    let found: Vec<Option<usize>> = list(written).map(|key| line(writing, site, sheet, key)).collect();
    let found: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
    match found.as_slice() {
        [sum] if !sheet.lines[*sum].parts.is_empty() => Some((parts(*sum), Some(*sum))),
        _ => Some((found, None)),
    }
}

/// What a group is called: the heading over its sum, or the sum's own name.
pub fn group_name(sheet: &Sheet, sum: usize) -> String {
    let line = &sheet.lines[sum];
    let first = line.parts.iter().copied().min().unwrap_or(sum);
    let over = sheet.lines[..first.min(sum)].last();
    let heading = over.filter(|over| over.kind == LineKind::Heading && over.level == line.level);
    heading.unwrap_or(line).name()
}

/// Whether the table that a picture is of is still to be filled in. Of several tables of the same records, any of them.
fn is_awaited(writing: &Writing<'_>, site: &CallSite<'_>) -> bool {
    let wanted = site.call.argument("tabell").unwrap_or_default();
    let (begins, ends) = match (wanted.find('{'), wanted.rfind('}')) {
        (Some(open), Some(close)) if open < close => (&wanted[..open], &wanted[close + 1..]),
        _ => (wanted, ""),
    };
    let is_own =
        |id: &str| id == wanted || (begins.len() < wanted.len() && id.starts_with(begins) && id.ends_with(ends));
    writing.plan.tables.iter().any(|table| is_own(&table.id.value) && writing.plan.is_awaited(&table.file))
}

/// Whether figures can stand in one picture: all in one unit, some of them amounts, and of one sign where signs are
/// left out. What is wrong is a problem.
pub fn is_drawable(
    writing: &mut Writing<'_>,
    site: &CallSite<'_>,
    data: &[Datum],
    absolute: Option<&[Option<Decimal>]>,
) -> bool {
    let units: Vec<&str> = data.iter().filter(|datum| datum.value.is_some()).map(|datum| datum.unit.symbol()).collect();
    let problem = if units.is_empty() {
        let severity = if is_awaited(writing, site) { Severity::Warning } else { Severity::Error };
        (!writing.plan.incomplete).then(|| {
            let empty = Diagnostic::error("inget-att-visa", "diagrammet har inga belopp att visa");
            Diagnostic { severity, ..empty }.hint("välj rader och en kolumn som har belopp")
        })
    } else if let Some(other) = units.iter().find(|unit| **unit != units[0]) {
        Some(
            Diagnostic::error("blandade-enheter", format!("diagrammet blandar \"{}\" och \"{other}\"", units[0]))
                .hint("välj rader och kolumner som har samma enhet"),
        )
    } else if let Some(signed) = absolute
        && signed.iter().flatten().any(|value| value.is_sign_negative() && !value.is_zero())
        && signed.iter().flatten().any(|value| value.is_sign_positive() && !value.is_zero())
    {
        Some(
            Diagnostic::error("olika-tecken", "absolut=true utelämnar tecknen, men raderna har olika tecken")
                .hint("ta bort absolut=true, eller välj rader med samma tecken"),
        )
    } else {
        None
    };
    let drawable = problem.is_none() && !units.is_empty();
    writing.problems.extend(problem.map(|problem| problem.at(&site.span)));
    drawable
}

/// The problem that the figures leave no room for anything else.
pub fn too_wide(writing: &mut Writing<'_>, site: &CallSite<'_>) {
    writing.problems.push(
        Diagnostic::error("får-inte-plats", "talen får inte plats i diagrammet")
            .at(&site.span)
            .hint("ange beloppen i en större enhet, eller välj färre kolumner med kolumner=\"…\""),
    );
}
