//! Marks around words that marked nothing: emphasis, code, mathematics, and what other programs have.

use std::ops::Range;

use crate::read::markup::near::Found;
use crate::read::markup::sign::{BLANK, Line, Reading, Sign};

/// What a line has of marks around words.
pub fn find(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    let (range, message, hint) = emphasis(line, reading)
        .or_else(|| struck(line))
        .or_else(|| code(line))
        .or_else(|| doubled(line))
        .or_else(|| mathematics(line))
        .or_else(|| command(line))
        .or_else(|| calls(line, reading))?;
    let hint = if reading == Reading::Letters {
        "texten läses inte som Markdown: ta bort tecknen, eller flytta texten till ett kapitel".to_owned()
    } else {
        hint
    };
    Some(Sign::new(line.part(range), message, hint))
}

/// A run of one sign: where it stands, and what stands before and behind it.
struct Run {
    range: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

fn runs(text: &str, sign: char) -> impl Iterator<Item = Run> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(sign)?;
        let end = text.len() - text[start..].trim_start_matches(sign).len();
        at = end;
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        Some(Run { range: start..end, before, after })
    })
}

/// Whether a word, or something that is drawn in its own way, begins or ends with a character.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == BLANK || u32::from(c) >= 0xf_0000
}

fn is_quotation(c: char) -> bool {
    "”\"'’«»„([".contains(c)
}

/// `**fet*`, `*x` and `** fet **`. A star behind a word is a footnote's, one between figures a factor's.
fn emphasis(line: &Line<'_>, reading: Reading) -> Option<Found> {
    ['*', '_'].into_iter().find_map(|sign| {
        let all: Vec<Run> = runs(line.drawn, sign).collect();
        let found = all.iter().enumerate().find(|(at, run)| {
            opens(line, run) || closes(line, run, sign) || *at + 1 < all.len() && is_loose(run, &all[at + 1], sign)
        });
        let (at, run) = found?;
        let marks = &line.drawn[run.range.clone()];
        let is_end = |end: &&Run| end.range.len() == run.range.len() && end.before.is_some();
        let end = all[at + 1..].iter().find(is_end).map_or(run.range.end, |end| end.range.end);
        let message = if reading == Reading::Letters {
            format!("\"{marks}\" betonar inget här: tecknen trycks som de står")
        } else {
            format!("\"{marks}\" betonar inget: tecknen trycks som de står")
        };
        let escaped: String = marks.chars().flat_map(|c| ['\\', c]).collect();
        let hint = if run.after.is_some_and(is_quotation) {
            format!("låt citattecken och parenteser stå utanför: ”{marks}ord{marks}”")
        } else {
            "skriv **fet** eller *kursiv*, med lika många tecken på båda sidor och inga mellanslag innanför".to_owned()
        };
        let hint = format!("{hint}; ska tecknen synas: skriv {escaped}");
        Some((run.range.start..end, message, hint))
    })
}

/// Whether a run of stars stands before a word, as one that begins emphasis.
fn opens(line: &Line<'_>, run: &Run) -> bool {
    let Some(after) = run.after else { return false };
    let is_marked = |c: char| is_word(c) || is_quotation(c);
    let begins =
        run.before.is_none_or(|before| before.is_whitespace() || is_quotation(before) || "–—-/".contains(before));
    // 5 *3, and what a form leaves to be filled in.
    let figures =
        after.is_ascii_digit() && line.drawn[..run.range.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_blank_to_fill = run.range.len() > 3;
    // Behind a mark that is none, as in *\*\*fet*\*.
    let is_second = run.before == Some(BLANK) && is_mark_at(line, run.range.start.checked_sub(1)) && is_word(after);
    (begins && is_marked(after) && !figures || is_second) && !is_blank_to_fill
}

/// Whether a run of stars stands directly behind emphasis that has ended: one star too many.
fn closes(line: &Line<'_>, run: &Run, sign: char) -> bool {
    let before = run.range.start.checked_sub(1);
    let is_rest =
        run.before == Some(BLANK) && before.and_then(|at| line.written.as_bytes().get(at)) == Some(&(sign as u8));
    let escaped =
        before.and_then(|at| at.checked_sub(1)).and_then(|at| line.written.as_bytes().get(at)) == Some(&b'\\');
    is_rest && !escaped && !run.after.is_some_and(is_word)
}

/// Whether two runs stand loose around a text: `** fet **`.
fn is_loose(run: &Run, next: &Run, sign: char) -> bool {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let begins = is_space(run.before) && run.after == Some(' ');
    sign == '*'
        && run.range.len() == 2
        && next.range.len() == 2
        && begins
        && (is_space(next.after) || next.before != Some(' '))
}

/// Whether a mark of emphasis is written at an offset.
fn is_mark_at(line: &Line<'_>, at: Option<usize>) -> bool {
    at.and_then(|at| line.written.as_bytes().get(at)).is_some_and(|byte| matches!(byte, b'*' | b'_'))
}

/// `~~struket~`.
fn struck(line: &Line<'_>) -> Option<Found> {
    let run = runs(line.drawn, '~').find(|run| run.range.len() >= 2)?;
    let hint = "skriv ~~struket~~, med två tecken på båda sidor och inga mellanslag innanför";
    Some((run.range, "\"~~\" stryker inget: tecknen trycks som de står".to_owned(), hint.to_owned()))
}

/// A backtick before a word.
fn code(line: &Line<'_>) -> Option<Found> {
    let run = runs(line.drawn, '`').find(|run| {
        run.before.is_none_or(|before| !is_word(before)) && run.after.is_some_and(is_word) || run.range.len() > 1
    })?;
    let hint = "skriv `kod`, med lika många tecken på båda sidor, eller \" för citat";
    Some((run.range, "\"`\" börjar ingen kod: tecknet trycks som det står".to_owned(), hint.to_owned()))
}

/// Marks of wikis and forums: `==märkt==`, `'''fet'''`, `[b]fet[/b]`.
fn doubled(line: &Line<'_>) -> Option<Found> {
    let enclosed = |mark: &'static str, closing: &'static str| {
        let start = line.drawn.find(mark)?;
        let inner = start + mark.len();
        let end = inner + line.drawn[inner..].find(closing)?;
        (!line.drawn[inner..end].trim_matches(['=', ' ']).is_empty()).then_some(start..end + closing.len())
    };
    let strong = "skriv **fet** eller *kursiv*, och ## före en rubrik".to_owned();
    if let Some(range) = enclosed("==", "==") {
        return Some((range, "\"==\" markerar inget: tecknen trycks som de står".to_owned(), strong));
    }
    if let Some(range) = enclosed("'''", "'''") {
        return Some((range, "\"'''\" betonar inget: tecknen trycks som de står".to_owned(), strong));
    }
    let end = line.drawn.find("[/")?;
    let name = line.drawn[end + 2..].split(']').next().filter(|name| !name.is_empty() && name.len() <= 7)?;
    let start = line.drawn.find(&format!("[{name}"))?;
    let is_code = start < end && name.chars().all(|c| c.is_ascii_alphabetic());
    is_code.then(|| {
        let range = start..end + 3 + name.len();
        (range, format!("\"[{name}]\" betyder inget här: tecknen trycks som de står"), strong)
    })
}

/// `$x^2$`. Two amounts in dollars are none.
fn mathematics(line: &Line<'_>) -> Option<Found> {
    line.drawn.match_indices('$').find_map(|(start, _)| formula_at(line, start))
}

fn formula_at(line: &Line<'_>, start: usize) -> Option<Found> {
    let marks = if line.drawn[start..].starts_with("$$") { 2 } else { 1 };
    let inner = start + marks;
    let end = inner + line.drawn[inner..].find('$')?;
    let formula = &line.drawn[inner..end];
    let close = &line.drawn[end..];
    let is_formula = marks == 2
        || (!formula.starts_with(char::is_whitespace)
            && !formula.ends_with(char::is_whitespace)
            && !close[1..].starts_with(|c: char| c.is_ascii_digit())
            && (formula.contains(['\\', '^', '_', '=', '{', '+']) || formula.chars().count() == 1));
    (is_formula && !formula.is_empty()).then(|| {
        let end = end + if close.starts_with("$$") { 2 } else { 1 };
        let hint = "skriv formeln med vanliga tecken, till exempel a² + b² = c²";
        (start..end, "\"$\" börjar ingen formel: tecknen trycks som de står".to_owned(), hint.to_owned())
    })
}

/// Commands of LaTeX, and signs that other programs turn into something.
fn command(line: &Line<'_>) -> Option<Found> {
    let is_alone = |word: &str| line.drawn.trim().eq_ignore_ascii_case(word);
    if ["[toc]", "[[_toc_]]", "{toc}", "__toc__"].into_iter().any(is_alone) {
        let message = format!("\"{}\" blir ingen innehållsförteckning", line.drawn);
        return Some((
            0..line.drawn.len(),
            message,
            "ta bort raden: planen får sin innehållsförteckning ändå".to_owned(),
        ));
    }
    let at = line.drawn.match_indices('\\').map(|(at, _)| at).find(|at| {
        let begins = line.drawn[..*at].chars().next_back().is_none_or(|c| c.is_whitespace() || "({[".contains(c));
        begins && line.drawn[at + 1..].chars().take_while(char::is_ascii_alphabetic).count() >= 4
    })?;
    let name = line.drawn[at + 1..].chars().take_while(char::is_ascii_alphabetic).count();
    let shown = &line.drawn[at..=at + name];
    let message = format!("\"{shown}\" är inget kommando här: det trycks som det står");
    Some((
        at..at + 1 + name,
        message,
        "ta bort det: sidor bryts av sig själva, och utseendet kommer av temat".to_owned(),
    ))
}

/// Calls where nothing is computed.
fn calls(line: &Line<'_>, reading: Reading) -> Option<Found> {
    if reading == Reading::Markdown {
        return None;
    }
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].into_iter().find_map(|(open, close)| {
        let start = line.drawn.find(open)?;
        let end = line.drawn[start..].find(close).map_or(start + 2, |at| start + at + 2);
        let message = format!("{open} … {close} räknas inte ut här: det trycks som det står");
        Some((start..end, message, String::new()))
    })
}
