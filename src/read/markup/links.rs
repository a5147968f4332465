//! Links, pictures and footnotes that became none.

use crate::read::markup::near::Found;
use crate::read::markup::sign::{BLANK, Line, Reading, Sign};

/// What a line has of links that became none.
pub fn find(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    let (range, message, hint) = footnote(line, reading)
        .or_else(|| spaced(line))
        .or_else(|| reversed(line))
        .or_else(|| definition(line))
        .or_else(|| joined(line, reading))
        .or_else(|| without_address(line))
        .or_else(|| enclosed(line))?;
    let hint = if reading == Reading::Letters { HERE.to_owned() } else { hint };
    Some(Sign::new(line.part(range), message, hint))
}

/// What to do where no links are read.
const HERE: &str = "texten läses inte som Markdown: skriv adressen i klartext, eller flytta länken, bilden eller fotnoten till ett kapitel";

/// `[text](adress)`, where something in it keeps it from being a link.
fn joined(line: &Line<'_>, reading: Reading) -> Option<Found> {
    let (middle, start, what) = line.drawn.match_indices("](").find_map(|(middle, _)| {
        let (start, what) = beginning(line, middle);
        // What is escaped was never meant as a link.
        line.drawn[start..].starts_with(['[', '!']).then_some((middle, start, what))
    })?;
    let close = line.drawn[middle + 2..].find(')').map(|at| middle + 2 + at);
    let address = &line.written[middle + 2..close.unwrap_or(line.written.len())];
    let (why, hint) = if reading == Reading::Letters {
        ("här läses inga länkar".to_owned(), String::new())
    } else if line.written[start..middle].contains("[^") {
        (
            "en fotnot kan inte stå inom hakparenteserna".to_owned(),
            "flytta fotnoten till efter adressens parentes".to_owned(),
        )
    } else if close.is_none() {
        ("adressens parentes avslutas inte".to_owned(), "skriv ) direkt efter adressen".to_owned())
    } else if address.trim().contains(char::is_whitespace) && !address.contains('<') {
        let address = address.trim();
        (
            "adressen har blanksteg".to_owned(),
            format!("skriv adressen inom vinkelparenteser: (<{address}>), eller byt namn på filen"),
        )
    } else {
        ("adressen kan inte läsas".to_owned(), format!("skriv {}", what.example()))
    };
    Some((start..close.map_or(line.drawn.len(), |close| close + 1), format!("{}: {why}", what.failed()), hint))
}

/// `[text] (adress)`.
fn spaced(line: &Line<'_>) -> Option<Found> {
    let (middle, open) = pairs(line.drawn, ']', '(')
        .find(|(middle, open)| open - middle > 1 && is_address(&line.written[open + 1..]))?;
    let (start, what) = beginning(line, middle);
    let end = line.drawn[open..].find(')').map_or(line.drawn.len(), |at| open + at + 1);
    let message = format!("{}: mellan ] och ( står ett mellanslag", what.failed());
    Some((start..end, message, format!("skriv ihop dem: {}", what.example())))
}

/// `(text)[adress]`.
fn reversed(line: &Line<'_>) -> Option<Found> {
    let (middle, open) = pairs(line.drawn, ')', '[').find(|(_, open)| is_address(&line.written[open + 1..]))?;
    let start = line.drawn[..middle].rfind('(').unwrap_or(middle);
    let end = line.drawn[open..].find(']').map_or(line.drawn.len(), |at| open + at + 1);
    let message = "länken blev ingen länk: parenteserna står i fel ordning".to_owned();
    Some((start..end, message, format!("skriv {}", What::Link.example())))
}

/// `[namn]: https://…` in the middle of a paragraph, and `[text][namn]` without it.
fn definition(line: &Line<'_>) -> Option<Found> {
    if line.drawn.starts_with('[')
        && let Some((name, rest)) = line.drawn.split_once("]:")
        && !name.contains(BLANK)
        && is_address(rest.trim_start())
    {
        let message = "raden blev ingen länkadress: den står mitt i ett stycke".to_owned();
        return Some((0..line.drawn.len(), message, "låt en tom rad stå före den".to_owned()));
    }
    line.drawn.match_indices("][").find_map(|(middle, _)| {
        let close = line.drawn[middle + 2..].find(']')? + middle + 2;
        let name = &line.written[middle + 2..close];
        let (start, what) = beginning(line, middle);
        // Two sources beside each other, [1][2], are no link.
        name.contains(char::is_alphabetic).then(|| {
            let message = format!("{}: \"{name}\" har ingen adress", what.failed());
            (start..close + 1, message, format!("skriv {}, eller raden [{name}]: https://… för sig", what.example()))
        })
    })
}

/// A footnote inside its call, one whose name has a space, and any where no notes are read.
fn footnote(line: &Line<'_>, reading: Reading) -> Option<Found> {
    const HOW: &str = "skriv [^namn] i texten och [^namn]: … på en egen rad";
    if let Some(at) = line.drawn.find("^[").filter(|at| !line.drawn[..*at].ends_with('[')) {
        let end = line.drawn[at..].find(']').map_or(at + 2, |close| at + close + 1);
        let message = "fotnoten blev ingen fotnot: dess text kan inte stå inne i meningen".to_owned();
        return Some((at..end, message, HOW.to_owned()));
    }
    line.drawn.match_indices("[^").find_map(|(at, _)| {
        let close = line.drawn[at..].find(']')? + at;
        let name = &line.written[at + 2..close];
        // A name without spaces is told of as a note that is not there.
        let is_odd = name.is_empty() || name.contains(char::is_whitespace);
        let why = match reading {
            Reading::Letters => "här läses inga fotnoter",
            Reading::Markdown if is_odd => "dess namn har blanksteg eller saknas",
            Reading::Markdown => return None,
        };
        Some((at..close + 1, format!("fotnoten blev ingen fotnot: {why}"), HOW.to_owned()))
    })
}

/// `![bild]`.
fn without_address(line: &Line<'_>) -> Option<Found> {
    let start = line.drawn.find("![")?;
    let end = line.drawn[start..].find(']').map_or(start + 2, |close| start + close + 1);
    Some((
        start..end,
        format!("{}: adressen saknas", What::Picture.failed()),
        format!("skriv {}", What::Picture.example()),
    ))
}

/// `<https://x.se/min fil>` and `<www.x.se>`.
fn enclosed(line: &Line<'_>) -> Option<Found> {
    line.drawn.match_indices('<').find_map(|(start, _)| {
        let end = start + line.drawn[start..].find('>')?;
        let address = &line.drawn[start + 1..end];
        let begins = ["http://", "https://", "www.", "mailto:", "tel:"].iter().any(|begin| address.starts_with(begin));
        let is_mail = address.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric) && host.contains('.')
        });
        if !begins && !is_mail {
            return None;
        }
        let (why, hint) = if address.contains(char::is_whitespace) {
            ("adressen har blanksteg", "skriv %20 för ett blanksteg i en adress".to_owned())
        } else if address.starts_with("www.") {
            ("adressen börjar inte med https://", format!("skriv <https://{address}>"))
        } else {
            ("adressen kan inte läsas", "skriv adressen med bara a–z, siffror och vanliga tecken".to_owned())
        };
        let hint = if is_mail { "skriv [namn](mailto:namn@exempel.se)".to_owned() } else { hint };
        Some((start..end + 1, format!("{}: {why}", What::Link.failed()), hint))
    })
}

#[derive(Clone, Copy)]
enum What {
    Link,
    Picture,
}

impl What {
    fn failed(self) -> &'static str {
        match self {
            Self::Link => "länken blev ingen länk",
            Self::Picture => "bilden blev ingen bild",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Link => "[text](https://…)",
            Self::Picture => "![beskrivning](bilder/namn.svg)",
        }
    }
}

/// Where the link begins whose text ends at an offset.
fn beginning(line: &Line<'_>, end: usize) -> (usize, What) {
    let mut depth = 0;
    // A note in the text has brackets of its own.
    let open = line.written[..end].char_indices().rev().find(|(_, c)| {
        depth += match c {
            ']' => 1,
            '[' => -1,
            _ => 0,
        };
        depth < 0
    });
    let start = open.map_or(end, |(at, _)| at);
    match line.drawn[..start].strip_suffix('!') {
        Some(before) => (before.len(), What::Picture),
        None => (start, What::Link),
    }
}

/// Two signs with nothing but spaces between them: where both stand.
fn pairs(text: &str, first: char, second: char) -> impl Iterator<Item = (usize, usize)> {
    text.match_indices(first).filter_map(move |(at, _)| {
        let rest = &text[at + 1..];
        let after = rest.trim_start_matches(' ');
        after.starts_with(second).then(|| (at, at + 1 + rest.len() - after.len()))
    })
}

/// Whether a text begins with what is an address and nothing else.
fn is_address(text: &str) -> bool {
    const BEGINNINGS: [&str; 7] = ["http://", "https://", "www.", "mailto:", "tel:", "bilder/", "./"];
    const ENDINGS: [&str; 9] = [".png", ".jpg", ".jpeg", ".svg", ".pdf", ".webp", ".md", ".se", ".html"];
    let text = text.trim_start_matches('<');
    let word = text.split([')', ']', ' ', '>']).next().unwrap_or_default();
    let is_anchor = word.strip_prefix('#').is_some_and(|name| name.starts_with(char::is_alphabetic));
    is_anchor || BEGINNINGS.iter().any(|start| word.starts_with(start)) || ENDINGS.iter().any(|end| word.ends_with(end))
}
