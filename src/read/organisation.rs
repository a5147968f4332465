//! organisation.yaml.

use crate::diagnostic::{Diagnostic, did_you_mean, list_names};
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

/// The problem that an id is no unit.
pub fn unknown(organisation: &Organisation, wanted: &Id) -> Diagnostic {
    let ids = || organisation.all().map(|unit| unit.id.value.as_str());
    Diagnostic::error("okänt-område", format!("området \"{}\" finns inte i organisation.yaml", wanted.value))
        .at(&wanted.span)
        .hint(did_you_mean(&wanted.value, ids()).unwrap_or_else(|| format!("kända områden: {}", list_names(ids()))))
}
