//! What the PDF standards refuse is drawn in a way that they take, wherever it stands.

use verksamhetsplan::outputs::csv;

use crate::support::skipped;
use crate::support::typeset::{self, changes, chapter, pdf, text};

/// The PDF of a plan with its changes, from two versions of a chapter.
fn compared(before: &str, after: &str) -> Vec<u8> {
    let [before, after] = [before, after].map(chapter);
    pdf(&after, &changes(&before, &after)).expect("a comparison is typeset")
}

/// The PDF of a chapter that has nothing against it.
fn built(chapter: &str) -> Vec<u8> {
    let draft = typeset::chapter(chapter);
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    pdf(&draft, &draft.document).expect("the plan is typeset")
}

// PDF/UA knows one line at a text: one under a link, one through what is struck, one under what was written.
#[test]
fn lines_of_several_kinds_stand_within_each_other() {
    let lined = [
        "se [sidan](https://x.se) i dag",
        "se ~~sidan~~ i dag",
        "se [~~sidan~~ nu](https://x.se) i dag",
        "~~se [sidan **nu**](#kapitel-a) `x`~~",
        "se sidan[^n] i dag",
        "se sidan",
    ];
    let chapter = |text: &str| {
        let note = if text.contains("[^n]") { "\n\n[^n]: Not ~~med [länk](https://y.se)~~." } else { "" };
        format!("# A\n\n{text}{note}\n")
    };
    for before in lined {
        built(&chapter(before));
        for after in lined {
            compared(&chapter(before), &chapter(after));
        }
    }
    let head = |text: &str| format!("# A\n\n| {text} | b |\n|---|---|\n| c | d |\n");
    compared(&head("[Mål](https://x.se)"), &head("~~Mål~~ [Målen](https://y.se)"));
    compared("# A\n\n- [Mål](https://x.se)\n", "# A\n\n- ~~[Målen](https://y.se)~~\n");
    compared("# A\n\n## [Mål](https://x.se)\n", "# A\n\n## ~~Målen~~ nu\n");
}

// A note at the foot of a page stands among what goes on over that page.
#[test]
fn notes_stand_among_what_goes_on_over_their_page() {
    let words = (0..700).map(|at| format!("ord{at}")).collect::<Vec<_>>().join(" ");
    let notes = ["[länk](https://x.se)", "~~struket~~", "~~[länk](#kapitel-a)~~", "**ord**"];
    for note in notes {
        for long in [format!("~~{words}~~"), format!("[{words}](https://x.se)"), format!("> - ~~{words}~~")] {
            let chapter = |note: &str| format!("# A\n\nText[^a].\n\n{long}\n\n[^a]: Not med {note}.\n");
            built(&chapter(note));
            compared(&chapter("ord"), &chapter(note));
            compared(&chapter(note), &format!("# A\n\nText[^a].\n\n[^a]: Not med {note}.\n"));
            compared(&format!("# A\n\nText[^a].\n\n[^a]: Not med {note}.\n"), &chapter(note));
        }
    }
}

/// A table that goes on over pages, with a head.
fn long_table(head: &str) -> String {
    let rows = (0..90).map(|row| format!("| rad {row} | x |\n")).collect::<Vec<_>>().concat();
    format!("# A\n\n| {head} | Annat |\n|---|---|\n{rows}\nSlut[^a].\n\n[^a]: Notens text.\n")
}

// The head is set again on the pages that the table goes on to, where nothing may lead anywhere.
#[test]
fn heads_that_lead_somewhere_are_set_again_without_leading_there() {
    for (head, links) in [
        ("[Rutin](https://x.se)", 1),
        ("Rutin {{ se(kapitel=\"a\") }}", 0),
        ("Rutin[^a] och[^a] ~~[mer](https://x.se)~~ [mer](https://x.se)", 2),
        ("**Rutin[^a]**", 0),
    ] {
        let pdf = built(&long_table(head));
        let Some(shown) = text(&pdf) else { return skipped("heads over pages", "pdftotext is not there") };
        let word = if head.contains("kapitel") { "kapitel 1" } else { "Rutin" };
        assert!(shown.matches(word).count() >= 3, "{head}: {shown}");
        assert_eq!(shown.matches("Notens text.").count(), 1, "{head}: the note stands once");
        let Some(urls) = typeset::asked("pdfinfo", &["-url", "FIL"], &pdf) else { continue };
        assert_eq!(urls.matches("https://x.se").count(), links, "{head}: {urls}");
    }
    let [before, after] = ["[Rutin](https://x.se)", "[Rutiner](https://x.se)[^a]"].map(long_table);
    compared(&before, &after);
}

// A side with faults is compared as far as it goes.
#[test]
fn plans_with_faults_are_compared_in_pdf() {
    let chapters = [
        "# A\n\nSe [målet](#finns-inte).\n",
        "# A\n\n#### Fyra\n\nText.\n",
        "# A\n\n## Två\n\n##### Fem\n\n- punkt\n\n  #### I en lista\n",
        "Text utan rubrik.\n",
        "# A\n\n##\n\n## [](#a)\n",
        "# A\n\nOrd &#xF0000; ord &#x1; ord &#xfffe; ord.\n",
        "# A\n\nText[^a] och ![](saknas.png) {{ tabell(id=\"x\") }}.\n",
        "",
    ];
    for before in chapters {
        for after in chapters {
            compared(before, after);
        }
    }
}

// Where a head is set again is known when the pages are; a note that stood in each would move them.
#[test]
fn the_notes_of_heads_stand_once_at_the_foot_of_the_page_where_the_table_begins() {
    let tables = [3, 60, 25, 90, 40]
        .iter()
        .enumerate()
        .map(|(at, rows)| {
            let rows = (0..*rows).map(|row| format!("| Rum {row} | {row} |\n")).collect::<Vec<_>>().concat();
            let note = format!("Förklaring {at} av vad som räknas som yta. ").repeat(7);
            format!(
                "| **Hus[^a{at}]** {at} och[^a{at}] | ~~Yta[^b{at}]~~ |\n|---|--:|\n{rows}\n[^a{at}]: {note}\n\n[^b{at}]: Bara {at}.\n\n"
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let pdf = built(&format!("# A\n\nText[^n].\n\n{tables}\n[^n]: Först.\n"));
    let Some(shown) = text(&pdf) else { return skipped("notes of heads", "pdftotext is not there") };
    for at in 0..5 {
        assert_eq!(shown.matches(&format!("Förklaring {at}")).count(), 7, "{shown}");
        assert_eq!(shown.matches(&format!("Bara {at}")).count(), 1, "{shown}");
        // The numbers go on through the document, and the table's page has its notes.
        let number = 2 + 2 * at;
        let page = shown.split('\u{c}').find(|page| page.contains(&format!("Förklaring {at}"))).expect("a page");
        assert!(page.contains(&format!("{number}Förklaring {at}")), "{page}");
        assert!(page.contains(&format!("{}Bara {at}", number + 1)), "{page}");
        assert!(page.contains(&format!("Hus{number} {at}")), "{page}");
    }
}

// A bookmark has the text of its heading, and not that of a note in it.
#[test]
fn bookmarks_have_no_notes_in_them() {
    let pdf = built(
        "# A[^a]\n\n## Omvärld[^a], läge[^b] och[^b] mer\n\n| Mål[^a] |\n|---|\n| b |\n\n[^a]: Beslutad i maj.\n\n[^b]: I juni.\n",
    );
    let json = typeset::asked("qpdf", &["--json", "--json-key=outlines", "FIL"], &pdf);
    let Some(json) = json.filter(|json| !json.is_empty()) else { return skipped("bookmarks", "qpdf is not there") };
    assert!(json.contains("\"1 A\"") && json.contains("\"1.1 Omvärld, läge och mer\""), "{json}");
}

// A heading has its number, and a table its caption and its file, in whatever they stand.
#[test]
fn headings_and_tables_are_whole_in_lists_and_quotes() {
    let budget = "tabell: drift\nrubrik: Drift\nenhet: mnkr\nkolumner: [budget 2025]\nrader:\n  - {id: a, namn: Hyra, belopp: [-1.5]}\n";
    let text_of = "# A\n\n- ## I lista\n\n  text\n\n> ## I citat\n>\n> {{ tabell(id=\"drift\") }}\n\nOrd\n\n: ## I ordlista\n\n  - 1. ### Djupt\n";
    let draft = typeset::drafted([("kapitel/01-a.md", text_of.as_bytes()), ("budget/drift.yaml", budget.as_bytes())]);
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let pages = typeset::pages(&draft);
    let page = String::from_utf8_lossy(&pages["index.html"]);
    let files = csv::tables(&draft.plan, &draft.document);
    for link in page.split("href=\"tabeller/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(files.contains_key(&format!("tabeller/{link}")), "{link} leads nowhere");
    }
    assert!(page.contains("href=\"tabeller/tabell-drift-2025-mnkr.csv\""), "the table cannot be fetched");
    let pdf = pdf(&draft, &draft.document).expect("the plan is typeset");
    let json = typeset::asked("qpdf", &["--json", "--json-key=outlines", "FIL"], &pdf);
    let Some(json) = json.filter(|json| !json.is_empty()) else { return skipped("bookmarks", "qpdf is not there") };
    for (number, title) in [("1.1", "I lista"), ("1.2", "I citat"), ("1.3", "I ordlista")] {
        assert!(page.contains(&format!("<span class=\"nr\">{number}</span> {title}</h3>")), "{title} on the page");
        assert!(json.contains(&format!("\"{number} {title}\"")), "{title} in the PDF: {json}");
    }
    assert!(text(&pdf).is_none_or(|shown| shown.contains("Drift\n")), "the caption is in the PDF");
}

// Whatever has no place to break is broken where the line ends, wherever it stands.
#[test]
fn nothing_is_longer_than_its_line() {
    let letters: String = ('a'..='y').cycle().take(150).collect();
    let vowels = "verksamhetsplanochbudgetförnämnden".repeat(5);
    let figures = "2025-01/".repeat(20);
    let tied = "ord\u{a0}".repeat(40);
    for long in [letters.as_str(), &vowels, &figures, tied.trim_end(), &"BCDFGH".repeat(20), &"漢".repeat(99)] {
        let table = format!("| Kort | {long} |\n|---|---|\n| {long} | {long} |\n");
        let pdf = built(&format!(
            "# A {long}\n\n## B {long}\n\n{long}[^a] **{long}** `{long}` [{long}](https://x.se)\n\n- {long}\n\n  > {long}\n\n{table}\n[^a]: {long}\n"
        ));
        let Some(boxes) = typeset::asked("pdftotext", &["-bbox", "FIL", "-"], &pdf) else { return };
        for word in boxes.lines().filter(|line| line.trim_start().starts_with("<word")) {
            let right = word.split("xMax=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            let right: f64 = right.parse().expect("a number");
            // The page is 595 points wide; the status stands in its margin, turned.
            assert!(right < 580.0 || word.contains("FÖRSLAG"), "{word} is off the page");
        }
    }
}

/// The words of a PDF that stand on its pages, and none of those that stand beside them.
fn on_pages(pdf: &[u8]) -> Option<usize> {
    let boxes = typeset::asked("pdftotext", &["-bbox", "FIL", "-"], pdf)?;
    let number = |line: &str, name: &str| -> f64 {
        let text = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        text.unwrap_or_default().parse().unwrap_or(f64::NAN)
    };
    let (mut lowest, mut words) = (0.0, 0);
    for line in boxes.lines().map(str::trim_start) {
        if line.starts_with("<page ") {
            // Points; a page turned on its side is 595 high, and others 842.
            lowest = if number(line, "height") > 700.0 { 820.0 } else { 575.0 };
        } else if line.starts_with("<word ") && line.contains("lång") {
            words += usize::from(number(line, "yMin") > 20.0 && number(line, "yMax") < lowest);
        }
    }
    Some(words)
}

// What is taller than a page goes on over pages, wherever it stands.
#[test]
fn what_is_taller_than_a_page_goes_on() {
    const WORDS: usize = 500;
    let long = (0..WORDS).map(|at| format!("lång{at}")).collect::<Vec<_>>().join(" ");
    let budget = |names: [&str; 4]| {
        let [group, item, sum, remark] = names;
        format!(
            "tabell: t\nrubrik: Tabell\nenhet: mnkr\nkolumner: [budget 2025, budget 2024]\nrader:\n  - id: g\n    namn: {group}\n    rader:\n      - {{id: a, namn: {item}, belopp: [-1.5, 2]}}\n    summa: {sum}\n  - {{id: b, namn: B, belopp: [1, 2]}}\nsumma: Summa\nanmärkningar: [{remark}]\n"
        )
    };
    let plan = |chapter: String, budget: String| {
        typeset::drafted([("kapitel/01-a.md", chapter.as_bytes()), ("budget/t.yaml", budget.as_bytes())])
    };
    let named = |at: usize, text: &str| {
        let mut names = ["Grupp", "Rad", "Delsumma", "Anmärkning"];
        names[at] = text;
        budget(names)
    };
    let chapter = |text: &str| format!("# A\n\n{text}\n\n{{{{ tabell(id=\"t\") }}}}\n");
    let in_text = [
        "| a | TEXT | c | d |\n|---|---|---|---|\n| e | f | g | h |",
        "| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| a | TEXT | c | d | e | f | g | h |",
        "| a[^n] | b |\n|---|---|\n| c | d |\n\n[^n]: TEXT",
        "## B[^n]\n\n[^n]: TEXT",
        "> - TEXT",
        "TEXT\n\n: Ord",
    ];
    let plans = |text: &str| {
        let mut plans: Vec<_> =
            in_text.iter().map(|form| plan(chapter(&form.replace("TEXT", text)), named(0, "Grupp"))).collect();
        plans.extend((0..4).map(|at| plan(chapter(""), named(at, text))));
        plans
    };
    for (before, after) in plans("kort").iter().zip(plans(&long)) {
        for (document, what) in [(&after.document, "the plan"), (&changes(before, &after), "its changes")] {
            let pdf = pdf(&after, document).expect("it is typeset");
            let Some(words) = on_pages(&pdf) else { return skipped("tall text", "pdftotext is not there") };
            assert!(
                words >= WORDS,
                "{words} of {WORDS} words on the pages of {what}: {:?}",
                after.plan.chapters[0].file.text.get(..60)
            );
        }
    }
}

// A title is never divided, so one that has no room is refused.
#[test]
fn titles_longer_than_a_page_are_refused() {
    let long = |letters: usize| "Lång ".repeat(letters / 5 + 1);
    let told = |files: &[(&str, String)]| {
        let draft = typeset::drafted(files.iter().map(|(path, text)| (*path, text.as_bytes())));
        draft.problems.iter().filter(|problem| problem.id == "för-lång-rubrik").count()
    };
    for (letters, found) in [(590, 0), (700, 1)] {
        let title = long(letters);
        for chapter in [format!("# {title}\n\nText.\n"), format!("# A\n\n## {title}\n\nText.\n")] {
            assert_eq!(told(&[("kapitel/01-a.md", chapter)]), found, "{letters} letters in a heading");
        }
        let goals = format!("målområden:\n  - {{id: m, namn: {title}}}\n");
        let heading = "# A\n\n## {{ rubrik(id=\"m\") }}\n\nText.\n".to_owned();
        assert_eq!(told(&[("kapitel/01-a.md", heading), ("malomraden.yaml", goals)]), found, "{letters} in a goal");
    }
    for key in ["nämnd", "organisation", "förvaltning", "titel"] {
        let own = typeset::PLAN
            .lines()
            .map(|line| if line.starts_with(key) { format!("{key}: {}\n", long(130)) } else { format!("{line}\n") });
        assert_eq!(told(&[("plan.yaml", own.collect())]), 1, "{key}");
    }
}
