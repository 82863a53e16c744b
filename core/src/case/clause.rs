//! A clause, as the talks left it.

use crate::event::clauses::ClauseText;

/// A clause with every version of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The texts put, in order; the first is version 1.
    pub texts: Vec<ClauseText>,
    /// Where it stands.
    pub state: ClauseState,
}

/// Where a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseState {
    /// On the table.
    Open,
    /// Agreed, in this version of its text.
    Agreed(u32),
    /// Off the table.
    Withdrawn,
}

impl Clause {
    /// The text that counts: the agreed version, else the latest.
    #[must_use]
    pub fn text(&self) -> Option<&ClauseText> {
        match self.state {
            ClauseState::Agreed(version) => self.texts.get(version.saturating_sub(1) as usize),
            ClauseState::Open | ClauseState::Withdrawn => self.texts.last(),
        }
    }

    /// The latest version of the text, from 1.
    #[must_use]
    pub fn latest(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }
}
