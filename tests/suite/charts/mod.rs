//! The pictures' numbers are the tables' numbers: what changes in a table changes in its pictures, in words and in
//! lengths, and in no other picture. And whatever stands in a plan, no label leaves its picture or hides another.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use crate::support::plans::{self, Files, drafted};
use crate::support::tool;
use rust_decimal::Decimal;
use verksamhetsplan::Draft;
use verksamhetsplan::document::chart::Chart;
use verksamhetsplan::document::drawing::{Align, Mark, Role, TALLEST, WIDTH};
use verksamhetsplan::document::table::Table;
use verksamhetsplan::document::{Block, Document, Inline, plain_text};
use verksamhetsplan::figures::LineKind;
use verksamhetsplan::outputs::edition::Archive;
use verksamhetsplan::outputs::{pdf, project as typst_project, svg as pictures};
use verksamhetsplan::quantity::amount::parse_number;
use verksamhetsplan::quantity::date::Date;
use verksamhetsplan::swedish;

const RESULT: &str = "budget/resultatbudget.yaml";
const PROPERTY: &str = "investeringar/fastighetsinvesteringar.yaml";

// One amount, one target, one assignment: the pictures that show it change, and the others do not by a byte.
#[test]
fn a_change_reaches_its_pictures_and_no_others() {
    let files = plan("2025");
    let before = drawn(&read(&files));
    for (file, from, to, changed) in [
        (
            RESULT,
            "belopp: [-633.6,",
            "belopp: [-533.6,",
            vec!["diagram-perioder-resultatbudget-resultat", "diagram-staplar-resultatbudget-kostnader"],
        ),
        (
            PROPERTY,
            "belopp: [70.6]",
            "belopp: [141.2]",
            vec!["diagram-staplar-fastighetsinvesteringar", "diagram-staplar-investeringsbudget"],
        ),
        ("budget/driftbudget.yaml", "[372.6,", "[272.6,", vec!["diagram-staplar-driftbudget"]),
        ("malomraden.yaml", "målvärde: 5.5", "målvärde: 5.4", vec!["diagram-styrtal-alla"]),
        ("malomraden.yaml", "ansvarig: [försörjning]", "ansvarig: [it]", vec!["diagram-malkarta-mal"]),
        (
            "organisation.yaml",
            "namn: Område IT}",
            "namn: Område teknik}",
            vec!["diagram-organisation-organisation", "diagram-staplar-driftbudget"],
        ),
    ] {
        let mut files = files.clone();
        edit(&mut files, file, from, to);
        let after = drawn(&read(&files));
        let differ = |key: &&String| before[*key] != after[*key];
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        assert_eq!(before.keys().filter(differ).collect::<Vec<_>>(), changed, "{file}: {from} → {to}");
        for key in changed {
            assert_ne!(before[key].0, after[key].0, "{key}: the description should change too");
        }
    }
}

// In the changed picture the description has the new figures, and the bar the new length.
#[test]
fn a_changed_amount_is_read_and_measured() {
    const COSTS: &str = "diagram-staplar-resultatbudget-kostnader";
    let mut files = plan("2025");
    let before = drawn(&read(&files))[COSTS].clone();
    edit(&mut files, RESULT, "belopp: [-633.6,", "belopp: [-316.8,");
    let after = drawn(&read(&files))[COSTS].clone();
    for (text, share) in
        [(&before.0, "633,6\u{a0}mnkr, 28\u{a0}procent"), (&after.0, "316,8\u{a0}mnkr, 16\u{a0}procent")]
    {
        assert!(text.contains(&format!("Personalkostnader ({share})")), "{text}");
    }
    let length = |svg: &str, value: &str| {
        let bars = measured(svg);
        bars.into_iter().find(|(_, text)| text == value).expect("the figure is printed").0.expect("it has a bar")
    };
    // The longest bar is another row's, so that half the amount is half the length.
    let (old, new) = (length(&before.1, "633,6"), length(&after.1, "316,8"));
    assert!((old - new - new).abs() <= Decimal::new(2, 2), "{old} should be twice {new}");
}

// Every bar is as long, against every other of its picture, as its figure is large.
#[test]
fn lengths_are_in_proportion_to_the_figures_beside_them() {
    let mut compared = 0;
    for year in ["2024", "2025"] {
        for (anchor, (_, svg)) in drawn(&read(&plan(year))) {
            let bars: Vec<(Decimal, Decimal)> = measured(&svg)
                .into_iter()
                .filter_map(|(length, text)| Some((length?, parse_number(&text).expect("a figure").abs())))
                .collect();
            for (length, value) in &bars {
                for (other_length, other_value) in &bars {
                    let apart = (length * other_value - other_length * value).abs();
                    let rounding = Decimal::new(1, 2) * (value + other_value);
                    assert!(apart <= rounding, "{year} {anchor}: {value} is {length}, {other_value} is {other_length}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "only {compared} pairs of bars");
}

// Every figure printed in a picture is printed in a table that the picture points at, or is the sum of a group there.
#[test]
fn figures_are_those_of_the_tables() {
    let mut found = 0;
    for year in ["2024", "2025"] {
        let draft = read(&plan(year));
        let tables = tables(&draft.document);
        for chart in draft.document.charts() {
            let mut printed: BTreeSet<String> = BTreeSet::new();
            for (anchor, table) in tables.iter().filter(|(anchor, _)| is_source(chart, anchor)) {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                printed.extend(cells.map(|cell| plain_text(&cell.content)));
                let sheet = draft.figures.sheets.iter().find(|sheet| anchor.ends_with(&slug(&sheet.id)));
                let sheet = sheet.expect("the table has figures");
                for (at, line) in sheet.lines.iter().enumerate() {
                    if line.kind == LineKind::HiddenSum {
                        let figure = &draft.figures.cells[sheet.cell(at, 0)];
                        let value = figure.amount().expect("a sum").value;
                        printed.insert(swedish::number(value, figure.decimals));
                    }
                }
            }
            for mark in &chart.drawing.marks {
                let Mark::Text { text, figure: true, .. } = mark else { continue };
                let signed = format!("\u{2212}{text}");
                assert!(printed.contains(text) || printed.contains(&signed), "{year} {}: {text}", chart.anchor);
                assert!(text.is_empty() || chart.alt.contains(text.as_str()), "{text} is not told: {}", chart.alt);
                found += 1;
            }
        }
    }
    assert!(found > 50, "only {found} figures");
}

// Nothing leaves its picture, no text lies on another, and no picture is taller than a page, in plans of all sizes.
#[test]
fn labels_have_room() {
    for year in ["2024", "2025"] {
        read(&plan(year)).document.charts().into_iter().for_each(assert_roomy);
    }
    for rows in [1, 2, 7, 30, 60] {
        let draft = read(&made::plan(rows));
        let charts = draft.document.charts();
        assert!(charts.len() >= 8, "{rows} rows: {} pictures", charts.len());
        charts.into_iter().for_each(assert_roomy);
    }
}

// Parts of one picture have one scale.
#[test]
fn a_picture_over_several_pages_keeps_its_scale() {
    let draft = read(&made::plan(60));
    let parts: Vec<&Chart> = draft
        .document
        .charts()
        .into_iter()
        .filter(|chart| chart.caption.starts_with("Tabell, budget 2025 (mnkr)"))
        .collect();
    assert!(parts.len() > 1 && parts[1].anchor == "diagram-staplar-t-2", "sixty bars are more than a page");
    let palette = &draft.document.palette;
    let bars = parts.iter().flat_map(|chart| measured(&pictures::whole(chart, palette)));
    let bars: Vec<(Decimal, Decimal)> =
        bars.filter_map(|(length, text)| Some((length?, parse_number(&text).expect("a figure").abs()))).collect();
    let (length, value) = bars[0];
    for (other_length, other_value) in bars {
        let apart = (length * other_value - other_length * value).abs();
        assert!(apart <= Decimal::new(1, 2) * (value + other_value), "{value} {length} {other_value} {other_length}");
    }
}

// Periods stand in the order of time, and the plan's own year is the one that is filled.
#[test]
fn the_plans_own_year_is_marked() {
    let table = "tabell: t\nrubrik: T\nenhet: mnkr\nkolumner: [plan 2027, plan 2026, budget 2025, 2025–2030]\nrader:\n  - {id: a, namn: A, belopp: [4, 3, 2, 9]}\n";
    let chapter = "# B\n\n{{ diagram(visa=\"perioder\", tabell=\"t\", rad=\"a\") }}\n\n{{ tabell(id=\"t\") }}\n";
    let mut files = made::plan(1);
    files.retain(|path, _| !path.starts_with("budget/") && !path.starts_with("kapitel/"));
    files.insert("budget/t.yaml".to_owned(), table.as_bytes().to_vec());
    files.insert("kapitel/01-b.md".to_owned(), chapter.as_bytes().to_vec());
    let draft = read(&files);
    let [chart] = draft.document.charts()[..] else { panic!("one picture") };
    let bars = chart.drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Rect { fill, height, measured: true, .. } => Some((*height, *fill == Role::Accent)),
        _ => None,
    });
    let bars: Vec<(i64, bool)> = bars.collect();
    assert_eq!(bars.iter().map(|(_, own)| *own).collect::<Vec<_>>(), [true, false, false, false], "{bars:?}");
    let heights: Vec<i64> = [0, 2, 3].map(|at| bars[at].0).to_vec();
    assert!(heights.is_sorted() && bars[1].0 > bars[3].0, "{bars:?}");
}

// Text is text in a picture too, and the PDF takes it.
#[test]
fn hostile_labels_are_text() {
    const NAMES: [&str; 5] = ["<b>fet</b>", "A & B &amp; C", "\"citat\" 'enkelt'", "😀 漢字", "#let x = 1 {{ 1 }}"];
    let mut table = "tabell: t\nrubrik: \"<i>&\"\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n".to_owned();
    for (at, name) in NAMES.iter().enumerate() {
        let name = name.replace('"', "\\\"");
        table += &["  - {id: r", &at.to_string(), ", namn: \"", &name, "\", belopp: [1]}\n"].concat();
    }
    let mut files = made::plan(1);
    files.insert("budget/t.yaml".to_owned(), table.into_bytes());
    let draft = read(&files);
    let chart = draft.document.charts()[0];
    let whole = pictures::whole(chart, &draft.document.palette);
    let tree = roxmltree::Document::parse(&whole).expect("XML");
    assert!(!tree.descendants().any(|node| node.has_tag_name("b") || node.has_tag_name("i")), "{whole}");
    let said: String = tree.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    for name in NAMES {
        assert!(said.contains(name), "{name} is not in {said}");
        assert!(chart.alt.contains(name), "{name} is not in {}", chart.alt);
    }
    let date = Date { year: 2025, month: 1, day: 1 };
    let project = typst_project::files(&draft.document, date, &draft.plan.pictures, &[]).expect("a project");
    let bytes =
        pdf::typeset(project, "hostile", Archive::A2a, &[]).unwrap_or_else(|problems| panic!("{problems:?}")).bytes;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).expect("written");
    let Some(printed) = tool("text in pictures of the PDF", "pdftotext", &[&path.to_string_lossy(), "-"]) else {
        return;
    };
    for name in ["<b>fet</b>", "A & B &amp; C", "😀", "漢字", "#let x = 1 {{ 1 }}"] {
        assert!(printed.contains(name), "{name} is not in the PDF:\n{printed}");
    }
}

/// The files of a plan of the project.
fn plan(year: &str) -> Files {
    plans::plan(&format!("plan/{year}")).files.clone()
}

fn edit(files: &mut Files, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[file].clone()).expect("text");
    assert_eq!(text.matches(from).count(), 1, "{file} should hold \"{from}\" once; has plan/2025 changed?");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
}

fn read(files: &Files) -> Draft {
    let given = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let made = drafted("plan", given);
    let errors: Vec<_> = made.problems.iter().filter(|it| it.id != "visas-inte").collect();
    assert!(!verksamhetsplan::diagnostic::has_errors(&made.problems), "{errors:?}");
    made
}

/// Description and SVG of every picture, by anchor.
fn drawn(draft: &Draft) -> BTreeMap<String, (String, String)> {
    let mut inlined = pictures::inlined(&draft.document);
    let charts = draft.document.charts().into_iter();
    let drawn = charts.map(|chart| {
        let svg = inlined.remove(&chart.anchor).expect("every picture is drawn");
        (chart.anchor.clone(), (chart.alt.clone(), svg))
    });
    drawn.collect()
}

/// The figures printed in a picture, each with the length of the bar drawn before it.
fn measured(svg: &str) -> Vec<(Option<Decimal>, String)> {
    let mut found = Vec::new();
    let mut length = None;
    let tree = roxmltree::Document::parse(svg).expect("XML");
    for node in tree.descendants() {
        let has_class =
            |wanted: &str| node.attribute("class").is_some_and(|all| all.split(' ').any(|class| class == wanted));
        match node.tag_name().name() {
            "rect" if has_class("stapel") => {
                let number =
                    |key: &str| node.attribute(key).and_then(|value| value.parse::<Decimal>().ok()).expect("a number");
                // Columns stand up and are all as wide; bars lie down and are all as high.
                let thick = [Decimal::from(10), Decimal::from(11)].contains(&number("height"));
                length = Some(if thick { number("width") } else { number("height") });
            }
            "text" if has_class("tal") => {
                found.push((length.take(), node.text().expect("a figure's text").trim().to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// The tables of a document, by anchor.
fn tables(document: &Document) -> BTreeMap<&str, &Table> {
    let blocks = document.chapters.iter().flat_map(|chapter| &chapter.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some((table.anchor.as_str(), table)),
        _ => None,
    });
    tables.collect()
}

/// Whether the notes of a picture say that a table has its figures: by a link, or by links to the first and the last
/// of many tables of one name.
fn is_source(chart: &Chart, anchor: &str) -> bool {
    let links = || {
        chart.notes.iter().flatten().filter_map(|inline| match inline {
            Inline::Link { target, .. } => Some(target.as_str()),
            _ => None,
        })
    };
    let many = chart.notes.iter().any(|note| plain_text(note).contains(" till "));
    links()
        .any(|target| target == anchor || many && links().all(|other| common(other, anchor) && common(target, other)))
}

/// Whether two anchors begin with the same two words.
fn common(a: &str, b: &str) -> bool {
    a.split('-').take(2).eq(b.split('-').take(2)) && b.split('-').count() > 2
}

fn slug(id: &str) -> String {
    verksamhetsplan::document::anchor::slug(id)
}

fn assert_roomy(chart: &Chart) {
    let name = &chart.anchor;
    let height = chart.drawing.height;
    assert!(height > 0 && height <= TALLEST + 3000, "{name} is {height} high");
    let mut texts: Vec<(i64, i64, i64, i64, &str)> = Vec::new();
    for mark in &chart.drawing.marks {
        match mark {
            Mark::Text { at: (x, y), align, face, text, .. } => {
                let width = face.width(text);
                let left = match align {
                    Align::Start => *x,
                    Align::Middle => x - width / 2,
                    Align::End => x - width,
                };
                texts.push((left, left + width, y - face.size * 7 / 10, y + face.size / 5, text));
            }
            Mark::Rect { x, y, width, height: own, .. } => {
                assert!(*x >= 0 && x + width <= WIDTH, "{name}: a shape from {x} to {}", x + width);
                assert!(*y >= 0 && y + own <= height, "{name}: a shape from {y} to {} of {height}", y + own);
            }
            _ => {}
        }
    }
    for (at, (left, right, top, bottom, text)) in texts.iter().enumerate() {
        assert!(*left >= -2 && *right <= WIDTH + 2, "{name}: \"{text}\" from {left} to {right}");
        assert!(*top >= 0 && *bottom <= height + 200, "{name}: \"{text}\" from {top} to {bottom} of {height}");
        for (other_left, other_right, other_top, other_bottom, other) in &texts[at + 1..] {
            let beside = right <= other_left || other_right <= left;
            let apart = bottom <= other_top || other_bottom <= top;
            assert!(beside || apart, "{name}: \"{text}\" lies on \"{other}\"");
        }
    }
}
