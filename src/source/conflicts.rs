//! Conflicts that git left in a file for somebody to resolve: both wordings, between lines of marks.
//!
//! A row of `=` under a line is a heading to Markdown, and seven `>` are a quotation: only what stands as git writes it
//! is taken for a mark. Within fenced code a conflict that has all its marks is told too, as the fence itself may be
//! what the two wordings disagree about; a lone mark there is an example.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// A line that git writes around the wordings of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Ours,
    Base,
    Between,
    Theirs,
}

/// A conflict, or what is left of one.
#[derive(Debug, PartialEq, Eq)]
struct Conflict {
    /// Its first line.
    first: Range<usize>,
    /// The line between the wordings.
    between: Option<Range<usize>>,
    whole: bool,
}

/// Whether a text has a conflict: what it says is not decided.
pub fn has_any(text: &str) -> bool {
    !find(text).is_empty()
}

/// Reports every conflict of a file, at its first line.
pub fn check_file(file: &Arc<SourceFile>, problems: &mut Vec<Diagnostic>) {
    problems.extend(find(&file.text).into_iter().map(|conflict| {
        let message = if conflict.whole {
            "git-konflikten är inte löst: båda lydelserna står kvar i filen"
        } else {
            "raden är ett märke från en git-konflikt som inte är helt löst"
        };
        let problem = Diagnostic::error("olöst-konflikt", message).at(&file.span(conflict.first)).hint(
            "behåll den lydelse som gäller, och ta bort raderna som börjar med <<<<<<<, |||||||, ======= och >>>>>>>",
        );
        match conflict.between {
            Some(between) => problem.also(&file.span(between), "den andra lydelsen börjar efter den här raden"),
            None => problem,
        }
    }));
}

fn find(text: &str) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    // The conflict that has begun, and whether the code that it began in is still open.
    let mut open: Option<Conflict> = None;
    let mut fence: Option<&str> = None;
    let mut in_code = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        match (mark(line.trim_end_matches(['\n', '\r'])), &mut open) {
            (Some(Mark::Ours), _) => {
                found.extend(open.take().filter(|_| !in_code));
                in_code = fence.is_some();
                open = Some(Conflict { first: range, between: None, whole: false });
            }
            (Some(Mark::Between), Some(begun)) => begun.between = begun.between.take().or(Some(range)),
            (Some(Mark::Theirs), Some(begun)) => {
                begun.whole = begun.between.is_some();
                found.extend(open.take().filter(|conflict| conflict.whole || !in_code));
            }
            (Some(Mark::Base | Mark::Theirs), None) if fence.is_none() => {
                found.push(Conflict { first: range, between: None, whole: false });
            }
            (Some(Mark::Base | Mark::Between | Mark::Theirs), _) => {}
            (None, _) => fence = fence_after(line, fence),
        }
    }
    found.extend(open.filter(|_| !in_code));
    found
}

/// The mark that a line is: seven signs, and a space before more.
fn mark(line: &str) -> Option<Mark> {
    let (signs, rest) = line.split_at_checked(7)?;
    let mark = match signs {
        "<<<<<<<" => Mark::Ours,
        "|||||||" => Mark::Base,
        "=======" => Mark::Between,
        ">>>>>>>" => Mark::Theirs,
        _ => return None,
    };
    let named = rest.starts_with(' ') && mark != Mark::Between;
    // An empty row of a table is no mark: git names where the wording comes from.
    (named && !rest.contains('|') || mark == Mark::Between && rest.trim().is_empty()).then_some(mark)
}

/// The fence that is open behind a line.
fn fence_after<'a>(line: &str, fence: Option<&'a str>) -> Option<&'a str> {
    let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
    match (fence, mark) {
        (None, mark) => mark,
        (Some(open), Some(mark)) if open == mark => None,
        (open, _) => open,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{Conflict, find};

    #[test]
    fn conflicts_are_told_from_headings_quotations_and_tables() {
        let found =
            |text: &str| find(text).into_iter().map(|found| (found.first.start, found.whole)).collect::<Vec<_>>();
        for (text, wanted) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> gren\n", vec![(2, true)]),
            ("<<<<<<< HEAD\r\nb\r\n||||||| bas\r\n=======\r\nc\r\n>>>>>>> gren\r\n", vec![(0, true)]),
            ("```\n<<<<<<< A\n```\n=======\n>>>>>>> B\n", vec![(4, true)]),
            ("```\n>>>>>>> B\n<<<<<<< A\n```\n", vec![]),
            ("<<<<<<< A\nb\n", vec![(0, false)]),
            ("b\n>>>>>>> A\n", vec![(2, false)]),
            ("<<<<<<< A\n<<<<<<< B\n=======\n>>>>>>> C\n", vec![(0, false), (10, true)]),
            ("Rubrik\n=======\n\n>>>>>>>\n\n| a |\n|||||||\n||||||| a |\n", vec![]),
            ("    <<<<<<< A\n<<<<<<<<<< B\n======== \n", vec![]),
        ] {
            assert_eq!(found(text), wanted, "{text:?}");
        }
    }

    proptest! {
        // Whatever stands before, between and behind: what git writes is found, once.
        #[test]
        fn every_conflict_is_found(around in "[a-zåäö #>|`=\\-\\n]{0,40}", ours in "[a-zåäö:\\n -]{0,20}", name in "[a-z0-9/]{1,9}") {
            let text = format!("{around}\n<<<<<<< {name}\n{ours}\n=======\n{around}\n>>>>>>> {name}\n");
            let found = find(&text);
            let first = around.len() + 1..around.len() + 9 + name.len();
            let is_it = |conflict: &Conflict| conflict.first == first;
            prop_assert!(found.iter().filter(|conflict| conflict.whole).any(is_it), "{text:?} {found:?}");
        }
    }
}
