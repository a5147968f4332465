//! What a figure in a sentence may mean: cells of the lines it names, and what can be computed from them.

use rust_decimal::Decimal;

use crate::figures::layout::MEASURES;
use crate::figures::{CellId, Figures, LineKind};
use crate::model::goals::Standing;
use crate::model::plan::Plan;
use crate::prose::frames::Frame;
use crate::prose::periods::Mention;
use crate::prose::sentence::Sentence;
use crate::prose::subjects::Match;
use crate::prose::verdict::Way;
use crate::quantity::amount::Amount;
use crate::quantity::period::PeriodKind;
use crate::quantity::unit::Unit;

/// Something that a figure may mean.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// In the claim's unit; a change is positive when something grows.
    pub value: Decimal,
    /// How it comes from the cells.
    pub way: Way,
    /// The cells.
    pub cells: Vec<CellId>,
    /// When a figure says none of the candidates, and one is binding, it contradicts the plan.
    pub binding: bool,
    /// The sign of a change is known: it goes from an earlier period to the plan's own.
    pub oriented: bool,
}

/// Everything that a sentence's figure may mean.
pub fn candidates(plan: &Plan, figures: &Figures, sentence: &Sentence<'_>, at: usize, frame: Frame) -> Vec<Candidate> {
    let search = Search { plan, figures, sentence, at };
    let mut found = Vec::new();
    for subject in &sentence.subjects {
        found.extend(search.direct(subject, frame));
        if matches!(frame, Frame::Change(_)) {
            found.extend(search.changes(subject));
        }
    }
    if frame == Frame::Share {
        found.extend(search.shares());
    }
    if frame == Frame::Amount && sentence.claims[at].unit != Unit::Percent {
        found.extend(search.sums());
    }
    found
}

/// What is at hand while one figure is judged.
struct Search<'a> {
    plan: &'a Plan,
    figures: &'a Figures,
    sentence: &'a Sentence<'a>,
    at: usize,
}

impl Search<'_> {
    fn value(&self, cell: CellId) -> Option<Decimal> {
        let amount = self.figures.cells[cell].amount()?;
        let unit = &self.sentence.claims[self.at].unit;
        match (unit, &amount.unit) {
            // "Värdet 77": a measure's own unit is left out.
            (Unit::None, Unit::Other(_)) => Some(amount.value),
            (Unit::None, _) => None,
            _ => amount.converted(unit).ok().map(|amount| amount.value),
        }
    }

    fn says(&self, list: &[&str]) -> bool {
        self.sentence.words.iter().any(|word| list.contains(&word.text.as_str()))
    }

    fn money(&self, cell: CellId) -> Option<Amount> {
        self.figures.cells[cell].amount().and_then(|amount| amount.converted(&Unit::Krona).ok())
    }

    fn is_measure(&self, subject: &Match) -> bool {
        self.figures.sheets[subject.sheet].id == MEASURES
    }

    /// The columns of a line that the sentence speaks of: those of its periods, else the plan's own.
    fn columns(&self, subject: &Match) -> Vec<usize> {
        let sheet = &self.figures.sheets[subject.sheet];
        let year = self.plan.identity.year;
        let of = |period: &Mention| -> Vec<usize> {
            (0..sheet.columns.len()).filter(|&at| period.fits(sheet.columns[at].when, year)).collect()
        };
        let own = self.plan_columns(subject.sheet);
        let periods = &self.sentence.periods;
        match periods.as_slice() {
            [] => own,
            // With one figure and one period there is no doubt, and none about a year that no column has.
            [only] if self.sentence.claims.len() == 1 || of(only).is_empty() => of(only),
            _ => {
                let segment = self.sentence.segment(self.at);
                let claim = &self.sentence.claims[self.at];
                let near = periods
                    .iter()
                    .filter(|period| segment.start <= period.range.start && period.range.end <= segment.end);
                let nearest = near.min_by_key(|period| {
                    if period.range.start >= claim.range.end {
                        period.range.start - claim.range.end
                    } else {
                        claim.range.start.saturating_sub(period.range.end)
                    }
                });
                let before = periods.iter().rev().find(|period| period.range.end <= claim.range.start);
                // A year that no column has is somebody else's business.
                if nearest.or(before).is_some_and(|period| of(period).is_empty()) {
                    return Vec::new();
                }
                let mut all: Vec<usize> = periods.iter().flat_map(of).chain(own).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    /// The columns of the plan's own year: its budget, or a list's only amount.
    fn plan_columns(&self, sheet: usize) -> Vec<usize> {
        let sheet = &self.figures.sheets[sheet];
        let year = self.plan.identity.year;
        (0..sheet.columns.len()).filter(|&at| sheet.columns[at].is_plans_own(year)).collect()
    }

    /// Where a table has several measures, those that the sentence names, or all of them.
    fn named_measures(&self, sheet: usize, columns: Vec<usize>) -> Vec<usize> {
        let sheet = &self.figures.sheets[sheet];
        let says = |at: &usize| {
            let Some(measure) = &sheet.columns[*at].measure else { return false };
            let measure: String = measure.chars().take(4).collect();
            self.sentence.words.iter().any(|word| word.text.starts_with(&measure) || word.text.ends_with(&measure))
        };
        let named: Vec<usize> = columns.iter().copied().filter(says).collect();
        if named.is_empty() { columns } else { named }
    }

    fn direct(&self, subject: &Match, frame: Frame) -> Vec<Candidate> {
        let sheet = &self.figures.sheets[subject.sheet];
        let measure = self.is_measure(subject);
        let columns = if measure { (0..sheet.columns.len()).collect() } else { self.columns(subject) };
        let columns = self.named_measures(subject.sheet, columns);
        let claim = &self.sentence.claims[self.at];
        // A bare number is about a measure only, and not every number beside its name is its value.
        if claim.unit == Unit::None && (!measure || claim.value < Decimal::TEN) {
            return Vec::new();
        }
        let cells = columns.into_iter().map(|column| sheet.cell(subject.line, column));
        // A sum is what its parts are together, when no part is named.
        let alone = self.sentence.subjects.iter().all(|other| {
            matches!(self.figures.sheets[other.sheet].lines[other.line].kind, LineKind::Sum | LineKind::Total)
        });
        let mut found: Vec<Candidate> = cells
            .filter_map(|cell| {
                let value = self.value(cell)?;
                // A change in per cent is not the line's own percentage, unless it says so.
                let binding = !matches!(frame, Frame::Change(_) | Frame::Share)
                    && (!self.says(&["tillsammans", "ihop"]) || alone);
                Some(Candidate { value, way: Way::Direct, cells: vec![cell], binding, oriented: false })
            })
            .collect();
        if measure {
            found.extend(self.outcomes(subject, &found));
        }
        found
    }

    /// All outcomes of a measure, of which its sheet has the latest; the others are no cells.
    fn outcomes(&self, subject: &Match, known: &[Candidate]) -> Vec<Candidate> {
        if known.is_empty() {
            return Vec::new();
        }
        let id = self.figures.sheets[subject.sheet].lines[subject.line].id();
        let goals = self.plan.all_goals();
        let measure = goals.iter().flat_map(|goal| &goal.measures).find(|measure| measure.id.value == id);
        let Some(measure) = measure else { return Vec::new() };
        let values = measure.outcomes.iter().flat_map(|outcome| {
            outcome.value.iter().map(|value| value.value).chain(outcome.split.iter().map(|(_, value)| value.value))
        });
        let peers = measure.peers.iter().filter_map(|peer| match &peer.standing {
            Standing::Value(value) => Some(value.value),
            Standing::Rank { .. } => None,
        });
        let targets = measure.all_targets();
        let ends = targets.iter().filter_map(|(_, target)| target.value.ends()).flat_map(|(low, high)| [low, high]);
        values
            .chain(peers)
            .chain(ends)
            .map(|value| Candidate { value, way: Way::Direct, cells: Vec::new(), binding: false, oriented: false })
            .collect()
    }

    /// Changes between the plan's own period and others, or between two that the sentence names.
    fn changes(&self, subject: &Match) -> Vec<Candidate> {
        if self.is_measure(subject) {
            return Vec::new();
        }
        let sheet = &self.figures.sheets[subject.sheet];
        let year = self.plan.identity.year;
        let own = self.plan_columns(subject.sheet);
        let named: Vec<usize> = (0..sheet.columns.len())
            .filter(|&at| self.sentence.periods.iter().any(|period| period.fits(sheet.columns[at].when, year)))
            .collect();
        let others: Vec<usize> = named.iter().copied().filter(|at| !own.contains(at)).collect();
        // A year that no column has: the change is not between columns.
        let strangers = self
            .sentence
            .periods
            .iter()
            .any(|period| !sheet.columns.iter().any(|column| period.fits(column.when, year)));
        if strangers {
            return Vec::new();
        }
        let others =
            if others.is_empty() { (0..sheet.columns.len()).filter(|at| !own.contains(at)).collect() } else { others };
        let mut found = Vec::new();
        for &from in &others {
            for &to in own.iter().chain(&others).filter(|&&to| to != from && same_measure(sheet, to, from)) {
                let oriented = own.contains(&to);
                let cells = [sheet.cell(subject.line, to), sheet.cell(subject.line, from)];
                found.extend(self.change(cells, oriented));
            }
        }
        found
    }

    /// Whether the sentence says that it compares: what "has to shrink by" an amount is no change in the tables.
    fn compares(&self) -> bool {
        let words = ["jämfört", "jämförelse", "än", "mellan", "förhållande", "gentemot"];
        let year = self.plan.identity.year;
        self.says(&words)
            || self
                .sentence
                .periods
                .iter()
                .any(|period| period.kind == Some(PeriodKind::Forecast) || period.year.is_some_and(|of| of != year))
    }

    fn change(&self, cells: [CellId; 2], oriented: bool) -> Option<Candidate> {
        let unit = &self.sentence.claims[self.at].unit;
        let [to, from] = [self.figures.cells[cells[0]].amount()?, self.figures.cells[cells[1]].amount()?];
        // Costs grow when they become more negative; what changes sign grows towards plus.
        let same_sign = to.value.is_sign_negative() == from.value.is_sign_negative();
        let difference = if same_sign { to.absolute().minus(&from.absolute()).ok()? } else { to.minus(from).ok()? };
        let (value, way) = if *unit == Unit::Percent && from.unit != Unit::Percent {
            let ratio = difference.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(from.value.abs())?;
            (ratio, Way::ChangeInPercent)
        } else {
            (difference.converted(unit).ok()?.value, Way::Change)
        };
        Some(Candidate { value, way, cells: cells.to_vec(), binding: self.compares(), oriented })
    }

    /// One line in per cent of another in the same column, or of its table's sums.
    fn shares(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for subject in &self.sentence.subjects {
            let sheet = &self.figures.sheets[subject.sheet];
            let columns = self.named_measures(subject.sheet, self.columns(subject));
            let named = |line: usize| {
                let all = self.sentence.subjects.iter().chain(&self.sentence.lesser);
                all.clone()
                    .any(|other| other.sheet == subject.sheet && other.line == line && other.line != subject.line)
            };
            let is_sum = |line: usize| matches!(sheet.lines[line].kind, LineKind::Sum | LineKind::Total);
            for &column in &columns {
                for whole in
                    (0..sheet.lines.len()).filter(|&line| line != subject.line && (named(line) || is_sum(line)))
                {
                    let cells = vec![sheet.cell(subject.line, column), sheet.cell(whole, column)];
                    let binding = named(whole);
                    let (Some(part), Some(whole)) = (self.money(cells[0]), self.money(cells[1])) else { continue };
                    let ratio =
                        part.value.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole.value));
                    if let Some(value) = ratio {
                        found.push(Candidate { value, way: Way::Share, cells, binding, oriented: false });
                    }
                }
            }
        }
        found
    }

    /// All lines of one table that the sentence names, added together: "de tre nätstationerna".
    fn all_together(&self) -> Option<Candidate> {
        let first = self.sentence.subjects.first()?;
        let lines = self.sentence.subjects.iter().filter(|subject| subject.sheet == first.sheet);
        let column = self.columns(first).first().copied()?;
        let cells: Vec<CellId> =
            lines.map(|subject| self.figures.sheets[first.sheet].cell(subject.line, column)).collect();
        let value = cells.iter().try_fold(Decimal::ZERO, |sum, &cell| sum.checked_add(self.value(cell)?))?;
        // Of two lines one may be known by another name; three of a kind are all of them.
        let binding = cells.len() > 2 && cells.len() == self.sentence.subjects.len();
        Some(Candidate { value, way: Way::Sum, cells, binding, oriented: false })
    }

    /// Lines of one table that the sentence names, added together.
    fn sums(&self) -> Vec<Candidate> {
        let together = ["tillsammans", "sammanlagt", "totalt", "ihop", "sammantaget"];
        if !self.says(&together) {
            return Vec::new();
        }
        let mut found: Vec<Candidate> = self.all_together().into_iter().collect();
        let two = self.sentence.subjects.iter().filter(|subject| subject.whole).count() == 2;
        for (at, first) in self.sentence.subjects.iter().enumerate() {
            for second in &self.sentence.subjects[at + 1..] {
                if first.sheet != second.sheet || first.line == second.line {
                    continue;
                }
                let sheet = &self.figures.sheets[first.sheet];
                for column in self.named_measures(first.sheet, self.columns(first)) {
                    let cells = vec![sheet.cell(first.line, column), sheet.cell(second.line, column)];
                    let value = self.value(cells[0]).zip(self.value(cells[1])).and_then(|(a, b)| a.checked_add(b));
                    if let Some(value) = value {
                        found.push(Candidate { value, way: Way::Sum, cells, binding: two, oriented: false });
                    }
                }
            }
        }
        found
    }
}

fn same_measure(sheet: &crate::figures::Sheet, a: usize, b: usize) -> bool {
    sheet.columns[a].measure == sheet.columns[b].measure
}
