//! What of the log somebody is given.

use std::time::Duration;

use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_projections::ReadSide;
use heyi_store::accounts::Account;
use heyi_store::append::{LogEvent, StreamId};
use heyi_store::streams;

use crate::guard::permission::{holds, regions};
use crate::routes::{AUDITORS, READERS};

/// How long a page waits until it is known where the newest events belong.
const PATIENCE: Duration = Duration::from_secs(3);

/// A part of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of it.
    Whole,
    /// The streams of cases, employers and letters whose place lies in one of these regions, and no other stream.
    Regions(Vec<Place>),
}

impl Scope {
    /// What an account is given when it asks for a region, or for none; `None`: nothing.
    pub(super) fn of(account: &Account, region: Option<&Place>, whole: &Place) -> Option<Self> {
        let grants = &account.grants;
        match region {
            Some(region) => holds(grants, READERS, region).then(|| Self::Regions(vec![region.clone()])),
            None if holds(grants, AUDITORS, whole) => Some(Self::Whole),
            None => Some(regions(grants, READERS)).filter(|regions| !regions.is_empty()).map(Self::Regions),
        }
    }

    /// Up to where it can be said what belongs to it, at most `head`: a region's place is known once it is folded.
    pub(super) async fn known_to(&self, read: &ReadSide, head: Position) -> Position {
        match self {
            Self::Whole => head,
            Self::Regions(_) => {
                let _ = read.caught_up_to(head, PATIENCE).await;
                head.min(read.position())
            }
        }
    }

    /// Whether the event belongs to it. The place of a case, an employer or a letter is the one it has now, for all of its events.
    pub(super) fn shows(&self, event: &LogEvent, read: &ReadSide) -> bool {
        let Self::Regions(regions) = self else { return true };
        let place = place_of(&event.stream, read);
        place.is_some_and(|place| regions.iter().any(|region| place.within(region)))
    }
}

/// Where what a stream is about lies; `None`: it is about nothing that lies in a region, or it is not known.
fn place_of(stream: &StreamId, read: &ReadSide) -> Option<Place> {
    if let Some(case) = streams::as_case(stream) {
        return read.place_of_case(case);
    }
    if let Some(employer) = streams::as_employer(stream) {
        return read.place_of_employer(employer);
    }
    if let Some(letter) = streams::as_letter(stream) {
        return read.place_of_letter(letter);
    }
    if let Some(publication) = streams::as_publication(stream) {
        return read.publication(publication).map(|publication| publication.place);
    }
    read.drive(streams::as_drive(stream)?).map(|drive| drive.place)
}
