//! How wide the columns of a table are, and how small its type: figures and heads take what they need, text shares the
//! rest by how much of it there is.

use crate::document::plain_text;
use crate::document::table::{Cell, RowKind, Table};
use crate::fonts::metrics;

/// Hundredths of a point.
type Width = i64;

/// A table's type and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// Size of the type, in half points.
    pub size: u32,
    /// Space at each side of a cell, in hundredths of a point.
    pub margin: Width,
    /// Width of each column, in hundredths of a point.
    pub columns: Vec<Width>,
}

/// Type and margins that are tried, in hundredths of a point, and the characters asked for in a line of text.
/// The first of them that fits is taken; in the very first, short heads stand on one line.
const SETTINGS: [(Width, Width, i64, bool); 5] =
    [(950, 500, 30, true), (950, 450, 26, false), (900, 400, 22, false), (850, 350, 18, false), (800, 250, 14, false)];

/// The longest head that stands on one line, in characters.
const SHORT: usize = 13;

/// What a column asks for.
#[derive(Debug, Clone, Copy)]
struct Need {
    /// Whether it has the width of its figures.
    numeric: bool,
    /// The widest that is kept on one line where there is any room.
    word: Width,
    /// The same where words are divided.
    part: Width,
    /// The widest text as a whole.
    most: Width,
    /// How much text there is.
    area: Width,
}

/// Fits a table to a room.
pub fn fit(table: &Table, room: Width) -> Fit {
    let mut tried = None;
    for (size, margin, line, whole) in SETTINGS {
        let needs: Vec<Need> = (0..table.columns.len()).map(|at| need(table, at, size, whole)).collect();
        let free = room - 2 * margin * width(needs.len());
        let character = metrics::width("n", size, false);
        let asked: Width = needs
            .iter()
            .map(|need| if need.numeric { need.word } else { need.word.max(need.most.min(line * character)) })
            .sum();
        let fits = asked <= free;
        tried = Some((size, margin, free, needs));
        if fits {
            break;
        }
    }
    let Some((size, margin, free, needs)) = tried else { return Fit { size: 19, margin: 400, columns: Vec::new() } };
    let columns = shared(&needs, free.max(1)).into_iter().map(|own| own + 2 * margin).collect();
    Fit { size: u32::try_from(size / 50).unwrap_or(19), margin, columns }
}

fn width(count: usize) -> Width {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn need(table: &Table, at: usize, size: Width, whole_heads: bool) -> Need {
    let numeric = table.columns[at].numeric;
    let heads = table.heads_of_columns();
    let heads = heads.get(at).into_iter().flatten().filter(|head| !head.group).map(|head| head.readable());
    let heads: Vec<String> = heads.collect();
    let line = |text: &String| {
        let whole = whole_heads && text.chars().count() <= SHORT;
        if whole { metrics::width(text, size, true) } else { metrics::widest_piece(text, size, true) }
    };
    let head = heads.iter().map(line).max().unwrap_or(0);
    let mut need = Need {
        numeric,
        word: head,
        part: heads.iter().map(|text| part(text, size, true)).max().unwrap_or(0),
        most: head,
        area: 1,
    };
    for row in table.rows.iter().filter(|row| row.row_kind != RowKind::Group) {
        let bold = row.row_kind != RowKind::Item;
        let texts = match row.heads.get(at) {
            Some(head) => vec![head.readable()],
            None => row.cells.get(at - row.heads.len()).map(texts).unwrap_or_default(),
        };
        let indent = if at == 0 { INDENT * width(row.level) } else { 0 };
        for text in texts {
            let whole = metrics::width(&text, size, bold) + indent;
            need.area += whole;
            let word = if numeric { whole.min(metrics::width("−2 000 000 000,00", size, true)) } else { 0 };
            need.word = need.word.max(word).max(metrics::widest_piece(&text, size, bold) + indent);
            need.part = need.part.max(part(&text, size, bold) + indent);
            // A sum's label may break.
            if !bold {
                need.most = need.most.max(whole);
            }
        }
    }
    // References to notes take room from every figure of the column. Programs measure text a little differently.
    let notes = column(table, at).map(|cell| metrics::width(&markers(cell), size, false)).max().unwrap_or(0);
    for own in [&mut need.word, &mut need.part, &mut need.most] {
        *own += *own / 25 + 100 + if numeric { notes } else { 0 };
    }
    need.most = need.most.max(need.word);
    need
}

/// Indent of a row for each level.
pub const INDENT: Width = 1100;

/// The cells of a column.
pub fn column(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| row.cells.get(at.checked_sub(row.heads.len())?))
}

/// A cell's references to notes: `1,2`.
pub fn markers(cell: &Cell) -> String {
    cell.notes.iter().map(|note| note.marker.as_str()).collect::<Vec<_>>().join(",")
}

/// The texts of a cell, with the room after a figure.
fn texts(cell: &Cell) -> Vec<String> {
    let own = format!("{}{}", plain_text(&cell.content), cell.pad.as_deref().unwrap_or_default());
    let items = cell.items.iter().map(|item| format!("•  {}", plain_text(item)));
    std::iter::once(own).chain(items).collect()
}

/// The widest piece of a text where its long words are divided once, near the middle.
fn part(text: &str, size: Width, bold: bool) -> Width {
    let divided = |word: &str| {
        let (own, letters) = (metrics::widest_piece(word, size, bold), word.chars().count());
        match letters {
            0..12 => own,
            12..46 => own * (width(letters) / 2 + 2) / width(letters),
            _ => own * 12 / width(letters),
        }
    };
    text.split(' ').map(divided).max().unwrap_or(0)
}

/// The widths of columns in a room.
fn shared(needs: &[Need], room: Width) -> Vec<Width> {
    let texts: Vec<usize> = (0..needs.len()).filter(|at| !needs[*at].numeric).collect();
    let mut widths: Vec<Width> = needs.iter().map(|need| if need.numeric { need.word } else { need.part }).collect();
    let asked: Width = widths.iter().sum();
    if asked > room {
        // Too much for any page: all columns give way alike.
        return widths.into_iter().map(|own| (own * room / asked.max(1)).max(1)).collect();
    }
    let mut left = room - asked;
    let mut by_lack = texts.clone();
    by_lack.sort_by_key(|at| needs[*at].word - needs[*at].part);
    for at in by_lack {
        let lack = (needs[at].word - widths[at]).max(0);
        if lack > left {
            break;
        }
        widths[at] += lack;
        left -= lack;
    }
    // Those with most text first, as long as their lines grow longer by it.
    let lack: Vec<Width> = texts.iter().map(|at| (needs[*at].most - widths[*at]).max(0)).collect();
    let lacking: Width = lack.iter().sum();
    if lacking > left {
        let weights: Vec<Width> = texts.iter().zip(&lack).map(|(at, lack)| needs[*at].area.min(lack * 20)).collect();
        let sum: Width = weights.iter().sum::<Width>().max(1);
        let mut over = 0;
        for ((at, weight), lack) in texts.iter().zip(&weights).zip(&lack) {
            let share = left * weight / sum;
            widths[*at] += share.min(*lack);
            over += share - share.min(*lack);
        }
        if let Some(widest) = texts.iter().max_by_key(|at| needs[**at].area) {
            widths[*widest] += over;
        }
        return widths;
    }
    for (at, lack) in texts.iter().zip(&lack) {
        widths[*at] += lack;
    }
    // Room to spare goes to the widest most of all, so that a column of notes stays a narrow one.
    let spare = left - lacking;
    let squares: Vec<Width> = texts.iter().map(|at| (widths[*at] / 100).pow(2).max(1)).collect();
    let sum: Width = squares.iter().sum();
    for (at, square) in texts.iter().zip(squares) {
        widths[*at] += spare * square / sum.max(1);
    }
    widths
}
