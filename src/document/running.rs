//! Running text read as one text, however it is made up: `**12** mnkr` is a number and its unit.

use crate::document::inline::Inline;

/// A piece of running text.
enum Piece<'a> {
    /// An author's words.
    Own(&'a mut String),
    /// What stays as it is: figures, code, line breaks.
    Fixed(&'a str),
}

/// Exchanges characters of running text for others, as many as before. Notes in it are texts of their own; figures, code
/// and line breaks (`\n`) are read and stay as they are.
pub fn exchange(content: &mut [Inline], exchanged: fn(&str) -> String) {
    let mut pieces = Vec::new();
    gather(content, exchanged, &mut pieces);
    let whole: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Own(text) => text.as_str(),
            Piece::Fixed(text) => text,
        })
        .collect();
    let new = exchanged(&whole);
    if new == whole {
        return;
    }
    let mut new = new.chars();
    for piece in pieces {
        match piece {
            Piece::Own(text) => *text = new.by_ref().take(text.chars().count()).collect(),
            Piece::Fixed(text) => {
                let _ = new.by_ref().take(text.chars().count()).count();
            }
        }
    }
}

fn gather<'a>(content: &'a mut [Inline], exchanged: fn(&str) -> String, pieces: &mut Vec<Piece<'a>>) {
    for inline in content {
        match inline {
            Inline::Text { text } => pieces.push(Piece::Own(text)),
            Inline::Code { text }
            | Inline::Figure { text, .. }
            | Inline::Change { text, .. }
            | Inline::Count { text, .. } => pieces.push(Piece::Fixed(text)),
            Inline::FootnoteRef { note, .. } => exchange(&mut note.content, exchanged),
            Inline::Break => pieces.push(Piece::Fixed("\n")),
            // Of what was and what is, neither goes on from the other.
            other => other.inner_mut().into_iter().enumerate().for_each(|(at, inner)| {
                pieces.extend((at > 0).then_some(Piece::Fixed("\n")));
                gather(inner, exchanged, pieces);
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::exchange;
    use crate::document::{Inline, plain_text};

    #[test]
    fn characters_go_to_the_piece_that_they_stand_in() {
        let strong = Inline::Strong { content: vec![Inline::text("åb")] };
        let mut content = vec![Inline::text("a"), strong, Inline::Code { text: "b".to_owned() }, Inline::Break];
        content.push(Inline::text("bc"));
        exchange(&mut content, |text| text.replace('b', "漢"));
        assert_eq!(plain_text(&content), "aå漢b 漢c");
        assert!(matches!(&content[1], Inline::Strong { content } if plain_text(content) == "å漢"));
    }
}
