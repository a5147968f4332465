//! The chapter on what the program finds: every rule with its reason, an example, and what is said of it. All of it is
//! made from the rules themselves.

use std::collections::BTreeMap;

use crate::checks::{ALL, Check, EXAMPLE_PLAN};
use crate::commands::handbook::code::code;
use crate::commands::load::drafted;
use crate::diagnostic::{Diagnostic, Severity, terminal};
use crate::review;
use crate::source::files::Sources;
use crate::swedish::capitalised;

/// What stands before the rules.
const BEFORE: &str = "# Vad programmet hittar

Ett *fel* stoppar bygget. En *varning* bör rättas, eller undantas med ett skäl. En *anmärkning* är bra att känna till. Varje
meddelande säger fil och rad, vad som väntades och vad du kan skriva.

## Undantag

Ett undantag är en kommentar bredvid det som undantas, med regelns namn och ett skäl. Det som stoppar bygget går inte att
undanta.

```
summa: Summa ombyggnader 2026   # undantag(gammalt-årtal): avser projekt som beslutades 2026
```

## Reglerna

Varje regel nedan visas med ett exempel och med det som programmet säger om exemplet.
";

/// Paths that lead to last year's plan begin so in an example.
const EARLIER: &str = "../2024/";

/// The chapter.
pub fn chapter() -> String {
    let mut rules: Vec<&Check> = ALL.to_vec();
    rules.sort_by_key(|check| check.id);
    std::iter::once(BEFORE.to_owned()).chain(rules.into_iter().map(rule)).collect::<Vec<_>>().join("\n")
}

fn rule(check: &Check) -> String {
    let Check { id, what, why, example, .. } = check;
    let files = example.files.iter().map(|(path, text)| format!("`{path}`:\n\n{}", code(text)));
    let said = finding(check).map(|finding| said(&finding)).unwrap_or_default();
    format!(
        "### {id}\n\n{{% raw %}}{}. {}.{{% endraw %}}\n\n{}\n{said}",
        capitalised(what),
        capitalised(why),
        files.collect::<Vec<_>>().join("\n"),
    )
}

/// What is said of an example, in the words of the terminal.
fn said(finding: &Diagnostic) -> String {
    let kind = match finding.severity {
        Severity::Error => "felet",
        Severity::Warning => "varningen",
        Severity::Note => "anmärkningen",
    };
    format!("Det ger {kind}:\n\n{}", code(&terminal::render(finding, false)))
}

/// What a rule finds in its example.
fn finding(check: &Check) -> Option<Diagnostic> {
    let read = |folder: &str, files: BTreeMap<&str, &str>| {
        let files = files.into_iter().map(|(path, text)| (path.trim_start_matches(EARLIER), text.as_bytes()));
        let (sources, problems) = Sources::from_memory(folder, files);
        drafted(sources, problems)
    };
    let example = check.example.files.iter().copied();
    let (earlier, own): (BTreeMap<_, _>, BTreeMap<_, _>) = example.partition(|(path, _)| path.starts_with(EARLIER));
    let earlier = (!earlier.is_empty()).then(|| read("plan/2024", earlier));
    let own = EXAMPLE_PLAN.iter().copied().chain(own).collect();
    review(&read("plan/2025", own), earlier.as_ref()).into_iter().find(|problem| problem.id == check.id)
}
