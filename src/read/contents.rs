//! What the files of a plan's folder are for, by their names, and which of them are for nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::plan::ChapterSource;
use crate::read::fields::Problems;
use crate::source::SourceFile;
use crate::source::characters::visible;
use crate::source::files::{PLAN_FILE, REPORTS, Sources};

/// Files of data that have one name each, in the plan's own folder.
pub const NAMED: [&str; 4] = [PLAN_FILE, "organisation.yaml", "malomraden.yaml", "risker.yaml"];

/// What a text is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A chapter or an appendix.
    Chapter,
    /// YAML.
    Data,
    /// YAML whose name is almost that of one of [`NAMED`].
    Misnamed(&'static str),
    /// The authors' own notes about the plan.
    Own,
    /// A copy of another file of the plan.
    Copy(String),
    /// Markdown that lies where no chapters are read.
    NoChapter,
    /// A text beside the folders of reports, and in none of them.
    NoReport,
    /// YAML with the ending that is not read.
    WrongEnding,
}

/// What a text of the plan is for.
pub fn role(path: &str, texts: &BTreeMap<String, Arc<SourceFile>>) -> Role {
    if let Some(original) = original(path).filter(|original| texts.contains_key(original)) {
        return Role::Copy(original);
    }
    if has_extension(path, "md") {
        return match path.strip_prefix("kapitel/") {
            Some(name) if !name.contains('/') => Role::Chapter,
            // A README beside the plan is the authors' own.
            _ if path.to_lowercase().contains("readme") => Role::Own,
            _ => Role::NoChapter,
        };
    }
    if has_extension(path, "yml") {
        return Role::WrongEnding;
    }
    if path.strip_prefix(REPORTS).is_some_and(|rest| rest.starts_with('/')) {
        return Role::NoReport;
    }
    misnamed(path).map_or(Role::Data, Role::Misnamed)
}

/// What is wrong with a text that is for nothing: a copy, Markdown where no chapters are, or a wrong ending.
pub fn complaint(role: &Role, file: &Arc<SourceFile>) -> Option<Diagnostic> {
    Some(match role {
        Role::Copy(original) => {
            let message = format!("filen ser ut som en kopia av \"{original}\" och används inte");
            unused(file, message).hint("ta bort kopian, eller ge filen ett eget namn")
        }
        Role::NoChapter => unused(file, "filen är inget kapitel och används inte")
            .hint("kapitel ligger direkt i mappen kapitel, till exempel kapitel/06-budget.md"),
        Role::NoReport => unused(file, "filen hör inte till någon rapport och används inte")
            .hint("varje rapport har en egen mapp, till exempel uppföljning/2025-08/rapport.yaml"),
        Role::WrongEnding => Diagnostic::error("okänd-filändelse", "planens datafiler heter .yaml, inte .yml")
            .at(&file.start())
            .hint("byt namn på filen"),
        Role::Chapter | Role::Data | Role::Misnamed(_) | Role::Own => return None,
    })
}

/// The name that a file of data should have, when it has almost that: with dots over its vowels, in capitals, with a
/// hyphen or in another folder.
fn misnamed(path: &str) -> Option<&'static str> {
    let plain = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        c => c,
    };
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let name: String = name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(plain).collect();
    NAMED.into_iter().find(|wanted| *wanted == name && *wanted != path)
}

/// The file that a copy was made of, by the words that file managers and people add to its name.
fn original(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let (stem, ending) = name.rsplit_once('.')?;
    let own = bare(stem).filter(|own| !own.is_empty())?;
    Some(if folder.is_empty() { format!("{own}.{ending}") } else { format!("{folder}/{own}.{ending}") })
}

/// A name without what says that it is a copy.
fn bare(stem: &str) -> Option<&str> {
    if let Some(own) = ["Kopia av ", "kopia av ", "Copy of "].into_iter().find_map(|words| stem.strip_prefix(words)) {
        return Some(own);
    }
    let numbered = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    let is_numbered = numbered.len() < stem.len() && stem.ends_with(')');
    for words in ["(kopia", "(copy", "kopia", "copy", "Kopia", "Copy"] {
        if let Some(own) = numbered.strip_suffix(words).filter(|own| own.ends_with([' ', '-', '_'])) {
            return Some(own.trim_end_matches([' ', '-', '_']));
        }
    }
    is_numbered.then_some(numbered)
}

/// Tells of what looks like content and is not read: documents, sheets and texts of other kinds. Pictures are told of
/// by the rule for what is not used; `template` is the house's own for Word.
pub fn unread(sources: &Sources, template: Option<&str>, problems: &mut Problems) {
    const TEXTS: [&str; 4] = ["markdown", "mdown", "mkd", "mdx"];
    const OFFICE: [&str; 13] =
        ["doc", "docm", "docx", "dot", "dotx", "odt", "ods", "pages", "ppt", "pptx", "rtf", "xls", "xlsx"];
    for path in sources.binaries.keys().filter(|path| template != Some(path.as_str())) {
        let lower = path.to_lowercase();
        let ending =
            Path::new(&lower).extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = lower.strip_suffix(&format!(".{ending}")).unwrap_or(&lower);
        let is_text = TEXTS.contains(&ending.as_str());
        let hidden_ending =
            ending == "txt" && ["md", "yaml", "yml"].into_iter().any(|inner| has_extension(stem, inner));
        let plain_chapter =
            matches!(ending.as_str(), "txt" | "html" | "htm" | "tex" | "") && lower.starts_with("kapitel/");
        let hint = if is_text || hidden_ending {
            "byt namn på filen: kapitel slutar på .md och datafiler på .yaml"
        } else if OFFICE.contains(&ending.as_str()) || plain_chapter {
            "skriv texten i ett kapitel (kapitel/06-budget.md) och tabeller i .yaml, eller lägg filen utanför planens mapp"
        } else {
            continue;
        };
        let shown = if sources.folder.is_empty() { path.clone() } else { format!("{}/{path}", sources.folder) };
        problems.push(
            unused(&Arc::new(SourceFile::new(shown, "")), "filen används inte: den är varken .md eller .yaml")
                .hint(hint),
        );
    }
}

/// A file that is not used.
pub fn unused(file: &Arc<SourceFile>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning("fil-används-inte", message).at(&file.start())
}

/// A chapter, by its path.
pub fn chapter(path: &str, file: &Arc<SourceFile>) -> ChapterSource {
    let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    ChapterSource { appendix: stem.to_lowercase().starts_with("bilaga"), stem, file: Arc::clone(file) }
}

/// Puts chapters in the order of their numbers, appendices last, and tells of two with one number.
pub fn arrange(chapters: &mut [ChapterSource], problems: &mut Problems) {
    chapters.sort_by(|a, b| a.appendix.cmp(&b.appendix).then_with(|| natural(&a.stem, &b.stem)));
    for pair in chapters.windows(2) {
        let [first, second] = pair else { continue };
        let Some(number) = number(second).filter(|own| number(first) == Some(own)) else { continue };
        if first.appendix == second.appendix {
            let what = if second.appendix { "bilagor" } else { "kapitel" };
            problems.push(
                Diagnostic::warning("samma-nummer", format!("två {what} har numret {number} i filnamnet"))
                    .at(&second.file.start())
                    .also(&first.file.start(), "det andra")
                    .hint("numrera filerna i den ordning som de ska stå"),
            );
        }
    }
}

/// The number that a chapter's file name begins with, or an appendix's after its word.
fn number(chapter: &ChapterSource) -> Option<&str> {
    let rest =
        if chapter.appendix { chapter.stem.trim_start_matches(|c: char| !c.is_ascii_digit()) } else { &chapter.stem };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some(rest[..end].trim_start_matches('0')).filter(|number| !number.is_empty())
}

/// The order of names as people number them: 2 before 10, and no difference between capitals and small letters.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (runs_a, runs_b) = (runs(a), runs(b));
    runs_a.cmp(&runs_b).then_with(|| a.cmp(b))
}

/// A part of a name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    /// Digits: how many, and which, without zeros before them.
    Number(usize, String),
    /// Other characters, in small letters.
    Word(String),
}

fn runs(name: &str) -> Vec<Run> {
    let normal: String = visible(name).to_lowercase();
    let mut runs = Vec::new();
    let mut rest = normal.as_str();
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let bare = run.trim_start_matches('0');
        runs.push(if digits { Run::Number(bare.len(), bare.to_owned()) } else { Run::Word(run.to_owned()) });
        rest = after;
    }
    runs
}

/// Whether a path has an ending, in capitals or not.
pub fn has_extension(path: &str, wanted: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{misnamed, natural, original};

    #[test]
    fn numbers_are_in_order() {
        let mut names = ["10-sist", "2-sedan", "1-först", "02-b", "Bilaga-1", "bilaga-10", "BILAGA-2", "utan"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1-först", "02-b", "2-sedan", "10-sist", "Bilaga-1", "BILAGA-2", "bilaga-10", "utan"]);
    }

    #[test]
    fn copies_are_known_by_their_names() {
        for (copy, own) in [
            ("kapitel/01-a (kopia).md", "kapitel/01-a.md"),
            ("kapitel/01-a - Kopia (2).md", "kapitel/01-a.md"),
            ("kapitel/01-a-kopia.md", "kapitel/01-a.md"),
            ("budget/drift (1).yaml", "budget/drift.yaml"),
            ("Kopia av plan.yaml", "plan.yaml"),
            ("kapitel/01-a copy.md", "kapitel/01-a.md"),
        ] {
            assert_eq!(original(copy).as_deref(), Some(own));
        }
        for name in ["kapitel/01-a.md", "kapitel/02.md", "kapitel/fotokopia.md", "kapitel/03-budget 2025.md"] {
            assert_eq!(original(name), None, "{name}");
        }
    }

    #[test]
    fn almost_the_name_is_told() {
        for (path, wanted) in [
            ("målområden.yaml", Some("malomraden.yaml")),
            ("Malomraden.yaml", Some("malomraden.yaml")),
            ("data/mal-omraden.YAML", Some("malomraden.yaml")),
            ("Plan.yaml", Some("plan.yaml")),
            ("budget/drift.yaml", None),
            ("risker.yaml", None),
        ] {
            assert_eq!(misnamed(path), wanted, "{path}");
        }
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_numbers(a in 0u32..1_000, b in 0u32..1_000) {
            prop_assert_eq!(natural(&format!("{a}-x"), &format!("{b}-x")), a.cmp(&b));
        }
    }
}
