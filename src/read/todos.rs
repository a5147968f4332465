//! What is left to do: a comment that begins with *att göra*, `# att göra: …` in YAML and `{# att göra: … #}` in a chapter.

use std::sync::Arc;

use crate::model::todo::Todo;
use crate::source::SourceFile;
use crate::source::comments::Comment;

/// How such a comment begins.
const WORDS: [&str; 3] = ["att göra", "Att göra", "ATT GÖRA"];

/// What a file has written down as left to do, in order.
pub fn written(file: &Arc<SourceFile>) -> Vec<Todo> {
    let mut found: Vec<Todo> = WORDS.iter().flat_map(|word| of_word(file, word)).collect();
    found.sort_by_key(|todo| todo.span.range.start);
    found
}

fn of_word(file: &Arc<SourceFile>, word: &str) -> Vec<Todo> {
    let comments = Comment::beginning_with(file, word).into_iter();
    // *Att görande* is another word.
    let own = comments.filter(|comment| {
        let behind = file.text[comment.word + word.len()..].chars().next();
        behind.is_none_or(|next| !next.is_alphanumeric())
    });
    own.map(|comment| Todo { text: comment.text(comment.word + word.len()), span: comment.whole }).collect()
}
