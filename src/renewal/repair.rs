//! What hangs on something that stayed behind: a call that has nothing to show, a reconciliation of a row that is gone. It
//! is taken out, and somebody is asked.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::checks::{Evidence, reconciliations};
use crate::diagnostic::{Diagnostic, Severity};
use crate::figures::{self, Earlier};
use crate::narrative;
use crate::read;
use crate::renewal::Original;
use crate::renewal::edits::Edits;
use crate::renewal::tree::{self, Node};
use crate::source::SourceFile;
use crate::source::files::Sources;
use crate::source::is_markdown;
use crate::source::tags::{TagKind, tags};

/// How many times it is looked for what hangs on what was taken out.
const ROUNDS: usize = 4;

/// The files of a plan without what hangs on something that is not there; `pictures` are its other files.
pub fn repaired(
    mut texts: BTreeMap<String, String>,
    pictures: &BTreeMap<String, Vec<u8>>,
    original: Original<'_>,
) -> BTreeMap<String, String> {
    for _ in 0..ROUNDS {
        let errors = errors(&texts, pictures, original);
        let mut edits: BTreeMap<&String, Edits> = BTreeMap::new();
        for (path, error) in &errors {
            let (Some((path, text)), Some(label)) = (texts.get_key_value(path), &error.primary) else { continue };
            take_out(error, &label.span.file, text, label.span.range.start, edits.entry(path).or_default());
        }
        let changed = edits.into_iter().filter(|(_, edits)| !edits.is_empty());
        let changed: Vec<(String, String)> =
            changed.map(|(path, edits)| (path.clone(), edits.apply(&texts[path], is_markdown(path)))).collect();
        if changed.is_empty() {
            break;
        }
        texts.extend(changed);
    }
    texts
}

/// The errors of a plan, each with the path of its file.
fn errors(
    texts: &BTreeMap<String, String>,
    pictures: &BTreeMap<String, Vec<u8>>,
    original: Original<'_>,
) -> Vec<(String, Diagnostic)> {
    let own = texts.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let others = pictures.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let (sources, mut problems) = Sources::from_memory("", own.chain(others));
    let (plan, found) = read::plan(sources);
    problems.extend(found);
    let (figures, found) = figures::compute(&plan, Some(Earlier { plan: original.plan, figures: original.figures }));
    problems.extend(found);
    let (document, prose, found) = narrative::document(&plan, &figures);
    problems.extend(found);
    let evidence = Evidence {
        plan: &plan,
        figures: &figures,
        document: &document,
        prose: &prose,
        readings: Vec::new(),
        earlier: None,
    };
    problems.extend((reconciliations::CHECK.run)(&evidence));
    let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.filter_map(|error| Some((error.primary.as_ref()?.span.file.path.clone(), error))).collect()
}

fn take_out(error: &Diagnostic, file: &SourceFile, text: &str, at: usize, edits: &mut Edits) {
    let told = error.message.replace("#}", "");
    if file.is_markdown() {
        let tag = tags(text).find(|tag| tag.closed && tag.kind == TagKind::Value && tag.range.contains(&at));
        if let Some(tag) = tag {
            edits.replace(&tag.range, format!("{{# att göra: {told}; här stod {} #}}", tag.content(text)));
        }
    } else if let Some(tree) = tree::parse(text)
        && let Some((parent, entry, item)) = reconciliation(&tree, at)
    {
        match parent.entries().get(entry) {
            // An empty list would be a key without anything.
            Some((_, list)) if list.items().len() > 1 => edits.remove_parts(text, list, &[item]),
            _ => edits.remove_parts(text, parent, &[entry]),
        }
        edits.todo(text, tree.range.start, format!("en avstämning är borttagen: {told}"));
    }
}

/// The table that a place is in a reconciliation of, which of its keys has them, and which of them it is.
fn reconciliation(tree: &Node, at: usize) -> Option<(&Node, usize, usize)> {
    let is_in = |range: &Range<usize>| range.contains(&at);
    for (entry, (key, value)) in tree.entries().iter().enumerate() {
        if key.text() == Some("avstämningar")
            && let Some(item) = value.parts().iter().position(is_in)
        {
            return Some((tree, entry, item));
        }
        if let Some(found) = reconciliation(value, at) {
            return Some(found);
        }
    }
    tree.items().iter().find_map(|item| reconciliation(item, at))
}
