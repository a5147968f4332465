//! Plan and figures → [`document::Document`]: format-neutral, everything a reader sees already text.

pub mod against;
pub mod anchor;
pub mod cards;
pub mod chapters;
pub mod charts;
pub mod desk;
pub mod document;
pub mod figure_table;
pub mod kinds;
pub mod marks;
pub mod measures;
pub mod palette;
pub mod risks;
pub mod table;
pub mod theme;

use crate::diagnostic::Diagnostic;
use crate::figures::Figures;
use crate::model::plan::{Plan, Status};
use crate::model::theme::Scheme;
use crate::prose::Passage;
use crate::swedish;
use crate::views::document::{Document, Meta};
use crate::views::palette::Palette;

/// Draws the document; with all running text as passages, that of the chapters first.
pub fn document(plan: &Plan, figures: &Figures) -> (Document, Vec<Passage>, Vec<Diagnostic>) {
    let (chapters, mut prose, problems) = chapters::write(plan, figures);
    prose.extend(crate::prose::data::passages(plan));
    let identity = &plan.identity;
    let (theme, palette) = (theme::theme(&identity.theme), Palette::of(&Scheme::light(&identity.theme)));
    (Document { meta: meta(plan), theme, chapters, palette, compared: false }, prose, problems)
}

fn meta(plan: &Plan) -> Meta {
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
