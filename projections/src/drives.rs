//! Drives, each in a row, and how their cases come along.

use std::collections::BTreeMap;
use std::io;

use heyi_core::event::drive::{DriveOf, DriveOpened};
use heyi_core::event::{DriveEvent, Event, Recorded};
use heyi_core::ids::{DriveId, OfficeId, Version};
use heyi_core::place::Place;
use heyi_core::stage::Stage;
use heyi_store::append::StreamId;
use heyi_store::streams;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case_card::CaseCard;
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Moment, Projection};

/// The drives, each in a row.
#[derive(Debug, Default)]
pub struct Drives {
    rows: BTreeMap<DriveId, DriveCard>,
}

/// A drive as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveCard {
    /// Which.
    pub drive: DriveId,
    /// Its name.
    pub name: String,
    /// The office that keeps it.
    pub office: OfficeId,
    /// The place it is held in.
    pub place: Place,
    /// What it issues.
    pub of: DriveOf,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// Made together with the general offer; `None`: not known.
    pub synchronised: Option<bool>,
    /// How many employers it is addressed to by name.
    pub targets: usize,
    /// How many a source tells of.
    pub employers_told: Option<u32>,
    /// It was closed.
    pub closed: bool,
    /// How many entries its stream holds.
    pub version: Version,
    /// A made-up example.
    pub made_up: bool,
}

/// How far the cases of a drive have come, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// All of them.
    pub cases: usize,
    /// Offer issued, not yet delivered.
    pub issued: usize,
    /// Delivered, not yet answered.
    pub unanswered: usize,
    /// Refused, and no new offer yet; coordination among them.
    pub refused: usize,
    /// Agreed to negotiate, in talks, before the vote or the signatures.
    pub in_talks: usize,
    /// Signed, filed, under review.
    pub signed: usize,
    /// In effect, or ended in minutes, a memorandum or a policy.
    pub in_effect: usize,
    /// Closed or ended.
    pub closed: usize,
}

impl Progress {
    /// Counts cases.
    pub fn of<'a>(cards: impl Iterator<Item = &'a CaseCard>) -> Self {
        let mut progress = Self::default();
        for card in cards {
            progress.cases += 1;
            *progress.place_of(card.stage) += 1;
        }
        progress
    }

    /// How many have answered: agreed or refused.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.cases - self.issued - self.unanswered
    }

    fn place_of(&mut self, stage: Stage) -> &mut usize {
        match stage {
            Stage::None | Stage::Opened | Stage::Offered => &mut self.issued,
            Stage::Delivered => &mut self.unanswered,
            Stage::Refused | Stage::Coordinating => &mut self.refused,
            Stage::Accepted
            | Stage::InSession
            | Stage::Suspended
            | Stage::DraftAgreed
            | Stage::BeforeCongress
            | Stage::VoteFailed
            | Stage::VotePassed
            | Stage::Objected => &mut self.in_talks,
            Stage::Signed | Stage::Filed | Stage::UnderReview | Stage::SupplementAsked => &mut self.signed,
            Stage::Effective | Stage::InPerformance | Stage::Changing | Stage::OutcomeRecorded => &mut self.in_effect,
            Stage::Closed | Stage::Ended => &mut self.closed,
        }
    }
}

/// Whether the other side has not answered the offer.
#[must_use]
pub fn is_silent(card: &CaseCard) -> bool {
    matches!(card.stage, Stage::Offered | Stage::Delivered)
}

impl Drives {
    /// The row of a drive.
    pub(crate) fn row(&self, drive: DriveId) -> Option<&DriveCard> {
        self.rows.get(&drive)
    }

    /// The rows, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &DriveCard> {
        self.rows.values().rev()
    }
}

impl DriveCard {
    fn of(drive: DriveId, opened: &DriveOpened) -> Self {
        Self {
            drive,
            name: opened.name.clone(),
            office: opened.office.clone(),
            place: opened.place.clone(),
            of: opened.of,
            from: opened.from,
            to: opened.to,
            synchronised: opened.synchronised,
            targets: opened.targets.len(),
            employers_told: opened.employers_told,
            closed: false,
            version: Version::ZERO,
            made_up: opened.made_up,
        }
    }
}

impl Projection for Drives {
    fn name(&self) -> &'static str {
        "drives"
    }

    fn format(&self) -> u32 {
        1
    }

    fn event(&mut self, _: Moment, stream: &StreamId, recorded: &Recorded<Event>) {
        let (Event::Drive(event), Some(id)) = (&recorded.event, streams::as_drive(stream)) else { return };
        if let DriveEvent::DriveOpened(opened) = event {
            self.rows.insert(id, DriveCard::of(id, opened));
        }
        let Some(card) = self.rows.get_mut(&id) else { return };
        card.version = recorded.version;
        match event {
            DriveEvent::DriveExtended(extended) => card.targets += extended.targets.len(),
            DriveEvent::DriveClosed(_) => card.closed = true,
            DriveEvent::DriveReopened(_) => card.closed = false,
            DriveEvent::DriveOpened(_) | DriveEvent::ChaseListPublished(_) | DriveEvent::DriveProgressTold(_) => {}
        }
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        to.rows("drives", self.rows.values()).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let rows: Vec<DriveCard> = reader.rows("drives")?;
        reader.finish()?;
        self.rows = rows.into_iter().map(|row| (row.drive, row)).collect();
        Ok(())
    }
}
