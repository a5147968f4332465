//! The plan against last year's, for the templates: beside what has changed, and on a page of its own.

use std::collections::HashMap;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::yearly::Against;

/// The page's file name.
pub const PAGE: &str = "andringar.html";

/// Gives templates what each table and each object is against last year; nothing where there is no such plan.
pub fn register(tera: &mut Tera, against: Option<&Against>) {
    let tables = against.into_iter().flat_map(|against| &against.tables);
    let tables = tables.map(|table| (table.anchor.clone(), Value::from_serializable(&table.tables)));
    tera.register_function("tables_against", by_anchor(tables.collect()));
    let standings = against.into_iter().flat_map(|against| &against.standings);
    let standings = standings.map(|(anchor, standing)| (anchor.clone(), Value::from_serializable(standing)));
    tera.register_function("since_last_year", by_anchor(standings.collect()));
}

/// Everything on the page that a link may lead to.
pub fn anchors(against: &Against) -> Vec<String> {
    let entries = against.kinds.iter().flat_map(|kind| [&kind.new, &kind.changed, &kind.continued, &kind.ended]);
    let entries = entries.flatten().filter_map(|entry| entry.anchor.as_ref());
    let kinds = against.kinds.iter().map(|kind| kind.anchor.clone());
    kinds.chain(entries.map(|anchor| format!("andring-{anchor}"))).collect()
}

/// What the page is called, and the link to it.
pub fn title(against: &Against) -> String {
    format!("Ändringar sedan planen för {}", against.earlier_year)
}

fn by_anchor(values: HashMap<String, Value>) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> {
    move |arguments, _| {
        let anchor = arguments.must_get::<&str>("anchor")?;
        Ok(values.get(anchor).cloned().unwrap_or_else(Value::none))
    }
}
