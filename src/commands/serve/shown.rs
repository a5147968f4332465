//! A plan as it is shown: its pages, and what the page is told of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::Draft;
use crate::commands::load::Loaded;
use crate::commands::serve::page;
use crate::diagnostic::json::{self, Level};
use crate::diagnostic::{Diagnostic, Tally};
use crate::edit::fields::Fields;
use crate::edit::spots::{self, Cell, Spot, Target};
use crate::figures::CellId;
use crate::model::plan::Status;
use crate::outputs::edition::Edition;
use crate::outputs::fingerprint::Fingerprint;
use crate::outputs::listed::Listed;
use crate::outputs::manifest;
use crate::outputs::{self, Broken, Files, html};
use crate::source::address::address;
use crate::source::files::{plans_beside, shown};
use crate::source::{SourceFile, Span};

/// A plan as it is shown.
pub struct Shown {
    /// What it is called in addresses: no two plans have the same.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its line in the list of plans.
    pub listed: Listed,
    /// Its site, with the workplace in each page.
    pub files: Arc<Files>,
    /// Its sources, by path in its folder.
    pub sources: BTreeMap<String, Arc<SourceFile>>,
    /// What the page is told of it.
    pub told: String,
    /// How many errors it has.
    pub errors: usize,
    /// Whether it says of itself that it is being written.
    pub is_draft: bool,
    fingerprint: Fingerprint,
    /// What was found, which may change without a source: a picture that cannot be read, last year's plan.
    found: Vec<String>,
}

/// What the page is told of a plan.
#[derive(Serialize)]
struct Told {
    /// Why the pages are older than the findings, when they could not be drawn.
    old: Option<&'static str>,
    errors: usize,
    warnings: usize,
    notes: usize,
    waived: usize,
    findings: Vec<Finding>,
    figures: Vec<FigureTold>,
    /// Plans that lie beside it, by their folders' names.
    beside: Vec<String>,
    /// Sources that `places` are in.
    files: Vec<FileTold>,
    places: Vec<PlaceTold>,
}

/// What a table comes to in the plan's own year.
#[derive(Serialize)]
struct FigureTold {
    address: String,
    name: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<TargetTold>,
}

/// A source.
#[derive(Serialize)]
struct FileTold {
    name: String,
    /// Its text in short, by which a change says what it is a change of.
    hash: String,
}

/// A finding, with where it is drawn.
#[derive(Serialize)]
struct Finding {
    #[serde(flatten)]
    own: json::Finding,
    /// Its file in the plan's folder.
    file: Option<String>,
    /// The address that opens its file at its line in an editor.
    editor: Option<String>,
    target: Option<TargetTold>,
}

/// A place in the document that leads to its source.
#[derive(Serialize)]
struct PlaceTold {
    file: usize,
    line: usize,
    column: usize,
    /// Where the text begins that can be written anew, and what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(flatten)]
    target: TargetTold,
}

/// A place in the document.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetTold {
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<bool>,
}

impl Shown {
    /// Everything that was loaded. What is as it was before stays the same.
    pub fn all(loaded: Vec<Loaded>, before: &[Arc<Self>]) -> Vec<Arc<Self>> {
        let mut names: Vec<String> = Vec::new();
        let each = loaded.into_iter().map(|plan| {
            let name = own_name(&plan.name, &names);
            names.push(name.clone());
            Self::of(plan, name.clone(), before.iter().find(|other| other.name == name))
        });
        each.collect()
    }

    fn of(plan: Loaded, name: String, before: Option<&Arc<Self>>) -> Arc<Self> {
        let Loaded { draft, problems, against, sources, .. } = plan;
        let found: Vec<String> = problems.iter().map(|problem| format!("{}{}", problem.id, problem.message)).collect();
        let same = before.filter(|before| before.fingerprint == sources);
        if let Some(same) = same.filter(|same| same.found == found) {
            return Arc::clone(same);
        }
        let edition = Edition {
            problems: &problems,
            against: against.as_ref(),
            name: &plan.name,
            outputs: &[&html::OUTPUT],
            ..Edition::new(&draft.plan, &draft.figures, &draft.document)
        };
        let (files, unbuilt) = match same {
            Some(same) => (Arc::clone(&same.files), Vec::new()),
            None => match outputs::files(&edition) {
                Ok(files) => (Arc::new(page::with_workplace(files)), Vec::new()),
                Err(Broken(why)) => {
                    (before.map_or_else(|| Arc::new(page::none()), |before| Arc::clone(&before.files)), why)
                }
            },
        };
        let old = (!unbuilt.is_empty()).then_some(match before {
            Some(_) => "Sidan kunde inte ritas om; den visar planen som den såg ut innan felet.",
            None => "Sidan kan inte ritas.",
        });
        let all: Vec<Diagnostic> = problems.into_iter().chain(unbuilt).collect();
        let tally = Tally::of(&all);
        let errors = tally.errors;
        let told = told(&draft, &all, tally, &files, old);
        Arc::new(Self {
            listed: Listed::new(&name, &[&html::OUTPUT], &draft.document),
            name,
            folder: PathBuf::from(&draft.plan.folder),
            files,
            sources: sources_of(&draft),
            told,
            errors,
            is_draft: draft.plan.identity.status == Status::Draft,
            fingerprint: sources,
            found,
        })
    }
}

/// What the tables come to in the plan's own year, by the table's and the row's names.
fn results(draft: &Draft, homes: &BTreeMap<String, String>) -> Vec<FigureTold> {
    let (plan, figures) = (&draft.plan, &draft.figures);
    let mut told: Vec<(CellId, String)> = Vec::new();
    for (_, sheet) in figures.tables(plan).filter(|(table, _)| !table.hidden) {
        let Some(line) = sheet.result() else { continue };
        told.extend(sheet.own_columns(plan.identity.year).map(|column| {
            let (row, column_name) = (sheet.lines[line].name(), &sheet.columns[column].name);
            (sheet.cell(line, column), format!("{}: {row}, {column_name}", sheet.caption))
        }));
    }
    let wanted: HashSet<CellId> = told.iter().map(|(cell, _)| *cell).collect();
    let drawn: HashMap<CellId, Cell> =
        spots::drawn(&draft.document).filter(|(cell, _)| wanted.contains(cell)).collect();
    let figure = |(cell, name): (CellId, String)| {
        let figure = figures.cells.get(cell).filter(|figure| figure.amount().is_some())?;
        Some(FigureTold {
            address: figures.address(cell),
            name,
            text: figure.printed.as_ref().map_or_else(|| figure.text(), |printed| printed.with_unit(&figure.unit)),
            target: drawn.get(&cell).map(|own| target(&Target::Cell(own.clone()), homes)),
        })
    };
    told.into_iter().filter_map(figure).collect()
}

/// A text in short.
pub fn hash(text: &str) -> String {
    manifest::checksum(text.as_bytes())
}

/// A name that no other plan has. A hyphen alone is the workplace's own.
fn own_name(name: &str, taken: &[String]) -> String {
    let free = |name: &String| name != "-" && !taken.contains(name);
    let numbered = (2..).map(|n: usize| format!("{name}-{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(free).unwrap_or_default()
}

fn sources_of(draft: &Draft) -> BTreeMap<String, Arc<SourceFile>> {
    let plan = &draft.plan;
    let own = plan.files.iter().map(|file| (file.start().path_within(&plan.folder).to_owned(), Arc::clone(file)));
    own.collect()
}

fn told(draft: &Draft, problems: &[Diagnostic], tally: Tally, files: &Files, old: Option<&'static str>) -> String {
    let plan = &draft.plan;
    let spots = spots::spots(plan, &draft.figures, &draft.document, &draft.prose);
    let homes = page::homes(files);
    let target = |spot: &Spot| target(&spot.target, &homes);
    let Tally { errors, warnings, notes, waived } = tally;
    let report = json::report(problems);
    let findings = report.findings.into_iter().zip(problems).map(|(own, problem)| {
        let span = problem.primary.as_ref().map(|label| &label.span);
        let own_file = span.filter(|span| span.file.path.starts_with(&plan.folder));
        Finding {
            own,
            file: own_file.map(|span| span.path_within(&plan.folder).to_owned()),
            editor: span.and_then(editor),
            target: span.and_then(|span| spots::of(&spots, span)).map(target),
        }
    });
    let mut findings: Vec<Finding> = findings.collect();
    findings.sort_by_key(|finding| {
        let order = match finding.own.severity {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Note => 2,
        };
        (finding.own.waived.is_some(), order)
    });
    let (mut names, mut fields): (Vec<FileTold>, Fields) = (Vec::new(), Fields::default());
    let places = spots.iter().map(|spot| {
        let file = spot.span.path_within(&plan.folder);
        let at = names.iter().rposition(|own| own.name == file).unwrap_or_else(|| {
            names.push(FileTold { name: file.to_owned(), hash: hash(&spot.span.file.text) });
            names.len() - 1
        });
        let (line, column) = spot.span.file.line_column(spot.span.range.start);
        let (start, value) = fields.of(spot).map(|field| (field.start, field.written)).unzip();
        PlaceTold { file: at, line, column, start, value, target: target(spot) }
    });
    let places = places.collect();
    let figures = results(draft, &homes);
    let beside = plans_beside(Path::new(&plan.folder))
        .into_iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let mut beside: Vec<String> = beside.collect();
    beside.sort_by(|a, b| b.cmp(a));
    let told = Told { old, errors, warnings, notes, waived, findings, figures, beside, files: names, places };
    serde_json::to_string(&told).unwrap_or_default()
}

fn target(target: &Target, homes: &BTreeMap<String, String>) -> TargetTold {
    let none = TargetTold { page: None, anchor: None, headers: None, text: None, written: None };
    let page = |anchor: &Option<String>| anchor.as_ref().and_then(|anchor| homes.get(anchor)).cloned();
    match target {
        Target::Anchor(anchor) => {
            let anchor = Some(anchor.clone());
            TargetTold { page: page(&anchor), anchor, ..none }
        }
        Target::Cell(cell) => TargetTold {
            page: page(&cell.row),
            anchor: cell.row.clone(),
            headers: Some(cell.headers.clone()),
            written: Some(cell.written),
            ..none
        },
        Target::Text { text, within } => {
            TargetTold { page: page(within), anchor: within.clone(), text: Some(text.clone()), ..none }
        }
    }
}

/// The address that opens a place in VS Code.
fn editor(span: &Span) -> Option<String> {
    let path: PathBuf = Path::new(&span.file.path).canonicalize().ok()?;
    let (line, column) = span.file.line_column(span.range.start);
    let path = shown(&path);
    Some(format!("vscode://file/{}:{line}:{column}", address(path.trim_start_matches('/'))))
}
