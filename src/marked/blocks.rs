//! Two documents laid over each other, block by block.

use crate::compare::align::{By, Item, Step, align};
use crate::compare::sides::{Sides, When};
use crate::document::mark::{Fate, Mark};
use crate::document::table::Table;
use crate::document::{Block, Definition, Inline, ListItem, Marked, plain_text};
use crate::marked::gone::Alone;
use crate::marked::marking::Marking;
use crate::marked::said::{Said, block_text, item_text};
use crate::marked::{cards, inlines, tables};

/// Blocks of the later document, with what was changed in them.
pub fn laid(marking: &mut Marking<'_>, before: &[Block], after: &[Block]) -> Vec<Block> {
    let items = Sides { before, after };
    let items = Sides::of(|when| items[when].iter().map(|block| item(marking, when, block)).collect::<Vec<_>>());
    let mut out: Vec<Block> = Vec::new();
    for step in align(&items.before, &items.after) {
        out.extend(match step {
            Step::Both(i, j, moved) => both(marking, &before[i], &after[j], moved),
            Step::Gone(i) => alone(marking, Alone::Gone, &before[i]),
            Step::Came(j) => alone(marking, Alone::Came, &after[j]),
        });
    }
    joined(out)
}

/// A block as it is paired.
fn item(marking: &Marking<'_>, when: When, block: &Block) -> Item {
    let text =
        |class, content: &[Inline]| Item::new(class, known_by(marking, when, content), By::Text(plain_text(content)));
    let turn = |class, key: String| Item::new(class, key, By::Turn);
    let whole = || serde_json::to_string(block).unwrap_or_default();
    match block {
        Block::Heading { content, .. } => text("rubrik", content),
        Block::Paragraph { content } => text("stycke", content),
        Block::Code { text } => Item::text("kod", text),
        // A table of the text is known by what it says.
        Block::Table(table) if table.caption.is_empty() => turn("texttabell", whole()),
        Block::Table(table) => {
            let own = if when == When::After { marking.names.other_anchor(when, &table.anchor) } else { None };
            turn("tabell", own.unwrap_or(&table.anchor).to_owned())
        }
        Block::Picture { path, alt, caption } => {
            Item { other_key: Some(alt.clone()), ..Item::new("bild", format!("{path} {alt} {caption}"), By::Key) }
        }
        Block::Chart(chart) => turn("diagram", chart.anchor.clone()),
        Block::List { .. } => turn("lista", block_text(block)),
        Block::Quote { .. } => turn("citat", block_text(block)),
        Block::Definitions { .. } => turn("ordlista", block_text(block)),
        Block::Cards { thing, .. } => turn(thing.traits().many, whole()),
        _ => turn("annat", whole()),
    }
}

/// What a text is known by: its letters, with figures by their addresses.
fn known_by(marking: &Marking<'_>, when: When, content: &[Inline]) -> String {
    let mut key = String::new();
    for inline in content {
        if let Some((_, about)) = inline.computed() {
            key.push_str(marking.names.canonical(when, about));
            continue;
        }
        match inline {
            Inline::Emphasis { content } | Inline::Strong { content } | Inline::Link { content, .. } => {
                key.push_str(&known_by(marking, when, content));
            }
            other => key.push_str(&plain_text(std::slice::from_ref(other))),
        }
    }
    key
}

/// A block of both documents.
fn both(marking: &mut Marking<'_>, before: &Block, after: &Block, moved: bool) -> Vec<Block> {
    let drawn = match (before, after) {
        (Block::Paragraph { content: own }, Block::Paragraph { content: later }) => {
            return text(marking, own, later, moved, None, |content| Block::Paragraph { content });
        }
        (Block::Heading { content: own, .. }, Block::Heading { level, number, anchor, content: later, goal }) => {
            return text(marking, own, later, moved, Some(anchor), |content| {
                let (number, anchor, goal) = (number.clone(), anchor.clone(), goal.clone());
                Block::Heading { level: *level, number, anchor, content, goal }
            });
        }
        (Block::Table(own), Block::Table(later)) => both_tables(marking, own, later),
        (Block::List { items: own, .. }, Block::List { ordered, start, items: later }) => {
            let items = list(marking, own, later);
            vec![Block::List { ordered: *ordered, start: *start, items }]
        }
        (Block::Quote { blocks: own }, Block::Quote { blocks: later }) => {
            vec![Block::Quote { blocks: laid(marking, own, later) }]
        }
        (Block::Definitions { items: own }, Block::Definitions { items: later }) => definitions(marking, own, later),
        (Block::Cards { thing: own, items: before }, Block::Cards { thing, items: after }) if own == thing => {
            vec![Block::Cards { thing: *thing, items: cards::laid(marking, before, after) }]
        }
        _ => whole(marking, before, after),
    };
    if !moved {
        return drawn;
    }
    match marking.move_of_text(&Said::block(after)) {
        Some(change) => {
            let marks = vec![marking.mark(change)];
            vec![Block::Marked(Marked { fate: Fate::Moved, marks, blocks: drawn })]
        }
        None => drawn,
    }
}

/// A block that is marked as a whole, where it became another.
fn whole(marking: &mut Marking<'_>, before: &Block, after: &Block) -> Vec<Block> {
    match (before, after) {
        (Block::Code { text: own }, Block::Code { text: later }) if own != later => {
            let change = marking.change_of_text(&Said::text(later));
            let mark = marking.mark_or_follow(change, later);
            let blocks = vec![Alone::Gone.block(before), after.clone()];
            vec![Block::Marked(Marked { fate: Fate::Changed, marks: vec![mark], blocks })]
        }
        (Block::Picture { .. }, Block::Picture { .. })
            if let Some(change) = marking.change_of_text(&Said::block(after)) =>
        {
            let mark = marking.mark_or_follow(Some(change), &block_text(after));
            vec![Block::Marked(Marked { fate: Fate::Changed, marks: vec![mark], blocks: vec![after.clone()] })]
        }
        (Block::Chart(_), Block::Chart(later))
            if differ(before, after)
                && let Some(change) = marking.change_of_call() =>
        {
            let mark = marking.mark_or_follow(Some(change), &later.caption);
            vec![Block::Marked(Marked { fate: Fate::Changed, marks: vec![mark], blocks: vec![after.clone()] })]
        }
        (Block::Chart(own), Block::Chart(later)) if own.alt != later.alt || own.caption != later.caption => {
            // A picture cannot be marked in place: what it said is told in words.
            let mut mark = marking.follow(None, &format!("Diagrammet {}", later.caption));
            "Ändrat diagram".clone_into(&mut mark.word);
            let told = vec![Block::Paragraph { content: vec![Inline::text(&own.alt)] }];
            let told = Block::Folded { summary: vec![Inline::text("Vad diagrammet visade förut")], blocks: told };
            vec![Block::Marked(Marked { fate: Fate::Caused, marks: vec![mark], blocks: vec![after.clone(), told] })]
        }
        _ if differ(before, after) => {
            let mark = marking.follow(None, &block_text(after));
            vec![Block::Marked(Marked { fate: Fate::Caused, marks: vec![mark], blocks: vec![after.clone()] })]
        }
        _ => vec![after.clone()],
    }
}

fn differ(before: &Block, after: &Block) -> bool {
    serde_json::to_string(before).ok() != serde_json::to_string(after).ok()
}

/// A table of both documents; one of another shape is another table.
fn both_tables(marking: &mut Marking<'_>, before: &Table, after: &Table) -> Vec<Block> {
    if tables::have_one_shape(before, after) {
        return tables::laid(marking, before, after);
    }
    let gone = alone(marking, Alone::Gone, &Block::Table(before.clone()));
    gone.into_iter().chain(alone(marking, Alone::Came, &Block::Table(after.clone()))).collect()
}

/// Running text of both sides.
fn text(
    marking: &mut Marking<'_>,
    before: &[Inline],
    after: &[Inline],
    moved: bool,
    anchor: Option<&str>,
    block: impl Fn(Vec<Inline>) -> Block,
) -> Vec<Block> {
    let compared = inlines::compare(before, after, &marking.names);
    let (own, later) = (plain_text(before), plain_text(after));
    let (mut marks, content) = marking.marked_text(compared, Sides { before: &own, after: &later }, anchor);
    let change = if moved { marking.move_of_text(&Said::text(&later)) } else { None };
    marks.extend(change.map(|change| marking.mark(change)));
    if marks.is_empty() {
        return vec![block(content)];
    }
    let caused = marks.iter().all(|mark| mark.fate == Fate::Caused);
    let fate = match (caused, change) {
        (true, _) => Fate::Caused,
        (false, Some(_)) => Fate::Moved,
        (false, None) => Fate::Changed,
    };
    vec![Block::Marked(Marked { fate, marks, blocks: vec![block(content)] })]
}

/// Terms of both sides by what they are called; those that are gone come last.
fn definitions(marking: &mut Marking<'_>, before: &[Definition], after: &[Definition]) -> Vec<Block> {
    let term = |item: &Definition| plain_text(&item.term);
    let mut items = after.to_vec();
    for item in &mut items {
        let own = before.iter().find(|own| term(own) == term(item));
        item.details = list(marking, own.map_or(&[], |own| own.details.as_slice()), &item.details);
    }
    let gone = before.iter().filter(|own| !after.iter().any(|item| term(item) == term(own)));
    let gone: Vec<Definition> = gone.cloned().collect();
    let mut out = vec![Block::Definitions { items }];
    if !gone.is_empty() {
        out.extend(alone(marking, Alone::Gone, &Block::Definitions { items: gone }));
    }
    out
}

fn list(marking: &mut Marking<'_>, before: &[ListItem], after: &[ListItem]) -> Vec<ListItem> {
    let sides = Sides { before, after };
    let items = Sides::of(|when| {
        let of = |entry: &ListItem| {
            let keys = entry.blocks.iter().map(|block| item(marking, when, block).key);
            Item::new("punkt", keys.collect::<Vec<_>>().join(" "), By::Text(item_text(entry)))
        };
        sides[when].iter().map(of).collect::<Vec<_>>()
    });
    let mut out = Vec::new();
    for step in align(&items.before, &items.after) {
        let blocks = match step {
            Step::Both(i, j, moved) => {
                let blocks = laid(marking, &before[i].blocks, &after[j].blocks);
                match moved.then(|| marking.move_of_text(&Said::item(&after[j]))).flatten() {
                    Some(change) => {
                        let marks = vec![marking.mark(change)];
                        vec![Block::Marked(Marked { fate: Fate::Moved, marks, blocks })]
                    }
                    None => blocks,
                }
            }
            Step::Gone(i) => before[i].blocks.iter().flat_map(|block| alone(marking, Alone::Gone, block)).collect(),
            Step::Came(j) => after[j].blocks.iter().flat_map(|block| alone(marking, Alone::Came, block)).collect(),
        };
        out.push(ListItem { blocks: joined(blocks) });
    }
    out
}

/// A block of one side; nothing of what the later document shows elsewhere.
pub fn alone(marking: &mut Marking<'_>, side: Alone, block: &Block) -> Vec<Block> {
    match (block, side) {
        (Block::Table(table), Alone::Gone) => {
            let later = marking.names.other_anchor(When::Before, &table.anchor);
            let stays = later.is_some_and(|later| marking.shown.after.tables.contains_key(later));
            if stays || table.rows.iter().all(|row| row.anchor.as_deref().is_some_and(|own| marking.has_row(own))) {
                return Vec::new();
            }
        }
        (Block::Table(table), Alone::Came) => {
            let own = marking.names.other_anchor(When::After, &table.anchor);
            if let Some(own) = own.and_then(|anchor| marking.shown.before.tables.get(anchor).copied()) {
                return both_tables(marking, own, table);
            }
        }
        (Block::Cards { thing, items }, _) => {
            let items = cards::alone(marking, side, items);
            return if items.is_empty() { Vec::new() } else { vec![Block::Cards { thing: *thing, items }] };
        }
        _ => {}
    }
    let marks = marks_alone(marking, side, block);
    vec![Block::Marked(Marked { fate: side.fate(), marks, blocks: vec![side.block(block)] })]
}

fn marks_alone(marking: &mut Marking<'_>, side: Alone, block: &Block) -> Vec<Mark> {
    let anchors: Vec<&str> = match block {
        Block::Heading { anchor, .. } => vec![anchor],
        Block::Table(table) => {
            let rows = table.rows.iter().filter_map(|row| row.anchor.as_deref());
            std::iter::once(table.anchor.as_str()).chain(rows).collect()
        }
        _ => Vec::new(),
    };
    let found = anchors.iter().flat_map(|anchor| marking.changes_of(side.when(), anchor, side.fate()));
    let mut found: Vec<usize> = found.collect();
    found.dedup();
    if !found.is_empty() {
        return marking.marks(&found);
    }
    marking.marks_of_lone_text(&Said::block(block), side.fate(), &block_text(block))
}

/// Blocks of one change that follow each other are marked together.
pub fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(Block::Marked(last)), Block::Marked(mut next)) if is_same(last, &next) => {
                last.blocks.append(&mut next.blocks);
            }
            (_, block) => out.push(block),
        }
    }
    out
}

fn is_same(last: &Marked, next: &Marked) -> bool {
    let numbers = |marked: &Marked| marked.marks.iter().map(|mark| mark.number).collect::<Vec<_>>();
    let alone = matches!(last.fate, Fate::Inserted | Fate::Deleted);
    alone
        && last.fate == next.fate
        && last.marks.len() == 1
        && numbers(last) == numbers(next)
        && numbers(last) != [None]
}
