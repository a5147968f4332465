//! `tema: {word: …}`: the house's template gives its styles, its theme and its typefaces, or is refused with the reason.

use std::io::{Cursor, Write};

use verksamhetsplan::Draft;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::made;
use super::read::Read;
use crate::support::plans::drafted;

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const TEMPLATE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, text) in files {
        archive.start_file(*path, options).expect("a file");
        archive.write_all(text.as_bytes()).expect("it is written");
    }
    archive.finish().expect("it is whole").into_inner()
}

/// A template with the kind of its document, its styles and its theme.
fn template(kind: &str, styles: &str) -> Vec<u8> {
    let types = format!("<Types><Override PartName=\"/word/document.xml\" ContentType=\"{kind}\"/></Types>");
    let theme = "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Huset\"/>";
    archive(&[("[Content_Types].xml", &types), ("word/styles.xml", styles), ("word/theme/theme1.xml", theme)])
}

/// Styles as Swedish Word writes them: ids in Swedish, names in English.
fn styles() -> String {
    let style = |id: &str, name: &str| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>")
    };
    let own = [
        style("Normal", "Normal"),
        style("Rubrik1", "heading 1"),
        style("Rubrik2", "Heading 2"),
        style("Eget", "Kort text"),
    ];
    format!("<?xml version=\"1.0\"?>\n<w:styles {WORD}>{}</w:styles>\n", own.concat())
}

fn plan(name: &str, bytes: &[u8]) -> Draft {
    let text = format!("nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\ntema: {{word: {name}}}\n");
    let chapter = "# Ett\n\n## Två\n\n### Tre\n\nText.\n";
    drafted(
        "plan",
        [("plan.yaml", text.as_bytes()), ("kapitel/01-a.md", chapter.as_bytes()), ("mall.dotx", bytes)].into_iter(),
    )
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let draft = plan(name, bytes);
    let problems = draft.problems.iter().map(|problem| format!("{} {}", problem.id, problem.message));
    problems.collect::<Vec<_>>().join("; ")
}

#[test]
fn the_houses_own_styles_are_used() {
    let draft = plan("mall.dotx", &template(TEMPLATE, &styles()));
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let read = Read::of(&made(&draft));
    let document = read.text("word/document.xml");
    for (style, times) in [("Rubrik1", 1), ("Rubrik2", 1), ("Heading1", 0), ("Heading2", 0), ("Heading3", 1)] {
        assert_eq!(document.matches(&format!("w:pStyle w:val=\"{style}\"")).count(), times, "{style}");
    }
    // Numbers are those of the plan, whatever list the house's headings are in.
    assert!(document.contains(
        "<w:pStyle w:val=\"Rubrik1\"/><w:pageBreakBefore/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1001\"/>"
    ));
    let styles = read.text("word/styles.xml");
    assert_eq!(styles.matches("w:styleId=\"Rubrik1\"").count(), 1);
    assert_eq!(styles.matches("w:styleId=\"Heading1\"").count(), 0, "what the house has is not added");
    assert_eq!(styles.matches("w:styleId=\"Tabelltext\"").count(), 1, "what the house lacks is added");
    assert!(!styles.contains("w14:"), "the house's styles may not know the newer words");
    assert!(read.text("word/theme/theme1.xml").contains("name=\"Huset\""));
    assert_eq!(read.astray(), Vec::<String>::new());
}

#[test]
fn a_document_of_our_own_is_a_template_too() {
    let own = made(&plan("mall.dotx", &template(TEMPLATE, &styles())));
    let draft = plan("mall.dotx", &own);
    assert!(draft.problems.is_empty(), "{:?}", draft.problems);
    let again = made(&draft);
    assert_eq!(Read::of(&again).said(), Read::of(&own).said());
    assert_eq!(Read::of(&again).text("word/styles.xml"), Read::of(&own).text("word/styles.xml"));
    assert_eq!(Read::of(&again).astray(), Vec::<String>::new());
}

#[test]
fn what_is_no_template_is_refused_with_the_reason() {
    let bomb = format!("<w:styles {WORD}>{}</w:styles>", " ".repeat(9_000_000));
    let laughs = format!("<!DOCTYPE w [<!ENTITY a \"aaaa\">]><w:styles {WORD}>&a;</w:styles>");
    let many = format!("<w:styles {WORD}>{}</w:styles>", "<w:b/>".repeat(500_000));
    let strict = "<w:styles xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"></w:styles>";
    let whole = template(TEMPLATE, &styles());
    for (bytes, reason) in [
        (b"inget".to_vec(), "är ingen Word-fil"),
        (whole[..whole.len() / 2].to_vec(), "är ingen Word-fil, eller är avbruten"),
        (b"\xd0\xcf\x11\xe0".to_vec(), "är skyddad med lösenord"),
        (archive(&[("annat.txt", "x")]), "är ingen Word-fil"),
        (template("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", &styles()), "innehåller makron"),
        (
            template("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", &styles()),
            "annat program",
        ),
        (template(TEMPLATE, &bomb), "större än 8 MB uppackad (word/styles.xml)"),
        (template(TEMPLATE, &laughs), "egna förkortningar (DOCTYPE)"),
        (template(TEMPLATE, &many), "för många delar"),
        (template(TEMPLATE, strict), "Strict Open XML"),
        (template(TEMPLATE, "<w:styles"), "inte giltig XML"),
        (template(TEMPLATE, "<x/>"), "är inga format"),
    ] {
        let told = refused("mall.dotx", &bytes);
        assert!(told.contains("olämplig-mall mallen \"mall.dotx\"") && told.contains(reason), "{reason}: {told}");
    }
    assert!(refused("saknas.dotx", &whole).contains("fil-saknas"));
    assert!(refused("mall.dotm", &whole).contains("okänt-format"));
}
