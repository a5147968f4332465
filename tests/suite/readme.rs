//! The README stays true: its message is what the program says, its tables name what the program knows.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::support::copy;
use crate::support::plans::drafted;
use verksamhetsplan::diagnostic::Severity;
use verksamhetsplan::model::formula::Function;
use verksamhetsplan::narrative::functions::{FUNCTIONS, VARIABLES};
use verksamhetsplan::quantity::period::PeriodKind;
use verksamhetsplan::review;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("the README")
}

// The example of a message is what the program prints after the change that the README describes.
#[test]
fn the_message_in_the_readme_is_what_the_program_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join("plan/2025"), &folder.path().join("plan/2025"));
    let table = folder.path().join("plan/2025/budget/resultatbudget.yaml");
    let text = std::fs::read_to_string(&table).expect("the table");
    assert!(text.contains("-633.6"));
    std::fs::write(&table, text.replacen("-633.6", "-633.5", 1)).expect("written");
    let output =
        Command::new(env!("CARGO_BIN_EXE_vplan")).arg("build").current_dir(folder.path()).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("out").exists());
    let plain = |text: &str| text.replace('\u{a0}', " ");
    let said = plain(&String::from_utf8_lossy(&output.stderr));
    let readme = readme();
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the example");
    for line in shown.lines().map(str::trim_end).filter(|line| !line.trim().is_empty() && !line.contains('…')) {
        assert!(said.contains(line), "README visar en rad som programmet inte skriver:\n{line}\n---\n{said}");
    }
}

// Every function, variable and key of the format stands in the README.
#[test]
fn the_readme_names_what_the_format_has() {
    let readme = readme();
    for (name, _) in FUNCTIONS.iter() {
        assert!(readme.contains(&format!("{{{{ {name}(")), "funktionen {name} saknas i README");
    }
    for name in VARIABLES.iter().chain(&["ar"]) {
        assert!(readme.contains(&format!("{{{{ {name} }}}}")), "variabeln {name} saknas i README");
    }
    for (name, _, _, _) in Function::ALL {
        assert!(readme.contains(&format!("`{name}")), "formelfunktionen {name} saknas i README");
    }
    for (word, _) in PeriodKind::WORDS {
        assert!(readme.contains(&format!("`{word}`")), "periodslaget {word} saknas i README");
    }
    for key in verksamhetsplan::read::tables::KEYS.iter().chain(verksamhetsplan::read::rows::KEYS) {
        assert!(readme.contains(key), "nyckeln {key} saknas i README");
    }
}

// The list of rules is made from the rules; `UPDATE=1 cargo test --test suite readme` writes it.
#[test]
fn the_readme_lists_every_rule() {
    let (start, end) = ("<!-- rules -->\n", "<!-- /rules -->");
    let mut rows = vec!["| rule | finds | because |".to_owned(), "|---|---|---|".to_owned()];
    rows.extend(
        verksamhetsplan::checks::ALL.iter().map(|check| format!("| `{}` | {} | {} |", check.id, check.what, check.why)),
    );
    let list = rows.join("\n") + "\n";
    let readme = readme();
    let (before, rest) = readme.split_once(start).expect("the list begins");
    let (shown, after) = rest.split_once(end).expect("the list ends");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join("README.md"), format!("{before}{start}{list}{end}{after}")).expect("written");
    } else {
        assert_eq!(shown, list);
    }
}

// The examples of tables are tables: they are drawn, and nothing is wrong with them.
#[test]
fn the_tables_of_the_readme_are_tables() {
    let readme = readme();
    let page = readme.split("```yml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the examples");
    let mut chapter = "# Tabeller\n".to_owned();
    let identity = "nämnd: N\norganisation: O\nförvaltning: F\når: 2025\ntitel: Plan\n";
    let mut files = vec![("plan.yaml".to_owned(), identity.to_owned())];
    for (at, table) in page.split("---\n").enumerate() {
        let id = table.lines().find_map(|line| line.strip_prefix("tabell: ")).expect("an id");
        let _ = writeln!(chapter, "\n{{{{ tabell(id=\"{id}\") }}}}");
        files.push((format!("budget/t{at}.yaml"), table.to_owned()));
    }
    assert!(files.len() > 8, "{} tables", files.len() - 1);
    files.push(("kapitel/01-tabeller.md".to_owned(), chapter));
    let draft = drafted("plan", files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let wrong = review(&draft, None);
    let wrong = wrong.iter().filter(|problem| problem.severity != Severity::Note);
    assert_eq!(wrong.map(|problem| &problem.message).collect::<Vec<_>>(), Vec::<&String>::new());
    let figure = |address: &str| {
        let parts: Vec<String> = address.split('.').map(str::to_owned).collect();
        let cell = draft.figures.find(&parts, None).expect("a cell");
        draft.figures.cells[cell].printed.as_ref().expect("an amount").text.replace('\u{a0}', " ")
    };
    // 84,2 + 40,8 + 36,2 − 72,6; 612,4 + 17,8 − 6,1 + 16,9 − 6,3 + 16,5 − 6,4; 189 400 000 / 1 184.
    assert_eq!(figure("kassaflöde.utgående.budget_2025"), "88,6");
    assert_eq!(figure("ram.ram.plan_2027"), "644,8");
    assert_eq!(figure("jämförelse.per_barn.egen"), "159 966");
}

// The YAML examples are YAML, and the pictures are there.
#[test]
fn the_examples_of_the_readme_are_whole() {
    let readme = readme();
    let examples: Vec<&str> = readme.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() >= 2);
    for example in examples {
        let file = std::sync::Arc::new(verksamhetsplan::source::SourceFile::new("README.md", example));
        let mut problems = Vec::new();
        assert!(verksamhetsplan::read::yaml::parse(&file, &mut problems).is_some(), "{problems:?}\n{example}");
    }
    for path in readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|path| !path.contains("://") && !path.contains("bilder/") && !path.starts_with('#'))
    {
        assert!(root().join(path).exists(), "{path}");
    }
}
