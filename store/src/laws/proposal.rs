//! A law that is to be adopted: what a file or this program would make of the one that holds.

use std::sync::Arc;

use heyi_core::ground::Law;
use heyi_core::rows::RowError;

/// What somebody wants to adopt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Rows of rules, as TOML: added to those that hold, or put in the place of rows with the same id.
    Rules(String),
    /// Years of working days, as TOML: added, or put in the place of the same years.
    Calendar(String),
    /// The rulebook this program ships, in the place of the one that holds.
    ShippedRules,
    /// The years this program ships. A year that only the adopted calendar has stays.
    ShippedCalendar,
    /// Both of what this program ships.
    Shipped,
}

impl Proposal {
    /// The law that would hold. The half it does not change is the very same, text and version.
    ///
    /// # Errors
    /// Every row that is wrong or in contradiction with another.
    pub fn upon(&self, now: &Law, shipped: &Law) -> Result<Law, Vec<RowError>> {
        let mut law = now.clone();
        match self {
            Self::Rules(text) => law.rulebook = Arc::new(now.rulebook.with(text)?),
            Self::ShippedRules | Self::Shipped => law.rulebook = Arc::clone(&shipped.rulebook),
            Self::Calendar(_) | Self::ShippedCalendar => {}
        }
        match self {
            Self::Calendar(text) => law.calendar = Arc::new(now.calendar.with(text)?),
            Self::ShippedCalendar | Self::Shipped => {
                law.calendar = Arc::new(now.calendar.with(shipped.calendar.text())?);
            }
            Self::Rules(_) | Self::ShippedRules => {}
        }
        // The same rows written otherwise are the same law.
        if law.rulebook.changes_since(&now.rulebook).is_empty() {
            law.rulebook = Arc::clone(&now.rulebook);
        }
        if law.calendar.changes_since(&now.calendar).is_empty() {
            law.calendar = Arc::clone(&now.calendar);
        }
        Ok(law)
    }
}
