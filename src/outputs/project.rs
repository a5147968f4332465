//! The document as a Typst project: `main.typ` and `theme.typ` made by Tera, `house.typ` and the files that it names with
//! all looks, pictures and the plan's own fonts beside.
//!
//! The stock `typst compile` builds the same document from it; see the README.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::Value;
use tera::{Context, Tera};

use crate::document::Document;
use crate::fonts;
use crate::outputs::attachments::{self, Attachment};
use crate::outputs::edition::{Archive, Edition};
use crate::outputs::sheets::{self, MEASURES, Sheet};
use crate::outputs::{Broken, Files, Made, Make, Output, csv, lines, svg};
use crate::quantity::date::Date;
use crate::source::characters;

/// The project that the PDF is typeset from, with the house's fonts.
pub const OUTPUT: Output = Output {
    name: "typst",
    help: "typst/: projektet som PDF:en sätts från",
    usual: false,
    names_revision: false,
    reads_earlier: false,
    file: "typst/main.typ",
    report: None,
    changes: None,
    link: None,
    make: Make::Project(beside),
    over: None,
    aged: None,
};

/// Folder of the project among a plan's outputs.
const FOLDER: &str = "typst";

/// The project's main file.
pub const MAIN: &str = "main.typ";

const MAIN_TEMPLATE: &str = include_str!("../../templates/pdf/main.typ.tera");
const THEME_TEMPLATE: &str = include_str!("../../templates/pdf/theme.typ.tera");
const MARKS: &str = include_str!("../../templates/pdf/marks.typ");

/// The house style, one file for each noun.
const HOUSE: [(&str, &str); 6] = [
    ("cards.typ", include_str!("../../templates/pdf/cards.typ")),
    ("cover.typ", include_str!("../../templates/pdf/cover.typ")),
    ("house.typ", include_str!("../../templates/pdf/house.typ")),
    ("measures.typ", include_str!("../../templates/pdf/measures.typ")),
    ("table.typ", include_str!("../../templates/pdf/table.typ")),
    ("text.typ", include_str!("../../templates/pdf/text.typ")),
];

/// The project of an edition, the house's fonts apart.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn of(edition: &Edition<'_>) -> Result<Files, tera::Error> {
    let Edition { plan, document, .. } = edition;
    let attached = match edition.archive {
        Archive::A2a => Vec::new(),
        Archive::A3a => attachments::all(document, &csv::tables(plan, document), plan),
    };
    files(document, edition.date(), &plan.pictures, &attached)
}

#[expect(clippy::unnecessary_wraps, reason = "every output's files can fail to be made")]
fn beside(_: &Edition<'_>, project: &Files) -> Result<Made, Broken> {
    let project = project.clone().into_iter().chain(font_files());
    Ok(project.map(|(path, bytes)| (format!("{FOLDER}/{path}"), bytes)).collect::<Files>().into())
}

/// The project's files, the house's fonts apart; attachments are for an archive that takes them.
///
/// # Errors
/// A broken template, which is an error of the program.
pub fn files(
    document: &Document,
    date: Date,
    pictures: &BTreeMap<String, Vec<u8>>,
    attachments: &[Attachment],
) -> Result<Files, tera::Error> {
    let document = &lines::kept(document);
    let mut tera = Tera::default();
    tera.set_escape_fn(escape);
    tera.autoescape_on([".tera"]);
    tera.add_raw_templates([("main.typ.tera", MAIN_TEMPLATE), ("theme.typ.tera", THEME_TEMPLATE)])?;
    let mut context = Context::from_serialize(document)?;
    context
        .insert("date", &BTreeMap::from([("year", date.year), ("month", date.month.into()), ("day", date.day.into())]));
    context.insert("attachments", attachments);
    let sheets: Vec<Vec<Sheet<'_>>> = document.chapters.iter().map(|chapter| sheets::sheets(&chapter.blocks)).collect();
    context.insert("sheets", &sheets);
    context.insert("measures", &MEASURES);
    context.insert("unbroken", &serde_json::to_value(document).is_ok_and(|document| is_unbroken(&document)));
    let main = tera.render("main.typ.tera", &context)?;
    let theme = tera.render("theme.typ.tera", &context)?;
    let mut files = Files::from([(MAIN.to_owned(), main.into_bytes()), ("theme.typ".to_owned(), theme.into_bytes())]);
    files.extend(HOUSE.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
    if document.compared {
        files.insert("marks.typ".to_owned(), MARKS.as_bytes().to_vec());
    }
    files.extend(document.theme.font_files());
    files.extend(attachments::files(attachments));
    files.extend(svg::files(document));
    for path in document.pictures() {
        if let Some(bytes) = pictures.get(path) {
            files.insert(path.to_owned(), bytes.clone());
        }
    }
    Ok(files)
}

/// The longest that a text may be without a space before it is asked whether it fits a line.
const LONGEST_WORD: usize = 40;

/// Whether a text has something longer than words are. What is no text, such as an anchor, may only seem to be long.
fn is_unbroken(value: &Value) -> bool {
    match value {
        Value::String(text) => text.split([' ', '\n', '\t']).any(|word| word.chars().count() > LONGEST_WORD),
        Value::Array(values) => values.iter().any(is_unbroken),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| !UNSEEN.contains(&key.as_str()) && is_unbroken(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Fields of a document that no reader sees.
const UNSEEN: [&str; 12] =
    ["address", "alt", "anchor", "back", "entry", "exact", "from", "headers", "id", "key", "path", "target"];

/// The house's fonts beside the project, for `--font-path fonts`.
pub fn font_files() -> Files {
    fonts::PDF.iter().chain(&fonts::LICENCES).map(|(name, bytes)| (format!("fonts/{name}"), bytes.to_vec())).collect()
}

/// Makes text safe inside a Typst string literal, the only place where templates put text.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for c in text.chars() {
        match c {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            '\n' => out.write_all(b"\\n")?,
            '\t' => out.write_all(b"\\t")?,
            // Refused in a plan that is built; in a comparison the place shows that something stood there.
            c if !characters::is_allowed(c) => write!(out, "{}", char::REPLACEMENT_CHARACTER)?,
            c if c.is_control() => write!(out, "\\u{{{:x}}}", u32::from(c))?,
            c => write!(out, "{c}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use typst::syntax::{SyntaxKind, ast, parse_code};

    use crate::source::characters;

    proptest! {
        #[test]
        fn any_text_comes_out_of_a_string_literal_unchanged_but_for_what_is_no_text(text in any::<String>()) {
            let mut out = b"\"".to_vec();
            super::escape(&text, &mut out).expect("a vector takes all");
            out.push(b'"');
            let literal = String::from_utf8(out).expect("UTF-8");
            let root = parse_code(&literal);
            let strings: Vec<String> = root
                .children()
                .filter(|node| node.kind() == SyntaxKind::Str)
                .filter_map(typst::syntax::SyntaxNode::cast::<ast::Str<'_>>)
                .map(|string| string.get().to_string())
                .collect();
            let expected = text.replace(|c| !characters::is_allowed(c), "\u{fffd}");
            prop_assert_eq!(strings, vec![expected]);
        }
    }
}
