//! What a piece of a document says, as a key: by it a paragraph is known whatever marks and spaces stand in it.

use crate::document::table::Row;
use crate::document::{Block, Inline, ListItem, plain_text};

/// What a piece of a document says.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// All of it, as a key.
    pub whole: String,
    /// Each running text in it, as a key; in order of reading.
    pub parts: Vec<String>,
}

impl Said {
    /// What one running text says.
    pub fn text(text: &str) -> Self {
        let whole = key(text);
        Self { parts: vec![whole.clone()], whole }
    }

    /// What a block says.
    pub fn block(block: &Block) -> Self {
        let mut parts = Vec::new();
        collect(block, &mut parts);
        Self { whole: key(&block_text(block)), parts }
    }

    /// What an item of a list says.
    pub fn item(item: &ListItem) -> Self {
        let mut parts = Vec::new();
        item.blocks.iter().for_each(|block| collect(block, &mut parts));
        Self { whole: parts.concat(), parts }
    }

    /// What a row says.
    pub fn row(row: &Row) -> Self {
        let parts: Vec<String> = row_texts(row).iter().map(|text| key(text)).collect();
        Self { whole: parts.concat(), parts }
    }
}

/// The letters and digits of a text, by which it is known whatever stands between them.
pub fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The texts of a row: its heads, and then its cells.
fn row_texts(row: &Row) -> Vec<String> {
    let heads = row.heads.iter().map(|head| plain_text(&head.content));
    let cells = row.cells.iter().flat_map(|cell| {
        std::iter::once(plain_text(&cell.content)).chain(cell.items.iter().map(|item| plain_text(item)))
    });
    heads.chain(cells).collect()
}

/// All that a row says.
pub fn row_text(row: &Row) -> String {
    row_texts(row).join(" ")
}

/// What the heads of a row say.
pub fn row_name(row: &Row) -> String {
    row.heads.iter().map(|head| plain_text(&head.content)).collect::<Vec<_>>().join(" ")
}

fn collect(block: &Block, parts: &mut Vec<String>) {
    let of = |items: &[ListItem], parts: &mut Vec<String>| {
        items.iter().flat_map(|item| &item.blocks).for_each(|block| collect(block, parts));
    };
    match block {
        Block::List { items, .. } => of(items, parts),
        Block::Quote { blocks } => blocks.iter().for_each(|block| collect(block, parts)),
        Block::Definitions { items } => {
            for item in items {
                parts.push(key(&plain_text(&item.term)));
                of(&item.details, parts);
            }
        }
        other => parts.push(key(&block_text(other))),
    }
}

/// The text of a block.
pub fn block_text(block: &Block) -> String {
    let of = |blocks: &[Block]| blocks.iter().map(block_text).collect::<Vec<_>>().join(" ");
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content } => plain_text(content),
        Block::List { items, .. } => items.iter().map(item_text).collect::<Vec<_>>().join(" "),
        Block::Quote { blocks } => of(blocks),
        Block::Definitions { items } => {
            let text = |term: &[Inline], details: &[ListItem]| {
                std::iter::once(plain_text(term)).chain(details.iter().map(item_text)).collect::<Vec<_>>().join(" ")
            };
            items.iter().map(|item| text(&item.term, &item.details)).collect::<Vec<_>>().join(" ")
        }
        Block::Code { text } => text.clone(),
        Block::Picture { alt, caption, .. } => format!("{alt} {caption}").trim_end().to_owned(),
        Block::Chart(chart) => chart.caption.clone(),
        Block::Table(table) => table.caption.clone(),
        _ => String::new(),
    }
}

/// The text of an item of a list.
pub fn item_text(item: &ListItem) -> String {
    item.blocks.iter().map(block_text).collect::<Vec<_>>().join(" ")
}
