//! How sure it is that a unit is counted.

/// The state of a unit of the base, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Counted.
    Confirmed,
    /// Counted, derived and unconfirmed.
    Derived,
    /// Not known: some day is not known exactly.
    Imprecise,
    /// Not known: nothing is known of the first day.
    Undated,
    /// Not known: clauses, or what the case was taken over without, are not told.
    Untold,
    /// Not known: a period has not ended.
    Open,
    /// Not counted.
    Not,
}

impl State {
    /// Whether it is counted.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Confirmed | Self::Derived)
    }
}

/// Whether a unit belongs to the base of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// It does.
    In,
    /// It is not known whether it does.
    Unknown,
    /// It does not.
    Out,
}

impl Base {
    /// From what is known of an attribute.
    #[must_use]
    pub fn known(belongs: Option<bool>) -> Self {
        match belongs {
            Some(true) => Self::In,
            Some(false) => Self::Out,
            None => Self::Unknown,
        }
    }
}
