//! The files of the plans as they are written: whole or not at all, never over what somebody else has saved since, and
//! with the way back.

use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::saved::{BOM, on_disk, put};
use crate::commands::serve::job::{Change, Step, Written};
use crate::commands::serve::shown::{Shown, hash};
use crate::edit::fields;
use crate::edit::{New, Refused};
use crate::source::SourceFile;
use crate::source::files::{reason, shown};

/// A file before and after.
struct Entry {
    path: PathBuf,
    what: String,
    before: Vec<u8>,
    after: Vec<u8>,
}

/// What has been written since the start.
#[derive(Default)]
pub struct Journal {
    done: Vec<Entry>,
    undone: Vec<Entry>,
}

impl Journal {
    /// What would be taken back, and what would be made again.
    pub fn next(&self) -> [Option<String>; 2] {
        [&self.done, &self.undone].map(|entries| entries.last().map(|entry| entry.what.clone()))
    }

    /// Writes a value in a file of a plan.
    pub fn write(&mut self, plan: &Shown, change: &Change) -> Written {
        self.tried(plan, change).unwrap_or_else(|other| other)
    }

    fn tried(&mut self, plan: &Shown, change: &Change) -> Result<Written, Written> {
        let Some(known) = plan.sources.get(&change.file) else {
            return Err(refused("filen finns inte i planen".to_owned()));
        };
        let conflict = || Written::Conflict { why: "filen har ändrats sedan sidan visades".to_owned() };
        let path = on_disk(&plan.folder, &change.file).ok_or_else(conflict)?;
        let before = fs::read(&path).map_err(|error| refused(unread(&path, &error)))?;
        let (mark, text) = match std::str::from_utf8(&before) {
            Ok(text) => text.strip_prefix(BOM).map_or(("", text), |text| (BOM, text)),
            Err(_) => return Err(refused("filen är inte sparad som UTF-8; spara om den först".to_owned())),
        };
        if hash(&known.text) != change.hash || text != known.text {
            return Err(conflict());
        }
        let new = if change.amount { New::Amount(&change.value) } else { New::Text(&change.value) };
        let file = SourceFile::new(&change.file, text);
        let written = fields::replaced(&file, change.start, new).map_err(|Refused(why)| refused(why))?;
        let after = [mark, &written].concat().into_bytes();
        let (line, _) = file.line_column(change.start);
        let what = format!("{} rad {line}", change.file);
        if after != before {
            put(&path, &after).map_err(|error| refused(unwritten(&path, &error)))?;
            self.undone.clear();
            self.done.push(Entry { path, what: what.clone(), before, after });
        }
        Ok(Written::Done { what })
    }

    /// Takes back the last change, or makes it again, where the file is still as that left it.
    pub fn step(&mut self, step: Step) -> Written {
        let (from, to) = match step {
            Step::Undo => (&mut self.done, &mut self.undone),
            Step::Redo => (&mut self.undone, &mut self.done),
        };
        let Some(entry) = from.pop() else { return refused("det finns inget mer".to_owned()) };
        let (now, then) = match step {
            Step::Undo => (&entry.after, &entry.before),
            Step::Redo => (&entry.before, &entry.after),
        };
        let written = match fs::read(&entry.path) {
            Ok(bytes) if bytes != *now => {
                Written::Conflict { why: format!("{} har ändrats efteråt; ändra tillbaka i filen", entry.what) }
            }
            Ok(_) => match put(&entry.path, then) {
                Ok(()) => Written::Done { what: entry.what.clone() },
                Err(error) => refused(unwritten(&entry.path, &error)),
            },
            Err(error) => refused(unread(&entry.path, &error)),
        };
        let list = if matches!(written, Written::Done { .. }) { to } else { from };
        list.push(entry);
        written
    }
}

fn refused(why: String) -> Written {
    Written::Refused { why }
}

fn unread(path: &Path, error: &std::io::Error) -> String {
    format!("\"{}\" kan inte läsas ({})", shown(path), reason(error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> String {
    format!("\"{}\" kan inte skrivas ({})", shown(path), reason(error))
}
