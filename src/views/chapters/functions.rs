//! What narrative may write between braces.

/// Every function with the arguments it knows.
pub const FUNCTIONS: &[(&str, &[&str])] = &[
    ("belopp", &["cell", "form", "enhet", "decimaler", "absolut", "ungefar"]),
    ("skillnad", &["cell", "mot", "form", "enhet", "decimaler", "absolut", "procent"]),
    ("antal", &["vad"]),
    ("namn", &["omrade"]),
    ("rubrik", &["id"]),
    ("se", &["tabell", "kapitel", "uppdrag", "styrtal", "risk", "mal"]),
    ("tabell", &["id"]),
    ("uppdrag", &["malomrade"]),
    ("styrtal", &["malomrade"]),
    ("aktiviteter", &["malomrade"]),
    ("indikatorer", &["malomrade"]),
    ("risker", &[]),
    ("omraden", &[]),
];

/// Variables that narrative may print, besides `ar`.
pub const VARIABLES: &[&str] = &["namnd", "forvaltning", "organisation"];

/// Functions whose result stands alone in its paragraph.
pub const BLOCKS: &[&str] = &["tabell", "uppdrag", "styrtal", "aktiviteter", "indikatorer", "risker", "omraden"];
