//! A value of a YAML file, replaced by another in the style that it was written in.
//!
//! What is written is read again: whatever the parser tells of the file, comments and all, must be what it told before,
//! but for the one value. So no quote that is missing and no comma too many can change what stands beside it.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::edit::{New, Refused, line_break, tidied};

/// Least width that a folded text is broken at.
const NARROWEST: usize = 60;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The bytes that it takes, quotes and all.
    pub range: Range<usize>,
    /// What it says.
    pub value: String,
    style: ScalarStyle,
    /// Whether it is fetched from elsewhere in the file by a name.
    shared: bool,
}

/// Every value of a file, keys among them, in order; none when it is no YAML.
pub fn scalars(text: &str) -> Vec<Scalar> {
    let Some(events) = events(text) else { return Vec::new() };
    let aliased = |anchor: usize| anchor != 0 && events.iter().any(|(event, _)| *event == Event::Alias(anchor));
    // What stands within something that is fetched is fetched with it.
    let mut around = Vec::new();
    let mut found = Vec::new();
    for (event, range) in &events {
        match event {
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => around.push(aliased(*anchor)),
            Event::SequenceEnd | Event::MappingEnd => drop(around.pop()),
            Event::Scalar(value, style, anchor, _) if !range.is_empty() => found.push(Scalar {
                range: extent(text, range.clone(), *style),
                value: value.to_string(),
                style: *style,
                shared: aliased(*anchor) || around.contains(&true),
            }),
            _ => {}
        }
    }
    found
}

/// The file with another value where one begins.
///
/// # Errors
/// When no value begins there, when it stands for others too, or when the new one cannot be written there.
pub fn replaced(text: &str, start: usize, new: New<'_>) -> Result<String, Refused> {
    let own = scalars(text).into_iter().find(|scalar| scalar.range.start == start);
    let own = own.ok_or_else(|| Refused("värdet kan inte ändras här; ändra det i filen".to_owned()))?;
    if own.shared {
        return Err(Refused("värdet hämtas med * på flera ställen i filen; ändra det där".to_owned()));
    }
    let (New::Amount(written) | New::Text(written)) = new;
    let wanted = tidied(written)?;
    let before = events(text).unwrap_or_default();
    let tried = |style: ScalarStyle, wanted: &str| {
        let written = written_in(text, &own, style, wanted)?;
        let after = [&text[..own.range.start], &written, &text[own.range.end..]].concat();
        let same = events(&after).is_some_and(|events| differ_only(&before, &events, &own, wanted));
        same.then_some(after)
    };
    let pointed = matches!(new, New::Amount(_)).then(|| with_point(&wanted)).flatten();
    let found = styles(&own, new).into_iter().find_map(|style| {
        // Among others with commas between, a decimal comma is written as a point before it is written in quotes.
        let point = pointed.as_ref().filter(|_| style == ScalarStyle::Plain);
        tried(style, &wanted).or_else(|| tried(style, point?))
    });
    found.ok_or_else(|| Refused("texten kan inte skrivas här utan att något annat i filen ändras".to_owned()))
}

/// Styles to write it in, best first.
fn styles(own: &Scalar, new: New<'_>) -> Vec<ScalarStyle> {
    use ScalarStyle::{DoubleQuoted, Folded, Literal, Plain, SingleQuoted};
    let empty = |text: &str| ["", "~", "null", "Null", "NULL"].contains(&text.trim());
    match new {
        // Nothing is written as nothing: in quotes it would be a text.
        New::Amount(text) if empty(text) => vec![Plain],
        New::Amount(_) => match own.style {
            SingleQuoted => vec![SingleQuoted, DoubleQuoted],
            DoubleQuoted => vec![DoubleQuoted],
            Plain | Literal | Folded => vec![Plain, DoubleQuoted],
        },
        New::Text(text) if empty(text) => vec![DoubleQuoted],
        New::Text(_) => vec![own.style, DoubleQuoted],
    }
}

/// A number with its decimal comma as a point.
fn with_point(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    (digits(decimals) && whole.ends_with(|c: char| c.is_ascii_digit())).then(|| format!("{whole}.{decimals}"))
}

/// A value in a style; nothing where the style cannot say it.
fn written_in(text: &str, own: &Scalar, style: ScalarStyle, wanted: &str) -> Option<String> {
    let one_line = !wanted.contains('\n');
    match style {
        ScalarStyle::Plain => {
            let written = if wanted.trim().is_empty() { "~" } else { wanted };
            one_line.then(|| written.to_owned())
        }
        ScalarStyle::SingleQuoted => one_line.then(|| format!("'{}'", wanted.replace('\'', "''"))),
        ScalarStyle::DoubleQuoted => {
            let escaped = wanted.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
            Some(format!("\"{escaped}\""))
        }
        ScalarStyle::Literal | ScalarStyle::Folded => block(text, own, style, wanted),
    }
}

/// A value in lines of its own, under a mark that stays. The parser's place is that of its first letter.
fn block(text: &str, own: &Scalar, style: ScalarStyle, wanted: &str) -> Option<String> {
    let before = text.get(..own.range.start)?;
    let indent = &before[before.rfind('\n')? + 1..];
    let lines: Vec<String> = if style == ScalarStyle::Literal {
        wanted.split('\n').map(str::to_owned).collect()
    } else {
        let old = text.get(own.range.clone())?;
        let width = old.lines().map(|line| line.trim().chars().count()).max().unwrap_or(0).max(NARROWEST);
        // A line break that is meant is an empty line here.
        let parts: Vec<Vec<String>> = wanted.split('\n').map(|part| broken(part, width)).collect();
        parts.join(&String::new())
    };
    let indented = |(at, line): (usize, &String)| match (at, line.is_empty()) {
        (0, _) => line.clone(),
        (_, true) => String::new(),
        (_, false) => format!("{indent}{line}"),
    };
    let lines: Vec<String> = lines.iter().enumerate().map(indented).collect();
    indent.bytes().all(|byte| byte == b' ').then(|| lines.join(line_break(text)))
}

/// A text in lines of a width, broken at single spaces between words.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            // Several spaces are the author's, and a line that begins with one is not folded.
            Some(line) if word.is_empty() || line.ends_with(' ') || line.is_empty() => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What a value takes. That of a block ends with its last letter: empty lines behind it are no part of it.
fn extent(text: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let trims = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded | ScalarStyle::Plain);
    let written = text.get(range.clone()).unwrap_or_default();
    let end = if trims { range.start + written.trim_end_matches([' ', '\t', '\r', '\n']).len() } else { range.end };
    range.start..end
}

/// What a file says, with where it says it; nothing when it is no YAML.
fn events(text: &str) -> Option<Vec<(Event<'_>, Range<usize>)>> {
    let mut parser = Parser::new_from_str(text);
    let mut all = Vec::new();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        all.push((event, span.byte_range().unwrap_or(0..0)));
    }
    Some(all)
}

/// Whether two files say the same but for one value, which says what is wanted.
fn differ_only(
    before: &[(Event<'_>, Range<usize>)],
    after: &[(Event<'_>, Range<usize>)],
    own: &Scalar,
    wanted: &str,
) -> bool {
    let is_own = |range: &Range<usize>| range.start == own.range.start;
    before.len() == after.len()
        && before.iter().zip(after).all(|((then, place), (now, _))| match (then, now) {
            (Event::Scalar(_, _, anchor, tag), Event::Scalar(value, style, other, other_tag)) if is_own(place) => {
                let empty = *style == ScalarStyle::Plain && value == "~" && wanted.trim().is_empty();
                anchor == other && tag == other_tag && (empty || value.trim_end_matches('\n') == wanted)
            }
            _ => then == now,
        })
}

#[cfg(test)]
mod tests {
    use super::replaced;
    use crate::edit::New;

    /// The file with what stands first as `OLD` replaced.
    fn changed(text: &str, old: &str, new: New<'_>) -> String {
        let start = text.find(old).expect("it is there");
        replaced(text, start, new).unwrap_or_else(|refused| format!("nej: {}", refused.0))
    }

    #[test]
    fn an_amount_is_written_as_it_is_typed() {
        let row = "- {id: a, belopp: [-633.6, 2, ~]} # anm\n";
        for (old, new, wanted) in [
            ("-633.6", "-640,1", "- {id: a, belopp: [-640.1, 2, ~]} # anm\n"),
            ("-633.6", "2 528.8", "- {id: a, belopp: [2 528.8, 2, ~]} # anm\n"),
            ("-633.6", "–", "- {id: a, belopp: [–, 2, ~]} # anm\n"),
            ("-633.6", "-", "- {id: a, belopp: [\"-\", 2, ~]} # anm\n"),
            ("-633.6", "= a.b + 1", "- {id: a, belopp: [= a.b + 1, 2, ~]} # anm\n"),
            ("-633.6", "= max(0, x)", "- {id: a, belopp: [\"= max(0, x)\", 2, ~]} # anm\n"),
            ("-633.6", "", "- {id: a, belopp: [~, 2, ~]} # anm\n"),
            ("~", "7", "- {id: a, belopp: [-633.6, 2, 7]} # anm\n"),
            ("-633.6", "1] # x", "- {id: a, belopp: [\"1] # x\", 2, ~]} # anm\n"),
        ] {
            assert_eq!(changed(row, old, New::Amount(new)), wanted);
        }
        assert_eq!(changed("a: '1'\r\nb: 2\r\n", "'1'", New::Amount("3")), "a: '3'\r\nb: 2\r\n");
    }

    #[test]
    fn a_text_keeps_its_style() {
        for (text, old, new, wanted) in [
            ("a: ett # b\n", "ett", "två", "a: två # b\n"),
            ("a: ett # b\n", "ett", "två: tre # fyra", "a: \"två: tre # fyra\" # b\n"),
            ("a: 'ett'\n", "'ett'", "Nils' hus", "a: 'Nils'' hus'\n"),
            ("a: \"ett\"\n", "\"ett\"", "\"två\"", "a: \"\\\"två\\\"\"\n"),
            ("a: >-\n  ett\n  två\n# b\nc: 1\n", "ett", "ett två tre", "a: >-\n  ett två tre\n# b\nc: 1\n"),
            ("a: >-\n  ett\n\nc: 1\n", "ett", "ett\ntvå", "a: >-\n  ett\n\n  två\n\nc: 1\n"),
            ("a: |\r\n  ett\r\nb: 1\r\n", "ett", "ett\ntvå", "a: |\r\n  ett\r\n  två\r\nb: 1\r\n"),
            ("a: ett\n", "ett", "två\ntre", "a: \"två\\ntre\"\n"),
            ("a: ett\n", "ett", "null", "a: \"null\"\n"),
            ("- ett\n  två\n- b\n", "ett", "tre", "- tre\n- b\n"),
        ] {
            assert_eq!(changed(text, old, New::Text(new)), wanted);
        }
    }

    #[test]
    fn what_stands_for_others_is_left() {
        assert!(changed("a: &x 1\nb: *x\n", "1", New::Amount("2")).starts_with("nej: värdet hämtas"));
        let row = "c: &x {d: 2}\ne: *x\nf: 3\n";
        assert!(changed(row, "2", New::Amount("4")).starts_with("nej: värdet hämtas"));
        assert_eq!(changed(row, "3", New::Amount("4")), "c: &x {d: 2}\ne: *x\nf: 4\n");
        assert!(changed("a: [1]\n", "[1]", New::Amount("2")).starts_with("nej: värdet kan inte"));
        assert!(changed("a: 1\n", "1", New::Amount("2\u{7}")).starts_with("nej: texten innehåller"));
    }
}
