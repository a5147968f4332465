//! Markup by its look: what an author meant as a list, a link or emphasis, and what comes out as the letters that were
//! written.
//!
//! Only what is really drawn as letters is looked at, so neither code nor what is escaped is taken for markup.
//! [`signs`] is the entry point; it is told what is drawn. [`of_letters`] is for texts that are not read as Markdown.

pub mod blocks;
pub mod foreign;
pub mod html;
pub mod letters;
pub mod links;
pub mod lists;
pub mod near;
pub mod sign;

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::read::markup::sign::{Line, Reading, Sign};
use crate::source::Span;

/// What a text has of markup that is printed. `drawn` is as long as the text, with blanks for what is drawn otherwise.
pub fn signs(text: &str, mut drawn: String, reading: Reading) -> Vec<Sign> {
    let mut signs = html::comments(&mut drawn);
    for sign in &mut signs {
        sign.hint = match reading {
            Reading::Markdown => "skriv {# … #} om något som inte ska tryckas".to_owned(),
            Reading::Letters => "skriv # … på en egen rad om något som inte ska tryckas".to_owned(),
        };
    }
    let lines = sign::lines(text, &drawn);
    let blocks = blocks::find(&lines, reading);
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let begins = |sign: &&Sign| line.range().contains(&sign.range.start);
        match blocks.iter().find(begins) {
            Some(block) => signs.push(block.clone()),
            None => within(line, reading, &mut signs),
        }
    }
    signs.sort_by_key(|sign| sign.range.start);
    // The end of a tag is told with its beginning.
    let mut told: Vec<String> = Vec::new();
    signs.retain(|sign| {
        let is_end = text[sign.range.clone()].starts_with("</") && told.contains(&sign.message);
        told.push(sign.message.clone());
        !is_end
    });
    signs
}

/// What a line has of markup, one sign after the other.
fn within(line: &Line<'_>, reading: Reading, signs: &mut Vec<Sign>) {
    let mut drawn = Cow::Borrowed(line.drawn);
    loop {
        let line = Line { drawn: &drawn, ..*line };
        let found = html::find(&line, reading).or_else(|| links::find(&line, reading));
        let found = found.or_else(|| letters::find(&line, reading));
        let Some(sign) = found.or_else(|| foreign::find(&line, reading)) else { break };
        let range = sign.range.start - line.at..sign.range.end - line.at;
        let blank: String = drawn[range.clone()].chars().flat_map(html::blanked).collect();
        drawn.to_mut().replace_range(range, &blank);
        signs.push(sign);
    }
}

/// What is wrong with a text of the data that is printed as it stands, at its place.
pub fn of_letters(text: &str, span: &Span) -> Vec<Diagnostic> {
    let mut found = signs(text, text.to_owned(), Reading::Letters);
    found.extend(paragraphs(text, span));
    let mut problems: Vec<Diagnostic> = found.iter().map(|sign| told(sign, &place(text, sign, span))).collect();
    // Each kind of markup once: a list is told by its first line.
    problems.dedup_by(|a, b| a.message == b.message);
    problems
}

/// The beginning of a second paragraph, where a text is printed as one. Where YAML folds lines, each break that is left
/// parts paragraphs; a text that keeps its lines has them between empty lines.
fn paragraphs(text: &str, span: &Span) -> Option<Sign> {
    let before = span.file.text[..span.range.start].trim_end();
    let keeps_lines = before.trim_end_matches(|c: char| c.is_ascii_digit() || "+-".contains(c)).ends_with('|');
    let whole = text.trim_end();
    let start = whole.find(|c: char| !c.is_whitespace())?;
    let end = if keeps_lines { blank_line(whole, start) } else { whole[start..].find('\n').map(|at| start + at) }?;
    let next = end + whole[end..].find(|c: char| !c.is_whitespace())?;
    let line = whole[next..].lines().next()?.trim_end();
    Some(Sign {
        id: "stycken-trycks-som-ett",
        ..Sign::new(
            next..next + line.len(),
            "texten har flera stycken, som trycks ihop till ett",
            "skriv texten i ett stycke, eller dela den i flera poster; längre text hör hemma i ett kapitel",
        )
    })
}

/// Where the first empty line of a text begins, behind an offset.
fn blank_line(text: &str, from: usize) -> Option<usize> {
    text[from..].match_indices('\n').map(|(at, _)| from + at).find(|at| {
        let next = text[at + 1..].lines().next().unwrap_or("");
        next.trim().is_empty()
    })
}

/// Where the text of a sign stands in the source. The span of a text over several lines may end with its first.
fn place(text: &str, sign: &Sign, span: &Span) -> Span {
    let written = &span.file.text[span.range.start..];
    let shown = &text[sign.range.clone()];
    // The same letters may stand before; the line that they stand on is more rare.
    let start = text[..sign.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or(shown).trim();
    let line = written.find(line).filter(|_| !line.is_empty()).unwrap_or(0);
    match written[line..].find(shown).filter(|_| !shown.is_empty()) {
        Some(at) => span.file.span(span.range.start + line + at..span.range.start + line + at + shown.len()),
        None => span.clone(),
    }
}

/// A sign as a problem.
pub fn told(sign: &Sign, span: &Span) -> Diagnostic {
    let problem = if sign.is_secret {
        Diagnostic::error(sign.id, &sign.message)
    } else {
        Diagnostic::warning(sign.id, &sign.message)
    };
    problem.at(span).hint(&sign.hint)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use proptest::sample::select;
    use proptest::strategy::Strategy;

    use super::sign::Reading;
    use super::signs;

    /// What stands in ordinary text and looks a little like markup.
    const ORDINARY: [&str; 34] = [
        "nämnden",
        "5*3",
        "5 * 3",
        "A/B",
        "kl. 8–10",
        "§ 3",
        "–",
        "pris*",
        "hyra**",
        "namn_efter@example.org",
        "1) hyra",
        "(2) el",
        "a) vatten",
        "5 %",
        "t.ex.",
        "[sic]",
        "(se ovan)",
        "C:\\mapp",
        "R&D",
        "a < b",
        "~5 mnkr",
        "_",
        "*",
        "5^2",
        "$6",
        "och/eller",
        "”citat”",
        "#metoo",
        "*.pdf",
        "(*)",
        "*)",
        "chef*innor",
        "1.5",
        "______",
    ];

    /// Marks before and behind a word, of which nothing is made in a text that is read as letters.
    const MARKS: [(&str, &str); 24] = [
        ("**", "**"),
        ("**", "*"),
        ("** ", " **"),
        ("*", "*"),
        ("__", "_"),
        ("~~", "~"),
        ("==", "=="),
        ("'''", "'''"),
        ("[b]", "[/b]"),
        ("<b>", "</b>"),
        ("<!-- ", " -->"),
        ("`", "`"),
        ("$$", "$$"),
        ("[", "](https://example.org)"),
        ("![", "](bilder/a b.png)"),
        ("[^", "]"),
        ("{{ ", " }}"),
        ("&", ";"),
        ("H~2~", ""),
        ("m^2^ ", ""),
        ("[[", "]]"),
        ("[@", "]"),
        ("<https://x.se/", " b>"),
        ("<", " a@b.se>"),
    ];

    fn prose() -> impl Strategy<Value = String> {
        proptest::collection::vec(select(&ORDINARY[..]), 0..12).prop_map(|words| format!("Planen {}", words.join(" ")))
    }

    fn found(text: &str) -> Vec<super::Sign> {
        signs(text, text.to_owned(), Reading::Letters)
    }

    proptest! {
        #[test]
        fn ordinary_text_has_no_markup(lines in proptest::collection::vec(prose(), 1..4)) {
            prop_assert_eq!(found(&lines.join("\n")), []);
        }

        #[test]
        fn marks_around_a_word_are_found(before in prose(), (open, close) in select(&MARKS[..]), behind in prose()) {
            let text = format!("{before} {open}ord{close} {behind}");
            let place = before.len() + 1..before.len() + 4 + open.len() + close.len();
            let is_told = found(&text).iter().any(|sign| sign.range.start < place.end && place.start < sign.range.end);
            prop_assert!(is_told, "{}: {:?}", text, found(&text));
        }
    }
}
