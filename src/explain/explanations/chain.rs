//! The steps from a figure down to its inputs.

use std::collections::HashSet;

use crate::explain::explanations::{Explanations, Place, Step};
use crate::figures::{CellId, Figures, Origin, Value};

/// Most cells of a chain that is shown whole.
const WHOLE: usize = 40;

/// Most levels of one: nobody reads deeper in one piece, and templates cannot write it.
const DEEPEST: usize = 12;

/// Most inputs listed where the chain is not shown whole.
const LISTED: usize = 60;

/// Whether the whole chain below a cell is short enough to be read in one piece.
pub fn is_short(figures: &Figures, cell: CellId) -> bool {
    let (mut stack, mut seen) = (vec![(cell, 0)], 0);
    while let Some((at, depth)) = stack.pop() {
        seen += 1;
        if seen > WHOLE || depth > DEEPEST {
            return false;
        }
        stack.extend(stated(figures, at).map(|part| (part, depth + 1)));
    }
    true
}

/// The operands that hold something: an empty cell adds nothing and tells nothing.
fn stated(figures: &Figures, cell: CellId) -> impl Iterator<Item = CellId> {
    let operands = figures.cells[cell].operands().iter().copied();
    operands.filter(|&part| !matches!(figures.cells[part].value, Value::Empty))
}

/// The operands of a cell, named as they are called beside `root`; with theirs, when the whole chain is wanted.
pub fn steps(own: &Explanations<'_>, cell: CellId, root: CellId, whole: bool) -> Vec<Step> {
    let step = |part: CellId| {
        let figure = &own.figures.cells[part];
        let is_input = figure.operands().is_empty();
        Step {
            value: own.shown(part),
            name: own.name(part, root),
            place: is_input.then(|| Place::of(own.plan, &figure.span)),
            steps: if whole && !is_input { steps(own, part, root, true) } else { Vec::new() },
        }
    };
    stated(own.figures, cell).map(step).collect()
}

/// The inputs of a long chain, as far as anybody reads, and whether there are more; none where one step is the whole way.
pub fn inputs(own: &Explanations<'_>, cell: CellId) -> (Vec<Step>, bool) {
    let figures = own.figures;
    let (mut stack, mut seen, mut inputs) = (vec![cell], HashSet::new(), Vec::new());
    while let Some(at) = stack.pop() {
        if inputs.len() > LISTED {
            break;
        }
        if !seen.insert(at) {
            continue;
        }
        let before = stack.len();
        stack.extend(stated(figures, at));
        // The first operand is the next to be followed.
        stack[before..].reverse();
        if stack.len() == before && matches!(figures.cells[at].origin, Origin::Input) {
            inputs.push(at);
        }
    }
    if inputs.iter().all(|input| figures.cells[cell].operands().contains(input)) {
        return (Vec::new(), false);
    }
    let step = |&input: &CellId| Step {
        value: own.shown(input),
        name: own.name(input, cell),
        place: Some(Place::of(own.plan, &figures.cells[input].span)),
        steps: Vec::new(),
    };
    (inputs.iter().take(LISTED).map(step).collect(), inputs.len() > LISTED)
}
