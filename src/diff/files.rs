//! Files that a plan shows: a picture, a logotype or a typeface that was exchanged is a change, though every word is as
//! it was.

use crate::compare::sides::{Sides, When};
use crate::compare::words;
use crate::diagnostic::json::place;
use crate::diff::comparison::Comparison;
use crate::diff::finding::{About, Aspect, Change, Finding, Order, UnattributedFinding};
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::theme::Typeface;
use crate::source::files::PLAN_FILE;

/// A file that a text shows or leads to.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    path: &'a str,
    bytes: &'a [u8],
    /// Whether it is a picture in the text, and not something to be fetched.
    pictured: bool,
    words: &'a str,
}

/// The files that a paragraph shows, in order. Those that could not be read are not among them.
pub fn shown<'a>(text: &'a str, plan: &'a Plan) -> Vec<Shown<'a>> {
    if text.starts_with("```") || text.starts_with("~~~") {
        return Vec::new();
    }
    let found = plan.pictures.iter().filter_map(|(path, bytes)| {
        let at = named(text, path)?;
        let before = text[..at].strip_suffix("./").unwrap_or(&text[..at]);
        let label = before.trim_end_matches('<').strip_suffix("](").and_then(|before| before.rsplit_once('['));
        let (pictured, words) = label.map_or((false, ""), |(above, words)| (above.ends_with('!'), words));
        Some((at, Shown { path, bytes, pictured, words }))
    });
    let mut found: Vec<(usize, Shown<'a>)> = found.collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, shown)| shown).collect()
}

/// Where a text names a path, as it is or as an address writes it.
fn named(text: &str, path: &str) -> Option<usize> {
    let written = [path.to_owned(), path.replace(' ', "%20"), crate::source::address::address(path)];
    let found = written.iter().find_map(|path| {
        let mut places = text.match_indices(path.as_str());
        places.find(|(at, _)| {
            let before = text[..*at].strip_suffix("./").unwrap_or(&text[..*at]);
            let begins = before.ends_with(['(', '<', ' ', '"', '\'']);
            begins && text[at + path.len()..].chars().next().is_none_or(|next| ")> \"'#?".contains(next))
        })
    });
    found.map(|(at, _)| at)
}

/// What happened to the files of a paragraph that both sides have, as the texts that tell of it.
pub fn exchanged(own: Sides<&[Shown<'_>]>) -> Vec<Sides<String>> {
    let pairs = own.before.iter().zip(own.after);
    let told = pairs.filter_map(|(before, after)| {
        let what = match (before.path == after.path, before.bytes == after.bytes) {
            (true, true) => return None,
            (true, false) => "har nytt innehåll",
            (false, true) => "har samma innehåll men hämtas från en annan fil",
            (false, false) if after.pictured => "är utbytt mot en annan bild",
            (false, false) => "är utbytt mot en annan fil",
        };
        let name = |shown: &Shown<'_>| {
            let kind = if shown.pictured { "Bilden" } else { "Filen" };
            if shown.words.is_empty() { kind.to_owned() } else { format!("{kind} ”{}”", shown.words) }
        };
        Some(Sides { before: name(before), after: format!("{} {what}", name(after)) })
    });
    told.collect()
}

/// The logotype, the typeface and the template, where plan.yaml names the same ones and they are others.
pub fn compare(plans: &Comparison<'_>) -> Vec<UnattributedFinding> {
    let objects = plans.same.inventories.after.objects.iter();
    let plan = objects.enumerate().find(|(_, object)| object.kind == ThingKind::Plan).map(|(at, _)| at);
    let Some(thing) = plan.and_then(|after| Some(Sides { before: plans.same.partner(When::After, after)?, after }))
    else {
        return Vec::new();
    };
    let looks = plans.sides.map(|side| side.plan);
    let told = [
        ("logotyp", "Logotypen", logotype(looks)),
        ("typsnitt", "Typsnittet", typeface(looks)),
        ("word", "Mallen för Word", template(looks)),
    ];
    let found = told.into_iter().filter(|(.., changed)| *changed).map(|(field, name, _)| {
        let texts = Sides { before: name.to_owned(), after: format!("{name} har nytt innehåll") };
        let finding = Finding {
            name: plans.thing(When::After, thing.after).name.clone(),
            address: PLAN_FILE.to_owned(),
            aspect: Some(Aspect::Field(field.to_owned())),
            words: words::compare(&texts.before, &texts.after),
            texts: texts.map(Some),
            places: Sides::of(|when| Some(place(&plans.thing(when, thing[when]).span))),
            about: About { thing: thing.map(Some), ..About::default() },
            ..Finding::of(Change::Changed, ThingKind::Plan)
        };
        UnattributedFinding::of(finding, Order::of(ThingKind::Plan, thing.after))
    });
    found.collect()
}

fn logotype(plans: Sides<&Plan>) -> bool {
    let paths = plans.map(|plan| plan.identity.theme.logotype.as_ref().map(|logotype| &logotype.path));
    let Some(paths) = paths.both().filter(|paths| paths.before == paths.after) else { return false };
    let bytes = Sides::of(|when| plans[when].pictures.get(paths[when].as_str()));
    bytes.both().is_some_and(|bytes| bytes.before != bytes.after)
}

fn template(plans: Sides<&Plan>) -> bool {
    let templates = plans.map(|plan| plan.identity.theme.word.as_deref());
    templates.both().is_some_and(|both| both.before.path == both.after.path && both.before != both.after)
}

fn typeface(plans: Sides<&Plan>) -> bool {
    let faces = plans.map(|plan| plan.identity.theme.typeface.as_ref());
    let fonts = |face: &Typeface| {
        let mut fonts: Vec<(u16, bool, Vec<u8>)> =
            face.fonts.iter().map(|font| (font.weight, font.italic, font.bytes.clone())).collect();
        fonts.sort();
        fonts
    };
    faces
        .both()
        .is_some_and(|faces| faces.before.family == faces.after.family && fonts(faces.before) != fonts(faces.after))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_path_is_named_whole_or_not_at_all() {
        for (text, path, wanted) in [
            ("![Karta](karta.svg)", "karta.svg", true),
            ("![Karta](./karta.svg \"Foto\")", "karta.svg", true),
            ("![Karta](<min karta.svg>)", "min karta.svg", true),
            ("![Karta](min%20karta.svg)", "min karta.svg", true),
            ("![Karta](bilder/karta.svg)", "karta.svg", false),
            ("![Karta](karta.svgz)", "karta.svg", false),
            ("[karta]: karta.svg", "karta.svg", true),
        ] {
            assert_eq!(named(text, path).is_some(), wanted, "{text}");
        }
    }
}
