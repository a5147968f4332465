//! The list of changes: every finding with what followed from it, and the ways to where they are seen.

use std::collections::HashMap;

use crate::compare::sides::Sides;
use crate::compare::words::{self, Fate as WordFate, Word};
use crate::diff::PlanDiff;
use crate::diff::finding::{Consequence, Effect, Finding};
use crate::diff::wording::{self, PARTS};
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::document::{Block, Chapter, Inline, ListItem, Meta, Section};
use crate::marked::marking::{LIST, OTHERS, entry};
use crate::swedish;

/// Something that followed, with its place in the document.
#[derive(Debug, Clone)]
pub struct Follower {
    /// What it became, in words.
    pub text: String,
    /// Its place.
    pub anchor: String,
}

/// Where everything is seen.
#[derive(Default)]
pub struct Seen {
    /// By finding, its places.
    pub places: HashMap<usize, Vec<String>>,
    /// By finding and effect, its place.
    pub effects: HashMap<(usize, usize), String>,
    /// What followed and is told under no change.
    pub others: Vec<Follower>,
}

/// The list, as the first chapter of the document.
pub fn chapter(diff: &PlanDiff, compared: &str, seen: &Seen) -> Chapter {
    let mut blocks = vec![paragraph(compared)];
    let mut sections = Vec::new();
    let mut section = |blocks: &mut Vec<Block>, anchor: String, text: &str| {
        sections.push(Section { number: None, text: text.to_owned(), anchor: anchor.clone() });
        blocks.push(Block::Heading { level: 2, number: None, anchor, content: vec![Inline::text(text)], goal: None });
    };
    if diff.is_empty() {
        blocks.push(paragraph("Inga ändringar."));
    } else {
        blocks.push(paragraph(&format!("{}.", swedish::capitalised(&wording::counted(diff)))));
        blocks.extend(overview(diff));
        blocks.extend(legend());
    }
    blocks.extend(diff.correspondence.untried.iter().map(|own| paragraph(&format!("{}.", wording::untried(own)))));
    let mut first = 0;
    for part in diff.findings.chunk_by(|a, b| a.kind.part() == b.kind.part()) {
        let at = part.first().map_or(0, |finding| usize::from(finding.kind.part()));
        section(&mut blocks, format!("andringar-{}", at + 1), PARTS[at]);
        let items = part.iter().enumerate().map(|(n, finding)| item(first + n, finding, seen)).collect();
        blocks.push(Block::List { ordered: true, start: u64::try_from(first + 1).unwrap_or(1), items });
        first += part.len();
    }
    if !seen.others.is_empty() {
        section(&mut blocks, OTHERS.to_owned(), "Övriga följdändringar");
        blocks.push(paragraph("Så här ser planen också annorlunda ut, utan att någon har skrivit om det."));
        let items = seen
            .others
            .iter()
            .map(|other| ListItem { blocks: vec![link(&other.anchor, vec![Inline::text(&other.text)])] });
        blocks.push(Block::List { ordered: false, start: 1, items: items.collect() });
    }
    Chapter {
        number: String::new(),
        appendix: false,
        title: vec![Inline::text("Ändringar")],
        title_text: "Ändringar".to_owned(),
        anchor: LIST.to_owned(),
        blocks,
        sections,
        footnotes: Vec::new(),
    }
}

/// What is compared: the plans by their titles, where these tell them apart, and by how far each has come.
pub fn sides(plans: Sides<Option<&Meta>>) -> String {
    let Some(Sides { before, after }) = plans.both() else {
        return if plans.before.is_none() { "Planen är ny." } else { "Planen har tagits bort." }.to_owned();
    };
    let (own, later) = (state(before), state(after));
    match (before.title == after.title, own == later) {
        (true, true) => "Från den tidigare versionen av planen till den här.".to_owned(),
        (true, false) => format!("Från {own} till {later}."),
        (false, true) => format!("Från ”{}” till ”{}”.", before.title, after.title),
        (false, false) => format!("Från ”{}”, {own}, till ”{}”, {later}.", before.title, after.title),
    }
}

/// How far a plan has come: `förslag 2`, `beslutad plan (20 november 2024, § 112)`.
fn state(plan: &Meta) -> String {
    match &plan.decision_date {
        _ if !plan.status_label.is_empty() => swedish::uncapitalised(&plan.status_label),
        Some(decided) => format!("beslutad plan ({decided})"),
        None => "beslutad plan".to_owned(),
    }
}

/// What the plan comes to, first: in words, and its sums and results before and after.
fn overview(diff: &PlanDiff) -> Vec<Block> {
    let mut blocks: Vec<Block> = wording::overview_beside_figures(diff).iter().map(|line| paragraph(line)).collect();
    let changed = diff.key_figures.as_deref().unwrap_or_default();
    if !changed.is_empty() {
        blocks.push(Block::Table(key_figures(changed)));
    }
    blocks
}

/// Sums and results before and after, with how much they changed.
fn key_figures(changed: &[Effect]) -> Table {
    const ANCHOR: &str = "andringar-sammandrag";
    let column = |at: usize| format!("{ANCHOR}-kolumn{at}");
    let heads = ["Summa eller resultat", "Förut", "Nu", "Förändring", "I procent"].into_iter().enumerate();
    let head: Vec<HeadCell> =
        heads.map(|(at, text)| HeadCell::new(column(at), vec![Inline::text(text)]).numeric(at > 0)).collect();
    let rows = changed.iter().enumerate().map(|(at, effect)| {
        let own = format!("{ANCHOR}-rad{at}");
        let gap = effect.difference.as_ref();
        let percent = gap.and_then(|gap| gap.percent.clone());
        let texts = [Some(effect.before.clone()), Some(effect.after.clone()), gap.map(|gap| gap.text.clone()), percent];
        let cells = texts
            .into_iter()
            .enumerate()
            .map(|(at, text)| text.map_or_else(Cell::dash, Cell::count).headed(format!("{} {own}", column(at + 1))));
        let cells = cells.collect();
        Row::new(RowKind::Item, vec![RowHead::new(own, vec![Inline::text(&effect.name)])], cells)
    });
    Table {
        columns: head.iter().map(|head| if head.numeric { Column::figures() } else { Column::text() }).collect(),
        rows: rows.collect(),
        head: vec![head],
        ..Table::new(TableKind::Comparison, ANCHOR, "Tabellernas summor och resultat, förut och nu")
    }
}

/// How changes are shown.
fn legend() -> Vec<Block> {
    let inserted = Inline::Inserted { content: vec![Inline::text("understruken")], told: true };
    let deleted = Inline::Deleted { content: vec![Inline::text("överstruken")], told: true };
    let caused = Inline::Caused { before: vec![Inline::text("1,0")], content: vec![Inline::text("2,0")] };
    let text = |text: &str| Inline::text(text);
    vec![Block::Paragraph {
        content: vec![
            text("Text som har tillkommit är "),
            inserted,
            text(" och text som har tagits bort är "),
            deleted,
            text(". Ett tal som har blivit ett annat utan att någon har skrivit om det är en följdändring: "),
            caused,
            text(". Numret vid en ändring leder tillbaka till listan."),
        ],
    }]
}

fn item(at: usize, finding: &Finding, seen: &Seen) -> ListItem {
    let places = seen.places.get(&at).map_or(&[][..], Vec::as_slice);
    let mut content = vec![target(at, vec![Inline::text(wording::whole(finding))])];
    // The change itself is no link: underlined, it would look like what was added.
    content.push(Inline::text(match places {
        [] if is_seen_everywhere(finding) => "",
        [] => " (syns inte i dokumentet)",
        _ => " ",
    }));
    for (n, place) in places.iter().enumerate() {
        let way = if places.len() == 1 { "Visa".to_owned() } else { format!("Visa plats {}", n + 1) };
        if n > 0 {
            content.push(Inline::text(", "));
        }
        content.push(to(place, vec![Inline::text(way)]));
    }
    let mut blocks = vec![Block::Paragraph { content }];
    let details = wording::details(finding);
    if details.iter().any(|line| line.contains("{{")) {
        blocks.push(paragraph("Tabellen, diagrammet eller uppgiften hämtas på ett annat sätt."));
    } else if finding.words.is_empty() {
        blocks.extend(details.iter().map(|line| paragraph(line)));
    } else {
        blocks.push(Block::Paragraph { content: marked(&finding.words) });
    }
    blocks.extend(followed(at, finding, seen));
    ListItem { blocks }
}

/// Whether a change is of the looks of the document, which are nowhere in particular.
fn is_seen_everywhere(finding: &Finding) -> bool {
    finding.aspect.as_ref().is_some_and(|aspect| ["tema", "logotyp", "typsnitt", "webb"].contains(&aspect.word()))
}

fn followed(at: usize, finding: &Finding, seen: &Seen) -> Option<Block> {
    let told = finding.effects.iter().enumerate().filter(|(_, effect)| !effect.repeated);
    let mut items: Vec<ListItem> = told
        .map(|(n, effect)| {
            let content = consequence(effect, finding, seen.effects.get(&(at, n)).map(String::as_str));
            ListItem { blocks: vec![Block::Paragraph { content }] }
        })
        .collect();
    let count = items.len();
    items.extend(wording::repeated(finding).map(|text| ListItem { blocks: vec![paragraph(&text)] }));
    if items.is_empty() {
        return None;
    }
    let summary = match count {
        0 => "Har också del i andra följder".to_owned(),
        1 => "1 följd".to_owned(),
        count => format!("{count} följder"),
    };
    let list = Block::List { ordered: false, start: 1, items };
    Some(Block::Folded { summary: vec![Inline::text(summary)], blocks: vec![list] })
}

/// What followed, with the way to where it is seen. In a sentence the words are marked, and its chapter is the way.
fn consequence(effect: &Effect, finding: &Finding, place: Option<&str>) -> Vec<Inline> {
    let way = |text: String| match place {
        Some(place) => to(place, vec![Inline::text(text)]),
        None => Inline::text(text),
    };
    if effect.consequence != Consequence::Sentence {
        return vec![way(wording::followed_by(effect, finding))];
    }
    let mut content = vec![way(effect.name.clone()), Inline::text(": ”")];
    content.extend(marked(&words::compare(&effect.before, &effect.after)));
    content.push(Inline::text("”"));
    content
}

fn marked(words: &[Word]) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let content = |text: &str| vec![Inline::text(text)];
        let piece = match word.fate {
            WordFate::Kept => Inline::text(wording::elided(&word.text, at > 0, at + 1 < words.len())),
            WordFate::Deleted => Inline::Deleted { content: content(&word.text), told: true },
            WordFate::Inserted => Inline::Inserted { content: content(&word.text), told: true },
        };
        out.push(piece);
    }
    out
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { content: vec![Inline::text(text)] }
}

fn to(anchor: &str, content: Vec<Inline>) -> Inline {
    Inline::Link { target: anchor.to_owned(), internal: true, content }
}

fn link(anchor: &str, content: Vec<Inline>) -> Block {
    Block::Paragraph { content: vec![to(anchor, content)] }
}

fn target(at: usize, content: Vec<Inline>) -> Inline {
    Inline::Target { anchor: entry(at), content }
}

#[cfg(test)]
mod tests {
    use super::sides;
    use crate::compare::sides::Sides;
    use crate::document::Meta;

    fn plan(title: &str, status_label: &str, decided: Option<&str>) -> Meta {
        Meta {
            title: title.to_owned(),
            status_label: status_label.to_owned(),
            decision_date: decided.map(str::to_owned),
            board: String::new(),
            organisation: String::new(),
            administration: String::new(),
            the: "planen",
            is_report: false,
            year: 2025,
            status: String::new(),
            registry_number: None,
            description: String::new(),
            keywords: Vec::new(),
            language: "sv",
            accessibility_statement: None,
        }
    }

    #[test]
    fn the_sides_are_told_by_how_far_they_have_come() {
        let draft = plan("Plan 2025", "Utkast", None);
        let proposal = plan("Plan 2025", "Förslag 2", None);
        let decided = plan("Plan 2025", "", Some("20 november 2024, § 112"));
        let next = plan("Plan 2026", "Utkast", None);
        for (before, after, told) in [
            (Some(&draft), Some(&proposal), "Från utkast till förslag 2."),
            (Some(&proposal), Some(&decided), "Från förslag 2 till beslutad plan (20 november 2024, § 112)."),
            (
                Some(&decided),
                Some(&next),
                "Från ”Plan 2025”, beslutad plan (20 november 2024, § 112), till ”Plan 2026”, utkast.",
            ),
            (Some(&draft), Some(&next), "Från ”Plan 2025” till ”Plan 2026”."),
            (Some(&draft), Some(&draft), "Från den tidigare versionen av planen till den här."),
            (None, Some(&draft), "Planen är ny."),
            (Some(&draft), None, "Planen har tagits bort."),
        ] {
            assert_eq!(sides(Sides { before, after }), told);
        }
    }
}
