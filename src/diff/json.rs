//! A comparison for other programs, and its schema.

use schemars::JsonSchema;
use serde::Serialize;

use crate::compare::correspondence::Untried;
use crate::compare::words::Word;
use crate::diagnostic::json::{self, Place, Report};
use crate::diff::finding::{self, Aspect, Change, Content, Difference, Effect};
use crate::diff::{PlanDiff, wording};
use crate::model::kind::ThingKind;

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
    /// Tabellernas summor och resultat för planens eget år, där de har blivit andra; saknas när det inte finns några att jämföra.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_figures: Option<&'a [Effect]>,
    /// Ändringarna, i läsordning.
    pub findings: Vec<Finding<'a>>,
    /// Det som var för mycket för att paras ihop efter ordalydelsen, i en mening var; saknas när allt är jämfört.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untried: Option<Vec<String>>,
    /// Felen på den tidigare sidan; då har bara det som gick att läsa jämförts.
    pub errors_before: Report,
    /// Felen på den senare sidan.
    pub errors_after: Report,
    /// Vad kontrollerna säger nu, och inte sade förut.
    pub problems_added: Report,
    /// Vad kontrollerna sade förut, och inte säger nu.
    pub problems_removed: Report,
    /// Ändringarna och deras följder i en rad.
    pub summary: String,
}

/// One change, with what it caused.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En ändring som någon har skrivit, och vad den förde med sig.")]
#[serde(rename_all = "camelCase")]
pub struct Finding<'a> {
    /// Vad som hände.
    pub change: Change,
    /// Vilket slags sak det gäller.
    pub kind: ThingKind,
    /// Sakens namn, som en läsare ser det.
    pub name: &'a str,
    /// Var saken hör hemma: tabellens rubrik, målets namn, kapitlets rubrik.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<&'a str>,
    /// Sakens adress: tabell.rad.kolumn för ett belopp, annars dess id.
    pub address: &'a str,
    /// Adressen förut, när den var en annan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier_address: Option<&'a str>,
    /// Ankaret i det byggda dokumentet, när saken har ett.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<&'a str>,
    /// Vad i saken som ändrades, till exempel namn eller målvärde.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// Vad där stod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<&'a str>,
    /// Vad där står.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<&'a str>,
    /// Skillnaden, när båda är tal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<&'a Difference>,
    /// Texten ord för ord, när den har skrivits om.
    pub words: &'a [Word],
    /// Vad en tillagd eller borttagen sak säger: den själv, och sedan vad som hör till den.
    pub content: &'a [Content],
    /// Platsen förut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_before: Option<&'a Place>,
    /// Platsen nu.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_after: Option<&'a Place>,
    /// Vad ändringen förde med sig, det närmaste först.
    pub effects: &'a [Effect],
}

impl<'a> From<&'a finding::Finding> for Finding<'a> {
    fn from(own: &'a finding::Finding) -> Self {
        Self {
            change: own.change,
            kind: own.kind,
            name: &own.name,
            within: own.within.as_deref(),
            address: &own.address,
            earlier_address: own.earlier_address.as_deref(),
            anchor: own.anchor.as_deref(),
            field: own.aspect.as_ref().map(Aspect::word),
            before: own.texts.before.as_deref(),
            after: own.texts.after.as_deref(),
            difference: own.difference.as_ref(),
            words: &own.words,
            content: &own.content,
            place_before: own.places.before.as_ref(),
            place_after: own.places.after.as_ref(),
            effects: &own.effects,
        }
    }
}

/// The comparisons as JSON.
pub fn render(diffs: &[PlanDiff]) -> String {
    let untried = |untried: &[Untried]| -> Option<Vec<String>> {
        (!untried.is_empty()).then(|| untried.iter().map(wording::untried).collect())
    };
    let plans = diffs.iter().map(|diff| Compared {
        plan: &diff.plan,
        before: &diff.sides.before,
        after: &diff.sides.after,
        key_figures: diff.key_figures.as_deref(),
        findings: diff.findings.iter().map(Finding::from).collect(),
        untried: untried(&diff.correspondence.untried),
        errors_before: json::report(&diff.broken.before),
        errors_after: json::report(&diff.broken.after),
        problems_added: json::report(&diff.judged.after),
        problems_removed: json::report(&diff.judged.before),
        summary: wording::summary(diff),
    });
    json::pretty(&Comparison { version: 1, plans: plans.collect() })
}

/// The schema of [`Comparison`], JSON Schema 2020-12.
pub fn schema() -> String {
    json::pretty(&schemars::schema_for!(Comparison<'_>))
}
