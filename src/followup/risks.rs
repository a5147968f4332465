//! What is said of risks: their actions and controls by number, and how they are judged now.

use crate::diagnostic::Diagnostic;
use crate::followup::known::Known;
use crate::followup::things::{DROPPED, filled, word};
use crate::model::followup::{ControlResult, Controlled, Numbered, Progress};
use crate::model::kind::ThingKind;
use crate::model::risks::Scale;
use crate::read::fields::{Fields, Problems};
use crate::read::risks::step;
use crate::read::yaml::Node;
use crate::source::Spanned;
use crate::swedish;

/// What is said of a risk.
pub fn controlled(node: Node, known: &Known<'_, Controlled>, problems: &mut Problems) -> Option<Controlled> {
    const WHAT: &str = "risken";
    let keys = ["id", "åtgärder", "kontroller", "sannolikhet", "konsekvens", "text", DROPPED];
    let mut fields = Fields::new(node, WHAT, &keys, problems)?;
    let id = fields.id("id", WHAT, problems)?;
    let yardstick = &known.plan.yardstick;
    let actions = fields.list("åtgärder").into_iter();
    let actions: Vec<Numbered<Progress>> =
        actions.filter_map(|node| numbered(node, "åtgärden", "status", &Progress::WORDS, problems)).collect();
    let controls = fields.list("kontroller").into_iter();
    let controls: Vec<Numbered<ControlResult>> =
        controls.filter_map(|node| numbered(node, "kontrollen", "resultat", &ControlResult::WORDS, problems)).collect();
    let mut judged = |key, scale: &Scale| fields.is_filled(key).then(|| step(&mut fields, key, scale, problems))?;
    let probability = judged("sannolikhet", &yardstick.probability);
    let consequence = judged("konsekvens", &yardstick.consequence);
    let said = filled(&mut fields, "text", problems);
    let dropped = filled(&mut fields, DROPPED, problems);
    if !known.takes(ThingKind::Risk, &id, problems) {
        return None;
    }
    if let Some(risk) = known.plan.risks.iter().find(|risk| risk.id.value == id.value) {
        each_once(&id.value, &actions, risk.actions.len(), ["åtgärd", "åtgärder"], problems);
        each_once(&id.value, &controls, risk.controls.len(), ["kontroll", "kontroller"], problems);
    }
    Some(Controlled { id, actions, controls, probability, consequence, text: said, dropped })
}

fn numbered<T: Copy>(
    node: Node,
    what: &str,
    key: &str,
    words: &[(&str, T)],
    problems: &mut Problems,
) -> Option<Numbered<T>> {
    let mut fields = Fields::new(node, what, &["nr", key, "text"], problems)?;
    fields.complain_of_missing("nr", what, problems);
    let number = fields.integer::<usize>("nr", problems);
    let result = word(&mut fields, key, words, problems);
    let said = filled(&mut fields, "text", problems);
    Some(Numbered { number: number?, result, text: said })
}

/// Tells of numbers that the risk has none of, and of those that are said twice.
fn each_once<T>(id: &str, said: &[Numbered<T>], many: usize, words: [&str; 2], problems: &mut Problems) {
    let [one, several] = words;
    for (at, own) in said.iter().enumerate() {
        let Spanned { value: number, span } = &own.number;
        if let Some(first) = said[..at].iter().find(|other| other.number.value == *number) {
            problems.push(
                Diagnostic::error("dubbel-uppföljning", format!("{one} {number} i risken \"{id}\" står två gånger"))
                    .at(span)
                    .also(&first.number.span, "första gången här")
                    .hint("skriv allt som gäller samma sak på ett ställe"),
            );
        } else if !(1..=many).contains(number) {
            let has = match many {
                0 => format!("inga {several}"),
                1 => format!("en {one}"),
                many => format!("{} {several}", swedish::count(many)),
            };
            problems.push(
                Diagnostic::error(
                    "okänt-i-planen",
                    format!("risken \"{id}\" har {has} i planen, men här står nr {number}"),
                )
                .at(span)
                .hint(format!("nr är {one}ens plats under risken i risker.yaml, från 1")),
            );
        }
    }
}
