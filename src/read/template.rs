//! `tema: {word: …}`: the house's template for Word documents. Only its styles, its theme and its typefaces are read, each
//! within bounds; nothing in it is run, and nothing outside it is fetched.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use usvg::roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use crate::model::template::{FontTable, StyleKind, WordTemplate};

/// The most bytes of the file.
const MOST_BYTES: usize = 30_000_000;

/// The most bytes of a part when it is unpacked.
const MOST_OF_PART: u64 = 8_000_000;

/// The most elements of a part.
const MOST_NODES: u32 = 400_000;

/// The most typefaces, each a regular, a bold, an italic and a bold italic font.
const MOST_FONTS: usize = 40;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// Why a template is not used: what it is, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it is: `är krypterad`.
    pub what: String,
    /// What to do.
    pub hint: &'static str,
}

const RESAVE: &str = "öppna mallen i Word och spara den på nytt som Word-mall (dotx)";

fn refused(what: impl Into<String>, hint: &'static str) -> Refused {
    Refused { what: what.into(), hint }
}

/// Reads a template, which lies at a path.
///
/// # Errors
/// Why it is not used.
pub fn read(path: &str, bytes: &[u8]) -> Result<WordTemplate, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(refused("är större än 30 MB", "ta bort bilder ur mallen; bara dess format används"));
    }
    // What is encrypted, or of the years before 2007, is another kind of file.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let hint = "ta bort lösenordet, och spara mallen som Word-mall (dotx)";
        return Err(refused("är skyddad med lösenord, eller en mall av äldre slag (dot)", hint));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| refused("är ingen Word-fil, eller är avbruten", RESAVE))?;
    let types = part(&mut archive, "[Content_Types].xml")?.ok_or_else(|| refused("är ingen Word-fil", RESAVE))?;
    let has_macros = types.contains("macroEnabled")
        || archive.file_names().any(|name| name.is_ok_and(|name| name.ends_with("vbaProject.bin")));
    if has_macros {
        return Err(refused("innehåller makron", "spara mallen som Word-mall utan makron (dotx)"));
    }
    if !types.contains("wordprocessingml.template.main") && !types.contains("wordprocessingml.document.main") {
        return Err(refused("är en fil för ett annat program än Word", RESAVE));
    }
    let styles = part(&mut archive, "word/styles.xml")?.ok_or_else(|| refused("har inga format", RESAVE))?;
    let ids = ids(&styles)?;
    let theme = part(&mut archive, "word/theme/theme1.xml")?.filter(|theme| is_alone(theme));
    Ok(WordTemplate { path: path.to_owned(), ids, theme, fonts: fonts(&mut archive)?, styles })
}

/// The text of a part, when there is one.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<Option<String>, Refused> {
    let Some(bytes) = bytes(archive, path)? else { return Ok(None) };
    let text =
        String::from_utf8(bytes).map_err(|_| refused(format!("har en del som inte är UTF-8 ({path})"), RESAVE))?;
    // A mark of order would stand in the middle of what is added to.
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

fn bytes(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<Option<Vec<u8>>, Refused> {
    if archive.index_for_name(path).is_none() {
        return Ok(None);
    }
    let broken = || refused(format!("har en del som inte går att packa upp ({path})"), RESAVE);
    let file = archive.by_name(path).map_err(|_| broken())?;
    let mut bytes = Vec::new();
    // What the archive says of the size is not trusted.
    file.take(MOST_OF_PART + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_OF_PART) {
        return Err(refused(format!("har en del som är större än 8 MB uppackad ({path})"), RESAVE));
    }
    Ok(Some(bytes))
}

fn parsed<'a>(text: &'a str, path: &str) -> Result<Document<'a>, Refused> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        usvg::roxmltree::Error::DtdDetected => {
            refused(format!("har egna förkortningar (DOCTYPE), som Word aldrig skriver ({path})"), RESAVE)
        }
        usvg::roxmltree::Error::NodesLimitReached => refused(format!("har för många delar ({path})"), RESAVE),
        _ => refused(format!("är trasig: {path} är inte giltig XML"), RESAVE),
    })
}

/// Ids of styles by kind and name.
fn ids(styles: &str) -> Result<BTreeMap<(StyleKind, String), String>, Refused> {
    const PATH: &str = "word/styles.xml";
    let document = parsed(styles, PATH)?;
    let root = document.root_element();
    match root.tag_name().namespace() {
        Some(WORD) => {}
        Some(STRICT) => {
            let hint = "spara den som Word-mall (dotx), inte som Strict Open XML-dokument";
            return Err(refused("är sparad i formatet Strict Open XML", hint));
        }
        _ => return Err(refused(format!("är trasig: {PATH} är inga format"), RESAVE)),
    }
    if !styles.trim_end().ends_with("</w:styles>") {
        return Err(refused("har format som inte är skrivna av Word", RESAVE));
    }
    let known = |node: Node<'_, '_>| {
        let kind = StyleKind::parse(node.attribute((WORD, "type"))?)?;
        let name = node.children().find(|child| child.has_tag_name((WORD, "name")))?.attribute((WORD, "val"))?;
        Some(((kind, name.to_lowercase()), node.attribute((WORD, "styleId"))?.to_owned()))
    };
    let mut ids = BTreeMap::new();
    for (key, id) in root.children().filter(|node| node.has_tag_name((WORD, "style"))).filter_map(known) {
        ids.entry(key).or_insert(id);
    }
    Ok(ids)
}

/// Whether a part leads to no other, which is not taken along.
fn is_alone(text: &str) -> bool {
    const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    parsed(text, "word/theme/theme1.xml").is_ok_and(|document| {
        let mut nodes = document.descendants();
        nodes.all(|node| node.attributes().all(|attribute| attribute.namespace() != Some(RELATIONSHIPS)))
    })
}

/// The table of typefaces, with those that it brings along; nothing when one of them is missing.
fn fonts(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Option<FontTable>, Refused> {
    const PATH: &str = "word/fontTable.xml";
    const WAYS: &str = "word/_rels/fontTable.xml.rels";
    let Some(table) = part(archive, PATH)? else { return Ok(None) };
    let document = parsed(&table, PATH)?;
    if document.root_element().tag_name().namespace() != Some(WORD) {
        return Ok(None);
    }
    let mut files = Vec::new();
    if let Some(ways) = part(archive, WAYS)? {
        let ways = parsed(&ways, WAYS)?;
        for way in ways.root_element().children().filter(Node::is_element).take(MOST_FONTS) {
            let (id, target) = (way.attribute("Id"), way.attribute("Target").unwrap_or_default());
            let name =
                target.strip_prefix("fonts/").or_else(|| target.strip_prefix("/word/fonts/")).unwrap_or_default();
            let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
            let (Some(id), true, None) = (
                id,
                plain && name.rsplit_once('.').is_some_and(|(_, ending)| ending == "odttf"),
                way.attribute("TargetMode"),
            ) else {
                return Ok(None);
            };
            let Some(bytes) = bytes(archive, &format!("word/fonts/{name}"))? else { return Ok(None) };
            files.push((id.to_owned(), name.to_owned(), bytes));
        }
    }
    Ok(Some(FontTable { table, files }))
}
