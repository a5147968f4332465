//! Rules about the project's own files: size, order of layers, what may not be written.

use std::path::Path;
use std::process::Command;

use crate::support::{self, project, skipped};
use walkdir::WalkDir;

/// Longest a Rust file may be, in lines. From 400 on, look for a second noun in it; never spread one `impl` over files.
const LONGEST: usize = 500;

/// Files of `src/checks/` that are no rule: the list, and what sets findings of all rules aside.
const NO_RULES: [&str; 2] = ["src/checks/mod.rs", "src/checks/waivers.rs"];

/// Most bytes under `fonts/`, which are all embedded in the program or copied beside every page.
const FONTS: u64 = 3 * 1024 * 1024;

/// The layers, earliest first. A module may use modules of its own layer and of earlier ones.
const LAYERS: [&[&str]; 17] = [
    &["diagnostic", "escape", "fonts", "look", "quantity", "source", "swedish"],
    &["pictures"],
    &["model"],
    &["read"],
    &["followup"],
    &["figures"],
    &["prose"],
    &["document"],
    &["views"],
    &["charts"],
    &["narrative"],
    &["compare"],
    &["checks", "diff", "edit", "explain", "yearly"],
    &["marked", "renewal"],
    &["outputs"],
    &["import"],
    &["commands"],
];

/// Uses of a later layer that are meant: file, module used, reason. One that is no longer there is an error.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

// Every Rust file is short enough to be read as one thing.
#[test]
fn no_file_is_too_long() {
    let long = rust(&["src", "tests"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > LONGEST).then(|| format!("{}: {lines} lines, at most {LONGEST}; divide it by noun", file.path))
    });
    assert_none(long);
}

// Every module is in a layer, and uses no later one.
#[test]
fn layers_use_earlier_layers_only() {
    let mut wrong = Vec::new();
    let mut excepted = Vec::new();
    for file in rust(&["src"]) {
        let Some(path) = file.path.strip_prefix("src/") else { continue };
        let name = path.split(['/', '.']).next().unwrap_or_default();
        if ["lib", "main"].contains(&name) {
            continue;
        }
        let Some(own) = layer(name) else {
            wrong.push(format!("{}: the module is in no layer; add it to LAYERS", file.path));
            continue;
        };
        for (number, used) in modules_used(&file.code()) {
            // What lib.rs itself defines is the whole pipeline, for the commands.
            let other = layer(&used).unwrap_or(LAYERS.len() - 1);
            if other <= own {
                continue;
            }
            match EXCEPTIONS.iter().position(|(file, module, _)| *file == path && *module == used) {
                Some(at) => excepted.push(at),
                None => wrong.push(format!("{}:{number}: uses crate::{used}, a later layer", file.path)),
            }
        }
    }
    for (at, (file, module, reason)) in EXCEPTIONS.iter().enumerate() {
        if !excepted.contains(&at) {
            wrong.push(format!("EXCEPTIONS: {file} no longer uses {module} ({reason}); remove it"));
        }
    }
    assert_none(wrong);
}

// lib.rs names the rooms in the order of the layers, so that it can be read as the way of the data.
#[test]
fn the_rooms_stand_in_the_order_of_the_layers() {
    let text = std::fs::read_to_string(project("src/lib.rs")).expect("it is text");
    let groups: Vec<Vec<&str>> = text
        .split("\n\n")
        .map(|part| part.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect())
        .filter(|group: &Vec<&str>| !group.is_empty())
        .collect();
    assert_eq!(groups, LAYERS.map(<[&str]>::to_vec));
}

// The names that a file uses are in the file.
#[test]
fn no_import_is_a_glob() {
    let globs = rust(&["src", "tests"]).into_iter().flat_map(|file| {
        let lines = file.text.lines().enumerate();
        let globs = lines.filter(|(_, line)| line.trim_start().starts_with("use ") && line.contains("::*"));
        globs.map(|(at, line)| format!("{}:{}: {}", file.path, at + 1, line.trim())).collect::<Vec<_>>()
    });
    assert_none(globs);
}

// No input can meet a panic that somebody wrote: there is none outside tests.
#[test]
fn nothing_in_src_panics() {
    const PANICS: [&str; 7] =
        [".unwrap()", ".expect(", ".unwrap_err()", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
    assert_none(lines_with(&PANICS, |_| true));
}

// Amounts are decimals. serde asks the reader of YAML for a float visitor, which refuses; a spreadsheet's numbers are
// binary, and a decimal is written in it as the nearest one.
#[test]
fn nothing_in_src_is_a_float() {
    assert_none(lines_with(&["f32", "f64"], |path| {
        !["src/read/yaml.rs", "src/outputs/workbook/mod.rs"].contains(&path)
    }));
}

// Nothing is left for later in a tracked file.
#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file passes.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|parts| parts.concat());
    let Some(files) = tracked() else { return };
    let mut left = Vec::new();
    for path in files {
        // A file that is no text, or is gone from the disk, has no words.
        let Ok(text) = std::fs::read_to_string(project(&path)) else { continue };
        for (at, line) in text.lines().enumerate() {
            let mut found = line.split(|c: char| !c.is_alphanumeric());
            if found.any(|word| words.iter().any(|later| later == word)) {
                left.push(format!("{path}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert_none(left);
}

// Every check has a file of its own, is in the list, and has a case.
#[test]
fn every_check_is_listed_and_has_a_case() {
    let ids: Vec<&str> = verksamhetsplan::checks::ALL.iter().map(|check| check.id).collect();
    let cases: Vec<File> = files(&project("tests/cases"), "md");
    let mut wrong = Vec::new();
    for file in rust(&["src/checks"]).into_iter().filter(|file| !NO_RULES.contains(&file.path.as_str())) {
        let listed = ids.iter().filter(|id| file.text.contains(&format!("id: \"{id}\","))).count();
        if listed != 1 {
            wrong.push(format!("{}: its CHECK should be once in ALL, and is there {listed} times", file.path));
        }
    }
    for id in &ids {
        if !cases.iter().any(|case| case.text.contains(&format!("[{id}]"))) {
            wrong.push(format!("tests/cases: the check [{id}] has no case"));
        }
        if ids.iter().filter(|other| *other == id).count() > 1 {
            wrong.push(format!("src/checks/mod.rs: two checks have the id {id}"));
        }
    }
    assert_none(wrong);
}

// The fonts, which are in every build, stay small.
#[test]
fn the_fonts_are_small() {
    let entries = WalkDir::new(project("fonts")).into_iter().map(|entry| entry.expect("the folder can be read"));
    let size: u64 = entries
        .map(|entry| entry.metadata().expect("it has a size"))
        .filter(std::fs::Metadata::is_file)
        .map(|meta| meta.len())
        .sum();
    assert!(size <= FONTS, "fonts/ is {size} bytes, at most {FONTS}");
}

/// A text file of the project.
pub(crate) struct File {
    /// Path under the project, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// The text with the lines of comments and of the tests' module left empty.
    pub(crate) fn code(&self) -> String {
        let mut code = String::new();
        let (mut before, mut tests) = ("", false);
        for line in self.text.lines() {
            tests |= before == "#[cfg(test)]" && line.starts_with("mod ");
            if !tests && !line.trim_start().starts_with("//") {
                code.push_str(line);
            }
            code.push('\n');
            tests &= line != "}";
            before = line;
        }
        code
    }
}

/// The Rust files under folders of the project.
pub(crate) fn rust(folders: &[&str]) -> Vec<File> {
    folders.iter().flat_map(|folder| files(&project(folder), "rs")).collect()
}

/// The files under a folder with an extension, in order.
fn files(folder: &Path, extension: &str) -> Vec<File> {
    let entries =
        WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("the folder can be read"));
    let paths = entries.map(walkdir::DirEntry::into_path);
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| File { text: std::fs::read_to_string(&path).expect("it is text"), path: under_project(&path) })
        .collect()
}

fn under_project(path: &Path) -> String {
    path.strip_prefix(support::PROJECT).expect("it is in the project").to_string_lossy().replace('\\', "/")
}

/// Paths of the files that git tracks; nothing, and told, when git cannot say.
fn tracked() -> Option<Vec<String>> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(support::PROJECT).output();
    match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            Some(text.split_terminator('\0').map(str::to_owned).collect())
        }
        Ok(output) => {
            skipped("words left for later", String::from_utf8_lossy(&output.stderr).trim());
            None
        }
        Err(error) => {
            skipped("words left for later", &format!("git cannot be run ({error})"));
            None
        }
    }
}

/// The layer of a module of the crate's root.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The names right after `crate::` in code, in braces or not, with their lines.
fn modules_used(code: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + found.len()..];
        let mut depth = 0;
        let mut name = String::new();
        // Past the first name of a path; in braces, the next path follows a comma.
        let mut past = false;
        for c in rest.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => past = false,
                c if c.is_alphanumeric() || c == '_' => {
                    if !past {
                        name.push(c);
                    }
                    continue;
                }
                _ => {}
            }
            if !name.is_empty() {
                used.push((line, std::mem::take(&mut name)));
                past = c != ',';
            }
            if depth <= 0 {
                break;
            }
        }
    }
    used
}

/// The lines of code in `src/` that have one of the texts, in files that are wanted.
fn lines_with(texts: &[&str], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in rust(&["src"]).into_iter().filter(|file| wanted(&file.path)) {
        for (at, line) in file.code().lines().enumerate() {
            if texts.iter().any(|text| line.contains(text)) {
                found.push(format!("{}:{}: {}", file.path, at + 1, line.trim()));
            }
        }
    }
    found
}

/// Asserts that there is nothing to report.
pub(crate) fn assert_none(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
