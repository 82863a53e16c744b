//! A change of the law: which events are one, and what it would move.

mod preview;

use heyi_core::event::{Event, SystemEvent};

pub use preview::{Due, Moved, Preview};

/// Whether an event changes the law.
#[must_use]
pub fn changes(event: &Event) -> bool {
    matches!(event, Event::System(SystemEvent::RulebookAdopted(_) | SystemEvent::CalendarAdopted(_)))
}
