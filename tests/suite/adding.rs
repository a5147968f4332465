//! The page of the code's documentation that says where to add what: every line leads to files that have its example.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use crate::support::project;
use crate::tidy::assert_none;

/// Most lines that say where to add one thing.
const MOST: usize = 5;

/// The texts between grave accents.
fn quoted(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

// Of each kind of addition there is one example, which every file that is named has in it, under one of its names.
#[test]
fn every_line_leads_to_files_that_have_the_example() {
    let page = std::fs::read_to_string(project("src/adding.md")).expect("it is text");
    let mut wrong = Vec::new();
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert_eq!(sections.len(), 5, "rule, output, kind of thing, feature of tables, command");
    for section in sections {
        let (head, lines) = section.split_once('\n').expect("a heading has lines under it");
        let lines: Vec<&str> = lines.lines().filter(|line| !line.is_empty()).collect();
        if lines.len() > MOST {
            wrong.push(format!("\"{head}\" takes {} lines, at most {MOST}", lines.len()));
        }
        for line in lines {
            let (paths, said) = line.split_once(": ").expect("a line names files, and says what goes there");
            let paths = quoted(paths);
            assert!(!paths.is_empty(), "{line}");
            for path in paths {
                let Ok(text) = std::fs::read_to_string(project(path)) else {
                    wrong.push(format!("{path}: is not there, but \"{head}\" names it"));
                    continue;
                };
                // What the file itself is called by is its example, too: a rule's file says only its id.
                let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
                let names = quoted(head);
                let is_there = |name: &&str| text.contains(*name) || stem == *name;
                if !names.iter().chain(&quoted(said)).any(is_there) {
                    wrong.push(format!("{path}: has nothing of the example of \"{head}\""));
                }
                // Names of constants that the line speaks of are in the file, too.
                for name in quoted(said).into_iter().filter(|name| name.bytes().all(|byte| byte.is_ascii_uppercase())) {
                    if !text.contains(name) {
                        wrong.push(format!("{path}: has no {name}, of which \"{head}\" speaks"));
                    }
                }
            }
        }
    }
    assert_none(wrong);
}
