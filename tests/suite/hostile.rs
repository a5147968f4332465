//! Text is text: whatever stands in a plan comes out as it was written and acts as nothing.
//!
//! Property: any Unicode string in any text field compiles and stands unchanged in the HTML's text and the
//! PDF's text. Characters that are no text (control, private use …) are refused with a message instead.
//! The PDF's text is read with pdftotext; where that program is missing, that part says SKIPPED.

use std::collections::BTreeMap;
use std::process::Command;

use crate::support::html::Element;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_oneof, proptest};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use verksamhetsplan::fonts::metrics;
use verksamhetsplan::outputs::edition::{Archive, Edition};
use verksamhetsplan::outputs::{self, html, pdf, project};
use verksamhetsplan::quantity::date::Date;
use verksamhetsplan::source::characters;
use verksamhetsplan::source::files::Sources;
use verksamhetsplan::{Draft, diagnostic, draft, review};

/// What usually breaks programs that build documents.
const HOSTILE: &[&str] = &[
    "#let x = 1",
    "#import \"@preview/x:1.0.0\": *",
    "$a$ och $ b_1 $",
    "*b* _c_ `d` ~e~ <f> @ref",
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "{{ 1+1 }} {% if x %} {# y #}",
    "back\\slash \\n \\u{41} \\\"",
    "= rubrik",
    "- punkt",
    "+ punkt",
    "1. punkt",
    "/ term: text",
    "// kommentar /* och en till */",
    "--- ... -- '' \"\"",
    "\"citat\" 'enkelt' ”svenskt”",
    "[länk](javascript:alert(1)) ![bild](x.png)",
    "&amp; &lt; &#65; &nbsp;",
    "https://example.org/a_b*c?d=e&f=g#h",
    "😀 👨‍👩‍👧 🇸🇪 👍🏽",
    "e\u{301}a\u{308} Å å \u{212b}",
    "ffi fl ſt ½ ² № €",
    "漢字 かな 한국어 ไทย हिन्दी ქართული",
    "a\u{ad}b\u{200b}c\u{200d}d\u{2060}e\u{a0}f\u{202f}g",
    "Ordsomärsålångtattdetinterymspånågonradialls_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789",
    "!true",
    "null",
    "~",
    "2025-01-01",
    "0x1F",
    "1e3",
    "-8",
    "no",
    "- ",
    "? :",
    "%",
    "&a *a",
    "|",
    ">",
];

/// Visible text fields of the plan below.
const FIELDS: usize = 28;

/// Every text field of a plan, each given one of the texts.
fn plan(texts: &[String]) -> BTreeMap<String, String> {
    let mut next = texts.iter().cycle();
    let mut quoted = || yaml_string(next.next().expect("texts cycle"));
    let mut files = BTreeMap::new();
    files.insert(
        "plan.yaml".to_owned(),
        format!(
            "nämnd: {}\norganisation: {}\nförvaltning: {}\når: 2025\ntitel: {}\nstatus: utkast\ndiarienummer: {}\nbeskrivning: {}\nämnesord: [{}]\n",
            quoted(), quoted(), quoted(), quoted(), quoted(),
            // These two are metadata and stand in no visible text.
            yaml_string(&texts[0]), yaml_string(&texts[0])
        ),
    );
    files.insert("organisation.yaml".to_owned(), format!("områden:\n  - {{id: a, namn: {}}}\n", quoted()));
    files.insert(
        "malomraden.yaml".to_owned(),
        format!(
            "målområden:\n  - id: m\n    slag: {}\n    nr: 1\n    namn: {}\n    styrtal:\n      - {{id: s, namn: {}, beskrivning: {}, enhet: mnkr, utfall: [{{år: 2024}}], målvärde: 1}}\n    indikatorer:\n      - {{id: i, text: {}}}\n    uppdrag:\n      - {{nr: 1, text: {}, ansvarig: [a]}}\n    aktiviteter:\n      - {{id: k, text: {}}}\n",
            quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted()
        ),
    );
    files.insert(
        "risker.yaml".to_owned(),
        format!(
            "risker:\n  - {{id: r, verksamhet: {}, risk: {}, tidpunkt: {}, åtgärder: [{{text: {}}}]}}\n",
            quoted(),
            quoted(),
            quoted(),
            quoted()
        ),
    );
    files.insert(
        "budget/t.yaml".to_owned(),
        format!(
            "tabell: t\nrubrik: {}\nenhet: mnkr\nradhuvud: [{}, {}]\nkolumner: [{{id: k, namn: {}}}]\nrader:\n  - {{grupp: {}, id: g, summa: {}, rader: [{{id: x, namn: [{}, {}], belopp: [1], not: n}}]}}\nsumma: {}\nnoter: {{n: {}}}\nanmärkningar: [{}]\n",
            quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted(), quoted()
        ),
    );
    files.insert(
        "kapitel/01-a.md".to_owned(),
        "# A\n\n{{ namnd }} {{ namn(omrade=\"a\") }}\n\n## {{ rubrik(id=\"m\") }}\n\n{{ styrtal(malomrade=\"m\") }}\n\n{{ indikatorer(malomrade=\"m\") }}\n\n{{ uppdrag(malomrade=\"m\") }}\n\n{{ aktiviteter(malomrade=\"m\") }}\n\n{{ risker() }}\n\n{{ omraden() }}\n\n{{ tabell(id=\"t\") }}\n".to_owned(),
    );
    files
}

fn yaml_string(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if u32::from(c) < 0x20 => format!("\\x{:02x}", u32::from(c)),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

fn drafted(files: &BTreeMap<String, String>) -> Draft {
    let (sources, problems) =
        Sources::from_memory("plan", files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let mut draft = draft(sources);
    draft.problems.extend(problems);
    draft.problems = review(&draft, None);
    draft
}

/// The web pages are made from the whole draft.
fn edition(draft: &Draft) -> Edition<'_> {
    Edition {
        problems: &draft.problems,
        outputs: outputs::ALL,
        ..Edition::new(&draft.plan, &draft.figures, &draft.document)
    }
}

/// The text of an HTML page.
fn html_text(page: &str) -> String {
    Element::read(page).first("body").text()
}

/// What a reader compares: letters in order. White space is the layout's to add and to drop, and so is what is by
/// Unicode's property `Default_Ignorable_Code_Point` nothing to see: break opportunities, direction marks, variation
/// selectors, fillers, format controls. NFC, since a font may hold é as one glyph. A hyphen before a figure of a table is
/// printed as the minus that it is.
fn letters(text: &str) -> String {
    let ignorable = |c: char| {
        matches!(
            u32::from(c),
            0xad | 0x34f
                | 0x61c
                | 0x115f..=0x1160
                | 0x17b4..=0x17b5
                | 0x180b..=0x180f
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0x3164
                | 0xfe00..=0xfe0f
                | 0xfeff
                | 0xffa0
                | 0xfff0..=0xfff8
                | 0x1bca0..=0x1bca3
                | 0x1d173..=0x1d17a
                | 0xe0000..=0xe0fff
        )
    };
    let shown = text.nfc().filter(|c| !c.is_whitespace() && !ignorable(*c));
    shown.map(|c| if c == '−' { '-' } else { c }).collect()
}

fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff))
}

fn pdf_text(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().ok()?;
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).ok()?;
    let output = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Builds a plan of these texts and finds each of them in both outputs.
fn survives(texts: &[String]) -> Result<(), String> {
    let built = drafted(&plan(texts));
    if diagnostic::has_errors(&built.problems) {
        let all: Vec<String> = built.problems.iter().map(|p| diagnostic::terminal::render(p, false)).collect();
        return Err(format!("fel för {texts:?}:\n{}", all.join("\n")));
    }
    let page = html::plan(&edition(&built)).map_err(|error| error.to_string())?;
    let page = html_text(&String::from_utf8_lossy(&page["index.html"]));
    let date = Date { year: 2025, month: 1, day: 1 };
    let files = project::files(&built.document, date, &built.plan.pictures, &[]).map_err(|error| error.to_string())?;
    let typeset =
        pdf::typeset(files, "test", Archive::A2a, &[]).map_err(|problems| format!("{texts:?}: {problems:?}"))?;
    let bytes = typeset.bytes;
    let (page, printed) = (letters(&page), pdf_text(&bytes).map(|text| letters(&text)));
    for text in texts {
        let wanted = letters(text);
        if !page.contains(&wanted) {
            return Err(format!("{text:?} saknas i HTML:ens text"));
        }
        let Some(printed) = &printed else { continue };
        // Right-to-left text is reordered by the extracting program line by line, and a letter that another font has to
        // set, with a mark or as a box since no typeface has it, may be told apart from its neighbours; every letter must
        // be there.
        let is_set_apart = wanted.chars().any(is_combining_mark) || metrics::undrawn(&wanted).next().is_some();
        let found = if is_right_to_left(text) || is_set_apart {
            wanted.chars().all(|c| printed.contains(c))
        } else {
            printed.contains(&wanted)
        };
        if !found {
            return Err(format!("{text:?} ({:?}) saknas i PDF:ens text", wanted.escape_unicode().to_string()));
        }
    }
    Ok(())
}

/// A text with something to see in it, of characters that are text.
fn any_text() -> impl Strategy<Value = String> {
    let wild =
        any::<char>().prop_filter("är text", |c| characters::is_allowed(*c) && !matches!(c, '\n' | '\r' | '\t'));
    let latin = prop::char::range(' ', '\u{17f}').prop_filter("är text", |c| characters::is_allowed(*c));
    let symbol = prop::sample::select("#$*_`~<>@[]{}\\/|&%=+-.:;,!?\"'()^".chars().collect::<Vec<_>>());
    prop::collection::vec(prop_oneof![2 => latin, 2 => symbol, 1 => wild], 1..30)
        .prop_map(|chars| chars.into_iter().collect::<String>())
        .prop_filter("har något synligt", |text| !letters(text).is_empty() && text.chars().any(char::is_alphanumeric))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    // Plans of random texts: every text field gets its own.
    #[test]
    fn any_text_in_any_field_survives(texts in prop::collection::vec(any_text(), FIELDS)) {
        let result = survives(&texts);
        prop_assert!(result.is_ok(), "{}", result.unwrap_err());
    }

    // Any text at all as a chapter: something is built or something is said, and nothing breaks.
    #[test]
    fn any_markdown_builds_or_is_refused(text in any::<String>()) {
        let mut files = plan(&["x".to_owned()]);
        files.insert("kapitel/02-b.md".to_owned(), format!("# B\n\n{text}\n"));
        let built = drafted(&files);
        if !diagnostic::has_errors(&built.problems) {
            let date = Date { year: 2025, month: 1, day: 1 };
            let files = project::files(&built.document, date, &built.plan.pictures, &[]).expect("the template is whole");
            prop_assert!(pdf::typeset(files, "test", Archive::A2a, &[]).is_ok(), "{text:?}");
        }
    }

    // Characters that are no text are refused at their place.
    #[test]
    fn other_characters_are_refused(c in any::<char>().prop_filter("ingen text", |c| !characters::is_allowed(*c))) {
        let mut files = plan(&["x".to_owned()]);
        files.insert("kapitel/02-b.md".to_owned(), format!("# B\n\na{c}b\n"));
        let (_, problems) = Sources::from_memory("plan", files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
        prop_assert!(problems.iter().any(|problem| problem.id == "otillåtet-tecken" && problem.primary.is_some()));
    }
}

// The known troublemakers, each in many fields.
#[test]
fn hostile_texts_survive_in_every_field() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        println!("SKIPPED: PDF:ens text (pdftotext saknas)");
    }
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    for chunk in texts.chunks(FIELDS) {
        survives(chunk).unwrap_or_else(|error| panic!("{error}"));
    }
}

// In a paragraph of Markdown, Typst, HTML and escapes are text; only Tera's braces and Markdown's own marks act.
#[test]
fn hostile_paragraphs_survive() {
    let paragraphs = "#let x = 1 och $a$ och @ref ~ <script>alert(1)</script> \\ 😀 e\u{301}\n\n<div onclick=\"x\">#panic()</div>\n\n`#kod $x$` {% raw %}{{ 1+1 }}{% endraw %}\n";
    let mut files = plan(&["x".to_owned()]);
    files.insert("kapitel/02-b.md".to_owned(), format!("# B\n\n{paragraphs}"));
    let built = drafted(&files);
    assert!(!diagnostic::has_errors(&built.problems), "{:?}", built.problems);
    let page = html::plan(&edition(&built)).expect("the template is whole");
    let page = String::from_utf8_lossy(&page["index.html"]).into_owned();
    // The page's own script is the only one.
    assert_eq!(page.matches("<script").count(), page.matches("<script src=\"vplan.js\" defer></script>").count());
    assert!(!page.contains("onclick=\"x\""));
    let text = letters(&html_text(&page));
    for wanted in [
        "#let x = 1 och $a$ och @ref ~ <script>alert(1)</script> \\ 😀 é",
        "<div onclick=\"x\">#panic()</div>",
        "#kod $x$ {{ 1+1 }}",
    ] {
        assert!(text.contains(&letters(wanted)), "{wanted}");
    }
}
