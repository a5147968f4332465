//! Running text against running text: words struck and written in place, figures that became others told apart.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::compare::sides::When;
use crate::document::{Inline, plain_text};
use crate::marked::names::Names;

/// Two texts laid over each other.
pub struct Compared {
    /// The text with what was struck and written in it.
    pub content: Vec<Inline>,
    /// Whether something was struck or written.
    pub edited: bool,
    /// Whether a figure became another.
    pub caused: bool,
}

/// A piece of running text that cannot be divided, with the markup around it.
#[derive(Clone)]
struct Atom {
    around: Vec<Wrap>,
    leaf: Inline,
    key: String,
}

/// Markup around text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrap {
    Emphasis,
    Strong,
    Strike,
    Link { target: String, internal: bool },
}

/// A stretch that was kept, as pairs, or replaced.
enum Run {
    Kept(Vec<(Atom, Atom)>),
    Replaced(Vec<Atom>, Vec<Atom>),
}

/// Compares two texts.
pub fn compare(before: &[Inline], after: &[Inline], names: &Names<'_>) -> Compared {
    let [own, later] = [(When::Before, before), (When::After, after)].map(|(when, content)| {
        let mut atoms = Vec::new();
        divide(content, &mut Vec::new(), when, names, &mut atoms);
        atoms
    });
    let mut compared = Compared { content: Vec::new(), edited: false, caused: false };
    for run in runs(&own, &later) {
        match run {
            Run::Kept(pairs) => {
                let mut kept = Vec::new();
                for (own, mut later) in pairs {
                    if let (Some((before, _)), Some((text, _))) = (own.leaf.computed(), later.leaf.computed())
                        && before != text
                    {
                        compared.caused = true;
                        later.leaf =
                            Inline::Caused { before: vec![Inline::text(before)], content: vec![later.leaf.clone()] };
                    }
                    kept.push(later);
                }
                compared.content.extend(rebuilt(&kept, 0));
            }
            Run::Replaced(own, later) => {
                compared.edited = true;
                let between = !own.is_empty() && !later.is_empty();
                if !own.is_empty() {
                    compared.content.push(struck(rebuilt(&own, 0), true));
                }
                if between {
                    compared.content.push(Inline::text(" "));
                }
                if !later.is_empty() {
                    compared.content.push(Inline::Inserted { content: rebuilt(&later, 0), told: true });
                }
            }
        }
    }
    compared
}

/// Content that was struck: it leads nowhere and has no notes of its own.
pub fn struck(content: Vec<Inline>, told: bool) -> Inline {
    Inline::Deleted { content: bare(content), told }
}

/// The same text where nobody touched it: what replaced something is what it became.
pub fn as_caused(content: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut pieces = content.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Inline::Deleted { content: before, .. } => {
                let space = pieces.next_if(|next| matches!(next, Inline::Text { text } if text == " "));
                let came = pieces.next_if(|next| matches!(next, Inline::Inserted { .. }));
                if let Some(Inline::Inserted { content, .. }) = came {
                    out.push(Inline::Caused { before, content });
                } else {
                    out.push(Inline::Caused { before, content: Vec::new() });
                    out.extend(space);
                }
            }
            Inline::Inserted { content, .. } => out.push(Inline::Caused { before: Vec::new(), content }),
            other => out.push(other),
        }
    }
    out
}

fn bare(content: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in content {
        match inline {
            Inline::Link { content, internal: true, .. } => out.extend(bare(content)),
            Inline::FootnoteRef { note, .. } => {
                out.push(Inline::text(format!(" (fotnot: {})", plain_text(&note.content))));
            }
            Inline::Emphasis { content } => out.push(Inline::Emphasis { content: bare(content) }),
            Inline::Strong { content } => out.push(Inline::Strong { content: bare(content) }),
            Inline::Strike { content } => out.push(Inline::Strike { content: bare(content) }),
            Inline::Link { target, internal, content } => {
                out.push(Inline::Link { target, internal, content: bare(content) });
            }
            Inline::Figure { text, .. } | Inline::Change { text, .. } | Inline::Count { text, .. } => {
                out.push(Inline::text(text));
            }
            other => out.push(other),
        }
    }
    out
}

fn divide(content: &[Inline], around: &mut Vec<Wrap>, when: When, names: &Names<'_>, out: &mut Vec<Atom>) {
    for inline in content {
        let (wrap, inner) = match inline {
            Inline::Emphasis { content } => (Wrap::Emphasis, content),
            Inline::Strong { content } => (Wrap::Strong, content),
            Inline::Strike { content } => (Wrap::Strike, content),
            Inline::Link { target, internal, content } => {
                (Wrap::Link { target: target.clone(), internal: *internal }, content)
            }
            Inline::Text { text } => {
                for word in words(text) {
                    let leaf = Inline::text(word);
                    out.push(Atom { around: around.clone(), leaf, key: key(around, word) });
                }
                continue;
            }
            leaf => {
                let text = match (leaf, leaf.computed()) {
                    (_, Some((_, about))) => format!("\u{1}{}", names.canonical(when, about)),
                    (Inline::Code { text }, _) => format!("\u{2}{text}"),
                    (Inline::FootnoteRef { note, .. }, _) => format!("\u{3}{}", plain_text(&note.content)),
                    _ => "\u{4}".to_owned(),
                };
                out.push(Atom { around: around.clone(), leaf: leaf.clone(), key: key(around, &text) });
                continue;
            }
        };
        around.push(wrap);
        divide(inner, around, when, names, out);
        around.pop();
    }
}

/// What a piece is known by: its text and markup. Where a link within the plan leads is the plan's own affair.
fn key(around: &[Wrap], text: &str) -> String {
    let mut key = String::new();
    for wrap in around {
        key.push_str(match wrap {
            Wrap::Emphasis => "\u{5}",
            Wrap::Strong => "\u{6}",
            Wrap::Strike => "\u{7}",
            Wrap::Link { internal: true, .. } => "\u{8}",
            Wrap::Link { target, .. } => target,
        });
    }
    key + text
}

/// Words, white space and single marks. A number is one word with its commas and spaces.
fn words(text: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let is_word = |at: usize| {
        let plain = |at: usize| letters.get(at).is_some_and(|(_, c)| c.is_alphanumeric());
        let Some((_, c)) = letters.get(at) else { return false };
        let joins = matches!(c, ',' | '.' | ':' | '-' | '’' | '\'' | '\u{a0}' | '\u{ad}');
        plain(at) || (joins && at > 0 && plain(at - 1) && plain(at + 1)) || (matches!(c, '−' | '+') && plain(at + 1))
    };
    let is_space = |at: usize| letters.get(at).is_some_and(|(_, c)| c.is_whitespace());
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        at += 1;
        if is_word(start) {
            while is_word(at) {
                at += 1;
            }
        } else if is_space(start) {
            while is_space(at) && !is_word(at) {
                at += 1;
            }
        }
        let end = letters.get(at).map_or(text.len(), |(end, _)| *end);
        found.push(&text[letters[start].0..end]);
    }
    found
}

/// What was kept and what was replaced, in turn. White space between two replacements is no resting place.
fn runs(own: &[Atom], later: &[Atom]) -> Vec<Run> {
    let [a, b] = [own, later].map(|atoms| atoms.iter().map(|atom| atom.key.as_str()).collect::<Vec<_>>());
    let mut runs: Vec<Run> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            runs.push(Run::Kept(own[old].iter().cloned().zip(later[new].iter().cloned()).collect()));
            continue;
        }
        let (mut struck, mut written) = (own[old].to_vec(), later[new].to_vec());
        let blank = matches!(runs.last(), Some(Run::Kept(pairs)) if runs.len() > 1 && pairs.iter().all(|(_, atom)| is_blank(atom)));
        if blank && let (Some(Run::Kept(pairs)), Some(Run::Replaced(mut gone, mut came))) = (runs.pop(), runs.pop()) {
            let (first, second): (Vec<Atom>, Vec<Atom>) = pairs.into_iter().unzip();
            gone.extend(first);
            came.extend(second);
            gone.append(&mut struck);
            came.append(&mut written);
            runs.push(Run::Replaced(gone, came));
            continue;
        }
        match runs.last_mut() {
            Some(Run::Replaced(gone, came)) => {
                gone.append(&mut struck);
                came.append(&mut written);
            }
            _ => runs.push(Run::Replaced(struck, written)),
        }
    }
    runs
}

fn is_blank(atom: &Atom) -> bool {
    matches!(&atom.leaf, Inline::Text { text } if text.trim().is_empty())
}

/// Pieces as content again, with what is around them.
fn rebuilt(atoms: &[Atom], depth: usize) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for group in atoms.chunk_by(|a, b| a.around.get(depth) == b.around.get(depth)) {
        let wrap = group.first().and_then(|atom| atom.around.get(depth));
        let Some(wrap) = wrap else {
            for atom in group {
                match (out.last_mut(), &atom.leaf) {
                    (Some(Inline::Text { text: before }), Inline::Text { text }) => before.push_str(text),
                    (_, leaf) => out.push(leaf.clone()),
                }
            }
            continue;
        };
        let content = rebuilt(group, depth + 1);
        out.push(match wrap {
            Wrap::Emphasis => Inline::Emphasis { content },
            Wrap::Strong => Inline::Strong { content },
            Wrap::Strike => Inline::Strike { content },
            Wrap::Link { target, internal } => Inline::Link { target: target.clone(), internal: *internal, content },
        });
    }
    out
}
