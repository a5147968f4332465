//! Blocks as paragraphs and tables.

use crate::document::chart::Chart;
use crate::document::{Block, Card, Definition, Inline, ListItem};
use crate::outputs::word::body::Body;
use crate::outputs::word::format::{Edge, Face, Layout, Paragraph, Twips};
use crate::outputs::word::numbering::{BULLETS, Count, INDENT, Numbered, level};
use crate::outputs::word::page::Sheet;
use crate::outputs::word::story::Story;
use crate::outputs::word::style::Style;
use crate::outputs::word::text::{field, run, sign};
use crate::outputs::word::xml::Element;
use crate::swedish;

/// Where blocks stand.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The page.
    pub sheet: Sheet,
    /// The style of paragraphs.
    pub style: Style,
    /// Indent at the left.
    pub left: Twips,
    /// Lists that it stands in.
    pub depth: usize,
}

impl Place {
    /// Among the text of a page.
    pub fn on(sheet: Sheet) -> Self {
        Self { sheet, style: Style::Normal, left: 0, depth: 0 }
    }
}

impl<'a> Story<'a> {
    /// Writes blocks.
    pub fn blocks(&mut self, blocks: &'a [Block], place: Place, count: &mut Count, body: &mut Body) {
        for (at, block) in blocks.iter().enumerate() {
            let leads = matches!(blocks.get(at + 1), Some(Block::List { .. } | Block::Cards { .. }));
            self.block(block, place, leads, count, body);
        }
    }

    fn block(&mut self, block: &'a Block, place: Place, leads: bool, count: &mut Count, body: &mut Body) {
        match block {
            Block::Heading { level, number, anchor, content, .. } => {
                let numbered = if *level == 2 { count.section(number.as_deref()) } else { Numbered::No };
                let heading = self.heading(*level, &numbered, anchor, content);
                body.spaced(heading);
            }
            Block::Paragraph { content } => {
                let content = self.runs(content, &Face::default());
                let layout = Layout { keep_next: leads, ..self.layout(place) };
                body.paragraph(Paragraph { layout, content });
            }
            Block::List { ordered, start, items } => {
                let at = level(place.depth);
                let list = if *ordered { self.steps.list(*start, at) } else { BULLETS };
                let style = if *ordered { Style::Step } else { Style::Bullet };
                for item in items {
                    self.item(item, style, (list, at), place, count, body);
                }
            }
            Block::Quote { blocks } => {
                self.blocks(blocks, Place { style: Style::Quote, ..place }, count, body);
            }
            Block::Definitions { items } => items.iter().for_each(|item| self.definition(item, place, count, body)),
            Block::Code { text } => {
                let lines = text.trim_end_matches('\n').split('\n').enumerate();
                let content = lines.flat_map(|(at, line)| {
                    let line = run(&line.replace('\t', "    "), &Face::default());
                    (at > 0).then(|| sign("w:br", &Face::default())).into_iter().chain([line])
                });
                let layout = Layout { left: (place.left > 0).then_some(place.left), ..self.styled(Style::Listing) };
                body.paragraph(Paragraph { layout, content: content.collect() });
            }
            Block::Rule => {
                let layout = self.styled(Style::Divider);
                body.spaced(Paragraph { layout, content: vec![run("* * *", &Face::default())] });
            }
            Block::Table(table) => self.table(table, place.sheet, body),
            Block::Chart(chart) => self.chart(chart, body),
            Block::Picture { path, alt, caption } => {
                let Some(picture) = self.pictures.picture(path, alt, place.sheet, &mut self.relationships) else {
                    return;
                };
                let has_caption = !caption.is_empty();
                let layout = Layout { keep_next: has_caption, ..self.styled(Style::Picture) };
                body.paragraph(Paragraph { layout, content: vec![picture] });
                if has_caption {
                    let layout = Layout { before: Some(60), after: Some(240), ..self.styled(Style::Caption) };
                    let content = self.caption(caption);
                    body.paragraph(Paragraph { layout, content });
                }
            }
            Block::Cards { items, .. } => items.iter().for_each(|card| self.card(card, body)),
            Block::Marked(marked) => self.blocks(&marked.blocks, place, count, body),
            Block::Folded { summary, blocks } => {
                let content = self.runs(summary, &Face { bold: Some(true), ..Face::default() });
                body.paragraph(Paragraph { layout: self.layout(place), content });
                self.blocks(blocks, place, count, body);
            }
        }
    }

    /// A heading, with its number.
    pub fn heading(&mut self, level: u8, numbered: &Numbered, anchor: &str, content: &'a [Inline]) -> Paragraph {
        let style = Style::Heading(level);
        let given = self.names.is_given(style);
        let list = match numbered {
            Numbered::List(list, level) => Some((*list, *level)),
            Numbered::Text(_) | Numbered::No => None,
        };
        // Whatever list a template's headings are in is no list of this document.
        let numbering = match list {
            list if list == style.list() && !given => None,
            Some(list) => Some(list),
            None => Some((0, 0)),
        };
        let indent = (numbering == Some((0, 0)) && !given).then_some(0);
        let layout = Layout { numbering, left: indent, hanging: indent, ..self.styled(style) };
        let mut runs = match numbered {
            Numbered::Text(number) => vec![run(&format!("{number} "), &Face::default())],
            Numbered::List(..) | Numbered::No => Vec::new(),
        };
        runs.extend(self.runs(content, &Face::default()));
        Paragraph { layout, content: self.marked(anchor, runs) }
    }

    /// The layout of a style of the document.
    pub fn styled(&self, style: Style) -> Layout {
        Layout::of(self.names.id(style))
    }

    fn layout(&self, place: Place) -> Layout {
        Layout { left: (place.left > 0).then_some(place.left), ..self.styled(place.style) }
    }

    fn item(
        &mut self,
        item: &'a ListItem,
        style: Style,
        list: (usize, usize),
        place: Place,
        count: &mut Count,
        body: &mut Body,
    ) {
        let left = INDENT * i64::try_from(list.1 + 1).unwrap_or(1);
        let inner = Place { style: Style::Continued, left, depth: place.depth + 1, ..place };
        let (content, rest) = match item.blocks.split_first() {
            Some((Block::Paragraph { content }, rest)) => (self.runs(content, &Face::default()), rest),
            _ => (Vec::new(), item.blocks.as_slice()),
        };
        let layout = Layout { numbering: Some(list), ..self.styled(style) };
        body.paragraph(Paragraph { layout, content });
        self.blocks(rest, inner, count, body);
    }

    fn definition(&mut self, item: &'a Definition, place: Place, count: &mut Count, body: &mut Body) {
        let content = self.runs(&item.term, &Face::default());
        body.paragraph(Paragraph { layout: self.styled(Style::Term), content });
        for detail in &item.details {
            self.blocks(&detail.blocks, Place { style: Style::Explanation, ..place }, count, body);
        }
    }

    /// A caption. Where captions are numbered, their numbers are Word's own: `Tabell 3. Driftbudget`.
    pub fn caption(&self, caption: &str) -> Vec<Element> {
        let plain = Face::default();
        let numbered = caption.split_once(". ").filter(|_| self.numbers_captions);
        let parts = numbered.and_then(|(label, name)| {
            let (word, number) = label.split_once(swedish::NBSP)?;
            number.parse::<usize>().ok().map(|_| (word, number, name))
        });
        let Some((word, number, name)) = parts else { return vec![run(caption, &plain)] };
        let mut content = vec![run(&format!("{word}{}", swedish::NBSP), &plain)];
        content.extend(field(&format!("SEQ {word} \\* ARABIC"), vec![run(number, &plain)], &plain));
        content.push(run(&format!(". {name}"), &plain));
        content
    }

    fn chart(&mut self, chart: &'a Chart, body: &mut Body) {
        let content = self.caption(&chart.caption);
        let layout = Layout { keep_next: true, ..self.styled(Style::Caption) };
        let content = self.marked(&chart.anchor, content);
        body.spaced(Paragraph { layout, content });
        if let Some(picture) = self.pictures.chart(chart, &mut self.relationships) {
            let layout = Layout { keep_next: !chart.notes.is_empty(), ..self.styled(Style::Picture) };
            body.paragraph(Paragraph { layout, content: vec![picture] });
        }
        for (at, note) in chart.notes.iter().enumerate() {
            let content = self.runs(note, &Face::default());
            let last = at + 1 == chart.notes.len();
            let layout = Layout { keep_next: !last, ..self.styled(Style::Under) };
            body.paragraph(Paragraph { layout: Layout { after: last.then_some(300), ..layout }, content });
        }
    }

    fn card(&mut self, card: &'a Card, body: &mut Body) {
        let plain = Face::default();
        let (name, text, units) = if let Some(change) = &card.change {
            let units = (!change.responsible.is_empty()).then(|| self.runs(&change.responsible, &plain));
            (self.runs(&change.label, &plain), self.runs(&change.text, &plain), units)
        } else {
            let units = (!card.responsible.is_empty()).then(|| vec![run(&swedish::join(&card.responsible), &plain)]);
            (vec![run(&card.label, &plain)], vec![run(&card.text, &plain)], units)
        };
        let units = units.map(|units| [vec![run("Ansvarig: ", &plain)], units].concat());
        let name = self.marked(&card.anchor, name);
        let mut parts = vec![(Style::CardName, name), (Style::CardText, text)];
        parts.extend(units.map(|units| (Style::CardUnits, units)));
        let last = parts.len() - 1;
        for (at, (style, content)) in parts.into_iter().enumerate() {
            let mut layout = Layout { keep_next: at < last, ..self.styled(style) };
            if at == last {
                layout.after = Some(60);
                layout.edges = self.card_end();
            }
            let part = Paragraph { layout, content };
            if at == 0 { body.paragraph(part) } else { body.spaced(part) }
        }
    }

    /// The lower edge of a card, which is but room: in the colour of its ground.
    fn card_end(&self) -> Vec<Edge> {
        let edge = |side, thickness, space, colour: &str| Edge { side, thickness, space, colour: colour.to_owned() };
        let (accent, tint) = &self.pictures.colours;
        vec![edge("w:left", 18, 7, accent), edge("w:bottom", 4, 5, tint)]
    }
}
