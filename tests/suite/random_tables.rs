//! Random tables: what is added and taken away comes out the same in the figures and in every output, and what half a unit
//! of rounding can do is judged as by trying it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::html::Element;
use crate::support::plans::drafted;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use rust_decimal::Decimal;
use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::{csv, html, json};
use verksamhetsplan::{Draft, diagnostic, review};

const COLUMNS: usize = 3;

/// What becomes of a row in the sum around it.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Added,
    Subtracted,
    Shown,
}

/// A row: in tenths, or a dash, or nothing.
#[derive(Debug, Clone)]
struct Leaf {
    fate: Fate,
    cells: Vec<Result<i64, &'static str>>,
}

#[derive(Debug, Clone)]
struct Group {
    fate: Fate,
    /// Whether its sum is printed.
    printed: bool,
    rows: Vec<Leaf>,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![4 => any::<bool>().prop_map(|_| Fate::Added), 1 => any::<bool>().prop_map(|_| Fate::Subtracted), 1 => any::<bool>().prop_map(|_| Fate::Shown)]
}

fn leaf() -> impl Strategy<Value = Leaf> {
    let cell = prop_oneof![6 => (-99_999_i64..99_999).prop_map(Ok), 1 => any::<bool>().prop_map(|dash| Err(if dash { "\"–\"" } else { "~" }))];
    (fate(), prop::collection::vec(cell, COLUMNS)).prop_map(|(fate, cells)| Leaf { fate, cells })
}

fn groups() -> impl Strategy<Value = Vec<Group>> {
    let group = (fate(), any::<bool>(), prop::collection::vec(leaf(), 1..5));
    prop::collection::vec(group.prop_map(|(fate, printed, rows)| Group { fate, printed, rows }), 1..4)
}

fn decided(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "",
        Fate::Subtracted => ", räknas: avgår",
        Fate::Shown => ", räknas: nej",
    }
}

/// The table as its author writes it.
fn written(groups: &[Group]) -> String {
    let mut text = "tabell: t\nrubrik: Tabell\nenhet: mnkr\ndecimaler: 0\navrundning: not\nkolumner: [{grupp: Ett, kolumner: [2024, 2025]}, 2025]\nrader:\n".to_owned();
    for (at, group) in groups.iter().enumerate() {
        let sum = if group.printed { format!(", summa: Summa {at}") } else { String::new() };
        let _ = write!(text, "  - {{grupp: Grupp {at}, id: g{at}{}{sum}, rader: [", decided(group.fate));
        for (n, row) in group.rows.iter().enumerate() {
            let cell = |cell: &Result<i64, &str>| match cell {
                Ok(tenths) => Decimal::new(*tenths, 1).to_string(),
                Err(sign) => (*sign).to_owned(),
            };
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            let fate = decided(row.fate);
            let _ = write!(text, "{{id: r{n}, namn: Rad {at} {n}{fate}, belopp: [{}]}}, ", cells.join(", "));
        }
        text.push_str("]}\n");
    }
    text + "summa: Allt\n"
}

fn plan(table: &str) -> Draft {
    let identity = "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n";
    let files =
        [("plan.yaml", identity), ("budget/t.yaml", table), ("kapitel/01.md", "# Text\n\n{{ tabell(id=\"t\") }}\n")];
    drafted("plan", files.into_iter().map(|(path, text)| (path, text.as_bytes())))
}

fn signed(fate: Fate, value: i64) -> i64 {
    match fate {
        Fate::Added => value,
        Fate::Subtracted => -value,
        Fate::Shown => 0,
    }
}

/// What each address comes to, in tenths, by adding by hand. Where there is nothing to add, nothing is said.
fn by_hand(groups: &[Group]) -> BTreeMap<String, i64> {
    let columns = ["ett.2024", "ett.2025", "2025"];
    let mut found = BTreeMap::new();
    for (column, id) in columns.iter().enumerate() {
        let mut all = None;
        for (at, group) in groups.iter().enumerate() {
            let mut sum = None;
            for (n, row) in group.rows.iter().enumerate() {
                let Ok(value) = row.cells[column] else { continue };
                found.insert(format!("t.g{at}.r{n}.{id}"), value);
                if !matches!(row.fate, Fate::Shown) {
                    sum = Some(sum.unwrap_or(0) + signed(row.fate, value));
                }
            }
            let Some(sum) = sum else { continue };
            found.insert(format!("t.g{at}.{id}"), sum);
            if !matches!(group.fate, Fate::Shown) {
                all = Some(all.unwrap_or(0) + signed(group.fate, sum));
            }
        }
        if let Some(all) = all {
            found.insert(format!("t.summa.{id}"), all);
        }
    }
    found
}

/// Every figure of a page: `<data>`, exactly and as it is read.
fn figures_of_page(edition: &Edition<'_>) -> Vec<(Decimal, String)> {
    let files = html::plan(edition).expect("a page");
    let page = Element::read(std::str::from_utf8(&files["index.html"]).expect("text"));
    let table = page.all("table").into_iter().next().expect("a table");
    let data = table.all("data").into_iter();
    data.map(|data| (data.attribute("value").expect("a value").parse().expect("a number"), data.text())).collect()
}

fn agree(groups: &[Group]) -> Result<(), String> {
    let draft = plan(&written(groups));
    if diagnostic::has_errors(&draft.problems) {
        return Err(format!("{:?}", draft.problems));
    }
    let Draft { plan, figures, document, .. } = &draft;
    let edition = Edition::new(plan, figures, document);
    let sheet = figures.sheet("t").ok_or("no sheet")?;
    let by_hand = by_hand(groups);
    let json: serde_json::Value = serde_json::from_slice(&json::file(&edition)).map_err(|error| error.to_string())?;
    let mut of_json = BTreeMap::new();
    for cell in
        json["tables"][0]["rows"].as_array().into_iter().flatten().filter_map(|row| row["cells"].as_array()).flatten()
    {
        of_json
            .insert(cell["address"].as_str().unwrap_or_default().to_owned(), cell["value"].as_str().map(str::to_owned));
    }
    let files = csv::tables(plan, document);
    let (_, bytes) = files.iter().next().ok_or("no CSV")?;
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?.trim_start_matches('\u{feff}');
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
    let printed = sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed());
    let mut of_page = figures_of_page(&edition).into_iter();
    let mut compared = 0;
    for ((at, line), row) in printed.zip(rows.get(1..).unwrap_or_default()) {
        // A column that is rounded has another beside it, with the figures exactly.
        let mut next = 1;
        for column in 0..sheet.columns.len() {
            let exact = rows[0].get(next + 1).is_some_and(|head| head.ends_with(", exakt"));
            let (shown, own) = (row[next], row[next + usize::from(exact)]);
            next += 1 + usize::from(exact);
            let cell = sheet.cell(at, column);
            let full = format!("t.{}.{}", line.path.join("."), sheet.columns[column].id);
            let Some(amount) = figures.cells[cell].amount() else {
                if by_hand.contains_key(&full) {
                    return Err(format!("{full} has no amount"));
                }
                continue;
            };
            let value = amount.value.normalize();
            let figure = figures.cells[cell].printed.as_ref().ok_or("not printed")?;
            let expected = Decimal::new(*by_hand.get(&full).ok_or(format!("{full} is too much"))?, 1).normalize();
            let number = |text: &str| text.replace(',', ".").parse::<Decimal>().map(|number| number.normalize());
            let (data, read) = of_page.next().ok_or("the page has too few figures")?;
            let json =
                of_json.get(&figures.address(cell)).cloned().flatten().ok_or(format!("{full} is not in the JSON"))?;
            let agree = value == expected
                && number(own) == Ok(expected)
                && number(&json) == Ok(expected)
                && data.normalize() == expected
                && read.replace('\u{a0}', " ") == figure.text.replace('\u{a0}', " ")
                && number(shown) == Ok(figure.rounded.normalize())
                && (figure.rounded - expected).abs() <= Decimal::new(5, 1);
            if !agree {
                return Err(format!(
                    "{full}: {expected} by hand, {value}, CSV {shown} {own}, JSON {json}, page {data} {read}"
                ));
            }
            compared += 1;
        }
    }
    if of_page.next().is_some() || compared == 0 && !by_hand.is_empty() {
        return Err("not all figures were compared".to_owned());
    }
    Ok(())
}

/// Whether a stated figure is accepted, of a sum less a part and of a share, whose inputs are rounded to one decimal.
fn accepted(inputs: [i64; 3], stated: [Decimal; 2]) -> [bool; 2] {
    let [a, b, c] = inputs.map(|tenths| Decimal::new(tenths, 1));
    let [rest, share] = stated;
    let table = format!(
        "tabell: t\nrubrik: T\nenhet: mnkr\ndelar: avrundade\nkolumner: [budget 2025]\nrader:\n  - {{id: a, namn: A, belopp: [{a}]}}\n  \
         - {{id: b, namn: B, belopp: [{b}]}}\n  - {{id: c, namn: C, räknas: avgår, belopp: [{c}]}}\n  \
         - {{id: andel, namn: Andel, enhet: \"%\", decimaler: 1, formel: \"procent(a, b)\"}}\nsumma: Summa\n\
         kontroll:\n  summa: [{rest}]\n  andel: [{share}]\n"
    );
    let problems = review(&plan(&table), None);
    let refused =
        |name: &str| problems.iter().any(|problem| problem.id == "summa-avviker" && problem.message.contains(name));
    [!refused("Summa"), !refused("Andel")]
}

/// The least and the largest of a figure, by trying every corner of what the inputs may have been.
fn tried(inputs: [i64; 3], of: impl Fn([Decimal; 3]) -> Decimal) -> (Decimal, Decimal) {
    let corners = (0..8_u32).map(|corner| {
        let moved = |at: usize| {
            let half = Decimal::new(if corner >> at & 1 == 1 { 5 } else { -5 }, 2);
            if inputs[at] == 0 { Decimal::ZERO } else { Decimal::new(inputs[at], 1) + half }
        };
        of([moved(0), moved(1), moved(2)])
    });
    let corners: Vec<Decimal> = corners.collect();
    (corners.iter().copied().min().expect("corners"), corners.iter().copied().max().expect("corners"))
}

/// A formula of three inputs, as its author writes it and by hand, and whether it gives per cent.
type Formula = (&'static str, fn([Decimal; 3]) -> Decimal, bool);

/// Inputs that are named twice, bases that move with what is divided, and functions that take now one and now the other.
const FORMULAS: [Formula; 6] = [
    ("a - b + a", |[a, b, _]| a - b + a, false),
    ("max(a, b) - c", |[a, b, c]| a.max(b) - c, false),
    ("min(a, b) + max(b, c)", |[a, b, c]| a.min(b) + b.max(c), false),
    ("(a + b) / 2 - c / 4", |[a, b, c]| (a + b) / Decimal::TWO - c / Decimal::from(4), false),
    ("procent(a - c, a)", |[a, _, c]| (a - c) * Decimal::ONE_HUNDRED / a, true),
    ("förändring(a, b)", |[a, b, _]| (a - b) * Decimal::ONE_HUNDRED / b, true),
];

/// Whether what is stated of each formula is accepted, when the inputs are rounded to one decimal.
fn accepted_of_all(inputs: [Decimal; 3], stated: &[Decimal]) -> Vec<bool> {
    let [a, b, c] = inputs;
    let mut table = format!(
        "tabell: t\nrubrik: T\nenhet: mnkr\ndelar: avrundade\nkolumner: [budget 2025]\nrader:\n  - {{id: a, namn: A, belopp: [{a}]}}\n  \
         - {{id: b, namn: B, belopp: [{b}]}}\n  - {{id: c, namn: C, belopp: [{c}]}}\n"
    );
    let mut controls = "kontroll:\n".to_owned();
    for (at, ((text, _, share), stated)) in FORMULAS.iter().zip(stated).enumerate() {
        let unit = if *share { "\"%\"" } else { "mnkr" };
        let _ =
            writeln!(table, "  - {{id: f{at}, namn: Formel {at}, enhet: {unit}, decimaler: 1, formel: \"{text}\"}}");
        let _ = writeln!(controls, "  f{at}: [{stated}]");
    }
    let problems = review(&plan(&(table + &controls)), None);
    assert!(problems.iter().all(|problem| problem.id != "blandade-enheter"), "{problems:?}");
    let refused = |at: usize| {
        let name = format!("Formel {at}");
        problems.iter().any(|problem| problem.id == "summa-avviker" && problem.message.contains(&name))
    };
    (0..FORMULAS.len()).map(|at| !refused(at)).collect()
}

/// Everything that a formula comes to, of inputs anywhere within their half units: every quarter of them is tried.
fn every_quarter(inputs: [Decimal; 3], of: fn([Decimal; 3]) -> Decimal) -> (Decimal, Decimal) {
    let quarters = || (-2..=2).map(|quarter| Decimal::new(quarter * 25, 3));
    let tried = quarters().flat_map(|a| quarters().flat_map(move |b| quarters().map(move |c| [a, b, c])));
    let found = tried.map(|[a, b, c]| of([inputs[0] + a, inputs[1] + b, inputs[2] + c]));
    let found: Vec<Decimal> = found.collect();
    (found.iter().copied().min().expect("some"), found.iter().copied().max().expect("some"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_the_same_by_hand_and_in_every_output(groups in groups()) {
        let result = agree(&groups);
        prop_assert!(result.is_ok(), "{}\n{}", result.unwrap_err(), written(&groups));
    }

    #[test]
    fn roundings_are_accepted_when_they_are_possible(a in 1_i64..400, b in 3_i64..400, c in 0_i64..99, off in -4_i64..5, more in -40_i64..41) {
        let inputs = [a, b, c];
        let half = Decimal::new(5, 2);
        let rest = Decimal::new(a + b - c + off, 1);
        let of_share = |[a, b, _]: [Decimal; 3]| a * Decimal::ONE_HUNDRED / b;
        let share = (of_share(inputs.map(|tenths| Decimal::new(tenths, 1))) + Decimal::new(more, 1)).round_dp(1);
        let meets = |(least, most): (Decimal, Decimal), stated: Decimal| least <= stated + half && stated - half <= most;
        let possible = [
            meets(tried(inputs, |[a, b, c]| a + b - c), rest),
            meets(tried(inputs, of_share), share),
        ];
        prop_assert_eq!(accepted(inputs, [rest, share]), possible, "{:?} {} {}", inputs, rest, share);
    }

    #[test]
    fn roundings_are_judged_through_any_formula(
        tenths in prop::array::uniform3(2_i64..60),
        off in prop::array::uniform6(-30_i64..31),
    ) {
        let inputs = tenths.map(|tenths| Decimal::new(tenths, 1));
        let (mut stated, mut possible) = (Vec::new(), Vec::new());
        for ((_, of, share), off) in FORMULAS.iter().zip(off) {
            // Amounts move by tenths and shares by tens of per cent.
            let off = Decimal::new(off, u32::from(!share)) / if *share { Decimal::ONE } else { Decimal::from(6) };
            let claim = (of(inputs) + off).round_dp(1);
            // What is stated without decimals is rounded to whole numbers.
            let half = Decimal::new(5, claim.scale() + 1);
            let (least, most) = every_quarter(inputs, *of);
            stated.push(claim);
            possible.push(least <= claim + half && claim - half <= most);
        }
        prop_assert_eq!(accepted_of_all(inputs, &stated), possible, "{:?} {:?}", inputs, stated);
    }
}
