//! Where the words of a PDF stand, as poppler reads them back. Lengths are hundredths of a point.

use std::path::Path;

use crate::support::tool;

/// Hundredths of a point in ten millimetres.
const CENTIMETRE: i64 = 2835;

/// A word with its box, counted from the upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) left: i64,
    pub(crate) top: i64,
    pub(crate) right: i64,
    pub(crate) bottom: i64,
    pub(crate) text: String,
}

/// Words on one line, from the left.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) words: Vec<Word>,
}

impl Line {
    /// The text without spaces and hyphens, which line breaks add and take away.
    pub(crate) fn squeezed(&self) -> String {
        self.words.iter().map(|word| squeezed(&word.text)).collect()
    }

    /// The height of its tallest word, which follows from the size of the type.
    pub(crate) fn height(&self) -> i64 {
        self.words.iter().map(|word| word.bottom - word.top).max().unwrap_or(0)
    }
}

/// A text without spaces and hyphens.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}')).collect()
}

/// A page with its words.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) number: usize,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) words: Vec<Word>,
}

impl Page {
    /// The lines of the body, from the top: between head and foot.
    pub(crate) fn body(&self) -> Vec<Line> {
        // Accents and descenders reach over the edges of the body.
        let (top, bottom) = (26 * CENTIMETRE / 10, self.height - 24 * CENTIMETRE / 10);
        let mut words: Vec<Word> =
            self.words.iter().filter(|word| word.top >= top && word.bottom <= bottom).cloned().collect();
        words.sort_by_key(|word| (word.top + word.bottom, word.left));
        let mut lines: Vec<Line> = Vec::new();
        for word in words {
            let middle = i64::midpoint(word.top, word.bottom);
            match lines.last_mut() {
                Some(line) if line.words.iter().any(|other| other.top < middle && middle < other.bottom) => {
                    line.words.push(word);
                }
                _ => lines.push(Line { words: vec![word] }),
            }
        }
        for line in &mut lines {
            line.words.sort_by_key(|word| word.left);
        }
        lines
    }

    /// The edges of all text: what hangs in the left margin starts 36 mm from the edge, text ends 35 mm from it.
    pub(crate) fn edges(&self) -> Word {
        Word {
            left: 36 * CENTIMETRE / 10,
            top: CENTIMETRE,
            right: self.width - 35 * CENTIMETRE / 10,
            bottom: self.height - CENTIMETRE,
            text: String::new(),
        }
    }
}

/// The pages of a PDF; nothing, and told, when poppler is not there.
pub(crate) fn pages(what: &str, pdf: &Path) -> Option<Vec<Page>> {
    let boxes = tool(what, "pdftotext", &["-bbox", "-enc", "UTF-8", &pdf.to_string_lossy(), "-"])?;
    let mut pages: Vec<Page> = Vec::new();
    for line in boxes.lines().map(str::trim) {
        if line.starts_with("<page ") {
            let (width, height) = (attribute(line, "width"), attribute(line, "height"));
            pages.push(Page { number: pages.len() + 1, width, height, words: Vec::new() });
        } else if line.starts_with("<word ") {
            let (_, text) = line.split_once('>').expect("a tag ends");
            let text = text.trim_end_matches("</word>");
            let [left, top, right, bottom] = ["xMin", "yMin", "xMax", "yMax"].map(|name| attribute(line, name));
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            pages.last_mut().expect("words are on pages").words.push(Word { left, top, right, bottom, text });
        }
    }
    assert!(!pages.is_empty(), "{what}: no pages");
    Some(pages)
}

/// A length such as `123.456000` in hundredths.
fn attribute(line: &str, name: &str) -> i64 {
    let (_, rest) = line.split_once(&format!("{name}=\"")).expect("it has the attribute");
    let text = rest.split('"').next().expect("it ends");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("00".chars()).take(2).collect();
    format!("{whole}{digits}").parse().expect("a length")
}
