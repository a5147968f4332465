//! What other programs make of signs: low and high letters, classes, boxes of advice, links of wikis, references.

use crate::read::markup::near::Found;
use crate::read::markup::sign::{BLANK, Line, Reading, Sign};

/// What a line has of signs that only other programs know.
pub fn find(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    let (range, message, hint) = raised(line)
        .or_else(|| advice(line))
        .or_else(|| properties(line))
        .or_else(|| page_of_wiki(line))
        .or_else(|| reference(line))?;
    let hint = if reading == Reading::Letters { "skriv texten utan tecknen".to_owned() } else { hint };
    Some(Sign::new(line.part(range), message, hint))
}

/// `H~2~O` and `m^2^`. One sign alone, as in 5^2, is what its author wants to be read.
fn raised(line: &Line<'_>) -> Option<Found> {
    ["~", "^"].into_iter().find_map(|sign| {
        let (start, end) = line.drawn.match_indices(sign).find_map(|(start, _)| {
            let inner = &line.drawn[start + 1..];
            let length = inner.find(|c: char| !c.is_alphanumeric() && !"+-−".contains(c))?;
            let is_short = (1..=4).contains(&inner[..length].chars().count());
            let is_behind_word = line.drawn[..start].ends_with(char::is_alphanumeric);
            (is_short && is_behind_word && inner[length..].starts_with(sign)).then_some((start, start + length + 2))
        })?;
        let where_to = if sign == "~" { "sänker" } else { "höjer" };
        Some((
            start..end,
            format!("\"{sign}\" {where_to} inga tecken: det trycks som det står"),
            "skriv tecknet självt, till exempel ₂ eller ²".to_owned(),
        ))
    })
}

/// `[!NOTE]` first on a line.
fn advice(line: &Line<'_>) -> Option<Found> {
    let rest = line.drawn.strip_prefix("[!")?;
    let length = rest.find(']').filter(|end| *end > 0 && rest[..*end].chars().all(|c| c.is_ascii_alphabetic()))?;
    Some((
        0..length + 3,
        format!("\"[!{}]\" blir ingen ruta: tecknen trycks som de står", &rest[..length]),
        "ta bort raden, och skriv texten som ett eget stycke eller ett citat".to_owned(),
    ))
}

/// `{.klass}`, `{width=50%}` behind what they belong to elsewhere.
fn properties(line: &Line<'_>) -> Option<Found> {
    line.drawn.match_indices('{').find_map(|(start, _)| {
        let inner = &line.drawn[start + 1..];
        let end = inner.find('}')?;
        let inner = inner[..end].trim();
        let is_class = inner.strip_prefix('.').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        let is_property = inner.split_once('=').is_some_and(|(name, value)| {
            !name.is_empty() && !value.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
        });
        let is_behind = line.drawn[..start].ends_with([']', ')', '`', BLANK]);
        (is_behind && (is_class || is_property)).then(|| {
            (
                start..start + end + 2,
                "klasser och egenskaper finns inte här: de trycks som de står".to_owned(),
                "ta bort klamrarna och det som står i dem: utseendet kommer av temat".to_owned(),
            )
        })
    })
}

/// `[[Sida]]`.
fn page_of_wiki(line: &Line<'_>) -> Option<Found> {
    let start = line.drawn.find("[[")?;
    let end = start + line.drawn[start..].find("]]")?;
    let is_name = line.drawn[start + 2..end].starts_with(char::is_alphabetic);
    is_name.then(|| {
        (
            start..end + 2,
            "länken blev ingen länk: dubbla hakparenteser trycks som de står".to_owned(),
            "skriv [text](https://…), eller {{ se(kapitel=\"…\") }}".to_owned(),
        )
    })
}

/// `[@källa]`.
fn reference(line: &Line<'_>) -> Option<Found> {
    let start = line.drawn.find("[@")?;
    let end = start + line.drawn[start..].find(']')?;
    let is_name = line.drawn[start + 2..end].starts_with(char::is_alphabetic);
    is_name.then(|| {
        (
            start..end + 1,
            "källhänvisningen blev ingen hänvisning: den trycks som den står".to_owned(),
            "skriv källan i en fotnot: [^namn] i texten och [^namn]: … på en egen rad".to_owned(),
        )
    })
}
