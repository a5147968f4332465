//! A row of a table's file that stands on lines of its own: put beside another, or taken away. All other lines stay as
//! they are.

use std::ops::Range;

use granit_parser::{Event, Parser};

use crate::edit::{Refused, line_break};

/// Keys of lists whose items are rows of a table.
const LISTS: [&str; 3] = ["rader", "därav", "varav"];

/// On which side of another row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// An item of a list.
struct Item {
    /// Where what it says begins and ends.
    range: Range<usize>,
    /// The key of its list.
    list: String,
}

/// The file with rows beside the one that begins at a place, in their order.
///
/// # Errors
/// When none begins there, or it shares its lines with something else.
pub fn inserted(text: &str, start: usize, beside: Beside, rows: &[String]) -> Result<String, Refused> {
    let own = item(text, start)?;
    let lines = lines(text, &own)?;
    let before = &text[lines.start..own.range.start];
    let end = line_break(text);
    let at = if beside == Beside::Above { lines.start } else { lines.end };
    let open = !text[..at].is_empty() && !text[..at].ends_with('\n');
    let first = if open { end } else { "" };
    let rows: String = rows.iter().map(|row| [before, row, end].concat()).collect();
    Ok([&text[..at], first, &rows, &text[at..]].concat())
}

/// The file without the row that begins at a place.
///
/// # Errors
/// As [`inserted`].
pub fn removed(text: &str, start: usize) -> Result<String, Refused> {
    let own = item(text, start)?;
    let lines = lines(text, &own)?;
    Ok([&text[..lines.start], &text[lines.end..]].concat())
}

/// A row of one line: `{id: hyror, namn: Lokalhyror, belopp: [12.5, ~]}`.
pub fn row(id: &str, names: &[String], amounts: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let names = if let [name] = names.as_slice() { name.clone() } else { format!("[{}]", names.join(", ")) };
    format!("{{id: {id}, namn: {names}, belopp: [{}]}}", amounts.join(", "))
}

/// A text among others with commas between: as it is where nothing in it means something to YAML.
pub fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || " .()/%–+".contains(c))
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && !["null", "true", "false", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn item(text: &str, start: usize) -> Result<Item, Refused> {
    let found = items(text).into_iter().find(|item| item.range.start == start);
    let found = found.filter(|item| LISTS.contains(&item.list.as_str()));
    found.ok_or_else(|| Refused("raden är ingen rad i en tabells fil; ändra den i filen".to_owned()))
}

/// The lines of an item that nothing else stands on.
fn lines(text: &str, item: &Item) -> Result<Range<usize>, Refused> {
    let start = text[..item.range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[item.range.end..].find('\n').map_or(text.len(), |at| item.range.end + at + 1);
    let before = text[start..item.range.start].trim_start();
    let after = &text[item.range.end..end];
    let alone = before.strip_prefix('-').is_some_and(|rest| rest.trim().is_empty());
    let nothing = after.trim().is_empty() || (after.starts_with([' ', '\t']) && after.trim_start().starts_with('#'));
    if alone && nothing {
        return Ok(start..end);
    }
    Err(Refused("raden delar sin rad i filen med något annat; ändra den i filen".to_owned()))
}

/// What is around an event.
enum Around {
    /// A list, with its key.
    List(String),
    /// A mapping, with the key that a value is waited for by.
    Mapping(Option<String>),
}

fn items(text: &str) -> Vec<Item> {
    let mut around: Vec<Around> = Vec::new();
    let mut open: Vec<Option<Item>> = Vec::new();
    let mut found = Vec::new();
    let mut end = 0;
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let range = span.byte_range().unwrap_or(0..0);
        let begins = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..) | Event::Scalar(..));
        // The key that this stands under, and whether it is an item.
        let list = match around.last() {
            Some(Around::List(key)) if begins => Some(key.clone()),
            _ => None,
        };
        let item = list.map(|list| Item { range: range.clone(), list });
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let key = match around.last_mut() {
                    Some(Around::Mapping(key)) => key.take().unwrap_or_default(),
                    _ => String::new(),
                };
                let is_list = matches!(event, Event::SequenceStart(..));
                around.push(if is_list { Around::List(key) } else { Around::Mapping(None) });
                open.push(item);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                around.pop();
                if text.get(range.clone()).is_some_and(|own| matches!(own, "]" | "}")) {
                    end = range.end;
                }
                if let Some(Some(mut own)) = open.pop() {
                    own.range.end = end;
                    found.push(own);
                }
            }
            Event::Scalar(value, ..) => {
                let written = text.get(range.clone()).unwrap_or_default();
                end = range.start + written.trim_end().len();
                if let Some(Around::Mapping(key)) = around.last_mut() {
                    *key = if key.is_some() { None } else { Some(value.to_string()) };
                }
                found.extend(item.map(|own| Item { range: own.range.start..end, ..own }));
            }
            Event::Alias(_) => {
                end = range.end;
                if let Some(Around::Mapping(key)) = around.last_mut() {
                    *key = None;
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Beside, inserted, quoted, removed, row};

    const TEXT: &str = "# a\nrader:\n  - {id: a, belopp: [1]}  # b\n  # c\n  - id: b\n    namn: B\n    belopp: [2]\n\
                        \x20 - grupp: G\n    rader:\n      - {id: c, belopp: [3]}\nsumma: S\n";

    fn at(needle: &str) -> usize {
        TEXT.find(needle).expect("it is there")
    }

    #[test]
    fn a_row_is_put_beside_another() {
        let new = || ["{id: ny}".to_owned()];
        let below = |needle| inserted(TEXT, at(needle), Beside::Below, &new()).expect("it is put there");
        assert_eq!(below("{id: a"), TEXT.replace("# b\n", "# b\n  - {id: ny}\n"));
        assert_eq!(below("id: b"), TEXT.replace("[2]\n", "[2]\n  - {id: ny}\n"));
        assert_eq!(below("{id: c"), TEXT.replace("[3]}\n", "[3]}\n      - {id: ny}\n"));
        let above = inserted(TEXT, at("{id: c"), Beside::Above, &new()).expect("it is put there");
        assert_eq!(above, TEXT.replace("      - {id: c", "      - {id: ny}\n      - {id: c"));
        let last = inserted("rader:\n- {id: a}", 9, Beside::Below, &new()).expect("it is put there");
        assert_eq!(last, "rader:\n- {id: a}\n- {id: ny}\n");
    }

    #[test]
    fn a_row_is_taken_away() {
        assert_eq!(
            removed(TEXT, at("id: b")).as_deref(),
            Ok(&*TEXT.replace("  - id: b\n    namn: B\n    belopp: [2]\n", ""))
        );
        assert_eq!(removed(TEXT, at("{id: a")).as_deref(), Ok(&*TEXT.replace("  - {id: a, belopp: [1]}  # b\n", "")));
    }

    #[test]
    fn what_is_no_row_of_its_own_stays() {
        for (text, needle) in [
            ("rader: [{id: a}, {id: b}]\n", "{id: b"),
            ("poster:\n  - {id: a}\n", "{id: a"),
            ("rader:\n  - {id: a}\n", "a}"),
        ] {
            let start = text.find(needle).expect("it is there");
            assert!(removed(text, start).is_err(), "{text}");
            assert!(inserted(text, start, Beside::Below, &[]).is_err(), "{text}");
        }
    }

    #[test]
    fn names_are_quoted_where_they_have_to_be() {
        for (name, wanted) in [
            ("Lokalhyror", "Lokalhyror"),
            ("Hyror: lokaler", "\"Hyror: lokaler\""),
            ("12", "\"12\""),
            ("a \"b\"", "\"a \\\"b\\\"\""),
            ("no", "\"no\""),
        ] {
            assert_eq!(quoted(name), wanted);
        }
        let names = ["A".to_owned(), "B, C".to_owned()];
        assert_eq!(
            row("a", &names, &["1.0".to_owned(), "~".to_owned()]),
            "{id: a, namn: [A, \"B, C\"], belopp: [1.0, ~]}"
        );
    }
}
