//! `lång-mening`: a sentence that is too long to be read at one go.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::prose::Kind;
use crate::prose::sentences::sentences;
use crate::swedish::NBSP;

/// The rule.
pub const CHECK: Check = Check {
    id: "lång-mening",
    what: "en mening med fler än 30 ord",
    why: "språklagen kräver vårdad, enkel och begriplig svenska, och långa meningar är det som oftast gör en text svår",
    example: Example {
        files: &[(
            "kapitel/01-inledning.md",
            "# Inledning\n\nPlanen gäller ett år. Nämnden ansvarar för att verksamheten håller sig till de mål och de ramar som fullmäktige har beslutat om och för att den interna kontrollen räcker till och att verksamheten också i övrigt sköts väl.\n",
        )],
        blamed: "Nämnden ansvarar",
    },
    run,
};

/// Most words of a sentence.
const MOST: usize = 30;

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for passage in evidence.prose.iter().filter(|passage| passage.kind == Kind::Text) {
        for range in sentences(&passage.text) {
            let words = words(&passage.text[range.clone()]);
            if words > MOST
                && let Some(span) = passage.span(&range)
            {
                found.push(
                    Diagnostic::note(CHECK.id, format!("meningen har {words} ord"))
                        .at(&span)
                        .hint("dela den i två, eller gör uppräkningen till en punktlista"),
                );
            }
        }
    }
    found
}

/// The words as a reader counts them: `2 528,8` and `IT-stöd` are one each.
fn words(sentence: &str) -> usize {
    let parts = sentence.split(|c: char| c.is_whitespace() && c != NBSP);
    parts.filter(|part| part.contains(char::is_alphanumeric)).count()
}
