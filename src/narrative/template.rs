//! What Tera is given of a chapter: its text, where a call that is printed as it stands leaves a marker, every other
//! call has its value, loops and variables report their work, and computed text passes by us before it is printed.
//!
//! A marking function is named as ours with a capital letter, so that no place moves.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::narrative::tokens::{Token, TokenKind, named, tokens, whole};
use crate::source::tags::{Tag, TagKind, tags};

/// The function that counts a loop's turns and measures a variable's value.
pub const STEP: &str = "Steg";

/// The function that every computed text passes.
pub const PRINT: &str = "Skriv";

/// What stands before the name of a variable where the marker of its call is kept.
const SHOWN: &str = "Visas__";

/// A part of a chapter and what Tera is given instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is only added.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
}

impl Edit {
    fn insert(at: usize, text: String) -> Self {
        Self { range: at..at, text }
    }
}

/// The name of the function that leaves the marker of a call, of the same length.
pub fn marking(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// A tag's tokens, without its braces and the hyphens that trim white space.
pub fn tag_tokens<'a>(text: &'a str, tag: &Tag) -> Vec<Token<'a>> {
    let content = tag.content(text);
    let offset = text[tag.range.clone()].find(content).unwrap_or(0);
    tokens(content, tag.range.start + offset)
}

/// A variable that a tag sets, with the tokens of what it is set to.
pub fn set<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(&'a str, &'t [Token<'a>])> {
    match tokens {
        [word, name, sign, value @ ..] if matches!(word.text, "set" | "set_global") && sign.text == "=" => {
            Some((name.text, value))
        }
        _ => None,
    }
}

/// The variables of a chapter that are set to a call somewhere, and that `is_meant` chooses by the call's name.
pub fn set_to_calls(text: &str, is_meant: fn(&str) -> bool) -> BTreeSet<&str> {
    let statements = tags(text).filter(|tag| tag.kind == TagKind::Statement);
    let names = statements.filter_map(|tag| {
        let tokens = tag_tokens(text, &tag);
        let (name, value) = set(&tokens)?;
        whole(value).filter(|call| is_meant(call.name)).map(|_| name)
    });
    names.collect()
}

/// What Tera is given instead of a tag.
pub fn edits(text: &str, tag: &Tag, shown: &BTreeSet<&str>) -> Vec<Edit> {
    let tokens = tag_tokens(text, tag);
    let (Some(first), Some(last), true) = (tokens.first(), tokens.last(), tag.closed) else { return Vec::new() };
    match tag.kind {
        TagKind::Comment => Vec::new(),
        TagKind::Value if whole(&tokens).is_some() && tokens.len() == 1 => {
            vec![capital(first), Edit::insert(first.range.end, "()".to_owned())]
        }
        TagKind::Value if whole(&tokens).is_some() => vec![capital(first)],
        TagKind::Value => print(&tokens, first.range.start, last.range.end, shown),
        TagKind::Statement => statement(text, tag, &tokens, shown),
    }
}

fn capital(word: &Token<'_>) -> Edit {
    let range = word.range.start..word.range.start + 1;
    Edit { range, text: word.text[..1].to_ascii_uppercase() }
}

fn print(tokens: &[Token<'_>], start: usize, end: usize, shown: &BTreeSet<&str>) -> Vec<Edit> {
    let behind = match tokens {
        [only] if only.text == "ar" => return Vec::new(),
        [only] if only.kind == TokenKind::Word && shown.contains(only.text) => {
            format!(", visas={SHOWN}{} | default(value=\"\"))", only.text)
        }
        _ => ")".to_owned(),
    };
    vec![Edit::insert(start, format!("{PRINT}(v=")), Edit::insert(end, behind)]
}

/// What is added behind a tag that begins a loop or sets a variable.
fn statement(text: &str, tag: &Tag, tokens: &[Token<'_>], shown: &BTreeSet<&str>) -> Vec<Edit> {
    let close = if text[tag.range.clone()].ends_with("-%}") { "-}}" } else { "}}" };
    let mut added = String::new();
    match (tokens, set(tokens)) {
        (_, Some((name, value))) => {
            if shown.contains(name) {
                let marker = match (whole(value), value.first(), value.last()) {
                    (Some(call), Some(first), Some(last)) => {
                        let arguments = &text[first.range.end..last.range.end];
                        marking(call.name) + if arguments.is_empty() { "()" } else { arguments }
                    }
                    _ => "\"\"".to_owned(),
                };
                added = format!("{{% {} {SHOWN}{name} = {marker} %}}", tokens[0].text);
            }
            added.extend([format!("{{{{ {STEP}(v={name}) {close}")]);
        }
        ([word, rest @ ..], _) if word.text == "for" => {
            for name in rest.iter().take_while(|token| token.text != "in").filter(|token| shown.contains(token.text)) {
                added.extend([format!("{{% set {SHOWN}{} = \"\" %}}", name.text)]);
            }
            added.extend([format!("{{{{ {STEP}() {close}")]);
        }
        _ => return Vec::new(),
    }
    vec![Edit::insert(tag.range.end, added)]
}

/// Whether tokens are a comparison, where an amount may stand: nothing is computed or written with it.
pub fn only_compares(tokens: &[Token<'_>]) -> bool {
    let within: Vec<Range<usize>> = named(tokens).into_iter().map(|named| named.tokens).collect();
    let outside = tokens.iter().enumerate().filter(|(at, _)| !within.iter().any(|range| range.contains(at)));
    let mut computing = outside.filter(|(_, token)| {
        token.kind == TokenKind::Sign && matches!(token.text, "+" | "-" | "*" | "/" | "%" | "~" | "|" | "[" | "{")
    });
    // A sign before a number is no computation: `> -5`.
    computing.all(|(at, token)| {
        let next = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        token.text == "-" && next && before.is_some_and(|before| matches!(before.text, "<" | ">" | "=" | "("))
    })
}
