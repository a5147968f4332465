//! A page as a tree, read as strictly as the program writes it: whatever is opened is closed, in order.

/// Elements that have no content and no end.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// What stands for a character. The ampersand is last, so that nothing is read twice.
const ENTITIES: [(&str, &str); 7] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/"), ("&amp;", "&")];

/// An element, or a whole page, which has no name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element<'a> {
    pub(crate) name: &'a str,
    /// Names and values, as written.
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
    /// The element as written, with its tags.
    pub(crate) outer: &'a str,
    /// What is between its tags, as written.
    pub(crate) inner: &'a str,
    pub(crate) content: Vec<Content<'a>>,
}

/// What stands in an element, in order.
#[derive(Debug, Clone)]
pub(crate) enum Content<'a> {
    Text(&'a str),
    Element(Element<'a>),
}

impl<'a> Element<'a> {
    /// Reads a page, or a piece of one.
    pub(crate) fn read(page: &'a str) -> Self {
        let mut root = Element { outer: page, inner: page, ..Element::default() };
        // The elements that are open, with where they begin and where their content does.
        let mut open: Vec<(Element<'a>, usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(tag) = page[at..].find('<').map(|found| at + found) {
            let within = open.last_mut().map_or(&mut root, |(element, _, _)| element);
            if tag > at {
                within.content.push(Content::Text(&page[at..tag]));
            }
            let rest = &page[tag..];
            if rest.starts_with("<!") {
                let end = if rest.starts_with("<!--") { "-->" } else { ">" };
                at = tag + rest.find(end).expect("what is not shown ends") + end.len();
            } else if let Some(name) = rest.strip_prefix("</") {
                let name = &name[..name.find('>').expect("a tag ends")];
                let (mut element, from, content) = open.pop().unwrap_or_else(|| panic!("</{name}> closes nothing"));
                assert_eq!(element.name, name, "an element closes before what is in it: {}", &page[from..tag]);
                at = tag + name.len() + 3;
                (element.outer, element.inner) = (&page[from..at], &page[content..tag]);
                let within = open.last_mut().map_or(&mut root, |(element, _, _)| element);
                within.content.push(Content::Element(element));
            } else {
                let (mut element, length) = opened(rest);
                at = tag + length;
                if VOID.contains(&element.name) || rest[..length].ends_with("/>") {
                    element.outer = &page[tag..at];
                    within.content.push(Content::Element(element));
                } else {
                    open.push((element, tag, at));
                }
            }
        }
        assert!(open.is_empty(), "<{}> is never closed", open[0].0.name);
        if at < page.len() {
            root.content.push(Content::Text(&page[at..]));
        }
        root
    }

    /// The elements right in it.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// It and all elements in it, in the order they open.
    pub(crate) fn elements(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.children().flat_map(Element::elements));
        all
    }

    /// The elements in it that are asked for as `name`, `name.class` or `.class`.
    pub(crate) fn all(&self, wanted: &str) -> Vec<&Self> {
        self.elements().into_iter().skip(1).filter(|element| element.is(wanted)).collect()
    }

    /// The first element in it that is asked for.
    pub(crate) fn first(&self, wanted: &str) -> &Self {
        self.all(wanted).into_iter().next().unwrap_or_else(|| panic!("there is a {wanted}"))
    }

    /// The element in it with an id.
    pub(crate) fn with_id(&self, id: &str) -> &Self {
        let found = self.elements().into_iter().find(|element| element.attribute("id") == Some(id));
        found.unwrap_or_else(|| panic!("{id} is on the page"))
    }

    /// Whether it is what is asked for as `name`, `name.class` or `.class`.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        let (name, class) = wanted.split_once('.').map_or((wanted, None), |(name, class)| (name, Some(class)));
        let has = |class| self.attribute("class").is_some_and(|all| all.split(' ').any(|own| own == class));
        (name.is_empty() || self.name == name) && class.is_none_or(has)
    }

    /// The value of an attribute, as written.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find_map(|(own, value)| (*own == name).then_some(*value))
    }

    /// The values of an attribute, of it and all in it.
    pub(crate) fn values(&self, attribute: &str) -> Vec<&'a str> {
        self.elements().into_iter().filter_map(|element| element.attribute(attribute)).collect()
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        self.text_without(&[])
    }

    /// Its text, without what is in elements that are asked for as in [`Element::all`].
    pub(crate) fn text_without(&self, unwanted: &[&str]) -> String {
        let mut text = String::new();
        self.gather(unwanted, &mut text);
        ENTITIES.iter().fold(text, |text, (entity, c)| text.replace(entity, c))
    }

    fn gather(&self, unwanted: &[&str], text: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(own) => text.push_str(own),
                Content::Element(element) if unwanted.iter().any(|wanted| element.is(wanted)) => {}
                Content::Element(element) => element.gather(unwanted, text),
            }
        }
    }
}

/// The element whose tag a text begins with, and the length of the tag.
fn opened(text: &str) -> (Element<'_>, usize) {
    let end = |rest: &str| rest.find([' ', '\n', '=', '/', '>']).expect("a tag ends");
    let name = &text[1..=end(&text[1..])];
    assert!(name.starts_with(|c: char| c.is_ascii_lowercase()), "a stray < before {name}");
    let mut attributes = Vec::new();
    let mut rest = &text[1 + name.len()..];
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        if let Some(after) = rest.strip_prefix('>') {
            let element = Element { name, attributes, ..Element::default() };
            return (element, text.len() - after.len());
        }
        let attribute = &rest[..end(rest)];
        assert!(!attribute.is_empty(), "no attribute: {}", rest.lines().next().unwrap_or_default());
        rest = &rest[attribute.len()..];
        let value = rest.strip_prefix("=\"").map(|after| &after[..after.find('"').expect("a value ends")]);
        rest = &rest[value.map_or(0, |value| value.len() + 3)..];
        attributes.push((attribute, value.unwrap_or_default()));
    }
}

#[test]
fn a_page_is_read_as_it_is_nested() {
    let page = Element::read(
        "<!DOCTYPE html>\n<p id=\"a\" class=\"x y\">1 &lt; <b>2</b><img src=\"c>d\"></p>\n<i hidden>&amp;lt;</i>",
    );
    assert_eq!(page.children().map(|child| child.name).collect::<Vec<_>>(), ["p", "i"]);
    let paragraph = page.with_id("a");
    assert!(paragraph.is("p.y") && paragraph.is(".x") && !paragraph.is(".z") && !paragraph.is("b.x"));
    assert_eq!((paragraph.text().as_str(), paragraph.text_without(&["b"]).as_str()), ("1 < 2", "1 < "));
    assert_eq!(paragraph.inner, "1 &lt; <b>2</b><img src=\"c>d\">");
    assert_eq!(page.values("src"), ["c>d"]);
    assert_eq!((page.first("i").attribute("hidden"), page.first("i").text().as_str()), (Some(""), "&lt;"));
}

#[test]
#[should_panic(expected = "an element closes before what is in it")]
fn a_page_that_is_nested_wrongly_is_refused() {
    Element::read("<p><b>text</p></b>");
}
