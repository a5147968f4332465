//! A workbook's archive, looked through before anything of it is believed: how much it unpacks to, that its parts are plain
//! XML, and which rows and columns are hidden.
//!
//! Somebody has mailed the file. What is unpacked is counted as it comes, whatever the archive says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::import::spreadsheet::Unread;

/// Largest file, in bytes.
pub const LARGEST: u64 = 32 << 20;

/// Most files in an archive.
const FILES: usize = 5000;

/// Most bytes that a sheet or the texts of all sheets unpack to.
const LARGE_PART: u64 = 64 << 20;

/// Most bytes that any other part unpacks to.
const SMALL_PART: u64 = 4 << 20;

/// Most bytes that all parts unpack to.
const ALL_PARTS: u64 = 128 << 20;

/// Most formulas that others are written like.
const SHARED: u64 = 1 << 20;

/// Columns of a worksheet.
const COLUMNS: u16 = 16_384;

/// What is hidden in a sheet.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Rows, counted from 0.
    pub rows: BTreeSet<u32>,
    /// Columns, counted from 0.
    pub columns: BTreeSet<u16>,
}

/// What is said of an archive's parts.
#[derive(Default)]
struct Seen {
    /// What is hidden, by the part of the sheet.
    hidden: BTreeMap<String, Hidden>,
    /// Names of sheets, and the ids of their parts.
    sheets: Vec<(String, String)>,
    /// Parts of sheets by their ids.
    parts: BTreeMap<String, String>,
}

/// Looks through a workbook: what is hidden in its sheets, by their names.
///
/// # Errors
/// When it is none, is damaged, or is more than a workbook is.
pub fn inspected(bytes: &[u8]) -> Result<BTreeMap<String, Hidden>, Unread> {
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(&format!("filen är större än {} MB", LARGEST >> 20)));
    }
    refuse_other_kinds(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > FILES {
        return Err(too_large(&format!("arkivet har fler än {FILES} filer")));
    }
    let mut left = ALL_PARTS;
    let mut seen = Seen::default();
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| damaged())?;
        let name = part.name().map_err(|_| damaged())?.into_owned();
        let lower = name.to_lowercase();
        // Pictures and printer settings are never opened.
        if !has_ending(&lower, "xml") && !has_ending(&lower, "rels") {
            continue;
        }
        let kind = Part::of(&lower);
        let most = if matches!(kind, Part::Sheet | Part::Texts) { LARGE_PART } else { SMALL_PART };
        let mut counted = part.take(most.min(left) + 1);
        let found = looked_through(&mut counted, kind, &name, &mut seen);
        if counted.limit() == 0 {
            return Err(too_large(&format!("delen \"{name}\" packas upp till mer än en arbetsbok rymmer")));
        }
        left -= most.min(left) + 1 - counted.limit();
        found?;
    }
    if seen.sheets.is_empty() {
        return Err(Unread::new("filen är ett arkiv utan arbetsbok", SAVE));
    }
    let Seen { mut hidden, sheets, parts } = seen;
    let named = sheets.into_iter().filter_map(|(name, id)| Some((name, hidden.remove(parts.get(&id)?)?)));
    Ok(named.collect())
}

/// What a part of a workbook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Workbook,
    /// Where the workbook's sheets are.
    Relations,
    Sheet,
    Texts,
    Other,
}

/// Whether a name in small letters has an ending.
fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own == ending)
}

impl Part {
    /// Of a name in small letters.
    fn of(name: &str) -> Self {
        match name.rsplit('/').next().unwrap_or_default() {
            "workbook.xml" => Self::Workbook,
            "workbook.xml.rels" => Self::Relations,
            "sharedstrings.xml" => Self::Texts,
            other if has_ending(other, "xml") && name.contains("worksheets/") => Self::Sheet,
            _ => Self::Other,
        }
    }
}

const SAVE: &str = "öppna den i Excel eller LibreOffice och spara den som Excel-arbetsbok (.xlsx)";

/// Files that end as a workbook and are something else.
fn refuse_other_kinds(bytes: &[u8]) -> Result<(), Unread> {
    let why = match bytes {
        [] => "filen är tom",
        [b'P', b'K', 3, 4, ..] => return Ok(()),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "filen har lösenord eller är sparad i det äldre formatet .xls",
        [b'%', b'P', b'D', b'F', ..] => "filen är en pdf",
        _ => "filen är ingen Excel-arbetsbok (.xlsx)",
    };
    Err(Unread::new(why, SAVE))
}

fn damaged() -> Unread {
    Unread::new("filen är skadad eller avkortad", "hämta den igen, eller öppna och spara om den i Excel")
}

fn too_large(why: &str) -> Unread {
    Unread::new(why, "läs in en arbetsbok som bara har planens tabeller")
}

/// Reads a part to its end, as XML without any entities of its own.
fn looked_through(part: &mut impl Read, kind: Part, name: &str, seen: &mut Seen) -> Result<(), Unread> {
    let mut hidden = Hidden::default();
    let mut reader = Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut next) = (Vec::new(), 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::DocType(_)) => {
                return Err(Unread::new(
                    "filen har en dokumenttyp med egna namn (DOCTYPE), vilket ingen arbetsbok har",
                    "läs inte in den; be avsändaren om en arbetsbok som är sparad i Excel",
                ));
            }
            Ok(Event::Start(element) | Event::Empty(element)) => match (kind, element.local_name().as_ref()) {
                (Part::Sheet, _) => note_hidden(&element, &mut next, &mut hidden)?,
                (Part::Workbook, "sheet") => {
                    seen.sheets.extend(attribute(&element, "name").zip(attribute(&element, "id")));
                }
                (Part::Relations, "Relationship") => {
                    let own = attribute(&element, "Id").zip(attribute(&element, "Target"));
                    seen.parts.extend(own.map(|(id, target)| (id, whole(&target, name))));
                }
                _ => {}
            },
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(damaged()),
        }
    }
    if kind == Part::Sheet {
        seen.hidden.insert(name.to_owned(), hidden);
    }
    Ok(())
}

/// A part's whole name, of one that is written from the workbook.
fn whole(target: &str, relations: &str) -> String {
    let folder = relations.strip_suffix("_rels/workbook.xml.rels").unwrap_or("xl/");
    target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned)
}

fn note_hidden(element: &BytesStart<'_>, next: &mut u32, hidden: &mut Hidden) -> Result<(), Unread> {
    let number = |name: &str| attribute(element, name).and_then(|text| text.parse::<u64>().ok());
    let is_hidden = || attribute(element, "hidden").is_some_and(|text| text == "1" || text == "true");
    match element.local_name().as_ref() {
        "row" => {
            let row = number("r").and_then(|row| u32::try_from(row.checked_sub(1)?).ok()).unwrap_or(*next);
            if is_hidden() {
                hidden.rows.insert(row);
            }
            *next = row.saturating_add(1);
        }
        "col" if is_hidden() => {
            let (first, last) = (number("min").unwrap_or(1).max(1), number("max").unwrap_or(1));
            let columns = first..=last.min(u64::from(COLUMNS));
            hidden.columns.extend(columns.filter_map(|column| u16::try_from(column - 1).ok()));
        }
        // A list is made as long as the largest number in it.
        "f" if number("si").is_some_and(|number| number > SHARED) => return Err(damaged()),
        _ => {}
    }
    Ok(())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let own = element.attributes().flatten().find(|own| own.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&own.value).ok().map(std::borrow::Cow::into_owned)
}
