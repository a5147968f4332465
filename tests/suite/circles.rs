//! No file of the program is in a circle of imports: what a file needs can be read before it.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{File, assert_none, rust};

/// Circles that are meant: every file of it, and why it cannot be taken apart. One that is no longer there is an error.
const CIRCLES: [(&[&str], &str); 0] = [];

// Every circle of files is on the list, and the list has no other.
#[test]
fn no_file_is_in_a_circle() {
    let found = circles(&imports(&rust(&["src"])));
    let meant: BTreeSet<Vec<&str>> = CIRCLES.iter().map(|(files, _)| files.to_vec()).collect();
    let found: BTreeSet<Vec<&str>> =
        found.iter().map(|circle| circle.iter().map(String::as_str).collect::<Vec<_>>()).collect();
    let new = found.difference(&meant).map(|circle| format!("a circle of files: {}", circle.join(", ")));
    let gone = meant.difference(&found).map(|circle| format!("CIRCLES: no longer a circle: {}", circle.join(", ")));
    assert_none(new.chain(gone));
}

// The reader of imports finds a circle, through braces and paths in code, and no other.
#[test]
fn a_circle_is_found() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let files = [
        file("src/a/mod.rs", "use crate::b::{self, inner::Thing};\npub mod x;\n"),
        file("src/a/x.rs", "use crate::a::Door;\nfn f() { crate::b::inner::g(); }\n"),
        file("src/b/mod.rs", "pub mod inner;\n"),
        file("src/b/inner.rs", "use crate::a::x::f;\n// use crate::c::h;\n"),
        file("src/c.rs", "use crate::b::inner::Thing;\n"),
    ];
    assert_eq!(circles(&imports(&files)), [["src/a/x.rs", "src/b/inner.rs"]]);
}

/// The files that each file imports from.
fn imports(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut imports = BTreeMap::new();
    for file in files {
        let used = paths_used(&file.code());
        let targets = used.iter().filter_map(|path| home(path, &paths));
        let targets = targets.filter(|target| *target != file.path && !are_of_one_room(&file.path, target));
        imports.insert(file.path.clone(), targets.collect());
    }
    imports
}

/// Whether one of two files is the door, `mod.rs`, of the room that the other is in: the door shows what is in the room,
/// and what is in it shares what the door has.
fn are_of_one_room(one: &str, other: &str) -> bool {
    let is_door = |door: &str, inner: &str| door.strip_suffix("mod.rs").is_some_and(|room| inner.starts_with(room));
    is_door(one, other) || is_door(other, one)
}

/// The file that a path within the crate leads to: the deepest module that it names.
fn home(path: &[String], files: &BTreeSet<&str>) -> Option<String> {
    (1..=path.len()).rev().find_map(|length| {
        let module = path[..length].join("/");
        [format!("src/{module}.rs"), format!("src/{module}/mod.rs")]
            .into_iter()
            .find(|file| files.contains(file.as_str()))
    })
}

/// Every path behind `crate::`, with those in braces written out.
fn paths_used(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        // `$crate::` and names that end so are none.
        if !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            read_path(&code[at + found.len()..], &[], &mut paths);
        }
    }
    paths
}

/// Reads one path and gives what stands after it.
fn read_path<'a>(mut rest: &'a str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = before.to_vec();
    loop {
        rest = rest.trim_start();
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.is_empty() && !inner.starts_with('}') {
                inner = read_path(inner, &path, paths).trim_start().trim_start_matches(',').trim_start();
            }
            return inner.strip_prefix('}').unwrap_or(inner);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end == 0 {
            // Something that is no path: one character is passed, so that reading ends.
            return rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
        }
        path.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.trim_start().strip_prefix("::") {
            Some(more) => rest = more,
            None => break,
        }
    }
    paths.push(path);
    match rest.trim_start().strip_prefix("as ") {
        Some(alias) => alias.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

/// The groups of files that reach each other, in order.
fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reach(file, imports))).collect();
    let mut circles: Vec<Vec<String>> = Vec::new();
    for (file, reach) in &reached {
        if !reach.contains(file) || circles.iter().flatten().any(|other| other == file) {
            continue;
        }
        let back = reach.iter().filter(|other| reached.get(*other).is_some_and(|there| there.contains(file)));
        circles.push(back.map(|&other| other.to_owned()).collect());
    }
    circles
}

/// Every file that a file imports from, directly or through others.
fn reach<'a>(file: &str, imports: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = imports.get(file).into_iter().flatten().map(String::as_str).collect();
    while let Some(at) = next.pop() {
        if reached.insert(at) {
            next.extend(imports.get(at).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}
