//! Lists, tables, headings and rules that became none: what a line begins with, and lines that look alike.

use crate::read::markup::lists;
use crate::read::markup::near::{Found, Near};
use crate::read::markup::sign::{BLANK, Line, Reading, Sign};
use crate::source::characters::is_odd_space;

/// What lines have of lists, tables and headings that became none. A run of lines is told once, at its first line.
pub fn find(lines: &[Line<'_>], reading: Reading) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
        // An item of a list begins anew.
        let before =
            at.checked_sub(1).and_then(|at| lines.get(at)).filter(|before| !before.is_blank() && !line.is_item);
        let next = lines.get(at + 1).filter(|line| !line.is_blank() && !line.is_item);
        let near = Near { line, before, next, reading };
        let found = [table, columns, heading, odd_space, lists::find, rule, box_to_tick]
            .into_iter()
            .find_map(|find| find(&near));
        signs.extend(found.map(|(range, message, hint)| {
            let hint = match reading {
                Reading::Markdown => hint,
                Reading::Letters => "texten läses inte som Markdown och trycks i ett stycke: skriv den som löpande text, eller flytta den till ett kapitel".to_owned(),
            };
            Sign::new(line.part(range), message, hint)
        }));
    }
    signs
}

/// Lines with `|` that are no table.
fn table(near: &Near<'_, '_>) -> Option<Found> {
    let bars = |text: &str| Some(text.contains('|')).filter(|has| *has);
    if !near.begins(bars) {
        return None;
    }
    let line = near.line.drawn;
    let next = near.next.map_or("", |next| next.drawn);
    let (message, hint) = if is_dashes(next) {
        let message = format!(
            "tabellen blev ingen tabell: rubrikraden har {} kolumner och strecken under den {}",
            cells(line),
            cells(next)
        );
        (message, "ge raden med streck lika många kolumner som rubrikraden".to_owned())
    } else {
        let dashes = format!("|{}", "---|".repeat(cells(line)));
        (
            "tabellen blev ingen tabell: under rubrikraden saknas en rad med streck".to_owned(),
            format!("skriv {dashes} på en egen rad under rubrikraden"),
        )
    };
    Some((0..line.len(), message, hint))
}

/// How many cells a line of a table has.
pub fn cells(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let escaped = line.matches("\\|").count();
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    line.matches('|').count().saturating_sub(escaped) + 1
}

/// Whether a line is the one under the head of a table.
fn is_dashes(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| "|-:+= ".contains(c)) && line.contains(['|', '+'])
}

/// Lines whose columns are made by tabs or by many spaces.
fn columns(near: &Near<'_, '_>) -> Option<Found> {
    let tabs = |text: &str| Some(text.matches('\t').count()).filter(|count| *count > 0);
    let gaps = |text: &str| {
        let parts = text.split("   ").filter(|part| !part.trim_matches([' ', BLANK]).is_empty());
        Some(parts.count()).filter(|count| *count > 1)
    };
    let line = near.line.drawn;
    if line.contains('|') {
        return None;
    }
    let what = if near.begins(tabs) {
        "tabbar"
    } else if near.reading == Reading::Markdown && near.begins(gaps) {
        "mellanslag"
    } else {
        return None;
    };
    let message = format!("kolumner som skiljs åt med {what} blir ingen tabell: raderna trycks i ett stycke");
    Some((0..line.len(), message, "skriv | mellan cellerna, och |---|---| på en egen rad under rubrikraden".to_owned()))
}

/// `#Rubrik`, and more than six signs.
fn heading(near: &Near<'_, '_>) -> Option<Found> {
    let line = near.line.drawn;
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let first = rest.trim_start().chars().next()?;
    let is_joined = rest.starts_with(char::is_alphabetic) || marks > 1 && rest.starts_with(char::is_alphanumeric);
    if marks == 0 || near.line.is_item {
        return None;
    }
    if near.reading == Reading::Letters {
        let is_heading = rest.starts_with(' ') && (marks > 1 || near.next.is_some());
        return is_heading
            .then(|| (0..marks, "texten blir ingen rubrik: # trycks som det står".to_owned(), String::new()));
    }
    if rest.starts_with(|c: char| c.is_ascii_lowercase())
        && rest.split([' ', '"']).next().is_some_and(|word| word.contains('('))
    {
        let message = "# börjar inget kommando här: raden trycks som den står".to_owned();
        return Some((
            0..line.len(),
            message,
            "ta bort raden: sidor bryts av sig själva, och tabeller visas med {{ tabell(id=\"…\") }}".to_owned(),
        ));
    }
    if marks > 6 {
        let message = format!("raden blev ingen rubrik: {marks} # är för många");
        return Some((0..marks, message, "skriv ## för ett avsnitt, ### för nästa nivå".to_owned()));
    }
    // One sign before a small letter is a word of its own: #metoo.
    let is_heading = is_joined && (marks > 1 || first.is_uppercase() && near.next.is_none());
    is_heading.then(|| {
        // The only heading of one sign is the chapter's own.
        let right = "#".repeat(marks.max(2));
        let marks = "#".repeat(marks);
        (
            0..line.len(),
            format!("raden blev ingen rubrik: mellan {marks} och texten saknas ett mellanslag"),
            format!("skriv {right} {}", shown(rest)),
        )
    })
}

/// The beginning of a text, for a message.
fn shown(text: &str) -> String {
    let words: String = text.chars().take(40).filter(|c| !c.is_control() && u32::from(*c) < 0xf_0000).collect();
    if text.chars().count() > 40 { format!("{words}…") } else { words }
}

/// A mark with a no-break space behind it, as other programs write it.
fn odd_space(near: &Near<'_, '_>) -> Option<Found> {
    let line = near.line.drawn;
    let marks = line.len() - line.trim_start_matches('#').len();
    let bullet = usize::from(line.starts_with(['-', '*', '+', '>']));
    let number = lists::number(line).map_or(0, |number| number.marks);
    let marks = marks.max(bullet).max(number);
    let space = line[marks..].chars().next().filter(|space| marks > 0 && is_odd_space(*space))?;
    let mark = &line[..marks];
    Some((
        0..marks + space.len_utf8(),
        format!("\"{mark}\" börjar ingen lista eller rubrik: efter det står ett hårt mellanslag"),
        format!("byt till ett vanligt mellanslag efter {mark}"),
    ))
}

/// Lines of signs, which part nothing here.
fn rule(near: &Near<'_, '_>) -> Option<Found> {
    let line = near.line.drawn;
    let is_row = |signs: &str| line.len() > 2 && line.chars().all(|c| signs.contains(c));
    let is_grid = line.starts_with('+') && line.ends_with('+') && is_row("+-=");
    if is_grid && !near.before.is_some_and(|line| line.drawn.contains('|')) {
        let message = "en tabell med ramar av streck blir ingen tabell".to_owned();
        return Some((
            0..line.len(),
            message,
            "skriv | mellan cellerna, och |---|---| på en egen rad under rubrikraden".to_owned(),
        ));
    }
    if is_row("=") || is_row("~") || is_row("-") && near.reading == Reading::Letters {
        let message = format!("raden med \"{}\" trycks som den står", &line[..1]);
        return Some((
            0..line.len(),
            message,
            "skriv --- med en tom rad före och efter för en avdelare, och ## före en rubrik".to_owned(),
        ));
    }
    if line.starts_with(": ") && near.reading == Reading::Markdown {
        let message = "\":\" först på raden förklarar inget ord: tecknet trycks som det står".to_owned();
        return Some((0..1, message, "skriv ordet på raden närmast före, utan tom rad emellan".to_owned()));
    }
    None
}

/// `[ ]` first in an item of a list or on a line. An address behind it makes it a link that became none.
fn box_to_tick(near: &Near<'_, '_>) -> Option<Found> {
    let line = near.line.drawn;
    let boxes = ["[ ] ", "[x] ", "[X] "];
    boxes.iter().any(|mark| line.strip_prefix(mark).is_some_and(|rest| !rest.starts_with('('))).then(|| {
        (
            0..3,
            "rutan blir ingen ruta att kryssa i: den trycks som den står".to_owned(),
            "skriv punkten utan ruta, eller tecknet ☐ eller ☑".to_owned(),
        )
    })
}
