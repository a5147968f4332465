//! The colours of a document that follow from those that its authors have chosen.
//!
//! Invariant: whatever colours the authors choose, text in a [`Scheme`] made of them can be read. [`crate::read::theme`]
//! refuses those for which that cannot be.

use crate::look::colour::{Colour, Contrast};

/// The house's own colour.
pub const HOUSE: Colour = Colour::new(0x0b_4f_5c);

/// The colours that authors have chosen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chosen {
    /// Headings, links and rules.
    pub accent: Option<Colour>,
    /// The ground of the cover, when it is another.
    pub cover: Option<Colour>,
}

/// The colours of an output. Each text colour can be read on each ground that it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// The ground of everything.
    pub paper: Colour,
    /// Running text.
    pub ink: Colour,
    /// What matters less: labels, notes.
    pub quiet: Colour,
    /// Headings, links, rules.
    pub accent: Colour,
    /// The ground of cards.
    pub tint: Colour,
    /// The ground of what a link has led to.
    pub mark: Colour,
    /// The ground of the cover.
    pub cover: Colour,
    /// Text on the cover.
    pub on_cover: Colour,
}

/// Light on a screen, and paper.
const LIGHT: Scheme = Scheme {
    paper: Colour::WHITE,
    ink: Colour::new(0x1b_25_27),
    quiet: Colour::new(0x52_61_66),
    accent: HOUSE,
    tint: Colour::new(0xef_f5_f6),
    mark: Colour::new(0xff_f3_c9),
    cover: HOUSE,
    on_cover: Colour::WHITE,
};

/// Dark on a screen.
const DARK: Scheme = Scheme {
    paper: Colour::new(0x12_18_1a),
    ink: Colour::new(0xe1_e8_ea),
    quiet: Colour::new(0xa5_b3_b7),
    accent: Colour::new(0x86_d0_d8),
    tint: Colour::new(0x1c_25_28),
    mark: Colour::new(0x44_3c_14),
    cover: Colour::new(0x0d_35_3e),
    on_cover: Colour::WHITE,
};

/// What an accent on dark ground has at least: more than the demand, for light text on dark seems thinner.
const COMFORTABLE: Contrast = Contrast(700);

impl Scheme {
    /// The colours by daylight and in print.
    pub fn light(chosen: Chosen) -> Self {
        let mut scheme = LIGHT;
        if let Some(accent) = chosen.accent {
            scheme.accent = accent;
            scheme.cover = accent;
            // Grounds that the colour stands on pale until it can be read on them.
            let readable = |ground: Colour| scheme.accent.is_readable_on(ground);
            let tinted = scheme.accent.toward(scheme.paper, 935);
            scheme.tint = tinted.nearest(scheme.paper, readable).unwrap_or(scheme.paper);
            scheme.mark = LIGHT.mark.nearest(scheme.paper, readable).unwrap_or(scheme.paper);
        }
        if let Some(cover) = chosen.cover {
            scheme.cover = cover;
        }
        scheme.on_cover = on_cover(scheme.cover);
        scheme
    }

    /// The colours for those who have asked their screen for dark ones.
    pub fn dark(chosen: Chosen) -> Self {
        let mut scheme = DARK;
        if let Some(accent) = chosen.accent {
            let readable = |accent: Colour| {
                accent.contrast(scheme.paper) >= COMFORTABLE
                    && accent.is_readable_on(scheme.tint)
                    && accent.is_readable_on(scheme.mark)
            };
            scheme.accent = accent.nearest(Colour::WHITE, readable).unwrap_or(Colour::WHITE);
        }
        if let Some(cover) = chosen.cover.or(chosen.accent) {
            let dimmed = cover.toward(scheme.paper, 450);
            scheme.cover =
                dimmed.nearest(scheme.paper, |cover| scheme.on_cover.is_readable_on(cover)).unwrap_or(scheme.paper);
        }
        scheme
    }

    /// Every text colour with a ground that it stands on.
    pub fn pairs(&self) -> Vec<(Colour, Colour)> {
        let texts = [self.ink, self.quiet, self.accent];
        let on = |ground: Colour| texts.map(|text| (text, ground));
        let grounds = [self.paper, self.tint, self.mark];
        grounds.into_iter().flat_map(on).chain([(self.on_cover, self.cover)]).collect()
    }
}

/// The text on a cover: white, or dark where the cover is light.
pub fn on_cover(cover: Colour) -> Colour {
    [Colour::WHITE, LIGHT.ink].into_iter().max_by_key(|text| text.contrast(cover)).unwrap_or(Colour::WHITE)
}

/// What an author's colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Text on white: headings, links.
    Text,
    /// The ground of the cover.
    Cover,
}

impl Purpose {
    /// The contrast that a colour has in its place.
    pub fn contrast(self, colour: Colour) -> Contrast {
        colour.contrast(match self {
            Self::Text => LIGHT.paper,
            Self::Cover => on_cover(colour),
        })
    }

    /// The colours nearest to one that has too low a contrast: darker, and lighter where that can be.
    pub fn remedies(self, colour: Colour) -> (Option<Colour>, Option<Colour>) {
        let enough = |colour: Colour| self.contrast(colour) >= Contrast::TEXT;
        (colour.nearest(Colour::BLACK, enough), colour.nearest(Colour::WHITE, enough))
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, DARK, LIGHT, Purpose, Scheme};
    use crate::look::colour::{Colour, Contrast};

    fn chosen(accent: u32, cover: Option<u32>) -> Chosen {
        Chosen { accent: Some(Colour::new(accent)), cover: cover.map(Colour::new) }
    }

    // Over all colours in coarse steps: what passes as text on white passes wherever it is put.
    #[test]
    fn what_is_accepted_can_be_read_everywhere() {
        let steps = [0, 51, 102, 118, 153, 204, 255];
        let colours = steps.iter().flat_map(|r| steps.iter().flat_map(move |g| steps.map(|b| r << 16 | g << 8 | b)));
        let mut accepted = 0;
        for number in colours {
            let colour = Colour::new(number);
            let text = Purpose::Text.contrast(colour) >= Contrast::TEXT;
            let cover = Purpose::Cover.contrast(colour) >= Contrast::TEXT;
            let made = [text.then(|| chosen(number, None)), cover.then(|| chosen(0, Some(number)))];
            for chosen in made.into_iter().flatten() {
                accepted += 1;
                for scheme in [Scheme::light(chosen), Scheme::dark(chosen)] {
                    for (text, ground) in scheme.pairs() {
                        assert!(text.is_readable_on(ground), "{colour}: {text} on {ground} in {scheme:?}");
                    }
                }
            }
        }
        assert!(accepted > 300, "only {accepted} were tried");
    }

    #[test]
    fn the_house_is_readable_and_is_what_no_theme_gives() {
        assert_eq!((Scheme::light(Chosen::default()), Scheme::dark(Chosen::default())), (LIGHT, DARK));
        for (text, ground) in LIGHT.pairs().into_iter().chain(DARK.pairs()) {
            assert!(text.is_readable_on(ground), "{text} on {ground}");
        }
    }

    #[test]
    fn remedies_are_enough_and_near() {
        let (darker, lighter) = Purpose::Text.remedies(Colour::new(0x3a_9f_b0));
        assert_eq!(lighter, None);
        assert!(Purpose::Text.contrast(darker.expect("black is")) >= Contrast::TEXT);
        let (darker, lighter) = Purpose::Cover.remedies(Colour::new(0x80_80_80));
        assert!(darker.is_some() && lighter.is_some());
    }

    // The style sheet's own values are these: a page without a theme needs no more.
    #[test]
    fn the_style_sheet_has_the_same_colours() {
        let style = include_str!("../../templates/html/vplan.css");
        let (light, dark) = style.split_once("prefers-color-scheme: dark").expect("both schemes");
        for (part, scheme) in [(light, LIGHT), (dark, DARK)] {
            let named = [
                ("paper", scheme.paper),
                ("ink", scheme.ink),
                ("quiet", scheme.quiet),
                ("accent", scheme.accent),
                ("tint", scheme.tint),
                ("mark", scheme.mark),
                ("cover", scheme.cover),
            ];
            for (name, colour) in named {
                let own = if colour == Colour::WHITE { "#fff".to_owned() } else { colour.to_string() };
                assert!(part.contains(&format!("--{name}: {own};")), "--{name} is not {own}");
            }
        }
    }
}
