//! Goals: outcomes of the measures for the year after, and targets as proposals.

use crate::quantity::period;
use crate::renewal::Years;
use crate::renewal::edits::Edits;
use crate::renewal::tree::Node;

/// Changes the measures at every level.
pub fn edit(node: &Node, text: &str, years: Years, edits: &mut Edits) {
    for (key, value) in node.entries() {
        if key.text() == Some("styrtal") {
            value.items().iter().for_each(|own| measure(own, text, years, edits));
        } else {
            edit(value, text, years, edits);
        }
    }
    node.items().iter().for_each(|item| edit(item, text, years, edits));
}

fn measure(own: &Node, text: &str, years: Years, edits: &mut Edits) {
    let mut left = Vec::new();
    if let Some(outcomes) = own.get("utfall") {
        let emptied = self::outcomes(outcomes, text, years, edits);
        left.extend(emptied.map(|year| format!("skriv utfallet för {year}")));
    }
    if let Some(aim) = own.get("målvärde") {
        targets(aim, text, years, edits);
        left.extend(
            (aim.text() != Some("nej"))
                .then(|| format!("målvärdet är det som planen för {} har; bestäm det för {}", years.old, years.new)),
        );
    }
    if own.get("jämförelser").is_some() {
        left.push("skriv nya jämförelser".to_owned());
    }
    let place = ["utfall", "målvärde", "jämförelser"]
        .into_iter()
        .find_map(|key| own.entries().iter().find(|(own, _)| own.text() == Some(key)).map(|(key, _)| key.range.start));
    if let (Some(place), false) = (place, left.is_empty()) {
        edits.todo(text, if own.is_flow { own.range.start } else { place }, left.join("; "));
    }
}

/// The outcomes, each of a later year: what is known of that year, or nothing. The last year of which nothing is known.
fn outcomes(node: &Node, text: &str, years: Years, edits: &mut Edits) -> Option<i32> {
    let alone = std::slice::from_ref(node);
    let items = if node.items().is_empty() { alone } else { node.items() };
    let year = |item: &Node| item.get("år").and_then(Node::text).and_then(period::year);
    let mut emptied = None;
    for item in items {
        let Some(later) = year(item).map(|year| year + years.shift()) else { continue };
        let known = items.iter().find(|other| year(other) == Some(later) && other.is_flow == item.is_flow);
        let new = match known {
            Some(known) => text[known.range.clone()].to_owned(),
            None if item.is_flow => format!("{{år: {later}}}"),
            None => format!("år: {later}"),
        };
        if known.is_none() {
            emptied = emptied.max(Some(later));
        }
        edits.replace(&item.range, new);
    }
    emptied
}

/// Targets by year: those of years to come, or that of the plan's year moved where there is none.
fn targets(node: &Node, text: &str, years: Years, edits: &mut Edits) {
    let all: Vec<(usize, &Node, i32)> = if node.items().is_empty() {
        let keys = node.entries().iter().enumerate();
        keys.filter_map(|(at, (key, _))| Some((at, key, key.text().and_then(period::year)?))).collect()
    } else {
        let items = node.items().iter().enumerate();
        let stated = |(at, item): (usize, &Node)| -> Option<(usize, i32)> {
            Some((at, item.get("år").and_then(Node::text).and_then(period::year)?))
        };
        let places: Vec<(usize, i32)> = items.filter_map(stated).collect();
        places.into_iter().filter_map(|(at, year)| Some((at, node.items()[at].get("år")?, year))).collect()
    };
    let has_own = all.iter().any(|(.., year)| *year == years.new);
    let kept = if has_own { None } else { all.iter().find(|(.., year)| *year == years.old) };
    let kept =
        kept.or_else(|| all.iter().filter(|_| !has_own).max_by_key(|(.., year)| *year).filter(|own| own.2 < years.new));
    if let Some((_, place, _)) = kept {
        edits.replace(&place.range, years.new.to_string());
    }
    let past = all.iter().filter(|(at, _, year)| *year < years.new && kept.is_none_or(|(own, ..)| own != at));
    edits.remove_parts(text, node, &past.map(|(at, ..)| *at).collect::<Vec<_>>());
}
