//! The files of a first plan, each explained by its own comments, and of a folder of plans.

use std::collections::BTreeMap;

/// The files of a plan, with `ÅR` for its year, `FÖRRA` for the year before and `NÄMND` for the board.
const FILES: [(&str, &str); 9] = [
    ("budget/resultatbudget.yaml", include_str!("../../templates/new/budget/resultatbudget.yaml")),
    ("kapitel/01-inledning.md", include_str!("../../templates/new/kapitel/01-inledning.md")),
    ("kapitel/02-mal.md", include_str!("../../templates/new/kapitel/02-mal.md")),
    ("kapitel/03-budget.md", include_str!("../../templates/new/kapitel/03-budget.md")),
    ("kapitel/04-intern-kontroll.md", include_str!("../../templates/new/kapitel/04-intern-kontroll.md")),
    ("malomraden.yaml", include_str!("../../templates/new/malomraden.yaml")),
    ("organisation.yaml", include_str!("../../templates/new/organisation.yaml")),
    ("plan.yaml", include_str!("../../templates/new/plan.yaml")),
    ("risker.yaml", include_str!("../../templates/new/risker.yaml")),
];

/// What git, editors and the services that build plans want to know, by path beside the folder of plans.
pub const BESIDE: [(&str, &str); 5] = [
    (".editorconfig", include_str!("../../templates/new/editorconfig")),
    (".gitattributes", include_str!("../../templates/new/gitattributes")),
    (".github/workflows/verksamhetsplan.yml", include_str!("../../templates/new/github.yml")),
    (".gitlab-ci.yml", include_str!("../../templates/new/gitlab-ci.yml")),
    (".vscode/settings.json", include_str!("../../templates/new/settings.json")),
];

/// The files of a board's first plan, by path in its folder.
pub fn files(year: i32, board: &str) -> BTreeMap<String, Vec<u8>> {
    // Whatever a name has in it, it is one value.
    let board = format!("\"{}\"", board.replace('\\', "\\\\").replace('"', "\\\""));
    let text = |text: &str| {
        let text = text.replace("FÖRRA", &(year - 1).to_string()).replace("ÅR", &year.to_string());
        text.replace("NÄMND", &board).into_bytes()
    };
    FILES.iter().map(|(path, file)| ((*path).to_owned(), text(file))).collect()
}
