//! What a plan holds, as one list: every thing that has an identity, with its fields as they are written.
//!
//! Parents come before what they hold, so that a thing's parent is matched before it is. Tables have
//! [`crate::diff::tables`] to themselves.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::amount::Amount;
use crate::diff::finding::Gender;
use crate::diff::paragraphs;
use crate::diff::tables;
use crate::figures::Figures;
use crate::model::formula::Formula;
use crate::model::goals::{Direction, Goal, Measure, Point, Target};
use crate::model::plan::{Identity, Plan};
use crate::model::risks::Risk;
use crate::source::{Id, SourceFile, Span, Spanned};
use crate::swedish;
use crate::views::anchor::Anchors;
use crate::views::chapters::links;
use crate::views::kinds;

/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(description = "Vilket slags sak.")]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// plan.yaml.
    Plan,
    /// Ett område eller en stödfunktion.
    Unit,
    /// En tabell.
    Table,
    /// En kolumn.
    Column,
    /// En rad, grupp eller summa.
    Row,
    /// Ett belopp, eller ett annat tal i en tabell.
    Cell,
    /// En post: en rads alla belopp.
    Record,
    /// En not under en tabell.
    Note,
    /// En anmärkning under en tabell.
    Remark,
    /// En kontrollsumma.
    Control,
    /// En avstämning.
    Reconciliation,
    /// En förklarad avvikelse.
    Deviation,
    /// En förklarad omräkning.
    Restatement,
    /// Ett mål på någon nivå.
    Goal,
    /// Ett styrtal.
    Measure,
    /// En indikator.
    Indicator,
    /// Ett uppdrag.
    Assignment,
    /// En aktivitet.
    Activity,
    /// En risk.
    Risk,
    /// En åtgärd mot en risk.
    Action,
    /// Ett kapitel.
    Chapter,
    /// Ett stycke, en rubrik eller en punkt i en lista.
    Paragraph,
}

impl Kind {
    /// Every kind of an inventory, in the order they are matched: what others are held by or refer to comes first.
    pub const MATCHED: [Self; 19] = [
        Self::Plan,
        Self::Unit,
        Self::Table,
        Self::Column,
        Self::Row,
        Self::Note,
        Self::Remark,
        Self::Control,
        Self::Reconciliation,
        Self::Deviation,
        Self::Restatement,
        Self::Goal,
        Self::Measure,
        Self::Indicator,
        Self::Assignment,
        Self::Activity,
        Self::Risk,
        Self::Action,
        Self::Chapter,
    ];

    /// The word for one and for several, and what a participle agrees with.
    pub fn words(self) -> (&'static str, &'static str, Gender) {
        use Gender::{Common, Neuter};
        match self {
            Self::Plan => ("plan", "uppgifter om planen", Common),
            Self::Unit => ("område", "områden", Neuter),
            Self::Table => ("tabell", "tabeller", Common),
            Self::Column => ("kolumn", "kolumner", Common),
            Self::Row => ("rad", "rader", Common),
            Self::Cell => ("belopp", "belopp", Neuter),
            Self::Record => ("post", "poster", Common),
            Self::Note => ("not", "noter", Common),
            Self::Remark => ("anmärkning", "anmärkningar", Common),
            Self::Control => ("kontrollsumma", "kontrollsummor", Common),
            Self::Reconciliation => ("avstämning", "avstämningar", Common),
            Self::Deviation => ("avvikelse", "avvikelser", Common),
            Self::Restatement => ("omräkning", "omräkningar", Common),
            Self::Goal => ("mål", "mål", Neuter),
            Self::Measure => ("styrtal", "styrtal", Neuter),
            Self::Indicator => ("indikator", "indikatorer", Common),
            Self::Assignment => ("uppdrag", "uppdrag", Neuter),
            Self::Activity => ("aktivitet", "aktiviteter", Common),
            Self::Risk => ("risk", "risker", Common),
            Self::Action => ("åtgärd", "åtgärder", Common),
            Self::Chapter => ("kapitel", "kapitel", Neuter),
            Self::Paragraph => ("stycke", "stycken", Neuter),
        }
    }

    /// Whether the order among its like is something a reader sees.
    pub fn is_ordered(self) -> bool {
        !matches!(
            self,
            Self::Plan
                | Self::Table
                | Self::Note
                | Self::Control
                | Self::Reconciliation
                | Self::Deviation
                | Self::Restatement
        )
    }

    /// Whether it is part of a table of figures.
    pub fn is_of_tables(self) -> bool {
        self.part() == 1
    }

    /// The part of the plan that it is told of in: figures first.
    pub fn part(self) -> u8 {
        match self {
            Self::Plan => 0,
            Self::Goal | Self::Measure | Self::Indicator | Self::Assignment | Self::Activity => 2,
            Self::Risk | Self::Action => 3,
            Self::Unit => 4,
            Self::Chapter | Self::Paragraph => 5,
            _ => 1,
        }
    }
}

/// What a field is to the thing that has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Its name: another one is a renaming.
    Name,
    /// Its number: another one is a renumbering.
    Number,
    /// A figure, with the decimals it is printed with.
    Figure(Amount, u32),
    /// A formula, or the terms of a reconciliation.
    Formula(Vec<Formula>),
    /// Any other.
    Plain,
}

/// A field as written.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key in the sources, or a word like it.
    pub name: String,
    /// The value as text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it is to the thing.
    pub role: Role,
    /// Whether the value stands at that place itself, and not only somewhere near.
    pub placed: bool,
}

/// Where in the figures a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// Has no figures.
    None,
    /// A whole sheet.
    Sheet(usize),
    /// A line of a sheet.
    Line(usize, usize),
    /// A column of a sheet.
    Column(usize, usize),
}

/// A thing with an identity.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Its own id; empty when it has none and is known by what it says.
    pub id: String,
    /// Its id from the top of its scope, `grupp.rad`.
    pub path: String,
    /// Whether the id was made from its name, number or head.
    pub derived: bool,
    /// The table or risk that it is known within.
    pub scope: Option<usize>,
    /// What holds it.
    pub parent: Option<usize>,
    /// Other things that it is about, which are its identity.
    pub refs: Vec<usize>,
    /// Its name for a reader.
    pub name: String,
    /// Address for a reader.
    pub address: String,
    /// What it says.
    pub fields: Vec<Field>,
    /// Its cells.
    pub seat: Seat,
    /// Anchor in the document.
    pub anchor: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Everything that a plan holds.
#[derive(Default)]
pub struct Inventory {
    /// The things.
    pub objects: Vec<Object>,
    anchors: HashMap<(&'static str, String), String>,
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
        if let Some(word) = object.anchored() {
            object.anchor = self.anchors.get(&(word, object.id.clone())).cloned();
        }
        self.objects.push(object);
        self.objects.len() - 1
    }

    fn identity(&mut self, plan: &Plan) {
        let Some(file) = plan.files.iter().find(|file| relative(&file.path, &plan.folder) == crate::sources::PLAN_FILE)
        else {
            return;
        };
        let identity = &plan.identity;
        let id = Spanned::new(String::new(), file.start());
        let mut object = Object::new(Kind::Plan, &id, &Spanned::new(identity.title.clone(), file.start()));
        crate::sources::PLAN_FILE.clone_into(&mut object.address);
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
    let stated = values.into_iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
    stated
        .map(|(key, text)| Field { name: key.to_owned(), text, span: place(key), role: Role::Plain, placed: false })
        .collect()
}

impl Object {
    /// A thing that nothing holds, with its id, and its name where that was written.
    pub fn new(kind: Kind, id: &Id, name: &Spanned<String>) -> Self {
        Self {
            kind,
            id: id.value.clone(),
            path: id.value.clone(),
            derived: false,
            scope: None,
            parent: None,
            refs: Vec::new(),
            name: name.value.clone(),
            address: id.value.clone(),
            fields: Vec::new(),
            seat: Seat::None,
            anchor: None,
            span: id.span.clone(),
        }
    }

    /// The word that its anchor begins with, when it has one.
    fn anchored(&self) -> Option<&'static str> {
        Some(match self.kind {
            Kind::Table => kinds::TABLE,
            Kind::Goal => kinds::GOAL,
            Kind::Assignment => kinds::ASSIGNMENT,
            Kind::Activity => kinds::ACTIVITY,
            Kind::Indicator => kinds::INDICATOR,
            Kind::Measure => kinds::MEASURE,
            Kind::Risk => kinds::RISK,
            _ => return None,
        })
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Adds a field whose own place is not known, if it is stated.
    pub fn maybe(&mut self, name: &str, text: Option<&str>, near: &Span) {
        self.fields.extend(text.map(|text| Field {
            name: name.to_owned(),
            text: text.to_owned(),
            span: near.clone(),
            role: Role::Plain,
            placed: false,
        }));
    }

    /// Adds a field that says yes, if it does.
    pub fn flag(&mut self, name: &str, is_set: bool, near: &Span) {
        self.maybe(name, is_set.then_some("ja"), near);
    }

    /// Adds a list of ids, unless it is empty.
    pub fn ids(&mut self, name: &str, ids: &[Id]) {
        let text: Vec<&str> = ids.iter().map(|id| id.value.as_str()).collect();
        if let Some(first) = ids.first() {
            self.maybe(name, Some(&text.join(", ")), &first.span);
        }
    }

    fn number(&mut self, number: Option<&Spanned<u32>>) {
        self.fields.extend(number.map(|number| Field {
            name: "nr".to_owned(),
            text: number.value.to_string(),
            span: number.span.clone(),
            role: Role::Number,
            placed: true,
        }));
    }
}

/// A field that names the thing.
pub fn named(name: &str, text: &Spanned<String>) -> Field {
    Field { role: Role::Name, ..plain(name, text) }
}

/// A field of text.
pub fn plain(name: &str, text: &Spanned<String>) -> Field {
    Field { name: name.to_owned(), text: text.value.clone(), span: text.span.clone(), role: Role::Plain, placed: true }
}
