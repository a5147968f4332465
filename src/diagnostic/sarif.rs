//! Diagnostics as SARIF 2.1.0, which code hosts and editors read.
//!
//! Form: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde_json::{Value, json};

use crate::diagnostic::json::{Level, Place, place, pretty};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::address::address;

/// What is known of a rule, for the log's list of rules.
pub struct Rule {
    /// Id.
    pub id: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
}

/// The log of one run. Rules that are not described are listed by their id.
pub fn log(diagnostics: &[Diagnostic], described: &[Rule]) -> String {
    let mut ids: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rules: Vec<Value> = ids.iter().map(|id| rule(id, described)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, ids.binary_search(&diagnostic.id).unwrap_or(0)))
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "vplan",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "sv",
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(id: &str, described: &[Rule]) -> Value {
    match described.iter().find(|rule| rule.id == id) {
        Some(rule) => json!({
            "id": id,
            "shortDescription": {"text": rule.what},
            "fullDescription": {"text": rule.why},
        }),
        None => json!({"id": id}),
    }
}

fn result(diagnostic: &Diagnostic, rule: usize) -> Value {
    let level = match diagnostic.severity.into() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let facts = diagnostic.all_facts().map(|(_, fact)| fact.text());
    let more = facts.chain(diagnostic.hints.iter().map(|hint| format!("hjälp: {hint}")));
    let text: Vec<String> = std::iter::once(diagnostic.message.clone()).chain(more).collect();
    let mut result = json!({
        "ruleId": diagnostic.id,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": text.join("\n")},
    });
    if let Some(primary) = &diagnostic.primary {
        result["locations"] = json!([{"physicalLocation": physical(&place(&primary.span))}]);
    }
    if !diagnostic.secondary.is_empty() {
        let related = |(at, label): (usize, &Label)| {
            json!({
                "id": at,
                "message": {"text": label.text},
                "physicalLocation": physical(&place(&label.span)),
            })
        };
        result["relatedLocations"] = diagnostic.secondary.iter().enumerate().map(related).collect();
    }
    // Where one result says whether it is suppressed, all must (3.27.23).
    let suppression = diagnostic.waived.iter().map(|waiver| {
        json!({
            "kind": "inSource",
            "justification": waiver.text,
            "location": {"physicalLocation": physical(&place(&waiver.span))},
        })
    });
    result["suppressions"] = suppression.collect();
    result
}

fn physical(place: &Place) -> Value {
    json!({
        "artifactLocation": {"uri": address(&place.file)},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "snippet": {"text": place.text},
        },
    })
}
