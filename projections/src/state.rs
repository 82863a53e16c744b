//! The projections together, and how far each has come.

use heyi_core::case::Case;
use heyi_core::digest::Digest;
use heyi_core::employer::Employer;
use heyi_core::event::{Event, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::Position;
use heyi_core::letter::Letter;
use heyi_store::append::StreamId;

use crate::coverage::Coverage;
use crate::drives::Drives;
use crate::letters::Letters;
use crate::projection::{Change, Moment, Projection};
use crate::publications::Publications;
use crate::register::Register;
use crate::worklist::Worklist;

/// Every projection. One that lags behind the others, because its kept state could not be read, is told only what it
/// has not seen.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) worklist: Kept<Worklist>,
    pub(crate) register: Kept<Register>,
    pub(crate) coverage: Kept<Coverage>,
    pub(crate) letters: Kept<Letters>,
    pub(crate) drives: Kept<Drives>,
    pub(crate) publications: Kept<Publications>,
}

/// A projection with the last position it contains.
#[derive(Debug, Default)]
pub(crate) struct Kept<P> {
    pub(crate) position: Position,
    pub(crate) projection: P,
}

/// A projection, whichever it is.
pub(crate) struct Each<'a> {
    pub(crate) position: &'a mut Position,
    pub(crate) projection: &'a mut dyn Projection,
}

impl State {
    /// Every projection.
    pub(crate) fn each(&mut self) -> [Each<'_>; 6] {
        [
            self.worklist.each(),
            self.register.each(),
            self.coverage.each(),
            self.drives.each(),
            self.letters.each(),
            self.publications.each(),
        ]
    }

    /// Every projection, to look at.
    pub(crate) fn all(&self) -> [(Position, &dyn Projection); 6] {
        [
            (self.worklist.position, &self.worklist.projection),
            (self.register.position, &self.register.projection),
            (self.coverage.position, &self.coverage.projection),
            (self.letters.position, &self.letters.projection),
            (self.drives.position, &self.drives.projection),
            (self.publications.position, &self.publications.projection),
        ]
    }

    /// The position that all of them contain.
    pub(crate) fn position(&self) -> Position {
        self.all().into_iter().map(|(position, _)| position).min().unwrap_or_default()
    }

    /// Tells them an event.
    pub(crate) fn event(&mut self, at: Moment, stream: &StreamId, recorded: &Recorded<Event>, law: &Law) {
        self.tell(at, &Change::Event { stream, recorded }, law);
    }

    /// Tells them what became of an employer.
    pub(crate) fn employer(&mut self, at: Moment, employer: &Employer, law: &Law) {
        self.tell(at, &Change::Employer(employer), law);
    }

    /// Tells them what became of a letter.
    pub(crate) fn letter(&mut self, at: Moment, letter: &Letter, law: &Law) {
        self.tell(at, &Change::Letter(letter), law);
    }

    /// Tells them what became of a case.
    pub(crate) fn case(&mut self, at: Moment, case: &Case, law: &Law) {
        self.tell(at, &Change::Case(case), law);
    }

    /// They have been told everything up to here.
    pub(crate) fn reached(&mut self, position: Position) {
        for each in self.each() {
            *each.position = position.max(*each.position);
        }
    }

    /// Name and hash of the whole contents of each.
    pub(crate) fn hashes(&self) -> Vec<(&'static str, Digest)> {
        self.all().into_iter().map(|(_, projection)| (projection.name(), projection.hash())).collect()
    }

    fn tell(&mut self, at: Moment, change: &Change<'_>, law: &Law) {
        for each in self.each() {
            if *each.position < at.position {
                each.projection.apply(at, change, law);
            }
        }
    }
}

impl<P: Projection> Kept<P> {
    fn each(&mut self) -> Each<'_> {
        Each { position: &mut self.position, projection: &mut self.projection }
    }
}
