//! The plan against last year's: figures, and what is new, changed, continued and ended.

use crate::support::plans;
use verksamhetsplan::document::plain_text;
use verksamhetsplan::document::table::Table;
use verksamhetsplan::figures::Printed;
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::yearly::{Against, Kind, State, against};
use verksamhetsplan::{Draft, diagnostic, draft};

const IDENTITY: &str = "nämnd: Servicenämnden\norganisation: Regionen\nförvaltning: Service\ntitel: Plan\n";

/// A plan of a year from its files.
fn plan(year: i32, files: &[(&str, &str)]) -> Draft {
    let identity = format!("{IDENTITY}år: {year}\n");
    let chapter = "# Text\n\nText.\n";
    let mut all = vec![("plan.yaml", identity.as_str()), ("kapitel/01-text.md", chapter)];
    all.extend(files);
    let files = all.into_iter().map(|(path, text)| (path, text.as_bytes()));
    let draft = draft(Sources::from_memory("plan", files).0);
    assert!(!diagnostic::has_errors(&draft.problems), "{:?}", draft.problems);
    draft
}

fn held(now: &Draft, before: &Draft) -> Against {
    against(&now.plan, &now.figures, &before.plan, &before.figures)
}

/// The plan of 2025 against that of 2024, as they are in the project.
fn published() -> Against {
    held(&plans::plan("plan/2025").draft, &plans::plan("plan/2024").draft)
}

/// The rows of a comparison as text: name, then each cell.
fn rows(table: &Table) -> Vec<String> {
    let row = |row: &verksamhetsplan::document::table::Row| {
        let head = row.heads.iter().map(|head| plain_text(&head.content));
        let cells = row.cells.iter().map(|cell| plain_text(&cell.content));
        head.chain(cells).collect::<Vec<_>>().join(" | ").replace('\u{a0}', " ")
    };
    table.rows.iter().map(row).collect()
}

fn compared<'a>(against: &'a Against, anchor: &str) -> &'a [Table] {
    let found = against.tables.iter().find(|table| table.anchor == anchor);
    &found.unwrap_or_else(|| panic!("{anchor} is not compared")).tables
}

fn kind<'a>(against: &'a Against, name: &str) -> &'a Kind {
    against.kinds.iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("no {name}"))
}

fn labels(list: &[verksamhetsplan::yearly::Listed]) -> Vec<String> {
    list.iter().map(|listed| listed.label.replace('\u{a0}', " ")).collect()
}

// The income statement of 2025 against the plan of 2024, every figure checked by hand against both plans.
#[test]
fn the_income_statement_is_compared_with_last_years_plan() {
    let against = published();
    let [table] = compared(&against, "tabell-resultatbudget") else { panic!("one column is compared") };
    let heads: Vec<String> = table.head[0].iter().map(|head| plain_text(&head.content)).collect();
    assert_eq!(heads, ["Belopp i mnkr", "Budget 2024", "Budget 2025", "Förändring", "Förändring, %"]);
    assert_eq!(
        rows(table),
        [
            "Övriga intäkter | 2 380,0 | 2 528,8 | +148,8 | +6,3",
            "Summa intäkter | 2 380,0 | 2 528,8 | +148,8 | +6,3",
            "Personalkostnader | −665,0 | −633,6 | +31,4 | +4,7",
            "Övriga kostnader | −1 230,0 | −1 285,7 | −55,7 | −4,5",
            "Avskrivningar, inventarier | −62,0 | −62,6 | −0,6 | −1,0",
            "Avskrivningar, fastigheter | −242,0 | −275,1 | −33,1 | −13,7",
            "Summa kostnader | −2 199,0 | −2 257,0 | −58,0 | −2,6",
            "Verksamhetens nettokostnader | 181,0 | 271,8 | +90,8 | +50,2",
            "Finansnetto | −150,0 | −150,0 | 0,0 | 0,0",
            "Fastighetsfinansiering | −7,8 | −120,0 | −112,2 | −1 438,5",
            "Resultat | 23,2 | 1,8 | −21,4 | −92,2",
        ]
    );
    assert!(
        table
            .remarks
            .iter()
            .any(|remark| remark == "I planen för 2024: Beloppen för budget 2024 är en preliminär beräkning.")
    );
}

// Every measure under the period has its own table, ratios differ by percentage points, and lists are held row by row.
#[test]
fn measures_ratios_and_lists_are_compared() {
    let against = published();
    let [turnover, frame] = compared(&against, "tabell-driftbudget") else { panic!("two columns are compared") };
    assert_eq!(turnover.caption, "Driftbudget servicenämnd: budget 2025, omsättning mot planen för 2024");
    assert!(rows(turnover).contains(&"Summa | 2 380,0 | 2 528,8 | +148,8 | +6,3".to_owned()), "{:?}", rows(turnover));
    // The sign has changed, so a per cent would say nothing.
    assert!(rows(frame).contains(&"Summa | −23,2 | 1,8 | +25,0 | –".to_owned()), "{:?}", rows(frame));
    assert!(frame.remarks.iter().any(|remark| remark.contains("omvänt tecken")));
    let [ratio] = compared(&against, "tabell-nyckeltal") else { panic!("one column is compared") };
    assert_eq!(rows(ratio), ["Lönekostnadsökningstakt | −3,0 | −5,7 | −2,7 procentenheter"]);
    let [list] = compared(&against, "tabell-it-investeringar") else { panic!("one column is compared") };
    let gone = rows(list).iter().filter(|row| row.contains("| Raden finns inte | – | –")).count();
    let new = rows(list)
        .iter()
        .filter(|row| row.contains("| Raden finns inte |") && !row.ends_with("Raden finns inte | – | –"))
        .count();
    assert!(gone > 0 && new > 0, "{:?}", rows(list));
}

// Amounts in another unit are converted, rows that only one plan has say so, and what is empty is not nought.
#[test]
fn units_gone_rows_and_empty_cells() {
    let table = |year: i32, unit: &str, rows: &str| {
        format!("tabell: drift\nrubrik: Drift\nenhet: {unit}\nkolumner: [budget {year}]\nrader:\n{rows}")
    };
    let before = table(
        2024,
        "tkr",
        "  - {id: a, namn: A, belopp: [1500]}\n  - {id: b, namn: B, belopp: [7]}\n  - {id: c, namn: C, belopp: [~]}\n",
    );
    let now = table(
        2025,
        "mnkr",
        "  - {id: a, namn: A, belopp: [2.25]}\n  - {id: ny, namn: Ny, belopp: [1]}\n  - {id: c, namn: C, belopp: [0]}\n",
    );
    let against = held(&plan(2025, &[("budget/a.yaml", &now)]), &plan(2024, &[("budget/a.yaml", &before)]));
    let [table] = compared(&against, "tabell-drift") else { panic!("one column is compared") };
    assert_eq!(
        rows(table),
        [
            "A | 1 500,0 | 2,3 | +0,8 | +50,0",
            "Ny | Raden finns inte | 1,0 | – | –",
            "C |  | 0,0 | – | –",
            "B, tkr | 7,0 | Raden finns inte | – | –",
        ]
    );
    assert_eq!(table.rows[0].cells[2].figure.as_ref().map(Printed::exact).as_deref(), Some("0.75"));
}

// A column is held against the same kind and part of the year before, however it is written; a span that begins with
// the plan moves with it, and one that does not is the same years in both plans.
#[test]
fn a_column_is_compared_with_the_same_time_a_year_earlier() {
    let table = |columns: &str, amounts: &str| {
        format!(
            "tabell: t\nrubrik: T\nenhet: mnkr\nkolumner: [{columns}]\nrader:\n  - {{id: a, namn: A, belopp: [{amounts}]}}\n"
        )
    };
    let now = table(
        "budget 2025, utfall jan–aug 2025, plan 2025–2029, 2023–2026, plan 2026, {id: antal_2025, namn: Antal}, mandatperioden",
        "1, 2, 3, 4, 5, 6, 7",
    );
    let before = table(
        "budget 2024, utfall januari–augusti 2024, plan 2024–2028, 2023–2026, plan 2026, {id: antal_2024, namn: Antal}, mandatperioden",
        "10, 20, 30, 40, 50, 60, 70",
    );
    let against = held(&plan(2025, &[("budget/t.yaml", &now)]), &plan(2024, &[("budget/t.yaml", &before)]));
    let found: Vec<(String, String)> = compared(&against, "tabell-t")
        .iter()
        .map(|table| (plain_text(&table.head[0][1].content), rows(table).concat()))
        .collect();
    let found: Vec<String> = found.iter().map(|(head, row)| format!("{head}: {row}")).collect();
    assert_eq!(
        found,
        [
            "Budget 2024: A | 10,0 | 1,0 | −9,0 | −90,0",
            "Utfall januari–augusti 2024: A | 20,0 | 2,0 | −18,0 | −90,0",
            "Plan 2024–2028: A | 30,0 | 3,0 | −27,0 | −90,0",
            "2023–2026, 2024: A | 40,0 | 4,0 | −36,0 | −90,0",
            "Antal, 2024: A | 60,0 | 6,0 | −54,0 | −90,0",
            "Mandatperioden, 2024: A | 70,0 | 7,0 | −63,0 | −90,0",
        ]
    );
}

// Assignments are known by number and words: a number that is given to something else is no continuation.
#[test]
fn a_reused_number_is_another_assignment() {
    let goals = |assignments: &str| format!("målområden:\n  - id: a\n    namn: Ett mål\n    uppdrag:\n{assignments}");
    let before = goals(
        "      - {nr: 30, text: Revidera den upphandlingspolicy som regionen har.}\n      - {nr: 31, text: Bygg en kylcentral vid sjukhuset.}\n      - {nr: 32, text: Minska klimatavtrycket från all verksamhet.}\n      - {id: måltider, text: Ta fram en plan för måltider.}\n",
    );
    let now = goals(
        "      - {nr: 30, text: Revidera den upphandlingspolicy som regionen har i dag.}\n      - {nr: 31, text: Främja den digitala kulturen.}\n      - {nr: 40, text: Minska klimatavtrycket från all verksamhet.}\n      - {id: måltider, text: Genomför planen.}\n",
    );
    let files = |goals: &str| [("malomraden.yaml", goals.to_owned())];
    let (now, before) = (files(&now), files(&before));
    let draft = |year, files: &[(&str, String)]| {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        plan(year, &files)
    };
    let against = held(&draft(2025, &now), &draft(2024, &before));
    let state = |anchor: &str| against.standings.get(anchor).map(|standing| (standing.state, standing.label.as_str()));
    assert_eq!(state("uppdrag-30"), Some((State::Changed, "Ändrat sedan planen för 2024")));
    assert_eq!(state("uppdrag-31"), Some((State::New, "Nytt i planen för 2025")));
    assert_eq!(state("uppdrag-40"), Some((State::Continued, "Fortsätter från planen för 2024")));
    assert_eq!(against.standings["uppdrag-40"].before[0].texts, ["Uppdrag\u{a0}32"]);
    assert_eq!(state("uppdrag-maltider").map(|(state, _)| state), Some(State::Changed));
    assert_eq!(state("mal-a").map(|(state, _)| state), Some(State::Continued));
    let assignments = kind(&against, "Uppdrag");
    assert_eq!(assignments.ended_heading, "Avslutade uppdrag");
    assert_eq!(labels(&assignments.ended), ["Uppdrag 31"]);
    assert_eq!(assignments.ended[0].text, "Bygg en kylcentral vid sjukhuset.");
}

// A plan against itself has nothing new, changed or ended, and no figure that differs.
#[test]
fn a_plan_against_itself_is_the_same() {
    let now = &plans::plan("plan/2025").draft;
    let mut before = plans::plan("plan/2025").edited(&[]);
    before.plan.identity.year = 2024;
    let against = held(now, &before);
    assert!(!against.standings.is_empty());
    for (anchor, standing) in &against.standings {
        assert!(standing.state == State::Continued && standing.before.is_empty(), "{anchor}: {standing:?}");
    }
    assert!(against.kinds.iter().all(|kind| kind.new.is_empty() && kind.changed.is_empty() && kind.ended.is_empty()));
}

// Every object of both published plans is told of exactly once.
#[test]
fn every_object_is_told_of_once() {
    let against = published();
    let (now, before) = (&plans::plan("plan/2025").draft, &plans::plan("plan/2024").draft);
    let count = |draft: &Draft| {
        let goals = draft.plan.all_goals();
        let within = |goal: &&verksamhetsplan::model::goals::Goal| {
            1 + goal.assignments.len() + goal.measures.len() + goal.indicators.len() + goal.activities.len()
        };
        goals.iter().map(within).sum::<usize>() + draft.plan.risks.len()
    };
    let told = |lists: fn(&Kind) -> usize| against.kinds.iter().map(lists).sum::<usize>();
    let continued = told(|kind| kind.changed.len() + kind.continued.len());
    assert_eq!(told(|kind| kind.new.len()) + continued, count(now));
    assert_eq!(told(|kind| kind.ended.len()) + continued, count(before));
    assert_eq!(against.standings.len(), count(now), "each has a standing at its anchor");
    let risks = kind(&against, "Risker");
    assert!(!risks.changed.is_empty() && !risks.continued.is_empty(), "{risks:?}");
}
