//! risker.yaml: the internal-control plan.

use crate::diagnostic::Diagnostic;
use crate::model::risks::{Action, Risk};
use crate::read::fields::{Fields, Problems};
use crate::read::organisation::responsible;
use crate::read::yaml::Node;
use crate::source::Spanned;

const KEYS: &[&str] = &[
    "id",
    "verksamhet",
    "risk",
    "regionövergripande",
    "åtgärder",
    "sannolikhet",
    "konsekvens",
    "ansvarig",
    "tidpunkt",
];

/// Reads risker.yaml.
pub fn read(node: Node, problems: &mut Problems) -> Vec<Risk> {
    let Some(mut fields) = Fields::new(node, "risker.yaml", &["risker"], problems) else { return Vec::new() };
    fields.list("risker").into_iter().filter_map(|node| risk(node, problems)).collect()
}

fn risk(node: Node, problems: &mut Problems) -> Option<Risk> {
    const WHAT: &str = "risken";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    let id = fields.id("id", WHAT, problems);
    let activity = fields.text("verksamhet", WHAT, problems);
    let text = fields.text("risk", WHAT, problems);
    let region_wide = fields.flag("regionövergripande", false, problems);
    let actions = fields.list("åtgärder").into_iter().filter_map(|node| action(node, problems)).collect();
    let probability = scale(&mut fields, "sannolikhet", problems);
    let consequence = scale(&mut fields, "konsekvens", problems);
    let units = responsible(fields.list("ansvarig"), problems);
    let due = fields.optional_text("tidpunkt", problems).map(|text| text.value);
    Some(Risk {
        id: id?,
        activity: activity?,
        text: text?,
        region_wide,
        actions,
        probability,
        consequence,
        responsible: units,
        due,
    })
}

fn action(node: Node, problems: &mut Problems) -> Option<Action> {
    const WHAT: &str = "åtgärden";
    let mut fields = Fields::new(node, WHAT, &["text", "regionövergripande"], problems)?;
    let region_wide = fields.flag("regionövergripande", false, problems);
    Some(Action { text: fields.text("text", WHAT, problems)?, region_wide })
}

/// Probability and consequence are judged on a scale from 1 to 4 (practice in Swedish internal control).
fn scale(fields: &mut Fields, key: &str, problems: &mut Problems) -> Option<Spanned<u32>> {
    let value = fields.integer::<u32>(key, problems)?;
    if !(1..=4).contains(&value.value) {
        problems.push(
            Diagnostic::error("okänt-värde", format!("\"{key}\" är {} men ska vara 1, 2, 3 eller 4", value.value))
                .at(&value.span),
        );
    }
    Some(value)
}
