//! How the workbook's cells look, in the colours of the plan.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::document::Document;
use crate::figures::LineKind;
use crate::quantity::unit::Unit;

/// The ground of cells that are written in the plan, and may be written in here.
const WRITTEN: &str = "#FFF8DC";

/// Formats of the workbook.
pub struct Styles {
    accent: Color,
    tint: Color,
}

impl Styles {
    /// The styles of a document's colours.
    pub fn new(document: &Document) -> Self {
        let colours = &document.theme.light;
        Self { accent: colours.accent.as_str().into(), tint: colours.tint.as_str().into() }
    }

    /// A sheet's title.
    pub fn title(&self) -> Format {
        Format::new().set_bold().set_font_size(14).set_font_color(self.accent)
    }

    /// Running text.
    pub fn text(&self) -> Format {
        Format::new().set_align(FormatAlign::Top)
    }

    /// Text that names what stands beside it.
    pub fn name(&self) -> Format {
        self.text().set_bold()
    }

    /// A link to another sheet.
    pub fn link(&self) -> Format {
        self.text().set_font_color(self.accent).set_underline(FormatUnderline::Single)
    }

    /// A head over names.
    pub fn head(&self) -> Format {
        Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_background_color(self.tint)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(self.accent)
    }

    /// A head over figures.
    pub fn figure_head(&self) -> Format {
        self.head().set_align(FormatAlign::Right)
    }

    /// What other programs know a row by.
    pub fn address(&self) -> Format {
        self.text().set_font_size(8).set_font_color("#595959")
    }

    /// What other programs know a column by, however narrow it is.
    pub fn id(&self) -> Format {
        self.address().set_align(FormatAlign::Right).set_shrink()
    }

    /// Text over the whole width of a table.
    pub fn wide(&self) -> Format {
        self.text().set_align(FormatAlign::Left).set_text_wrap()
    }

    /// A word after a figure.
    pub fn unit(&self) -> Format {
        self.text().set_indent(1)
    }

    /// A row's name.
    pub fn label(&self, kind: LineKind, level: usize) -> Format {
        self.line(kind).set_indent(u8::try_from(level).unwrap_or(u8::MAX).min(15)).set_text_wrap()
    }

    /// A figure, with the markers of its notes; one that is written in the plan may be written in.
    pub fn figure(&self, kind: LineKind, unit: &Unit, decimals: u32, marks: &str, written: bool) -> Format {
        let format = self.line(kind).set_num_format(number_format(unit, decimals, marks)).set_align(FormatAlign::Right);
        if written { format.set_background_color(WRITTEN).set_unlocked() } else { format }
    }

    fn line(&self, kind: LineKind) -> Format {
        let format = Format::new().set_align(FormatAlign::Top);
        match kind {
            LineKind::Heading | LineKind::Formula => format.set_bold(),
            LineKind::Sum => format.set_bold().set_border_top(FormatBorder::Thin).set_border_top_color(self.accent),
            LineKind::Total => format
                .set_bold()
                .set_background_color(self.tint)
                .set_border_top(FormatBorder::Medium)
                .set_border_top_color(self.accent),
            LineKind::OfWhich => format.set_italic(),
            LineKind::Item | LineKind::HiddenSum => format,
        }
    }
}

/// How a spreadsheet prints a figure as the plan does: with its decimals and a minus as long as a plus. Which signs stand
/// for thousands and decimals is the reader's own setting.
fn number_format(unit: &Unit, decimals: u32, marks: &str) -> String {
    let places = "0".repeat(usize::try_from(decimals).unwrap_or(0).min(28));
    let number = if places.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{places}") };
    let end = if *unit == Unit::Percent { "\" \"%" } else { "" };
    let marks = if marks.is_empty() { String::new() } else { format!("\"{marks}\"") };
    format!("{number}{end}{marks};\"−\"{number}{end}{marks}")
}

#[cfg(test)]
mod tests {
    use super::number_format;
    use crate::quantity::unit::Unit;

    #[test]
    fn figures_are_printed_as_in_the_plan() {
        assert_eq!(number_format(&Unit::MillionKronor, 1, ""), "#,##0.0;\"−\"#,##0.0");
        assert_eq!(number_format(&Unit::Percent, 0, ""), "#,##0\" \"%;\"−\"#,##0\" \"%");
    }
}
