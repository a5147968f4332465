//! What a plan says of itself on its cover, where that was changed.

use crate::compare::sides::Sides;
use crate::document::mark::Fate;
use crate::document::{Block, Chapter, Definition, Document, Inline, ListItem, Marked, Meta};
use crate::marked::inlines;
use crate::marked::marking::Marking;

/// A chapter of the facts that became others; nothing when none did.
pub fn chapter(marking: &mut Marking<'_>, documents: Sides<&Document>) -> Option<Chapter> {
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
    let Sides { before: own, after: later } = documents.map(|document| facts(&document.meta));
    let mut blocks = Vec::new();
    for ((label, field, before), (_, _, after)) in own.into_iter().zip(later) {
        if before == after {
            continue;
        }
        let finding = marking.index.fact(field);
        let content = |text: String| if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] };
        let compared = inlines::compare(&content(before), &content(after.clone()), &marking.names);
        let mark = match finding {
            Some(finding) => marking.mark(finding),
            None => marking.follow(None, &format!("{label}: {after}")),
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
