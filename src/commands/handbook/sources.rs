//! The files that the handbook is made from, and what stands of them in its chapters.

use std::collections::BTreeMap;

use crate::commands::handbook::code::code;
use crate::commands::handbook::rules;
use crate::diagnostic::Diagnostic;
use crate::source::files::Sources;

macro_rules! files {
    ($($path:literal,)*) => {
        [$(($path, include_str!(concat!("../../../templates/handbook/", $path)))),*]
    };
}

/// Every file, by its path.
pub const FILES: [(&str, &str); 27] = files![
    "budget/platser.yaml",
    "budget/resultat.yaml",
    "exempel/belopp.md",
    "exempel/mal.md",
    "exempel/matris.md",
    "exempel/platser.md",
    "exempel/risker.md",
    "exempel/staplar.md",
    "exempel/tabell.md",
    "exempel/text.md",
    "kapitel/01-forsta-planen.md",
    "kapitel/02-arbetsplatsen.md",
    "kapitel/03-filerna.md",
    "kapitel/04-text.md",
    "kapitel/05-tabeller.md",
    "kapitel/06-mal.md",
    "kapitel/07-risker.md",
    "kapitel/08-diagram.md",
    "kapitel/09-nasta-ar.md",
    "kapitel/10-beslut.md",
    "kapitel/11-uppfoljning.md",
    "kapitel/12-excel-och-word.md",
    "kapitel/13-git.md",
    "malomraden.yaml",
    "organisation.yaml",
    "plan.yaml",
    "risker.yaml",
];

/// The folder of pieces that chapters show, which are no files of a plan.
const EXAMPLES: &str = "exempel/";

/// What a line of a chapter begins with that shows a file as it is written.
const SHOW: &str = "{# visa ";

/// What a line of a chapter begins with that shows a piece as it is written, and then as it is drawn.
const EXAMPLE: &str = "{# exempel ";

/// The chapter on what the program finds.
const FOUND: &str = "kapitel/14-fel.md";

/// The sources of the handbook, as those of any plan.
pub fn sources() -> (Sources, Vec<Diagnostic>) {
    let own = FILES.iter().filter(|(path, _)| !path.starts_with(EXAMPLES));
    let texts = own.map(|(path, text)| ((*path).to_owned(), filled_in(text)));
    let texts: BTreeMap<String, String> = texts.chain([(FOUND.to_owned(), rules::chapter())]).collect();
    Sources::from_memory("handbok", texts.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
}

/// A chapter with the files in it that it shows.
fn filled_in(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let named = |mark: &str| line.strip_prefix(mark)?.strip_suffix(" #}").and_then(file);
        match (named(SHOW), named(EXAMPLE)) {
            (Some(text), _) => code(text),
            (_, Some(text)) => format!("{}\n{text}", code(text)),
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

fn file(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(own, _)| *own == path).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use walkdir::WalkDir;

    use super::{EXAMPLE, FILES, SHOW, file};

    #[test]
    fn every_file_of_the_handbook_is_in_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/handbook");
        let files = WalkDir::new(&folder).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        let mut paths: Vec<String> = files
            .map(|entry| entry.path().strip_prefix(&folder).unwrap_or(&folder).to_string_lossy().replace('\\', "/"))
            .collect();
        paths.sort();
        assert_eq!(paths, FILES.map(|(path, _)| path));
    }

    #[test]
    fn every_file_that_a_chapter_shows_is_there() {
        let lines = FILES.iter().flat_map(|(_, text)| text.lines());
        let named = lines.filter_map(|line| line.strip_prefix(SHOW).or_else(|| line.strip_prefix(EXAMPLE)));
        let named: Vec<&str> = named.map(|rest| rest.trim_end_matches(" #}")).collect();
        assert!(named.len() > 10 && named.iter().all(|path| file(path).is_some()), "{named:?}");
    }
}
