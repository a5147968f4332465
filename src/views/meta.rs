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
        status: identity.status.word().to_owned(),
        status_label: match identity.status {
            Status::Draft => "Utkast".to_owned(),
            Status::Proposal => "Förslag".to_owned(),
            Status::Decided => String::new(),
        },
        registry_number: identity.registry_number.clone(),
        decision_date: identity.decision_date.map(swedish::date),
        description: identity
            .description
            .clone()
            .unwrap_or_else(|| format!("{} för {}, {}", identity.title, identity.board, identity.organisation)),
        keywords: identity.keywords.clone(),
        language: "sv",
        accessibility_statement: identity.accessibility_statement.clone(),
    }
}
