//! The document: chapters of Markdown merged with figures into blocks.
//!
//! Steps: [`template`] and [`stamps`] prepare a chapter and keep its places, [`calls`] merges with Tera, [`markdown`] reads blocks, [`resolve`]
//! replaces markers by figures, tables and links. [`document()`] is the entry point.

pub mod amounts;
pub mod budget;
pub mod calls;
pub mod events;
pub mod filters;
pub mod footnotes;
pub mod foreign;
pub mod functions;
pub mod headings;
pub mod inlines;
pub mod known_deviations;
pub mod ledger;
pub mod leftovers;
pub mod links;
pub mod markdown;
pub mod misplaced;
pub mod numbered;
pub mod pictures;
pub mod references;
pub mod resolve;
pub mod stamps;
pub mod template;
pub mod tera_errors;
pub mod text_table;
pub mod tokens;
pub mod values;

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::document::anchor::Anchors;
use crate::document::theme;
use crate::document::{Chapter, Document};
use crate::figures::Figures;
use crate::look::palette::Palette;
use crate::look::scheme::Scheme;
use crate::model::kind::ThingKind;
use crate::model::plan::{ChapterSource, Plan};
use crate::narrative::calls::Merger;
use crate::prose::Passage;
use crate::source::{characters, conflicts};
use crate::views::meta;
use crate::views::writing::{Found, Numbering, Writing};

/// Draws the document; with all running text as passages, that of the chapters first.
pub fn document(plan: &Plan, figures: &Figures) -> (Document, Vec<Passage>, Vec<Diagnostic>) {
    let (chapters, mut prose, problems) = write(plan, figures);
    prose.extend(crate::prose::data::passages(plan));
    let chosen = &plan.identity.theme;
    let (theme, palette) = (theme::theme(chosen), Palette::of(&Scheme::light(chosen.chosen())));
    (Document { meta: meta::meta(plan), theme, chapters, palette, compared: false }, prose, problems)
}

/// Writes every chapter; with its text as passages, for the checks of prose.
pub fn write(plan: &Plan, figures: &Figures) -> (Vec<Chapter>, Vec<Passage>, Vec<Diagnostic>) {
    let mut writing = writing(plan, figures);
    let mut tera = Merger::new();
    let mut chapters = Vec::new();
    for source in &plan.chapters {
        // A chapter with forbidden characters was reported when it was read, and its markers would lie; so was one with
        // a conflict, which says two things.
        if characters::first_forbidden(&source.file.text).is_some() || conflicts::has_any(&source.file.text) {
            continue;
        }
        let Some(merged) = tera.merge(source, &mut writing) else { continue };
        chapters.push(markdown::chapter(&mut writing, source, &merged));
    }
    if plan.identity.deviations_appendix {
        chapters.push(known_deviations::chapter(&mut writing));
    }
    crate::charts::settle(&mut chapters, &writing);
    links::check(&mut writing, &mut chapters);
    links::check_all_shown(&mut writing);
    if plan.identity.numbered {
        numbered::apply(&mut chapters);
    }
    (chapters, writing.found.prose, writing.problems)
}

/// The anchor of every object of a plan, by kind and id, as [`write()`] gives it.
pub fn anchors(plan: &Plan, figures: &Figures) -> BTreeMap<(ThingKind, String), String> {
    writing(plan, figures).numbering.objects.into_iter().collect()
}

/// The anchor of every chapter of a plan, by the name of its file, as [`write()`] gives it.
pub fn chapter_anchors(plan: &Plan) -> BTreeMap<String, String> {
    let numbers = numbers(&plan.chapters, &mut Anchors::default());
    let own = plan.chapters.iter().filter_map(|chapter| Some((chapter.stem.clone(), numbers.get(&chapter.stem)?)));
    own.map(|(stem, (_, anchor))| (stem, anchor.clone())).collect()
}

/// A writing where every chapter and every object has its anchor.
fn writing<'a>(plan: &'a Plan, figures: &'a Figures) -> Writing<'a> {
    let mut anchors = Anchors::default();
    let mut numbers = numbers(&plan.chapters, &mut anchors);
    if plan.identity.deviations_appendix {
        let appendices = plan.chapters.iter().filter(|chapter| chapter.appendix).count();
        let anchor = anchors.give(&format!("kapitel-{}", known_deviations::STEM));
        numbers.insert(known_deviations::STEM.to_owned(), (format!("Bilaga {}", appendices + 1), anchor));
    }
    let numbering = Numbering { anchors, numbers, ..Numbering::default() };
    let mut writing = Writing { plan, figures, numbering, found: Found::default(), problems: Vec::new() };
    links::reserve(&mut writing);
    writing
}

/// `1`, `2` … for chapters and `Bilaga 1` … for appendices, with the chapter's anchor, by file name; and by the
/// name without its number, where that is one chapter's alone.
fn numbers(chapters: &[ChapterSource], anchors: &mut Anchors) -> HashMap<String, (String, String)> {
    let mut numbers = HashMap::new();
    let mut named: HashMap<String, usize> = HashMap::new();
    for source in chapters {
        *named.entry(short_name(&source.stem)).or_default() += 1;
    }
    let (mut chapter, mut appendix) = (0, 0);
    for source in chapters {
        let number = if source.appendix {
            appendix += 1;
            format!("Bilaga {appendix}")
        } else {
            chapter += 1;
            chapter.to_string()
        };
        let short = short_name(&source.stem);
        let anchor = anchors.give(&format!("kapitel-{}", crate::document::anchor::slug(&short)));
        if named.get(&short) == Some(&1) {
            numbers.insert(short, (number.clone(), anchor.clone()));
        }
        numbers.insert(source.stem.clone(), (number, anchor));
    }
    numbers
}

/// `budget` of `06-budget`.
fn short_name(stem: &str) -> String {
    stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_']).to_owned()
}
