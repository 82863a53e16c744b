//! The law as adopted by this log: rulebooks and calendars, each known from the position it was adopted at.
//!
//! A new binary does not change a past answer: what counts is what the log adopted. A fresh log adopts what the binary ships;
//! after that a law is adopted when somebody asks for it ([`Laws::adopt`]), and never silently.

use std::sync::{Arc, PoisonError, RwLock};

use heyi_core::event::system::{CalendarAdopted, RulebookAdopted};
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ground::{Law, LawVersions};
use heyi_core::ids::{AccountId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::rows::RowError;

use crate::append::{AppendError, Commit, Expect};
use crate::log::EventLog;
use crate::reading::StoreError;
use crate::{codec, streams};

mod known;
mod proposal;

pub use known::{Adoption, KnownLaw, Part};
pub use proposal::Proposal;

/// Every rulebook and calendar adopted, in order, and what this program ships.
pub struct Laws {
    log: Arc<dyn EventLog>,
    shipped: Law,
    known: RwLock<Arc<KnownLaw>>,
}

/// A law was not adopted; nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// Rows are wrong, or contradict others.
    #[error("rows are wrong")]
    Wrong(Vec<RowError>),
    /// Another law was adopted since the person looked.
    #[error("another law was adopted meanwhile")]
    Changed,
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[from] StoreError),
}

impl Laws {
    /// Reads what the log adopted; a log that has adopted nothing adopts what this program ships.
    ///
    /// # Errors
    /// When the log cannot be read or written, or holds a rulebook this program cannot read.
    pub async fn open(log: Arc<dyn EventLog>, shipped: Law) -> Result<Self, StoreError> {
        let known = RwLock::new(Arc::new(KnownLaw::before(shipped.clone())));
        let laws = Self { log, shipped, known };
        laws.refresh().await?;
        if laws.adoptions().is_empty() {
            let law = laws.shipped.clone();
            let both = [rulebook_adopted(&law), calendar_adopted(&law)];
            match laws.append(&both, nobody()).await {
                // It says so to everybody who asks; until it is mended the shipped law holds.
                Err(StoreError::Append(AppendError::ReadOnly { .. })) => {}
                done => {
                    done?;
                    laws.refresh().await?;
                }
            }
        }
        if laws.ships_another() {
            tracing::warn!(
                rulebook = %laws.shipped.rulebook.version(), calendar = %laws.shipped.calendar.version(),
                "this binary ships another rulebook or calendar than the log has adopted; the adopted one holds"
            );
        }
        Ok(laws)
    }

    /// The law as known now.
    #[must_use]
    pub fn current(&self) -> Law {
        self.known().current().clone()
    }

    /// The law as known at a position; what was adopted first, before that.
    #[must_use]
    pub fn at(&self, known: Position) -> Law {
        self.known().at(known).clone()
    }

    /// The law this program ships.
    #[must_use]
    pub fn shipped(&self) -> &Law {
        &self.shipped
    }

    /// Every adoption, in order.
    #[must_use]
    pub fn adoptions(&self) -> Vec<Adoption> {
        self.known().adoptions().to_vec()
    }

    /// Whether this program ships rows or years that the log has not adopted.
    #[must_use]
    pub fn ships_another(&self) -> bool {
        let now = self.current();
        // What ships fits together by itself: a test reads it.
        Proposal::Shipped.upon(&now, &self.shipped).is_ok_and(|law| law.versions() != now.versions())
    }

    /// The law that would hold if that was adopted now.
    ///
    /// # Errors
    /// Every row that is wrong or in contradiction with another.
    pub fn proposed(&self, proposal: &Proposal) -> Result<Law, Vec<RowError>> {
        proposal.upon(&self.current(), &self.shipped)
    }

    /// Adopts it: what it changes is recorded in one commit and holds from the next question on. The position of that, or
    /// `None` when it is what holds already, and nothing was recorded.
    ///
    /// `seen` is the law that held when the person looked at what would move.
    ///
    /// # Errors
    /// [`AdoptError`].
    pub async fn adopt(
        &self,
        proposal: &Proposal,
        seen: LawVersions,
        by: AccountId,
    ) -> Result<Option<Position>, AdoptError> {
        loop {
            let now = self.current();
            if now.versions() != seen {
                return Err(AdoptError::Changed);
            }
            let law = proposal.upon(&now, &self.shipped).map_err(AdoptError::Wrong)?;
            let mut events = Vec::new();
            if law.rulebook.version() != now.rulebook.version() {
                events.push(rulebook_adopted(&law));
            }
            if law.calendar.version() != now.calendar.version() {
                events.push(calendar_adopted(&law));
            }
            if events.is_empty() {
                return Ok(None);
            }
            let appended = self.append(&events, by).await;
            self.refresh().await?;
            match appended {
                // Something of the system was recorded in between: perhaps another law.
                Err(StoreError::Append(AppendError::Conflict { .. })) => {}
                done => return Ok(Some(done?)),
            }
        }
    }

    /// Records events behind what was read of the system's stream.
    async fn append(&self, events: &[SystemEvent], by: AccountId) -> Result<Position, StoreError> {
        let expect = Expect::Exact(self.known().version());
        let entry = |event: &SystemEvent| Entry {
            occurred: Occurred::unknown(""),
            event: Event::System(event.clone()),
            note: None,
            evidence: Vec::new(),
        };
        let events = events.iter().map(|event| codec::encode(&entry(event))).collect::<Result<Vec<_>, _>>()?;
        Ok(self.log.append(Commit::to_one(streams::system()?, expect, events, by)).await?.last)
    }

    async fn refresh(&self) -> Result<(), StoreError> {
        let mut known = (*self.known()).clone();
        known.read(&*self.log).await?;
        let mut kept = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // Another reading may have come further.
        if kept.version() <= known.version() {
            *kept = Arc::new(known);
        }
        Ok(())
    }

    fn known(&self) -> Arc<KnownLaw> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn rulebook_adopted(law: &Law) -> SystemEvent {
    let (hash, content) = (law.rulebook.version(), law.rulebook.text().to_owned());
    SystemEvent::RulebookAdopted(RulebookAdopted { hash, content })
}

fn calendar_adopted(law: &Law) -> SystemEvent {
    let (hash, content) = (law.calendar.version(), law.calendar.text().to_owned());
    SystemEvent::CalendarAdopted(CalendarAdopted { hash, content })
}

/// Who stands in the log for what the program itself records: the nil account.
#[must_use]
pub const fn nobody() -> AccountId {
    AccountId(uuid::Uuid::nil())
}

#[cfg(test)]
mod tests;
