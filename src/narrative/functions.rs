//! What narrative may write between braces.

use std::sync::LazyLock;

use crate::model::kind::{Shown, ThingKind};

/// Functions that are not for one kind of thing, with the arguments they know.
const GENERAL: [(&str, &[&str]); 7] = [
    ("belopp", &["cell", "form", "enhet", "decimaler", "absolut", "ungefar"]),
    ("skillnad", &["cell", "mot", "form", "enhet", "decimaler", "absolut", "procent"]),
    ("antal", &["vad"]),
    ("namn", &["omrade"]),
    ("rubrik", &["id"]),
    (
        "diagram",
        &[
            "visa",
            "rubrik",
            "tabell",
            "rader",
            "rad",
            "kolumn",
            "kolumner",
            "grupper",
            "ordning",
            "absolut",
            "malomrade",
        ],
    ),
    ("omraden", &[]),
];

/// Every function with the arguments it knows: `se` refers to whatever has an anchor, and each kind of thing has the
/// function that shows it.
pub static FUNCTIONS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let anchors = ThingKind::TOLD.into_iter().filter_map(|kind| kind.traits().anchor);
    let shown = ThingKind::TOLD.into_iter().filter_map(|kind| match kind.traits().shown {
        Shown::Within => None,
        Shown::Each(function) => Some((function, vec!["id"])),
        Shown::OfGoal(function) => Some((function, vec!["malomrade"])),
        Shown::Together(function) => Some((function, Vec::new())),
    });
    let general = GENERAL.into_iter().map(|(name, arguments)| (name, arguments.to_vec()));
    general.chain([("se", std::iter::once("kapitel").chain(anchors).collect())]).chain(shown).collect()
});

/// Variables that narrative may print, besides `ar`.
pub const VARIABLES: &[&str] = &["namnd", "forvaltning", "organisation"];

/// Whether a function's result stands alone in its paragraph.
pub fn is_block(function: &str) -> bool {
    ["diagram", "omraden"].contains(&function) || ThingKind::shown_by(function).is_some()
}
