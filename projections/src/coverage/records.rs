//! What the tables hold of employers, cases and letters: one kind of row a table. Days are days since 1 January 1970; an open end
//! is the first or the last day there is.

use crate::columns::value_of;
use crate::coverage::row::{Summary, row};

/// No employer, no case, no letter.
pub(crate) const NOBODY: u32 = u32::MAX;
/// Employers that the source does not name.
pub(crate) const UNNAMED: u32 = u32::MAX - 1;

/// A day known to lie between two days, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    /// The earliest it can be.
    pub(crate) earliest: i32,
    /// The latest it can be.
    pub(crate) latest: i32,
}

value_of!(Span { earliest: i32, latest: i32 });

row! {
    /// What an employer was from a day on; the last row of those that began holds.
    Spell, Spells, Kinds {
        /// The first day.
        from: i32 = i32::MAX,
        /// Division code of the place of work.
        place: u32,
        /// Division of industry; 255: not known.
        division: u8,
        /// Ownership, size, kind of union, by number; 255: not known.
        ownership: u8,
        /// Size.
        size: u8,
        /// Kind of union.
        union: u8,
        /// Flag of biomedicine: 0 no, 1 yes, 255 none.
        biomedicine: u8,
        /// Work in a new business form, likewise.
        new_form: u8,
        /// 1: neither merged nor gone.
        exists: u8,
        /// 1: made up for demonstration.
        made_up: u8,
    }
}

row! {
    /// A head count; of several that are not after a day the last row holds.
    Count, Counts, () {
        /// How many.
        people: u32,
        /// The latest day it can be true of.
        day: i32 = i32::MAX,
    }
}

row! {
    /// Something an employer has, or has not, from a day on; the last row of those that began holds.
    Holding, Holdings, () {
        /// The first day.
        from: i32,
        /// The last day.
        to: i32,
        /// 1: it has it.
        held: u8,
    }
}

row! {
    /// A case.
    Case, Cases, () {
        /// Division code of its place.
        place: u32,
        /// Its employer; [`NOBODY`]: many.
        employer: u32,
        /// Division of industry of a case of many; 255: not known, or one employer.
        division: u8,
        /// Scope, by number.
        scope: u8,
        /// Procedure, by number.
        procedure: u8,
        /// 1: a made-up example.
        made_up: u8,
        /// The case it renews; [`NOBODY`]: none.
        renews: u32,
        /// 1: it ended before its term.
        ended_early: u8,
    }
}

row! {
    /// A text of a case's instrument; the rows of a case stand in the order of its texts.
    Text, Texts, Days {
        /// The first day.
        first: Span,
        /// The last day.
        last: Span,
        /// Form, by number.
        form: u8,
        /// Order, by number.
        order: u8,
        /// 1: its first day is derived and nobody confirmed it.
        derived: u8,
        /// 1: nothing is known of its first day.
        undated: u8,
        /// The set of its clauses, by number; the empty set: no clause of it is told.
        clauses: u32,
        /// The day of the offer or the request of change it came from.
        offered: Span,
    }
}

row! {
    /// A case whose instrument covers an employer, for its days on the list.
    Covering, Coverings, () {
        /// Which.
        case: u32,
        /// How, by the number of a [`Stay`].
        stay: u32,
    }
}

/// From when to when a case covers an employer, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stay {
    /// The first day on the list.
    pub(crate) from: i32,
    /// The last day on the list.
    pub(crate) to: Span,
    /// 1: the instrument is its own.
    pub(crate) own: u8,
}

value_of!(Stay { from: i32, to: Span, own: u8 });

row! {
    /// An offer.
    Offer, Offers, () {
        /// When it reached the other side; the last day there is: not recorded.
        delivered: Span,
        /// 1: its delivery is recorded.
        is_delivered: u8,
        /// The last day of its period.
        due: Span,
        /// 1: it was answered.
        is_answered: u8,
        /// When.
        answered: Span,
    }
}

row! {
    /// The signatures of a contract.
    Signing, Signings, () {
        /// When.
        signed: Span,
        /// Form, by number.
        form: u8,
        /// Order, by number.
        order: u8,
        /// 0: not reviewed; 1: reviewed, or to be over, on `reviewed`.
        is_reviewed: u8,
        /// When the review was over.
        reviewed: Span,
        /// 0: an item of the checklist is missing; 1: all are done on `standard`; 2: one is not known, the others are.
        is_standard: u8,
        /// When the last item was done.
        standard: Span,
    }
}

row! {
    /// What an inspection found of a clause; the rows of a case stand in the order of its inspections.
    Finding, Findings, () {
        /// The clause.
        clause: u32,
        /// When it was inspected.
        day: Span,
        /// 1: kept.
        kept: u8,
    }
}

row! {
    /// A letter.
    Letter, Letters, () {
        /// Division code of its place.
        place: u32,
        /// The employer it is addressed to; [`NOBODY`]: an authority; [`UNNAMED`]: employers not named.
        employer: u32,
        /// The earliest last day of an answer, of those known exactly.
        due: Span,
        /// 1: it was answered.
        is_answered: u8,
        /// When first.
        answered: Span,
        /// 1: a made-up example.
        made_up: u8,
    }
}

/// A topic, a tier and whether there is a measure: what figures ask of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Clause {
    /// The topic, by number.
    pub(crate) topic: u32,
    /// Tier; 255: not classified.
    pub(crate) tier: u8,
    /// 1: with a measure, 0: it only repeats the law.
    pub(crate) measure: u8,
}

value_of!(Clause { topic: u32, tier: u8, measure: u8 });

/// Divisions of industry and places that employers ever had.
#[derive(Debug)]
pub(crate) struct Kinds {
    /// The numbers of divisions of industry.
    divisions: Divisions,
    /// Between which division codes the places lie.
    pub(crate) places: (u32, u32),
}

impl Default for Kinds {
    fn default() -> Self {
        Self { divisions: Divisions::default(), places: (u32::MAX, 0) }
    }
}

impl Kinds {
    /// Whether some employer ever was of one of these divisions.
    pub(crate) fn has_any(&self, divisions: &Divisions) -> bool {
        self.divisions.0.iter().zip(&divisions.0).any(|(had, asked)| had & asked != 0)
    }
}

/// Divisions of industry by number, each a bit: a question asks every block for them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Divisions([u64; 4]);

impl Divisions {
    /// One more.
    pub(crate) fn add(&mut self, number: u8) {
        let part = self.0.get_mut(usize::from(number) / 64);
        part.into_iter().for_each(|part| *part |= 1 << (number % 64));
    }

    /// Whether a number is among them.
    #[inline]
    pub(crate) fn has(&self, number: u8) -> bool {
        self.0.get(usize::from(number) / 64).is_some_and(|part| part >> (number % 64) & 1 == 1)
    }
}

impl Summary<Spell> for Kinds {
    fn add(&mut self, row: &Spell) {
        self.divisions.add(row.division);
        let (first, last) = self.places;
        self.places = (first.min(row.place), last.max(row.place));
    }
}

/// Between which days texts are ever in force.
#[derive(Debug)]
pub(crate) struct Days(pub(crate) i32, pub(crate) i32);

impl Default for Days {
    fn default() -> Self {
        Self(i32::MAX, i32::MIN)
    }
}

impl Summary<Text> for Days {
    fn add(&mut self, row: &Text) {
        *self = Self(self.0.min(row.first.earliest), self.1.max(row.last.latest));
    }
}
