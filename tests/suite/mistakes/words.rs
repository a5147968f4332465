//! Mistakes in texts: of chapters, tables and the other files.

use super::edit::{Edit, Texts, lines, places};

/// The plan's year in the text of plan.yaml.
fn year(texts: &Texts) -> u16 {
    let rest = texts["plan.yaml"].split("\når: ").nth(1).expect("a year");
    rest[..4].parse().expect("a year")
}

fn replaced(texts: &Texts, within: &str, swaps: &[(&str, &str)]) -> Vec<Edit> {
    let mut found = Vec::new();
    for (from, to) in swaps {
        found.extend(places(texts, within, from).into_iter().map(|(path, range)| Edit::one(path, range, *to)));
    }
    found
}

/// Running text still speaks of last year where it means this year.
pub(super) fn stale_year(texts: &Texts) -> Vec<Edit> {
    let (own, before) = (year(texts).to_string(), (year(texts) - 1).to_string());
    let mut found = replaced(texts, "kapitel/", &[(own.as_str(), before.as_str())]);
    // A heading is another kind of mistake.
    found.retain(|edit| !line_of(texts, edit).starts_with('#'));
    found
}

/// A heading, a caption or a sum's name still has last year.
pub(super) fn stale_label(texts: &Texts) -> Vec<Edit> {
    let (own, before) = (year(texts).to_string(), (year(texts) - 1).to_string());
    let mut found = replaced(texts, "", &[(own.as_str(), before.as_str())]);
    found.retain(|edit| {
        let line = line_of(texts, edit);
        line.starts_with('#') || line.starts_with("rubrik:") || line.starts_with("summa:")
    });
    found
}

/// Notes, descriptions and remarks of the data still have last year.
pub(super) fn stale_remark(texts: &Texts) -> Vec<Edit> {
    let (own, before) = (year(texts).to_string(), (year(texts) - 1).to_string());
    let mut found = replaced(texts, ".yaml", &[(own.as_str(), before.as_str())]);
    found.retain(|edit| {
        let line = line_of(texts, edit).trim_start();
        ["- \"", "ram: ", "beskrivning:"].iter().any(|begin| line.starts_with(begin))
    });
    found
}

/// A comparison's year has not been moved on.
pub(super) fn stale_comparison(texts: &Texts) -> Vec<Edit> {
    let (own, before) = ((year(texts) - 1).to_string(), (year(texts) - 2).to_string());
    let mut found = replaced(texts, "kapitel/06", &[(own.as_str(), before.as_str())]);
    found.extend(replaced(texts, "kapitel/04", &[(own.as_str(), before.as_str())]));
    found.retain(|edit| line_of(texts, edit).contains("rognos"));
    found
}

fn line_of<'a>(texts: &'a Texts, edit: &Edit) -> &'a str {
    let text = &texts[&edit.path];
    let at = edit.parts[0].0.start;
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[start..].split('\n').next().unwrap_or_default()
}

/// The word for the sign is the other.
pub(super) fn surplus(texts: &Texts) -> Vec<Edit> {
    let mut found =
        replaced(texts, "kapitel/06", &[("underskott på", "överskott på"), ("överskott på", "underskott på")]);
    found.retain(|edit| line_of(texts, edit).contains("belopp("));
    found
}

/// The kind of period is another.
pub(super) fn kind_of_period(texts: &Texts) -> Vec<Edit> {
    let mut found = replaced(
        texts,
        "kapitel/06",
        &[
            ("Enligt prognosen slutar", "Enligt bokslutet slutade"),
            ("Enligt prognosen slutar", "Enligt budgeten slutar"),
            ("Nämnden budgeterar", "Enligt prognosen får nämnden"),
            ("Investeringsbudgeten för", "Prognosen för investeringarna för"),
        ],
    );
    found.retain(|edit| line_of(texts, edit).contains("belopp("));
    found
}

/// A sentence says the name of another row than it prints.
pub(super) fn subject(texts: &Texts) -> Vec<Edit> {
    let mut found = replaced(
        texts,
        "kapitel/",
        &[
            ("budgeterar intäkter på", "budgeterar kostnader på"),
            ("ett resultat på", "ett finansnetto på"),
            ("ett resultat på", "nettokostnader på"),
            ("Fastighetsinvesteringarna för", "IT-investeringarna för"),
            ("IT-investeringarna för", "Fastighetsinvesteringarna för"),
            ("De övriga investeringarna för", "IT-investeringarna för"),
            ("Investeringsbudgeten för", "Driftbudgeten för"),
        ],
    );
    found.retain(|edit| line_of(texts, edit).contains("belopp("));
    found
}

/// A figure's word for its size is the other.
pub(super) fn typed_unit(texts: &Texts) -> Vec<Edit> {
    replaced(texts, "kapitel/06", &[("miljoner kronor", "tusen kronor"), ("miljoner kronor", "miljarder kronor")])
}

/// A measure's target is ten times as high, or a tenth.
pub(super) fn target(texts: &Texts) -> Vec<Edit> {
    numbers_of(texts, "målvärde: ", |text| format!("{text}0"))
}

/// A long target is the other side of this year's.
pub(super) fn long_target(texts: &Texts) -> Vec<Edit> {
    numbers_of(texts, "långsiktigt: ", |text| format!("{text}0"))
}

/// An outcome is ten times as high.
pub(super) fn outcome(texts: &Texts) -> Vec<Edit> {
    numbers_of(texts, "värde: ", |text| if text.contains('.') { text.replace('.', "") } else { format!("{text}0") })
}

fn numbers_of(texts: &Texts, key: &str, change: impl Fn(&str) -> String) -> Vec<Edit> {
    let mut found = Vec::new();
    let text = &texts["malomraden.yaml"];
    for (at, _) in text.match_indices(key) {
        let at = at + key.len();
        let number: String = text[at..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        if number.parse::<rust_decimal::Decimal>().is_ok_and(|number| !number.is_zero()) {
            found.push(Edit::one("malomraden.yaml", at..at + number.len(), change(&number)));
        }
    }
    found
}

/// Which way is better is turned round.
pub(super) fn better(texts: &Texts) -> Vec<Edit> {
    replaced(texts, "malomraden", &[("riktning: lägre", "riktning: högre"), ("riktning: högre", "riktning: lägre")])
}

/// An assignment has another's number.
pub(super) fn numbers_swapped(texts: &Texts) -> Vec<Edit> {
    let text = &texts["malomraden.yaml"];
    let numbers: Vec<_> = lines(text)
        .filter_map(|(start, line)| {
            let at = line.find("{nr: ")? + "{nr: ".len();
            let length = line[at..].find(|c: char| !c.is_ascii_digit())?;
            Some(start + at..start + at + length)
        })
        .collect();
    numbers.windows(2).map(|pair| Edit::swap("malomraden.yaml", text, pair[0].clone(), pair[1].clone())).collect()
}

/// An assignment is gone.
pub(super) fn assignment_deleted(texts: &Texts) -> Vec<Edit> {
    let text = &texts["malomraden.yaml"];
    let own = lines(text).filter(|(_, line)| line.trim_start().starts_with("- {nr: "));
    let found: Vec<Edit> = own.map(|(at, line)| Edit::one("malomraden.yaml", at..at + line.len(), "")).collect();
    found.into_iter().filter(|edit| edit.applied(texts).is_some_and(|text| !empty_list(&text))).collect()
}

/// A key with nothing under it is another mistake.
fn empty_list(text: &str) -> bool {
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    all.windows(2).any(|pair| pair[0].ends_with("uppdrag:") && !pair[1].trim_start().starts_with('-'))
}

/// Who answers for an assignment is another unit than last year, or none.
pub(super) fn responsible(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| ["malomraden.yaml", "risker.yaml"].contains(&path.as_str())) {
        for (at, key) in text.match_indices(", ansvarig: [") {
            if let Some(end) = text[at + key.len()..].find(']') {
                found.push(Edit::one(path, at..at + key.len() + end + 1, ""));
            }
        }
    }
    found
}

/// A caption is another list's.
pub(super) fn caption(texts: &Texts) -> Vec<Edit> {
    let own = texts.iter().filter(|(path, _)| path.starts_with("investeringar/") || path.starts_with("budget/"));
    let captions: Vec<(&String, std::ops::Range<usize>)> = own
        .filter_map(|(path, text)| {
            let at = text.find("\nrubrik: ")? + "\nrubrik: ".len();
            Some((path, at..at + text[at..].find('\n')?))
        })
        .collect();
    let mut found = Vec::new();
    for pair in captions.windows(2) {
        let ((path, range), (other, there)) = (&pair[0], &pair[1]);
        found.push(Edit::one(path, range.clone(), &texts[*other][there.clone()]));
    }
    found
}

/// The plan's status or year is last year's.
pub(super) fn identity(texts: &Texts) -> Vec<Edit> {
    let (own, before) = (year(texts).to_string(), (year(texts) - 1).to_string());
    let mut found = replaced(texts, "plan.yaml", &[(own.as_str(), before.as_str())]);
    found.extend(replaced(
        texts,
        "plan.yaml",
        &[("Servicenämnden", "Tekniska nämnden"), ("Regionservice", "Regionservis")],
    ));
    found
}
