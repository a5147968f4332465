//! What belongs together stands on one line of the PDF and of the page, and is found as it was written.

use verksamhetsplan::outputs::edition::Edition;
use verksamhetsplan::outputs::json;

use crate::support::skipped;
use crate::support::typeset::{chapter, pages, pdf, text};

/// Words on one line, with `_` where they might have been parted, and as Markdown.
const TOGETHER: &[(&str, &str)] = &[
    ("9_528,8_mnkr", "9 528,8 mnkr"),
    ("1_285_700_kr", "1 285 700 kr"),
    ("14_%", "14 %"),
    ("3_000_personer", "3 000 personer"),
    ("40_mnkr", "**40** mnkr"),
    ("41_mnkr", "[41](https://x.se) *mnkr*"),
    ("42_mnkr", "42[^n] mnkr"),
    ("§_17", "§ 17"),
    ("3_kap._2_§", "3 kap. 2 §"),
    ("s._43", "s. 43"),
    ("kl._8.30", "kl. 8.30"),
    ("nr_44", "nr 44"),
    ("1_januari_2025", "1 januari\n2025"),
    ("2025-01-02", "2025-01-02"),
    ("A._B._Svensson", "A. B. Svensson"),
    ("t._ex.", "t. ex."),
    ("bl._a.", "bl. a."),
];

/// A chapter with each of them behind more and more words, so that every line ends within one of them somewhere.
fn all() -> String {
    let mut out = "# A\n\n".to_owned();
    for (_, markdown) in TOGETHER {
        for words in 0..9 {
            out.push_str(&"ord ".repeat(words));
            out.push_str(&format!("och {markdown} ").repeat(12));
            out.push_str("slut.\n\n");
        }
    }
    out + "[^n]: Not.\n"
}

#[test]
fn what_belongs_together_is_not_parted() {
    let draft = chapter(&all());
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let pages = pages(&draft);
    let page = String::from_utf8_lossy(&pages["index.html"]).replace("<strong>", "").replace("</strong>", "");
    for (together, _) in TOGETHER.iter().filter(|(_, markdown)| !markdown.contains(['[', '-'])) {
        let together = together.replace('_', "\u{a0}");
        assert!(page.matches(&together).count() >= 9 * 12, "{together} is parted on the page");
    }
    assert!(page.contains("<span class=\"ihop\">2025-01-02</span>"), "a date breaks at its hyphens");
    let pdf = pdf(&draft, &draft.document).expect("the plan is typeset");
    let Some(print) = text(&pdf) else { return skipped("lines of the PDF", "pdftotext is not there") };
    for (together, markdown) in TOGETHER.iter().filter(|(_, markdown)| !markdown.contains('^')) {
        let together = together.replace('_', " ");
        let found = print.lines().map(|line| line.replace('\u{a0}', " ").matches(&together).count()).sum::<usize>();
        assert_eq!(found, 9 * 12, "{markdown} is parted in the PDF");
    }
}

#[test]
fn it_is_searched_and_fetched_as_it_was_written() {
    let draft = chapter("# A\n\nKostnaden är 9 528,8 mnkr enligt 3 kap. 2 § i år.\n");
    let edition = Edition::new(&draft.plan, &draft.figures, &draft.document);
    let pages = pages(&draft);
    for data in [json::file(&edition), pages["sokindex.js"].clone()] {
        let data = String::from_utf8(data).expect("UTF-8");
        assert!(!data.contains('\u{a0}'), "{data}");
    }
}
