//! Next year's plan: this year's files as text, with every change that the new year brings and nothing else.
//!
//! Columns are moved by what they are to the plan, addresses follow the columns, and years in texts are moved where they
//! mean the plan's own. What only people can know is written down beside its place as *att göra*. Pure: files in, files out.

pub mod addresses;
pub mod behind;
pub mod chapters;
pub mod columns;
pub mod edits;
pub mod goals;
pub mod repair;
pub mod tables;
pub mod texts;
pub mod tree;
pub mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::figures::Figures;
use crate::model::plan::Plan;
use crate::model::table::Table;
use crate::prose::Passage;
use crate::renewal::addresses::Columns;
use crate::renewal::behind::Left;
use crate::renewal::edits::Edits;
use crate::source::SourceFile;
use crate::source::comments::Comment;
use crate::source::files::PLAN_FILE;

/// The year of the plan that there is, and of the one that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The plan that there is.
    pub old: i32,
    /// The one that is made.
    pub new: i32,
}

impl Years {
    /// How many years lie between them.
    pub fn shift(self) -> i32 {
        self.new - self.old
    }
}

/// The plan that there is, read and computed, without errors.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// What its authors decided.
    pub plan: &'a Plan,
    /// Its figures.
    pub figures: &'a Figures,
    /// Its running text.
    pub prose: &'a [Passage],
}

/// A plan for another year.
#[derive(Debug, Default)]
pub struct Renewal {
    /// Its files of text, by path in its folder.
    pub texts: BTreeMap<String, String>,
    /// What stays behind in the plan that there is.
    pub left: Vec<Left>,
}

/// Keys of plan.yaml that are about the decision on that plan.
const DECIDED: [&str; 4] = ["diarienummer", "beslutsdatum", "paragraf", "version"];

/// Makes the plan for a later year, of the files that there are by path in the plan's folder. Where the two plans lie beside
/// each other, `fetches`, columns that repeat this year's plan are fetched from it.
pub fn renew(original: Original<'_>, texts: &BTreeMap<String, Arc<SourceFile>>, new: i32, fetches: bool) -> Renewal {
    let plan = original.plan;
    let years = Years { old: plan.identity.year, new };
    let columns = Columns::of(plan, years.shift());
    let fetches = fetches && years.shift() == 1;
    let mut renewal = Renewal::default();
    for (path, file) in texts {
        let mut edits = Edits::default();
        if plan.files.iter().any(|own| own.path == file.path) {
            if file.is_markdown() {
                chapters::edit(original, file, years, &columns, &mut edits);
                behind::paragraphs(file, &mut edits);
            } else if let Some(tree) = tree::parse(&file.text) {
                renewal.left.extend(behind::records(file, path, &tree, years, &mut edits));
                match path.as_str() {
                    PLAN_FILE => identity(&tree, file, years, &mut edits),
                    "malomraden.yaml" => goals::edit(&tree, &file.text, years, &mut edits),
                    "risker.yaml" | "organisation.yaml" => {}
                    _ => tables::edit(original, file, &tree, years, (&columns, fetches), &mut edits),
                }
                texts::edit(plan, file, path, &tree, years, &mut edits);
            }
            waivers(file, &mut edits);
        }
        renewal.texts.insert(path.clone(), edits.apply(&file.text, file.is_markdown()));
    }
    renewal.texts = repair::repaired(renewal.texts, &plan.pictures, original);
    renewal
}

/// plan.yaml: the new year, as a draft that nothing is decided about.
fn identity(tree: &tree::Node, file: &SourceFile, years: Years, edits: &mut Edits) {
    let gone = tree.entries().iter().enumerate();
    let gone = gone.filter(|(_, (key, _))| key.text().is_some_and(|key| DECIDED.contains(&key)));
    let gone: Vec<usize> = gone.map(|(at, _)| at).collect();
    edits.remove_parts(&file.text, tree, &gone);
    if let Some(year) = tree.get("år") {
        edits.replace(&year.range, years.new.to_string());
    }
    if let Some(status) = tree.get("status") {
        edits.replace(&status.range, "utkast");
    }
}

/// Waivers were given for what that plan says.
fn waivers(file: &Arc<SourceFile>, edits: &mut Edits) {
    for comment in Comment::beginning_with(file, "undantag(") {
        edits.remove_comment(&comment);
    }
}

/// The tables of a plan that a file holds.
fn tables_of<'a>(plan: &'a Plan, file: &Arc<SourceFile>) -> Vec<&'a Table> {
    plan.tables.iter().filter(|table| table.file.path == file.path).collect()
}
