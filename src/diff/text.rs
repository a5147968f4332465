//! A comparison as text for a terminal: each change in a line or two, what it did beneath, and a summary last.
//!
//! [`crate::diff::wording`] has the sentences, which Markdown shares.

use crate::diff::PlanDiff;
use crate::diff::finding::{Consequence, Effect, Finding};
use crate::diff::wording::{self, OVERVIEW, PARTS, consequence, details, headline, repeated, summary, untried};
use crate::escape::terminal;

/// Most effects of a kind that are told under a change.
const LISTED: usize = 8;

/// The whole comparison.
pub fn render(diff: &PlanDiff) -> String {
    let mut lines = vec![format!("{}: {} → {}", diff.plan, diff.sides.before, diff.sides.after)];
    let overview = wording::overview(diff);
    if !overview.is_empty() {
        lines.extend([String::new(), OVERVIEW.to_owned()]);
        lines.extend(overview.into_iter().map(|line| format!("  {line}")));
    }
    let (mut part, mut within) = (None, None);
    for finding in &diff.findings {
        if part != Some(finding.kind.part()) {
            part = Some(finding.kind.part());
            within = None;
            lines.push(String::new());
            lines.push(PARTS[usize::from(finding.kind.part())].to_owned());
        }
        if within != Some(&finding.within) {
            within = Some(&finding.within);
            lines.extend(finding.within.iter().map(|within| format!("  {within}")));
        }
        let indent = if finding.within.is_some() { "    " } else { "  " };
        lines.extend(change(finding).into_iter().map(|line| format!("{indent}{line}")));
    }
    lines.extend(judged(diff));
    if lines.len() > 1 {
        lines.push(String::new());
    }
    lines.extend(diff.correspondence.untried.iter().map(untried));
    lines.push(summary(diff));
    let lines: Vec<String> = lines.iter().map(|line| terminal::line(line)).collect();
    terminal::lines(&lines.join("\n"))
}

/// What the checks say now, and what they no longer say.
fn judged(diff: &PlanDiff) -> Vec<String> {
    let mut lines = Vec::new();
    for (head, problems) in wording::judged(diff) {
        lines.push(String::new());
        lines.push(head.to_owned());
        lines.extend(problems.iter().take(LISTED).map(|problem| {
            let place = problem.primary.as_ref().map(|label| label.span.place());
            let place = place.map(|place| format!("  ({place})")).unwrap_or_default();
            format!("  {}[{}]: {}{place}", problem.severity.word(), problem.id, problem.message)
        }));
        if problems.len() > LISTED {
            lines.push(format!("  … och {} till", problems.len() - LISTED));
        }
    }
    lines
}

fn change(finding: &Finding) -> Vec<String> {
    let place = finding.place().map(|place| format!("  ({}:{})", place.file, place.line)).unwrap_or_default();
    let mut lines = vec![format!("{}{place}", headline(finding))];
    lines.extend(details(finding).into_iter().map(|line| format!("  {line}")));
    lines.extend(effects(finding).into_iter().map(|line| format!("  {line}")));
    lines
}

/// What followed, figures first; what was told under an earlier change is named last, in one line.
fn effects(finding: &Finding) -> Vec<String> {
    let mut lines = Vec::new();
    let own = || finding.effects.iter().filter(|effect| !effect.repeated);
    for figures in [true, false] {
        let told: Vec<&Effect> =
            own().filter(|effect| (effect.consequence == Consequence::Figure) == figures).collect();
        lines.extend(told.iter().take(LISTED).map(|effect| format!("→ {}", consequence(effect, finding))));
        if told.len() > LISTED {
            lines.push(format!("→ … och {} till", told.len() - LISTED));
        }
    }
    lines.extend(repeated(finding).map(|text| format!("→ {text}")));
    lines
}
