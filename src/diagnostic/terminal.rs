//! Diagnostics as text for a terminal: `path:line:column: fel[id]: message`, the user's own lines with
//! carets, then facts and hints.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};

use crate::diagnostic::{Diagnostic, Label, Severity, Tally};
use crate::escape::terminal::{coloured, line, lines};

/// Bytes of one line that are worth showing around a caret; longer lines are cut by the renderer.
const LONGEST_LINE: usize = 2000;

/// One diagnostic as text, ending with a line break. `colour` adds terminal colours.
pub fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let (start, end) = if colour { (severity_colour(diagnostic.severity), "\u{1b}[0m") } else { ("", "") };
    let mut out = String::new();
    if let Some(primary) = &diagnostic.primary {
        out.push_str(&line(&primary.span.place()));
        out.push_str(": ");
    }
    let waived = if diagnostic.waived.is_some() { " (undantagen)" } else { "" };
    let word = diagnostic.severity.word();
    let _ = writeln!(out, "{start}{word}[{}]{waived}{end}: {}", diagnostic.id, line(&diagnostic.message));
    if let Some(waiver) = &diagnostic.waived {
        let _ = writeln!(out, "  {}", line(&format!("{}: {}", waiver.span.place(), waiver.text)));
        return lines_or_coloured(&out, colour);
    }
    if let Some(primary) = &diagnostic.primary
        && worth_showing(primary)
    {
        out.push_str(&snippet(diagnostic, primary, colour));
        out.push('\n');
    }
    for label in diagnostic.secondary.iter().filter(|label| !shown_in_snippet(diagnostic, label)) {
        let _ = writeln!(out, "  {}", line(&format!("{}: {}", label.span.place(), label.text)));
    }
    for (part, fact) in diagnostic.all_facts() {
        let _ = writeln!(out, "{}{}", if part { "    " } else { "  " }, line(&fact.line()));
    }
    for hint in &diagnostic.hints {
        let _ = writeln!(out, "  hjälp: {}", line(hint));
    }
    // What our own marks enclose, the excerpt, is the author's.
    lines_or_coloured(&out, colour)
}

fn lines_or_coloured(text: &str, colour: bool) -> String {
    if colour { coloured(text) } else { lines(text) }
}

/// The last line of a run: how many of each, in words that agree.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let tally = Tally::of(diagnostics);
    let numbered = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    [
        numbered(tally.errors, "fel", "fel"),
        numbered(tally.warnings, "varning", "varningar"),
        numbered(tally.notes, "anmärkning", "anmärkningar"),
        numbered(tally.waived, "undantagen", "undantagna"),
    ]
    .join(", ")
}

fn severity_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[1;33m",
        Severity::Note => "\u{1b}[1;36m",
    }
}

/// A caret on an empty file or on a line of megabytes helps nobody.
fn worth_showing(label: &Label) -> bool {
    let text = &label.span.file.text;
    let from = text.get(..label.span.range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("");
    !line.trim().is_empty() && line.len() <= LONGEST_LINE
}

/// Labels in the blamed file are drawn in the excerpt when they are near; others get a line of their own.
fn shown_in_snippet(diagnostic: &Diagnostic, label: &Label) -> bool {
    diagnostic.primary.as_ref().is_some_and(|primary| {
        let row = |span: &crate::source::Span| span.file.line_column(span.range.start).0;
        primary.span.file.path == label.span.file.path
            && worth_showing(primary)
            && worth_showing(label)
            && row(&primary.span).abs_diff(row(&label.span)) <= 12
    })
}

fn snippet(diagnostic: &Diagnostic, primary: &Label, colour: bool) -> String {
    let file = &primary.span.file;
    // A mark covers one line at most: a whole block underlined says nothing.
    let clip = |label: &Label| {
        let start = label.span.range.start.min(file.text.len());
        let rest = file.text.get(start..).unwrap_or("");
        let line_end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
        start..label.span.range.end.clamp(start, line_end)
    };
    let others = || diagnostic.secondary.iter().filter(|label| shown_in_snippet(diagnostic, label));
    // The lines that are marked, and those between: the rest of a long file would be read in vain.
    let marked = || others().chain([primary]).map(clip);
    let first = marked().map(|range| range.start).min().unwrap_or(0);
    let last = marked().map(|range| range.end).max().unwrap_or(0);
    let start = file.text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = file.text.get(last..).and_then(|rest| rest.find('\n')).map_or(file.text.len(), |at| last + at + 1);
    let within = |label: &Label| {
        let range = clip(label);
        range.start - start..range.end - start
    };
    let mut snippet = Snippet::source(file.text.get(start..end).unwrap_or(""))
        .line_start(file.line_column(start).0)
        .fold(true)
        .annotation(AnnotationKind::Primary.span(within(primary)).label(line(&primary.text)));
    for label in others() {
        snippet = snippet.annotation(AnnotationKind::Context.span(within(label)).label(line(&label.text)));
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    renderer.render(&[Group::with_level(level).element(snippet)])
}
