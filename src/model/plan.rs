//! A plan as its authors wrote it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::decision::Decision;
use crate::model::followup::{Followup, Judging};
use crate::model::goals::{Goal, Measure};
use crate::model::kind::ThingKind;
use crate::model::organisation::{Organisation, Unit};
use crate::model::risks::{Risk, Yardstick};
use crate::model::table::Table;
use crate::model::theme::Theme;
use crate::model::thing::Thing;
use crate::model::todo::Todo;
use crate::source::files::REPORTS;
use crate::source::{Id, SourceFile, Span};

/// How far the plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// Put before the board.
    Proposal,
    /// Decided by the board.
    Decided,
}

impl Status {
    /// Every status with the word used in plan.yaml.
    pub const WORDS: [(&'static str, Self); 3] =
        [("utkast", Self::Draft), ("förslag", Self::Proposal), ("beslutad", Self::Decided)];

    /// The word used in plan.yaml.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }
}

/// How a plan's web pages are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Everything on one page.
    #[default]
    One,
    /// A page for each chapter, and one with the cover and the contents.
    Chapters,
}

impl Layout {
    /// Every layout with the word used in plan.yaml.
    pub const WORDS: [(&'static str, Self); 2] = [("en", Self::One), ("kapitel", Self::Chapters)];
}

/// What plan.yaml says.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The region or municipality.
    pub organisation: String,
    /// The board.
    pub board: String,
    /// The administration under the board.
    pub administration: String,
    /// The plan's year.
    pub year: i32,
    /// Where the year was written.
    pub year_span: Option<Span>,
    /// The title on the cover.
    pub title: String,
    /// How far the plan has come.
    pub status: Status,
    /// Registry number.
    pub registry_number: Option<String>,
    /// What is said of the decision.
    pub decision: Decision,
    /// Address of the accessibility statement.
    pub accessibility_statement: Option<String>,
    /// One sentence about the document.
    pub description: Option<String>,
    /// Subject words.
    pub keywords: Vec<String>,
    /// Whether the document ends with an appendix of what is known not to agree.
    pub deviations_appendix: bool,
    /// Whether tables and figures are numbered.
    pub numbered: bool,
    /// Colours, logotype and typeface.
    pub theme: Theme,
    /// How the web pages are divided.
    pub layout: Layout,
    /// How a goal's judgement is proposed from its measures, where the plan states it.
    pub judging: Judging,
}

/// A chapter's Markdown, not yet merged with figures.
#[derive(Debug, Clone)]
pub struct ChapterSource {
    /// File name without folder and ending, for example `06-budget`.
    pub stem: String,
    /// Whether the file is an appendix (`bilaga-…`).
    pub appendix: bool,
    /// The text.
    pub file: Arc<SourceFile>,
}

/// A plan. Invariant: no total is stored, only what is summed.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The plan's folder, for messages.
    pub folder: String,
    /// plan.yaml.
    pub identity: Identity,
    /// organisation.yaml.
    pub organisation: Organisation,
    /// malomraden.yaml.
    pub goals: Vec<Goal>,
    /// risker.yaml.
    pub risks: Vec<Risk>,
    /// What they are judged by.
    pub yardstick: Yardstick,
    /// Every budget table and list, in order of file name.
    pub tables: Vec<Table>,
    /// Chapters in order of file name, appendices last.
    pub chapters: Vec<ChapterSource>,
    /// Every file of text, for what authors write beside what they mean: waivers.
    pub files: Vec<Arc<SourceFile>>,
    /// What authors have written down as left to do, in order of reading.
    pub todos: Vec<Todo>,
    /// Pictures by path in the plan's folder.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// Files that are there and could not be read, by path in the plan's folder.
    pub unread: BTreeSet<String>,
    /// Something could not be read at all, so that a missing id may be our doing and not the author's.
    pub incomplete: bool,
    /// What became of it, where this is a report on a plan: then identity, chapters and files are the report's own.
    pub followup: Option<Arc<Followup>>,
}

impl Plan {
    /// Whether a file is still to be filled in: it says so itself, and the plan is a draft. What is empty in it is then
    /// awaited and not forgotten.
    pub fn is_awaited(&self, file: &SourceFile) -> bool {
        self.identity.status == Status::Draft && self.todos.iter().any(|todo| todo.span.file.path == file.path)
    }

    /// What messages and pages call it: `planen`, or of a report `rapporten`.
    pub fn the(&self) -> &'static str {
        self.followup.as_ref().map_or("planen", |followup| followup.kind.the())
    }

    /// The folder that all its files lie in: of a report, its plan's.
    pub fn home(&self) -> &str {
        let folder = self.folder.as_str();
        let report = self.followup.is_some().then(|| folder.rfind(REPORTS)).flatten();
        report.map_or(folder, |at| folder[..at].trim_end_matches('/'))
    }

    /// Whether some of its columns are fetched from last year's plan.
    pub fn fetches(&self) -> bool {
        self.tables.iter().flat_map(|table| &table.columns).any(|column| column.fetched)
    }

    /// The ids of all who answer for something.
    pub fn answerers(&self) -> Vec<&Id> {
        let things = self.things();
        let of_things = things.iter().flat_map(|thing| thing.responsible);
        let controls = self.risks.iter().flat_map(|risk| &risk.controls);
        of_things.chain(controls.flat_map(|control| &control.responsible)).collect()
    }

    /// The name of whoever answers for something: a unit, or with these words the board or the administration itself.
    pub fn answerer(&self, id: &str) -> Option<&str> {
        let unit = self.organisation.unit(id).map(|unit| unit.name.value.as_str());
        unit.or(match id {
            "nämnden" => Some(&self.identity.board),
            "förvaltningen" => Some(&self.identity.administration),
            _ => None,
        })
    }

    /// The table with an id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id.value == id)
    }

    /// Everything in the plan that is known by itself, what holds others before them: units, tables, goals with what
    /// belongs to them, risks with their actions.
    pub fn things(&self) -> Vec<Thing<'_>> {
        let mut out: Vec<Thing<'_>> = self.organisation.all().map(Unit::thing).collect();
        out.extend(self.tables.iter().map(Table::thing));
        for goal in &self.goals {
            goal.list(None, &mut out);
        }
        for risk in &self.risks {
            risk.list(&mut out);
        }
        out
    }

    /// The thing of a kind with an id.
    pub fn thing(&self, kind: ThingKind, id: &str) -> Option<Thing<'_>> {
        self.things().into_iter().find(|thing| thing.kind == kind && thing.id.is_some_and(|own| own.value == id))
    }

    /// Every goal at every level, parents before children.
    pub fn all_goals(&self) -> Vec<&Goal> {
        fn walk<'a>(goals: &'a [Goal], out: &mut Vec<&'a Goal>) {
            for goal in goals {
                out.push(goal);
                walk(&goal.children, out);
            }
        }
        let mut out = Vec::new();
        walk(&self.goals, &mut out);
        out
    }

    /// The measure with an id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.all_goals().into_iter().flat_map(|goal| &goal.measures).find(|measure| measure.id.value == id)
    }

    /// The goal with an id, at any level.
    pub fn goal(&self, id: &str) -> Option<&Goal> {
        self.all_goals().into_iter().find(|goal| goal.id.value == id)
    }
}
