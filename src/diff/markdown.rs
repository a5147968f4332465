//! A comparison as Markdown, for a comment on a merge request: the summary first, the changes folded under it.
//!
//! What people wrote is text and nothing else: it can close no fold, call nobody by name and link nowhere. A comment has a
//! largest size; what does not fit is counted.

use crate::compare::words::{self, Fate, Word};
use crate::diff::PlanDiff;
use crate::diff::finding::{Consequence, Effect, Finding};
use crate::diff::wording::{self, PARTS};
use crate::escape::markdown::{html, text as escaped};

/// Most effects that are told under a change, and most alarms above them all.
const LISTED: usize = 12;

/// Characters kept for what closes the text and says that something was left out.
const RESERVED: usize = 200;

/// The comparisons of all plans, in at most so many characters.
pub fn render(diffs: &[PlanDiff], limit: usize) -> String {
    let mut out = Limited { text: String::new(), length: 0, room: limit.saturating_sub(RESERVED), left: 0 };
    out.push("## Vad ändringen gör med planen\n");
    for diff in diffs {
        out.push(&format!("\n**{}**\n", escaped(&wording::summary(diff))));
        for (at, line) in wording::overview(diff).iter().enumerate() {
            out.push(&format!("{}- {}\n", if at == 0 { "\n" } else { "" }, escaped(line)));
        }
        for (problems, side) in diff.broken.iter().zip(diff.sides.iter()) {
            if !problems.is_empty() {
                let count = problems.len();
                out.push(&format!("\n⚠️ {count} fel i {}; det som gick att läsa är jämfört.\n", escaped(side)));
            }
        }
        for own in &diff.correspondence.untried {
            out.push(&format!("\n⚠️ {}.\n", escaped(&wording::untried(own))));
        }
        out.push(&alarms(diff));
        for (head, problems) in wording::judged(diff) {
            let told = problems
                .iter()
                .take(LISTED)
                .map(|own| format!("- {}: {}\n", own.severity.word(), escaped(&own.message)));
            out.push(&format!("\n{head} ({}):\n\n{}", problems.len(), told.collect::<String>()));
        }
    }
    for diff in diffs {
        for part in diff.findings.chunk_by(|a, b| a.kind.part() == b.kind.part()) {
            let plan = if diffs.len() > 1 { format!("{}: ", html(&diff.plan)) } else { String::new() };
            let name = part.first().map_or("", |finding| PARTS[usize::from(finding.kind.part())]);
            out.fold(&format!("{plan}{name} ({})", part.len()), part.iter().map(change));
        }
    }
    let left = out.left;
    let text = out.text.trim_end();
    if left == 0 {
        return text.to_owned();
    }
    let noun = if left == 1 { "ändring" } else { "ändringar" };
    format!("{text}\n\n… och {left} {noun} som inte ryms här; `vplan diff` visar alla.")
}

/// Text that grows no longer than there is room for.
struct Limited {
    text: String,
    length: usize,
    room: usize,
    /// Changes that there was no room for.
    left: usize,
}

impl Limited {
    fn push(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let fits = self.length + length <= self.room;
        if fits {
            self.length += length;
            self.text.push_str(text);
        }
        fits
    }

    /// Changes under a head that is unfolded; nothing when not even the first one fits. When one has been left out, so
    /// are all that follow.
    fn fold(&mut self, head: &str, changes: impl Iterator<Item = String>) {
        let mut open = false;
        for change in changes {
            let head = if open { String::new() } else { format!("\n<details><summary>{head}</summary>\n") };
            if self.left == 0 && self.push(&format!("{head}{change}")) {
                open = true;
            } else {
                self.left += 1;
            }
        }
        if open {
            self.text.push_str("\n</details>\n");
            self.length += "\n</details>\n".len();
        }
    }
}

/// What no longer agrees, before anything is unfolded.
fn alarms(diff: &PlanDiff) -> String {
    let broken =
        |effect: &Effect| matches!(effect.consequence, Consequence::ControlBroken | Consequence::ReconciliationBroken);
    let told = diff.findings.iter().flat_map(|finding| {
        let own = finding.effects.iter().filter(|effect| !effect.repeated && broken(effect));
        own.map(|effect| format!("- ⚠️ {}\n", escaped(&wording::consequence(effect, finding))))
    });
    let told: Vec<String> = told.collect();
    let more = told.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("- … och {more} till\n"));
    let text: String = told.into_iter().take(LISTED).chain(more).collect();
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn change(finding: &Finding) -> String {
    let place = finding.place().map(|place| format!(" ({}:{})", escaped(&place.file), place.line)).unwrap_or_default();
    let mut lines = vec![format!("\n- **{}**{place}", escaped(&wording::whole(finding)))];
    if finding.words.is_empty() {
        lines.extend(wording::details(finding).iter().map(|line| format!("  <br>{}", escaped(line))));
    } else {
        lines.push(format!("  <br>{}", marked(&finding.words)));
    }
    let own: Vec<&Effect> = finding.effects.iter().filter(|effect| !effect.repeated).collect();
    lines.extend(own.iter().take(LISTED).map(|effect| format!("  - {}", consequence(effect, finding))));
    if own.len() > LISTED {
        lines.push(format!("  - … och {} till", own.len() - LISTED));
    }
    lines.extend(wording::repeated(finding).map(|text| format!("  - {}", escaped(&text))));
    lines.join("\n") + "\n"
}

fn consequence(effect: &Effect, finding: &Finding) -> String {
    if effect.consequence != Consequence::Sentence {
        return escaped(&wording::consequence(effect, finding));
    }
    format!("{}: ”{}”", escaped(&effect.name), marked(&words::compare(&effect.before, &effect.after)))
}

fn marked(words: &[Word]) -> String {
    let stretches = words.iter().enumerate().map(|(at, word)| match word.fate {
        Fate::Kept => escaped(&wording::elided(&word.text, at > 0, at + 1 < words.len())),
        Fate::Deleted => format!("<del>{}</del>", escaped(&word.text)),
        Fate::Inserted => format!("<ins>{}</ins>", escaped(&word.text)),
    });
    stretches.collect()
}
