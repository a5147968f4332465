//! Risks by how probable they are and how much they would matter, where the plan says both.

use crate::charts::Sketch;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, LEADING, Mark, PT, Role, TALLEST, WIDTH, count};
use crate::fonts::metrics;
use crate::model::kind::ThingKind;
use crate::model::risks::Risk;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Steps of both scales.
const STEPS: u32 = 4;

/// Left edge of the cells.
const LEFT: i64 = 16 * PT;

/// Upper edge of the cells.
const TOP: i64 = 16 * PT;

/// Width of a cell.
const CELL: i64 = 46 * PT;

/// Risks beside each other in a cell.
const BESIDE: usize = 3;

/// From one risk to the next in a cell.
const PITCH: i64 = 14 * PT;

/// Where the list of risks begins.
const LIST: i64 = 222 * PT;

/// A risk with its number in the picture.
struct Judged<'a> {
    number: usize,
    risk: &'a Risk,
    probability: u32,
    consequence: u32,
}

/// Draws the risks that have both values.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let plan = writing.plan;
    let mut judged = Vec::new();
    let mut others = Vec::new();
    for risk in &plan.risks {
        match (&risk.probability, &risk.consequence) {
            (Some(probability), Some(consequence)) => judged.push(Judged {
                number: judged.len() + 1,
                risk,
                probability: probability.value,
                consequence: consequence.value,
            }),
            _ => others.push(format!(
                "{} ({})",
                risk.activity.value,
                swedish::uncapitalised(risk.text.value.trim_end_matches('.'))
            )),
        }
    }
    if judged.is_empty() {
        if !plan.incomplete {
            writing.problems.push(
                Diagnostic::error("inget-att-visa", "ingen risk har både sannolikhet och konsekvens")
                    .at(&site.span)
                    .hint("skriv sannolikhet och konsekvens (1 till 4) för riskerna i risker.yaml, eller ta bort diagrammet"),
            );
        }
        return None;
    }
    let mut order: Vec<&Judged<'_>> = judged.iter().collect();
    order.sort_by_key(|it| std::cmp::Reverse(it.probability * it.consequence));
    let told: Vec<String> = order
        .iter()
        .map(|it| {
            let Judged { number, risk, probability, consequence } = it;
            let text = risk.activity.value.as_str();
            format!("{number}. {text} (sannolikhet {probability}, konsekvens {consequence})")
        })
        .collect();
    let remark = (!others.is_empty()).then(|| format!("Inte värderade: {}.", others.join("; ")));
    let anchor = judged
        .first()
        .and_then(|first| writing.numbering.objects.get(&(ThingKind::Risk, first.risk.id.value.clone())).cloned());
    Some(Sketch {
        name: "risker".to_owned(),
        unit: None,
        title: "Riskmatris: sannolikhet och konsekvens".to_owned(),
        alt: format!(
            "Riskmatris med {}: {}.",
            match judged.len() {
                1 => "en risk".to_owned(),
                n => format!("{} risker, de allvarligaste först", swedish::count(n)),
            },
            told.join("; ")
        ),
        remarks: remark.into_iter().collect(),
        sources: anchor.map(|anchor| (anchor, "Internkontrollplan".to_owned())).into_iter().collect(),
        drawings: drawings(&judged),
    })
}

fn drawings(judged: &[Judged<'_>]) -> Vec<Drawing> {
    let in_cell = |probability, consequence| {
        judged.iter().filter(move |it| it.probability == probability && it.consequence == consequence)
    };
    let most = (1..=STEPS).flat_map(|p| (1..=STEPS).map(move |k| (p, k))).map(|(p, k)| in_cell(p, k).count()).max();
    let rows = most.unwrap_or(0).div_ceil(BESIDE);
    let height = (PITCH * count(rows) + 14 * PT).max(40 * PT);
    let mut drawing = Drawing::default();
    drawing.text((0, Face::QUIET.size), Align::Start, Face::QUIET, "Konsekvens");
    for consequence in 1..=STEPS {
        let y = TOP + height * i64::from(STEPS - consequence);
        let middle = y + height / 2 + Face::LABEL.drop();
        drawing.text((LEFT - 6 * PT, middle), Align::End, Face::LABEL, consequence.to_string());
        for probability in 1..=STEPS {
            let x = LEFT + CELL * i64::from(probability - 1);
            cell(&mut drawing, (x, y), height, probability * consequence, in_cell(probability, consequence));
        }
    }
    let bottom = TOP + height * i64::from(STEPS);
    for probability in 1..=STEPS {
        let x = LEFT + CELL * i64::from(probability - 1) + CELL / 2;
        drawing.text((x, bottom + 12 * PT), Align::Middle, Face::LABEL, probability.to_string());
    }
    let right = LEFT + CELL * i64::from(STEPS);
    drawing.text((right, bottom + 24 * PT), Align::End, Face::QUIET, "Sannolikhet");
    list(drawing, judged, bottom + 28 * PT)
}

fn cell<'a>(
    drawing: &mut Drawing,
    (x, y): (i64, i64),
    height: i64,
    weight: u32,
    risks: impl Iterator<Item = &'a Judged<'a>>,
) {
    // The weight is printed too: the ground alone tells nothing.
    let (fill, ink) = match weight {
        0..=3 => (Role::Paper, Role::Quiet),
        4..=6 => (Role::Tint, Role::Quiet),
        7..=9 => (Role::Shade, Role::Ink),
        _ => (Role::Accent, Role::Paper),
    };
    drawing.frame(x, y, CELL, height, fill, Role::Quiet);
    let face = Face { size: 7 * PT, bold: false, role: ink };
    drawing.text((x + CELL - 3 * PT, y + 8 * PT), Align::End, face, weight.to_string());
    for (at, it) in risks.enumerate() {
        let across = PITCH * count(at % BESIDE) + 9 * PT;
        let down = PITCH * count(at / BESIDE) + 18 * PT;
        numbered(drawing, (x + across, y + down), it.number);
    }
}

/// A number in a ring.
fn numbered(drawing: &mut Drawing, (x, y): (i64, i64), number: usize) {
    drawing.marks.push(Mark::Circle { at: (x, y), radius: 6 * PT, fill: Role::Paper, stroke: Role::Accent });
    let face = Face { size: 7 * PT, bold: true, role: Role::Ink };
    drawing.text((x, y + face.drop()), Align::Middle, face, number.to_string());
}

/// What the numbers mean, beside the matrix and on as many pictures as it takes.
fn list(mut drawing: Drawing, judged: &[Judged<'_>], bottom: i64) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let face = Face { role: Role::Ink, ..Face::QUIET };
    let step = face.size * 122 / 100;
    let (mut y, mut from, mut least) = (TOP, LIST, bottom);
    for it in judged {
        let head = metrics::wrap(&it.risk.activity.value, face.size, true, WIDTH - from - 18 * PT, 2);
        let text = metrics::wrap(&it.risk.text.value, face.size, false, WIDTH - from - 18 * PT, 2);
        let height = step * count(head.len() + text.len()) + 6 * PT;
        if y + height > TALLEST {
            drawing.height = y.max(least);
            drawings.push(std::mem::take(&mut drawing));
            (y, from, least) = (0, 0, 0);
        }
        numbered(&mut drawing, (from + 7 * PT, y + LEADING / 2), it.number);
        let mut baseline = y + face.size;
        for (lines, bold) in [(&head, true), (&text, false)] {
            for line in lines {
                drawing.text((from + 18 * PT, baseline), Align::Start, Face { bold, ..face }, line.as_str());
                baseline += step;
            }
        }
        y += height;
    }
    drawing.height = y.max(least);
    drawings.push(drawing);
    drawings
}
