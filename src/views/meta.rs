//! What stands on the cover and in the metadata.

use crate::document::Meta;
use crate::model::plan::{Plan, Status};
use crate::swedish;

/// Draws the identity of a plan.
pub fn meta(plan: &Plan) -> Meta {
    let identity = &plan.identity;
    Meta {
        title: identity.title.clone(),
        board: identity.board.clone(),
        organisation: identity.organisation.clone(),
        administration: identity.administration.clone(),
        year: identity.year,
        the: plan.the(),
        is_report: plan.followup.is_some(),
        status: identity.status.word().to_owned(),
        status_label: match identity.status {
            Status::Draft => numbered("Utkast", plan),
            Status::Proposal => numbered("Förslag", plan),
            Status::Decided => String::new(),
        },
        registry_number: identity.registry_number.clone(),
        decision_date: decided(plan),
        description: identity
            .description
            .clone()
            .unwrap_or_else(|| format!("{} för {}, {}", identity.title, identity.board, identity.organisation)),
        keywords: identity.keywords.clone(),
        language: "sv",
        accessibility_statement: identity.accessibility_statement.clone(),
    }
}

/// A status with which of several it is: `Förslag 2`.
fn numbered(status: &str, plan: &Plan) -> String {
    plan.identity.decision.version.as_ref().map_or_else(|| status.to_owned(), |own| format!("{status} {}", own.value))
}

/// When the board decided, with the paragraph of the minutes: `20 november 2024, § 112`.
fn decided(plan: &Plan) -> Option<String> {
    let decision = &plan.identity.decision;
    let parts: Vec<String> = decision.day().map(swedish::date).into_iter().chain(decision.section()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
