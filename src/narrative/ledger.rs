//! The ledger of a chapter: every byte that its author wrote is drawn, is Markdown's own mark, or is told of here.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag};

use crate::diagnostic::Diagnostic;
use crate::narrative::calls::marked;
use crate::narrative::events::{Definition, Events, Placed};

/// Something that the author wrote and that does not come out as it was written.
struct Loss {
    id: &'static str,
    range: Range<usize>,
    message: String,
    hint: String,
}

/// Reports what a chapter holds that would be lost or changed in silence.
pub fn check(events: &mut Events<'_, '_>) {
    let mut ledger = Ledger {
        text: &events.merged.rendered.text,
        definitions: &events.definitions,
        open: vec![Open::new(None, &(0..events.merged.rendered.text.len()))],
        used: HashSet::new(),
        losses: Vec::new(),
    };
    for (placed, next) in events.rest().iter().zip(next_starts(events.rest(), ledger.text.len())) {
        ledger.enter(placed, next);
    }
    ledger.close(ledger.text.len());
    ledger.unused_definitions();
    for Loss { id, range, message, hint } in ledger.losses {
        let span = events.span(&range);
        events.problem(Diagnostic::warning(id, message).at(&span).hint(hint));
    }
}

/// What encloses the text that is being entered.
struct Open<'e, 'd> {
    tag: Option<&'e Tag<'d>>,
    end: usize,
    /// All before it is entered.
    entered: usize,
    /// The numbers of a list's items, as they were written.
    numbers: Vec<(u64, Range<usize>)>,
}

impl<'e, 'd> Open<'e, 'd> {
    fn new(tag: Option<&'e Tag<'d>>, range: &Range<usize>) -> Self {
        Self { tag, end: range.end, entered: range.start, numbers: Vec::new() }
    }
}

struct Ledger<'e, 'd> {
    text: &'e str,
    definitions: &'e [Definition],
    open: Vec<Open<'e, 'd>>,
    /// The definitions that links use, by label.
    used: HashSet<String>,
    losses: Vec<Loss>,
}

impl<'e, 'd> Ledger<'e, 'd> {
    fn enter(&mut self, (event, range): &'e Placed<'d>, next: usize) {
        if let Event::End(_) = event {
            self.close(next);
            return;
        }
        self.gap(range.start);
        if let Some(open) = self.open.last_mut() {
            open.entered = open.entered.max(range.end);
        }
        if self.open.iter().any(|open| matches!(open.tag, Some(Tag::Image { .. })))
            && matches!(event, Event::FootnoteReference(_) | Event::Start(Tag::Link { .. }))
        {
            self.lose(
                "text-trycks-inte",
                range.clone(),
                "länken eller fotnoten i bildens beskrivning trycks inte: en beskrivning är bara text",
                "flytta den till ett stycke intill bilden",
            );
        }
        if let Event::Start(tag) = event {
            self.start(tag, range);
            self.open.push(Open::new(Some(tag), range));
        }
    }

    /// What a tag itself says, beside what it encloses.
    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Item => {
                let written = &self.text[range.clone()];
                let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if let (Ok(number), Some(list)) = (written[..digits].parse(), self.open.last_mut()) {
                    list.numbers.push((number, range.start..range.start + digits + 1));
                }
            }
            Tag::Link { link_type, title, id, .. } => self.link(*link_type, title, id, range, false),
            Tag::Image { link_type, title, id, .. } => self.link(*link_type, title, id, range, true),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) if !info.trim().is_empty() => {
                let start = self.text[range.clone()].find(&**info).map_or(range.start, |at| range.start + at);
                self.lose(
                    "text-trycks-inte",
                    start..(start + info.len()).min(range.end),
                    format!("\"{}\" efter {} trycks inte", info.trim(), &self.text[range.start..range.start + 3]),
                    "skriv texten på en egen rad, eller ta bort den",
                );
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.emphasis(range),
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkType, title: &CowStr<'_>, id: &CowStr<'_>, range: &Range<usize>, picture: bool) {
        if matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.used.insert(folded(id));
        }
        // A picture's title is its caption.
        if !title.is_empty() && !picture {
            let title = title.replace(|c| marked(c).is_some(), "…");
            self.lose(
                "text-trycks-inte",
                range.clone(),
                format!("länkens titel \"{title}\" trycks inte"),
                "skriv titeln i texten, eller ta bort den",
            );
        }
    }

    /// `2*3*4` is emphasis to Markdown, and three factors to its author.
    fn emphasis(&mut self, range: &Range<usize>) {
        let joins = |c: char| c.is_alphanumeric() || marked(c).is_some();
        let inside_word = self.text[..range.start].ends_with(joins) && self.text[range.end..].starts_with(joins);
        if inside_word && let Some(mark) = self.text[range.start..].chars().next() {
            self.lose(
                "tecken-blev-betoning",
                range.clone(),
                format!("tecknet {mark} mitt i ett ord eller ett tal blir betoning och trycks inte"),
                if between_figures(&self.text[..range.start], &self.text[range.end..]) {
                    format!("skriv \\{mark} för tecknet självt, eller × för gånger")
                } else {
                    format!("skriv \\{mark} för tecknet självt")
                },
            );
        }
    }

    /// Ends what is open, before what comes next: a list of definitions is said to reach into the block behind it.
    fn close(&mut self, next: usize) {
        if let Some(end) = self.open.last().map(|open| open.end) {
            self.gap(end.min(next));
        }
        if let Some(closed) = self.open.pop() {
            self.renumbered(&closed.numbers);
        }
    }

    /// A list counts from its first number. The same number throughout is Markdown's way to leave counting to the list.
    fn renumbered(&mut self, numbers: &[(u64, Range<usize>)]) {
        let Some((first, _)) = numbers.first() else { return };
        if numbers.iter().all(|(number, _)| number == first) {
            return;
        }
        let printed = numbers.iter().zip(*first..);
        let Some(((written, range), printed)) = printed.into_iter().find(|((number, _), at)| number != at) else {
            return;
        };
        self.lose(
            "numrering-ändras",
            range.clone(),
            format!("punkten {written} trycks som {printed}: en lista numreras i följd från sin första punkt"),
            format!("skriv {printed}, eller {written}\\. i ett eget stycke om numret ska stå kvar"),
        );
    }

    /// What stands between what was entered and an offset, of which Markdown drew nothing.
    fn gap(&mut self, to: usize) {
        let Some(open) = self.open.last_mut() else { return };
        let (from, tag) = (open.entered, open.tag);
        open.entered = from.max(to);
        if from >= to {
            return;
        }
        match tag {
            // An address, a label or an info string: used, or told of where it starts.
            Some(Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::CodeBlock(_)) => {}
            _ => self.undrawn(from..to, tag),
        }
    }

    fn undrawn(&mut self, range: Range<usize>, tag: Option<&Tag<'_>>) {
        let mut at = range.start;
        for line in self.text[range.clone()].split_inclusive('\n') {
            let place = at..at + line.trim_end().len();
            at += line.len();
            let next = self.definitions.partition_point(|known| known.range.end <= place.start);
            let defined = self.definitions.get(next).is_some_and(|known| known.range.start < place.end);
            let item = matches!(tag, Some(Tag::Item)) && place.start == range.start;
            let line = if item { line.trim_start_matches(|c: char| c.is_ascii_digit()) } else { line };
            if defined || !line.contains(is_content) {
                continue;
            }
            let start = place.end - line.trim_end().len() + line.find(|c| c == '[' || is_content(c)).unwrap_or(0);
            self.tell(line.trim(), start..place.end, tag);
        }
    }

    fn tell(&mut self, line: &str, range: Range<usize>, tag: Option<&Tag<'_>>) {
        let shown = line.trim_matches(['|', ' ', '>']).replace(|c| marked(c).is_some(), "…");
        if matches!(tag, Some(Tag::TableRow | Tag::TableHead)) {
            self.lose(
                "text-trycks-inte",
                range,
                format!("raden har fler celler än tabellens rubrikrad, och \"{shown}\" trycks inte"),
                "ge rubrikraden en kolumn till, eller skriv \\| om strecket hör till texten",
            );
        } else if line.trim_start_matches(['>', ' ']).starts_with('[') && line.contains("]:") {
            self.lose(
                "oanvänd-länkdefinition",
                range,
                format!("raden \"{shown}\" trycks inte: länken är redan angiven"),
                "ta bort den ena raden, eller ge den ett annat namn",
            );
        } else {
            let hint = "skriv texten i ett eget stycke, med en tom rad före och efter";
            self.lose("text-trycks-inte", range, format!("\"{shown}\" trycks inte"), hint);
        }
    }

    /// A line as `[OBS]: viktigt` is an address to Markdown, and text to its author.
    fn unused_definitions(&mut self) {
        for Definition { label, range } in self.definitions {
            if !self.used.contains(&folded(label)) {
                let shown = self.text[range.clone()].trim().replace(|c| marked(c).is_some(), "…");
                self.lose(
                    "oanvänd-länkdefinition",
                    range.clone(),
                    format!("raden \"{shown}\" trycks inte: den anger en länk som ingenting använder"),
                    format!("skriv \\[{label}]: om raden är text, [{label}] där länken ska stå, eller ta bort raden"),
                );
            }
        }
    }

    fn lose(&mut self, id: &'static str, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.losses.push(Loss { id, range, message: message.into(), hint: hint.into() });
    }
}

/// Whether what stands before something ends with a figure, and what stands behind it begins with one.
fn between_figures(before: &str, behind: &str) -> bool {
    let is_figure = |c: char| c.is_ascii_digit() || marked(c).is_some();
    before.ends_with(is_figure) && behind.starts_with(is_figure)
}

/// Where the next event that is no end starts, for each event.
fn next_starts(events: &[Placed<'_>], end: usize) -> Vec<usize> {
    let mut next = end;
    let mut starts: Vec<usize> = events
        .iter()
        .rev()
        .map(|(event, range)| {
            let behind = next;
            if !matches!(event, Event::End(_)) {
                next = range.start;
            }
            behind
        })
        .collect();
    starts.reverse();
    starts
}

/// Whether a character is no mark of Markdown's.
fn is_content(c: char) -> bool {
    !c.is_whitespace() && !c.is_ascii_punctuation()
}

/// A label as Markdown compares it.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
