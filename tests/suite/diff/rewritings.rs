//! Edits of running text, and of ids wherever they are asked for.

use std::collections::BTreeMap;

use super::edits::{Dice, Edit, Workshop};
use verksamhetsplan::compare::object::Object;
use verksamhetsplan::compare::paragraphs::{self, Paragraph};
use verksamhetsplan::diff::finding::Change;
use verksamhetsplan::model::kind::ThingKind;
use verksamhetsplan::source::Span;

impl Workshop<'_> {
    /// Another id of a row, wherever it is asked for.
    pub(crate) fn row_renamed(&self, dice: &mut Dice) -> Option<Edit> {
        let lines = self.lines();
        let rows: Vec<_> = lines
            .iter()
            .filter(|(line, object)| {
                object.kind == ThingKind::Row && line.text().contains(&format!("id: {},", object.id))
            })
            .collect();
        let (line, object) = dice.pick(&rows)?;
        let table = object.scope.map(|scope| self.inventory.objects[scope].id.clone())?;
        let (own, new) = (object.id.as_str(), format!("{}_ny", object.id));
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for path in self.sources.files.keys().filter(|path| !path.starts_with("bilder/")) {
            let text = self.sources.text(path);
            let mut edited = text.replace(&format!("{table}.{own}."), &format!("{table}.{new}."));
            if *path == self.path(line) {
                let mut lines: Vec<String> = edited.split_inclusive('\n').map(str::to_owned).collect();
                for (n, text) in lines.iter_mut().enumerate() {
                    let indented = text.trim_start();
                    let formula = indented.contains("formel:");
                    if n + 1 == line.file.line_column(line.range.start).0 {
                        *text = text.replace(&format!("id: {own},"), &format!("id: {new},"));
                    } else if indented.starts_with(&format!("{own}: [")) || indented.starts_with(&format!("{own}.")) {
                        *text = text.replacen(own, &new, 1);
                    } else if indented.contains(&format!("gäller: {own}.")) {
                        *text = text.replace(&format!("gäller: {own}."), &format!("gäller: {new}."));
                    } else if formula {
                        let words: Vec<String> = text
                            .split_inclusive(|c: char| !c.is_alphanumeric() && c != '_')
                            .map(|word| {
                                let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
                                if bare == own { word.replacen(own, &new, 1) } else { word.to_owned() }
                            })
                            .collect();
                        *text = words.concat();
                    }
                }
                edited = lines.concat();
            }
            if edited != text {
                files.insert(path.clone(), edited);
            }
        }
        let edit = self.edit("a row's id", Change::Renamed, ThingKind::Row, &object.span, String::new());
        let path = object.path.strip_suffix(own).map(|above| format!("{above}{new}"))?;
        let renamed = Some((format!("{table}.{}", object.path), format!("{table}.{path}")));
        // The shortest address of a row has only its id.
        let renamed = renamed.map(|_| (format!("{table}.{own}"), format!("{table}.{new}")));
        Some(Edit { files: files.into_iter().collect(), field: Some("id".to_owned()), renamed, ..edit })
    }

    /// Another id of a goal, wherever text asks for it.
    pub(crate) fn goal_renamed(&self, dice: &mut Dice) -> Option<Edit> {
        let goals: Vec<&Object> =
            self.inventory.objects.iter().filter(|object| object.kind == ThingKind::Goal).collect();
        let goal = dice.pick(&goals)?;
        let new = format!("{}_ny", goal.id);
        let mut files = vec![(self.path(&goal.span), Self::with(&goal.span, &new))];
        for path in self.sources.files.keys().filter(|path| path.starts_with("kapitel/")) {
            let text = self.sources.text(path);
            let edited = text.replace(&format!("\"{}\"", goal.id), &format!("\"{new}\""));
            if edited != text {
                files.push((path.clone(), edited));
            }
        }
        let edit = self.edit("a goal's id", Change::Renamed, ThingKind::Goal, &goal.span, String::new());
        Some(Edit { files, field: Some("id".to_owned()), ..edit })
    }

    /// Paragraphs of sentences, without tags, in their chapters; by their places.
    fn paragraphs(&self) -> Vec<(Span, Paragraph)> {
        let chapters = self.before.plan.chapters.iter();
        let all = chapters.flat_map(|chapter| {
            let found = paragraphs::split(&chapter.file).into_iter();
            found.map(|paragraph| (chapter.file.span(paragraph.range.clone()), paragraph))
        });
        let plain = |text: &str| text.starts_with(char::is_alphabetic) && !text.contains("{{") && !text.contains("[^");
        all.filter(|(_, paragraph)| plain(&paragraph.text) && paragraph.text.split(' ').count() > 6).collect()
    }

    pub(crate) fn paragraph_rewritten(&self, dice: &mut Dice) -> Option<Edit> {
        let all = self.paragraphs();
        let (span, _) = dice.pick(&all)?;
        let length = span.text().split(' ').next()?.len();
        let word = span.file.span(span.range.start..span.range.start + length);
        Some(self.edit(
            "a paragraph rewritten",
            Change::Changed,
            ThingKind::Paragraph,
            span,
            Self::with(&word, "Ändringsord"),
        ))
    }

    pub(crate) fn paragraph_added(&self, dice: &mut Dice) -> Option<Edit> {
        let all = self.paragraphs();
        let (span, _) = dice.pick(&all)?;
        let text = format!("Ett alldeles nytt stycke, som ingen har läst förut.\n\n{}", span.text());
        Some(self.edit("a paragraph added", Change::Added, ThingKind::Paragraph, span, Self::with(span, &text)))
    }

    pub(crate) fn paragraph_removed(&self, dice: &mut Dice) -> Option<Edit> {
        let all = self.paragraphs();
        let (span, _) = dice.pick(&all)?;
        Some(self.edit("a paragraph removed", Change::Removed, ThingKind::Paragraph, span, Self::with(span, "")))
    }

    /// Two paragraphs that follow each other, in the other order.
    pub(crate) fn paragraph_moved(&self, dice: &mut Dice) -> Option<Edit> {
        let all = self.paragraphs();
        let pairs: Vec<_> = all
            .windows(2)
            .filter(|pair| {
                let (a, b) = (&pair[0].0, &pair[1].0);
                a.file.path == b.file.path && a.file.text.get(a.range.end..b.range.start) == Some("\n")
            })
            .collect();
        let pair = dice.pick(&pairs)?;
        let (a, b) = (&pair[0].0, &pair[1].0);
        let both = a.file.span(a.range.start..b.range.end);
        let text = Self::with(&both, &[b.text().trim_end(), "\n\n", a.text()].concat());
        let first = a.file.line_column(a.range.start).0;
        let second = first + b.text().trim_end().matches('\n').count() + 2;
        let edit = self.edit("two paragraphs swapped", Change::Moved, ThingKind::Paragraph, a, text);
        Some(Edit { lines: vec![(a.file.path.clone(), first), (a.file.path.clone(), second)], ..edit })
    }
}
