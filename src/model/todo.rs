//! What an author has written down as left to do, beside what it is about.

use crate::source::Span;

/// A place that somebody has to look at: `# att göra: fyll i budgeten`.
#[derive(Debug, Clone)]
pub struct Todo {
    /// The comment.
    pub span: Span,
    /// What is to be done; nothing where the comment does not say.
    pub text: String,
}
