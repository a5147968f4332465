//! Elements of `WordprocessingML` and of what lies beside it in the package.

use crate::escape::xml;

/// An element with its attributes and its content, in the order given: the format's schema prescribes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Element(Element),
    Text(String),
}

/// An element without content.
pub fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), content: Vec::new() }
}

/// An element that says one thing, as most of those of properties do.
pub fn value(name: &'static str, value: impl ToString) -> Element {
    element(name).set("w:val", value)
}

impl Element {
    /// Its name, with the prefix of its namespace.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The same element with an attribute.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers, texts and references to them alike")]
    pub fn set(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The same element with an attribute, when there is a value for it.
    #[must_use]
    pub fn maybe_set(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The same element with another in it, or with several, after those that it has.
    #[must_use]
    pub fn with(mut self, elements: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(elements.into_iter().map(Content::Element));
        self
    }

    /// The same element with a text in it.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.content.push(Content::Text(text.into()));
        self
    }

    /// Whether it says nothing but its name.
    pub fn is_bare(&self) -> bool {
        self.attributes.is_empty() && self.content.is_empty()
    }

    /// A file that has it as its root.
    pub fn file(&self) -> Vec<u8> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write(&mut out);
        out.into_bytes()
    }

    /// The element as XML, at the end of a text.
    pub fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.extend([" ", name, "=\"", &xml::attribute(value), "\""]);
        }
        if self.content.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for content in &self.content {
            match content {
                Content::Element(element) => element.write(out),
                Content::Text(text) => out.push_str(&xml::text(text)),
            }
        }
        out.extend(["</", self.name, ">"]);
    }
}

/// One element is as good as a list of one.
impl IntoIterator for Element {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}
