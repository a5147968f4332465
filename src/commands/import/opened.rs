//! Files that are brought in, opened and read.

use std::fs::File;
use std::io::{Read, stdin};
use std::panic;
use std::path::Path;

use crate::commands::error::CommandError;
use crate::import::spreadsheet::{Book, Unread, archive, pasted, xlsx};
use crate::source::files::shown;

/// The name of standard input among files.
pub const STANDARD_INPUT: &str = "-";

/// The bytes of a file, no more than one that can be read has.
///
/// # Errors
/// When it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, CommandError> {
    let most = archive::LARGEST + 1;
    let mut bytes = Vec::new();
    let read = if path == Path::new(STANDARD_INPUT) {
        stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| CommandError::io("läsas", path, &error))?;
    Ok(bytes)
}

/// Reads a workbook.
///
/// # Errors
/// When it is none.
pub fn book(path: &Path, bytes: &[u8]) -> Result<Book, CommandError> {
    quietly(|| xlsx::read(&name(path), bytes)).map_err(|unread| refused(path, unread))
}

/// Reads text with a separator between its cells.
///
/// # Errors
/// When it is none.
pub fn text(path: &Path, bytes: &[u8]) -> Result<Book, CommandError> {
    pasted::read(&name(path), bytes).map_err(|unread| refused(path, unread))
}

/// A file's own name, for messages.
fn name(path: &Path) -> String {
    match path.file_name() {
        _ if path == Path::new(STANDARD_INPUT) => "inklistrat".to_owned(),
        Some(name) => name.to_string_lossy().into_owned(),
        None => shown(path),
    }
}

fn refused(path: &Path, Unread { why, hint }: Unread) -> CommandError {
    CommandError::user(format!("\"{}\" kan inte läsas in: {why}", shown(path))).hint(hint)
}

/// Does something in which a fault of somebody else's code is caught, and not printed as well.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = work();
    panic::set_hook(usual);
    done
}
