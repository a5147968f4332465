//! organisation.yaml.

use crate::model::organisation::{Organisation, Unit};
use crate::read::fields::{Fields, Problems, id};
use crate::read::yaml::Node;
use crate::source::Id;

/// Reads organisation.yaml.
pub fn read(node: Node, problems: &mut Problems) -> Organisation {
    let before = problems.len();
    let fields = Fields::new(node, "organisation.yaml", &["områden", "stödfunktioner"], problems);
    let Some(mut fields) = fields else { return Organisation { broken: true, ..Organisation::default() } };
    let (main, support) = (units(fields.list("områden"), problems), units(fields.list("stödfunktioner"), problems));
    Organisation { units: main, support, broken: problems.len() > before }
}

fn units(nodes: Vec<Node>, problems: &mut Problems) -> Vec<Unit> {
    nodes.into_iter().filter_map(|node| unit(node, problems)).collect()
}

fn unit(node: Node, problems: &mut Problems) -> Option<Unit> {
    const WHAT: &str = "området";
    let mut fields = Fields::new(node, WHAT, &["id", "namn"], problems)?;
    Some(Unit { id: fields.id("id", WHAT, problems)?, name: fields.text("namn", WHAT, problems)? })
}

/// Ids of units, as written under `ansvarig`.
pub fn responsible(nodes: Vec<Node>, problems: &mut Problems) -> Vec<Id> {
    nodes.into_iter().filter_map(|node| id(node, "ansvarig", problems)).collect()
}
