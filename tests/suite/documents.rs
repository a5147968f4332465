//! The plan of 2025 as a whole: the built documents against the published figures and against the golden of its tags.
//!
//! `UPDATE=1 cargo test --test suite documents` rewrites that.

use crate::support::html::Element;
use crate::support::{self, Sandbox, built, differences, golden, position, rows, tool};

/// The published rows of figures.
const PUBLISHED: &str = "tests/documents/published-2025.tsv";
const RESULT: &str = "plan/2025/budget/resultatbudget.yaml";
const OPERATIONS: &str = "plan/2025/budget/driftbudget.yaml";
const INVESTMENTS: &str = "plan/2025/budget/investeringsbudget.yaml";
const PROPERTY: &str = "plan/2025/investeringar/fastighetsinvesteringar.yaml";

// The data holds as many rows as the publication has rows with figures.
#[test]
fn the_published_rows_are_all_there() {
    let rows = rows::published(PUBLISHED);
    assert_eq!(rows::counts(&rows), [1, 11, 8, 5, 19, 11, 6]);
    assert_eq!(rows.len(), 61);
}

// Every published row, and no other row of figures, is in the page: label and figures, in order.
#[test]
fn the_page_has_the_published_figures() {
    let sandbox = built("2025");
    rows::assert_page_has(&sandbox, "2025", &rows::published(PUBLISHED));
}

// Every published row is in the PDF's text: label and figures, in order.
#[test]
fn the_pdf_has_the_published_figures() {
    let sandbox = built("2025");
    rows::assert_pdf_has(&sandbox, "2025", &rows::published(PUBLISHED), "the published figures in the PDF");
}

// The PDF's tags are the golden: headings, lists, tables with the scope and the heads of their cells.
#[test]
fn the_tags_of_the_pdf_are_the_golden() {
    let sandbox = built("2025");
    let pdf = sandbox.path("out/2025/verksamhetsplan.pdf");
    let Some(structure) = tool("the golden of the PDF's tags", "pdfinfo", &["-struct-text", &pdf.to_string_lossy()])
    else {
        return;
    };
    golden("tests/documents/2025-tags.txt", &tags(&structure));
}

// A changed item breaks every control total and reconciliation that it takes part in; nothing is written.
#[test]
fn a_changed_item_is_reported_wherever_a_total_is_stated() {
    let sandbox = Sandbox::new();
    sandbox.edit(RESULT, "belopp: [-633.6,", "belopp: [-633.5,");
    let text = sandbox.text(RESULT);
    let operations = sandbox.text(OPERATIONS);
    let expected = [
        format!("{OPERATIONS}:{} [avstämning-brister]", position(&operations, "\"budgetramen för 2025 är")),
        format!("{RESULT}:{} [summa-avviker]", position(&text, "-2257.0")),
        format!("{RESULT}:{} [summa-avviker]", position(&text, "271.8")),
        format!("{RESULT}:{} [summa-avviker]", position(&text, "1.8, -30.8")),
    ];
    let run = sandbox.run(&["build"]).fails(1, &["väntat", "beräknat", "skillnad", "−2\u{a0}256,9\u{a0}mnkr"]);
    assert_eq!(run.errors(), expected, "{}", run.stderr);
    assert!(!sandbox.path("out").exists());

    let sandbox = Sandbox::new();
    sandbox.edit(PROPERTY, "belopp: [70.6]", "belopp: [70.7]");
    let (property, investments) = (sandbox.text(PROPERTY), sandbox.text(INVESTMENTS));
    let expected = [
        format!("{INVESTMENTS}:{} [summa-avviker]", position(&investments, "361.2")),
        format!("{INVESTMENTS}:{} [summa-avviker]", position(&investments, "467.0")),
        format!("{PROPERTY}:{} [summa-avviker]", position(&property, "361.2")),
    ];
    let run = sandbox.run(&["build"]).fails(1, &["361,3\u{a0}mnkr"]);
    assert_eq!(run.errors(), expected, "{}", run.stderr);
    assert!(!sandbox.path("out").exists());
}

// A changed item moves every total, formula, fetched cell and figure in running text above it, and nothing else.
#[test]
fn no_total_is_an_input() {
    let sandbox = Sandbox::new();
    for file in [RESULT, OPERATIONS, INVESTMENTS, PROPERTY] {
        let text = without_block(&without_block(&sandbox.text(file), "kontroll"), "avstämningar");
        sandbox.write(file, text);
    }
    sandbox.edit(RESULT, "belopp: [-633.6,", "belopp: [-633.5,");
    sandbox.edit(PROPERTY, "belopp: [70.6]", "belopp: [70.7]");
    sandbox.run(&["build"]).done();

    let mut expected = rows::published(PUBLISHED);
    for (table, label, figure) in [
        ("resultatbudget", "Personalkostnader", "−633,5"),
        ("resultatbudget", "Summa kostnader", "−2\u{a0}256,9"),
        ("resultatbudget", "Verksamhetens nettokostnader", "271,9"),
        ("resultatbudget", "Resultat", "1,9"),
        ("investeringsbudget", "Byggnadsinvesteringar", "361,3"),
        ("investeringsbudget", "Summa", "467,1"),
        ("fastighetsinvesteringar", "RST Omdisponering verksamhetslokaler Museet", "70,7"),
        ("fastighetsinvesteringar", "Summa fastighetsinvesteringar 2025", "361,3"),
    ] {
        let row = expected.iter_mut().find(|row| row.table == table && row.label == [label]);
        figure.clone_into(&mut row.expect("it is published").figures[0]);
    }
    rows::assert_page_has(&sandbox, "2025", &expected);
    rows::assert_pdf_has(&sandbox, "2025", &expected, "the changed figures in the PDF");

    let sentences = [
        "ett resultat på 1,9 miljoner kronor",
        "Investeringsbudgeten för 2025 uppgår till 467,1 miljoner kronor",
        "Fastighetsinvesteringarna för 2025 är sammanlagt 361,3 miljoner kronor",
    ];
    let page = rows::squeezed(&rows::text(&Element::read(&sandbox.text("out/2025/index.html"))));
    let pdf = rows::layout(&sandbox, "2025", "the changed figures in the PDF's running text")
        .map(|text| rows::squeezed(&text));
    for document in [Some(page), pdf].into_iter().flatten() {
        for sentence in sentences {
            assert!(document.contains(&rows::squeezed(sentence)), "the document should say \"{sentence}\"");
        }
    }
}

// The same sources give the same bytes: in another folder, zone, locale and number of threads.
#[test]
fn builds_are_byte_identical() {
    let (here, there) = (Sandbox::new(), Sandbox::new());
    std::fs::create_dir_all(there.path("djupare/ned/åäö")).expect("a folder can be made");
    std::fs::rename(there.path("plan"), there.path("djupare/ned/åäö/plan")).expect("it can be moved");
    let all = ["--format", "pdf,html,typst"];
    let environment = [("TZ", "UTC"), ("LC_ALL", "C"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")];
    support::Run::of(here.vplan(&["build"]).args(all).envs(environment)).done();
    let environment = [
        ("TZ", "Pacific/Kiritimati"),
        ("LC_ALL", "sv_SE.UTF-8"),
        ("LANG", "sv_SE.UTF-8"),
        ("RAYON_NUM_THREADS", "4"),
        ("HOME", "/nonexistent"),
    ];
    let plan = there.path("djupare/ned/åäö/plan");
    let arguments = ["build", &plan.to_string_lossy(), "--out", "ut"];
    support::Run::of(there.vplan(&arguments).args(all).envs(environment)).done();
    let (first, second) = (here.snapshot("out"), there.snapshot("ut"));
    for path in ["index.html", "2025/index.html", "2025/verksamhetsplan.pdf", "2025/typst/main.typ"] {
        assert!(first.contains_key(path), "{path} should be built");
    }
    assert_eq!(differences(&first, &second), Vec::<String>::new());
}

/// A YAML text without a block at its top level.
fn without_block(text: &str, key: &str) -> String {
    let head = format!("{key}:");
    let mut inside = false;
    let mut out = String::new();
    for line in text.lines() {
        inside = line.starts_with(&head) || (inside && line.starts_with(' '));
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The tag tree of `pdfinfo -struct-text`: a line per tag, with the attributes that carry meaning, and the first
/// words of its text.
///
/// Looks, object numbers and titles are left out, and so are figures and text after two words: Poppler loses what
/// follows a no-break space, and how much hangs on its version. The page's golden has the text, and the figures
/// are tested by themselves.
fn tags(structure: &str) -> String {
    const MEANINGFUL: [&str; 5] = ["/Scope", "/Headers", "/ColSpan", "/RowSpan", "/ListNumbering"];
    let mut lines: Vec<String> = Vec::new();
    let mut pieces: Vec<&str> = Vec::new();
    for line in structure.lines().chain([""]) {
        let bare = line.trim_start();
        if let Some(piece) = bare.strip_prefix('"') {
            pieces.push(piece.strip_suffix('"').unwrap_or(piece));
            continue;
        }
        if !pieces.is_empty() {
            let tag = lines.last().map_or("", String::as_str);
            let depth = tag.len() - tag.trim_start().len() + 2;
            let words = first_words(&pieces, tag.trim_start().starts_with("TD"));
            lines.push(format!("{}\"{words}\"", " ".repeat(depth)));
            pieces.clear();
        }
        if bare.starts_with('/') {
            if let Some(tag) = lines.last_mut()
                && MEANINGFUL.iter().any(|name| bare.starts_with(name))
                && !bare.ends_with("[]")
            {
                tag.push(' ');
                tag.push_str(bare);
            }
        } else if !bare.starts_with("Object ") {
            let role = bare.split(['"', '(', ':']).next().unwrap_or_default().trim_end();
            lines.push(format!("{}{role}", " ".repeat(line.len() - bare.len())));
        }
    }
    lines.join("\n")
}

/// The first two words of a text that comes in pieces: after a number that leads, which in a cell of data is all
/// there is, and up to the next figure.
fn first_words(pieces: &[&str], data: bool) -> String {
    let is_figure = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let leading = pieces.iter().take_while(|piece| piece.split_whitespace().all(|word| is_figure(&word))).count();
    let rest = if data && leading > 0 { &[] } else { &pieces[leading..] };
    let words = rest.first().into_iter().flat_map(|piece| piece.split_whitespace());
    let words: Vec<&str> = words.skip_while(is_figure).take_while(|word| !is_figure(word)).take(2).collect();
    if words.is_empty() || (data && rest[0].starts_with(|c: char| c.is_ascii_digit())) {
        return "…".to_owned();
    }
    words.join(" ")
}
