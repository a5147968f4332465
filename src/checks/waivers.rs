//! Waivers: a comment beside what is waived, that names the rule and gives a reason.
//!
//! In YAML `# undantag(regel): skäl`, in Markdown `{# undantag(regel): skäl #}`. Behind something on its line, a
//! waiver is about that line. Alone on its line it is about what comes next: in YAML the next line and the lines
//! under it that are indented further, in Markdown the text up to the next empty line. What stops the build cannot
//! be waived, and a waiver that waives nothing is told.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::checks;
use crate::diagnostic::{Diagnostic, Label, Severity, did_you_mean};
use crate::source::comments::{Comment, indent};
use crate::source::{SourceFile, Span};

/// A warning that is no rule's and may be meant: what no chapter shows.
const NOT_SHOWN: &str = "visas-inte";

/// How a waiver begins.
const WORD: &str = "undantag(";

/// A waiver as written.
struct Waiver {
    rule: Span,
    reason: String,
    whole: Span,
    /// What it is about, in bytes of the file.
    scope: Range<usize>,
}

/// Marks the problems that are waived, and adds those that waivers have themselves. In a broken plan rules may not have
/// seen what a waiver is about, so that one without effect is not told.
pub fn apply(files: &[Arc<SourceFile>], broken: bool, problems: &mut Vec<Diagnostic>) {
    let mut places = Places::of(problems);
    let told = |problem: Diagnostic, problems: &mut Vec<Diagnostic>, places: &mut Places| {
        places.insert(problems.len(), &problem);
        problems.push(problem);
    };
    for file in files.iter().filter(|file| file.text.contains(WORD)) {
        let waivers = written(file);
        for waiver in &waivers {
            if let Some(problem) = wrong(waiver) {
                told(problem, problems, &mut places);
                continue;
            }
            let (mut used, mut stops) = (false, false);
            for at in places.about(waiver) {
                let Some(problem) = problems.get_mut(at).filter(|problem| problem.waived.is_none()) else { continue };
                if problem.severity == Severity::Error {
                    stops = true;
                } else {
                    used = true;
                    problem.waived = Some(Label { span: waiver.whole.clone(), text: waiver.reason.clone() });
                }
            }
            if stops {
                told(
                    Diagnostic::error("undantag-utan-verkan", "ett fel kan inte undantas")
                        .at(&waiver.whole)
                        .hint("rätta felet; en kontrollsumma eller avstämning som är känd att avvika förklaras under avvikelser, en ändrad jämförelse under omräkningar"),
                    problems,
                    &mut places,
                );
            } else if !used && !broken {
                told(
                    Diagnostic::warning(
                        "undantag-utan-verkan",
                        format!("undantaget från \"{}\" har ingen verkan", waiver.rule.text()),
                    )
                    .at(&waiver.whole)
                    .hint("ta bort undantaget, eller flytta det till raden som det gäller"),
                    problems,
                    &mut places,
                );
            }
        }
    }
}

/// Problems by rule, file and place, so that thousands of waivers need not look at thousands of problems each.
struct Places(HashMap<&'static str, HashMap<String, BTreeMap<usize, Vec<usize>>>>);

impl Places {
    fn of(problems: &[Diagnostic]) -> Self {
        let mut places = Self(HashMap::new());
        problems.iter().enumerate().for_each(|(at, problem)| places.insert(at, problem));
        places
    }

    fn insert(&mut self, at: usize, problem: &Diagnostic) {
        if let Some(Label { span, .. }) = &problem.primary {
            let files = self.0.entry(problem.id).or_default();
            files.entry(span.file.path.clone()).or_default().entry(span.range.start).or_default().push(at);
        }
    }

    /// The problems that a waiver is about, in order.
    fn about(&self, waiver: &Waiver) -> Vec<usize> {
        let places = self.0.get(waiver.rule.text()).and_then(|files| files.get(&waiver.whole.file.path));
        let range = waiver.scope.start..waiver.scope.end.max(waiver.scope.start);
        let mut found: Vec<usize> = places
            .into_iter()
            .flat_map(|places| places.range(range.clone()))
            .flat_map(|(_, all)| all)
            .copied()
            .collect();
        found.sort_unstable();
        found
    }
}

/// A waiver of no rule, or without a reason.
fn wrong(waiver: &Waiver) -> Option<Diagnostic> {
    let rule = waiver.rule.text();
    let known = || checks::ALL.iter().map(|check| check.id).chain([NOT_SHOWN]);
    if !known().any(|id| id == rule) {
        let hint = did_you_mean(rule, known()).unwrap_or_else(|| "vplan check --list visar alla regler".to_owned());
        return Some(
            Diagnostic::error("okänd-regel", format!("regeln \"{rule}\" finns inte")).at(&waiver.rule).hint(hint),
        );
    }
    waiver.reason.is_empty().then(|| {
        Diagnostic::error("undantag-utan-skäl", format!("undantaget från \"{rule}\" saknar skäl"))
            .at(&waiver.whole)
            .hint(format!("skriv undantag({rule}): och varför"))
    })
}

fn written(file: &Arc<SourceFile>) -> Vec<Waiver> {
    let waiver = |comment: Comment| {
        let line = comment.line();
        let close = comment.word + file.text[comment.word..line.end].find(')')?;
        let rule = file.span(comment.word + WORD.len()..close);
        let reason = comment.text(close + 1);
        let yaml = !file.is_markdown();
        let scope = if comment.is_alone { following(&file.text, comment.whole.range.end, yaml) } else { line };
        Some(Waiver { rule, reason, whole: comment.whole, scope })
    };
    Comment::beginning_with(file, WORD).into_iter().filter_map(waiver).collect()
}

/// What comes after a waiver that stands alone.
fn following(text: &str, end: usize, yaml: bool) -> Range<usize> {
    let rest = text.get(end..).unwrap_or("");
    let start = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
    let mut stop = start;
    let mut own: Option<(usize, bool)> = None;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let depth = indent(line);
        let comment = line.trim_start().starts_with(if yaml { "#" } else { "{#" });
        let goes_on = match own {
            None => !blank || !yaml,
            // The items of a list may stand at their key's own depth.
            Some((own, is_item)) if yaml => {
                blank || depth > own || (depth == own && !is_item && line.trim_start().starts_with("- "))
            }
            Some(_) => !blank,
        };
        if !goes_on {
            break;
        }
        stop += line.len();
        if own.is_none() && !blank && !comment {
            own = Some((depth, line.trim_start().starts_with("- ")));
        }
    }
    start..stop
}
