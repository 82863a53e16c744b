//! The projections together, and how far each has come.

use std::collections::BTreeMap;
use std::thread;

use heyi_core::case::Case;
use heyi_core::case::replay::day_of;
use heyi_core::digest::Digest;
use heyi_core::employer::Employer;
use heyi_core::event::{Event, Recorded};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, EmployerId, Position};
use heyi_core::letter::Letter;
use heyi_store::append::StreamId;

use crate::checkpoint::{self, Shelf};
use crate::coverage::{CaseFacts, Coverage, EmployerFacts, LetterFacts};
use crate::drives::Drives;
use crate::letters::{LetterRow, Letters};
use crate::projection::{Moment, Projection};
use crate::publications::Publications;
use crate::register::{self, EmployerCard, Register};
use crate::worklist::{self, CaseRow, Worklist};

/// From how many employers on a case is told to two projections at once.
const SIDE_BY_SIDE: usize = 200;

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

/// What a commit told: what became of an employer, a letter or a case, as the projections keep it; or an event of something else.
///
/// What is kept is a pure function of one history, so that it is worked out beside others; only taking it in is done in order.
#[derive(Debug)]
pub(crate) enum Told {
    /// An event.
    Event(StreamId, Box<Recorded<Event>>),
    /// An employer as known after the commit.
    Employer(Option<register::Packed>, Box<EmployerFacts>),
    /// A supervision letter, likewise.
    Letter(Option<Box<LetterRow>>, Box<LetterFacts>),
    /// A case, likewise.
    Case(Option<Box<worklist::Packed>>, Box<CaseFacts>),
}

impl Told {
    /// Of an employer.
    pub(crate) fn of_employer(employer: &Employer) -> Self {
        Self::Employer(register::Packed::of(employer), Box::new(EmployerFacts::of(employer)))
    }

    /// Of a letter.
    pub(crate) fn of_letter(letter: &Letter, law: &Law) -> Self {
        Self::Letter(LetterRow::of(letter, law).map(Box::new), Box::new(LetterFacts::of(letter, law)))
    }

    /// Of a case. The day of recording stands for today.
    pub(crate) fn of_case(case: &Case, at: Moment, law: &Law) -> Self {
        let (today, by) = (day_of(at.recorded_at), AccountId(uuid::Uuid::nil()));
        let ground = Ground { today, by, law };
        Self::Case(CaseRow::of(case, &ground).map(|row| Box::new(row.pack())), Box::new(CaseFacts::of(case, &ground)))
    }
}

impl State {
    /// As it was kept, each projection read beside the others; what cannot be read is empty.
    pub(crate) fn kept(shelf: &Shelf, kept: &BTreeMap<&'static str, checkpoint::Kept>) -> Self {
        let mut state = Self::default();
        thread::scope(|scope| {
            for Each { position, projection } in state.each() {
                if let Some(kept) = kept.get(projection.name()) {
                    scope.spawn(|| *position = shelf.read(projection, *kept));
                }
            }
        });
        state
    }

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

    /// Tells them what a commit told.
    pub(crate) fn take(&mut self, at: Moment, told: Told) {
        let new = |position: Position| position < at.position;
        match told {
            Told::Event(stream, recorded) => {
                for each in self.each() {
                    if new(*each.position) {
                        each.projection.event(at, &stream, &recorded);
                    }
                }
            }
            Told::Employer(row, facts) => {
                if let Some(row) = row.filter(|_| new(self.register.position)) {
                    self.register.projection.put(&row);
                }
                if new(self.coverage.position) {
                    self.coverage.projection.set_employer(&facts, at.position);
                }
            }
            Told::Letter(row, facts) => {
                if let Some(row) = row.filter(|_| new(self.letters.position)) {
                    self.letters.projection.put(*row);
                }
                if new(self.coverage.position) {
                    self.coverage.projection.set_letter(&facts, at.position);
                }
            }
            Told::Case(row, facts) => {
                let Self { worklist, coverage, .. } = self;
                let (row, facts) =
                    (row.filter(|_| new(worklist.position)), Some(facts).filter(|_| new(coverage.position)));
                let employers = facts.as_ref().map_or(0, |facts| facts.employers());
                let mut to_worklist = || row.iter().for_each(|row| worklist.projection.put(row));
                let to_coverage =
                    || facts.into_iter().for_each(|facts| coverage.projection.set_case(*facts, at.position));
                if employers < SIDE_BY_SIDE {
                    to_worklist();
                    to_coverage();
                } else {
                    // Each employer of a long list is looked for in both, somewhere in memory.
                    let is_told = thread::scope(|scope| {
                        let started = thread::Builder::new().spawn_scoped(scope, &mut to_worklist);
                        to_coverage();
                        started.is_ok()
                    });
                    // Where no thread could be started.
                    if !is_told {
                        to_worklist();
                    }
                }
            }
        }
    }

    /// An employer of the register with its instruments.
    pub(crate) fn employer(&self, id: EmployerId) -> Option<EmployerCard> {
        self.register.projection.card(id, &self.worklist.projection.of_employer(id))
    }

    /// They have been told everything up to here.
    pub(crate) fn reached(&mut self, position: Position) {
        for each in self.each() {
            *each.position = position.max(*each.position);
        }
    }

    /// Name, number of rows and bytes of what is large.
    pub(crate) fn sizes(&self) -> Vec<(&'static str, usize, usize)> {
        let mut sizes = self.coverage.projection.sizes();
        let (employers, cases) = (self.register.projection.size(), self.worklist.projection.size());
        sizes.extend([("register", employers.0, employers.1), ("worklist", cases.0, cases.1)]);
        sizes
    }

    /// Name and hash of the whole contents of each.
    pub(crate) fn hashes(&self) -> Vec<(&'static str, Digest)> {
        self.all().into_iter().map(|(_, projection)| (projection.name(), projection.hash())).collect()
    }
}

impl<P: Projection> Kept<P> {
    fn each(&mut self) -> Each<'_> {
        Each { position: &mut self.position, projection: &mut self.projection }
    }
}
