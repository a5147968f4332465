//! Lists: the numbers of headings, bullets and steps.
//!
//! Headings have Word's own numbers wherever those come to what the plan prints, so that a heading that somebody writes
//! in Word is numbered as well.

use crate::outputs::word::format::{Face, Layout, Twips};
use crate::outputs::word::page::HANG;
use crate::outputs::word::xml::{Element, element, value};

/// The list of chapters and their sections. A template's own lists have lower numbers, and are none here.
pub const CHAPTERS: usize = 1001;

/// The list of appendices and their sections.
pub const APPENDICES: usize = 1002;

/// Bullets.
pub const BULLETS: usize = 1003;

/// Bullets in cells.
pub const POINTS: usize = 1004;

/// The first list of steps; there is one for each.
const FIRST_STEPS: usize = 1005;

/// Levels of a list.
const LEVELS: usize = 9;

/// Room for a number in the contents.
pub const ROOM: Twips = 680;

/// Indent of a level of a list.
pub const INDENT: Twips = 340;

/// How a heading is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbered {
    /// By Word, in a list and at a level.
    List(usize, usize),
    /// By the text before it.
    Text(String),
    /// Not at all.
    No,
}

/// Word's own count of headings.
#[derive(Debug, Default)]
pub struct Count {
    chapters: usize,
    appendices: usize,
    /// Sections of the chapter or the appendix last counted.
    sections: usize,
    /// The list that it is in.
    list: Option<usize>,
}

impl Count {
    /// Counts a chapter's heading.
    pub fn chapter(&mut self, number: &str, appendix: bool) -> Numbered {
        let (list, count) = if appendix { (APPENDICES, &mut self.appendices) } else { (CHAPTERS, &mut self.chapters) };
        let next = *count + 1;
        let counted = if appendix { format!("Bilaga {next}") } else { next.to_string() };
        (self.sections, self.list) = (0, None);
        if number.is_empty() {
            return Numbered::No;
        }
        if number != counted {
            return Numbered::Text(number.to_owned());
        }
        *count = next;
        self.list = Some(list);
        Numbered::List(list, 0)
    }

    /// Counts a section's heading.
    pub fn section(&mut self, number: Option<&str>) -> Numbered {
        let Some(number) = number else { return Numbered::No };
        let next = self.sections + 1;
        let counted = match self.list {
            Some(APPENDICES) => format!("Bilaga {}.{next}", self.appendices),
            Some(_) => format!("{}.{next}", self.chapters),
            None => String::new(),
        };
        match self.list.filter(|_| number == counted) {
            Some(list) => {
                self.sections = next;
                Numbered::List(list, 1)
            }
            None => Numbered::Text(number.to_owned()),
        }
    }
}

/// The lists of steps of a document, by where each begins and how deep it stands.
#[derive(Debug, Default)]
pub struct Steps(Vec<(u64, usize)>);

impl Steps {
    /// A list of its own, which begins with a number at a level.
    pub fn list(&mut self, start: u64, level: usize) -> usize {
        self.0.push((start, level));
        FIRST_STEPS + self.0.len() - 1
    }
}

/// A list's level as far as there are such.
pub fn level(depth: usize) -> usize {
    depth.min(LEVELS - 1)
}

/// The file of lists. `headings` are the ids of the styles of headings that are linked to the list of chapters.
pub fn file(namespaces: Element, steps: &Steps, headings: &[String]) -> Element {
    let chapters = abstract_list(CHAPTERS, (0..LEVELS).map(|at| heading_level(at, headings.get(at), false)));
    let appendices = abstract_list(APPENDICES, (0..LEVELS).map(|at| heading_level(at, None, true)));
    let bullets = abstract_list(
        BULLETS,
        (0..LEVELS).map(|at| list_level(at, 1, "bullet", if at % 2 == 0 { "•" } else { "–" }, INDENT)),
    );
    let points = abstract_list(POINTS, (0..LEVELS).map(|at| list_level(at, 1, "bullet", "•", 200)));
    let kinds = ["decimal", "lowerLetter", "lowerRoman"];
    let own_steps = abstract_list(
        FIRST_STEPS,
        (0..LEVELS).map(|at| list_level(at, 1, kinds[at % kinds.len()], &format!("%{}.", at + 1), INDENT)),
    );
    let list = |number: usize, of: usize| {
        element("w:num").set("w:numId", number).with(value("w:abstractNumId", of - CHAPTERS))
    };
    let whole = [CHAPTERS, APPENDICES, BULLETS, POINTS].map(|number| list(number, number));
    let started = steps.0.iter().enumerate().map(|(at, (start, level))| {
        let start = element("w:lvlOverride").set("w:ilvl", level).with(value("w:startOverride", start));
        list(FIRST_STEPS + at, FIRST_STEPS).with(start)
    });
    namespaces.with([chapters, appendices, bullets, points, own_steps]).with(whole).with(started)
}

fn abstract_list(number: usize, levels: impl Iterator<Item = Element>) -> Element {
    element("w:abstractNum")
        .set("w:abstractNumId", number - CHAPTERS)
        .with(value("w:multiLevelType", "multilevel"))
        .with(levels)
}

fn heading_level(at: usize, style: Option<&String>, appendix: bool) -> Element {
    let numbers: Vec<String> = (1..=at + 1).map(|level| format!("%{level}")).collect();
    // Only chapters and sections are numbered; "Bilaga 1" is too wide for the margin.
    let text = match at {
        0 | 1 if appendix => format!("Bilaga {}", numbers.join(".")),
        0 | 1 => numbers.join("."),
        _ => String::new(),
    };
    let (suffix, layout) = match at {
        0 | 1 if appendix => ("space", Layout { left: Some(0), hanging: Some(0), ..Layout::default() }),
        0 | 1 => ("tab", Layout { left: Some(0), hanging: Some(HANG), ..Layout::default() }),
        _ => ("nothing", Layout { left: Some(0), hanging: Some(0), ..Layout::default() }),
    };
    element("w:lvl")
        .set("w:ilvl", at)
        .with(value("w:start", 1))
        .with(value("w:numFmt", if text.is_empty() { "none" } else { "decimal" }))
        .with(style.map(|style| value("w:pStyle", style)))
        .with(value("w:suff", suffix))
        .with(value("w:lvlText", text))
        .with(value("w:lvlJc", "left"))
        .with(layout.element())
}

fn list_level(at: usize, start: u64, kind: &str, text: &str, indent: Twips) -> Element {
    let left = indent * i64::try_from(at + 1).unwrap_or(1);
    let layout = Layout { left: Some(left), hanging: Some(indent), ..Layout::default() };
    element("w:lvl")
        .set("w:ilvl", at)
        .with(value("w:start", start))
        .with(value("w:numFmt", kind))
        .with(value("w:lvlText", text))
        .with(value("w:lvlJc", "left"))
        .with(layout.element())
        .with(Face::default().element())
}

#[cfg(test)]
mod tests {
    use super::{APPENDICES, CHAPTERS, Count, Numbered};

    #[test]
    fn headings_are_numbered_by_word_where_it_comes_to_the_same() {
        let mut count = Count::default();
        assert_eq!(count.chapter("1", false), Numbered::List(CHAPTERS, 0));
        assert_eq!(count.section(Some("1.1")), Numbered::List(CHAPTERS, 1));
        assert_eq!(count.section(None), Numbered::No);
        assert_eq!(count.section(Some("1.2")), Numbered::List(CHAPTERS, 1));
        assert_eq!(count.chapter("3", false), Numbered::Text("3".to_owned()));
        assert_eq!(count.section(Some("3.1")), Numbered::Text("3.1".to_owned()));
        assert_eq!(count.chapter("2", false), Numbered::List(CHAPTERS, 0));
        assert_eq!(count.chapter("Bilaga 1", true), Numbered::List(APPENDICES, 0));
        assert_eq!(count.section(Some("Bilaga 1.1")), Numbered::List(APPENDICES, 1));
        assert_eq!(count.chapter("", false), Numbered::No);
    }
}
