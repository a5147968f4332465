//! A plan's things and figures as plain facts, and the changes of a comparison applied to them.

use std::collections::BTreeMap;

use verksamhetsplan::compare::inventory::Inventory;
use verksamhetsplan::compare::object::{Field, Object, Role, Seat};
use verksamhetsplan::diff::cells;
use verksamhetsplan::diff::finding::{Change, Finding};
use verksamhetsplan::figures::Figures;
use verksamhetsplan::model::kind::ThingKind;
use verksamhetsplan::model::plan::Plan;

/// What each thing says, by kind and address; things without an id by their text. Formulas are left to their figures: they
/// name cells, which may be called otherwise.
pub(crate) type Facts = BTreeMap<(ThingKind, String), BTreeMap<String, String>>;

/// What holds a thing.
const UNDER: &str = "(under)";

/// What a plan holds.
pub(crate) fn of(plan: &Plan, figures: &Figures) -> Facts {
    let inventory = Inventory::of(plan, figures);
    let wanted = inventory.objects.iter().filter(|object| object.kind != ThingKind::Chapter);
    wanted.map(|object| (key(object), fields(object, &inventory, figures))).collect()
}

fn key(object: &Object) -> (ThingKind, String) {
    let text = object.fields.iter().find(|field| field.name == "text").filter(|_| object.id.is_empty());
    (object.kind, address(&object.address, text.map(|field| field.text.as_str())))
}

fn address(address: &str, text: Option<&str>) -> String {
    text.map_or_else(|| address.to_owned(), |text| format!("{address} {text}"))
}

/// A name that stands in another file, or is filled in, is told where it is written.
fn is_own(object: &Object, field: &Field) -> bool {
    let elsewhere = object.kind == ThingKind::Row && field.span.file.path.ends_with("organisation.yaml");
    !elsewhere && !field.span.text().contains("{område}") && !matches!(field.role, Role::Formula(_))
}

fn fields(object: &Object, inventory: &Inventory, figures: &Figures) -> BTreeMap<String, String> {
    let own = object.fields.iter().filter(|field| is_own(object, field));
    let mut fields: BTreeMap<String, String> =
        own.map(|field| (field.name.clone(), field.shown().to_owned())).collect();
    if let (ThingKind::Row, Seat::Line(sheet, line)) = (object.kind, object.seat) {
        let written = cells::stated(figures, sheet, line).into_iter().filter(|stated| !stated.value.starts_with("= "));
        fields.extend(written.map(|stated| (stated.name, stated.value)));
    }
    let parent = object.parent.filter(|_| object.kind == ThingKind::Assignment);
    fields.extend(parent.map(|parent| (UNDER.to_owned(), inventory.objects[parent].name.clone())));
    fields
}

/// The facts with the changes made.
pub(crate) fn patched(mut facts: Facts, findings: &[Finding]) -> Facts {
    for finding in findings {
        apply(&mut facts, finding);
    }
    facts
}

fn apply(facts: &mut Facts, finding: &Finding) {
    let now = (finding.kind, finding.address.clone());
    let field = finding.aspect.as_ref().map(|aspect| aspect.word().to_owned()).unwrap_or_default();
    match (finding.change, finding.kind) {
        (Change::Added | Change::Removed, _) => {
            for part in &finding.content {
                let text = part.fields.iter().find(|stated| stated.name == "text").map(|stated| stated.value.as_str());
                let nameless = matches!(part.kind, ThingKind::Action | ThingKind::Remark);
                let key = (part.kind, address(&part.address, text.filter(|_| nameless)));
                if finding.change == Change::Removed {
                    facts.remove(&key);
                    continue;
                }
                let stated =
                    part.fields.iter().filter(|stated| !stated.value.starts_with("= ") && stated.name != "formel");
                let mut fields: BTreeMap<String, String> =
                    stated.map(|stated| (stated.name.clone(), stated.value.clone())).collect();
                if part.kind == ThingKind::Assignment {
                    fields.extend(finding.within.clone().map(|within| (UNDER.to_owned(), within)));
                }
                facts.insert(key, fields);
            }
        }
        (Change::Moved, _) => {
            if let (Some(fields), Some(after)) = (facts.get_mut(&now), &finding.texts.after)
                && fields.contains_key(UNDER)
                && field.is_empty()
            {
                fields.insert(UNDER.to_owned(), after.clone());
            }
        }
        (Change::Renamed, _) if field == "id" => readdressed(facts, finding),
        (_, ThingKind::Cell) => {
            let (row, column) = row_and_column(facts, &finding.address);
            if let (Some(fields), Some(after)) = (facts.get_mut(&(ThingKind::Row, row)), &finding.texts.after) {
                fields.insert(column, after.clone());
            }
        }
        _ => {
            readdressed(facts, finding);
            // What has no id is known by what it said.
            let key = match finding.kind {
                ThingKind::Action | ThingKind::Remark if field == "text" => {
                    let before = address(&finding.address, finding.texts.before.as_deref());
                    let fields = facts.remove(&(finding.kind, before)).unwrap_or_default();
                    let after = (finding.kind, address(&finding.address, finding.texts.after.as_deref()));
                    facts.insert(after.clone(), fields);
                    after
                }
                _ => now,
            };
            if finding.kind == ThingKind::Goal && field == "namn" {
                let (before, after) = (finding.texts.before.clone(), finding.texts.after.clone());
                for fields in facts.values_mut().filter(|fields| fields.get(UNDER) == before.as_ref()) {
                    fields.extend(after.clone().map(|after| (UNDER.to_owned(), after)));
                }
            }
            // A record's row is written once and stands in many tables.
            if let (ThingKind::Row, "namn", Some(after)) = (finding.kind, field.as_str(), &finding.texts.after) {
                let id = key.1.rsplit('.').next().map(str::to_owned);
                let alike = facts.iter_mut().filter(|((kind, address), fields)| {
                    *kind == ThingKind::Row
                        && address.rsplit('.').next() == id.as_deref()
                        && fields.get("namn") == finding.texts.before.as_ref()
                        && fields.get("område") == id.as_ref()
                });
                for (_, fields) in alike {
                    fields.insert(field.clone(), after.clone());
                }
            }
            if let Some(fields) = facts.get_mut(&key) {
                match &finding.texts.after {
                    Some(after) => drop(fields.insert(field, after.clone())),
                    None => drop(fields.remove(&field)),
                }
            }
        }
    }
}

/// Gives a thing and all under it their new address.
fn readdressed(facts: &mut Facts, finding: &Finding) {
    let Some(before) = &finding.earlier_address else { return };
    let under = format!("{before}.");
    let keys: Vec<(ThingKind, String)> = facts.keys().cloned().collect();
    for (kind, address) in keys {
        let of_table = kind.is_of_tables() == finding.kind.is_of_tables();
        let new = if address == *before && kind == finding.kind {
            finding.address.clone()
        } else if let (true, Some(rest)) = (of_table, address.strip_prefix(&under)) {
            format!("{}.{rest}", finding.address)
        } else {
            continue;
        };
        let fields = facts.remove(&(kind, address)).unwrap_or_default();
        facts.insert((kind, new), fields);
    }
}

/// The row that a cell's address begins with, and the column that it ends with.
fn row_and_column(facts: &Facts, cell: &str) -> (String, String) {
    let rows = facts.keys().filter(|(kind, _)| *kind == ThingKind::Row);
    let (table, _) = cell.split_once('.').expect("a cell has a table");
    // A row's shortest address may leave out its groups.
    let found = rows.filter_map(|(_, row)| {
        let own = row.strip_prefix(&format!("{table}."))?;
        let mut ends = own.match_indices('.').map(|(at, _)| &own[at + 1..]).chain([own]);
        let column = ends.find_map(|key| cell.strip_prefix(&format!("{table}.{key}.")))?;
        Some((row.clone(), column.to_owned()))
    });
    found.min_by_key(|(_, column)| column.len()).expect("the cell has a row")
}

/// What differs between two sets of facts.
pub(crate) fn difference(own: &Facts, other: &Facts) -> String {
    let keys: std::collections::BTreeSet<_> = own.keys().chain(other.keys()).collect();
    let differ = keys.into_iter().filter(|key| own.get(*key) != other.get(*key));
    let told = differ.map(|key| format!("{key:?}:\n  patched {:?}\n  wanted  {:?}", own.get(key), other.get(key)));
    told.take(6).collect::<Vec<_>>().join("\n")
}
