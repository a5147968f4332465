//! What a plan holds, as one list: every thing that has an identity, with its fields as they are written.
//!
//! Parents come before what they hold, so that a thing's parent is matched before it is. Tables have
//! [`crate::compare::inventory::tables`] to themselves.

pub mod tables;

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::compare::object::{Field, Object, Role, Seat};
use crate::compare::paragraphs;
use crate::document::anchor::Anchors;
use crate::figures::Figures;
use crate::model::goals::Target;
use crate::model::kind::ThingKind;
use crate::model::plan::{Identity, Plan};
use crate::model::thing::{self, Says, Thing};
use crate::narrative::links;
use crate::prose::Passage;
use crate::quantity::amount::Amount;
use crate::source::{SourceFile, Spanned};
use crate::swedish;

/// Everything that a plan holds.
#[derive(Debug, Default)]
pub struct Inventory {
    /// The things.
    pub objects: Vec<Object>,
    anchors: HashMap<(ThingKind, String), String>,
}

/// A file's path in its plan's folder.
pub fn relative<'a>(path: &'a str, folder: &str) -> &'a str {
    path.strip_prefix(folder).map_or(path, |rest| rest.trim_start_matches('/'))
}

impl Inventory {
    /// Lists what a plan holds.
    pub fn of(plan: &Plan, figures: &Figures) -> Self {
        let mut inventory = Self { anchors: links::anchors(plan, &mut Anchors::default()), ..Self::default() };
        inventory.identity(plan);
        let things = plan.things();
        let mut places: Vec<Option<usize>> = vec![None; things.len()];
        let (units, others): (Vec<_>, Vec<_>) =
            things.iter().enumerate().partition(|(_, thing)| thing.kind == ThingKind::Unit);
        for (at, thing) in units {
            places[at] = Some(inventory.add(object(thing, plan)));
        }
        // A table comes with its columns and rows.
        tables::list(&mut inventory, plan, figures);
        let sheet = figures.sheets.len().saturating_sub(1);
        let mut line = 0;
        for (at, thing) in others.into_iter().filter(|(_, thing)| thing.kind != ThingKind::Table) {
            let mut object = object(thing, plan);
            object.parent = thing.parent.and_then(|parent| places[parent]);
            if thing.id.is_none() {
                // Without an id, it is known within what holds it.
                object.scope = object.parent;
                object.address = thing.parent.map_or_else(String::new, |parent| things[parent].key().to_owned());
            }
            if thing.kind == ThingKind::Measure {
                object.seat = Seat::Line(sheet, line);
                line += 1;
            }
            places[at] = Some(inventory.add(object));
        }
        for chapter in &plan.chapters {
            let heading = paragraphs::heading(&chapter.file);
            let id = Spanned::new(chapter.stem.clone(), chapter.file.start());
            let mut object = Object::new(ThingKind::Chapter, &id, &Spanned::new(heading, chapter.file.start()));
            object.anchor = None;
            inventory.add(object);
        }
        inventory
    }

    /// Adds a thing and gives its index.
    pub fn add(&mut self, mut object: Object) -> usize {
        object.anchor = self.anchors.get(&(object.kind, object.id.clone())).cloned();
        self.objects.push(object);
        self.objects.len() - 1
    }

    /// Calls chapters what their readers see that they are called.
    #[must_use]
    pub fn titled(mut self, prose: &[Passage]) -> Self {
        let mut titles: HashMap<&str, (usize, &str)> = HashMap::new();
        for (start, passage) in prose.iter().filter_map(|passage| Some((passage.start()?, passage))) {
            let title = titles.entry(start.file.path.as_str()).or_insert((start.range.start, &passage.text));
            if start.range.start < title.0 {
                *title = (start.range.start, &passage.text);
            }
        }
        for object in self.objects.iter_mut().filter(|object| object.kind == ThingKind::Chapter) {
            let is_raw = object.name.contains("{{");
            if let Some((_, title)) = titles.get(object.span.file.path.as_str()).filter(|_| is_raw) {
                object.name = (*title).to_owned();
            }
        }
        self
    }

    fn identity(&mut self, plan: &Plan) {
        let Some(file) =
            plan.files.iter().find(|file| relative(&file.path, &plan.folder) == crate::source::files::PLAN_FILE)
        else {
            return;
        };
        let identity = &plan.identity;
        let id = Spanned::new(String::new(), file.start());
        let mut object = Object::new(ThingKind::Plan, &id, &Spanned::new(identity.title.clone(), file.start()));
        crate::source::files::PLAN_FILE.clone_into(&mut object.address);
        object.fields = identity_fields(identity, file);
        self.add(object);
    }
}

/// A thing as it is compared, by itself.
fn object(thing: &Thing<'_>, plan: &Plan) -> Object {
    let id = thing.id.cloned().unwrap_or_else(|| Spanned::new(String::new(), thing.span.clone()));
    let mut object = Object::new(thing.kind, &id, thing.text);
    if !thing.is_named() {
        let words = swedish::shortened(&thing.text.value);
        object.name = thing.number.map_or_else(|| words.clone(), |number| format!("{}, {words}", number.value));
    }
    object.derived = thing.is_known_by_number();
    object.fields = thing.fields.iter().map(|own| field(own, plan)).collect();
    object
}

fn field(field: &thing::Field<'_>, plan: &Plan) -> Field {
    let (text, role, placed) = match &field.says {
        Says::Name(name) => (name.value.clone(), Role::Name, true),
        Says::Text(text) => (text.value.clone(), Role::Plain, true),
        Says::Head(head) => ((*head).to_owned(), Role::Plain, true),
        Says::Number(number) => (number.to_string(), Role::Number, true),
        Says::Figure(value, unit, decimals) => {
            let amount = Amount::new(*value, (*unit).clone());
            (swedish::amount(&amount, *decimals), Role::Figure(amount, *decimals), true)
        }
        Says::Limits(target) => (stated(target), Role::Plain, false),
        Says::Units(ids) => {
            let ids: Vec<&str> = ids.iter().map(|id| id.value.as_str()).collect();
            let name =
                |id: &&str| plan.organisation.all().find(|unit| unit.id.value == **id).map(|unit| &unit.name.value);
            let names: Vec<String> =
                ids.iter().map(|id| name(id).map_or_else(|| (*id).to_owned(), Clone::clone)).collect();
            (ids.join(", "), Role::Others(names.join(", ")), false)
        }
        Says::Stated(text) => (text.to_string(), Role::Plain, false),
    };
    Field { name: field.name.to_string(), text, span: field.span.clone(), role, placed }
}

fn stated(target: &Target) -> String {
    let number = |value: &Decimal| swedish::exact(*value);
    match target {
        Target::Value(value) => number(value),
        Target::AtLeast(value) => format!("minst {}", number(value)),
        Target::AtMost(value) => format!("högst {}", number(value)),
        Target::Between(low, high) => format!("{} till {}", number(low), number(high)),
        Target::Words(words) => words.clone(),
    }
}

/// What plan.yaml says. Its values have no places of their own: they are found by their keys.
fn identity_fields(identity: &Identity, file: &Arc<SourceFile>) -> Vec<Field> {
    let year = identity.year.to_string();
    let date = identity.decision.day().map(swedish::date);
    let (title, keywords) = (Some(identity.title.clone()), Some(identity.keywords.join(", ")));
    let values = [
        ("nämnd", Some(identity.board.clone())),
        ("organisation", Some(identity.organisation.clone())),
        ("förvaltning", Some(identity.administration.clone())),
        ("år", Some(year)),
        ("titel", title),
        ("status", Some(identity.status.word().to_owned())),
        ("diarienummer", identity.registry_number.clone()),
        ("beslutsdatum", date),
        ("paragraf", identity.decision.section()),
        ("version", identity.decision.version.as_ref().map(|own| own.value.to_string())),
        ("beskrivning", identity.description.clone()),
        ("ämnesord", keywords),
        ("tillgänglighetsredogörelse", identity.accessibility_statement.clone()),
        ("avvikelsebilaga", identity.deviations_appendix.then(|| "ja".to_owned())),
        ("tabellnummer", identity.numbered.then(|| "ja".to_owned())),
    ];
    let place = |key: &str| {
        let found = file.text.match_indices(key).find(|(at, _)| {
            let starts = *at == 0 || file.text[..*at].ends_with('\n');
            starts && file.text[at + key.len()..].trim_start().starts_with(':')
        });
        found.map_or_else(|| file.start(), |(at, key)| file.span(at..at + key.len()))
    };
    let shape = ["tema", "webb"].map(|key| (key, block(file, key)));
    let stated = values
        .into_iter()
        .chain(shape)
        .filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
    stated
        .map(|(key, text)| Field { name: key.to_owned(), text, span: place(key), role: Role::Plain, placed: false })
        .collect()
}

/// What stands under a key of plan.yaml that is about the document's looks, as it is written.
fn block(file: &SourceFile, key: &str) -> Option<String> {
    let mut lines =
        file.text.lines().skip_while(|line| !line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
    let first = lines.next()?.split_once(':').map_or("", |(_, rest)| rest);
    let under = lines.take_while(|line| line.is_empty() || line.starts_with([' ', '#', '-']));
    let written = std::iter::once(first).chain(under).map(|line| line.split(" #").next().unwrap_or(line).trim());
    let text: Vec<&str> = written.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    Some(text.join("; ").trim_start_matches("; ").to_owned())
}
