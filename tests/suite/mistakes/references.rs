//! Mistakes in what refers to figures and to other things.

use super::edit::{Edit, Texts, arguments, is_table, lines};

/// The same argument with a part of its value written otherwise.
fn with(texts: &Texts, name: &str, change: impl Fn(&str) -> Vec<String>) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, range) in arguments(texts, name) {
        let value = &texts[path][range.clone()];
        found.extend(change(value).into_iter().map(|with| Edit::one(path, range.clone(), with)));
    }
    found
}

/// Addresses with another word or year for the column.
fn other_columns(value: &str) -> Vec<String> {
    let parts = value.split('.');
    let is_role = |part: &&str| ["budget", "föregående_budget", "prognos"].contains(part);
    let Some(own) = parts.into_iter().find(is_role) else { return Vec::new() };
    let others = ["budget", "föregående_budget", "prognos"].into_iter().filter(|other| *other != own);
    others
        .map(|other| value.split('.').map(|part| if part == own { other } else { part }).collect::<Vec<_>>().join("."))
        .collect()
}

/// A figure of another column.
pub(super) fn column(texts: &Texts) -> Vec<Edit> {
    with(texts, "cell", other_columns)
}

/// A figure of another row.
pub(super) fn row(texts: &Texts) -> Vec<Edit> {
    with(texts, "cell", |value| {
        let swaps = [
            (".intäkter.", ".kostnader."),
            (".intäkter.", ".netto."),
            (".resultat.", ".netto."),
            (".resultat.", ".finansnetto."),
            ("investeringsbudget.summa.", "investeringsbudget.byggnader."),
            ("investeringsbudget.summa.", "investeringsbudget.it_utrustning."),
            ("handlingsplan.summa.", "handlingsplan.personal."),
        ];
        let fitting = swaps.into_iter().filter(|(from, _)| value.contains(from));
        fitting.map(|(from, to)| value.replace(from, to)).collect()
    })
}

/// A figure of another table.
pub(super) fn table_of_figure(texts: &Texts) -> Vec<Edit> {
    with(texts, "cell", |value| {
        let swaps = [
            ("fastighetsinvesteringar.summa", "it_investeringar.summa"),
            ("fastighetsinvesteringar.summa", "övriga_investeringar.summa"),
            ("it_investeringar.summa", "fastighetsinvesteringar.summa"),
            ("it_investeringar.summa", "övriga_investeringar.summa"),
            ("övriga_investeringar.summa", "it_investeringar.summa"),
            ("investeringsbudget.summa.budget", "resultatbudget.intäkter.budget"),
            ("handlingsplan.summa", "handlingsplan_fastigheter.summa"),
            ("handlingsplan_försörjning.", "handlingsplan_fastigheter."),
        ];
        swaps.into_iter().filter(|(from, _)| value.contains(from)).map(|(from, to)| value.replace(from, to)).collect()
    })
}

/// A figure without its sign, or with it.
pub(super) fn absolute(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("kapitel/")) {
        let tags = text.match_indices(", absolut=true");
        let tags =
            tags.filter(|(at, _)| text[..*at].rfind("{{").is_some_and(|start| text[start..*at].contains("belopp(")));
        found.extend(tags.map(|(at, tag)| Edit::one(path, at..at + tag.len(), "")));
    }
    found
}

/// A chart of another column.
pub(super) fn column_of_chart(texts: &Texts) -> Vec<Edit> {
    with(texts, "kolumn", other_columns)
}

/// A chart of other rows.
pub(super) fn rows_of_chart(texts: &Texts) -> Vec<Edit> {
    with(texts, "rader", |value| if value == "kostnader" { vec!["intäkter".to_owned()] } else { Vec::new() })
}

/// Another table than the text is about.
pub(super) fn table(texts: &Texts) -> Vec<Edit> {
    const TABLES: [&str; 5] =
        ["resultatbudget", "driftbudget", "investeringsbudget", "it_investeringar", "övriga_investeringar"];
    with(texts, "id", |value| {
        let others = TABLES.iter().filter(|other| TABLES.contains(&value) && **other != value);
        others.map(|other| (*other).to_owned()).collect()
    })
}

/// A link to another chapter.
pub(super) fn chapter(texts: &Texts) -> Vec<Edit> {
    let stems: Vec<&str> = texts.keys().filter_map(|path| path.strip_prefix("kapitel/")?.strip_suffix(".md")).collect();
    with(texts, "kapitel", |value| {
        let others = stems.iter().filter(|stem| **stem != value);
        others.map(|stem| (*stem).to_owned()).collect()
    })
}

/// Another unit of the organisation.
pub(super) fn unit(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        for (start, line) in lines(text) {
            let Some(at) = line.find("område: it,") else { continue };
            found.push(Edit::one(path, start + at..start + at + "område: it,".len(), "område: inköp,"));
        }
    }
    found
}

/// An identity of another column, or of the whole instead of its part.
pub(super) fn term(texts: &Texts) -> Vec<Edit> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_table(path)) {
        for (start, line) in lines(text) {
            let Some(list) = line.find("lika: [").map(|at| at + "lika: [".len()) else { continue };
            let inner = &line[list..line[list..].find(']').map_or(line.len(), |end| list + end)];
            let mut at = start + list;
            for term in inner.split(", ") {
                found.extend(other_columns(term).into_iter().map(|with| Edit::one(path, at..at + term.len(), with)));
                at += term.len() + 2;
            }
        }
    }
    found
}
