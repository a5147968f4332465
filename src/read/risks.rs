//! risker.yaml: the internal-control plan.

use crate::diagnostic::{Diagnostic, list_names};
use crate::model::risks::{Action, Control, Decision, Judgement, Risk, Scale, Yardstick};
use crate::read::fields::{Fields, Problems, scalar, text, wrong_type};
use crate::read::organisation::responsible;
use crate::read::yaml::{Node, Value};
use crate::source::Spanned;

const KEYS: &[&str] = &[
    "id",
    "verksamhet",
    "risk",
    "regionövergripande",
    "åtgärder",
    "kontroller",
    "sannolikhet",
    "konsekvens",
    "efter",
    "beslut",
    "skäl",
    "ansvarig",
    "tidpunkt",
];

/// The fewest and the most steps of a scale.
const STEPS: std::ops::RangeInclusive<u32> = 2..=10;

/// Reads risker.yaml.
pub fn read(node: Node, problems: &mut Problems) -> (Vec<Risk>, Yardstick) {
    let Some(mut fields) = Fields::new(node, "risker.yaml", &["skala", "tröskel", "risker"], problems) else {
        return Default::default();
    };
    let yardstick = yardstick(&mut fields, problems);
    let risks = fields.list("risker").into_iter().filter_map(|node| risk(node, &yardstick, problems)).collect();
    (risks, yardstick)
}

fn yardstick(fields: &mut Fields, problems: &mut Problems) -> Yardstick {
    let mut own = Yardstick::default();
    match fields.take("skala") {
        Some(node @ Node { value: Value::Map(_), .. }) => {
            if let Some(mut both) = Fields::new(node, "skalan", &["sannolikhet", "konsekvens"], problems) {
                let mut read = |key| both.take(key).and_then(|node| scale(&node, problems));
                own.probability = read("sannolikhet").unwrap_or_default();
                own.consequence = read("konsekvens").unwrap_or_default();
            }
        }
        Some(node) => {
            let both = scale(&node, problems).unwrap_or_default();
            (own.probability, own.consequence) = (both.clone(), both);
        }
        None => {}
    }
    let most = own.probability.steps().saturating_mul(own.consequence.steps());
    own.threshold = fields.integer::<u32>("tröskel", problems).and_then(|threshold| {
        if (1..=most).contains(&threshold.value) {
            return Some(threshold.value);
        }
        problems.push(
            Diagnostic::error(
                "okänt-värde",
                format!("tröskeln är {} men riskvärdet är 1 till {most}", threshold.value),
            )
            .at(&threshold.span)
            .hint("skriv det lägsta riskvärde (sannolikhet × konsekvens) som ska åtgärdas"),
        );
        None
    });
    own
}

/// A scale: how many steps it has, or a word for each.
fn scale(node: &Node, problems: &mut Problems) -> Option<Scale> {
    const EXPECTED: &str = "antalet steg, till exempel 5, eller ett ord för varje steg: [Låg, Medel, Hög]";
    let scale = match &node.value {
        Value::List(words) => {
            let words = words.iter().map(|word| scalar(word).map(str::to_owned)).collect::<Option<Vec<String>>>();
            words.map(Scale::Words)
        }
        _ => scalar(node).and_then(|text| text.parse().ok()).map(Scale::Numbers),
    };
    let Some(scale) = scale else {
        problems.push(wrong_type(node, "skala", EXPECTED));
        return None;
    };
    if !STEPS.contains(&scale.steps()) {
        let (least, most) = STEPS.into_inner();
        problems.push(
            Diagnostic::error(
                "okänt-värde",
                format!("skalan har {} steg men ska ha {least} till {most}", scale.steps()),
            )
            .at(&node.span)
            .hint(format!("skriv {EXPECTED}")),
        );
        return None;
    }
    Some(scale)
}

fn risk(node: Node, yardstick: &Yardstick, problems: &mut Problems) -> Option<Risk> {
    const WHAT: &str = "risken";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    let id = fields.id("id", WHAT, problems);
    let path = path(&mut fields, problems);
    let text = fields.text("risk", WHAT, problems);
    let region_wide = fields.flag("regionövergripande", false, problems);
    let actions = fields.list("åtgärder").into_iter().filter_map(|node| action(node, problems)).collect();
    let controls = fields.list("kontroller").into_iter().filter_map(|node| control(node, problems)).collect();
    let probability = step(&mut fields, "sannolikhet", &yardstick.probability, problems);
    let consequence = step(&mut fields, "konsekvens", &yardstick.consequence, problems);
    let after = fields.take("efter").and_then(|node| judgement(node, yardstick, problems));
    let decision = decision(&mut fields, problems);
    let units = responsible(fields.list("ansvarig"), problems);
    let due = fields.optional_text("tidpunkt", problems).map(|text| text.value);
    let (activity, categories) = path?;
    Some(Risk {
        id: id?,
        categories,
        activity,
        text: text?,
        region_wide,
        actions,
        controls,
        probability,
        consequence,
        after,
        decision,
        responsible: units,
        due,
    })
}

/// The process or area, and what it belongs to: one text, or a list from the outermost in.
fn path(fields: &mut Fields, problems: &mut Problems) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
    const KEY: &str = "verksamhet";
    let node = fields.require(KEY, "risken", problems)?;
    let mut names = match node.value {
        Value::List(names) if !names.is_empty() => {
            names.into_iter().map(|name| text(name, KEY, problems)).collect::<Option<Vec<_>>>()?
        }
        _ => vec![text(node, KEY, problems)?],
    };
    let activity = names.pop()?;
    Some((activity, names))
}

fn judgement(node: Node, yardstick: &Yardstick, problems: &mut Problems) -> Option<Judgement> {
    const WHAT: &str = "bedömningen efter åtgärd";
    let mut fields = Fields::new(node, WHAT, &["sannolikhet", "konsekvens"], problems)?;
    for key in ["sannolikhet", "konsekvens"] {
        fields.complain_of_missing(key, WHAT, problems);
    }
    let probability = step(&mut fields, "sannolikhet", &yardstick.probability, problems);
    let consequence = step(&mut fields, "konsekvens", &yardstick.consequence, problems);
    Some(Judgement { probability: probability?, consequence: consequence? })
}

/// What has been decided. A risk that is borne as it is needs the reason; none is asked for where something is done.
fn decision(fields: &mut Fields, problems: &mut Problems) -> Option<(Decision, Option<Spanned<String>>)> {
    let is_decided = fields.has("beslut");
    let decision = fields.word("beslut", &Decision::WORDS, problems);
    let reason = fields.optional_text("skäl", problems);
    match (&decision, &reason) {
        (Some(Decision::Accepted), None) => fields.complain_of_missing("skäl", "risken som accepteras", problems),
        (None, Some(reason)) if !is_decided => problems.push(
            Diagnostic::error("nyckel-saknas", "skälet hör till ett beslut, men risken har inget")
                .at(&reason.span)
                .hint("lägg till beslut: accepteras eller beslut: åtgärdas"),
        ),
        _ => {}
    }
    decision.map(|decision| (decision, reason))
}

fn action(node: Node, problems: &mut Problems) -> Option<Action> {
    const WHAT: &str = "åtgärden";
    let mut fields = Fields::new(node, WHAT, &["text", "regionövergripande"], problems)?;
    let region_wide = fields.flag("regionövergripande", false, problems);
    Some(Action { text: fields.text("text", WHAT, problems)?, region_wide })
}

fn control(node: Node, problems: &mut Problems) -> Option<Control> {
    const WHAT: &str = "kontrollen";
    let mut fields = Fields::new(node, WHAT, &["text", "hur", "hur_ofta", "ansvarig", "rapporteras"], problems)?;
    let text = fields.text("text", WHAT, problems);
    let method = fields.optional_text("hur", problems);
    let interval = fields.optional_text("hur_ofta", problems);
    let units = responsible(fields.list("ansvarig"), problems);
    let report = fields.optional_text("rapporteras", problems);
    Some(Control { text: text?, method, interval, responsible: units, report })
}

/// A step of a scale, by its number or its word.
pub fn step(fields: &mut Fields, key: &str, scale: &Scale, problems: &mut Problems) -> Option<Spanned<u32>> {
    if let Scale::Words(words) = scale {
        let node = fields.take(key)?;
        let written = scalar(&node).unwrap_or_default();
        let named = |step: &u32| scale.word(*step).is_some_and(|word| word.to_lowercase() == written.to_lowercase());
        let found = (1..=scale.steps()).find(|step| named(step) || step.to_string() == written);
        if found.is_none() {
            problems.push(
                Diagnostic::error("okänt-värde", format!("\"{written}\" är inte ett steg på skalan för {key}"))
                    .at(&node.span)
                    .hint(format!(
                        "skriv {}",
                        list_names(words.iter().map(String::as_str)).replace(" och ", " eller ")
                    )),
            );
        }
        return found.map(|step| Spanned::new(step, node.span));
    }
    let value = fields.integer::<u32>(key, problems)?;
    let steps = scale.steps();
    if !(1..=steps).contains(&value.value) {
        let numbers: Vec<String> = (1..steps).map(|step| step.to_string()).collect();
        let mut problem = Diagnostic::error(
            "okänt-värde",
            format!("\"{key}\" är {} men ska vara {} eller {steps}", value.value, numbers.join(", ")),
        )
        .at(&value.span);
        if STEPS.contains(&value.value) {
            problem =
                problem.hint(format!("går skalan till {}, skriv skala: {} överst i filen", value.value, value.value));
        }
        problems.push(problem);
    }
    Some(value)
}
