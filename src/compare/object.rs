//! A thing of a plan that has an identity, and what it says.

use crate::model::formula::Formula;
use crate::model::kind::ThingKind;
use crate::quantity::amount::Amount;
use crate::source::{Id, Span, Spanned};

/// What a field is to the thing that has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Its name: another one is a renaming.
    Name,
    /// Its number: another one is a renumbering.
    Number,
    /// A figure, with the decimals it is printed with.
    Figure(Amount, u32),
    /// A formula, or the terms of a reconciliation.
    Formula(Vec<Formula>),
    /// Other things by their ids, with their names for a reader.
    Others(String),
    /// Any other.
    Plain,
}

/// A field as written.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key in the sources, or a word like it.
    pub name: String,
    /// The value as text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it is to the thing.
    pub role: Role,
    /// Whether the value stands at that place itself, and not only somewhere near.
    pub placed: bool,
}

/// Where in the figures a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// Has no figures.
    None,
    /// A whole sheet.
    Sheet(usize),
    /// A line of a sheet.
    Line(usize, usize),
    /// A column of a sheet.
    Column(usize, usize),
}

/// A thing with an identity.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub kind: ThingKind,
    /// Its own id; empty when it has none and is known by what it says.
    pub id: String,
    /// Its id from the top of its scope, `grupp.rad`.
    pub path: String,
    /// Whether the id was made from its name, number or head.
    pub derived: bool,
    /// The table or risk that it is known within.
    pub scope: Option<usize>,
    /// What holds it.
    pub parent: Option<usize>,
    /// Other things that it is about, which are its identity.
    pub refs: Vec<usize>,
    /// Its name for a reader.
    pub name: String,
    /// Address for a reader.
    pub address: String,
    /// What it says.
    pub fields: Vec<Field>,
    /// Its cells.
    pub seat: Seat,
    /// Anchor in the document.
    pub anchor: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Field {
    /// The value for a reader, who knows no ids.
    pub fn shown(&self) -> &str {
        match &self.role {
            Role::Others(names) => names,
            _ => &self.text,
        }
    }
}

impl Object {
    /// A thing that nothing holds, with its id, and its name where that was written.
    pub fn new(kind: ThingKind, id: &Id, name: &Spanned<String>) -> Self {
        Self {
            kind,
            id: id.value.clone(),
            path: id.value.clone(),
            derived: false,
            scope: None,
            parent: None,
            refs: Vec::new(),
            name: name.value.clone(),
            address: id.value.clone(),
            fields: Vec::new(),
            seat: Seat::None,
            anchor: None,
            span: id.span.clone(),
        }
    }

    /// Whether its id is its number.
    pub fn is_known_by_number(&self) -> bool {
        self.derived && self.fields.iter().any(|field| field.role == Role::Number)
    }

    /// The field with a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Adds a field whose own place is not known, if it is stated.
    pub fn maybe(&mut self, name: &str, text: Option<&str>, near: &Span) {
        self.fields.extend(text.map(|text| Field {
            name: name.to_owned(),
            text: text.to_owned(),
            span: near.clone(),
            role: Role::Plain,
            placed: false,
        }));
    }
}

/// A field that names the thing.
pub fn named(name: &str, text: &Spanned<String>) -> Field {
    Field { role: Role::Name, ..plain(name, text) }
}

/// A field of text.
pub fn plain(name: &str, text: &Spanned<String>) -> Field {
    Field { name: name.to_owned(), text: text.value.clone(), span: text.span.clone(), role: Role::Plain, placed: true }
}
