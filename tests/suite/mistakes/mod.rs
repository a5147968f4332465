//! Mistakes that people make when they write, revise or roll a plan, made on purpose: how many of them go unsaid?
//!
//! Each kind of mistake is a function that gives every edit of that kind which a plan allows; a seed chooses some. An edit
//! is told of when reading, computing or judging the plan says something that it did not say before. A remark is enough:
//! it stands where somebody looks. `VPLAN_MISTAKES=20` tries so many of each kind in each plan and prints all that goes
//! unsaid.

mod edit;
mod figures;
mod references;
mod rolled;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use verksamhetsplan::{Draft, review};

use self::edit::{Edit, Texts};
use crate::support::plans::{self, FOLDERS, drafted};
use crate::support::ratchet;

/// How many of each kind are tried in a plan. Where nothing else is asked for, each kind is tried in one of the plans.
const TRIED: usize = 1;

/// What a kind of mistake is counted among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Figures,
    References,
    Words,
}

/// A kind of mistake: what it is about, in words, and every place where it can be made.
type Mistake = (Group, &'static str, fn(&Texts) -> Vec<Edit>);

/// Every kind of mistake.
const KINDS: &[Mistake] = &[
    (Group::Figures, "a digit is another", figures::digit),
    (Group::Figures, "two digits have changed places", figures::transposed),
    (Group::Figures, "the sign is the other", figures::sign),
    (Group::Figures, "thousands among millions", figures::thousandfold),
    (Group::Figures, "the decimal point is lost", figures::decimal_point),
    (Group::Figures, "amounts of two columns have changed places", figures::columns_swapped),
    (Group::Figures, "amounts of two rows have changed places", figures::rows_swapped),
    (Group::Figures, "a row is gone", figures::row_deleted),
    (Group::Figures, "a row is there twice", figures::row_doubled),
    (Group::Figures, "a row is in the wrong group", figures::row_in_other_group),
    (Group::Figures, "a cell is empty", figures::emptied),
    (Group::Figures, "the comparison's amount is copied", figures::copied_from_comparison),
    (Group::Figures, "the table is in another unit", figures::unit_of_table),
    (Group::Figures, "a column's year is earlier", figures::year_of_column),
    (Group::Figures, "two columns' heads have changed places", figures::heads_swapped),
    (Group::Figures, "a formula takes another row", figures::operand),
    (Group::Figures, "a control is gone", figures::control_deleted),
    (Group::Figures, "all controls of a table are gone", figures::controls_deleted),
    (Group::Figures, "all reconciliations of a table are gone", figures::reconciliations_deleted),
    (Group::Figures, "a reconciliation is gone", figures::reconciliation_deleted),
    (Group::References, "a figure of another column", references::column),
    (Group::References, "a figure of another row", references::row),
    (Group::References, "a figure of another table", references::table_of_figure),
    (Group::References, "a figure with its minus", references::absolute),
    (Group::References, "a chart of another column", references::column_of_chart),
    (Group::References, "a chart of other rows", references::rows_of_chart),
    (Group::References, "another table is shown", references::table),
    (Group::References, "a link to another chapter", references::chapter),
    (Group::References, "a row of another unit", references::unit),
    (Group::References, "an identity of another column", references::term),
    (Group::Words, "a year in text is last year's", words::stale_year),
    (Group::Words, "a year in a heading or caption is last year's", words::stale_label),
    (Group::Words, "a year in a remark is last year's", words::stale_remark),
    (Group::Words, "a comparison's year is not moved on", words::stale_comparison),
    (Group::Words, "surplus for deficit", words::surplus),
    (Group::Words, "another kind of period", words::kind_of_period),
    (Group::Words, "the name of another row", words::subject),
    (Group::Words, "thousands for millions in words", words::typed_unit),
    (Group::Words, "a target is ten times as high", words::target),
    (Group::Words, "a long target is ten times as high", words::long_target),
    (Group::Words, "an outcome is ten times as high", words::outcome),
    (Group::Words, "what is better is turned round", words::better),
    (Group::Words, "two assignments' numbers have changed places", words::numbers_swapped),
    (Group::Words, "an assignment is gone", words::assignment_deleted),
    (Group::Words, "nobody answers any longer", words::responsible),
    (Group::Words, "a caption is another table's", words::caption),
    (Group::Words, "the plan's identity is wrong", words::identity),
];

/// A plan that mistakes are made in, with what is said of it as it is.
struct Subject<'a> {
    name: &'static str,
    texts: Texts,
    folder: &'static str,
    earlier: Option<&'a Draft>,
    said: BTreeMap<String, usize>,
}

impl<'a> Subject<'a> {
    fn new(name: &'static str, folder: &'static str, texts: Texts, earlier: Option<&'a Draft>) -> Self {
        let said = said(&read(folder, &texts), earlier);
        Self { name, texts, folder, earlier, said }
    }

    /// The rules that say something of an edited plan that they did not say before.
    fn told(&self, path: &str, text: String) -> Vec<String> {
        let mut texts = self.texts.clone();
        texts.insert(path.to_owned(), text);
        let now = said(&read(self.folder, &texts), self.earlier);
        let new = now.into_iter().filter(|(what, times)| self.said.get(what).is_none_or(|before| before < times));
        new.map(|(what, _)| what).collect()
    }
}

fn read(folder: &str, texts: &Texts) -> Draft {
    drafted(folder, texts.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
}

/// What is said of a plan, and how often. Where it is said does not matter, as an edit moves lines.
fn said(draft: &Draft, earlier: Option<&Draft>) -> BTreeMap<String, usize> {
    let mut said = BTreeMap::new();
    for problem in review(draft, earlier).into_iter().filter(|problem| problem.id != "lång-mening") {
        *said.entry(format!("{} {}", problem.id, problem.message)).or_insert(0) += 1;
    }
    said
}

fn texts(folder: &str) -> Texts {
    let plan = plans::plan(folder);
    let own = plan.files.keys().filter(|path| [".md", ".yaml"].iter().any(|end| path.ends_with(end)));
    own.map(|path| (path.clone(), plan.text(path))).collect()
}

/// The same without what figures are held against.
fn uncontrolled(texts: &Texts) -> Texts {
    let without = |text: &String| {
        let keys = ["kontroll", "avstämningar", "avvikelser"];
        keys.iter().fold(text.clone(), |mut text, key| {
            if let Some(range) = figures::block(&text, key) {
                text.replace_range(range, "");
            }
            text
        })
    };
    let is_table = |path: &str| edit::is_table(path);
    texts.iter().map(|(path, text)| (path.clone(), if is_table(path) { without(text) } else { text.clone() })).collect()
}

/// So many of some edits, spread over them.
fn chosen(edits: Vec<Edit>, tried: usize) -> Vec<Edit> {
    let step = edits.len().div_ceil(tried.max(1)).max(1);
    // Where the first is taken from follows from how many there are, so that not all kinds begin with the first row.
    edits.into_iter().skip(step / 3).step_by(step).collect()
}

/// What came of one mistake.
struct Trial {
    plan: &'static str,
    group: Group,
    kind: &'static str,
    shown: String,
    told: Vec<String>,
}

fn trials(subjects: &[Subject<'_>], kinds: &[Mistake], tried: usize) -> Vec<Trial> {
    let mut edits = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let is_turn = |kind: &usize| tried > TRIED || kind % subjects.len() == at;
        for (_, (group, kind, all)) in kinds.iter().enumerate().filter(|(kind, _)| is_turn(kind)) {
            let own = chosen(all(&subject.texts), tried).into_iter();
            edits.extend(own.filter_map(|edit| Some((subject, *group, *kind, edit.applied(&subject.texts)?, edit))));
        }
    }
    edits
        .par_iter()
        .map(|(subject, group, kind, text, edit)| Trial {
            plan: subject.name,
            group: *group,
            kind,
            shown: edit.shown(&subject.texts),
            told: subject.told(&edit.path, text.clone()),
        })
        .collect()
}

fn unsaid<'a>(trials: impl Iterator<Item = &'a Trial>) -> (usize, usize) {
    trials.fold((0, 0), |(unsaid, all), trial| (unsaid + usize::from(trial.told.is_empty()), all + 1))
}

#[test]
fn mistakes_do_not_go_unsaid() {
    let asked = std::env::var("VPLAN_MISTAKES").ok().and_then(|asked| asked.parse::<usize>().ok());
    let tried = asked.unwrap_or(TRIED);
    let [first, second] = FOLDERS.map(|folder| &plans::plan(folder).draft);
    let rolled = rolled::files(&texts(FOLDERS[1]));
    let subjects = [
        Subject::new("2024", FOLDERS[0], texts(FOLDERS[0]), None),
        Subject::new("2025", FOLDERS[1], texts(FOLDERS[1]), Some(first)),
        Subject::new("2026", "plan/2026", rolled.clone(), Some(second)),
    ];
    let errors = subjects[2].said.keys().filter(|said| said.contains("avviker") || said.contains("brister"));
    assert_eq!(errors.collect::<Vec<_>>(), [""; 0], "the rolled plan agrees with itself");
    let all = trials(&subjects, KINDS, tried);
    let bare = [
        Subject::new("2025 without controls", FOLDERS[1], uncontrolled(&texts(FOLDERS[1])), Some(first)),
        Subject::new("2026 without controls", "plan/2026", uncontrolled(&rolled), Some(second)),
    ];
    // What the controls would have told of is what somebody may do to the amounts.
    let of_amounts = &KINDS[..16];
    let without = trials(&bare, of_amounts, tried);
    let mut report = String::new();
    for (_, kind, _) in KINDS {
        let (wrong, of) = unsaid(all.iter().filter(|trial| trial.kind == *kind));
        let bare = unsaid(without.iter().filter(|trial| trial.kind == *kind));
        let _ = writeln!(report, "{wrong:4} of {of:3} unsaid ({:3} of {:3} without controls): {kind}", bare.0, bare.1);
    }
    if asked.is_some() {
        for trial in all.iter().chain(&without) {
            let _ = match trial.told.first() {
                None => writeln!(report, "unsaid [{}, {}] {}", trial.kind, trial.plan, trial.shown),
                Some(told) if tried < 10 => {
                    writeln!(report, "told [{}, {}] {}\n    {told}", trial.kind, trial.plan, trial.shown)
                }
                Some(_) => Ok(()),
            };
        }
    }
    let of = |group: Group| unsaid(all.iter().filter(|trial| trial.group == group));
    let counts = [
        ("mistakes in figures: unsaid", of(Group::Figures)),
        ("mistakes in references: unsaid", of(Group::References)),
        ("mistakes in words: unsaid", of(Group::Words)),
        ("mistakes in figures without controls: unsaid", unsaid(without.iter())),
    ];
    for (name, (wrong, of)) in counts {
        let _ = writeln!(report, "{name}: {wrong} of {of} ({} %)", wrong * 100 / of.max(1));
    }
    let _ = std::io::Write::write_all(&mut std::io::stderr(), report.as_bytes());
    assert!(KINDS.len() >= 30 && all.len() * 10 >= KINDS.len() * 7, "{} trials", all.len());
    if asked.is_none() {
        ratchet::assert_held(&counts.map(|(name, count)| (name.to_owned(), count)));
    }
}
