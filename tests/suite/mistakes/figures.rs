//! Mistakes in the tables.

use std::ops::Range;

use super::edit::{Amounts, Edit, Texts, amounts, is_table, lines, places};

/// An edit of every amount that a function can write otherwise.
fn each(texts: &Texts, change: impl Fn(&str) -> Option<String>) -> Vec<Edit> {
    let mut found = Vec::new();
    for row in amounts(texts) {
        for cell in &row.cells {
            if let Some(with) = change(&texts[row.path][cell.clone()]) {
                found.push(Edit::one(row.path, cell.clone(), with));
            }
        }
    }
    found
}

/// One digit is another.
pub(super) fn digit(texts: &Texts) -> Vec<Edit> {
    each(texts, |text| {
        let at = text.find(|c: char| c.is_ascii_digit())?;
        let digit = text[at..=at].parse::<u8>().ok()?;
        Some(format!("{}{}{}", &text[..at], if digit == 1 { 7 } else { digit % 9 + 1 }, &text[at + 1..]))
    })
}

/// Two digits beside each other have changed places.
pub(super) fn transposed(texts: &Texts) -> Vec<Edit> {
    each(texts, |text| {
        let bytes = text.as_bytes();
        let pair = |at: &usize| bytes[*at].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
        let at = (0..bytes.len() - 1).filter(pair).find(|at| bytes[*at] != bytes[at + 1] && bytes[at + 1] != b'0')?;
        Some(format!("{}{}{}{}", &text[..at], &text[at + 1..at + 2], &text[at..=at], &text[at + 2..]))
    })
}

/// The sign is the other.
pub(super) fn sign(texts: &Texts) -> Vec<Edit> {
    each(texts, |text| {
        let value: rust_decimal::Decimal = text.parse().ok()?;
        (!value.is_zero()).then(|| text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned))
    })
}

/// An amount in thousands among millions.
pub(super) fn thousandfold(texts: &Texts) -> Vec<Edit> {
    each(texts, |text| {
        let value: rust_decimal::Decimal = text.parse().ok()?;
        (!value.is_zero()).then(|| (value * rust_decimal::Decimal::ONE_THOUSAND).normalize().to_string())
    })
}

/// The decimal point is lost.
pub(super) fn decimal_point(texts: &Texts) -> Vec<Edit> {
    each(texts, |text| {
        let joined = text.replace('.', "");
        (text.contains('.') && joined.trim_matches(['-', '0']) != text.trim_matches(['-', '0', '.'])).then_some(joined)
    })
}

/// What an amount is in another column of its row.
pub(super) fn columns_swapped(texts: &Texts) -> Vec<Edit> {
    let rows = amounts(texts);
    let pairs = rows.iter().filter(|row| row.cells.len() > 1);
    pairs
        .map(|row| Edit::swap(row.path, &texts[row.path], row.cells[0].clone(), row.cells[1].clone()))
        .filter(|edit| edit.applied(texts).is_some())
        .collect()
}

/// An amount and the one below it.
pub(super) fn rows_swapped(texts: &Texts) -> Vec<Edit> {
    let rows = amounts(texts);
    let beside = |a: &Amounts<'_>, b: &Amounts<'_>| a.path == b.path && a.line.end == b.line.start;
    rows.windows(2)
        .filter(|pair| beside(&pair[0], &pair[1]))
        .filter_map(|pair| {
            let (first, second) = (pair[0].cells.first()?.clone(), pair[1].cells.first()?.clone());
            Some(Edit::swap(pair[0].path, &texts[pair[0].path], first, second))
        })
        .filter(|edit| edit.applied(texts).is_some())
        .collect()
}

/// A row that is an item and nothing more.
fn items(texts: &Texts) -> Vec<(&str, Range<usize>)> {
    let rows = amounts(texts);
    rows.into_iter()
        .filter(|row| texts[row.path][row.line.clone()].trim_start().starts_with("- {"))
        .map(|row| (row.path, row.line))
        .collect()
}

/// A row is gone.
pub(super) fn row_deleted(texts: &Texts) -> Vec<Edit> {
    items(texts).into_iter().map(|(path, line)| Edit::one(path, line, "")).collect()
}

/// A row is there twice, with another id.
pub(super) fn row_doubled(texts: &Texts) -> Vec<Edit> {
    let copy = |(path, line): (&str, Range<usize>)| {
        let text = &texts[path][line.clone()];
        text.contains("id: ").then(|| Edit::one(path, line.end..line.end, text.replacen("id: ", "id: ny_", 1)))
    };
    items(texts).into_iter().filter_map(copy).collect()
}

/// The last row of a group has come into the next one.
pub(super) fn row_in_other_group(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, line) in items(texts) {
        let text = &texts[path];
        let rest = &text[line.end..];
        let indent = text[line.clone()].len() - text[line.clone()].trim_start().len();
        let follows = rest.trim_start().starts_with("- grupp:") && !rest.starts_with(&" ".repeat(indent));
        let Some(rows) = rest.find("rader:\n").filter(|_| follows) else { continue };
        let to = line.end + rows + "rader:\n".len();
        found.push(Edit {
            path: path.to_owned(),
            parts: vec![(to..to, text[line.clone()].to_owned()), (line, String::new())],
        });
    }
    found
}

/// A table is in another unit.
pub(super) fn unit_of_table(texts: &Texts) -> Vec<Edit> {
    let change = |from: &'static str, to: &'static str| {
        let found = places(texts, "", from).into_iter().filter(|(path, _)| is_table(path));
        found.map(|(path, range)| Edit::one(path, range, to)).collect::<Vec<_>>()
    };
    [change("\nenhet: mnkr\n", "\nenhet: tkr\n"), change("\nenhet: tkr\n", "\nenhet: mnkr\n")].concat()
}

/// A column says an earlier year than it is about.
pub(super) fn year_of_column(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        let heads = lines(text).filter(|(_, line)| line.starts_with("kolumner:") || line.contains("{period:"));
        for (start, line) in heads {
            for (at, word) in line.match_indices("20") {
                let Some(year) = line.get(at..at + 4).and_then(|year| year.parse::<u16>().ok()) else { continue };
                if word.len() == 2 && line[..at].ends_with(' ') {
                    found.push(Edit::one(path, start + at..start + at + 4, (year - 1).to_string()));
                }
            }
        }
    }
    found
}

/// Two columns' heads have changed places.
pub(super) fn heads_swapped(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        for (start, line) in lines(text).filter(|(_, line)| line.starts_with("kolumner: [")) {
            let begin = start + "kolumner: [".len();
            let list = line["kolumner: [".len()..].split(']').next().unwrap_or_default();
            let mut at = begin;
            let items: Vec<Range<usize>> = list
                .split(", ")
                .map(|item| {
                    let range = at..at + item.len();
                    at = range.end + 2;
                    range
                })
                .collect();
            let pairs = items.windows(2);
            found.extend(pairs.map(|pair| Edit::swap(path, text, pair[0].clone(), pair[1].clone())));
        }
    }
    found
}

/// A group or table is added without the sum being told what it should be: one control is gone.
pub(super) fn control_deleted(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        let mut inside = false;
        for (start, line) in lines(text) {
            if !line.starts_with(' ') {
                inside = line.trim_end() == "kontroll:";
            } else if inside && line.contains(": [") {
                found.push(Edit::one(path, start..start + line.len(), ""));
            }
        }
    }
    // The last of them leaves an empty key, which is another mistake.
    found.retain(|edit| {
        edit.applied(texts).is_some_and(|text| {
            !text.contains("kontroll:\n\n") && !text.ends_with("kontroll:\n") && !text.contains("kontroll:\na")
        })
    });
    found
}

/// A key of a table with all under it is gone.
fn without(texts: &Texts, key: &str) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        if let Some(range) = block(text, key) {
            found.push(Edit::one(path, range, ""));
        }
    }
    found
}

/// Where a key at the left margin and all under it stands.
pub(super) fn block(text: &str, key: &str) -> Option<Range<usize>> {
    let head = format!("{key}:\n");
    let start = if text.starts_with(&head) { 0 } else { text.find(&format!("\n{head}"))? + 1 };
    let behind = lines(&text[start + head.len()..]).find(|(_, line)| !line.starts_with([' ', '-', '#']));
    let end = behind.map_or(text.len(), |(at, _)| start + head.len() + at);
    Some(start..end)
}

pub(super) fn controls_deleted(texts: &Texts) -> Vec<Edit> {
    without(texts, "kontroll")
}

pub(super) fn reconciliations_deleted(texts: &Texts) -> Vec<Edit> {
    without(texts, "avstämningar")
}

/// One identity is gone.
pub(super) fn reconciliation_deleted(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        let own = lines(text).filter(|(_, line)| line.contains("lika: ["));
        found.extend(own.map(|(start, line)| Edit::one(path, start..start + line.len(), "")));
    }
    found.retain(|edit| edit.applied(texts).is_some_and(|text| text.contains("lika: [")));
    found
}

/// An amount that nobody has filled in.
pub(super) fn emptied(texts: &Texts) -> Vec<Edit> {
    each(texts, |_| Some("~".to_owned()))
}

/// Last year's budget is also this year's: the first column was copied.
pub(super) fn copied_from_comparison(texts: &Texts) -> Vec<Edit> {
    let rows = amounts(texts);
    let pairs = rows.iter().filter(|row| row.cells.len() > 2);
    pairs
        .map(|row| Edit::one(row.path, row.cells[0].clone(), &texts[row.path][row.cells[2].clone()]))
        .filter(|edit| edit.applied(texts).is_some())
        .collect()
}

/// A formula takes another row of its table.
pub(super) fn operand(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        for (start, line) in lines(text).filter(|(_, line)| line.contains("formel: ")) {
            let swaps = [("intäkter", "netto"), ("kostnader", "personal"), ("finansnetto", "netto"), (" + ", " - ")];
            for (from, to) in swaps {
                let formula = line.find("formel: ").map_or(0, |at| at + "formel: ".len());
                if let Some(at) = line[formula..].find(from) {
                    let at = start + formula + at;
                    found.push(Edit::one(path, at..at + from.len(), to));
                }
            }
        }
    }
    found
}
