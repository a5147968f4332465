//! Signs of other tools than ours in a chapter, such as Pandoc's `{#anchor}`: told at their line, with what is
//! written here instead.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::plan::ChapterSource;
use crate::source::tags::tags;

/// Something of another tool: where it stands in its line, what it is, and what to write here.
struct Sign {
    range: Range<usize>,
    found: &'static str,
    hint: &'static str,
}

/// What a chapter has of other tools.
pub fn find(chapter: &ChapterSource) -> Vec<Diagnostic> {
    let text = &chapter.file.text;
    let mut problems = Vec::new();
    let mut tagged = tags(text).filter(|tag| tag.closed).map(|tag| tag.range).peekable();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if fence.is_some() || mark.is_some() {
            continue;
        }
        let Some(sign) = front_matter(number, line).or_else(|| at_start(line)).or_else(|| within(line)) else {
            continue;
        };
        while tagged.next_if(|tag| tag.end <= start + sign.range.start).is_some() {}
        let range = start + sign.range.start..start + sign.range.end;
        // What stands within a tag of ours is ours; some signs are the beginning of a tag.
        let is_ours = tagged.peek().is_some_and(|tag| tag.start < range.start);
        if !is_ours {
            problems
                .push(Diagnostic::error("främmande-tecken", sign.found).at(&chapter.file.span(range)).hint(sign.hint));
        }
    }
    problems
}

fn front_matter(number: usize, line: &str) -> Option<Sign> {
    (number == 0 && line.trim_end() == "---").then_some(Sign {
        range: 0..3,
        found: "kapitlet börjar med ett block av inställningar (---), som inte hör hemma här",
        hint: "ta bort blocket: kapitlets rubrik är dess # Rubrik, och planens uppgifter står i plan.yaml",
    })
}

fn at_start(line: &str) -> Option<Sign> {
    let indent = line.len() - line.trim_start().len();
    let trimmed = line.trim();
    let (found, hint) = if trimmed.starts_with(":::") {
        ("\":::\" börjar ingen ruta här", "skriv texten som ett eget stycke, eller som citat med > först på raden")
    } else if trimmed.starts_with("!!! ") {
        ("\"!!!\" börjar ingen ruta här", "skriv texten som ett eget stycke, eller som citat med > först på raden")
    } else {
        return None;
    };
    Some(Sign { range: indent..indent + 3, found, hint })
}

fn within(line: &str) -> Option<Sign> {
    let is_heading = line.starts_with('#');
    let found = |open: &str, close: &str| {
        let from = line.find(open).filter(|from| !in_code(line, *from))?;
        let inner = from + open.len();
        let to = inner + line[inner..].find(close)?;
        Some((from..to + close.len(), &line[inner..to]))
    };
    if let Some((range, name)) = found("{#", "}")
        && !name.is_empty()
        && !name.ends_with('#')
        && (is_heading || name.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c)))
    {
        let hint = "ta bort det: rubriker får sina ankare själva, och {{ se(…) }} hänvisar till kapitel och tabeller";
        return Some(Sign { range, found: "ett ankare skrivs inte ut här: {# börjar en kommentar", hint });
    }
    if let Some((range, _)) = found("{{<", "}}") {
        let hint = "ta bort det: sidor bryts av sig själva, och tabeller visas med {{ tabell(id=\"…\") }}";
        return Some(Sign { range, found: "{{< … >}} är en genväg i Quarto och Hugo som inte finns här", hint });
    }
    if let Some((range, _)) = found("{{{", "}}") {
        let hint = "skriv två klamrar: {{ ar }}";
        return Some(Sign { range, found: "ett uttryck skrivs med två klamrar, och här står tre", hint });
    }
    if let Some((range, _)) = found("{.", "}").filter(|_| is_heading).or_else(|| found("{:", "}")) {
        let hint = "ta bort det: utseendet kommer av temat i plan.yaml";
        return Some(Sign { range, found: "klasser och egenskaper ({: …} och {.…}) finns inte här", hint });
    }
    if let Some((range, name)) = found("[[", "]]")
        && !name.is_empty()
        && !line[range.end..].starts_with('(')
    {
        let hint = "hänvisa med {{ se(kapitel=\"…\") }}, eller skriv en länk: [text](https://…)";
        return Some(Sign { range, found: "[[…]] är en wikilänk, som inte finns här", hint });
    }
    let from = line.find("#}").filter(|from| !in_code(line, *from) && !line[..*from].contains("{#"))?;
    let hint = "en kommentar skrivs {# … #}; ska tecknen synas: skriv `#}`";
    Some(Sign { range: from..from + 2, found: "#} avslutar en kommentar, men ingen har börjat", hint })
}

/// Whether an offset of a line stands within code.
fn in_code(line: &str, at: usize) -> bool {
    line[..at].matches('`').count() % 2 == 1
}
