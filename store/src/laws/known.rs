//! The law as the log came to know it: each rulebook and calendar from the commit that adopted it.

use std::sync::Arc;

use heyi_core::calendar::Calendar;
use heyi_core::digest::Digest;
use heyi_core::event::{Event, SystemEvent};
use heyi_core::ground::Law;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::rules::Rulebook;
use jiff::Timestamp;
use serde::Serialize;

use crate::append::LogEvent;
use crate::log::EventLog;
use crate::reading::StoreError;
use crate::{codec, streams};

/// How many events one read asks for.
const BATCH: usize = 100;

/// Every law the log adopted, by the position of the commit that did.
#[derive(Clone, Debug)]
pub struct KnownLaw {
    /// What holds where the log has adopted nothing.
    before: Law,
    adopted: Vec<(Position, Law)>,
    adoptions: Vec<Adoption>,
    /// How much of the system's stream is in here.
    read: Version,
}

/// That a rulebook or a calendar was adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Adoption {
    /// Which of the two.
    pub part: Part,
    /// SHA-256 of its text.
    pub version: Digest,
    /// Where it is recorded.
    pub position: Position,
    /// When.
    pub recorded_at: Timestamp,
    /// By whom; the nil account: by the program or its operator.
    pub by: AccountId,
}

/// The two halves of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The rules.
    Rulebook,
    /// The working days.
    Calendar,
}

impl KnownLaw {
    /// Nothing read yet; `before` holds until something is adopted.
    #[must_use]
    pub fn before(before: Law) -> Self {
        Self { before, adopted: Vec::new(), adoptions: Vec::new(), read: Version::ZERO }
    }

    /// Reads what was adopted since the last reading.
    ///
    /// # Errors
    /// When the log cannot be read, or holds a rulebook or calendar this program cannot read.
    pub async fn read(&mut self, log: &dyn EventLog) -> Result<(), StoreError> {
        let stream = streams::system()?;
        loop {
            let batch = log.read_stream(&stream, self.read, BATCH).await?;
            for event in &batch {
                self.note(event)?;
            }
            if batch.len() < BATCH {
                return Ok(());
            }
        }
    }

    /// The law as known at a position; what was adopted first, before that.
    #[must_use]
    pub fn at(&self, known: Position) -> &Law {
        let then = self.adopted.iter().rev().find(|(from, _)| *from <= known).or_else(|| self.adopted.first());
        then.map_or(&self.before, |(_, law)| law)
    }

    /// The law as known now.
    #[must_use]
    pub fn current(&self) -> &Law {
        self.adopted.last().map_or(&self.before, |(_, law)| law)
    }

    /// Every adoption, in order.
    #[must_use]
    pub fn adoptions(&self) -> &[Adoption] {
        &self.adoptions
    }

    /// How much of the system's stream was read.
    #[must_use]
    pub fn version(&self) -> Version {
        self.read
    }

    fn note(&mut self, event: &LogEvent) -> Result<(), StoreError> {
        let unreadable = |_| StoreError::Law { position: event.position };
        let mut law = self.current().clone();
        let adopted = match codec::decode(event)?.event {
            Event::System(SystemEvent::RulebookAdopted(adopted)) => {
                law.rulebook = Arc::new(Rulebook::adopted(&adopted.content).map_err(unreadable)?);
                Some((Part::Rulebook, adopted.hash))
            }
            Event::System(SystemEvent::CalendarAdopted(adopted)) => {
                law.calendar = Arc::new(Calendar::adopted(&adopted.content).map_err(unreadable)?);
                Some((Part::Calendar, adopted.hash))
            }
            _ => None,
        };
        if let Some((part, version)) = adopted {
            let LogEvent { position, recorded_at, by, .. } = *event;
            self.adoptions.push(Adoption { part, version, position, recorded_at, by });
            // A commit becomes known whole: a rulebook is never paired with the calendar that went before its own.
            self.adopted.retain(|(from, _)| *from != event.commit_last);
            self.adopted.push((event.commit_last, law));
        }
        self.read = event.version;
        Ok(())
    }
}
