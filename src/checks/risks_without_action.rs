//! `risk-utan-åtgärd`: a risk that nothing is done about.

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;

/// The rule.
pub const CHECK: Check = Check {
    id: "risk-utan-åtgärd",
    what: "en risk som varken har åtgärder eller kontroller, inte accepteras och inte ligger under tröskeln",
    why: "internkontrollplanen ska visa hur varje risk hanteras; tabellen säger annars \"Åtgärd saknas\"",
    example: Example {
        files: &[(
            "risker.yaml",
            "risker:\n  - id: inköp\n    verksamhet: Ekonomi\n    risk: Risk att köp görs utanför avtal.\n    åtgärder: []\n",
        )],
        blamed: "Risk att köp görs utanför avtal.",
    },
    run,
};

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    if !evidence.is_whole() {
        return Vec::new();
    }
    let open = plan.risks.iter().filter(|risk| risk.lacks_action(&plan.yardstick));
    let problem = |risk: &crate::model::risks::Risk| {
        Diagnostic::warning(CHECK.id, format!("risken \"{}\" har ingen åtgärd", risk.id.value))
            .at(&risk.text.span)
            .hint("lägg till åtgärder: [{text: \"…\"}]; ska risken accepteras, skriv beslut: accepteras och skäl: …")
    };
    open.map(problem).collect()
}
