//! The law as the log came to know it, read for folding: each rulebook and calendar from the commit that adopted it.

use std::sync::Arc;

use heyi_core::calendar::Calendar;
use heyi_core::event::{Event, SystemEvent};
use heyi_core::ground::Law;
use heyi_core::ids::{Position, Version};
use heyi_core::rules::Rulebook;
use heyi_store::append::LogEvent;
use heyi_store::log::EventLog;
use heyi_store::reading::StoreError;
use heyi_store::{codec, streams};

/// How many events one read asks for.
const BATCH: usize = 100;

/// Every law the log adopted, by the position of the commit that did.
#[derive(Clone, Debug)]
pub struct KnownLaw {
    before: Law,
    adopted: Vec<(Position, Law)>,
    /// How much of the system's stream is in here.
    read: Version,
}

impl Default for KnownLaw {
    fn default() -> Self {
        Self { before: Law::shipped(), adopted: Vec::new(), read: Version::ZERO }
    }
}

impl KnownLaw {
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

    /// The law as known at a position; the first adopted, before that.
    #[must_use]
    pub fn at(&self, known: Position) -> &Law {
        let then = self.adopted.iter().rev().find(|(from, _)| *from <= known).or_else(|| self.adopted.first());
        then.map_or(&self.before, |(_, law)| law)
    }

    fn note(&mut self, event: &LogEvent) -> Result<(), StoreError> {
        let unreadable = |_| StoreError::Law { position: event.position };
        let mut law = self.adopted.last().map_or(&self.before, |(_, law)| law).clone();
        match codec::decode(event)?.event {
            Event::System(SystemEvent::RulebookAdopted(adopted)) => {
                law.rulebook = Arc::new(Rulebook::parse(&[adopted.content.as_str()]).map_err(unreadable)?);
                self.adopted.push((event.commit_last, law));
            }
            Event::System(SystemEvent::CalendarAdopted(adopted)) => {
                law.calendar = Arc::new(Calendar::parse(&adopted.content).map_err(unreadable)?);
                self.adopted.push((event.commit_last, law));
            }
            _ => {}
        }
        self.read = event.version;
        Ok(())
    }
}

/// Whether an event changes the law.
#[must_use]
pub fn changes(event: &Event) -> bool {
    matches!(event, Event::System(SystemEvent::RulebookAdopted(_) | SystemEvent::CalendarAdopted(_)))
}
