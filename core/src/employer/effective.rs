//! Which events of the register are about an earlier entry.

use crate::event::EmployerEvent;
use crate::history::{Amendment, Amends};

/// An entry of the register, with what became of it.
pub type Line = crate::history::Line<EmployerEvent>;

impl Amends for EmployerEvent {
    fn amends(&self) -> Amendment<'_, Self> {
        match self {
            Self::RegisterEntryWithdrawn(change) => Amendment::Withdraws(change.entry),
            Self::RegisterEntryCorrected(change) => Amendment::Corrects(change.entry, &change.event, &change.occurred),
            _ => Amendment::Nothing,
        }
    }
}
