//! What narrative may write between braces.

use std::sync::LazyLock;

use crate::model::kind::{Shown, ThingKind};
use crate::views::followed;

/// A function's name, and the arguments that it knows.
type Function = (&'static str, Vec<&'static str>);

/// Functions for figures and names in running text.
const INLINE: [(&str, &[&str]); 6] = [
    ("belopp", &["cell", "form", "enhet", "decimaler", "absolut", "ungefar"]),
    ("skillnad", &["cell", "mot", "form", "enhet", "decimaler", "absolut", "procent"]),
    ("antal", &["vad", "status", "bedomning"]),
    ("period", &[]),
    ("namn", &["omrade"]),
    ("rubrik", &["id"]),
];

/// What a diagram may be told.
const DIAGRAM: [&str; 11] =
    ["visa", "rubrik", "tabell", "rader", "rad", "kolumn", "kolumner", "grupper", "ordning", "absolut", "malomrade"];

/// Every function with the arguments it knows: `se` refers to whatever has an anchor, and each kind of thing has the
/// function that shows it.
pub static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let anchors = ThingKind::TOLD.into_iter().filter_map(|kind| kind.traits().anchor);
    let shown = ThingKind::TOLD.into_iter().filter_map(|kind| match kind.traits().shown {
        Shown::Within => None,
        Shown::Each(function) => Some((function, vec!["id"])),
        Shown::OfGoal(function) => Some((function, vec!["malomrade"])),
        Shown::Together(function) => Some((function, vec!["ordning"])),
    });
    let (each, lists): (Vec<Function>, Vec<Function>) = shown.partition(|(_, arguments)| arguments.contains(&"id"));
    let mut all: Vec<Function> = INLINE.into_iter().map(|(name, arguments)| (name, arguments.to_vec())).collect();
    all.push(("se", std::iter::once("kapitel").chain(anchors).collect()));
    all.extend(each);
    all.push(("diagram", DIAGRAM.to_vec()));
    all.extend(lists);
    all.push(("omraden", Vec::new()));
    let takes = |name: &str| if name == "kvar" { vec!["omrade"] } else { Vec::new() };
    all.extend(followed::CALLS.into_iter().map(|name| (name, takes(name))));
    all
});

/// Variables that narrative may print, besides `ar`.
pub const VARIABLES: &[&str] = &["namnd", "forvaltning", "organisation"];

/// Whether a function's result stands alone in its paragraph.
pub fn is_block(function: &str) -> bool {
    ["diagram", "omraden"].contains(&function)
        || followed::CALLS.contains(&function)
        || ThingKind::shown_by(function).is_some()
}
