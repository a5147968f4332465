//! What the checks say otherwise of two states of a plan: what came, and what went.

use std::collections::HashMap;

use crate::compare::sides::{Sides, When};
use crate::diagnostic::Diagnostic;

/// What only one side is told: of the earlier side what went, of the later side what came. Errors that keep a side from
/// being read are not among them; they are told by themselves.
pub fn one_sided(problems: Sides<&[Diagnostic]>, folders: Sides<&str>) -> Sides<Vec<Diagnostic>> {
    let told = Sides::of(|when| {
        let own = problems[when].iter().filter(|problem| problem.waived.is_none());
        own.map(|problem| (key(problem, folders[when]), problem)).collect::<Vec<_>>()
    });
    let counts = told.as_ref().map(|told| {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (key, _) in told {
            *counts.entry(key).or_default() += 1;
        }
        counts
    });
    Sides::of(|when: When| {
        let mut others = counts[when.other()].clone();
        let own = told[when].iter().filter(|(key, _)| match others.get_mut(key.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        own.map(|(_, problem)| (*problem).clone()).collect()
    })
}

/// What is said, wherever the plan lies and on whatever line it stands.
fn key(problem: &Diagnostic, folder: &str) -> String {
    let file = problem.primary.as_ref().map(|label| label.span.path_within(folder)).unwrap_or_default();
    let message = if folder.is_empty() { problem.message.clone() } else { problem.message.replace(folder, "") };
    format!("{} {file} {message}", problem.id)
}

#[cfg(test)]
mod tests {
    use super::one_sided;
    use crate::compare::sides::Sides;
    use crate::diagnostic::Diagnostic;

    #[test]
    fn what_is_said_once_more_came_once() {
        let said = |text: &str| Diagnostic::warning("x", text);
        let (before, after) = ([said("a"), said("b")], [said("a"), said("a"), said("plan/2 c")]);
        let folders = Sides { before: "plan/1", after: "plan/2" };
        let found = one_sided(Sides { before: &before, after: &after }, folders);
        let texts = |own: &[Diagnostic]| own.iter().map(|own| own.message.clone()).collect::<Vec<_>>();
        assert_eq!(
            (texts(&found.before), texts(&found.after)),
            (vec!["b".to_owned()], vec!["a".to_owned(), "plan/2 c".to_owned()])
        );
    }
}
