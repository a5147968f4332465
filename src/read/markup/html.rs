//! HTML in a text, where it is letters: comments, tags and names of characters.

use crate::read::markup::sign::{BLANK, Line, Reading, Sign};

/// What is written instead of a tag.
const INSTEAD: [(&[&str], &str); 9] = [
    (
        &["br"],
        "avsluta raden med \\ för en ny rad, eller låt en tom rad börja ett nytt stycke; en cell i en tabell har bara en rad",
    ),
    (&["b", "strong"], "skriv **fet**"),
    (&["i", "em"], "skriv *kursiv*"),
    (&["s", "del", "strike"], "skriv ~~struket~~"),
    (&["img"], "skriv ![beskrivning](bilder/namn.svg), ensam i sitt stycke"),
    (&["a"], "skriv [text](https://…)"),
    (&["sub", "sup"], "skriv tecknet självt, till exempel ₂ eller ²"),
    (&["ul", "ol", "li"], "skriv en lista med - eller 1. först på varje rad"),
    (
        &["table", "thead", "tbody", "tr", "td", "th"],
        "skriv tabellen med | mellan cellerna och |---|---| under rubrikraden",
    ),
];

/// Other tags of HTML. What is no tag of HTML, such as `<namn>`, is what the author wants to be read.
const TAGS: &[&str] = &[
    "abbr",
    "address",
    "article",
    "aside",
    "big",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "input",
    "mark",
    "nobr",
    "p",
    "pre",
    "script",
    "section",
    "span",
    "link",
    "main",
    "meta",
    "nav",
    "object",
    "small",
    "style",
    "summary",
    "svg",
    "u",
    "video",
    "wbr",
];

/// Comments of HTML, which their authors mean nobody to read: told, and taken out of what is drawn.
pub fn comments(drawn: &mut String) -> Vec<Sign> {
    let mut signs = Vec::new();
    while let Some(start) = drawn.find("<!--") {
        let end = drawn[start..].find("-->").map(|at| start + at + 3);
        let line = start + drawn[start..].find('\n').unwrap_or(drawn.len() - start);
        let message = if end.is_some() {
            "en HTML-kommentar döljs inte: den skulle tryckas i planen"
        } else {
            "en HTML-kommentar som aldrig avslutas döljs inte: den skulle tryckas i planen"
        };
        let range = start..end.unwrap_or(line).min(line);
        signs.push(Sign { id: "html-kommentar", is_secret: true, ..Sign::new(range, message, "") });
        let end = end.unwrap_or(drawn.len());
        let blank: String = drawn[start..end].chars().flat_map(blanked).collect();
        drawn.replace_range(start..end, &blank);
    }
    signs
}

/// What stands for a character that is not drawn, in as many bytes.
pub fn blanked(c: char) -> impl Iterator<Item = char> {
    let blank = if c == '\n' { '\n' } else { BLANK };
    std::iter::repeat_n(blank, c.len_utf8())
}

/// What a line has of tags and of names of characters.
pub fn find(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    tag(line, reading).or_else(|| character(line, reading))
}

fn tag(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    let (at, name, hint) = line.drawn.match_indices('<').find_map(|(at, _)| {
        let inner = line.drawn[at + 1..].trim_start_matches('/');
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let closed = inner[length..].starts_with(['>', '/', ' ', '\t', '\n']) || inner.len() == length;
        let name = inner[..length].to_ascii_lowercase();
        let known = INSTEAD.iter().find(|(names, _)| names.contains(&name.as_str())).map(|(_, hint)| *hint);
        let other = TAGS.contains(&name.as_str());
        let hint = known.or_else(|| other.then_some("ta bort taggen: utseendet kommer av temat"))?;
        // A letter behind "mindre än" is no tag: a <b är fel.
        (closed && line.drawn[at..].contains('>')).then_some((at, name, hint))
    })?;
    let end = line.drawn[at..].find('>').map_or(line.drawn.len(), |end| at + end + 1);
    let hint = match reading {
        Reading::Markdown => format!("{hint}; ska taggen synas: skriv `<{name}>`"),
        Reading::Letters => "ta bort taggen: texten är bara text, och utseendet kommer av temat".to_owned(),
    };
    let message = format!("<{name}> är ingen tagg här: den trycks som den står");
    Some(Sign { id: "html-i-text", ..Sign::new(line.part(at..end), message, hint) })
}

/// `&nbps;`, which is no name of a character, and `&nbsp`, which lacks its end.
fn character(line: &Line<'_>, reading: Reading) -> Option<Sign> {
    const COMMON: [&str; 12] =
        ["nbsp", "shy", "amp", "aring", "auml", "ouml", "ndash", "mdash", "quot", "eacute", "ensp", "thinsp"];
    let (range, name) = line.drawn.match_indices('&').find_map(|(at, _)| {
        let inner = &line.drawn[at + 1..];
        let name = inner.trim_start_matches('#');
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let closed = name[length..].starts_with(';');
        let word = &name[..length];
        let is_number = inner.starts_with('#') && word.trim_start_matches('x').chars().all(|c| c.is_ascii_hexdigit());
        let is_name = closed && length >= 2 && (word.starts_with(|c: char| c.is_ascii_alphabetic()) || is_number);
        let end = at + 1 + (inner.len() - name.len()) + length;
        (is_name || COMMON.contains(&word)).then_some((at..end + usize::from(closed), word))
    })?;
    let hint = match (reading, COMMON.contains(&name)) {
        (Reading::Markdown, true) => format!("skriv &{name}; med semikolon, eller tecknet självt"),
        _ => "skriv tecknet självt".to_owned(),
    };
    let message = format!("\"{}\" är inget tecken här: det trycks som det står", &line.drawn[range.clone()]);
    Some(Sign { id: "html-i-text", ..Sign::new(line.part(range), message, hint) })
}
