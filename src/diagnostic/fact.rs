//! Facts of a problem, as data: what was expected and computed, and the figures that take part.

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A word and what it stands for, such as what was expected; on a terminal the values stand under each other.
    Value {
        /// The word.
        word: &'static str,
        /// What it stands for.
        value: String,
        /// Letters before the value on a terminal.
        column: usize,
    },
    /// A figure, and what it is.
    Amount {
        /// The figure as text.
        shown: String,
        /// Its name and place.
        about: String,
    },
    /// How many more there are of what was listed before it, and what they are, if that must be said.
    More(usize, &'static str),
    /// Anything else.
    Text(String),
}

impl Fact {
    /// Letters before the values of most problems: as long as the longest of their words, with room behind it.
    pub const COLUMN: usize = 11;

    /// A word and what it stands for.
    pub fn value(word: &'static str, value: impl Into<String>) -> Self {
        Self::Value { word, value: value.into(), column: Self::COLUMN }
    }

    /// A figure, and what it is.
    pub fn amount(shown: impl Into<String>, about: impl Into<String>) -> Self {
        Self::Amount { shown: shown.into(), about: about.into() }
    }

    /// The fact in words, for programs: nothing is aligned.
    pub fn text(&self) -> String {
        match self {
            Self::Value { word, value, .. } => format!("{word} {value}"),
            Self::Amount { shown, about } => format!("{shown} {about}"),
            Self::More(count, "") => format!("… och {count} till"),
            Self::More(count, what) => format!("… och {count} {what} till"),
            Self::Text(text) => text.clone(),
        }
    }

    /// The fact as a line among others.
    pub fn line(&self) -> String {
        match self {
            Self::Value { word, value, column } => format!("{word:column$}{value}"),
            Self::Amount { shown, about } => format!("{shown}  {about}"),
            Self::More(..) | Self::Text(_) => self.text(),
        }
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Fact;

    #[test]
    fn values_are_aligned_for_people_and_not_for_programs() {
        let facts = [Fact::value("väntat", "19,0"), Fact::value("beräknat", "19,5"), Fact::amount("12,5", "Område IT")];
        assert_eq!(facts.each_ref().map(Fact::line), ["väntat     19,0", "beräknat   19,5", "12,5  Område IT"]);
        assert_eq!(facts.each_ref().map(Fact::text), ["väntat 19,0", "beräknat 19,5", "12,5 Område IT"]);
    }
}
