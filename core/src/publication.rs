//! A publication: figures proposed by one person, approved by another, and published as they were then.
//!
//! As with cases nothing is stored but the entries; a [`Publication`] is folded from them. Folding never refuses. Nothing of a
//! publication is corrected: what went out went out. Figures that turn out wrong are restated by another publication that says so, or
//! withdrawn.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::event::publication::{FigurePublished, FiguresProposed, ProposalAmended};
use crate::event::{PublicationEvent, Recorded};
use crate::ids::{AccountId, Position, PublicationId, Version};
use crate::occurred::Occurred;

pub mod decisions;
pub mod ground;
#[cfg(test)]
mod scenario;

/// The state of one publication.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Which.
    pub id: PublicationId,
    /// How many entries its stream holds.
    pub version: Version,
    /// The proposal as it stands; `None`: nothing is recorded.
    pub proposal: Option<FiguresProposed>,
    /// Who proposed it or changed the proposal: none of them approves it.
    pub proposers: BTreeSet<AccountId>,
    /// Why the proposal was declined, when it was last.
    pub declined: Option<String>,
    /// The figures as published.
    pub published: Option<Published>,
    /// Why what was published was withdrawn, with the day.
    pub withdrawn: Option<(Occurred, String)>,
    /// Its entries, in the order of recording.
    pub entries: Vec<Recorded<PublicationEvent>>,
}

/// The figures as published, with who approved them and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What was published.
    pub figures: FigurePublished,
    /// The day of publication, as claimed.
    pub occurred: Occurred,
    /// Who approved it.
    pub by: AccountId,
    /// Where in the log it stands.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// Where a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublicationState {
    /// Proposed: a reviewer is to decide.
    Proposed,
    /// Declined.
    Declined,
    /// Published.
    Published,
    /// Published, and withdrawn since.
    Withdrawn,
}

impl Publication {
    /// A publication of which nothing is recorded.
    #[must_use]
    pub fn empty(id: PublicationId) -> Self {
        Self {
            id,
            version: Version::ZERO,
            proposal: None,
            proposers: BTreeSet::new(),
            declined: None,
            published: None,
            withdrawn: None,
            entries: Vec::new(),
        }
    }

    /// Folds what is recorded of a publication.
    #[must_use]
    pub fn replay(id: PublicationId, history: &[Recorded<PublicationEvent>]) -> Self {
        let mut publication = Self::empty(id);
        for recorded in history {
            publication.evolve(recorded);
            publication.version = recorded.version;
            publication.entries.push(recorded.clone());
        }
        publication
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> PublicationState {
        if self.withdrawn.is_some() {
            PublicationState::Withdrawn
        } else if self.published.is_some() {
            PublicationState::Published
        } else if self.declined.is_some() {
            PublicationState::Declined
        } else {
            PublicationState::Proposed
        }
    }

    fn evolve(&mut self, recorded: &Recorded<PublicationEvent>) {
        match &recorded.event {
            PublicationEvent::FiguresProposed(proposed) => self.proposed(proposed.clone(), recorded.by),
            PublicationEvent::ProposalAmended(amended) => self.proposed(amended.clone().into(), recorded.by),
            PublicationEvent::FigurePublished(figures) => {
                self.published = Some(Published {
                    figures: (**figures).clone(),
                    occurred: recorded.occurred.clone(),
                    by: recorded.by,
                    position: recorded.position,
                    recorded_at: recorded.recorded_at,
                });
            }
            PublicationEvent::ProposalDeclined(declined) => self.declined = Some(declined.reason.clone()),
            PublicationEvent::PublicationWithdrawn(withdrawn) => {
                self.withdrawn = Some((recorded.occurred.clone(), withdrawn.reason.clone()));
            }
        }
    }

    fn proposed(&mut self, proposal: FiguresProposed, by: AccountId) {
        self.proposal = Some(proposal);
        self.proposers.insert(by);
        self.declined = None;
    }
}

impl From<ProposalAmended> for FiguresProposed {
    fn from(amended: ProposalAmended) -> Self {
        let ProposalAmended { title, place, tables, threshold, replaces, remark } = amended;
        Self { title, place, tables, threshold, replaces, remark }
    }
}

impl From<FiguresProposed> for ProposalAmended {
    fn from(proposed: FiguresProposed) -> Self {
        let FiguresProposed { title, place, tables, threshold, replaces, remark } = proposed;
        Self { title, place, tables, threshold, replaces, remark }
    }
}
