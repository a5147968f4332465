//! What words agree with.

/// What an adjective or a participle agrees with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// En rad.
    Common,
    /// Ett belopp.
    Neuter,
    /// Flera.
    Several,
}

impl Gender {
    /// The form that agrees, of those for a noun of common gender, a neuter one, and several.
    pub fn of(self, forms: [&str; 3]) -> &str {
        let [common, neuter, several] = forms;
        match self {
            Self::Common => common,
            Self::Neuter => neuter,
            Self::Several => several,
        }
    }
}
