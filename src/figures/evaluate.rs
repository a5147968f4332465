//! Evaluation in order of dependency: no recursion over cells, and cycles are found and shown.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::figures::arithmetic::{compute, in_unit, sum};
use crate::figures::figure::{CellId, Origin, Value, told};
use crate::figures::layout::{Blank, Laid, Recipe, Whose};
use crate::figures::lookup::Here;
use crate::figures::sheet::Sheets;
use crate::model::formula::{Formula, Reference, written};
use crate::quantity::amount::{AmountError, machine};
use crate::quantity::ratios;
use crate::quantity::unit::Unit;
use crate::source::{Span, Spanned};

/// A plan's tables with every cell computed.
#[derive(Debug)]
pub struct Computed {
    /// One per table, in the plan's order, and last the measures.
    pub sheets: Sheets,
    /// Every cell.
    pub cells: Vec<Cell>,
    /// Cells of formulas that only add, with the cells added and whether each is added or taken away.
    pub added: HashMap<CellId, Vec<(CellId, bool)>>,
}

/// A computed cell, before it is rounded.
#[derive(Debug)]
pub struct Cell {
    /// Value.
    pub value: Value,
    /// Unit it is stated in.
    pub unit: Unit,
    /// Decimals printed.
    pub decimals: u32,
    /// How it came about.
    pub origin: Origin,
    /// The number, the formula or the sum's label.
    pub span: Span,
}

/// Computes every cell.
pub fn evaluate(laid: Laid, incomplete: bool) -> (Computed, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Laid { sheets, cells: blanks } = laid;
    let mut cells = Vec::with_capacity(blanks.len());
    let mut added = HashMap::new();
    // Cells of formulas that refer to something that does not exist.
    let mut broken = HashSet::new();
    for (at, Blank { recipe, unit, decimals, span }) in blanks.into_iter().enumerate() {
        let (value, origin) = match recipe {
            Recipe::Written(value) => (value, Origin::Input),
            Recipe::Sum(lines) => {
                let parts = same_column(&sheets, at, &lines);
                let (signs, text) = signs(&sheets, at, &lines);
                if signs.iter().all(|&plus| plus) {
                    (Value::Empty, Origin::Sum(parts))
                } else {
                    added.insert(at, parts.iter().copied().zip(signs.iter().copied()).collect());
                    (Value::Empty, Origin::Formula { operands: parts, formula: Formula::signed(&signs), text })
                }
            }
            Recipe::Formula(formula, whose) => {
                let wanted = Wanted { sheets: &sheets, cell: at, columns_first: whose == Whose::Column, incomplete };
                let (operands, complete) = wanted.operands(&formula, &mut problems);
                if !complete {
                    broken.insert(at);
                } else if let Some(signs) = formula.value.added() {
                    added.insert(at, operands.iter().copied().zip(signs).collect());
                }
                let origin = match whose {
                    Whose::Records => Origin::Records(operands),
                    _ => Origin::Formula { operands, text: written(&formula), formula: formula.value },
                };
                (Value::Empty, origin)
            }
        };
        cells.push(Cell { value, unit, decimals, origin, span });
    }
    let mut computed = Computed { sheets, cells, added };
    fill(&mut computed, &broken, &mut problems);
    (computed, problems)
}

/// Gives every cell that is not written its value, each after those it needs.
fn fill(computed: &mut Computed, broken: &HashSet<CellId>, problems: &mut Vec<Diagnostic>) {
    let used: HashSet<CellId> = computed.cells.iter().flat_map(|cell| cell.origin.operands()).copied().collect();
    let (order, rest) = dependency_order(&computed.cells);
    for at in order {
        let cell = &computed.cells[at];
        let value_of = |operand: CellId| &computed.cells[operand].value;
        let value = match &cell.origin {
            Origin::Input => continue,
            _ if broken.contains(&at) => Ok(Value::Failed),
            Origin::Sum(parts) | Origin::Records(parts) => sum(parts.iter().map(|&part| value_of(part))),
            Origin::Formula { operands, formula, .. } => {
                compute(formula, &mut operands.iter().map(|&operand| value_of(operand)), Some(&cell.unit))
            }
        };
        let value = value.and_then(|value| in_unit(value, &cell.unit));
        // The sum of a group that has only a heading is nobody's concern until something uses it.
        let printed = || computed.sheets.position(at).is_none_or(|(_, line, _)| line.is_printed());
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                if used.contains(&at) || printed() {
                    problems.push(describe(&error, computed, at));
                }
                Value::Failed
            }
        };
        computed.cells[at].value = value;
    }
    for &at in &rest {
        computed.cells[at].value = Value::Failed;
    }
    if let Some(cycle) = find_cycle(&computed.cells, &rest) {
        problems.push(describe_cycle(computed, &cycle));
    }
}

fn same_column(sheets: &Sheets, cell: CellId, lines: &[usize]) -> Vec<CellId> {
    let Some(sheet) = sheets.index_of(cell).and_then(|at| sheets.get(at)) else { return Vec::new() };
    let column = (cell - sheet.first) % sheet.columns.len().max(1);
    lines.iter().map(|&line| sheet.cell(line, column)).collect()
}

/// Which lines of a sum are added and not taken away, and the same as a formula would be written.
fn signs(sheets: &Sheets, cell: CellId, lines: &[usize]) -> (Vec<bool>, String) {
    let Some(sheet) = sheets.index_of(cell).and_then(|at| sheets.get(at)) else { return Default::default() };
    let signs: Vec<bool> = lines.iter().map(|&line| !sheet.lines[line].subtracted).collect();
    let mut text = String::new();
    for (at, (&line, &plus)) in lines.iter().zip(&signs).enumerate() {
        text.push_str(match (at, plus) {
            (0, true) => "",
            (0, false) => "-",
            (_, true) => " + ",
            (_, false) => " - ",
        });
        text.push_str(&sheet.key(&sheet.lines[line]));
    }
    (signs, text)
}

/// The cell of a formula whose operands are wanted.
struct Wanted<'a> {
    sheets: &'a Sheets,
    cell: CellId,
    columns_first: bool,
    /// In a plan that could not be read whole, the missing thing may be ours to miss.
    incomplete: bool,
}

impl Wanted<'_> {
    fn here(&self) -> Option<Here> {
        let at = self.sheets.index_of(self.cell)?;
        let sheet = self.sheets.get(at)?;
        let (within, width) = (self.cell - sheet.first, sheet.columns.len().max(1));
        Some(Here { sheet: at, line: Some(within / width), column: within % width, columns_first: self.columns_first })
    }

    /// The cells a formula refers to, in order of reference, and whether that is all of them; unknown ones are reported
    /// once per formula.
    fn operands(&self, formula: &Spanned<Formula>, problems: &mut Vec<Diagnostic>) -> (Vec<CellId>, bool) {
        let here = self.here();
        let (mut found, mut complete) = (Vec::new(), true);
        formula.value.references(&mut |reference| match self.sheets.refer(reference, here) {
            Ok(cell) => found.push(cell),
            Err(unknown) => {
                complete = false;
                if !self.incomplete {
                    let address = reference.parts.join(".");
                    let text = format!("formeln hänvisar till \"{address}\": {}", unknown.message);
                    let place = within(&formula.span, &address, &reference.range);
                    problems.push(Diagnostic::error("okänd-cell", text).at(&place).hint(unknown.hint));
                }
            }
        });
        (found, complete)
    }
}

/// The place of a reference inside its formula, when the formula stands on one line as written.
pub fn within(span: &Span, written: &str, range: &std::ops::Range<usize>) -> Span {
    let text = span.text();
    let found = text.get(range.start.min(text.len())..).and_then(|rest| rest.find(written)).map(|at| at + range.start);
    match found.or_else(|| text.find(written)) {
        Some(at) => span.file.span(span.range.start + at..span.range.start + at + written.len()),
        None => span.clone(),
    }
}

/// From the operands of each cell, the cells that take each as an operand, once for each time they do.
pub fn users<'a>(operands: impl ExactSizeIterator<Item = &'a [CellId]>) -> Vec<Vec<CellId>> {
    let mut users = vec![Vec::new(); operands.len()];
    for (cell, operands) in operands.enumerate() {
        for &operand in operands {
            users[operand].push(cell);
        }
    }
    users
}

/// Kahn's algorithm: an order in which every cell comes after those it needs, and the cells in or behind cycles.
fn dependency_order(cells: &[Cell]) -> (Vec<CellId>, Vec<CellId>) {
    let count = cells.len();
    let mut waiting: Vec<usize> = cells.iter().map(|cell| cell.origin.operands().len()).collect();
    let users = users(cells.iter().map(|cell| cell.origin.operands()));
    let mut order: Vec<CellId> = (0..count).filter(|&cell| waiting[cell] == 0).collect();
    let mut next = 0;
    while let Some(&cell) = order.get(next) {
        next += 1;
        for &user in &users[cell] {
            waiting[user] -= 1;
            if waiting[user] == 0 {
                order.push(user);
            }
        }
    }
    let rest = (0..count).filter(|&cell| waiting[cell] > 0).collect();
    (order, rest)
}

/// One cycle among cells that could not be ordered: follow operands until a cell repeats.
fn find_cycle(cells: &[Cell], rest: &[CellId]) -> Option<Vec<CellId>> {
    let stuck: HashSet<CellId> = rest.iter().copied().collect();
    let mut path = vec![*rest.first()?];
    let mut position = HashMap::from([(path[0], 0)]);
    loop {
        let last = *path.last()?;
        let next = *cells[last].origin.operands().iter().find(|cell| stuck.contains(cell))?;
        if let Some(&start) = position.get(&next) {
            return Some(path[start..].to_vec());
        }
        position.insert(next, path.len());
        path.push(next);
    }
}

fn describe_cycle(computed: &Computed, cycle: &[CellId]) -> Diagnostic {
    let mut addresses: Vec<String> = cycle.iter().take(12).map(|&cell| computed.sheets.address(cell)).collect();
    if cycle.len() > 12 {
        addresses.push("…".to_owned());
    }
    addresses.extend(cycle.first().map(|&cell| computed.sheets.address(cell)));
    let mut problem = Diagnostic::error("formel-cirkel", format!("formlerna går i cirkel: {}", addresses.join(" → ")))
        .hint("låt en av formlerna hänvisa till de poster som ingår i stället för till summan");
    if let Some(&first) = cycle.first() {
        problem = problem.at(&computed.cells[first].span);
    }
    for &cell in cycle.iter().skip(1).take(8) {
        problem = problem.also(&computed.cells[cell].span, computed.sheets.address(cell));
    }
    problem
}

/// Evaluates a formula that stands outside every table, such as a reconciliation's term.
///
/// # Errors
/// What went wrong in arithmetic. A reference to no cell gives [`Value::Failed`].
pub fn free<'a>(
    formula: &Formula,
    find: impl Fn(&Reference) -> Option<CellId>,
    value_of: impl Fn(CellId) -> &'a Value,
) -> Result<Value, AmountError> {
    let mut cells = Vec::new();
    let mut complete = true;
    formula.references(&mut |reference| match find(reference) {
        Some(cell) => cells.push(cell),
        None => complete = false,
    });
    if !complete {
        return Ok(Value::Failed);
    }
    compute(formula, &mut cells.into_iter().map(value_of), None)
}

/// What to write where a result is not in the unit that its cell says.
fn other_unit(result: &Unit, stated: &Unit) -> String {
    match (result, stated) {
        (_, Unit::Percent | Unit::Points) if *result == Unit::None || result.is_money() => {
            "andelar räknas med procent(a, b) eller förändring(a, b), och skillnaden mellan två andelar med a - b"
                .to_owned()
        }
        (Unit::Percent, Unit::Points) => {
            "procentenheter är skillnaden mellan två andelar, a - b; skriv annars enhet: \"%\"".to_owned()
        }
        _ if ratios::conversion(result, stated).is_some() => {
            let money = ratios::money(stated).unwrap_or(Unit::Krona);
            format!("räkna om beloppet i formeln med {money}(…), eller skriv enhet: {result}")
        }
        (Unit::Other(name), _) if name.contains('·') => {
            "av det som multipliceras ska ett vara utan enhet, en andel, ett antal eller per det andra, som kr/plats och platser"
                .to_owned()
        }
        (Unit::None, _) => "skriv enhet: \"\" om resultatet är ett tal utan enhet, eller rätta formeln".to_owned(),
        _ => format!("skriv enhet: {} på raden eller kolumnen, eller rätta formeln", quoted(result)),
    }
}

/// A unit as it is written in YAML.
fn quoted(unit: &Unit) -> String {
    if *unit == Unit::Percent { "\"%\"".to_owned() } else { unit.to_string() }
}

fn describe(error: &AmountError, computed: &Computed, at: CellId) -> Diagnostic {
    let cell = &computed.cells[at];
    let row = computed.sheets.position(at).map_or_else(String::new, |(_, line, _)| line.name());
    let problem = match error {
        AmountError::MixedUnits(a, b) => {
            let hint = if [a, b].iter().any(|unit| unit.is_share()) {
                "andelar räknas med procent(a, b) eller förändring(a, b), i en rad eller kolumn med enhet: \"%\""
            } else if a.is_money() && b.is_money() {
                "räkna om den ena med kr(…), tkr(…), mnkr(…) eller mdkr(…)"
            } else if matches!(cell.origin, Origin::Sum(_)) {
                "skriv räknas: nej på den rad som inte hör till summan, eller rätta dess enhet"
            } else {
                "lägg ihop och jämför bara det som har samma enhet; rätta radens eller kolumnens enhet om den är fel"
            };
            Diagnostic::error("blandade-enheter", format!("\"{row}\" blandar enheterna {a} och {b}")).hint(hint)
        }
        AmountError::OtherUnit(result, stated) => {
            let stated = if *stated == Unit::None { "utan enhet".to_owned() } else { format!("i {stated}") };
            let found = if *result == Unit::None { "ett tal utan enhet".to_owned() } else { result.to_string() };
            Diagnostic::error("blandade-enheter", format!("\"{row}\" ska vara {stated} men formeln ger {found}"))
                .hint(other_unit(result, &cell.unit))
        }
        AmountError::BareBesideShare(number) => {
            let number = machine(*number);
            Diagnostic::error("blandade-enheter", format!("\"{row}\" blandar talet {number} med en andel i procent"))
                .hint(format!("skriv {number}% om procent menas, eller 1 för det hela, som i belopp * (1 + index)"))
        }
        AmountError::DivisionByZero => Diagnostic::error("division-med-noll", format!("\"{row}\" delar med noll"))
            .hint("använd procent(a, b) eller förändring(a, b), som ger ett streck när basen är noll"),
        AmountError::Overflow => Diagnostic::error(
            "för-stort-tal",
            format!("\"{row}\" blir större än vad som kan räknas exakt (28 siffror)"),
        )
        .hint("kontrollera beloppen; står de i rätt enhet?"),
    };
    let mut problem = problem.at(&cell.span);
    let mut seen = HashSet::new();
    for &operand in cell.origin.operands().iter().filter(|&&operand| seen.insert(operand)).take(12) {
        let part = &computed.cells[operand];
        if part.value.amount().is_some() {
            let (text, name) = (told(&part.value, part.decimals), computed.sheets.name(operand));
            problem = problem.fact(format!("{text} ({name}, {})", part.span.place()));
        }
    }
    problem
}
