//! Diagnostics as data for other programs: one shape, described by a JSON Schema made from the same types.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Label, Severity, Tally};
use crate::escape::data;
use crate::source::Span;

/// Most characters of blamed text that are repeated.
const LONGEST: usize = 200;

/// Everything that a run found.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "vplan check", description = "Vad vplan check --format json skriver.")]
pub struct Report {
    /// Formens version; en ny version kan sakna eller byta namn på något.
    pub version: u32,
    /// Fynden, i filernas och radernas ordning.
    pub findings: Vec<Finding>,
    /// Hur många det blev.
    pub summary: Summary,
}

/// How bad a finding is, by the words of SARIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "Hur allvarligt ett fynd är, med SARIF:s ord.")]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// fel: planen byggs inte.
    Error,
    /// varning: rättas eller undantas.
    Warning,
    /// anmärkning: bra att veta.
    Note,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett fynd.")]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Regelns id, till exempel `summa-avviker`.
    pub rule: String,
    /// Hur allvarligt det är.
    pub severity: Level,
    /// En rad som går att läsa för sig.
    pub message: String,
    /// Platsen som pekas ut; saknas när ingen text finns att peka på.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Andra platser som har del i saken.
    pub related: Vec<Related>,
    /// Fakta, en per rad: väntat, beräknat, skillnad och de celler som ingår.
    pub facts: Vec<String>,
    /// Vad man kan skriva eller göra.
    pub hints: Vec<String>,
    /// Undantaget bredvid det som pekas ut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Related>,
}

/// A place in a file. Lines and columns count from 1, columns in characters; the end is behind the last character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(description = "En plats i en fil. Rader och kolumner räknas från 1, kolumner i tecken.")]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Sökväg, med /.
    pub file: String,
    /// Rad, från 1.
    pub line: usize,
    /// Kolumn i tecken, från 1.
    pub column: usize,
    /// Slutets rad.
    pub end_line: usize,
    /// Kolumnen efter det sista tecknet.
    pub end_column: usize,
    /// Texten på platsen, högst 200 tecken.
    pub text: String,
}

/// A place and what to say about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En plats och vad som gäller där.")]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// Platsen.
    pub place: Place,
    /// Vad som gäller där: ett skäl för ett undantag.
    pub message: String,
}

/// How many of each; waived findings are counted apart.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Antalet fynd av varje slag; undantagna räknas för sig.")]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Antal fel.
    pub errors: usize,
    /// Antal varningar.
    pub warnings: usize,
    /// Antal anmärkningar.
    pub notes: usize,
    /// Antal undantagna.
    pub waived: usize,
}

/// The report of a run.
pub fn report(diagnostics: &[Diagnostic]) -> Report {
    let tally = Tally::of(diagnostics);
    Report {
        version: 1,
        findings: diagnostics.iter().map(finding).collect(),
        summary: Summary { errors: tally.errors, warnings: tally.warnings, notes: tally.notes, waived: tally.waived },
    }
}

/// The schema of [`Report`], JSON Schema 2020-12.
pub fn schema() -> String {
    pretty(&schemars::schema_for!(Report))
}

/// Any value as indented JSON.
pub fn pretty(value: &impl Serialize) -> String {
    // Only maps with keys that are no text and writers that fail give errors; here are neither.
    data::json(&serde_json::to_string_pretty(value).unwrap_or_default())
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    let related = |label: &Label| Related { place: place(&label.span), message: label.text.clone() };
    Finding {
        rule: diagnostic.id.to_owned(),
        severity: diagnostic.severity.into(),
        message: diagnostic.message.clone(),
        place: diagnostic.primary.as_ref().map(|label| place(&label.span)),
        related: diagnostic.secondary.iter().map(related).collect(),
        facts: diagnostic.all_facts().map(|(_, fact)| fact.text()).collect(),
        hints: diagnostic.hints.clone(),
        waived: diagnostic.waived.as_ref().map(related),
    }
}

/// A span as lines and columns.
pub fn place(span: &Span) -> Place {
    let (line, column) = span.file.line_column(span.range.start);
    let (end_line, end_column) = span.file.line_column(span.range.end);
    Place {
        file: span.file.path.clone(),
        line,
        column,
        end_line,
        end_column,
        text: span.text().chars().take(LONGEST).collect(),
    }
}
