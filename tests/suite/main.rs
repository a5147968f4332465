//! All tests that see the program from outside, as one program: each test program links all of Typst.
//!
//! A file here is one kind of test; the plans, goldens and lists that it reads are in the folders beside `suite/`.
//! The tests share a process and run beside each other. None may change the process's environment or current
//! folder: what a run of `vplan` is to have is given to that run alone.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod adding;
mod against;
mod archive;
mod cases;
mod charts;
mod circles;
mod cli;
mod diff;
mod documents;
mod downloads;
mod escaping;
mod explain;
mod formats;
mod fuzz;
mod handbook;
mod hostile;
mod import;
mod layout;
mod licences;
mod lines;
mod marked;
mod missing;
mod mistakes;
mod mutation;
mod pages;
mod pictures;
mod printed;
mod prose;
mod publish;
mod published;
mod random_tables;
mod reading;
mod readme;
mod remarks;
mod renewal;
mod reports;
mod revisions;
mod rules;
mod serve;
mod shown;
mod site;
mod support;
mod theme;
mod tidy;
mod version;
mod versions;
mod waivers;
mod word;
mod words;
mod workbook;
