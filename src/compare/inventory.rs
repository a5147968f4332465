//! What a plan holds, as one list: every thing that has an identity, with its fields as they are written.
//!
//! Parents come before what they hold, so that a thing's parent is matched before it is. Tables have
//! [`crate::compare::tables`] to themselves.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::compare::kind::Kind;
use crate::compare::object::{Field, Object, Role, Seat, named, plain};
use crate::compare::paragraphs;
use crate::compare::tables;
use crate::document::anchor::Anchors;
use crate::figures::Figures;
use crate::model::goals::{Direction, Goal, Measure, Point, Target};
use crate::model::kind::ThingKind;
use crate::model::plan::{Identity, Plan};
use crate::model::risks::Risk;
use crate::narrative::links;
use crate::quantity::amount::Amount;
use crate::source::{SourceFile, Spanned};
use crate::swedish;

/// Everything that a plan holds.
#[derive(Default)]
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
        for unit in plan.organisation.all() {
            let mut object = Object::new(Kind::Unit, &unit.id, &unit.name);
            object.fields.push(named("namn", &unit.name));
            inventory.add(object);
        }
        tables::list(&mut inventory, plan, figures);
        let measures = figures.sheets.len().saturating_sub(1);
        let mut line = 0;
        inventory.goals(&plan.goals, None, measures, &mut line);
        for risk in &plan.risks {
            inventory.risk(risk);
        }
        for chapter in &plan.chapters {
            let heading = paragraphs::heading(&chapter.file);
            let id = Spanned::new(chapter.stem.clone(), chapter.file.start());
            let mut object = Object::new(Kind::Chapter, &id, &Spanned::new(heading, chapter.file.start()));
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

    fn identity(&mut self, plan: &Plan) {
        let Some(file) =
            plan.files.iter().find(|file| relative(&file.path, &plan.folder) == crate::source::files::PLAN_FILE)
        else {
            return;
        };
        let identity = &plan.identity;
        let id = Spanned::new(String::new(), file.start());
        let mut object = Object::new(Kind::Plan, &id, &Spanned::new(identity.title.clone(), file.start()));
        crate::source::files::PLAN_FILE.clone_into(&mut object.address);
        object.fields = identity_fields(identity, file);
        self.add(object);
    }

    fn goals(&mut self, goals: &[Goal], parent: Option<usize>, sheet: usize, line: &mut usize) {
        for goal in goals {
            let mut object = Object::new(Kind::Goal, &goal.id, &goal.name);
            object.parent = parent;
            object.fields.push(named("namn", &goal.name));
            object.maybe("slag", goal.kind.as_deref(), &goal.id.span);
            object.number(goal.number.as_ref());
            let own = self.add(object);
            for measure in &goal.measures {
                self.measure(measure, own, Seat::Line(sheet, *line));
                *line += 1;
            }
            self.points(Kind::Indicator, &goal.indicators, own);
            for assignment in &goal.assignments {
                let name = assignment.number.as_ref().map_or_else(
                    || swedish::shortened(&assignment.text.value),
                    |number| format!("{}, {}", number.value, swedish::shortened(&assignment.text.value)),
                );
                let mut object = Object::new(Kind::Assignment, &assignment.id, &assignment.text);
                object.name = name;
                object.parent = Some(own);
                object.number(assignment.number.as_ref());
                // Without an id of its own, the number is the assignment's identity.
                let numbered = |number: &Spanned<u32>| number.span.range == assignment.id.span.range;
                object.derived = assignment.number.as_ref().is_some_and(numbered);
                object.fields.push(plain("text", &assignment.text));
                object.ids("ansvarig", &assignment.responsible);
                self.add(object);
            }
            self.points(Kind::Activity, &goal.activities, own);
            self.goals(&goal.children, Some(own), sheet, line);
        }
    }

    fn points(&mut self, kind: Kind, points: &[Point], parent: usize) {
        for point in points {
            let mut object = Object::new(kind, &point.id, &point.text);
            object.name = swedish::shortened(&point.text.value);
            object.parent = Some(parent);
            object.fields.push(plain("text", &point.text));
            object.ids("ansvarig", &point.responsible);
            self.add(object);
        }
    }

    fn measure(&mut self, measure: &Measure, parent: usize, seat: Seat) {
        let mut object = Object::new(Kind::Measure, &measure.id, &measure.name);
        (object.parent, object.seat) = (Some(parent), seat);
        object.fields.push(named("namn", &measure.name));
        object.number(measure.number.as_ref());
        object.fields.extend(measure.description.as_ref().map(|text| plain("beskrivning", text)));
        let place = &measure.id.span;
        object.maybe("enhet", Some(measure.unit.symbol()), place);
        object.maybe("decimaler", Some(&measure.decimals.to_string()), place);
        let direction = Direction::WORDS.iter().find(|(_, direction)| *direction == measure.direction);
        object.maybe("riktning", direction.map(|(word, _)| *word), place);
        let figure = |name: String, value: &Spanned<Decimal>| {
            let amount = Amount::new(value.value, measure.unit.clone());
            let decimals = measure.decimals.max(value.value.normalize().scale());
            let text = swedish::amount(&amount, decimals);
            Field { name, text, span: value.span.clone(), role: Role::Figure(amount, decimals), placed: true }
        };
        for outcome in &measure.outcomes {
            let year = outcome.year.value;
            match &outcome.value {
                Some(value) => object.fields.push(figure(format!("utfall {year}"), value)),
                None => object.maybe(&format!("utfall {year}"), Some("(saknas)"), &outcome.year.span),
            }
            let split = outcome.split.iter();
            object.fields.extend(split.map(|(part, value)| figure(format!("utfall {year}, {part}"), value)));
        }
        for (name, target) in [("målvärde", &measure.target), ("långsiktigt målvärde", &measure.long_term)] {
            let Some(target) = target else { continue };
            if let Target::Value(value) = target.value {
                object.fields.push(figure(name.to_owned(), &Spanned::new(value, target.span.clone())));
            } else {
                object.maybe(name, Some(&stated(&target.value)), &target.span);
            }
        }
        let peers = measure.peers.iter();
        object.fields.extend(peers.map(|peer| figure(format!("jämförelse {} {}", peer.name, peer.year), &peer.value)));
        self.add(object);
    }

    fn risk(&mut self, risk: &Risk) {
        let mut object = Object::new(Kind::Risk, &risk.id, &risk.text);
        object.name = swedish::shortened(&risk.text.value);
        object.fields.push(plain("verksamhet", &risk.activity));
        object.fields.push(plain("risk", &risk.text));
        object.flag("regionövergripande", risk.region_wide, &risk.id.span);
        for (name, value) in [("sannolikhet", &risk.probability), ("konsekvens", &risk.consequence)] {
            let place = value.as_ref().map_or(&risk.id.span, |value| &value.span);
            object.maybe(name, value.as_ref().map(|value| value.value.to_string()).as_deref(), place);
        }
        object.ids("ansvarig", &risk.responsible);
        object.maybe("tidpunkt", risk.due.as_deref(), &risk.id.span);
        let own = self.add(object);
        for action in &risk.actions {
            let id = Spanned::new(String::new(), action.text.span.clone());
            let mut object = Object::new(Kind::Action, &id, &action.text);
            object.name = swedish::shortened(&action.text.value);
            (object.parent, object.scope) = (Some(own), Some(own));
            object.address.clone_from(&risk.id.value);
            object.fields.push(plain("text", &action.text));
            object.flag("regionövergripande", action.region_wide, &action.text.span);
            self.add(object);
        }
    }
}

fn stated(target: &Target) -> String {
    let number = |value: &Decimal| swedish::exact(*value);
    match target {
        Target::Value(value) => number(value),
        Target::AtLeast(value) => format!("minst {}", number(value)),
        Target::AtMost(value) => format!("högst {}", number(value)),
        Target::Between(low, high) => format!("{} till {}", number(low), number(high)),
    }
}

/// What plan.yaml says. Its values have no places of their own: they are found by their keys.
fn identity_fields(identity: &Identity, file: &Arc<SourceFile>) -> Vec<Field> {
    let year = identity.year.to_string();
    let date = identity.decision_date.map(swedish::date);
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
        ("beskrivning", identity.description.clone()),
        ("ämnesord", keywords),
        ("tillgänglighetsredogörelse", identity.accessibility_statement.clone()),
        ("avvikelsebilaga", identity.deviations_appendix.then(|| "ja".to_owned())),
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
