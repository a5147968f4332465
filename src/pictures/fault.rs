//! What can be wrong with a picture.

use crate::diagnostic::{Diagnostic, Severity};

/// A fault of a picture, without its name and place.
#[derive(Debug)]
pub struct Fault {
    id: &'static str,
    severity: Severity,
    what: String,
    hint: String,
}

impl Fault {
    fn new(id: &'static str, severity: Severity, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { id, severity, what: what.into(), hint: hint.into() }
    }

    /// It is no picture, or a broken one.
    pub fn unreadable(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bild-kan-inte-läsas", Severity::Error, what, hint)
    }

    /// No PDF can be made with it.
    pub fn unprintable(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bild-kan-inte-tryckas", Severity::Error, what, hint)
    }

    /// It asks for more time or memory than a picture may.
    pub fn heavy(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bild-för-tung", Severity::Error, what, hint)
    }

    /// It can do something where it is opened.
    pub fn dangerous(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bild-osäker", Severity::Error, what, hint)
    }

    /// It moves.
    pub fn moving(hint: impl Into<String>) -> Self {
        let what = "den rör sig, vilket stör läsare och inte syns i PDF:en (WCAG 2.2.2)";
        Self::new("bild-rör-sig", Severity::Warning, what, hint)
    }

    /// Readers do not get all that is in it, or not everywhere.
    pub fn lossy(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bild-visas-inte-hel", Severity::Warning, what, hint)
    }

    /// It has characters that no typeface of the PDF has.
    pub fn lacking(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("tecken-utan-typsnitt", Severity::Warning, what, hint)
    }

    /// It looks a little different in the PDF.
    pub fn different(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new("bildens-typsnitt", Severity::Note, what, hint)
    }

    /// The same fault, of a picture that stands within another.
    #[must_use]
    pub fn within(self) -> Self {
        Self { what: format!("i en inbäddad bild: {}", self.what), ..self }
    }

    /// Whether nothing can be made with it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The fault of a picture, told without a place.
    pub fn of(self, what: &str, path: &str) -> Diagnostic {
        let message = format!("{what} \"{path}\": {}", self.what);
        let problem = match self.severity {
            Severity::Error => Diagnostic::error(self.id, message),
            Severity::Warning => Diagnostic::warning(self.id, message),
            Severity::Note => Diagnostic::note(self.id, message),
        };
        problem.hint(self.hint)
    }
}
