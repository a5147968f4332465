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
    let yaml = std::path::Path::new(&file.path).extension().is_some_and(|ending| ending == "yaml");
    let mut waivers = Vec::new();
    for (at, _) in file.text.match_indices(WORD) {
        let line = file.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line_end = file.text[at..].find(['\r', '\n']).map_or(file.text.len(), |end| at + end);
        let before = &file.text[line..at];
        let Some(comment) = comment_start(&file.text[..line], before, yaml) else { continue };
        let end = if yaml { Some(line_end) } else { file.text[at..].find("#}").map(|end| at + end) };
        let (Some(end), Some(close)) = (end, file.text[at..line_end].find(')')) else { continue };
        let rule = at + WORD.len()..at + close;
        let reason = file.text.get(at + close + 1..end).unwrap_or("").trim_start_matches(':').trim();
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = file.span(line + comment..if yaml { end } else { end + 2 });
        let behind = file.text.get(whole.range.end..line_end).unwrap_or("");
        let scope = if before[..comment].trim().is_empty() && behind.trim().is_empty() {
            following(&file.text, whole.range.end, yaml)
        } else {
            line..line_end
        };
        waivers.push(Waiver { rule: file.span(rule), reason, whole, scope });
    }
    waivers
}

/// Where on its line the comment begins that a waiver stands in; `above` is the text before the line.
fn comment_start(above: &str, before: &str, yaml: bool) -> Option<usize> {
    if !yaml {
        return before.trim_end().ends_with("{#").then(|| before.trim_end().len() - 2);
    }
    let mark = before.trim_end().strip_suffix('#')?;
    let comment = mark.is_empty() || mark.ends_with(char::is_whitespace);
    let text = is_quoted(mark) || is_block_text(above, indent(before));
    (comment && !text).then_some(mark.len())
}

/// Whether a line breaks off inside quotes. A quote opens where a value begins, and is a letter elsewhere: `3" skruv`.
fn is_quoted(line: &str) -> bool {
    let (mut open, mut last) = (None, ':');
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (open, c) {
            (None, '"' | '\'') if matches!(last, ':' | '[' | '{' | ',' | '-') => open = Some(c),
            (Some('"'), '\\') => drop(chars.next()),
            (Some('\''), '\'') if chars.peek() == Some(&'\'') => drop(chars.next()),
            (Some(quote), _) if quote == c => open = None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    open.is_some()
}

/// Whether a line belongs to a text of several lines, begun by `|`, `>` or a quote on a line above that is indented
/// less.
fn is_block_text(above: &str, mut depth: usize) -> bool {
    for line in above.lines().rev().filter(|line| !line.trim().is_empty()) {
        if indent(line) >= depth {
            continue;
        }
        depth = indent(line);
        let head = line.trim_end().trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
        if head.ends_with(" |") || head.ends_with(" >") || is_quoted(line) {
            return true;
        }
        if depth == 0 {
            break;
        }
    }
    false
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
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
