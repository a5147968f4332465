//! Two documents laid over each other, block by block.

use crate::compare::align::{By, Item, Step, align};
use crate::document::mark::{Fate, Mark};
use crate::document::table::Row;
use crate::document::{Block, Definition, Inline, ListItem, Marked, plain_text};
use crate::marked::gone::Alone;
use crate::marked::inlines::{self, Compared};
use crate::marked::pen::Pen;
use crate::marked::shelf::Shelf;
use crate::marked::tables;

/// Both documents, and the pen that marks the later one.
pub struct Book<'a> {
    /// What stands where in the earlier document.
    pub before: &'a Shelf<'a>,
    /// What stands where in the later document.
    pub after: &'a Shelf<'a>,
    /// Gives out marks.
    pub pen: Pen<'a>,
}

impl Book<'_> {
    /// Whether a thing of the earlier plan is shown in the later document.
    pub fn later(&self, anchor: &str, has: impl Fn(&str) -> bool) -> bool {
        self.pen.links.later_anchor(anchor).is_some_and(has)
    }

    /// Whether the later document has an earlier row, in whatever table.
    pub fn has_row(&self, anchor: &str) -> bool {
        self.later(anchor, |later| self.after.rows.contains_key(later))
    }

    /// The changes of a row: by its anchor, or by the address of its cells.
    pub fn findings_of_row(&self, row: &Row, fate: Fate, side: usize) -> Vec<usize> {
        if let Some(anchor) = &row.anchor {
            return self.pen.thing(side, anchor, fate);
        }
        let address = row.cells.iter().find_map(|cell| self.pen.links.row(side, cell.address.as_deref()?));
        address.map(|address| self.pen.row(address, fate)).unwrap_or_default()
    }

    /// Blocks of the later document, with what was changed in them.
    pub fn blocks(&mut self, a: &[Block], b: &[Block]) -> Vec<Block> {
        let [own, later] = [(0, a), (1, b)].map(|(side, blocks)| self.items(side, blocks));
        let mut out: Vec<Block> = Vec::new();
        for step in align(&own, &later) {
            let drawn = match step {
                Step::Both(i, j, moved) => self.both(&a[i], &b[j], moved),
                Step::Gone(i) => self.alone(Alone::Gone, &a[i]),
                Step::Came(j) => self.alone(Alone::Came, &b[j]),
            };
            out.extend(drawn);
        }
        joined(out)
    }

    fn items(&self, side: usize, blocks: &[Block]) -> Vec<Item> {
        blocks.iter().map(|block| self.item(side, block)).collect()
    }

    fn item(&self, side: usize, block: &Block) -> Item {
        let text = |class, content: &[Inline]| {
            let key = self.key(side, content);
            Item { key, class, by: By::Text(plain_text(content)) }
        };
        let turn = |class, key: String| Item { key, class, by: By::Turn };
        let whole = || serde_json::to_string(block).unwrap_or_default();
        match block {
            Block::Heading { content, .. } => text("rubrik", content),
            Block::Paragraph { content } => text("stycke", content),
            Block::Code { text } => Item { key: text.clone(), class: "kod", by: By::Text(text.clone()) },
            Block::Table(table) => {
                let own = if side == 1 { self.pen.links.earlier_anchor(&table.anchor) } else { None };
                // A table of the text is known by what it says.
                let named = !table.caption.is_empty();
                let key = if named { own.unwrap_or(&table.anchor).to_owned() } else { whole() };
                turn(if named { "tabell" } else { "texttabell" }, key)
            }
            Block::Picture { path, alt } => Item { key: format!("{path} {alt}"), class: "bild", by: By::Key },
            Block::Chart(chart) => turn("diagram", chart.anchor.clone()),
            Block::List { .. } => turn("lista", block_text(block)),
            Block::Quote { .. } => turn("citat", block_text(block)),
            Block::Definitions { .. } => turn("ordlista", block_text(block)),
            Block::Cards { thing, .. } => turn(thing.traits().many, whole()),
            _ => turn("annat", whole()),
        }
    }

    /// What a text is known by: its letters, with figures by their addresses.
    fn key(&self, side: usize, content: &[Inline]) -> String {
        let mut key = String::new();
        for inline in content {
            if let Some((_, about)) = inline.computed() {
                key.push_str(self.pen.links.canonical(side, about));
                continue;
            }
            match inline {
                Inline::Emphasis { content } | Inline::Strong { content } | Inline::Link { content, .. } => {
                    key.push_str(&self.key(side, content));
                }
                other => key.push_str(&plain_text(std::slice::from_ref(other))),
            }
        }
        key
    }

    fn both(&mut self, a: &Block, b: &Block, moved: bool) -> Vec<Block> {
        let drawn = match (a, b) {
            (Block::Paragraph { content: before }, Block::Paragraph { content: after }) => {
                return self.text(before, after, moved, None, |content| Block::Paragraph { content });
            }
            (
                Block::Heading { content: before, .. },
                Block::Heading { level, number, anchor, content: after, goal },
            ) => {
                return self.text(before, after, moved, Some(anchor), |content| Block::Heading {
                    level: *level,
                    number: number.clone(),
                    anchor: anchor.clone(),
                    content,
                    goal: goal.clone(),
                });
            }
            (Block::Table(before), Block::Table(after)) => tables::compare(self, before, after),
            (Block::List { items: before, .. }, Block::List { ordered, start, items: after }) => {
                let items = self.list(before, after);
                vec![Block::List { ordered: *ordered, start: *start, items }]
            }
            (Block::Quote { blocks: before }, Block::Quote { blocks: after }) => {
                vec![Block::Quote { blocks: self.blocks(before, after) }]
            }
            (Block::Definitions { items: before }, Block::Definitions { items: after }) => {
                let mut items = after.clone();
                for item in &mut items {
                    let term = plain_text(&item.term);
                    match before.iter().find(|own| plain_text(&own.term) == term) {
                        Some(own) => item.details = self.list(&own.details, &item.details),
                        None => item.details = self.list(&[], &item.details),
                    }
                }
                let gone = before
                    .iter()
                    .filter(|own| !after.iter().any(|item| plain_text(&item.term) == plain_text(&own.term)));
                let gone: Vec<_> = gone.cloned().collect();
                let mut out = vec![Block::Definitions { items }];
                if !gone.is_empty() {
                    out.extend(self.alone(Alone::Gone, &Block::Definitions { items: gone }));
                }
                out
            }
            (Block::Cards { thing: own, items: before }, Block::Cards { thing, items: after }) if own == thing => {
                vec![Block::Cards { thing: *thing, items: self.cards(before, after) }]
            }
            (Block::Code { text: before }, Block::Code { text: after }) if before != after => {
                let change = self.pen.paragraph(Some(before), Some(after));
                let mark = self.pen.mark_or_follow(change, after);
                let blocks = vec![Alone::Gone.block(a), b.clone()];
                vec![Block::Marked(Marked { fate: Fate::Changed, marks: vec![mark], blocks })]
            }
            (Block::Chart(before), Block::Chart(after))
                if before.alt != after.alt || before.caption != after.caption =>
            {
                // A picture cannot be marked in place: what it said is told in words.
                let mut mark = self.pen.follow(None, &format!("Diagrammet {}", after.caption));
                "Ändrat diagram".clone_into(&mut mark.word);
                let told = vec![Block::Paragraph { content: vec![Inline::text(&before.alt)] }];
                let told = Block::Folded { summary: vec![Inline::text("Vad diagrammet visade förut")], blocks: told };
                vec![Block::Marked(Marked { fate: Fate::Caused, marks: vec![mark], blocks: vec![b.clone(), told] })]
            }
            _ if serde_json::to_string(a).ok() != serde_json::to_string(b).ok() => {
                let mark = self.pen.follow(None, &block_text(b));
                vec![Block::Marked(Marked { fate: Fate::Caused, marks: vec![mark], blocks: vec![b.clone()] })]
            }
            _ => vec![b.clone()],
        };
        if !moved {
            return drawn;
        }
        let text = block_text(b);
        match self.pen.moved(&text) {
            Some(change) => {
                let marks = vec![self.pen.mark(change)];
                vec![Block::Marked(Marked { fate: Fate::Moved, marks, blocks: drawn })]
            }
            None => drawn,
        }
    }

    /// Running text of both sides.
    fn text(
        &mut self,
        before: &[Inline],
        after: &[Inline],
        moved: bool,
        anchor: Option<&str>,
        block: impl Fn(Vec<Inline>) -> Block,
    ) -> Vec<Block> {
        let compared = inlines::compare(before, after, self.pen.links);
        let (own, later) = (plain_text(before), plain_text(after));
        let (mut marks, content) = self.told(compared, &own, &later, anchor);
        let change = if moved { self.pen.moved(&later) } else { None };
        marks.extend(change.map(|change| self.pen.mark(change)));
        if marks.is_empty() {
            return vec![block(content)];
        }
        let caused = marks.iter().all(|mark| mark.fate == Fate::Caused);
        let fate = if caused {
            Fate::Caused
        } else if change.is_some() {
            Fate::Moved
        } else {
            Fate::Changed
        };
        vec![Block::Marked(Marked { fate, marks, blocks: vec![block(content)] })]
    }

    /// The marks of a text, and the text itself; what nobody edited is shown as a consequence.
    pub fn told(
        &mut self,
        compared: Compared,
        own: &str,
        later: &str,
        anchor: Option<&str>,
    ) -> (Vec<Mark>, Vec<Inline>) {
        if !compared.edited && !compared.caused {
            return (Vec::new(), compared.content);
        }
        let mut marks = Vec::new();
        let mut content = compared.content;
        if compared.edited {
            let of_thing = anchor.map(|anchor| self.pen.thing(1, anchor, Fate::Changed)).unwrap_or_default();
            marks = self.pen.marks(&of_thing);
            if marks.is_empty() {
                let change = self.pen.paragraph(Some(own), Some(later));
                marks.extend(change.map(|change| self.pen.mark(change)));
            }
        }
        let cause = self.pen.sentence(later);
        if marks.is_empty() && compared.edited && cause.is_none() {
            let change = self.pen.wording(own, later);
            marks.extend(change.map(|change| self.pen.mark(change)));
        }
        if marks.is_empty() || cause.is_some() {
            if marks.is_empty() {
                content = inlines::as_caused(content);
            }
            marks.push(self.pen.follow(cause, later));
        }
        (marks, content)
    }

    fn list(&mut self, a: &[ListItem], b: &[ListItem]) -> Vec<ListItem> {
        let item = |side: usize| {
            move |item: &ListItem| {
                let text = item.blocks.iter().map(block_text).collect::<Vec<_>>().join(" ");
                (side, text)
            }
        };
        let items = |side: usize, list: &[ListItem], book: &Self| -> Vec<Item> {
            let of = |entry: &ListItem| {
                let key = entry.blocks.iter().map(|block| book.item(side, block).key).collect::<Vec<_>>().join(" ");
                Item { key, class: "punkt", by: By::Text(item(side)(entry).1) }
            };
            list.iter().map(of).collect()
        };
        let steps = align(&items(0, a, self), &items(1, b, self));
        let mut out = Vec::new();
        for step in steps {
            let blocks = match step {
                Step::Both(i, j, moved) => {
                    let blocks = self.blocks(&a[i].blocks, &b[j].blocks);
                    let text = b[j].blocks.iter().map(block_text).collect::<Vec<_>>().join(" ");
                    match moved.then(|| self.pen.moved(&text)).flatten() {
                        Some(change) => {
                            let marks = vec![self.pen.mark(change)];
                            vec![Block::Marked(Marked { fate: Fate::Moved, marks, blocks })]
                        }
                        None => blocks,
                    }
                }
                Step::Gone(i) => a[i].blocks.iter().flat_map(|block| self.alone(Alone::Gone, block)).collect(),
                Step::Came(j) => b[j].blocks.iter().flat_map(|block| self.alone(Alone::Came, block)).collect(),
            };
            out.push(ListItem { blocks: joined(blocks) });
        }
        out
    }

    /// A block of one side; nothing of what the later document shows elsewhere.
    pub fn alone(&mut self, side: Alone, block: &Block) -> Vec<Block> {
        match (block, side) {
            (Block::Table(table), Alone::Gone) => {
                let stays = self.later(&table.anchor, |later| self.after.tables.contains_key(later));
                let rows = table.rows.iter().all(|row| row.anchor.as_deref().is_some_and(|own| self.has_row(own)));
                if stays || rows {
                    return Vec::new();
                }
            }
            (Block::Table(table), Alone::Came) => {
                let own = self.pen.links.earlier_anchor(&table.anchor);
                if let Some(own) = own.and_then(|anchor| self.before.tables.get(anchor).copied()) {
                    return tables::compare(self, own, table);
                }
            }
            (Block::Cards { thing, items }, _) => {
                let items = self.lone_cards(side, items);
                return if items.is_empty() { Vec::new() } else { vec![Block::Cards { thing: *thing, items }] };
            }
            _ => {}
        }
        let marks = self.marks_alone(side, block);
        vec![Block::Marked(Marked { fate: side.fate(), marks, blocks: vec![side.block(block)] })]
    }

    fn marks_alone(&mut self, side: Alone, block: &Block) -> Vec<Mark> {
        let at = usize::from(side == Alone::Came);
        let anchors: Vec<&str> = match block {
            Block::Heading { anchor, .. } => vec![anchor],
            Block::Table(table) => {
                let rows = table.rows.iter().filter_map(|row| row.anchor.as_deref());
                std::iter::once(table.anchor.as_str()).chain(rows).collect()
            }
            _ => Vec::new(),
        };
        let mut findings: Vec<usize> =
            anchors.iter().flat_map(|anchor| self.pen.thing(at, anchor, side.fate())).collect();
        findings.dedup();
        if !findings.is_empty() {
            return self.pen.marks(&findings);
        }
        let text = block_text(block);
        let change = self.pen.paragraph_alone(&text, side.fate());
        vec![self.pen.mark_or_follow(change, &text)]
    }
}

/// The text of a block.
pub fn block_text(block: &Block) -> String {
    let of = |blocks: &[Block]| blocks.iter().map(block_text).collect::<Vec<_>>().join(" ");
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => plain_text(content),
        Block::List { items, .. } => items.iter().map(|item| of(&item.blocks)).collect::<Vec<_>>().join(" "),
        Block::Quote { blocks } => of(blocks),
        Block::Definitions { items } => {
            let text = |item: &Definition| {
                let details = item.details.iter().map(|item| of(&item.blocks));
                std::iter::once(plain_text(&item.term)).chain(details).collect::<Vec<_>>().join(" ")
            };
            items.iter().map(text).collect::<Vec<_>>().join(" ")
        }
        Block::Code { text } => text.clone(),
        Block::Picture { alt, .. } => alt.clone(),
        Block::Chart(chart) => chart.caption.clone(),
        Block::Table(table) => table.caption.clone(),
        _ => String::new(),
    }
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
