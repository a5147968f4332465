//! Bullets and numbers that began no list.

use std::ops::Range;

use crate::read::markup::near::{Found, Near};
use crate::read::markup::sign::{BLANK, Line, Reading};

/// Bullets that begin a list in other programs.
const BULLETS: &str = "•·▪▫◦●○■□‣∙⁃➢✓✔";

/// Signs that begin a list there, and lines of other kinds too: what somebody says begins with a dash.
const DASHES: &str = "–—o";

/// What a line has of a list that is none; told at its first line.
pub fn find(near: &Near<'_, '_>) -> Option<Found> {
    bulleted(near).or_else(|| numbered(near))
}

fn bulleted(near: &Near<'_, '_>) -> Option<Found> {
    const HOW: &str = "skriv - och ett mellanslag först på varje rad, med en tom rad före listan";
    let line = near.line.drawn;
    let own = bullet(line, near.reading)?;
    let is_first = !near.before.is_some_and(|before| bullet(before.drawn, near.reading) == Some(own));
    let is_list = BULLETS.contains(own.sign) || near.begins(|text| bullet(text, near.reading)) || near.is_announced();
    let sign = own.sign;
    let what = if own.is_glued { format!("\"{sign}\" utan mellanslag") } else { format!("\"{sign}\"") };
    (is_first && is_list).then(|| not_a_list(0..sign.len_utf8(), &what, HOW))
}

fn not_a_list(range: Range<usize>, what: &str, hint: &str) -> Found {
    (range, format!("{what} först på raden börjar ingen lista: raderna trycks i ett stycke"), hint.to_owned())
}

/// What a line of a bulleted list begins with.
#[derive(Clone, Copy, PartialEq)]
struct Bullet {
    sign: char,
    is_glued: bool,
}

fn bullet(line: &str, reading: Reading) -> Option<Bullet> {
    let sign = line.chars().next()?;
    let behind = line[sign.len_utf8()..].chars().next()?;
    let is_spaced = matches!(behind, ' ' | '\t' | '\u{a0}');
    let is_bullet = match sign {
        // Markdown has taken those that have a space behind them.
        '-' | '*' | '+' => is_spaced && reading == Reading::Letters || sign != '*' && behind.is_alphabetic(),
        _ => is_spaced && (BULLETS.contains(sign) || DASHES.contains(sign)),
    };
    is_bullet.then_some(Bullet { sign, is_glued: !is_spaced })
}

fn numbered(near: &Near<'_, '_>) -> Option<Found> {
    const NUMBER: &str = "skriv 1. och ett mellanslag först på raden, med en tom rad före listan";
    const LETTER: &str = "skriv - och ett mellanslag före bokstaven på varje rad (- a) …), med en tom rad före listan";
    let line = near.line.drawn;
    let own = number(line)?;
    let follows = |next: &Line<'_>| number(next.drawn).is_some_and(|next| next.follows(&own));
    let is_second = near.before.and_then(|before| number(before.drawn)).is_some_and(|before| own.follows(&before));
    let is_glued = !line[own.marks..].starts_with(' ');
    let is_list = near.next.is_some_and(follows) && !is_second || own.value == 1 && is_glued && near.is_announced();
    let hint = if own.is_letter { LETTER } else { NUMBER };
    is_list.then(|| not_a_list(0..own.marks, &format!("\"{}\"", &line[..own.marks]), hint))
}

/// What a line of a numbered list begins with.
pub struct Number {
    value: u32,
    is_letter: bool,
    /// What stands around the number.
    around: (bool, char),
    /// How long it is, with its signs.
    pub marks: usize,
}

impl Number {
    fn follows(&self, before: &Self) -> bool {
        self.around == before.around && self.is_letter == before.is_letter && self.value == before.value + 1
    }
}

/// The number that a line begins with: `1.`, `1)`, `(1)`, `a)`. An abbreviation such as t.ex. is none, nor is 1.5.
pub fn number(line: &str) -> Option<Number> {
    let open = usize::from(line.starts_with('('));
    let rest = &line[open..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_letter = digits == 0;
    let (value, length) = if is_letter {
        let letter = rest.bytes().next().filter(u8::is_ascii_lowercase)?;
        (u32::from(letter - b'a') + 1, 1)
    } else {
        (rest[..digits].parse().ok().filter(|value| *value < 1000)?, digits)
    };
    let sign = rest[length..].chars().next().filter(|c| *c == ')' || *c == '.' && open == 0)?;
    let behind = &rest[length + 1..];
    let begins = |c: char| c.is_alphabetic() || c == BLANK || u32::from(c) >= 0xf_0000 || matches!(c, '”' | '"');
    let is_abbreviation = is_letter && sign == '.' && !behind.starts_with(' ');
    let is_number = behind.trim_start().starts_with(begins) && !is_abbreviation;
    is_number.then(|| Number { value, is_letter, around: (open > 0, sign), marks: open + length + 1 })
}
