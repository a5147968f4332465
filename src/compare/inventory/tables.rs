//! What the tables of a plan hold, for [`crate::compare::inventory`].

use std::collections::HashMap;

use crate::compare::inventory::Inventory;
use crate::compare::object::{Field, Object, Role, Seat, named, plain};
use crate::figures::{Figures, LineKind, Sheet, controls};
use crate::model::formula::{Formula, written};
use crate::model::kind::ThingKind;
use crate::model::notes::Notes;
use crate::model::plan::Plan;
use crate::model::table::{
    Column, ColumnKind, Control, CostSign, Counted, Deviation, Rounding, Row, RowContent, SumLine, Table,
};
use crate::source::{Id, Spanned};
use crate::swedish;

/// One table while it is listed.
struct Listing<'a> {
    inventory: &'a mut Inventory,
    table: &'a Table,
    /// Index of the table's own object.
    own: usize,
    /// Index of the table's sheet.
    at: usize,
    /// Lines of the sheet by whole path.
    lines: HashMap<String, usize>,
    /// Objects of columns, left to right.
    columns: Vec<usize>,
    /// Objects of rows by whole path.
    rows: HashMap<String, usize>,
}

/// Lists every table with its columns, rows, notes and agreements.
pub fn list(inventory: &mut Inventory, plan: &Plan, figures: &Figures) {
    for (at, (table, sheet)) in figures.tables(plan).enumerate() {
        let own = inventory.add(head(table, at));
        let mut listing =
            Listing { inventory, table, own, at, lines: lines(sheet), columns: Vec::new(), rows: HashMap::new() };
        for (position, column) in table.columns.iter().enumerate() {
            listing.column(position, column);
        }
        listing.rows(&table.rows, own, "");
        if let Some(total) = &table.total {
            let mut object = Object::new(ThingKind::Row, &total.id, &total.label);
            object.fields.push(named("namn", &total.label));
            object.maybe("not", listing.notes(&total.notes).as_deref(), &total.label.span);
            listing.row_object(object, own, &total.id.value);
        }
        listing.words();
        listing.agreements(figures);
    }
}

fn lines(sheet: &Sheet) -> HashMap<String, usize> {
    let addressed = sheet.lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Heading);
    addressed.map(|(at, line)| (line.path.join("."), at)).collect()
}

fn head(table: &Table, at: usize) -> Object {
    let mut object = Object::new(ThingKind::Table, &table.id, &table.caption);
    let near = &table.id.span;
    object.seat = Seat::Sheet(at);
    object.fields.push(named("rubrik", &table.caption));
    object.maybe("enhet", Some(table.unit.symbol()), near);
    object.maybe("decimaler", Some(&table.decimals.to_string()), near);
    object.maybe("radhuvud", Some(&table.stub_heads.join(", ")), near);
    let word = Rounding::WORDS.iter().find(|(_, rounding)| *rounding == table.rounding);
    object.maybe("avrundning", word.map(|(word, _)| *word), near);
    let word = CostSign::WORDS.iter().find(|(_, sign)| Some(*sign) == table.cost_sign);
    object.maybe("tecken", word.map(|(word, _)| *word), near);
    object.maybe("delar", table.rounded_parts.then_some("avrundade"), near);
    object.maybe("visas", table.hidden.then_some("nej"), near);
    object
}

fn formula_field(formula: &Spanned<Formula>) -> Field {
    let role = Role::Formula(vec![formula.value.clone()]);
    Field { name: "formel".to_owned(), text: written(formula), span: formula.span.clone(), role, placed: true }
}

/// Ids of notes, as one text.
fn listed(notes: &[Id]) -> Option<String> {
    let ids: Vec<&str> = notes.iter().map(|note| note.value.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join(", "))
}

impl Listing<'_> {
    /// What a line refers to, as one text.
    fn notes(&self, notes: &Notes) -> Option<String> {
        let cells =
            notes.cells.iter().map(|(at, note)| format!("{}: {}", self.table.columns[*at].id.value, note.value));
        let table = notes.table.iter().map(|note| match &note.row {
            Some(row) => format!("tabellen {}, raden {}", note.table.value, row.value),
            None => format!("tabellen {}", note.table.value),
        });
        let all: Vec<String> = listed(&notes.own).into_iter().chain(cells).chain(table).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// An object of this table.
    fn add(&mut self, mut object: Object, parent: usize) -> usize {
        object.scope = Some(self.own);
        object.parent = Some(parent);
        format!("{}.{}", self.table.id.value, object.path).trim_end_matches('.').clone_into(&mut object.address);
        self.inventory.add(object)
    }

    fn column(&mut self, position: usize, column: &Column) {
        let place = column.named.as_ref().unwrap_or(&column.id.span);
        let name = Spanned::new(column.name(), place.clone());
        let mut object = Object::new(ThingKind::Column, &column.id, &name);
        object.seat = Seat::Column(self.at, position);
        object.derived = column.named.is_none();
        object.fields.push(Field { placed: column.named.is_some(), ..named("namn", &name) });
        object.maybe("enhet", column.unit.as_ref().map(crate::quantity::unit::Unit::symbol), place);
        object.maybe("decimaler", column.decimals.map(|decimals| decimals.to_string()).as_deref(), place);
        let word = ColumnKind::WORDS.iter().find(|(_, kind)| *kind == column.kind && *kind != ColumnKind::Figures);
        object.maybe("slag", word.map(|(word, _)| *word), place);
        object.fields.extend(column.formula.as_ref().map(formula_field));
        let above: Vec<Id> = column.above.iter().flat_map(|above| above.notes.clone()).collect();
        for (name, notes) in [("not", &column.notes), ("periodens not", &above)] {
            object.maybe(name, listed(notes).as_deref(), place);
        }
        let own = self.add(object, self.own);
        self.columns.push(own);
    }

    fn rows(&mut self, rows: &[Row], parent: usize, above: &str) {
        for row in rows {
            let path = if above.is_empty() { row.id.value.clone() } else { format!("{above}.{}", row.id.value) };
            let own = self.row(row, parent, &path);
            self.rows(row.inner(), own, &path);
        }
    }

    fn row(&mut self, row: &Row, parent: usize, path: &str) -> usize {
        let text = row.names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
        let place = row.names.first().map_or(&row.span, |name| &name.span);
        let name = Spanned::new(text, place.clone());
        let mut object = Object::new(ThingKind::Row, &row.id, &name);
        object.derived = row.id.span.range == place.range;
        // Several names are one field, which stands at no single place.
        object.fields.push(Field { placed: row.names.len() == 1, ..named("namn", &name) });
        object.maybe("enhet", row.unit.as_ref().map(|unit| unit.value.symbol()), &row.span);
        object.maybe("decimaler", row.decimals.map(|decimals| decimals.to_string()).as_deref(), &row.span);
        object.maybe("not", self.notes(&row.notes).as_deref(), &row.span);
        object.maybe("område", row.about.as_ref().map(|about| about.value.as_str()), &row.span);
        let word = Counted::WORDS.iter().find(|(_, counted)| Some(*counted) == row.counted);
        object.maybe("räknas", word.map(|(word, _)| *word), &row.span);
        object.maybe("slag", row.cost.then_some("kostnad"), &row.span);
        match &row.content {
            RowContent::Item { .. } => {}
            RowContent::Formula { formula, .. } => object.fields.push(formula_field(formula)),
            RowContent::Group { sum, .. } => {
                object.maybe("grupp", Some("ja"), &row.span);
                match sum {
                    SumLine::Hidden => {}
                    SumLine::After(sum) => {
                        object.fields.push(plain("summa", &sum.text));
                        object.maybe("summans not", self.notes(&sum.notes).as_deref(), &sum.text.span);
                    }
                    SumLine::Before => object.maybe("summans_plats", Some("före"), &row.span),
                }
            }
        }
        object.span = row.span.clone();
        self.row_object(object, parent, path)
    }

    fn row_object(&mut self, mut object: Object, parent: usize, path: &str) -> usize {
        path.clone_into(&mut object.path);
        object.seat = self.lines.get(path).map_or(Seat::None, |&line| Seat::Line(self.at, line));
        let own = self.add(object, parent);
        self.rows.insert(path.to_owned(), own);
        own
    }

    /// Notes and remarks.
    fn words(&mut self) {
        let table = self.table;
        for (id, note) in &table.notes {
            let mut object = Object::new(ThingKind::Note, id, note);
            object.name = swedish::shortened(&note.value);
            object.fields.push(plain("text", note));
            self.add(object, self.own);
        }
        for remark in &table.remarks {
            let mut object = Object::new(ThingKind::Remark, &Spanned::new(String::new(), remark.span.clone()), remark);
            object.name = swedish::shortened(&remark.value);
            object.fields.push(plain("text", remark));
            self.add(object, self.own);
        }
    }

    /// Control totals, reconciliations, and what is declared about them. A control is known by its row and column, so
    /// that it follows them when they are renamed.
    fn agreements(&mut self, figures: &Figures) {
        let table = self.table;
        let mut about = HashMap::new();
        for control in &table.controls {
            let column = &table.columns[control.column].id.value;
            let id = Spanned::new(format!("{}.{column}", control.row.value), control.row.span.clone());
            let mut object = Object::new(ThingKind::Control, &id, &id);
            object.span = control.stated.span.clone();
            object.refs = self.refs(control, figures);
            if let Ok(cell) = controls::target(table, control, figures) {
                object.name = figures.name(cell);
            }
            let text = swedish::number(control.stated.value, control.stated.value.scale());
            let field = plain("belopp", &Spanned::new(text, control.stated.span.clone()));
            object.fields.push(Field { name: "kontrollsumma".to_owned(), ..field });
            about.insert(id.value.clone(), object.refs.clone());
            self.add(object, self.own);
        }
        for reconciliation in &table.reconciliations {
            let id = &reconciliation.name;
            let mut object = Object::new(ThingKind::Reconciliation, id, id);
            let text = reconciliation.terms.iter().map(written).collect::<Vec<_>>().join(" = ");
            let near = reconciliation.terms.first().map_or(&id.span, |term| &term.span);
            let role = Role::Formula(reconciliation.terms.iter().map(|term| term.value.clone()).collect());
            object.fields.push(Field { name: "lika".to_owned(), text, span: near.clone(), role, placed: true });
            self.add(object, self.own);
        }
        for (kind, declared) in
            [(ThingKind::Deviation, &table.deviations), (ThingKind::Restatement, &table.restatements)]
        {
            for deviation in declared {
                self.declared(kind, deviation, &about);
            }
        }
    }

    fn declared(&mut self, kind: ThingKind, deviation: &Deviation, about: &HashMap<String, Vec<usize>>) {
        let id: &Id = &deviation.about;
        let mut object = Object::new(kind, id, id);
        object.fields.push(plain("skäl", &deviation.reason));
        let own = id.value.strip_prefix(&format!("{}.", self.table.id.value)).unwrap_or(&id.value);
        let column = self.columns.iter().zip(&self.table.columns).find(|(_, column)| column.id.value == own);
        if let Some((_, column)) = column {
            object.name = column.name();
        }
        object.refs = match (about.get(own), column) {
            (Some(refs), _) => refs.clone(),
            (None, Some((&column, _))) => vec![column],
            (None, None) => Vec::new(),
        };
        self.add(object, self.own);
    }

    fn refs(&self, control: &Control, figures: &Figures) -> Vec<usize> {
        let target = controls::target(self.table, control, figures).ok();
        let line = target.and_then(|cell| figures.position(cell)).map(|(_, line, _)| line.path.join("."));
        let row = line.and_then(|path| self.rows.get(&path)).copied();
        match row {
            Some(row) => vec![row, self.columns[control.column]],
            None => Vec::new(),
        }
    }
}
