//! Edits of a plan's sources, each with what `vplan diff` must say of it.

use crate::support::bump::bumped;
use crate::support::plans::Plan;
use verksamhetsplan::Draft;
use verksamhetsplan::compare::inventory::{Inventory, relative};
use verksamhetsplan::compare::object::{Field, Object, Role, Seat};
use verksamhetsplan::diff::finding::Change;
use verksamhetsplan::model::kind::ThingKind;
use verksamhetsplan::source::Span;

/// An edit, and the one change that it is.
pub(crate) struct Edit {
    pub(crate) what: String,
    pub(crate) files: Vec<(String, String)>,
    pub(crate) change: Change,
    pub(crate) kind: ThingKind,
    pub(crate) field: Option<String>,
    /// Where the change is told: file and line. Of two neighbours that change places either may be the one that moved.
    pub(crate) lines: Vec<(String, usize)>,
    /// Addresses that begin with the one were the other before.
    pub(crate) renamed: Option<(String, String)>,
}

impl Edit {
    /// An address as it was before.
    pub(crate) fn earlier(&self, address: &str) -> String {
        match &self.renamed {
            Some((before, after)) if address == after => before.clone(),
            Some((before, after)) => match address.strip_prefix(&format!("{after}.")) {
                Some(rest) => format!("{before}.{rest}"),
                None => address.to_owned(),
            },
            None => address.to_owned(),
        }
    }

    /// Whether it is about running text, which no model holds.
    pub(crate) fn is_text(&self) -> bool {
        self.kind == ThingKind::Paragraph
    }
}

/// Numbers that look random and are the same every time.
pub(crate) struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { Some(&all[self.below(all.len())]) }
    }
}

/// A way to make an edit; not every throw of the dice gives one.
type Way<'w> = fn(&Workshop<'w>, &mut Dice) -> Option<Edit>;

/// Edits of every kind in turn.
pub(crate) fn edits(sources: &Plan, before: &Draft, count: usize) -> Vec<Edit> {
    let inventory = Inventory::of(&before.plan, &before.figures);
    let workshop = Workshop { sources, before, inventory: &inventory };
    let mut dice = Dice(count as u64);
    let ways: [Way<'_>; 14] = [
        Workshop::number,
        Workshop::field,
        Workshop::word,
        Workshop::number,
        Workshop::line_added,
        Workshop::line_removed,
        Workshop::lines_swapped,
        Workshop::renumbered,
        Workshop::row_renamed,
        Workshop::goal_renamed,
        Workshop::paragraph_added,
        Workshop::paragraph_removed,
        Workshop::paragraph_moved,
        Workshop::assignment_moved,
    ];
    (0..count).filter_map(|n| ways[n % ways.len()](&workshop, &mut dice)).collect()
}

/// What an edit is made with.
pub(crate) struct Workshop<'a> {
    pub(crate) sources: &'a Plan,
    pub(crate) before: &'a Draft,
    pub(crate) inventory: &'a Inventory,
}

impl Workshop<'_> {
    pub(crate) fn path(&self, span: &Span) -> String {
        relative(&span.file.path, self.sources.folder).to_owned()
    }

    pub(crate) fn edit(&self, what: &str, change: Change, kind: ThingKind, span: &Span, text: String) -> Edit {
        let line = span.file.line_column(span.range.start).0;
        Edit {
            what: format!("{what}: {} {}", span.place(), span.text()),
            files: vec![(self.path(span), text)],
            change,
            kind,
            field: None,
            lines: vec![(span.file.path.clone(), line)],
            renamed: None,
        }
    }

    /// The file with a span written otherwise.
    pub(crate) fn with(span: &Span, text: &str) -> String {
        [&span.file.text[..span.range.start], text, &span.file.text[span.range.end..]].concat()
    }

    /// One unit more in the last digit of an amount in a table.
    fn number(&self, dice: &mut Dice) -> Option<Edit> {
        let figures = &self.before.figures;
        let tables = self.before.plan.tables.len();
        let inputs: Vec<&Span> = figures.sheets[..tables]
            .iter()
            .flat_map(|sheet| sheet.first..sheet.first + sheet.lines.len() * sheet.columns.len())
            .map(|cell| &figures.cells[cell])
            .filter(|figure| figure.operands().is_empty() && figure.amount().is_some())
            .map(|figure| &figure.span)
            .collect();
        let span = dice.pick(&inputs)?;
        Some(self.edit("a number", Change::Changed, ThingKind::Cell, span, Self::with(span, &bumped(span.text()))))
    }

    /// A figure of a measure.
    fn field(&self, dice: &mut Dice) -> Option<Edit> {
        let fields = self.fields(|_, field| matches!(field.role, Role::Figure(..)));
        let (object, field) = dice.pick(&fields)?;
        let text = Self::with(&field.span, &bumped(field.span.text()));
        let edit = self.edit("a measure's figure", Change::Changed, object.kind, &field.span, text);
        Some(Edit { field: Some(field.name.clone()), ..edit })
    }

    /// Another word in a text of the data, or in a paragraph.
    fn word(&self, dice: &mut Dice) -> Option<Edit> {
        if dice.below(3) == 0 {
            return self.paragraph_rewritten(dice);
        }
        let own = |object: &Object, field: &Field| {
            let own_place = object.kind == ThingKind::Unit || !field.span.file.path.ends_with("organisation.yaml");
            field.placed
                && own_place
                && matches!(field.role, Role::Name | Role::Plain)
                && word_in(&field.span, object).is_some()
        };
        let fields = self.fields(own);
        let (object, field) = dice.pick(&fields)?;
        let word = word_in(&field.span, object)?;
        let change = if field.role == Role::Name { Change::Renamed } else { Change::Changed };
        let text = Self::with(&word, "Ändringsord");
        let edit = self.edit("a word", change, object.kind, &field.span, text);
        Some(Edit { field: Some(field.name.clone()), ..edit })
    }

    fn fields(&self, wanted: impl Fn(&Object, &Field) -> bool) -> Vec<(&Object, &Field)> {
        let all =
            self.inventory.objects.iter().flat_map(|object| object.fields.iter().map(move |field| (object, field)));
        all.filter(|(object, field)| wanted(object, field)).collect()
    }

    /// Things that are written on a line of their own: `- {id: …}`. The line, and the thing.
    pub(crate) fn lines(&self) -> Vec<(Span, &Object)> {
        let of_line = |object: &Object| {
            let (text, start) = (&object.span.file.text, object.span.range.start);
            let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            let line = text[begin..end].trim();
            let alone = line.starts_with("- {") && line.ends_with('}');
            alone.then(|| object.span.file.span(begin..end))
        };
        let kinds = [ThingKind::Row, ThingKind::Assignment, ThingKind::Activity, ThingKind::Indicator, ThingKind::Unit];
        let wanted = self.inventory.objects.iter().filter(|object| kinds.contains(&object.kind));
        let simple =
            wanted.filter(|object| object.kind != ThingKind::Row || !object.span.file.text.starts_with("poster:"));
        let found = simple.filter_map(|object| Some((of_line(object)?, object)));
        found.filter(|(span, _)| span.text().contains("id: ") || span.text().contains("nr: ")).collect()
    }

    /// A copy of a line with an id and a name of its own.
    fn line_added(&self, dice: &mut Dice) -> Option<Edit> {
        let lines: Vec<_> = self.lines().into_iter().filter(|(_, object)| object.kind != ThingKind::Unit).collect();
        let (line, object) = dice.pick(&lines)?;
        let text = line.text();
        let copy = if let Some((before, rest)) = text.split_once("id: ") {
            let rest = rest.split_once(',').map_or("", |(_, rest)| rest);
            format!("{before}id: tillägget,{rest}")
        } else {
            let (before, rest) = text.split_once("nr: ")?;
            let rest = rest.split_once(',').map_or("", |(_, rest)| rest);
            format!("{before}nr: 987,{rest}")
        };
        let words = if object.kind == ThingKind::Row { "namn: " } else { "text: " };
        let (before, rest) = copy.split_once(words)?;
        let quoted = rest.starts_with('"');
        let end = if quoted { rest[1..].find('"')? + 2 } else { rest.find([',', '}'])? };
        let copy = format!("{before}{words}\"Något helt nytt som lades till\"{}", &rest[end..]);
        let text = [&line.file.text[..line.range.end], &copy, &line.file.text[line.range.end..]].concat();
        let after = line.file.span(line.range.start..line.range.end);
        let mut edit = self.edit("a line added", Change::Added, object.kind, &after, text);
        edit.lines = vec![(line.file.path.clone(), line.file.line_column(line.range.end).0)];
        Some(edit)
    }

    fn line_removed(&self, dice: &mut Dice) -> Option<Edit> {
        // The last line of a list is its list, and no plan is without its units.
        let lines: Vec<_> = self
            .lines()
            .into_iter()
            .filter(|(line, object)| {
                let text = &line.file.text;
                let indent = line.text().len() - line.text().trim_start().len();
                let sibling =
                    |line: &str| line.len() - line.trim_start().len() == indent && line.trim_start().starts_with("- {");
                let above = text[..line.range.start].lines().next_back().is_some_and(sibling);
                let below = text[line.range.end..].lines().next().is_some_and(sibling);
                (above || below) && object.kind != ThingKind::Unit
            })
            .collect();
        let (line, object) = dice.pick(&lines)?;
        let edit = self.edit("a line removed", Change::Removed, object.kind, &object.span, Self::with(line, ""));
        Some(edit)
    }

    /// Two neighbouring lines of one list.
    fn lines_swapped(&self, dice: &mut Dice) -> Option<Edit> {
        let lines = self.lines();
        let pairs: Vec<_> = lines
            .windows(2)
            .filter(|pair| {
                let ((a, first), (b, second)) = (&pair[0], &pair[1]);
                first.kind == second.kind
                    && first.parent == second.parent
                    && a.range.end == b.range.start
                    && a.file.path == b.file.path
            })
            .collect();
        let pair = dice.pick(&pairs)?;
        let ((a, object), (b, _)) = (&pair[0], &pair[1]);
        let both = a.file.span(a.range.start..b.range.end);
        let text = Self::with(&both, &[b.text(), a.text()].concat());
        let edit = self.edit("two lines swapped", Change::Moved, object.kind, a, text);
        let line = a.file.line_column(a.range.start).0;
        let lines = vec![(a.file.path.clone(), line), (a.file.path.clone(), line + 1)];
        Some(Edit { field: Some("ordning".to_owned()), lines, ..edit })
    }

    fn renumbered(&self, dice: &mut Dice) -> Option<Edit> {
        let fields = self.fields(|_, field| field.role == Role::Number);
        let (object, field) = dice.pick(&fields)?;
        let edit =
            self.edit("another number", Change::Renumbered, object.kind, &field.span, Self::with(&field.span, "876"));
        Some(Edit { field: Some("nr".to_owned()), ..edit })
    }

    /// An assignment's line to the end of another goal's assignments.
    fn assignment_moved(&self, dice: &mut Dice) -> Option<Edit> {
        let lines: Vec<_> =
            self.lines().into_iter().filter(|(_, object)| object.kind == ThingKind::Assignment).collect();
        let lasts: Vec<_> = lines
            .iter()
            .enumerate()
            .filter(|(at, (_, object))| lines.get(at + 1).is_none_or(|(_, next)| next.parent != object.parent))
            .map(|(_, line)| line)
            .collect();
        let (line, object) = dice.pick(&lines)?;
        let alone = lines.iter().filter(|(_, other)| other.parent == object.parent).count() < 2;
        let (last, _) = dice.pick(&lasts).filter(|(_, other)| other.parent != object.parent && !alone)?;
        let text = &line.file.text;
        let indent = |span: &Span| " ".repeat(span.text().len() - span.text().trim_start().len());
        let moved = format!("{}{}", indent(last), line.text().trim_start());
        let end = last.range.end;
        let (new, at) = if line.range.start < end {
            (
                [&text[..line.range.start], &text[line.range.end..end], &moved, &text[end..]].concat(),
                end - line.text().len(),
            )
        } else {
            ([&text[..end], &moved, &text[end..line.range.start], &text[line.range.end..]].concat(), end)
        };
        let mut edit = self.edit("an assignment moved", Change::Moved, ThingKind::Assignment, line, String::new());
        edit.lines = vec![(line.file.path.clone(), new[..at].matches('\n').count() + 1)];
        edit.files[0].1 = new;
        Some(edit)
    }
}

/// A long word in a text that can be another. A row that is known by its name may keep it no better than by its figures.
fn word_in(span: &Span, object: &Object) -> Option<Span> {
    if matches!(object.seat, Seat::Column(..)) {
        return None;
    }
    let text = span.text();
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        if word.chars().count() > 4 && !text.contains('{') {
            return Some(span.file.span(span.range.start + at..span.range.start + at + word.len()));
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    None
}
