//! The law as adopted by this log: rulebooks and calendars, each known from the position it was adopted at.
//!
//! A new binary does not change a past answer: what counts is what the log adopted. A fresh log adopts what the binary ships.

use std::sync::{Arc, RwLock};

use heyi_core::calendar::Calendar;
use heyi_core::event::system::{CalendarAdopted, RulebookAdopted};
use heyi_core::event::{Entry, Event, Recorded, SystemEvent};
use heyi_core::ground::Law;
use heyi_core::ids::{AccountId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::rules::Rulebook;

use crate::append::{AppendError, Commit, Expect};
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::{codec, streams};

/// Every rulebook and calendar adopted, in order.
#[derive(Debug)]
pub struct Laws {
    adopted: RwLock<Vec<(Position, Law)>>,
}

impl Laws {
    /// Reads what the log adopted; a log that has adopted nothing adopts what this binary ships.
    ///
    /// # Errors
    /// When the log cannot be read or written, or holds a rulebook this binary cannot read.
    pub async fn open(log: &dyn EventLog) -> Result<Self, StoreError> {
        let mut adopted = read(log).await?;
        if adopted.is_empty() {
            match adopt_shipped(log).await {
                // It says so to everybody who asks; until it is mended the shipped law holds.
                Err(StoreError::Append(AppendError::ReadOnly { .. })) => {}
                done => done?,
            }
            adopted = read(log).await?;
        }
        let laws = Self { adopted: RwLock::new(adopted) };
        let shipped = Law::shipped();
        let current = laws.current();
        if current.rulebook.version() != shipped.rulebook.version()
            || current.calendar.version() != shipped.calendar.version()
        {
            tracing::warn!(
                rulebook = %shipped.rulebook.version(), calendar = %shipped.calendar.version(),
                "this binary ships another rulebook or calendar than the log has adopted; the adopted one holds"
            );
        }
        Ok(laws)
    }

    /// The law as known now.
    #[must_use]
    pub fn current(&self) -> Law {
        self.adopted().last().map_or_else(Law::shipped, |(_, law)| law.clone())
    }

    /// The law as known at a position; what was adopted first, before that.
    #[must_use]
    pub fn at(&self, known: Position) -> Law {
        let adopted = self.adopted();
        let then = adopted.iter().rev().find(|(from, _)| *from <= known).or_else(|| adopted.first());
        then.map_or_else(Law::shipped, |(_, law)| law.clone())
    }

    fn adopted(&self) -> std::sync::RwLockReadGuard<'_, Vec<(Position, Law)>> {
        self.adopted.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

async fn adopt_shipped(log: &dyn EventLog) -> Result<(), StoreError> {
    let law = Law::shipped();
    let (rules, calendar) = (law.rulebook.text(), law.calendar.text());
    let events = [
        SystemEvent::RulebookAdopted(RulebookAdopted { hash: law.rulebook.version(), content: rules.to_owned() }),
        SystemEvent::CalendarAdopted(CalendarAdopted { hash: law.calendar.version(), content: calendar.to_owned() }),
    ];
    let entry = |event| Entry {
        occurred: Occurred::unknown(""),
        event: Event::System(event),
        note: None,
        evidence: Vec::new(),
    };
    let events = events.into_iter().map(|event| codec::encode(&entry(event))).collect::<Result<Vec<_>, _>>()?;
    let stream = streams::system()?;
    // What was cut off the log may stand there already.
    let expect = Expect::Exact(log.version(&stream).await?);
    log.append(Commit::to_one(stream, expect, events, nobody())).await?;
    Ok(())
}

/// The laws the log adopted, each with the position it is known from.
async fn read(log: &dyn EventLog) -> Result<Vec<(Position, Law)>, StoreError> {
    let mut adopted: Vec<(Position, Law)> = Vec::new();
    for recorded in reading::stream(log, &streams::system()?).await? {
        if let Some(law) = with(adopted.last().map(|(_, law)| law), &recorded)? {
            adopted.push((recorded.position, law));
        }
    }
    Ok(adopted)
}

/// The law after an adoption; `None` for other events of the system.
fn with(before: Option<&Law>, recorded: &Recorded<Event>) -> Result<Option<Law>, StoreError> {
    let mut law = before.cloned().unwrap_or_else(Law::shipped);
    let unreadable = |_| StoreError::Law { position: recorded.position };
    match &recorded.event {
        Event::System(SystemEvent::RulebookAdopted(adopted)) => {
            law.rulebook = Arc::new(Rulebook::parse(&[adopted.content.as_str()]).map_err(unreadable)?);
        }
        Event::System(SystemEvent::CalendarAdopted(adopted)) => {
            law.calendar = Arc::new(Calendar::parse(&adopted.content).map_err(unreadable)?);
        }
        _ => return Ok(None),
    }
    Ok(Some(law))
}

/// Who stands in the log for what the program itself records: the nil account.
#[must_use]
pub const fn nobody() -> AccountId {
    AccountId(uuid::Uuid::nil())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::memory::MemoryLog;

    #[tokio::test]
    async fn a_fresh_log_adopts_what_is_shipped_once() {
        let log = MemoryLog::new(Arc::new(SystemClock));
        let laws = Laws::open(&log).await.unwrap();
        assert_eq!(laws.current().rulebook.version(), Law::shipped().rulebook.version());
        assert_eq!(laws.current().calendar.version(), Law::shipped().calendar.version());
        let head = log.head();
        Laws::open(&log).await.unwrap();
        assert_eq!(log.head(), head);
    }
}
