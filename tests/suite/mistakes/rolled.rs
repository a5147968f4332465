//! A plan for the year after `plan/2025`, made of it as a careful author would: years moved on, comparison columns filled
//! with what was decided, new amounts that agree with each other, and controls for them.

use rust_decimal::Decimal;

use super::edit::Texts;
use super::figures::block;

/// The rows that get new amounts, by table and id: this year's budget, the forecast, and last year's budget.
const ROWS: &[(&str, &str, &str)] = &[
    ("resultatbudget", "övriga_intäkter", "2590.0, 2541.2, 2528.8"),
    ("resultatbudget", "personal", "-648.1, -639.4, -633.6"),
    ("resultatbudget", "övriga_kostnader", "-1312.9, -1296.3, -1285.7"),
    ("resultatbudget", "avskrivningar_inventarier", "-63.8, -62.9, -62.6"),
    ("resultatbudget", "avskrivningar_fastigheter", "-289.4, -276.0, -275.1"),
    ("resultatbudget", "finansnetto", "-151.5, -149.0, -150.0"),
    ("resultatbudget", "fastighetsfinansiering", "-122.5, -120.0, -120.0"),
    ("driftbudget", "fastigheter", "1296.4, 21.4, 1267.9, 21.0"),
    ("driftbudget", "försörjning", "380.4, 15.6, 374.7, 15.3"),
    ("driftbudget", "inköp", "16.9, 0.8, 16.4, 0.8"),
    ("driftbudget", "it", "497.1, 23.9, 489.6, 23.4"),
    ("driftbudget", "medicinsk_teknik", "92.4, 3.2, 90.9, 3.1"),
    ("driftbudget", "ssc", "199.2, 4.3, 196.2, 4.2"),
    ("driftbudget", "gemensamt", "107.6, -67.4, 105.5, -66.0"),
    ("investeringsbudget", "byggnader", "\"= fastighetsinvesteringar.summa.belopp\", 340.0, 361.2"),
    ("investeringsbudget", "it_utrustning", "\"= it_investeringar.summa.belopp\", 99.5, 98.9"),
    ("investeringsbudget", "övrig_utrustning", "\"= övriga_investeringar.summa.belopp\", 7.1, 6.9"),
];

/// The controls of the tables that have comparisons.
const CONTROLS: &[(&str, &str)] = &[
    (
        "resultatbudget",
        "  intäkter: [2590.0, 2541.2, 2528.8]\n  kostnader: [-2314.2, -2274.6, -2257.0]\n  netto: [275.8, 266.6, 271.8]\n  resultat: [1.8, -2.4, 1.8]\n",
    ),
    ("driftbudget", "  summa: [2590.0, 1.8, 2541.2, 1.8]\n"),
    ("nyckeltal", "  lönekostnadsökningstakt: [1.4, ~, ~]\n"),
    ("investeringsbudget", "  summa: [~, 446.6, 467.0]\n"),
];

/// The files of the next year's plan.
pub(super) fn files(before: &Texts) -> Texts {
    before.iter().map(|(path, text)| (path.clone(), file(path, &years(text)))).collect()
}

/// The same text with every year one later.
fn years(text: &str) -> String {
    ["2026", "2025", "2024", "2023"]
        .iter()
        .fold(text.to_owned(), |text, year| text.replace(year, &(year.parse::<u16>().expect("a year") + 1).to_string()))
}

fn file(path: &str, text: &str) -> String {
    let mut text = text.to_owned();
    if path.starts_with("budget/") {
        let table = text.lines().next().and_then(|line| line.strip_prefix("tabell: ")).expect("an id").to_owned();
        for (_, id, amounts) in ROWS.iter().filter(|(of, ..)| *of == table) {
            text = with_amounts(&text, id, amounts);
        }
        if table == "nyckeltal" {
            text = text.replace(", 0.3, -3.0]", ", 0.9, -5.7]");
        }
        if let Some(range) = block(&text, "omräkningar") {
            text.replace_range(range, "");
        }
        let controls = CONTROLS.iter().find(|(of, _)| *of == table).expect("controls").1;
        let range = block(&text, "kontroll").expect("controls");
        text.replace_range(range, &format!("kontroll:\n{controls}"));
    }
    if path.starts_with("investeringar/") { list(&text) } else { text }
}

/// A table's text with other amounts in a row.
fn with_amounts(text: &str, id: &str, amounts: &str) -> String {
    let row = text.find(&format!("{{id: {id},")).unwrap_or_else(|| panic!("{id} is a row"));
    let start = row + text[row..].find("belopp: [").expect("amounts") + "belopp: [".len();
    let end = start + text[start..].find(']').expect("an end");
    [&text[..start], amounts, &text[end..]].concat()
}

/// A list with other amounts, and its sum.
fn list(text: &str) -> String {
    let mut sum = Decimal::ZERO;
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let number = line.split_once("belopp: [").and_then(|(_, rest)| rest.split(']').next());
        match number.and_then(|number| Some((number, number.parse::<Decimal>().ok()?))) {
            Some((number, value)) => {
                // No amount is last year's, and they are not all changed alike.
                let new =
                    value + value / Decimal::TEN + Decimal::new(i64::try_from(line.len() % 5).unwrap_or(0) + 1, 1);
                let new = new.round_dp(1);
                sum += new;
                out.push_str(&line.replace(&format!("[{number}]"), &format!("[{new}]")));
            }
            None => out.push_str(line),
        }
    }
    if let Some(range) = block(&out, "kontroll") {
        out.replace_range(range, &format!("kontroll:\n  summa: [{sum}]\n"));
    }
    out
}
