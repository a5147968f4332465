//! Reports on a plan: a made-up board's plan of seven units with a report for August and one for the year, from the
//! command that begins them to what is built of them.

use crate::support::Sandbox;
use crate::support::plans::drafted;
use crate::support::{project, snapshot};
use verksamhetsplan::document::visit;
use verksamhetsplan::followup::blank::{self, Subject};
use verksamhetsplan::followup::things::KINDS;
use verksamhetsplan::model::followup::DEVIATION;
use verksamhetsplan::{Draft, diagnostic, review};

/// The made-up board's plan.
const FOLDER: &str = "tests/shown/2027";

fn shown(keep: impl Fn(&str) -> bool) -> Draft {
    let files = snapshot(&project(FOLDER));
    let files = files.iter().filter_map(|(path, bytes)| Some((path.as_str(), bytes.as_deref()?)));
    drafted("plan", files.filter(|(path, _)| keep(path)))
}

fn is_of_plan(path: &str) -> bool {
    !path.starts_with("uppföljning/")
}

// The reports say all that the plan asks of them, and nothing that goes against it.
#[test]
fn the_reports_are_whole_and_without_remark() {
    let draft = shown(|_| true);
    let names: Vec<&str> = draft.reports.iter().map(|(name, _)| name.as_str()).collect();
    // The whole year comes after its parts.
    assert_eq!(names, ["2027-08", "2027"]);
    let told: Vec<String> =
        review(&draft, None).iter().map(|found| format!("{}: {}", found.id, found.message)).collect();
    assert_eq!(told, Vec::<String>::new());
    assert!(draft.plan.things().len() >= 40, "{}", draft.plan.things().len());
    assert_eq!(draft.plan.organisation.all().count(), 7);
}

// A plan is what it was, whether there are reports on it or not.
#[test]
fn a_plan_does_not_change_by_its_reports() {
    let (with, without) = (shown(|_| true), shown(is_of_plan));
    let text = |draft: &Draft| serde_json::to_string(&draft.document).expect("it is data");
    assert_eq!(text(&with), text(&without));
    assert!(without.reports.is_empty());
}

// In every table that is followed the deviation is what became of the row against its budget, better being plus, and the
// sums are those of the rows.
#[test]
fn deviations_are_the_differences_with_plus_for_better() {
    for (name, report) in &shown(|_| true).reports {
        let followup = report.plan.followup.as_ref().expect("it is a report");
        assert_eq!(followup.economy.len(), 2, "{name}");
        for economy in &followup.economy {
            let sheet = report.figures.sheet(&economy.own).expect("a table");
            let column = |id: &str| sheet.exact_column(id).expect("a column");
            let (budget, became) = (column(&economy.columns[0]), column(economy.columns.last().expect("a column")));
            for (at, line) in sheet.lines.iter().enumerate() {
                let value = |column| report.figures.cells[sheet.cell(at, column)].amount().map(|amount| amount.value);
                let (Some(budget), Some(became)) = (value(budget), value(became)) else { continue };
                let more = if economy.table.value == "driftbudget" { budget - became } else { became - budget };
                assert_eq!(value(column(DEVIATION)), Some(more), "{name}: {}", line.name());
                let printed = report.figures.cells[sheet.cell(at, column(DEVIATION))].printed.clone();
                assert_eq!(
                    printed.expect("it is printed").text.starts_with('+'),
                    more.is_sign_positive() && !more.is_zero()
                );
            }
        }
    }
}

// No judgement and no status is told by a shape or a colour alone.
#[test]
fn every_shape_has_its_word() {
    for (name, report) in &shown(|_| true).reports {
        for table in report.document.tables() {
            for content in table.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.content) {
                let text = verksamhetsplan::document::plain_text(content);
                if let Some(rest) = text.strip_prefix(['●', '◆', '○', '□', '✓', '▶', '✗', '▲']) {
                    assert!(rest.chars().filter(|c| c.is_alphabetic()).count() > 3, "{name}: {text}");
                }
            }
        }
        assert!(report.document.chapters.iter().any(|chapter| visit::blocks(&chapter.blocks).count() > 3));
    }
}

// A report that is begun asks for every id of the plan, can be drawn at once, and starts from what the last one said.
#[test]
fn a_blank_report_asks_for_everything() {
    let draft = shown(is_of_plan);
    let subject = Subject::read("2027-08").expect("a month");
    let texts = blank::files(&draft.plan, subject, None);
    let all: String = texts.values().map(String::as_str).collect();
    for thing in draft.plan.things() {
        let is_followed = KINDS.iter().any(|(kind, _)| *kind == thing.kind);
        if let Some(id) = thing.id.filter(|_| is_followed) {
            assert!(all.contains(&format!("- id: {}\n", id.value)), "{}", id.value);
        }
    }
    let plan = snapshot(&project(FOLDER));
    let plan = plan.iter().filter(|(path, _)| is_of_plan(path));
    let plan = plan.filter_map(|(path, bytes)| Some((path.clone(), bytes.clone()?)));
    let own = texts.into_iter().map(|(path, text)| (format!("uppföljning/2027-08/{path}"), text.into_bytes()));
    let files: Vec<(String, Vec<u8>)> = plan.chain(own).collect();
    let draft = drafted("plan", files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let found = review(&draft, None);
    assert!(!diagnostic::has_errors(&found), "{found:?}");
    // What is empty is told of by the rule that asks for it, and by nothing else that has to be seen to.
    let pressing: Vec<&str> =
        found.iter().filter(|own| own.severity < diagnostic::Severity::Note).map(|own| own.message.as_str()).collect();
    assert_eq!(pressing, Vec::<&str>::new());
    assert!(found.iter().filter(|own| own.id == "inte-uppföljt").count() > 40);
}

// The command writes a report in the plan's folder, and `build` builds both, each with its way to the other.
#[test]
fn reports_are_begun_and_built_beside_their_plan() {
    let sandbox = Sandbox::empty();
    for (path, bytes) in snapshot(&project(FOLDER)).into_iter().filter(|(path, _)| is_of_plan(path)) {
        // Folders have no bytes.
        let Some(bytes) = bytes else { continue };
        sandbox.write(&format!("plan/2027/{path}"), bytes);
    }
    sandbox.run(&["new", "--report", "2027-13"]).fails(2, &["ingen månad"]);
    sandbox.run(&["new", "--report", "2026-08"]).fails(2, &["ingen plan"]);
    sandbox.run(&["new", "--report", "2026-08", "--from", "plan/2027"]).fails(2, &["är för 2027"]);
    let said = sandbox.run(&["new", "--report", "2027-04"]).silent().stdout;
    assert!(said.contains("månadsrapport januari–april 2027 är skriven"), "{said}");
    sandbox.run(&["new", "--report", "2027-04"]).fails(2, &["finns redan"]);
    sandbox.run(&["check", "plan/2027/uppföljning/2027-04"]).fails(2, &["är en rapport", "planens mapp"]);
    let asked = "    # Ny turlista för bokbussen.\n    status:";
    sandbox.edit("plan/2027/uppföljning/2027-04/bibliotek.yaml", asked, &format!("{asked} klart"));
    sandbox.run(&["new", "--report", "2027-08"]).silent();
    let text = sandbox.text("plan/2027/uppföljning/2027-08/bibliotek.yaml");
    assert!(text.contains("status: klart # som i förra rapporten"), "{text}");
    let built = sandbox.run(&["build", "--format", "html"]).done();
    assert!(built.stdout.contains("out/2027-rapport-2027-08"), "{}", built.stdout);
    let plan = sandbox.text("out/2027/index.html");
    assert!(
        plan.contains("href=\"../2027-rapport-2027-08/index.html\">Delårsrapport januari–augusti 2027"),
        "the way there"
    );
    let report = sandbox.text("out/2027-rapport-2027-08/index.html");
    assert!(report.contains("href=\"../2027/index.html\">Verksamhetsplan med budget 2027"), "the way back");
    assert!(report.contains("Sök i rapporten") && !report.contains("Sök i planen"));
    // Data of a report says the same wherever it was built from.
    assert!(sandbox.text("out/2027-rapport-2027-08/plan.json").contains("\"malomraden.yaml\""));
}
