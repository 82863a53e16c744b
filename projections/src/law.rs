//! What a change of the law does: which events are one.

use heyi_core::event::{Event, SystemEvent};

/// Whether an event changes the law.
#[must_use]
pub fn changes(event: &Event) -> bool {
    matches!(event, Event::System(SystemEvent::RulebookAdopted(_) | SystemEvent::CalendarAdopted(_)))
}
