//! Tera's tags in a chapter: `{{ … }}`, `{% … %}` and `{# … #}`. This is the only place that knows where one ends.

use std::ops::Range;

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `{{ … }}`, which prints a value.
    Value,
    /// `{% … %}`, which does something.
    Statement,
    /// `{# … #}`, which readers never see.
    Comment,
}

impl TagKind {
    /// The kind of the tag that a text begins with.
    fn of(text: &str) -> Option<Self> {
        match text.as_bytes().get(..2)? {
            b"{{" => Some(Self::Value),
            b"{%" => Some(Self::Statement),
            b"{#" => Some(Self::Comment),
            _ => None,
        }
    }

    fn end(self) -> &'static str {
        match self {
            Self::Value => "}}",
            Self::Statement => "%}",
            Self::Comment => "#}",
        }
    }
}

/// A tag and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// Its bytes, braces included. A tag that is not closed reaches to the text's end, for Tera to report.
    pub range: Range<usize>,
    /// Whether it is closed.
    pub closed: bool,
}

impl Tag {
    /// What stands between the braces, without the hyphens that trim white space.
    pub fn content<'a>(&self, text: &'a str) -> &'a str {
        let inner = text.get(self.range.start + 2..self.range.end).unwrap_or("");
        let inner = if self.closed { inner.strip_suffix(self.kind.end()).unwrap_or(inner) } else { inner };
        inner.strip_prefix('-').unwrap_or(inner).trim_end_matches('-').trim()
    }
}

/// The tags of a text, in order. What stands between `{% raw %}` and `{% endraw %}` is text.
pub fn tags(text: &str) -> impl Iterator<Item = Tag> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += text.get(at..)?.find('{')?;
            let Some(tag) = tag_at(text, at) else {
                at += 1;
                continue;
            };
            let raw = tag.kind == TagKind::Statement && tag.content(text) == "raw";
            at = if raw { end_of_raw(text, tag.range.end) } else { tag.range.end };
            return Some(tag);
        }
    })
}

/// Where the tag begins that ends a raw text.
fn end_of_raw(text: &str, start: usize) -> usize {
    let mut ends = text[start..].match_indices("endraw").map(|(at, word)| (start + at, start + at + word.len()));
    let begins = |(from, to): (usize, usize)| {
        let before = text[start..from].trim_end();
        let open = before.strip_suffix('-').unwrap_or(before).strip_suffix("{%")?;
        let after = text[to..].trim_start();
        after.strip_prefix('-').unwrap_or(after).starts_with("%}").then_some(start + open.len())
    };
    ends.find_map(begins).unwrap_or(text.len())
}

/// The tag that begins at an offset. A quoted brace ends no tag, but comments have no quotes.
fn tag_at(text: &str, start: usize) -> Option<Tag> {
    let kind = TagKind::of(&text[start..])?;
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in text[start..].char_indices().skip(2).map(|(at, c)| (start + at, c)) {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'' | '`') if kind != TagKind::Comment => quote = Some(c),
            (None, _) if text[at..].starts_with(kind.end()) => {
                return Some(Tag { kind, range: start..at + 2, closed: true });
            }
            _ => {}
        }
    }
    Some(Tag { kind, range: start..text.len(), closed: false })
}

/// A text without its comments.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for comment in tags(text).filter(|tag| tag.kind == TagKind::Comment) {
        out.push_str(&text[from..comment.range.start]);
        from = comment.range.end;
    }
    out + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::{tags, without_comments};

    fn found(text: &str) -> Vec<&str> {
        tags(text).map(|tag| &text[tag.range]).collect()
    }

    #[test]
    fn quotes_hide_a_tags_end() {
        assert_eq!(found("a {{ f(a=\"}}\") }} b"), ["{{ f(a=\"}}\") }}"]);
        assert_eq!(found("{# it's #}{{- x -}}"), ["{# it's #}", "{{- x -}}"]);
        assert_eq!(found("{ {{ open '}}"), ["{{ open '}}"]);
        assert_eq!(found("{{% if x %}"), ["{{% if x %}"]);
        assert_eq!(found(r#"{{ f("\"}}") }}"#), [r#"{{ f("\"}}") }}"#]);
        assert_eq!(found("text {"), [""; 0]);
    }

    #[test]
    fn raw_text_holds_no_tags() {
        let text = "{%- raw -%} {{ a }} {# b #} {{ \" {% endraw %} {{ c }}";
        assert_eq!(found(text), ["{%- raw -%}", "{% endraw %}", "{{ c }}"]);
        assert_eq!(found("{% raw %} {{ a"), ["{% raw %}"]);
    }

    #[test]
    fn contents_are_trimmed() {
        let text = "{{- omraden() -}}{% raw";
        let contents: Vec<&str> = tags(text).map(|tag| tag.content(text)).collect();
        assert_eq!(contents, ["omraden()", "raw"]);
        assert_eq!(without_comments("a {# b #}c{{ \"{#\" }} {# open"), "a c{{ \"{#\" }} ");
    }
}
