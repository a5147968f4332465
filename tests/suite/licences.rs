//! `vplan licences` says what cargo says is in the program; `UPDATE=1 cargo test` rewrites what it prints.
//!
//! Where a crate offers several licences the first of [`LICENCES`] is taken, since one text of Apache 2.0 serves all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{self, Sandbox, project, skipped};

/// Licences that a crate may have, the one to choose first, each with words that only its text has.
const LICENCES: [(&str, &str); 9] = [
    ("Apache-2.0", "Apache License"),
    ("MIT", "Permission is hereby granted, free of charge"),
    ("BSD-2-Clause", "Redistribution and use in source and binary forms"),
    ("BSD-3-Clause", "Redistribution and use in source and binary forms"),
    ("Zlib", "This software is provided 'as-is'"),
    ("Unicode-3.0", "UNICODE LICENSE V3"),
    ("ISC", "copyright notice and this permission notice appear in all copies"),
    ("CC0-1.0", "CC0 1.0 Universal"),
    ("0BSD", "Permission to use, copy, modify, and/or distribute this software"),
];

/// Texts of crates that have none in their folder.
const MISSING: [(&str, &str); 1] = [(
    "roman-numerals-rs",
    "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby\n\
     granted.\n\n\
     THE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING\n\
     ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL,\n\
     DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,\n\
     WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE\n\
     USE OR PERFORMANCE OF THIS SOFTWARE.",
)];

/// The fonts in the program.
const FONTS: [(&str, &str); 3] = [
    ("Source Sans 3", "fonts/SourceSans3-OFL.txt"),
    ("Noto Emoji", "fonts/NotoEmoji-OFL.txt"),
    ("Vplan Fallback", "fonts/NotoEmoji-OFL.txt"),
];

/// What the command prints.
const PRINTED: &str = "src/commands/licences.txt";

/// A crate in the program.
struct Package {
    licence: String,
    folder: PathBuf,
}

/// Crates by name and version.
type Packages = BTreeMap<(String, String), Package>;

// Nothing in the program is without its licence, and nothing else is told of.
#[test]
fn the_licences_are_those_of_what_is_in_the_program() {
    let Some(packages) = packages() else { return };
    let made = licences(&packages);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(project(PRINTED), &made).expect("written");
    }
    let printed = std::fs::read_to_string(project(PRINTED)).expect("the licences");
    let lines: BTreeSet<&str> = printed.lines().collect();
    let new: Vec<&str> = made.lines().filter(|line| !lines.contains(line)).take(20).collect();
    assert!(
        made == printed,
        "{PRINTED} is of other crates; run UPDATE=1 cargo test licences. New there:\n{}",
        new.join("\n")
    );
}

// The command prints them all, to be handed on.
#[test]
fn the_command_prints_the_licences() {
    let printed = std::fs::read_to_string(project(PRINTED)).expect("the licences");
    assert_eq!(Sandbox::empty().run(&["licences"]).silent().stdout, printed);
    for part in ["vplan: MIT", "Apache License", "typst 0.", "SIL OPEN FONT LICENSE"] {
        assert!(printed.contains(part), "{part}");
    }
}

// A choice is made among what the crate offers, and nothing that it demands is dropped.
#[test]
fn of_several_licences_one_is_chosen() {
    for (offered, wanted) in [
        ("MIT OR Apache-2.0", &["Apache-2.0"][..]),
        ("Unlicense/MIT", &["MIT"]),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", &["Apache-2.0"]),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", &["Apache-2.0", "Unicode-3.0"]),
        ("GPL-3.0-only", &["GPL-3.0-only"]),
    ] {
        assert_eq!(chosen(offered), wanted, "{offered}");
    }
}

/// The crates of every program that a release has; nothing, and told, when cargo cannot say.
fn packages() -> Option<Packages> {
    let targets = targets();
    let of_all = |option: &'static str| targets.iter().flat_map(move |target| [option, target.as_str()]);
    let mut tree = vec!["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    tree.extend(of_all("--target"));
    let mut metadata = vec!["metadata", "--format-version", "1"];
    metadata.extend(of_all("--filter-platform"));
    let (tree, metadata) = (cargo(&tree)?, cargo(&metadata)?);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let all = metadata["packages"].as_array().expect("packages");
    let all: BTreeMap<_, _> =
        all.iter().map(|package| ((text(package, "name"), text(package, "version")), package)).collect();
    let mut found = Packages::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let mut words = line.split(' ');
        let (name, version) = (words.next().expect("a name"), words.next().expect("a version"));
        let key = (name.to_owned(), version.trim_start_matches('v').to_owned());
        let package = all.get(&key).unwrap_or_else(|| panic!("{key:?} is not in the metadata"));
        let manifest = PathBuf::from(text(package, "manifest_path"));
        let folder = manifest.parent().expect("a folder").to_owned();
        found.insert(key, Package { licence: text(package, "license"), folder });
    }
    found
        .remove(&(env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned()))
        .expect("the program itself");
    Some(found)
}

/// What the workflow builds archives for.
fn targets() -> Vec<String> {
    let workflow = std::fs::read_to_string(project(".github/workflows/release.yml")).expect("the workflow");
    let targets: Vec<String> = workflow
        .lines()
        .filter_map(|line| Some(line.split_once("target: ")?.1.trim_end_matches([' ', '}']).to_owned()))
        .collect();
    assert!(targets.len() > 3, "{targets:?}");
    targets
}

fn cargo(arguments: &[&str]) -> Option<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).arg("--locked").current_dir(support::PROJECT).output();
    match output {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            skipped("the licences of the crates", String::from_utf8_lossy(&output.stderr).trim());
            None
        }
        Err(error) => {
            skipped("the licences of the crates", &format!("cargo cannot be run ({error})"));
            None
        }
    }
}

/// All that the command prints.
fn licences(packages: &Packages) -> String {
    let own = plain(&project("LICENSE"));
    let mut parts = vec![
        "Licenser för allt som ingår i programmet vplan".to_owned(),
        heading("vplan: MIT"),
        own,
        heading("Programbibliotek"),
        "Där flera licenser erbjuds används Apache-2.0, i andra hand MIT.\n".to_owned(),
    ];
    parts.extend(packages.iter().map(|((name, version), package)| format!("{name} {version}: {}", package.licence)));
    for ((licence, text), names) in texts(packages) {
        parts.push(heading(&format!("{}:{}", LICENCES[licence].0, listed(&names))));
        parts.push(text);
    }
    for ((name, _), package) in packages {
        for (_, text) in files(package).into_iter().filter(|(file, _)| file.starts_with("NOTICE")) {
            parts.extend([heading(&format!("Upplysningar från {name}")), text]);
        }
    }
    parts.push(heading("Syntaxbeskrivningar, genom two-face"));
    for licence in two_face::acknowledgement::listing().for_syntaxes() {
        let path = licence.rel_path.to_string_lossy().replace('\\', "/");
        parts.extend([format!("{path}:\n"), tidied(&licence.text) + "\n"]);
    }
    for (font, file) in FONTS {
        parts.extend([heading(&format!("Typsnittet {font}: OFL-1.1")), plain(&project(file))]);
    }
    parts.join("\n") + "\n"
}

fn heading(text: &str) -> String {
    format!("\n{}\n{text}\n", "=".repeat(80))
}

/// Names with commas between them, on lines that a terminal holds.
fn listed(names: &BTreeSet<&str>) -> String {
    let (mut text, mut length) = (String::new(), 12);
    for (at, name) in names.iter().enumerate() {
        let end = if at + 1 < names.len() { "," } else { "" };
        length += name.len() + 2;
        let space = if length > 80 { "\n" } else { " " };
        length = if length > 80 { name.len() + 2 } else { length };
        text.push_str(&[space, name, end].concat());
    }
    text
}

/// The texts of the chosen licences, each with the crates whose it is. That of Apache 2.0 is the same for all.
fn texts(packages: &Packages) -> BTreeMap<(usize, String), BTreeSet<&str>> {
    let mut texts: BTreeMap<(usize, String), BTreeSet<&str>> = BTreeMap::new();
    for ((name, _), package) in packages {
        for wanted in chosen(&package.licence) {
            let at = LICENCES.iter().position(|(id, _)| *id == wanted);
            let at = at.unwrap_or_else(|| panic!("{name}: the licence {wanted} is not among LICENCES"));
            let found = files(package).into_iter().filter(|(file, _)| !file.starts_with("NOTICE"));
            let mut found: Vec<String> =
                found.map(|(_, text)| text).filter(|text| one_line(text).contains(LICENCES[at].1)).collect();
            found.extend(MISSING.iter().filter(|(other, _)| other == name).map(|(_, text)| (*text).to_owned()));
            // A crate under Apache 2.0 alone need not bring its text.
            assert!(at == 0 || !found.is_empty(), "{name} has no text of {wanted}; add it to MISSING");
            for text in found {
                texts.entry((at, text)).or_default().insert(name);
            }
        }
    }
    let mut apache: Vec<((usize, String), BTreeSet<&str>)> = texts.extract_if(.., |(at, _), _| *at == 0).collect();
    apache.sort_by_key(|(_, names)| names.len());
    let (text, _) = apache.pop().expect("most crates have it");
    let names = packages.iter().filter(|(_, package)| chosen(&package.licence).contains(&LICENCES[0].0));
    texts.insert(text, names.map(|((name, _), _)| name.as_str()).collect());
    texts
}

/// The licences to follow of those that an expression names: one of those it offers, and each that it demands.
fn chosen(expression: &str) -> Vec<&str> {
    let demanded = expression.split(" AND ").map(|term| term.trim_matches(['(', ')', ' ']));
    demanded
        .map(|term| {
            let offered: Vec<&str> = term.split(" OR ").flat_map(|one| one.split('/')).map(str::trim).collect();
            let best = LICENCES.iter().map(|(id, _)| *id).find(|id| offered.contains(id));
            best.unwrap_or(offered[0])
        })
        .collect()
}

/// The legal texts in a crate's folder, by file name in capitals.
fn files(package: &Package) -> Vec<(String, String)> {
    const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "UNLICENSE", "NOTICE"];
    let entries = std::fs::read_dir(&package.folder).expect("cargo has the crate's folder").flatten();
    let mut files: Vec<(String, PathBuf)> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().to_uppercase(), entry.path()))
        .filter(|(name, _)| NAMES.iter().any(|start| name.starts_with(start)))
        .collect();
    files.sort();
    files.into_iter().map(|(name, path)| (name, plain(&path))).collect()
}

fn plain(path: &Path) -> String {
    tidied(&String::from_utf8_lossy(&std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))))
}

/// A text with the same line ends and no empty space around it, wherever it comes from.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
