//! A YAML file as it is written: what each of its records and values takes of the text.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// A record, a list or a value, and the bytes that it takes.
#[derive(Debug, Clone)]
pub struct Node {
    /// From its first sign to its last; of what is written in lines, from its first key or value to its last.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
    /// Whether it is written between brackets, and not in lines of its own.
    pub is_flow: bool,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Value {
    /// A value, as it reads.
    Scalar(String),
    /// Fetched from elsewhere in the file.
    Alias,
    /// A list.
    List(Vec<Node>),
    /// A record: keys with what they hold.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// What it reads, when it is a value.
    pub fn text(&self) -> Option<&str> {
        if let Value::Scalar(text) = &self.value { Some(text) } else { None }
    }

    /// Its elements, when it is a list.
    pub fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// Its keys with what they hold, when it is a record.
    pub fn entries(&self) -> &[(Self, Self)] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// What a key holds.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(own, _)| own.text() == Some(key)).map(|(_, value)| value)
    }

    /// The bytes of each of its elements, or of each key with what it holds.
    pub fn parts(&self) -> Vec<Range<usize>> {
        match &self.value {
            Value::List(items) => items.iter().map(|item| item.range.clone()).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| key.range.start..value.range.end.max(key.range.end)).collect()
            }
            Value::Scalar(_) | Value::Alias => Vec::new(),
        }
    }
}

/// Reads a file; nothing when it is no YAML, or empty.
pub fn parse(text: &str) -> Option<Node> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<(Node, Vec<Node>)> = Vec::new();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let range = span.byte_range().unwrap_or(0..0);
        let done = match event {
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                let is_list = matches!(event, Event::SequenceStart(..));
                let value = if is_list { Value::List(Vec::new()) } else { Value::Map(Vec::new()) };
                open.push((Node { range, value, is_flow: style == StructureStyle::Flow }, Vec::new()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (node, inner) = open.pop()?;
                closed(node, inner, range.end)
            }
            Event::Scalar(value, style, ..) => {
                let range = extent(text, range, style);
                Node { range, value: Value::Scalar(value.into_owned()), is_flow: true }
            }
            Event::Alias(_) => Node { range, value: Value::Alias, is_flow: true },
            _ => continue,
        };
        match open.last_mut() {
            Some((_, inner)) => inner.push(done),
            None => return Some(done),
        }
    }
    None
}

fn closed(node: Node, inner: Vec<Node>, end: usize) -> Node {
    let Node { range, value, is_flow } = node;
    let range = match (inner.first(), inner.last()) {
        _ if is_flow => range.start..end,
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => range,
    };
    let value = match value {
        Value::Map(_) => {
            let mut pairs = Vec::new();
            let mut inner = inner.into_iter();
            while let (Some(key), Some(value)) = (inner.next(), inner.next()) {
                pairs.push((key, value));
            }
            Value::Map(pairs)
        }
        _ => Value::List(inner),
    };
    Node { range, value, is_flow }
}

/// What a value takes. That of a block ends with its last letter: empty lines behind it are no part of it.
fn extent(text: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let trims = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded | ScalarStyle::Plain);
    let written = text.get(range.clone()).unwrap_or_default();
    let end = if trims { range.start + written.trim_end_matches([' ', '\t', '\r', '\n']).len() } else { range.end };
    range.start..end
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn nodes_take_what_is_theirs() {
        let text = "a:\n  - {b: [1, \"x, y\"], c: d} # e\n  - f: >-\n      g\n      h\n\ni: j\n";
        let tree = parse(text).expect("it is YAML");
        let written = |range: &std::ops::Range<usize>| &text[range.clone()];
        let all: Vec<&str> = tree.parts().iter().map(written).collect();
        assert_eq!(all, ["a:\n  - {b: [1, \"x, y\"], c: d} # e\n  - f: >-\n      g\n      h", "i: j"]);
        let list = tree.get("a").expect("it is there");
        let items: Vec<&str> = list.parts().iter().map(written).collect();
        assert_eq!(items, ["{b: [1, \"x, y\"], c: d}", "f: >-\n      g\n      h"]);
        let b: Vec<&str> = list.items()[0].get("b").expect("it is there").parts().iter().map(written).collect();
        assert_eq!(b, ["1", "\"x, y\""]);
    }
}
