//! Words, texts and signs within a tag of Tera, and the calls among them.

use std::ops::Range;

use crate::narrative::functions::{FUNCTIONS, VARIABLES};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, or a word such as `if`.
    Word,
    /// A text within quotation marks.
    Text,
    /// A number.
    Number,
    /// Any other character.
    Sign,
}

/// A token and its bytes in the chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// As it is written.
    pub text: &'a str,
    /// Where.
    pub range: Range<usize>,
}

impl Token<'_> {
    fn is_sign(&self, sign: &str) -> bool {
        self.kind == TokenKind::Sign && self.text == sign
    }
}

/// The tokens of a piece of a chapter that begins at `start`.
pub fn tokens(piece: &str, start: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = piece[at..].chars().next() {
        let rest = &piece[at..];
        let while_in = |inside: fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let (kind, length) = match first {
            '"' | '\'' | '`' => (TokenKind::Text, quoted(rest, first)),
            c if c.is_ascii_digit() => (TokenKind::Number, while_in(|c| c.is_ascii_digit() || c == '.')),
            c if is_word(c) => (TokenKind::Word, while_in(is_word)),
            c => (TokenKind::Sign, c.len_utf8()),
        };
        if !first.is_whitespace() {
            let range = start + at..start + at + length;
            found.push(Token { kind, text: &rest[..length], range });
        }
        at += length;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a text with its quotation marks.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A call of one of our functions, or one of our variables, within a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The function or variable.
    pub name: &'static str,
    /// Its tokens, parentheses included.
    pub tokens: Range<usize>,
}

/// The calls among tokens, inner ones included.
pub fn named(tokens: &[Token<'_>]) -> Vec<Named> {
    (0..tokens.len()).filter_map(|at| named_at(tokens, at)).collect()
}

fn named_at(tokens: &[Token<'_>], at: usize) -> Option<Named> {
    let token = tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| [".", "|"].iter().any(|sign| before.is_sign(sign)) || before.text == "is") {
        return None;
    }
    let next = tokens.get(at + 1);
    if next.is_some_and(|next| next.is_sign("(")) {
        let (name, _) = FUNCTIONS.iter().find(|(name, _)| *name == token.text)?;
        return Some(Named { name, tokens: at..closing(tokens, at + 1) });
    }
    let is_key = next.is_some_and(|next| next.is_sign("=")) && tokens.get(at + 2).is_none_or(|then| !then.is_sign("="));
    let name = VARIABLES.iter().find(|name| **name == token.text).filter(|_| !is_key)?;
    Some(Named { name, tokens: at..at + 1 })
}

/// Behind the parenthesis that closes the one at `open`.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if token.is_sign("(") {
            depth += 1;
        } else if token.is_sign(")") {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        }
    }
    tokens.len()
}

/// The call that some tokens are, and nothing besides.
pub fn whole(tokens: &[Token<'_>]) -> Option<Named> {
    named_at(tokens, 0).filter(|named| named.tokens.end == tokens.len())
}

#[cfg(test)]
mod tests {
    use super::{named, tokens, whole};

    #[test]
    fn calls_are_found_outside_texts_and_keys() {
        let names = |text| named(&tokens(text, 0)).into_iter().map(|named| named.name).collect::<Vec<_>>();
        assert_eq!(names("antal(vad=\"mål\") + namn(omrade=namnd)"), ["antal", "namn", "namnd"]);
        assert_eq!(names("x | namn(a=1) ~ \"antal()\" ~ f(namnd=1)"), [""; 0]);
        assert_eq!(names("namnd == \"a\""), ["namnd"]);
    }

    #[test]
    fn a_whole_call_has_nothing_besides() {
        let is_whole = |text| whole(&tokens(text, 0)).is_some();
        assert!(is_whole("belopp(cell=\"a)\", x=(1))") && is_whole("namnd"));
        assert!(!is_whole("belopp(cell=\"a\") + 1") && !is_whole("ar") && !is_whole("(namnd)"));
    }
}
