//! What a picture is made of, whatever format it is written in: shapes and text at whole hundredths of a point.
//!
//! Colours are roles. A shape that carries a figure says so, which is what outputs mark and tests measure.

use crate::fonts::metrics;

/// Hundredths of a point in a point.
pub const PT: i64 = 100;

/// Width of every picture: the text with the wide left margin's part, as tables of the plan's own data have it.
pub const WIDTH: i64 = 394 * PT;

/// Greatest height, which leaves room on a page for caption and source.
pub const TALLEST: i64 = 570 * PT;

/// Size of the text in pictures.
pub const TEXT: i64 = 9 * PT;

/// Size of text of second rank.
pub const SMALL: i64 = 8 * PT;

/// From one line of text to the next.
pub const LEADING: i64 = 11 * PT;

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What the reader is to look at.
    Accent,
    /// Text and axes.
    Ink,
    /// Text of second rank.
    Quiet,
    /// Thin lines.
    Hair,
    /// A light ground.
    Tint,
    /// A stronger ground.
    Shade,
    /// The page.
    Paper,
}

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// Size, in hundredths of a point.
    pub size: i64,
    /// Semibold rather than regular.
    pub bold: bool,
    /// Colour.
    pub role: Role,
}

impl Face {
    /// Names of things.
    pub const LABEL: Self = Self { size: TEXT, bold: false, role: Role::Ink };
    /// Figures, and names that lead others.
    pub const STRONG: Self = Self { size: TEXT, bold: true, role: Role::Ink };
    /// What explains.
    pub const QUIET: Self = Self { size: SMALL, bold: false, role: Role::Quiet };

    /// Width of a text in this face.
    pub fn width(self, text: &str) -> i64 {
        metrics::width(text, self.size, self.bold)
    }

    /// How far the baseline stands below the middle of the letters.
    pub fn drop(self) -> i64 {
        self.size * 33 / 100
    }
}

/// A shape or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A rectangle.
    Rect {
        /// Left edge.
        x: i64,
        /// Upper edge.
        y: i64,
        /// Width.
        width: i64,
        /// Height.
        height: i64,
        /// Ground.
        fill: Role,
        /// Outline, when it has one.
        stroke: Option<Role>,
        /// Whether its length is a figure.
        measured: bool,
    },
    /// A straight line.
    Line {
        /// From.
        from: (i64, i64),
        /// To.
        to: (i64, i64),
        /// Colour.
        role: Role,
        /// Thickness.
        weight: i64,
    },
    /// A circle.
    Circle {
        /// Middle.
        at: (i64, i64),
        /// Radius.
        radius: i64,
        /// Ground.
        fill: Role,
        /// Outline.
        stroke: Role,
    },
    /// A square on its corner.
    Diamond {
        /// Middle.
        at: (i64, i64),
        /// From the middle to a corner.
        radius: i64,
        /// Ground.
        fill: Role,
        /// Outline.
        stroke: Role,
    },
    /// A line of text.
    Text {
        /// The place of its `align` end on the baseline.
        at: (i64, i64),
        /// Which end.
        align: Align,
        /// How it is set.
        face: Face,
        /// The text.
        text: String,
        /// Whether it is a figure of a table, as printed there.
        figure: bool,
    },
}

/// A picture's shapes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// Height; the width is [`WIDTH`].
    pub height: i64,
    /// In the order drawn.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// A rectangle without outline.
    pub fn ground(&mut self, x: i64, y: i64, width: i64, height: i64, fill: Role) {
        self.marks.push(Mark::Rect { x, y, width, height, fill, stroke: None, measured: false });
    }

    /// A rectangle with outline.
    pub fn frame(&mut self, x: i64, y: i64, width: i64, height: i64, fill: Role, stroke: Role) {
        self.marks.push(Mark::Rect { x, y, width, height, fill, stroke: Some(stroke), measured: false });
    }

    /// A bar, whose length is a figure. One without length is not drawn.
    pub fn bar(&mut self, x: i64, y: i64, width: i64, height: i64, strong: bool) {
        if width > 0 && height > 0 {
            let (fill, stroke) = if strong { (Role::Accent, None) } else { (Role::Shade, Some(Role::Accent)) };
            self.marks.push(Mark::Rect { x, y, width, height, fill, stroke, measured: true });
        }
    }

    /// A line half a point thick.
    pub fn line(&mut self, from: (i64, i64), to: (i64, i64), role: Role) {
        self.marks.push(Mark::Line { from, to, role, weight: PT / 2 });
    }

    /// A text.
    pub fn text(&mut self, at: (i64, i64), align: Align, face: Face, text: impl Into<String>) {
        self.marks.push(Mark::Text { at, align, face, text: text.into(), figure: false });
    }

    /// A figure of a table, as printed there.
    pub fn figure(&mut self, at: (i64, i64), align: Align, face: Face, text: impl Into<String>) {
        self.marks.push(Mark::Text { at, align, face, text: text.into(), figure: true });
    }

    /// Lines of text under each other, the block centred at a height.
    pub fn lines(&mut self, (x, middle): (i64, i64), align: Align, face: Face, lines: &[String]) {
        let leading = face.size * 122 / 100;
        let first = middle - leading * (count(lines.len()) - 1) / 2 + face.drop();
        for (at, line) in lines.iter().enumerate() {
            self.text((x, first + leading * count(at)), align, face, line.as_str());
        }
    }
}

/// A number of things as a factor.
pub fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
