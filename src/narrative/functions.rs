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
pub const BLOCKS: &[&str] =
    &["tabell", "diagram", "uppdrag", "styrtal", "aktiviteter", "indikatorer", "risker", "omraden"];
