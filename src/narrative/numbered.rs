//! `tabellnummer: ja`: tables and figures are numbered through the document, and references say the numbers.

use std::collections::HashMap;

use crate::document::{Block, Chapter, Inline, plain_text, visit};
use crate::swedish::NBSP;

/// How a reference to a table begins, before its caption.
const REFERENCE: &str = "tabellen ”";

/// Puts `Tabell 1.` and `Figur 1.` before captions, in order of reading, and the number in place of the caption in
/// references to a table. What has no caption has no number.
pub fn apply(chapters: &mut [Chapter]) {
    let mut tables: HashMap<String, usize> = HashMap::new();
    let mut figures = 0;
    for chapter in chapters.iter_mut() {
        visit::each_mut(&mut chapter.blocks, &mut |block| match block {
            Block::Table(table) if !table.caption.is_empty() => {
                let number = tables.len() + 1;
                table.caption = format!("Tabell{NBSP}{number}. {}", table.caption);
                tables.insert(table.anchor.clone(), number);
            }
            Block::Chart(chart) => number_figure(&mut chart.caption, &mut figures),
            Block::Picture { caption, .. } if !caption.is_empty() => number_figure(caption, &mut figures),
            _ => {}
        });
    }
    let refer = |part: &mut Inline| {
        if let Inline::Link { target, internal: true, content } = part
            && let Some(number) = tables.get(target)
            && plain_text(content).starts_with(REFERENCE)
        {
            *content = vec![Inline::text(format!("tabell{NBSP}{number}"))];
        }
    };
    for chapter in chapters {
        visit::each_text_mut(chapter, &mut |content| content.iter_mut().for_each(refer));
    }
}

fn number_figure(caption: &mut String, figures: &mut usize) {
    *figures += 1;
    *caption = format!("Figur{NBSP}{figures}. {caption}");
}
