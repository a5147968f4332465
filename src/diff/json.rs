//! A comparison for other programs, and its schema.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::json::{self, Report};
use crate::diff::PlanDiff;
use crate::diff::finding::Finding;

/// Everything that was compared.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "vplan diff", description = "Vad vplan diff --format json skriver.")]
pub struct Comparison<'a> {
    /// Formens version; en ny version kan sakna eller byta namn på något.
    pub version: u32,
    /// Planerna som jämfördes.
    pub plans: Vec<Compared<'a>>,
}

/// One plan.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En plan som jämfördes.")]
#[serde(rename_all = "camelCase")]
pub struct Compared<'a> {
    /// Planens mapp.
    pub plan: &'a str,
    /// Vad den tidigare sidan är, till exempel HEAD.
    pub before: &'a str,
    /// Vad den senare sidan är.
    pub after: &'a str,
    /// Ändringarna, i läsordning.
    pub findings: &'a [Finding],
    /// Felen på den tidigare sidan; då har bara det som gick att läsa jämförts.
    pub errors_before: Report,
    /// Felen på den senare sidan.
    pub errors_after: Report,
    /// Ändringarna och deras följder i en rad.
    pub summary: String,
}

/// The comparisons as JSON.
pub fn render(diffs: &[PlanDiff]) -> String {
    let plans = diffs.iter().map(|diff| Compared {
        plan: &diff.plan,
        before: &diff.sides[0],
        after: &diff.sides[1],
        findings: &diff.findings,
        errors_before: json::report(&diff.broken[0]),
        errors_after: json::report(&diff.broken[1]),
        summary: super::wording::summary(diff),
    });
    json::pretty(&Comparison { version: 1, plans: plans.collect() })
}

/// The schema of [`Comparison`], JSON Schema 2020-12.
pub fn schema() -> String {
    json::pretty(&schemars::schema_for!(Comparison<'_>))
}
