//! Text with a separator between its cells: CSV files, and what is copied from a spreadsheet.

use crate::import::spreadsheet::{At, Book, Cell, Content, Sheet, Unread};

/// Most cells.
const CELLS: usize = 200_000;

/// Reads text with tabs, semicolons or commas between its cells.
///
/// # Errors
/// When it is no text, or none of cells.
pub fn read(file: &str, bytes: &[u8]) -> Result<Book, Unread> {
    let text = text(bytes)?;
    let separator = separator(&text).ok_or_else(|| {
        Unread::new("texten har inga kolumner", "klistra in celler från kalkylprogrammet, eller ange en CSV-fil")
    })?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    for (row, record) in (0..).zip(reader.records()) {
        let record = record
            .map_err(|error| Unread::new(format!("texten kan inte läsas som tabell ({error})"), "rätta raden"))?;
        for (column, field) in (0..).zip(&record) {
            let at: At = (row, column);
            if !field.trim().is_empty() {
                sheet.cells.insert(at, Cell { content: Content::Text(field.to_owned()), ..Cell::default() });
            }
            // What is indented in the first column belongs to what is above it.
            if column == 0
                && let Some(cell) = sheet.cells.get_mut(&at)
            {
                let spaces = field.chars().take_while(|c| c.is_whitespace()).count();
                cell.indent = u8::try_from(spaces.div_ceil(2)).unwrap_or(u8::MAX);
            }
        }
        if sheet.cells.len() > CELLS {
            return Err(Unread::new(format!("texten har fler än {CELLS} celler"), "ange en mindre tabell"));
        }
    }
    Ok(Book { file: file.to_owned(), sheets: vec![sheet] })
}

/// The text of a file: UTF-8, UTF-16 with its mark, or Latin-1 as older systems write it.
fn text(bytes: &[u8]) -> Result<String, Unread> {
    let pairs = |of: fn([u8; 2]) -> u16, rest: &[u8]| {
        let (pairs, _) = rest.as_chunks::<2>();
        String::from_utf16_lossy(&pairs.iter().map(|pair| of(*pair)).collect::<Vec<_>>())
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => pairs(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => pairs(u16::from_be_bytes, rest),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    if text.chars().any(|c| c == '\0') {
        return Err(Unread::new("filen är ingen text", "ange en arbetsbok (.xlsx) eller en CSV-fil"));
    }
    Ok(text)
}

/// What stands between cells: that of which every line has about as many.
fn separator(text: &str) -> Option<u8> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let with = |mark: char| lines.iter().filter(|line| line.contains(mark)).count();
    // A comma is a decimal mark, too.
    [('\t', b'\t'), (';', b';'), (',', b',')]
        .into_iter()
        .find(|(mark, _)| with(*mark) * 2 > lines.len())
        .map(|(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn text_is_read_as_cells() {
        for text in [
            "Namn\tBudget 2025\nHyror\t1 234,5\n",
            "Namn;Budget 2025\r\nHyror;\"1 234,5\"\r\n",
            "Namn,Budget 2025\nHyror,\"1 234,5\"\n",
        ] {
            let book = read("-", text.as_bytes()).expect("it is read");
            assert_eq!(book.sheets[0].text((1, 1)), Some("1 234,5"), "{text}");
        }
        let latin: Vec<u8> = "Löner;1\n".chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
        assert_eq!(read("-", &latin).expect("it is read").sheets[0].text((0, 0)), Some("Löner"));
        assert!(read("-", b"bara text\n").is_err() && read("-", b"a\0b;c\n").is_err());
    }
}
