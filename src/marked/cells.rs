//! A cell against what it was: figures with both values, text word by word.

use crate::compare::align::{Item, Step, align};
use crate::compare::sides::When;
use crate::document::mark::Mark;
use crate::document::table::{Cell, CellKind, TableKind};
use crate::document::{Inline, plain_text};
use crate::marked::gone::Alone;
use crate::marked::inlines;
use crate::marked::marking::Marking;

/// The cell with its change in it; and whether it has one that its row has to tell of. `told` where the row tells of its
/// cells.
pub fn laid(marking: &mut Marking<'_>, kind: TableKind, before: &Cell, after: &Cell, told: bool) -> (Cell, bool) {
    if kind == TableKind::Figures {
        return (figure(marking, before, after, told), false);
    }
    if texts_of(&before.items) != texts_of(&after.items) {
        let items = items(marking, &before.items, &after.items);
        return (Cell { cell_kind: CellKind::Items, content: Vec::new(), items, ..with(after, Vec::new()) }, true);
    }
    let compared = inlines::compare(&before.content, &after.content, &marking.names);
    if !compared.edited && !compared.caused {
        return (after.clone(), false);
    }
    // Whether a target is met is judged by the program.
    let judged = kind == TableKind::Measures && after.address.is_none() && after.cell_kind == CellKind::Text;
    let content = if judged { turned(&before.content, &after.content, true) } else { compared.content };
    (with(after, content), true)
}

/// A cell of a table of figures.
fn figure(marking: &mut Marking<'_>, before: &Cell, after: &Cell, told: bool) -> Cell {
    let texts = [plain_text(&before.content), plain_text(&after.content)];
    let address = after.address.as_deref();
    let cell = address.and_then(|address| marking.names.cell(When::After, address));
    let written = cell.and_then(|cell| marking.index.cell(cell));
    if texts[0] == texts[1] {
        // What is rounded alike was written all the same.
        let Some(written) = written else { return after.clone() };
        let mark = marking.mark(written);
        return with(after, [after.content.clone(), placed(mark)].concat());
    }
    let mut content = turned(&before.content, &after.content, written.is_none());
    if let Some(written) = written {
        content.extend(placed(marking.mark(written)));
        return with(after, content);
    }
    let cause = cell.and_then(|cell| marking.index.cause(cell));
    // A row that came into being or was rewritten has its cells told with it.
    if cause.is_none() && told {
        return with(after, turned(&before.content, &after.content, false));
    }
    let text = format!("{}: {} → {}", address.unwrap_or_default(), or_nothing(&texts[0]), or_nothing(&texts[1]));
    content.extend(placed(marking.follow(cause, &text)));
    with(after, content)
}

fn texts_of(items: &[Vec<Inline>]) -> Vec<String> {
    items.iter().map(|item| plain_text(item)).collect()
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "(tom)" } else { text }
}

/// The place of a change, on a line of its own.
fn placed(mark: Mark) -> Vec<Inline> {
    vec![Inline::Break, Inline::Place { mark }]
}

/// What stood and what stands, on lines of their own.
fn turned(before: &[Inline], after: &[Inline], caused: bool) -> Vec<Inline> {
    if caused {
        return vec![Inline::Caused { before: before.to_vec(), content: after.to_vec() }];
    }
    let mut content = Alone::Gone.text(before, true);
    if !content.is_empty() && !after.is_empty() {
        content.push(Inline::Break);
    }
    content.extend(Alone::Came.text(after, true));
    content
}

fn with(cell: &Cell, content: Vec<Inline>) -> Cell {
    let cell_kind = match cell.cell_kind {
        CellKind::Empty | CellKind::Dash => CellKind::Text,
        kind => kind,
    };
    Cell { cell_kind, content, pad: None, figure: None, ..cell.clone() }
}

fn items(marking: &Marking<'_>, before: &[Vec<Inline>], after: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
    let [own, later] = [before, after]
        .map(|items| items.iter().map(|content| Item::text("punkt", plain_text(content))).collect::<Vec<_>>());
    let steps = align(&own, &later).into_iter();
    steps
        .map(|step| match step {
            Step::Both(i, j, _) => inlines::compare(&before[i], &after[j], &marking.names).content,
            Step::Gone(i) => Alone::Gone.text(&before[i], true),
            Step::Came(j) => Alone::Came.text(&after[j], true),
        })
        .collect()
}
