//! malomraden.yaml: goals at every level, with what belongs to them.

use crate::model::goals::{Assignment, Goal, Milestone, Point};
use crate::read::fields::{Fields, LONGEST_HEADING, Problems};
use crate::read::measures::measure;
use crate::read::organisation::responsible;
use crate::read::yaml::Node;
use crate::source::Spanned;

const GOAL: &[&str] =
    &["id", "slag", "nr", "namn", "styrtal", "indikatorer", "uppdrag", "aktiviteter", "milstolpar", "mål"];
/// Reads malomraden.yaml.
pub fn read(node: Node, problems: &mut Problems) -> Vec<Goal> {
    let Some(mut fields) = Fields::new(node, "malomraden.yaml", &["målområden"], problems) else { return Vec::new() };
    goals(fields.list("målområden"), problems)
}

fn goals(nodes: Vec<Node>, problems: &mut Problems) -> Vec<Goal> {
    nodes.into_iter().filter_map(|node| goal(node, problems)).collect()
}

fn goal(node: Node, problems: &mut Problems) -> Option<Goal> {
    const WHAT: &str = "målet";
    let mut fields = Fields::new(node, WHAT, GOAL, problems)?;
    let id = fields.id("id", WHAT, problems);
    let kind = fields.optional_text("slag", problems).map(|text| text.value);
    let number = fields.integer("nr", problems);
    let name = fields.title("namn", WHAT, LONGEST_HEADING, problems);
    let measures = fields.list("styrtal").into_iter().filter_map(|node| measure(node, problems)).collect();
    let indicators = points(fields.list("indikatorer"), "indikatorn", problems);
    let assignments = fields.list("uppdrag").into_iter().filter_map(|node| assignment(node, problems)).collect();
    let activities = points(fields.list("aktiviteter"), "aktiviteten", problems);
    let milestones = fields.list("milstolpar").into_iter().filter_map(|node| milestone(node, problems)).collect();
    let children = goals(fields.list("mål"), problems);
    let (id, name) = (id?, name?);
    Some(Goal { id, kind, number, name, measures, indicators, assignments, activities, milestones, children })
}

fn assignment(node: Node, problems: &mut Problems) -> Option<Assignment> {
    const WHAT: &str = "uppdraget";
    let mut fields = Fields::new(node, WHAT, &["id", "nr", "text", "ansvarig"], problems)?;
    let number = fields.integer::<u32>("nr", problems);
    let id = match &number {
        Some(number) if !fields.has("id") => Some(Spanned::new(number.value.to_string(), number.span.clone())),
        _ => fields.id("id", "ett uppdrag utan nr", problems),
    };
    let text = fields.text("text", WHAT, problems);
    let units = responsible(fields.list("ansvarig"), problems);
    Some(Assignment { id: id?, number, text: text?, responsible: units })
}

fn points(nodes: Vec<Node>, what: &str, problems: &mut Problems) -> Vec<Point> {
    let mut point = |node| {
        let mut fields = Fields::new(node, what, &["id", "text", "ansvarig"], problems)?;
        let id = fields.id("id", what, problems);
        let text = fields.text("text", what, problems);
        let units = responsible(fields.list("ansvarig"), problems);
        Some(Point { id: id?, text: text?, responsible: units })
    };
    nodes.into_iter().filter_map(&mut point).collect()
}

fn milestone(node: Node, problems: &mut Problems) -> Option<Milestone> {
    const WHAT: &str = "milstolpen";
    let mut fields = Fields::new(node, WHAT, &["id", "text", "tidpunkt", "ansvarig"], problems)?;
    let id = fields.id("id", WHAT, problems);
    let text = fields.text("text", WHAT, problems);
    let due = fields.optional_text("tidpunkt", problems);
    let units = responsible(fields.list("ansvarig"), problems);
    Some(Milestone { id: id?, text: text?, due, responsible: units })
}
