//! Publications, each in a row; and what a set of tables looks like when it is published: small numbers withheld, so that nobody can
//! work them out.

use std::collections::BTreeMap;
use std::io;

use heyi_core::event::publication::FiguresProposed;
use heyi_core::event::{Event, PublicationEvent, Recorded};
use heyi_core::ids::{PublicationId, Version};
use heyi_core::place::Place;
use heyi_core::publication::PublicationState;
use heyi_store::append::StreamId;
use heyi_store::streams;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Moment, Projection};

mod ask;
mod compared;
pub mod withholding;

pub use ask::{MOST_ROWS, PublishError, Publishing};
pub use compared::{Changed, Compared, ComparedRow, MOST_ROWS_COMPARED, Standing};

/// The publications, each in a row.
#[derive(Debug, Default)]
pub struct Publications {
    rows: BTreeMap<PublicationId, PublicationCard>,
}

/// A publication as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationCard {
    /// Which.
    pub publication: PublicationId,
    /// Its title.
    pub title: String,
    /// The smallest division that holds the regions of its tables.
    pub place: Place,
    /// Where it stands.
    pub state: PublicationState,
    /// How many tables it has.
    pub tables: usize,
    /// The publication it restates.
    pub replaces: Option<PublicationId>,
    /// The publications that restate it, once they were published.
    pub replaced_by: Vec<PublicationId>,
    /// When it was last recorded about.
    pub recorded_at: Timestamp,
    /// How many entries its stream holds.
    pub version: Version,
}

impl Publications {
    /// The row of a publication.
    pub(crate) fn row(&self, publication: PublicationId) -> Option<&PublicationCard> {
        self.rows.get(&publication)
    }

    /// The rows, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &PublicationCard> {
        self.rows.values().rev()
    }

    fn proposed(&mut self, id: PublicationId, proposal: &FiguresProposed, recorded_at: Timestamp) {
        let card = PublicationCard {
            publication: id,
            title: proposal.title.clone(),
            place: proposal.place.clone(),
            state: PublicationState::Proposed,
            tables: proposal.tables.len(),
            replaces: proposal.replaces,
            replaced_by: Vec::new(),
            recorded_at,
            version: Version::ZERO,
        };
        self.rows.insert(id, card);
    }
}

impl Projection for Publications {
    fn name(&self) -> &'static str {
        "publications"
    }

    fn format(&self) -> u32 {
        1
    }

    fn event(&mut self, _: Moment, stream: &StreamId, recorded: &Recorded<Event>) {
        let (Event::Publication(event), Some(id)) = (&recorded.event, streams::as_publication(stream)) else { return };
        match event {
            PublicationEvent::FiguresProposed(proposal) => self.proposed(id, proposal, recorded.recorded_at),
            PublicationEvent::ProposalAmended(amended) => {
                self.proposed(id, &amended.clone().into(), recorded.recorded_at);
            }
            PublicationEvent::FigurePublished(_) => {
                let replaced = self.rows.get(&id).and_then(|card| card.replaces);
                if let Some(replaced) = replaced.and_then(|replaced| self.rows.get_mut(&replaced)) {
                    replaced.replaced_by.push(id);
                }
            }
            PublicationEvent::ProposalDeclined(_) | PublicationEvent::PublicationWithdrawn(_) => {}
        }
        let Some(card) = self.rows.get_mut(&id) else { return };
        card.version = recorded.version;
        card.recorded_at = recorded.recorded_at;
        card.state = match event {
            PublicationEvent::FiguresProposed(_) | PublicationEvent::ProposalAmended(_) => PublicationState::Proposed,
            PublicationEvent::FigurePublished(_) => PublicationState::Published,
            PublicationEvent::ProposalDeclined(_) => PublicationState::Declined,
            PublicationEvent::PublicationWithdrawn(_) => PublicationState::Withdrawn,
        };
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        to.rows("publications", self.rows.values()).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let rows: Vec<PublicationCard> = reader.rows("publications")?;
        reader.finish()?;
        self.rows = rows.into_iter().map(|row| (row.publication, row)).collect();
        Ok(())
    }
}
