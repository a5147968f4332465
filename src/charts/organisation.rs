//! Board, administration, support and units, as boxes on a trunk.

use crate::charts::Sketch;
use crate::diagnostic::Diagnostic;
use crate::document::drawing::{Align, Drawing, Face, LEADING, PT, Role, TALLEST, WIDTH, count};
use crate::fonts::metrics;
use crate::model::organisation::Unit;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Width of a box.
const BOX: i64 = 176 * PT;

/// The trunk.
const TRUNK: i64 = WIDTH / 2;

/// Air between boxes under each other.
const AIR: i64 = 9 * PT;

/// Draws the organisation of the plan.
pub fn draw(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Sketch> {
    let plan = writing.plan;
    let (identity, organisation) = (&plan.identity, &plan.organisation);
    if organisation.units.is_empty() {
        if !plan.incomplete && !organisation.broken {
            writing.problems.push(
                Diagnostic::error("inget-att-visa", "organisation.yaml har inga områden att visa")
                    .at(&site.span)
                    .hint("lägg till områden i organisation.yaml, eller ta bort diagrammet"),
            );
        }
        return None;
    }
    let names = |units: &[Unit]| swedish::join(&units.iter().map(|unit| unit.name.value.clone()).collect::<Vec<_>>());
    let support = if organisation.support.is_empty() {
        String::new()
    } else {
        format!(" Stödfunktioner: {}.", names(&organisation.support))
    };
    let alt = format!(
        "Organisationsschema: {} leder {}, som har {}: {}.{support}",
        identity.board,
        identity.administration,
        match organisation.units.len() {
            1 => "ett område".to_owned(),
            n => format!("{} områden", swedish::count(n)),
        },
        names(&organisation.units)
    );
    let top = [identity.board.as_str(), identity.administration.as_str()];
    let drawings = drawings(&top.map(str::to_owned), &organisation.support, &organisation.units);
    Some(Sketch {
        name: "organisation".to_owned(),
        unit: None,
        title: format!("Organisation: {}", identity.administration),
        alt,
        remarks: Vec::new(),
        sources: Vec::new(),
        drawings,
    })
}

/// A box on the trunk or beside it.
fn boxed(drawing: &mut Drawing, (middle, y): (i64, i64), height: i64, lines: &[String], face: Face, fill: Role) {
    drawing.frame(middle - BOX / 2, y, BOX, height, fill, if fill == Role::Paper { Role::Quiet } else { Role::Accent });
    drawing.lines((middle, y + height / 2), Align::Middle, face, lines);
}

fn wrapped(name: &str, face: Face) -> Vec<String> {
    metrics::wrap(name, face.size, face.bold, BOX - 12 * PT, 3)
}

fn height_of(lines: &[String]) -> i64 {
    LEADING * count(lines.len()) + 12 * PT
}

fn drawings(top: &[String], support: &[Unit], units: &[Unit]) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let mut drawing = Drawing::default();
    let mut y = PT;
    let mut trunk = None;
    for (at, name) in top.iter().enumerate() {
        let face = if at == 0 { Face { role: Role::Paper, ..Face::STRONG } } else { Face::STRONG };
        let lines = wrapped(name, face);
        let height = height_of(&lines);
        if at > 0 {
            drawing.line((TRUNK, y - AIR), (TRUNK, y), Role::Quiet);
        }
        boxed(&mut drawing, (TRUNK, y), height, &lines, face, if at == 0 { Role::Accent } else { Role::Shade });
        y += height + AIR;
        trunk = Some(y - AIR);
    }
    // Support stands beside the trunk, above the units; units hang on both its sides.
    let all: Vec<(&Unit, bool)> =
        support.iter().map(|unit| (unit, true)).chain(units.iter().map(|unit| (unit, false))).collect();
    let (aside, hung): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, support)| *support);
    let rows = aside.chunks(1).chain(hung.chunks(2));
    for row in rows {
        let lines: Vec<Vec<String>> = row.iter().map(|(unit, _)| wrapped(&unit.name.value, Face::LABEL)).collect();
        let height = lines.iter().map(|lines| height_of(lines)).max().unwrap_or(0);
        if y + height > TALLEST {
            drawing.height = y;
            drawings.push(std::mem::take(&mut drawing));
            (y, trunk) = (PT, Some(0));
        }
        let middle = y + height / 2;
        if let Some(from) = trunk {
            drawing.line((TRUNK, from), (TRUNK, middle), Role::Quiet);
        }
        trunk = Some(middle);
        for (at, ((_, support), lines)) in row.iter().zip(&lines).enumerate() {
            let right = at == 1 || *support;
            let (edge, x) = if right { (WIDTH - BOX - PT, WIDTH - BOX / 2 - PT) } else { (BOX + PT, BOX / 2 + PT) };
            drawing.line((TRUNK, middle), (edge, middle), Role::Quiet);
            let fill = if *support { Role::Paper } else { Role::Tint };
            boxed(&mut drawing, (x, y), height, lines, Face::LABEL, fill);
        }
        y += height + AIR;
    }
    drawing.height = y - AIR + PT;
    drawings.push(drawing);
    drawings
}
