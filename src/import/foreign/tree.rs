//! How rows hang together: which are parts of which, and which are sums of others, by their formulas or by arithmetic.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::import::foreign::columns::Columns;
use crate::import::foreign::grid::Grid;
use crate::import::foreign::line::Line;
use crate::import::foreign::lines::Lines;
use crate::import::foreign::sums;
use crate::import::number::swedish;
use crate::quantity::unit::Unit;

/// A line, and whether it is taken away.
pub type Part = (usize, bool);

/// A row with what belongs to it. Lines are known by their indices.
#[derive(Debug)]
pub enum Node {
    /// A row of amounts, with parts of it that are not added.
    Item(usize, Vec<usize>),
    /// Rows under a heading, and the line of their sum.
    Group(usize, Vec<Node>, Option<usize>),
    /// A sum of other rows.
    Sum(usize, Vec<Part>),
}

/// The rows of a table.
#[derive(Debug)]
pub struct Tree {
    /// From top to bottom.
    pub nodes: Vec<Node>,
    /// The line of the table's own sum.
    pub total: Option<usize>,
    /// Whether amounts are rounded, so that sums differ by that.
    pub rounded: bool,
}

/// A group that is not closed yet.
struct Open {
    head: Option<usize>,
    nodes: Vec<Node>,
}

/// How a row was found to be a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Formula,
    Arithmetic,
}

struct Builder<'a> {
    grid: &'a Grid<'a>,
    columns: &'a Columns,
    lines: &'a Lines,
    stack: Vec<Open>,
    /// What each sum adds, down to rows that are no sums.
    leaves: BTreeMap<usize, Vec<Part>>,
    rounded: bool,
    problems: Vec<Diagnostic>,
}

impl Tree {
    /// Finds how rows hang together.
    ///
    /// # Errors
    /// Sums that are none, by their cells.
    pub fn of(
        grid: &Grid<'_>,
        columns: &Columns,
        lines: &Lines,
        told: &mut Vec<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let root = Open { head: None, nodes: Vec::new() };
        let mut builder = Builder {
            grid,
            columns,
            lines,
            stack: vec![root],
            leaves: BTreeMap::new(),
            rounded: false,
            problems: Vec::new(),
        };
        for at in 0..lines.lines.len() {
            builder.line(at, told);
        }
        while builder.stack.len() > 1 {
            builder.close(None, told);
        }
        if !builder.problems.is_empty() {
            return Err(builder.problems);
        }
        let mut nodes = builder.stack.pop().map(|open| open.nodes).unwrap_or_default();
        let total = match nodes.last() {
            Some(Node::Sum(line, parts)) if parts.iter().all(|(_, minus)| !minus) => {
                let before: Vec<Part> = nodes[..nodes.len() - 1].iter().flat_map(Builder::counted).collect();
                let whole = builder.leaves_of(&before);
                (whole == builder.leaves_of(parts) && !whole.is_empty()).then_some(*line)
            }
            _ => None,
        };
        if let Some(total) = total {
            nodes.pop();
            told.push(format!(
                "rad {}: tabellens summa, \"{}\"",
                lines.lines[total].row + 1,
                lines.lines[total].name()
            ));
        }
        if builder.rounded {
            told.push("beloppen är avrundade: summorna avviker med sin avrundning (delar: avrundade)".to_owned());
        }
        Ok(Self { nodes, total, rounded: builder.rounded })
    }
}

impl<'a> Builder<'a> {
    fn own(&self, at: usize) -> &'a Line {
        &self.lines.lines[at]
    }

    fn top(&self) -> &Open {
        self.stack.last().unwrap_or(&self.stack[0])
    }

    fn push(&mut self, node: Node) {
        if let Some(open) = self.stack.last_mut() {
            open.nodes.push(node);
        }
    }

    fn line(&mut self, at: usize, told: &mut Vec<String>) {
        let line = self.own(at);
        let row = line.row + 1;
        if line.is_heading() {
            // A heading right under a heading is within it; one after rows begins anew, unless it is further in.
            while self.stack.len() > 1 && !self.top().nodes.is_empty() {
                let within = self.top().head.is_some_and(|head| self.own(head).indent < self.own(at).indent);
                if within {
                    break;
                }
                self.close(None, told);
            }
            told.push(format!("rad {row}: rubrik, \"{}\"", self.own(at).name()));
            self.stack.push(Open { head: Some(at), nodes: Vec::new() });
            return;
        }
        if line.is_of_which() {
            let name = line.name();
            if let Some(Node::Item(_, of_which)) = self.stack.last_mut().and_then(|open| open.nodes.last_mut()) {
                of_which.push(at);
                told.push(format!("rad {row}: \"{name}\" visas under raden ovanför och räknas inte"));
            } else {
                let place = (line.row, self.columns.stub[0]);
                let problem = self.grid.error(
                    "varav-utan-rad",
                    place,
                    "raden är en del av raden ovanför, men där står ingen rad med belopp",
                );
                self.problems.push(problem.hint("flytta den under raden som den är en del av"));
            }
            return;
        }
        match self.parts(at) {
            None => self.push(Node::Item(at, Vec::new())),
            Some((parts, by)) => self.sum(at, parts, by, told),
        }
    }

    /// What a row adds, when it is a sum.
    fn parts(&mut self, at: usize) -> Option<(Vec<Part>, By)> {
        let line = self.own(at);
        let of_row = |row: u32| self.lines.lines[..at].iter().position(|line| line.row == row);
        let amounts = self.columns.columns.iter().filter(|column| !column.words);
        for column in amounts {
            let Some(rows) = sums::down(self.grid, line.row, column.at) else { continue };
            let parts: Option<Vec<Part>> = rows
                .iter()
                .filter(|(row, _)| of_row(*row).is_none_or(|own| !self.own(own).is_heading()))
                .map(|(row, minus)| Some((of_row(*row)?, *minus)))
                .collect();
            let Some(parts) = parts else {
                let why = "formeln räknar med rader som inte står ovanför i området";
                let problem = self.grid.error("främmande-formel", (line.row, column.at), why);
                self.problems.push(problem.hint("ange ett område som har alla rader som räknas"));
                return None;
            };
            // What a range holds of sums and their parts is added once.
            let inner: Vec<usize> =
                parts.iter().filter_map(|(own, _)| self.leaves.get(own)).flatten().map(|(leaf, _)| *leaf).collect();
            let doubled = parts.iter().any(|(own, _)| inner.contains(own));
            let sums_up = |parts: &[Part]| self.first_wrong(at, parts).is_none();
            let without: Vec<Part> = parts.iter().filter(|(own, _)| !self.leaves.contains_key(own)).copied().collect();
            let parts = if doubled && !sums_up(&parts) && sums_up(&without) { without } else { parts };
            if parts.is_empty() {
                continue;
            }
            return Some((parts, By::Formula));
        }
        let strong = is_sum(&line.name());
        if !strong && !is_result(&line.name()) {
            return None;
        }
        let candidates = self.candidates(strong);
        if let Some(parts) = candidates.iter().find(|parts| self.first_wrong(at, parts).is_none()) {
            return Some((parts.clone(), By::Arithmetic));
        }
        if strong && let Some(parts) = candidates.first() {
            let (column, computed) = self.first_wrong(at, parts)?;
            let stated = self.own(at).amount(column).unwrap_or_default();
            let why = format!(
                "raden \"{}\" är ingen summa av raderna ovanför: de ger {}, här står {}",
                self.own(at).name(),
                swedish(computed),
                swedish(stated)
            );
            let problem = self.grid.error("ingen-summa", (self.own(at).row, self.columns.columns[column].at), &why);
            self.problems.push(problem.hint("rätta beloppen, eller ange ett område utan raden"));
        }
        None
    }

    /// What a row that is called a sum may add, the likeliest first.
    fn candidates(&self, strong: bool) -> Vec<Vec<Part>> {
        let mut all = Vec::new();
        let levels = self.stack.len();
        for depth in (1..=levels).rev() {
            // All groups from here on are taken to be closed.
            let mut nodes: Vec<&Node> = self.stack[depth - 1].nodes.iter().collect();
            nodes.extend(self.stack[depth..].iter().flat_map(|open| &open.nodes));
            let since = nodes.iter().rposition(|node| !matches!(node, Node::Item(..))).map_or(0, |last| last + 1);
            let items: Vec<Part> = nodes[since..].iter().flat_map(|node| Self::counted(node)).collect();
            let counted: Vec<Part> = nodes.iter().flat_map(|node| Self::counted(node)).collect();
            let covered: Vec<usize> = nodes
                .iter()
                .filter_map(|node| if let Node::Sum(line, _) = node { self.leaves.get(line) } else { None })
                .flatten()
                .map(|(line, _)| *line)
                .collect();
            // The last sums of all, with what no sum has.
            let top: Vec<Part> = nodes
                .iter()
                .flat_map(|node| match node {
                    Node::Sum(line, _) => {
                        let inner = nodes.iter().any(
                            |other| matches!(other, Node::Sum(_, parts) if parts.iter().any(|(part, _)| part == line)),
                        );
                        if inner { Vec::new() } else { vec![(*line, false)] }
                    }
                    other => Self::counted(other)
                        .into_iter()
                        .filter(|(line, _)| {
                            !self.leaves_of(&[(*line, false)]).iter().all(|(leaf, _)| covered.contains(leaf))
                        })
                        .collect(),
                })
                .collect();
            if strong && !items.is_empty() {
                all.push(items);
            }
            if top.len() > 1 || (strong && !top.is_empty()) {
                let less = top.iter().enumerate().map(|(index, (line, _))| (*line, index > 0)).collect();
                all.push(top);
                all.push(less);
            }
            if !counted.is_empty() {
                all.push(counted);
            }
        }
        all
    }

    /// What parts come to in a column.
    fn total(&self, parts: &[Part], column: usize) -> Decimal {
        let amounts = parts.iter().map(|(part, minus)| {
            let amount = self.own(*part).amount(column).unwrap_or_default();
            if *minus { -amount } else { amount }
        });
        amounts.sum()
    }

    /// The first column in which parts do not come to what a row says, and what they come to.
    fn first_wrong(&self, at: usize, parts: &[Part]) -> Option<(usize, Decimal)> {
        let line = self.own(at);
        let room = Decimal::new(5, self.lines.decimals + 1) * Decimal::from(parts.len() + 1);
        for (column, own) in self.columns.columns.iter().enumerate() {
            let Some(stated) = line.amount(column) else { continue };
            if own.unit == Some(Unit::Percent) || self.lines.computed[column].is_some() {
                continue;
            }
            let computed = self.total(parts, column);
            if (computed - stated).abs() > room {
                return Some((column, computed));
            }
        }
        None
    }

    fn sum(&mut self, at: usize, parts: Vec<Part>, by: By, told: &mut Vec<String>) {
        if let Some((column, computed)) = self.first_wrong(at, &parts) {
            let stated = self.own(at).amount(column).unwrap_or_default();
            let place = (self.own(at).row, self.columns.columns[column].at);
            let why = format!("summan stämmer inte: raderna ger {}, här står {}", swedish(computed), swedish(stated));
            self.problems.push(self.grid.error("fel-summa", place, &why).hint("räkna om bladet, eller rätta beloppet"));
            return;
        }
        let exact =
            self.columns.columns.iter().enumerate().filter(|(_, column)| column.unit != Some(Unit::Percent)).all(
                |(column, _)| {
                    self.lines.computed[column].is_some()
                        || self.own(at).amount(column).is_none_or(|stated| stated == self.total(&parts, column))
                },
            );
        self.rounded |= !exact;
        let leaves = self.leaves_of(&parts);
        let rows: Vec<String> = parts
            .iter()
            .map(|(part, minus)| format!("{}{}", if *minus { "−" } else { "" }, self.own(*part).row + 1))
            .collect();
        let how = if by == By::Formula { "enligt formeln" } else { "enligt beloppen" };
        told.push(format!(
            "rad {}: \"{}\" är summan av rad {} ({how})",
            self.own(at).row + 1,
            self.own(at).name(),
            rows.join(", ")
        ));
        loop {
            let open = self.top();
            let own: Vec<Part> = open.nodes.iter().flat_map(Self::counted).collect();
            let within = self.leaves_of(&own);
            if open.head.is_none() {
                break;
            }
            if within == leaves {
                self.leaves.insert(at, leaves);
                self.close(Some(at), told);
                return;
            }
            if leaves.iter().all(|leaf| within.contains(leaf)) {
                break;
            }
            self.close(None, told);
        }
        self.leaves.insert(at, leaves);
        self.push(Node::Sum(at, parts));
    }

    /// Ends the last group, with the line of its sum where it has one.
    fn close(&mut self, sum: Option<usize>, told: &mut Vec<String>) {
        let Some(Open { head: Some(head), nodes }) = self.stack.pop() else { return };
        if nodes.is_empty() {
            let place = (self.own(head).row, self.columns.stub[0]);
            let problem = self.grid.error(
                "tom-rubrik",
                place,
                &format!("rubriken \"{}\" har inga rader under sig", self.own(head).name()),
            );
            self.problems.push(problem.hint("ta bort den, eller ange ett område utan den"));
            return;
        }
        if sum.is_none() {
            told.push(format!("gruppen \"{}\" har ingen summa i bladet", self.own(head).name()));
        }
        self.push(Node::Group(head, nodes, sum));
    }

    /// The lines of a node that are added.
    fn counted(node: &Node) -> Vec<Part> {
        match node {
            Node::Item(line, _) => vec![(*line, false)],
            Node::Group(_, _, Some(sum)) => vec![(*sum, false)],
            Node::Group(_, nodes, None) => nodes.iter().flat_map(Self::counted).collect(),
            Node::Sum(..) => Vec::new(),
        }
    }

    /// Parts down to rows that are no sums, in order.
    fn leaves_of(&self, parts: &[Part]) -> Vec<Part> {
        let mut all: Vec<Part> = parts
            .iter()
            .flat_map(|(line, minus)| match self.leaves.get(line) {
                Some(leaves) => leaves.iter().map(|(leaf, own)| (*leaf, own != minus)).collect(),
                None => vec![(*line, *minus)],
            })
            .collect();
        all.sort_unstable();
        all
    }
}

/// Whether a row is called a sum.
fn is_sum(name: &str) -> bool {
    let name = name.to_lowercase();
    let first = name.split([' ', ':', ',']).next().unwrap_or_default();
    ["summa", "totalt", "total", "totalsumma", "delsumma", "s", "sa"].contains(&first)
        && (first != "s" || name.starts_with("s:a"))
}

/// Whether a row is called what comes out of others.
fn is_result(name: &str) -> bool {
    let name = name.to_lowercase();
    ["resultat", "netto", "saldo", "överskott", "underskott"].iter().any(|word| name.contains(word))
}
