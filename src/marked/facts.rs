//! What a plan says of itself on its cover, where that was changed.

use crate::compare::kind::Kind;
use crate::document::mark::Fate;
use crate::document::{Block, Chapter, Definition, Document, Inline, ListItem, Marked, Meta};
use crate::marked::book::Book;
use crate::marked::inlines;

/// A chapter of the facts that became others; nothing when none did.
pub fn chapter(book: &mut Book<'_>, documents: [&Document; 2]) -> Option<Chapter> {
    let facts = |meta: &Meta| {
        [
            ("Titel", "titel", meta.title.clone()),
            ("Nämnd", "nämnd", meta.board.clone()),
            ("Organisation", "organisation", meta.organisation.clone()),
            ("Förvaltning", "förvaltning", meta.administration.clone()),
            ("År", "år", meta.year.to_string()),
            ("Status", "status", meta.status.clone()),
            ("Diarienummer", "diarienummer", meta.registry_number.clone().unwrap_or_default()),
            ("Beslutsdatum", "beslutsdatum", meta.decision_date.clone().unwrap_or_default()),
            ("Beskrivning", "beskrivning", meta.description.clone()),
            ("Ämnesord", "ämnesord", meta.keywords.join(", ")),
            (
                "Tillgänglighetsredogörelse",
                "tillgänglighetsredogörelse",
                meta.accessibility_statement.clone().unwrap_or_default(),
            ),
        ]
    };
    let [own, later] = documents.map(|document| facts(&document.meta));
    let mut blocks = Vec::new();
    for ((label, field, before), (_, _, after)) in own.into_iter().zip(later) {
        if before == after {
            continue;
        }
        let finding = book
            .pen
            .diff
            .findings
            .iter()
            .position(|finding| finding.kind == Kind::Plan && finding.field.as_deref() == Some(field));
        let content = |text: String| if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
        let compared = inlines::compare(&content(before), &content(after.clone()), book.pen.links);
        let mark = match finding {
            Some(finding) => book.pen.mark(finding),
            None => book.pen.follow(None, &format!("{label}: {after}")),
        };
        let content = if finding.is_some() { compared.content } else { inlines::as_caused(compared.content) };
        let details = vec![ListItem { blocks: vec![Block::Paragraph { content }] }];
        let items = vec![Definition { term: vec![Inline::text(label)], details }];
        let fate = if finding.is_some() { Fate::Changed } else { Fate::Caused };
        blocks.push(Block::Marked(Marked { fate, marks: vec![mark], blocks: vec![Block::Definitions { items }] }));
    }
    (!blocks.is_empty()).then(|| Chapter {
        number: String::new(),
        appendix: false,
        title: vec![Inline::text("Uppgifter om planen")],
        title_text: "Uppgifter om planen".to_owned(),
        anchor: "uppgifter-om-planen".to_owned(),
        blocks,
        sections: Vec::new(),
        footnotes: Vec::new(),
    })
}
