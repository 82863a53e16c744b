//! Torn ends that were cut off the log and that nobody has taken note of: no damage, and said until somebody has.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use heyi_core::event::{Event, SystemEvent};
use heyi_core::text::Language;
use heyi_store::append::LogEvent;
use heyi_store::codec;

use crate::output::Answer;

/// The positions of the cuts, while the log is read in order.
#[derive(Default)]
pub(super) struct Cuts(Mutex<BTreeSet<u64>>);

impl Cuts {
    /// Takes in an event.
    pub(super) fn see(&self, event: &LogEvent) {
        match event.kind.as_str() {
            "tail-cut" => drop(self.known().insert(event.position.0)),
            "tail-cut-acknowledged" => {
                if let Ok(Event::System(SystemEvent::TailCutAcknowledged(seen))) =
                    codec::decode(event).map(|recorded| recorded.event)
                {
                    self.known().remove(&seen.cut.0);
                }
            }
            _ => {}
        }
    }

    /// Those nobody has taken note of.
    pub(super) fn unacknowledged(&self) -> Vec<u64> {
        self.known().iter().copied().collect()
    }

    pub(super) fn print(&self, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
        for position in self.unacknowledged() {
            answer.line(match language {
                Language::Zh => format!("第 {position} 号记录：打开时截去了未写完的尾部，尚未有管理员确认（存储状态页）"),
                Language::En => {
                    format!("position {position}: a torn tail was cut, and no administrator has acknowledged it (page: Store)")
                }
            })?;
        }
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
