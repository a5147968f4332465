//! A thing of a plan, of whatever kind: what every thing has, and what it says field by field.
//!
//! [`Plan::things`](crate::model::plan::Plan::things) lists them. Each record tells beside its own type which thing it
//! is; whoever treats all kinds alike needs to know no more of it than what stands here.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::model::goals::{Assignment, Direction, Goal, Measure, Milestone, Point, Standing, Target};
use crate::model::kind::ThingKind;
use crate::model::organisation::Unit as OwnUnit;
use crate::model::risks::{Action, Control, Judgement, Risk};
use crate::model::table::Table;
use crate::quantity::unit::Unit;
use crate::source::{Id, Span, Spanned};

/// A thing of a plan.
#[derive(Debug, Clone)]
pub struct Thing<'a> {
    /// What it is.
    pub kind: ThingKind,
    /// Its id; nothing when it is known by what it says.
    pub id: Option<&'a Id>,
    /// Where it stands.
    pub span: &'a Span,
    /// Its name, or what it says.
    pub text: &'a Spanned<String>,
    /// What it is called before its number, or stands under, where that is not its kind's own word.
    pub head: Option<Cow<'a, str>>,
    /// Its published number.
    pub number: Option<&'a Spanned<u32>>,
    /// Ids of responsible units.
    pub responsible: &'a [Id],
    /// What holds it: a place in the list that it is in.
    pub parent: Option<usize>,
    /// What it says, in order of reading.
    pub fields: Vec<Field<'a>>,
}

/// A field as it is written.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    /// The key in the sources, or words like it.
    pub name: Cow<'a, str>,
    /// Where it stands, or what it stands near.
    pub span: &'a Span,
    /// What it says.
    pub says: Says<'a>,
}

/// What a field says, by what it is to the thing.
#[derive(Debug, Clone)]
pub enum Says<'a> {
    /// Its name.
    Name(&'a Spanned<String>),
    /// A text that readers read.
    Text(&'a Spanned<String>),
    /// A word or two that it stands under.
    Head(&'a str),
    /// Its number.
    Number(u32),
    /// A figure, with its unit and the decimals it is printed with.
    Figure(Decimal, &'a Unit, u32),
    /// Limits of a figure.
    Limits(&'a Target),
    /// Units.
    Units(&'a [Id]),
    /// Anything else that is stated, at a place that is not known for itself.
    Stated(Cow<'a, str>),
}

impl<'a> Thing<'a> {
    /// A thing that nothing holds and that says nothing yet.
    fn new(kind: ThingKind, id: impl Into<Option<&'a Id>>, text: &'a Spanned<String>) -> Self {
        let id = id.into();
        let span = id.map_or(&text.span, |id| &id.span);
        Self { kind, id, span, text, head: None, number: None, responsible: &[], parent: None, fields: Vec::new() }
    }

    /// The id as text; empty when it has none.
    pub fn key(&self) -> &'a str {
        self.id.map_or("", |id| id.value.as_str())
    }

    /// What is stated under a name, if it is.
    pub fn stated_as(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).and_then(|field| match &field.says {
            Says::Stated(text) => Some(text.as_ref()),
            _ => None,
        })
    }

    /// Whether its text is a name, and not what it says.
    pub fn is_named(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.says, Says::Name(_)))
    }

    /// Whether its id was made from its number.
    pub fn is_known_by_number(&self) -> bool {
        matches!((self.id, self.number), (Some(id), Some(number)) if id.span.range == number.span.range)
    }

    fn says(mut self, name: &'static str, span: &'a Span, says: Says<'a>) -> Self {
        self.fields.push(Field { name: Cow::Borrowed(name), span, says });
        self
    }

    fn named(self, name: &'static str) -> Self {
        let text = self.text;
        self.says(name, &text.span, Says::Name(text))
    }

    fn text(self, name: &'static str, text: &'a Spanned<String>) -> Self {
        self.says(name, &text.span, Says::Text(text))
    }

    fn stated(self, name: &'static str, text: Option<impl Into<Cow<'a, str>>>, near: &'a Span) -> Self {
        match text {
            Some(text) => self.says(name, near, Says::Stated(text.into())),
            None => self,
        }
    }

    fn flag(self, name: &'static str, is_set: bool, near: &'a Span) -> Self {
        self.stated(name, is_set.then_some("ja"), near)
    }

    fn numbered(mut self, number: Option<&'a Spanned<u32>>) -> Self {
        self.number = number;
        match number {
            Some(number) => self.says("nr", &number.span, Says::Number(number.value)),
            None => self,
        }
    }

    fn answered_for(mut self, units: &'a [Id]) -> Self {
        self.responsible = units;
        match units.first() {
            Some(first) => self.says("ansvarig", &first.span, Says::Units(units)),
            None => self,
        }
    }
}

impl OwnUnit {
    /// The unit as a thing.
    pub fn thing(&self) -> Thing<'_> {
        Thing::new(ThingKind::Unit, &self.id, &self.name).named("namn")
    }
}

impl Table {
    /// The table as a thing; what its columns and rows say is figures.
    pub fn thing(&self) -> Thing<'_> {
        Thing::new(ThingKind::Table, &self.id, &self.caption).named("rubrik")
    }
}

impl Goal {
    /// The goal as a thing, without what it holds.
    pub fn thing(&self) -> Thing<'_> {
        let head = self.kind.as_deref();
        Thing { head: head.map(Cow::Borrowed), ..Thing::new(ThingKind::Goal, &self.id, &self.name) }
            .named("namn")
            .stated("slag", head, &self.id.span)
            .numbered(self.number.as_ref())
    }

    /// What the goal itself holds, goals under it left out.
    pub fn things(&self) -> impl Iterator<Item = Thing<'_>> {
        let measures = self.measures.iter().map(Measure::thing);
        let indicators = self.indicators.iter().map(|point| point.thing(ThingKind::Indicator));
        let assignments = self.assignments.iter().map(Assignment::thing);
        let activities = self.activities.iter().map(|point| point.thing(ThingKind::Activity));
        let milestones = self.milestones.iter().map(Milestone::thing);
        measures.chain(indicators).chain(assignments).chain(activities).chain(milestones)
    }

    /// Adds the goal, what it holds and the goals under it to a list.
    pub fn list<'a>(&'a self, parent: Option<usize>, out: &mut Vec<Thing<'a>>) {
        let own = Some(out.len());
        out.push(Thing { parent, ..self.thing() });
        out.extend(self.things().map(|thing| Thing { parent: own, ..thing }));
        for child in &self.children {
            child.list(own, out);
        }
    }
}

impl Assignment {
    /// The assignment as a thing.
    pub fn thing(&self) -> Thing<'_> {
        let number = self.number.as_ref();
        // What the council has not numbered is the board's own.
        let head = number.is_none().then_some(Cow::Borrowed("Nämnduppdrag"));
        Thing { head, ..Thing::new(ThingKind::Assignment, &self.id, &self.text) }
            .numbered(number)
            .text("text", &self.text)
            .answered_for(&self.responsible)
    }
}

impl Point {
    /// The activity or indicator as a thing.
    pub fn thing(&self, kind: ThingKind) -> Thing<'_> {
        Thing::new(kind, &self.id, &self.text).text("text", &self.text).answered_for(&self.responsible)
    }
}

impl Milestone {
    /// The milestone as a thing.
    pub fn thing(&self) -> Thing<'_> {
        let head = self.due.as_ref().map(|due| Cow::Owned(format!("Milstolpe, {}", due.value)));
        let due = self.due.as_ref();
        Thing { head, ..Thing::new(ThingKind::Milestone, &self.id, &self.text) }
            .text("text", &self.text)
            .stated("tidpunkt", due.map(|due| due.value.as_str()), due.map_or(&self.id.span, |due| &due.span))
            .answered_for(&self.responsible)
    }
}

impl Measure {
    /// The measure as a thing.
    pub fn thing(&self) -> Thing<'_> {
        let place = &self.id.span;
        let mut thing =
            Thing::new(ThingKind::Measure, &self.id, &self.name).named("namn").numbered(self.number.as_ref());
        if let Some(text) = &self.description {
            thing = thing.text("beskrivning", text);
        }
        let direction = Direction::WORDS.iter().find(|(_, direction)| *direction == self.direction);
        let mut thing = thing
            .stated("enhet", Some(self.unit.symbol()), place)
            .stated("decimaler", Some(self.decimals.to_string()), place)
            .stated("riktning", direction.map(|(word, _)| *word), place);
        let figure = |value: Decimal| Says::Figure(value, &self.unit, self.decimals.max(value.normalize().scale()));
        let mut say = |name: String, span, says| thing.fields.push(Field { name: Cow::Owned(name), span, says });
        for outcome in &self.outcomes {
            let year = outcome.year.value;
            match &outcome.value {
                Some(value) => say(format!("utfall {year}"), &value.span, figure(value.value)),
                None => say(format!("utfall {year}"), &outcome.year.span, Says::Stated("(saknas)".into())),
            }
            for (part, value) in &outcome.split {
                say(format!("utfall {year}, {part}"), &value.span, figure(value.value));
            }
        }
        for (name, target) in self.all_targets() {
            let says = match &target.value {
                Target::Value(value) => figure(*value),
                Target::Words(words) => Says::Stated(words.as_str().into()),
                limits => Says::Limits(limits),
            };
            say(name, &target.span, says);
        }
        for peer in &self.peers {
            let name = format!("jämförelse {} {}", peer.name, peer.year);
            let says = match &peer.standing {
                Standing::Value(value) => figure(value.value),
                Standing::Rank { place, of } => Says::Stated(format!("plats {} av {}", place.value, of.value).into()),
            };
            say(name, peer.standing.span(), says);
        }
        let thing = thing.answered_for(&self.responsible);
        if self.only_followed { thing.stated("målvärde", Some("nej"), place) } else { thing }
    }
}

impl Risk {
    /// The risk as a thing, without its actions.
    pub fn thing(&self) -> Thing<'_> {
        let place = &self.id.span;
        let mut thing = Thing {
            head: Some(Cow::Borrowed(&self.activity.value)),
            ..Thing::new(ThingKind::Risk, &self.id, &self.text)
        }
        .says("verksamhet", &self.activity.span, Says::Head(&self.activity.value))
        .text("risk", &self.text)
        .flag("regionövergripande", self.region_wide, place);
        for (name, value) in [("sannolikhet", &self.probability), ("konsekvens", &self.consequence)] {
            let place = value.as_ref().map_or(place, |value| &value.span);
            thing = thing.stated(name, value.as_ref().map(|value| value.value.to_string()), place);
        }
        if let Some(first) = self.categories.first() {
            let path: Vec<&str> = self.categories.iter().map(|name| name.value.as_str()).collect();
            thing = thing.stated("hör till", Some(path.join(", ")), &first.span);
        }
        if let Some(after) = &self.after {
            let Judgement { probability, consequence } = after;
            thing = thing
                .stated("sannolikhet efter åtgärd", Some(probability.value.to_string()), &probability.span)
                .stated("konsekvens efter åtgärd", Some(consequence.value.to_string()), &consequence.span);
        }
        if let Some((decision, reason)) = &self.decision {
            thing = thing.stated("beslut", Some(decision.word()), place);
            if let Some(reason) = reason {
                thing = thing.stated("skäl", Some(reason.value.as_str()), &reason.span);
            }
        }
        let mut thing = thing.answered_for(&self.responsible).stated("tidpunkt", self.due.as_deref(), place);
        for (at, control) in (1..).zip(&self.controls) {
            for (name, text) in control.said() {
                thing.fields.push(Field {
                    name: Cow::Owned(format!("kontroll {at}{name}")),
                    span: &control.text.span,
                    says: Says::Stated(text),
                });
            }
        }
        thing
    }

    /// Adds the risk and its actions to a list.
    pub fn list<'a>(&'a self, out: &mut Vec<Thing<'a>>) {
        let own = Some(out.len());
        out.push(self.thing());
        out.extend(self.actions.iter().map(|action| Thing { parent: own, ..action.thing() }));
    }
}

impl Control {
    /// What it says, with words for what each is.
    fn said(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let units: Vec<&str> = self.responsible.iter().map(|id| id.value.as_str()).collect();
        let units = (!units.is_empty()).then(|| Cow::Owned(units.join(", ")));
        let text = |text: &'_ Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone().into());
        let all = [
            ("", Some(Cow::Borrowed(self.text.value.as_str()))),
            (", hur", text(&self.method)),
            (", hur ofta", text(&self.interval)),
            (", ansvarig", units),
            (", rapporteras", text(&self.report)),
        ];
        all.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
    }
}

impl Action {
    /// The action as a thing: it has no id, and is known by what it says.
    pub fn thing(&self) -> Thing<'_> {
        Thing::new(ThingKind::Action, None, &self.text).text("text", &self.text).flag(
            "regionövergripande",
            self.region_wide,
            &self.text.span,
        )
    }
}
