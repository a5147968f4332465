//! `vplan explain`: a figure down to the numbers that were written, and a number up to everything that it moves.

use crate::support::Sandbox;
use crate::support::told::Place;
use rust_decimal::Decimal;
use serde_json::Value;

const RESULT: &str = "resultatbudget.resultat.budget_2025";
const INPUT: &str = "resultatbudget.personal.budget_2025";

/// A node of the tree as JSON has it, with its depth.
struct Node {
    depth: usize,
    cell: Value,
}

/// What a run says as JSON, one explanation for each plan that has the cell.
fn explained(sandbox: &Sandbox, arguments: &[&str]) -> Vec<Value> {
    let run = sandbox.run(&[&["explain", "--format", "json"], arguments].concat()).silent();
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("no JSON ({error}):\n{}", run.stdout))
}

/// What the one plan that has a cell says of it.
fn only(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let mut explained = explained(sandbox, arguments);
    assert_eq!(explained.len(), 1, "{arguments:?}");
    explained.remove(0)
}

/// A tree from its root, each cell before its operands.
fn nodes(trace: &Value) -> Vec<Node> {
    let (mut nodes, mut stack) = (Vec::new(), vec![(0, trace)]);
    while let Some((depth, cell)) = stack.pop() {
        stack.extend(operands(cell).iter().rev().map(|operand| (depth + 1, operand)));
        nodes.push(Node { depth, cell: cell.clone() });
    }
    nodes
}

fn operands(cell: &Value) -> &[Value] {
    cell["operands"].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn addresses(cells: &Value) -> Vec<&str> {
    cells.as_array().expect("a list").iter().map(|cell| text(cell, "address")).collect()
}

fn place(value: &Value) -> Place {
    let place = &value["place"];
    let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
    Place { file: text(place, "file").to_owned(), line: number("line"), column: number("column") }
}

fn exact(cell: &Value) -> Decimal {
    text(cell, "exact").parse().expect("a decimal")
}

/// What stands in the file at a place, up to what ends an item of a list.
fn standing_at(sandbox: &Sandbox, place: &Place) -> String {
    let file = sandbox.text(&place.file);
    let line = file.lines().nth(place.line - 1).expect("the line is in the file");
    line.chars().skip(place.column - 1).take_while(|c| ![',', ']', '}'].contains(c)).collect()
}

// The tree goes from the result to every number that it is made of, and no further.
#[test]
fn the_result_is_explained_down_to_its_inputs() {
    let sandbox = Sandbox::new();
    let explained = only(&sandbox, &[RESULT]);
    assert_eq!(text(&explained, "plan"), "plan/2025");
    let tree: Vec<(usize, String, String)> = nodes(&explained["trace"])
        .iter()
        .map(|node| {
            let (address, origin) = (text(&node.cell, "address"), text(&node.cell, "origin"));
            let row = address.strip_prefix("resultatbudget.").and_then(|rest| rest.strip_suffix(".budget_2025"));
            (node.depth, row.unwrap_or(address).to_owned(), origin.to_owned())
        })
        .collect();
    let expected = [
        (0, "resultat", "formula"),
        (1, "netto", "formula"),
        (2, "intäkter", "sum"),
        (3, "övriga_intäkter", "input"),
        (2, "kostnader", "sum"),
        (3, "personal", "input"),
        (3, "övriga_kostnader", "input"),
        (3, "avskrivningar_inventarier", "input"),
        (3, "avskrivningar_fastigheter", "input"),
        (1, "finansnetto", "input"),
        (1, "fastighetsfinansiering", "input"),
    ];
    assert_eq!(tree, expected.map(|(depth, row, origin)| (depth, row.to_owned(), origin.to_owned())));
}

// Each input's place holds the number that the tree has, each formula's place the formula; sums are sums.
#[test]
fn every_place_holds_what_the_tree_says() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let mut inputs = 0;
    for cell in [
        RESULT,
        "investeringsbudget.summa.budget_2025",
        "driftbudget.summa.budget_2025.ram",
        "nyckeltal.lönekostnadsökningstakt.budget_2025",
        "handlingsplan.summa.2024",
        "handlingsplan.summa.årsarbetare",
    ] {
        for node in nodes(&only(&sandbox, &[cell])["trace"]) {
            let Node { cell, .. } = node;
            let standing = standing_at(&sandbox, &place(&cell));
            match text(&cell, "origin") {
                "input" => {
                    let written: Decimal =
                        standing.parse().unwrap_or_else(|_| panic!("{standing} at {}", place(&cell)));
                    assert_eq!(written, exact(&cell), "{}", place(&cell));
                    assert!(operands(&cell).is_empty() && cell.get("formula").is_none(), "{cell}");
                    inputs += 1;
                }
                "sum" => {
                    let sum: Decimal = operands(&cell).iter().map(exact).sum();
                    assert_eq!(sum, exact(&cell), "{cell}");
                }
                _ => {
                    assert!(!operands(&cell).is_empty(), "{cell}");
                    // A formula that was made of records has no text of its own.
                    let own = text(&cell, "formula");
                    let shown = text(&cell["place"], "text");
                    assert!(shown.contains(own) || own == "summan över tabellerna", "{own} at {}", place(&cell));
                }
            }
        }
    }
    assert!(inputs > 60, "only {inputs} inputs");
}

// An input is told what it moves: cells, tables, control totals, the reconciliation and the sentence.
#[test]
fn an_input_is_told_what_it_reaches() {
    let sandbox = Sandbox::new();
    let reach = &only(&sandbox, &[INPUT, "--used-by"])["usedBy"];
    assert_eq!(text(&reach["cell"], "address"), INPUT);
    let mut cells = addresses(&reach["cells"]);
    cells.sort_unstable();
    let expected = [
        "nyckeltal.lönekostnadsökningstakt.budget_2025",
        "resultatbudget.kostnader.budget_2025",
        "resultatbudget.netto.budget_2025",
        RESULT,
    ];
    assert_eq!(cells, expected);
    let mut controls = addresses(&reach["controls"]);
    controls.sort_unstable();
    assert_eq!(controls, expected);
    assert_eq!(reach["tables"], serde_json::json!(["Ekonomiska nyckeltal", "Resultatbudget servicenämnd"]));
    // A control total's place holds the figure that is stated, here the computed one as it is printed.
    for (control, stated) in
        reach["controls"].as_array().expect("controls").iter().zip(["-5.7", "-2257.0", "271.8", "1.8"])
    {
        assert_eq!(standing_at(&sandbox, &place(control)), stated, "{control}");
    }
    let [reconciliation] = &reach["reconciliations"].as_array().expect("reconciliations")[..] else {
        panic!("one reconciliation: {}", reach["reconciliations"])
    };
    assert_eq!(text(reconciliation, "text"), "budgetramen för 2025 är det budgeterade resultatet");
    assert_eq!(standing_at(&sandbox, &place(reconciliation)), "\"budgetramen för 2025 är det budgeterade resultatet\"");
    let [sentence] = &reach["sentences"].as_array().expect("sentences")[..] else {
        panic!("one sentence: {}", reach["sentences"])
    };
    let shown = text(sentence, "text").replace('\u{a0}', " ");
    assert!(shown.ends_with("ett resultat på 1,8 miljoner kronor."), "{sentence}");
    assert!(
        standing_at(&sandbox, &place(sentence)).starts_with("{{ belopp(cell=\"resultatbudget.resultat."),
        "{sentence}"
    );
    // Up and down are the same way.
    for cell in expected {
        let down = only(&sandbox, &[cell]);
        assert!(nodes(&down["trace"]).iter().any(|node| text(&node.cell, "address") == INPUT), "{cell}");
    }
}

// A number that nothing is computed from is told so, and a changed number changes what it is said to reach.
#[test]
fn what_is_reached_is_what_changes() {
    let sandbox = Sandbox::new();
    let unused = "nyckeltal.lönekostnadsökningstakt.budget_2024";
    let reach = &only(&sandbox, &[unused, "--used-by"])["usedBy"];
    for key in ["cells", "controls", "reconciliations", "sentences"] {
        assert_eq!(reach[key], serde_json::json!([]), "{key}");
    }
    let run = sandbox.run(&["explain", unused, "--used-by"]).silent();
    assert!(run.stdout.contains("kontrollsummor: inga"), "{}", run.stdout);

    let before = reached_values(&sandbox);
    sandbox.edit("plan/2025/budget/resultatbudget.yaml", "belopp: [-633.6,", "belopp: [-643.6,");
    let after = reached_values(&sandbox);
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_ne!(before, after, "what is reached should change");
    }
}

fn reached_values(sandbox: &Sandbox) -> Vec<String> {
    let reach = &only(sandbox, &[INPUT, "--used-by"])["usedBy"];
    let cells = reach["cells"].as_array().expect("cells").iter().map(|cell| text(cell, "exact").to_owned());
    let sentences = reach["sentences"].as_array().expect("sentences").iter();
    cells.chain(sentences.map(|sentence| text(sentence, "text").to_owned())).collect()
}

// The tree that people read has the cells of JSON's, in the same order and depth, with value, name, formula and place.
#[test]
fn text_and_json_agree() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    for cell in [RESULT, "investeringsbudget.summa.budget_2025", "handlingsplan.summa.2024"] {
        let said = sandbox.run(&["explain", cell]).silent().stdout;
        let answer = only(&sandbox, &[cell]);
        let trace = &answer["trace"];
        let (root, rest) = nodes(trace).into_iter().enumerate().partition::<Vec<_>, _>(|(at, _)| *at == 0);
        let root = &root[0].1.cell;
        let mut lines = said.lines();
        let mut next = || lines.next().expect("a line");
        assert_eq!(next(), format!("{cell} = {}", text(root, "value")));
        assert_eq!(next(), format!("{} ({})", text(root, "name"), text(root, "table")));
        assert_eq!(next(), format!("= {} ({})", text(root, "formula"), place(root)));
        if let Some(earlier) = answer.get("lastYear") {
            let (value, name) = (text(earlier, "value"), text(earlier, "name"));
            assert_eq!(next(), format!("förra årets plan: {value} ({name}, {})", place(earlier)));
        }
        for (_, Node { depth, cell }) in rest {
            let line = next();
            let branch = line.find(['├', '└']).expect("a branch");
            assert_eq!(line[..branch].chars().count(), (depth - 1) * 3, "{line}");
            assert!(line.ends_with(&format!("({})", place(&cell))), "{line}");
            let shown = line[branch..].trim_start_matches(['├', '└', '─', ' ']);
            assert!(shown.starts_with(&format!("{}  ", text(&cell, "value"))), "{line}");
            assert!(shown.contains(&format!("{} [{}]", text(&cell, "name"), text(&cell, "address"))), "{line}");
            if let Some(formula) = cell["formula"].as_str() {
                let repeated = cell["repeated"] == true;
                let formula = if repeated { "se ovan" } else { formula };
                assert!(shown.contains(&format!("] = {formula} (")), "{line}");
            }
        }
        assert_eq!(lines.next(), None);
    }
    let said = sandbox.run(&["explain", INPUT, "--used-by"]).silent().stdout;
    let reach = &only(&sandbox, &[INPUT, "--used-by"])["usedBy"];
    for key in ["cells", "controls", "reconciliations", "sentences"] {
        for mention in reach[key].as_array().expect("a list") {
            let line = said.lines().find(|line| line.ends_with(&format!("({})", place(mention))));
            let line = line.unwrap_or_else(|| panic!("{mention} is missing in\n{said}"));
            assert!(line.contains(&format!("[{}]", text(mention, "address"))), "{line}");
            let what = mention["text"].as_str().or_else(|| mention["name"].as_str()).expect("a text");
            assert!(line.contains(what), "{line}");
        }
    }
    let count = |key: &str| reach[key].as_array().expect("a list").len();
    let listed = ["cells", "tables", "controls", "reconciliations", "sentences"].map(count).iter().sum::<usize>();
    assert_eq!(said.lines().filter(|line| line.starts_with("  ")).count(), listed, "{said}");
}

// A cell that no plan has is exit code 2, with what is missing and what may be meant, for each plan.
#[test]
fn an_unknown_cell_is_told_with_a_hint() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    for (cell, says) in [
        ("resultatbudget.person.budget_2025", &["raden \"person\" finns inte", "menade du \"personal\"?"][..]),
        (
            "resultatbudgt.personal.budget_2025",
            &["tabellen \"resultatbudgt\" finns inte", "menade du \"resultatbudget\"?"],
        ),
        ("resultatbudget.personal.budget_2052", &["menade du \"budget_2025\"?"]),
        ("resultatbudget.personal", &["plan/2025: "]),
        ("resultatbudget", &["plan/2025: "]),
        ("", &["finns inte"]),
        ("...", &["finns inte"]),
    ] {
        for more in [&[][..], &["--used-by"], &["--format", "json"]] {
            let run = sandbox.run(&[&["explain", cell], more].concat());
            let run = run.fails(2, &[&format!("cellen \"{cell}\" finns inte"), "plan/2024: "]);
            assert!(says.iter().all(|text| run.stderr.contains(text)), "{says:?}\n{}", run.stderr);
        }
    }
    sandbox.run(&["explain", RESULT, "finns-inte"]).fails(2, &["\"finns-inte\" finns inte"]);
    sandbox.run(&["explain"]).fails(2, &[]);
}

// A cell that two plans have is explained for both, in the order of the plans.
#[test]
fn a_cell_of_two_plans_is_explained_for_both() {
    let sandbox = Sandbox::with(&["2024", "2025"]);
    let cell = "resultatbudget.personal.budget_2024";
    let both = explained(&sandbox, &[cell]);
    let of = |explained: &Value| {
        let trace = &explained["trace"];
        let file = place(trace).file;
        (text(explained, "plan").to_owned(), exact(trace), file)
    };
    let file = |year: &str| format!("plan/{year}/budget/resultatbudget.yaml");
    let expected = [
        ("plan/2024".to_owned(), Decimal::new(-665, 0), file("2024")),
        ("plan/2025".to_owned(), Decimal::new(-7183, 1), file("2025")),
    ];
    assert_eq!(both.iter().map(of).collect::<Vec<_>>(), expected);
    let said = sandbox.run(&["explain", cell]).silent().stdout;
    assert_eq!(said.matches(&format!("{cell} = ")).count(), 2, "{said}");
    assert!(said.contains("\n\n"), "an empty line divides the plans:\n{said}");
    // One plan's own cell is not looked for in the other, and asking for one plan gives one.
    assert_eq!(explained(&sandbox, &[RESULT]).len(), 1);
    assert_eq!(explained(&sandbox, &[cell, "plan/2024"]).len(), 1);
}

// A cell that is fetched from another table shows that table, by address and by caption.
#[test]
fn a_fetched_cell_shows_the_table_that_it_comes_from() {
    let sandbox = Sandbox::new();
    let cell = "investeringsbudget.byggnader.budget_2025";
    let trace = &only(&sandbox, &[cell])["trace"];
    let [fetched] = operands(trace) else { panic!("one operand: {trace}") };
    assert_eq!(text(fetched, "address"), "fastighetsinvesteringar.summa.belopp");
    assert_eq!(text(fetched, "table"), "Fastighetsinvesteringar 2025");
    assert_eq!(exact(fetched), exact(trace));
    let said = sandbox.run(&["explain", cell]).silent().stdout;
    assert!(
        said.contains("\n= fastighetsinvesteringar.summa.belopp (plan/2025/budget/investeringsbudget.yaml:"),
        "{said}"
    );
    let line = said.lines().find(|line| line.starts_with("└─")).expect("a branch");
    assert!(line.contains("Fastighetsinvesteringar 2025: Summa fastighetsinvesteringar 2025"), "{line}");
    assert!(line.contains("(plan/2025/investeringar/fastighetsinvesteringar.yaml:"), "{line}");
    // Within the other table its caption is not said again.
    let below = said.lines().find(|line| line.starts_with("   ├─")).expect("a branch below");
    assert!(!below.contains("Fastighetsinvesteringar 2025:"), "{below}");
}

// A cell that is computed, and stands twice in the tree, is drawn once.
#[test]
fn what_stands_twice_is_drawn_once() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "plan/2025/budget/dubbel.yaml",
        "tabell: dubbel\nrubrik: Dubbel\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  \
         - {id: ett, namn: Ett, belopp: [1.5]}\n  - {id: två, namn: Två, formel: ett + ett}\n  \
         - {id: fyra, namn: Fyra, formel: två + två}\n",
    );
    let trace = &only(&sandbox, &["dubbel.fyra.budget_2025"])["trace"];
    let [first, second] = operands(trace) else { panic!("two operands: {trace}") };
    assert_eq!((operands(first).len(), &first["repeated"]), (2, &Value::Bool(false)));
    assert_eq!((operands(second).len(), &second["repeated"]), (0, &Value::Bool(true)));
    let said = sandbox.run(&["explain", "dubbel.fyra.budget_2025"]).silent().stdout;
    assert_eq!(said.matches("= se ovan").count(), 1, "{said}");
}
