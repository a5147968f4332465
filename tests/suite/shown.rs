//! The tables that accounts and budgets have, in a plan of their own: every computed figure that a reader would check is
//! what adding by hand gives. How they are laid out is judged with the other layouts.

use crate::support::plans::drafted;
use crate::support::{project, snapshot};
use verksamhetsplan::figures::Value;
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::json;
use verksamhetsplan::{Draft, diagnostic, review};

/// Addresses, and what they are by hand.
const BY_HAND: &[(&str, &str)] = &[
    // 412,6 − 1 962,4 − 88,1; and with taxes and grants, 1 268,7 + 421,5, and what is financial, 14,2 − 11,3.
    ("resultaträkning.netto.kommunen.bokslut_2024", "−1 637,9"),
    ("resultaträkning.årets.kommunen.bokslut_2024", "55,2"),
    ("resultaträkning.årets.koncernen.budget_2026", "65,7"),
    // 1 102,0 + 55,2 is what the year after begins with.
    ("balansräkning.eget.bokslut_2024", "1 157,2"),
    ("balansräkning.eget.ingående.prognos_2025", "1 157,2"),
    ("balansräkning.tillgångar.budget_2026", "2 764,8"),
    ("balansräkning.skuldsidan.budget_2026", "2 764,8"),
    // 1 238,1 of 2 764,8.
    ("balansräkning.soliditet.budget_2026", "44,8"),
    // 41,0 − 36,5; 336,8 − 342,5; and 96,3 − 12,1.
    ("kassaflöde.förråd.prognos_2025", "4,5"),
    ("kassaflöde.korta.prognos_2025", "−5,7"),
    ("kassaflöde.ingående.prognos_2025", "96,3"),
    ("kassaflöde.utgående.prognos_2025", "84,2"),
    ("balansräkning.kassa.budget_2026", "88,6"),
    // 612,4 × 2,9 % is 17,76; 612,4 + 17,8 + 4,2 − 6,1 is where the year after begins.
    ("flerårsplan.upp.budget_2026", "17,8"),
    ("flerårsplan.ingående.plan_2027", "628,3"),
    ("flerårsplan.ram.plan_2029", "668,8"),
    // 184 200 + 5 100 − 1 850 + 2 400, and 5 650 of 184 200.
    ("ramar.ks.ram_2026", "189 850"),
    ("ramar.ks.ökning", "3,1"),
    ("ramar.summa.flytt", "0"),
    // 1 412 + 96 + 72 women and 338 + 41 + 19 men who are paid by month; 1 580 of 1 978.
    ("personal.månad.utfall_2024.alla", "1 978"),
    ("personal.månad.utfall_2024.andel", "79,9"),
    ("personal.summa.utfall_2025.andel", "78,1"),
    ("sjukfrånvaro.total.skillnad", "−0,3"),
    // 128 000 − 6 400 − 12 600 − 45 000 − 64 000, and 8 000 of the ventilation.
    ("investeringar.bro.senare", "0"),
    ("investeringar.summa.senare", "8 000"),
    // 77 more than 2 575.
    ("avgifter.hemtjänst.ändring", "3,0"),
    ("nyckeltal.väntetid.rang", "66–70"),
    // 189 400 000 / 1 184 and 301 400 000 / 298.
    ("enhetskostnader.förskola.utfall_2024", "159 966"),
    ("enhetskostnader.boende.budget_2026", "1 011 409"),
];

fn plan() -> Draft {
    let files = snapshot(&project("tests/shown/tables"));
    drafted("plan", files.iter().filter_map(|(path, bytes)| Some((path.as_str(), bytes.as_deref()?))))
}

#[test]
fn the_figures_are_those_that_adding_by_hand_gives() {
    let Draft { figures, problems, .. } = plan();
    assert!(!diagnostic::has_errors(&problems), "{problems:?}");
    for (address, expected) in BY_HAND {
        let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
        let cell = figures.find(&parts, None).unwrap_or_else(|unknown| panic!("{address}: {unknown:?}"));
        let figure = &figures.cells[cell];
        let read = match &figure.value {
            Value::Text(words) => words.clone(),
            _ => figure.printed.as_ref().map_or_else(String::new, |printed| printed.text.replace('\u{a0}', " ")),
        };
        assert_eq!(read, *expected, "{address}");
    }
}

// Every table holds: controls, notes and reconciliations, and nothing of what is usual in them is told as a mistake.
#[test]
fn nothing_is_said_of_tables_that_are_as_they_should_be() {
    let draft = plan();
    let said = review(&draft, None);
    let said =
        said.iter().filter(|problem| !["kontroll-saknas", "stor-förändring", "värde-saknas"].contains(&problem.id));
    assert_eq!(said.map(|problem| &problem.message).collect::<Vec<_>>(), Vec::<&String>::new());
}

// Notes on heads, rows and cells are in the data for other programs too.
#[test]
fn the_data_has_the_notes() {
    let Draft { plan, figures, document, .. } = &plan();
    let whole: serde_json::Value =
        serde_json::from_slice(&json::file(&Edition::new(plan, figures, document))).expect("JSON");
    let table = |id: &str| {
        let tables = whole["tables"].as_array().expect("tables");
        tables.iter().find(|table| table["id"] == id).expect("the table").clone()
    };
    let frames = table("ramar");
    assert_eq!(frames["notes"][0]["id"], "flytt");
    assert_eq!(frames["columns"][4]["notes"], serde_json::json!(["flytt"]));
    assert_eq!(frames["columns"][3].get("notes"), None);
    assert_eq!(frames["rows"][0]["cells"][4]["notes"], serde_json::json!(["turistbyrån"]));
    assert_eq!(frames["rows"][3]["notes"], serde_json::json!(["kultur"]));
    let rows = table("balansräkning")["rows"].as_array().expect("rows").clone();
    let marked: Vec<&str> = rows.iter().filter_map(|row| row["noteTable"].as_str()).collect();
    assert_eq!(marked, ["not_mark", "not_pensioner"]);
}
