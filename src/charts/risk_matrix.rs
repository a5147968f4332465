//! Risks by how probable they are and how much they would matter, where the plan says both.

use crate::charts::Sketch;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, LEADING, Mark, PT, Role, TALLEST, WIDTH, count};
use crate::fonts::metrics;
use crate::model::kind::ThingKind;
use crate::model::risks::{Risk, Scale, Yardstick};
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Left edge of the cells.
const LEFT: i64 = 16 * PT;

/// Upper edge of the cells.
const TOP: i64 = 16 * PT;

/// Width of a cell, where there are few.
const CELL: i64 = 46 * PT;

/// Width of all cells together, where there are many.
const MATRIX: i64 = 230 * PT;

/// From one risk to the next in a cell.
const PITCH: i64 = 14 * PT;

/// From the matrix to the list of risks.
const GAP: i64 = 22 * PT;

/// The matrix: its scales, and the width of its cells.
#[derive(Clone, Copy)]
struct Grid<'a> {
    probability: &'a Scale,
    consequence: &'a Scale,
    cell: i64,
}

impl<'a> Grid<'a> {
    fn of(yardstick: &'a Yardstick) -> Self {
        let Yardstick { probability, consequence, .. } = yardstick;
        Self { probability, consequence, cell: CELL.min(MATRIX / i64::from(probability.steps())) }
    }

    /// Risks beside each other in a cell.
    fn beside(self) -> usize {
        usize::try_from((self.cell - 4 * PT) / PITCH).unwrap_or(1).max(1)
    }

    /// Where the list of risks begins.
    fn list(self) -> i64 {
        self.right() + GAP
    }

    /// The right edge of the cells.
    fn right(self) -> i64 {
        LEFT + self.cell * i64::from(self.probability.steps())
    }

    /// A cell's ground and ink: four shades, by how much of the greatest weight it has.
    fn shade(self, weight: u32) -> (Role, Role) {
        let most = self.probability.steps().saturating_mul(self.consequence.steps());
        match weight.saturating_mul(16) {
            weight if weight <= 3 * most => (Role::Paper, Role::Quiet),
            weight if weight <= 6 * most => (Role::Tint, Role::Quiet),
            weight if weight <= 9 * most => (Role::Shade, Role::Ink),
            _ => (Role::Accent, Role::Paper),
        }
    }
}

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
                    .hint("skriv sannolikhet och konsekvens för riskerna i risker.yaml, eller ta bort diagrammet"),
            );
        }
        return None;
    }
    let scales = &plan.yardstick;
    let mut order: Vec<&Judged<'_>> = judged.iter().collect();
    order.sort_by_key(|it| std::cmp::Reverse(it.probability * it.consequence));
    let told: Vec<String> = order
        .iter()
        .map(|it| {
            let Judged { number, risk, probability, consequence } = it;
            let text = risk.activity.value.as_str();
            let (probability, consequence) =
                (scales.probability.told(*probability), scales.consequence.told(*consequence));
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
        drawings: drawings(&judged, Grid::of(&plan.yardstick)),
    })
}

fn drawings(judged: &[Judged<'_>], grid: Grid<'_>) -> Vec<Drawing> {
    let (across, up) = (grid.probability.steps(), grid.consequence.steps());
    let in_cell = |probability, consequence| {
        judged.iter().filter(move |it| it.probability == probability && it.consequence == consequence)
    };
    let most = (1..=across).flat_map(|p| (1..=up).map(move |k| (p, k))).map(|(p, k)| in_cell(p, k).count()).max();
    let rows = most.unwrap_or(0).div_ceil(grid.beside());
    let height = (PITCH * count(rows) + 14 * PT).max(40 * PT);
    let mut drawing = Drawing::default();
    drawing.text((0, Face::QUIET.size), Align::Start, Face::QUIET, "Konsekvens");
    for consequence in 1..=up {
        let y = TOP + height * i64::from(up - consequence);
        let middle = y + height / 2 + Face::LABEL.drop();
        drawing.text((LEFT - 6 * PT, middle), Align::End, Face::LABEL, consequence.to_string());
        for probability in 1..=across {
            let x = LEFT + grid.cell * i64::from(probability - 1);
            cell(&mut drawing, grid, (x, y), height, probability * consequence, in_cell(probability, consequence));
        }
    }
    let bottom = TOP + height * i64::from(up);
    for probability in 1..=across {
        let x = LEFT + grid.cell * i64::from(probability - 1) + grid.cell / 2;
        drawing.text((x, bottom + 12 * PT), Align::Middle, Face::LABEL, probability.to_string());
    }
    drawing.text((grid.right(), bottom + 24 * PT), Align::End, Face::QUIET, "Sannolikhet");
    list(drawing, judged, grid.list(), bottom + 28 * PT)
}

fn cell<'a>(
    drawing: &mut Drawing,
    grid: Grid<'_>,
    (x, y): (i64, i64),
    height: i64,
    weight: u32,
    risks: impl Iterator<Item = &'a Judged<'a>>,
) {
    // The weight is printed too: the ground alone tells nothing.
    let (fill, ink) = grid.shade(weight);
    drawing.frame(x, y, grid.cell, height, fill, Role::Quiet);
    let face = Face { size: 7 * PT, bold: false, role: ink };
    drawing.text((x + grid.cell - 3 * PT, y + 8 * PT), Align::End, face, weight.to_string());
    for (at, it) in risks.enumerate() {
        let across = PITCH * count(at % grid.beside()) + 9 * PT;
        let down = PITCH * count(at / grid.beside()) + 18 * PT;
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
fn list(mut drawing: Drawing, judged: &[Judged<'_>], left: i64, bottom: i64) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let face = Face { role: Role::Ink, ..Face::QUIET };
    let step = face.size * 122 / 100;
    let (mut y, mut from, mut least) = (TOP, left, bottom);
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
