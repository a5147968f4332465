//! A sheet's heads, and what stands under them: names of rows, amounts, and words beside.

use crate::diagnostic::Diagnostic;
use crate::import::foreign::grid::{Asked, Grid, Said, letters};
use crate::import::ids;
use crate::quantity::period::{self, names};
use crate::quantity::unit::Unit;
use crate::swedish;

/// Most rows of heads.
const HEADS: usize = 3;

/// The columns of a table.
#[derive(Debug)]
pub struct Columns {
    /// The caption.
    pub caption: String,
    /// The unit of all that says no other.
    pub unit: Unit,
    /// Columns that name the rows.
    pub stub: Vec<u16>,
    /// Their heads, where they have any.
    pub stub_heads: Vec<String>,
    /// Columns of amounts and of words, from left to right.
    pub columns: Vec<Column>,
    /// The texts of the last row of heads, by which it is known where it comes again.
    pub heads: Vec<String>,
    /// Index of the first row under the heads.
    pub body: usize,
    /// Headings between the heads and the first amounts begin here.
    pub first: usize,
}

/// A column of amounts or words.
#[derive(Debug, Clone)]
pub struct Column {
    /// Where it stands.
    pub at: u16,
    /// What is written of it in the table's file, alone.
    pub head: Head,
    /// Its id.
    pub id: String,
    /// Its unit, where it is not the table's.
    pub unit: Option<Unit>,
    /// Whether it is words.
    pub words: bool,
}

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A period.
    Period(String),
    /// A measure under a period.
    Measure(String, String),
    /// A name.
    Named(String),
    /// A period or a name under a name.
    Under(String, Box<Head>),
}

impl Columns {
    /// Finds the columns of a sheet.
    ///
    /// # Errors
    /// When there are no names, no amounts, no heads or no unit.
    pub fn of(grid: &Grid<'_>, asked: &Asked, told: &mut Vec<String>) -> Result<Self, Vec<Diagnostic>> {
        let (stub, amounts, words) = kinds(grid)?;
        let body = body(grid, &amounts).ok_or_else(|| vec![no_amounts(grid)])?;
        let has_head =
            |index: &usize| amounts.iter().any(|column| !grid.merged_text(grid.rows[*index], *column).is_empty());
        let Some(last) = (0..body).rev().find(has_head) else {
            let at = (grid.rows[body], amounts[0]);
            return Err(vec![
                grid.error("inget-huvud", at, "beloppen har inget huvud ovanför sig")
                    .hint("låt området börja med raden som säger vad kolumnerna är, till exempel Budget 2025"),
            ]);
        };
        let first = (0..=last).rev().take_while(has_head).last().unwrap_or(last);
        if last - first >= HEADS {
            let at = (grid.rows[first], amounts[0]);
            return Err(vec![
                grid.error("för-många-huvuden", at, &format!("huvudet har fler än {HEADS} rader"))
                    .hint("låt området börja med huvudets första rad"),
            ]);
        }
        let rows: Vec<u32> = grid.rows[first..=last].to_vec();
        let over: Vec<String> = (0..first).flat_map(|index| texts(grid, grid.rows[index], &grid.columns)).collect();
        let beside: Vec<String> = rows.iter().flat_map(|row| texts(grid, *row, &stub)).collect();
        let caption = over.iter().find(|text| !is_about_unit(text)).cloned();
        let caption = caption.unwrap_or_else(|| {
            if grid.sheet.name.is_empty() { swedish::capitalised(&asked.id) } else { grid.sheet.name.clone() }
        });
        told.push(format!("rubrik: {caption}"));
        told.push(format!("{}: tabellens huvud", numbered(&rows)));
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        for (at, words) in amounts.iter().map(|at| (*at, false)).chain(words.iter().map(|at| (*at, true))) {
            match column(grid, &rows, at, words, &amounts, &columns) {
                Ok((column, text)) => {
                    told.push(format!("kolumn {}: {text}", letters(at)));
                    columns.push(column);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        columns.sort_by_key(|column| column.at);
        for column in columns.iter_mut().filter(|column| !column.words) {
            let said: Vec<Said> = grid.rows[body..].iter().map(|row| grid.said(*row, column.at)).collect();
            let numbers = said.iter().filter(|said| matches!(said, Said::Number(..))).count();
            let percent = said.iter().filter(|said| matches!(said, Said::Number(_, true, _))).count();
            if percent > 0 && percent == numbers {
                column.unit = Some(Unit::Percent);
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let unit = unit(grid, asked, &over, &beside, &columns, (grid.rows[first], stub[0]), told)?;
        for column in &mut columns {
            column.unit = column.unit.take().filter(|own| *own != unit);
        }
        let named: Vec<String> = stub
            .iter()
            .map(|column| {
                rows.iter()
                    .rev()
                    .map(|row| grid.merged_text(*row, *column))
                    .find(|text| !text.is_empty())
                    .unwrap_or_default()
            })
            .collect();
        told.push(format!(
            "{}: radernas namn",
            stub.iter().map(|column| format!("kolumn {}", letters(*column))).collect::<Vec<_>>().join(" och ")
        ));
        let heads = grid.columns.iter().map(|column| grid.text(grid.rows[last], *column)).collect();
        Ok(Self { caption, unit, stub, stub_heads: named, columns, heads, body, first: last + 1 })
    }
}

/// Which columns name the rows, which have amounts, and which have words beside them.
type Kinds = (Vec<u16>, Vec<u16>, Vec<u16>);

fn kinds(grid: &Grid<'_>) -> Result<Kinds, Vec<Diagnostic>> {
    let is_year = |said: &Said| matches!(said, Said::Number(value, false, None) if value.is_integer() && i32::try_from(*value).is_ok_and(period::is_year));
    let counted = |column: u16| {
        let said = grid.rows.iter().map(|row| grid.said(*row, column));
        let mut counts = (0, 0);
        for said in said {
            match said {
                _ if is_year(&said) => {}
                Said::Number(..) => counts.0 += 1,
                Said::Words(_) => counts.1 += 1,
                Said::Nothing | Said::Dash | Said::Bad(..) => {}
            }
        }
        counts
    };
    let counts: Vec<(u16, (usize, usize))> = grid.columns.iter().map(|column| (*column, counted(*column))).collect();
    // Heads are words over amounts; so many at most.
    let has_amounts = |(numbers, words): (usize, usize)| numbers > 0 && numbers + HEADS >= words;
    let first_names = counts.iter().position(|(_, counts)| counts.1 > 0 && !has_amounts(*counts));
    let Some(first_names) = first_names.filter(|first| counts[*first..].iter().any(|(_, counts)| has_amounts(*counts)))
    else {
        let at = (grid.rows[0], grid.columns[0]);
        if !counts.iter().any(|(_, counts)| has_amounts(*counts)) {
            return Err(vec![no_amounts(grid)]);
        }
        return Err(vec![
            grid.error("inga-namn", at, "ingen kolumn till vänster om beloppen har radernas namn")
                .hint("låt området börja med kolumnen som har radernas namn"),
        ]);
    };
    let first_amounts = counts
        .iter()
        .enumerate()
        .skip(first_names)
        .find(|(_, (_, counts))| has_amounts(*counts))
        .map_or(counts.len(), |(index, _)| index);
    let stub = counts[..first_amounts].iter().map(|(column, _)| *column).collect();
    let (amounts, words): (Vec<_>, Vec<_>) =
        counts[first_amounts..].iter().partition(|(_, counts)| has_amounts(*counts));
    let only = |all: Vec<(u16, (usize, usize))>| all.into_iter().map(|(column, _)| column).collect();
    Ok((stub, only(amounts), only(words)))
}

fn no_amounts(grid: &Grid<'_>) -> Diagnostic {
    grid.error("inga-belopp", (grid.rows[0], grid.columns[0]), "området har inga belopp")
        .hint("ange området där tabellen står, till exempel --range A3:F28")
}

/// Index of the first row with an amount that is no year.
fn body(grid: &Grid<'_>, amounts: &[u16]) -> Option<usize> {
    let is_amount = |said: Said| match said {
        Said::Number(value, percent, unit) => {
            percent
                || unit.is_some()
                || !value.is_integer()
                || i32::try_from(value).map_or(true, |year| !period::is_year(year))
        }
        _ => false,
    };
    grid.rows.iter().position(|row| amounts.iter().any(|column| is_amount(grid.said(*row, *column))))
}

fn texts(grid: &Grid<'_>, row: u32, columns: &[u16]) -> Vec<String> {
    columns.iter().map(|column| grid.text(row, *column)).filter(|text| !text.is_empty()).collect()
}

fn numbered(rows: &[u32]) -> String {
    match rows {
        [only] => format!("rad {}", only + 1),
        [first, .., last] => format!("raderna {}–{}", first + 1, last + 1),
        [] => String::new(),
    }
}

/// Whether a text says nothing but what amounts are in.
fn is_about_unit(text: &str) -> bool {
    let left = text.to_lowercase();
    let words = left.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|word| !word.is_empty());
    let plain = ["i", "belopp", "beloppen", "alla", "anges", "är", "tusental", "tusen", "miljoner", "kronor", "enhet"];
    let mut words = words.filter(|word| !plain.contains(word) && money(word).is_none()).peekable();
    words.peek().is_none() && unit_in(text).is_some()
}

fn money(word: &str) -> Option<Unit> {
    let word = word.to_lowercase();
    let unit = match word.as_str() {
        "ksek" => Unit::ThousandKronor,
        "msek" => Unit::MillionKronor,
        "sek" => Unit::Krona,
        other => Unit::parse(other),
    };
    (unit.is_money() || unit == Unit::Percent).then_some(unit)
}

/// The unit that a text speaks of: `Belopp i tkr`, `(mnkr)`, `i tusental kronor`.
fn unit_in(text: &str) -> Option<Unit> {
    let lower = text.to_lowercase();
    for (words, unit) in [
        ("tusental kronor", Unit::ThousandKronor),
        ("tusen kronor", Unit::ThousandKronor),
        ("miljoner kronor", Unit::MillionKronor),
        ("miljarder kronor", Unit::BillionKronor),
    ] {
        if lower.contains(words) {
            return Some(unit);
        }
    }
    lower.split(|c: char| !c.is_alphanumeric() && c != '%').find_map(money)
}

/// A text without the unit that ends it: `Budget 2025 (tkr)`, `Elevpeng, kr`.
pub fn without_unit(text: &str) -> (String, Option<Unit>) {
    let plain = text.trim_end_matches([')', ']', '.', ':']);
    let Some((before, word)) = plain.rsplit_once([' ', '(', '[', ',']) else { return (text.to_owned(), None) };
    match money(word) {
        Some(unit) if !before.trim().is_empty() => {
            let before = before.trim_end_matches(['(', '[', ' ', ',', '/']);
            (before.strip_suffix(" i").unwrap_or(before).trim().to_owned(), Some(unit))
        }
        _ => (text.to_owned(), None),
    }
}

/// One column, and what is told of it.
fn column(
    grid: &Grid<'_>,
    rows: &[u32],
    at: u16,
    words: bool,
    amounts: &[u16],
    before: &[Column],
) -> Result<(Column, String), Box<Diagnostic>> {
    let level = |index: usize, row: u32| {
        let own = grid.merged_text(row, at);
        // A head over several columns is written at the first of them, whether they are merged or not.
        if !own.is_empty() || index + 1 == rows.len() || words {
            return own;
        }
        let left = amounts.iter().rev().filter(|left| **left < at).map(|left| grid.merged_text(row, *left));
        left.take(8).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let mut levels: Vec<String> = rows.iter().enumerate().map(|(index, row)| level(index, *row)).collect();
    levels.retain(|text| !text.is_empty());
    levels.dedup();
    let mut unit = None;
    // A level that is nothing but a unit is one.
    levels.retain(|text| {
        let own = unit_in(text).filter(|_| is_about_unit(text));
        unit = own.clone().or_else(|| unit.clone());
        own.is_none()
    });
    let levels: Vec<String> = levels
        .iter()
        .map(|text| {
            let (text, own) = without_unit(text);
            unit = own.or_else(|| unit.clone());
            text.trim_end_matches(':').to_owned()
        })
        .collect();
    if levels.is_empty() {
        if words {
            let name = "Kommentar".to_owned();
            let id = ids::free(&name, "kolumn", |id| before.iter().any(|column| column.id == id));
            let text = format!("ord utan huvud, som kolumnen \"{name}\" ({id})");
            return Ok((Column { at, head: Head::Named(name), id, unit: None, words }, text));
        }
        let row = rows.last().copied().unwrap_or(0);
        let problem = grid.error("inget-huvud", (row, at), "kolumnen har belopp men inget huvud");
        return Err(Box::new(problem.hint("skriv vad kolumnen är, eller ange ett område utan den")));
    }
    let taken = |id: &str| before.iter().any(|column| column.id == id);
    let (head, id) = head(&levels, words, &taken);
    if taken(&id) {
        let row = rows.last().copied().unwrap_or(0);
        let problem = grid.error("dubbelt-huvud", (row, at), &format!("två kolumner är \"{}\"", levels.join(" ")));
        return Err(Box::new(problem.hint("skriv vad som skiljer dem åt, eller ange ett område med en av dem")));
    }
    let told = match &head {
        _ if words => format!("ord, som kolumnen \"{}\" ({id})", levels.join(" ")),
        Head::Named(name) => format!("\"{name}\", som inte är en period ({id})"),
        _ => format!("{} ({id})", levels.join(" ")),
    };
    let told = unit.as_ref().map_or_else(|| told.clone(), |unit| format!("{told}, i {}", unit.symbol()));
    Ok((Column { at, head, id, unit, words }, told))
}

fn head(levels: &[String], words: bool, taken: &dyn Fn(&str) -> bool) -> (Head, String) {
    let plain = |name: &str| ids::free(name, "kolumn", |_| false);
    let is_period = |text: &str| !words && names::parse(text).is_ok();
    let joined = levels.join(" ");
    if is_period(&joined) {
        return (Head::Period(joined.to_lowercase()), names::id(&joined.to_lowercase()));
    }
    match levels {
        [top, rest @ ..] if !rest.is_empty() => {
            let below = rest.join(" ");
            if is_period(top) {
                let id = format!("{}.{}", names::id(&top.to_lowercase()), plain(&below));
                return (Head::Measure(top.to_lowercase(), below), id);
            }
            let (head, id) = head(rest, words, taken);
            (Head::Under(top.clone(), Box::new(head)), format!("{}.{id}", plain(top)))
        }
        _ => (Head::Named(joined.clone()), ids::free(&joined, "kolumn", taken)),
    }
}

/// The table's unit: as it is asked for, else as the sheet says.
fn unit(
    grid: &Grid<'_>,
    asked: &Asked,
    over: &[String],
    beside: &[String],
    columns: &[Column],
    at: (u32, u16),
    told: &mut Vec<String>,
) -> Result<Unit, Vec<Diagnostic>> {
    if let Some(unit) = &asked.unit {
        told.push(format!("enhet: {}, som det är begärt", unit.symbol()));
        return Ok(unit.clone());
    }
    let mut found: Vec<Unit> = over.iter().chain(beside).filter_map(|text| unit_in(text)).collect();
    found.dedup();
    let hint = "ange enheten med --unit, till exempel --unit tkr";
    let own: Vec<&Unit> =
        columns.iter().filter(|column| !column.words).filter_map(|column| column.unit.as_ref()).collect();
    match found.as_slice() {
        [only] => {
            told.push(format!("enhet: {}", only.symbol()));
            Ok(only.clone())
        }
        [] if own.len() == columns.iter().filter(|column| !column.words).count() => Ok(own[0].clone()),
        [] => Err(vec![grid.error("ingen-enhet", at, "bladet säger inte vad beloppen är i").hint(hint)]),
        [first, second, ..] => Err(vec![
            grid.error(
                "två-enheter",
                at,
                &format!("det står både {} och {} över tabellen", first.symbol(), second.symbol()),
            )
            .hint(hint),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, head, is_about_unit, unit_in, without_unit};
    use crate::quantity::unit::Unit;

    #[test]
    fn units_are_read_where_they_are_written() {
        for (text, unit) in [
            ("Belopp i tkr", Unit::ThousandKronor),
            ("(mnkr)", Unit::MillionKronor),
            ("Alla belopp i tusental kronor", Unit::ThousandKronor),
            ("MSEK", Unit::MillionKronor),
        ] {
            assert_eq!(unit_in(text), Some(unit), "{text}");
            assert!(is_about_unit(text), "{text}");
        }
        assert!(!is_about_unit("Budget 2025, tkr") && unit_in("Konto").is_none());
        assert_eq!(without_unit("Budget 2025 (tkr)"), ("Budget 2025".to_owned(), Some(Unit::ThousandKronor)));
        assert_eq!(without_unit("Elevpeng, kr"), ("Elevpeng".to_owned(), Some(Unit::Krona)));
        assert_eq!(without_unit("Netto"), ("Netto".to_owned(), None));
    }

    #[test]
    fn heads_are_periods_measures_or_names() {
        let of = |levels: &[&str]| {
            let levels: Vec<String> = levels.iter().map(|level| (*level).to_owned()).collect();
            head(&levels, false, &|_| false)
        };
        assert_eq!(of(&["Budget 2025"]), (Head::Period("budget 2025".to_owned()), "budget_2025".to_owned()));
        assert_eq!(of(&["Budget", "2025"]).1, "budget_2025");
        assert_eq!(
            of(&["Budget 2025", "Varav ram"]),
            (Head::Measure("budget 2025".to_owned(), "Varav ram".to_owned()), "budget_2025.varav_ram".to_owned())
        );
        assert_eq!(of(&["Kommunen", "Budget 2025"]).1, "kommunen.budget_2025");
        assert_eq!(of(&["Avvikelse"]), (Head::Named("Avvikelse".to_owned()), "avvikelse".to_owned()));
    }
}
