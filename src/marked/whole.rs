//! What plans with faults lack, and what is lost where two documents are laid over each other: every heading has a text,
//! and no level of headings is skipped. Without that no accessible document is made, and a comparison tells of plans
//! as far as they can be read.

use crate::document::{Block, Document, Inline, plain_text, visit};

/// What stands where a heading has no text.
const NO_HEADING: &str = "(rubrik saknas)";

/// Makes the headings of a document whole.
pub fn headings(document: &mut Document) {
    for chapter in &mut document.chapters {
        titled(&mut chapter.title);
        if chapter.title_text.trim().is_empty() {
            NO_HEADING.clone_into(&mut chapter.title_text);
        }
        let mut above = 1;
        visit::each_mut(&mut chapter.blocks, &mut |block| {
            if let Block::Heading { level, content, .. } = block {
                *level = (*level).clamp(2, 5).min(above + 1);
                above = *level;
                titled(content);
            }
        });
    }
}

fn titled(content: &mut Vec<Inline>) {
    if plain_text(content).trim().is_empty() {
        content.insert(0, Inline::text(NO_HEADING));
    }
}
