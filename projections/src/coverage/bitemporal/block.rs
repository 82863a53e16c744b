//! The rows of many owners, each field by itself: the first of each owner at the owner's number, what else it has behind all of these.
//! Nearly every owner has one row. So a question finds it without a look at whose rows they are, and one row more moves little.

use heyi_core::ids::Position;

use super::intervals::{Interval, Intervals, NEVER};
use crate::coverage::row::{Columns as _, Row};

mod change;
mod last;
mod more;

pub(crate) use last::LastRows;
pub(crate) use more::More;

/// How many owners a block holds.
pub(crate) const BLOCK: usize = 1_024;

/// The number of an owner within its block.
pub(crate) type Owner = u16;

/// The last position that tables can hold: 4,294,967,294 events, two hundred times what a country records in ten years.
pub(crate) const LAST: Position = Position(NEVER as u64 - 1);

/// The rows of so many owners.
pub(crate) struct Block<R: Row> {
    /// When each row is known: the first of each owner, then more rows.
    pub(super) known: Intervals,
    pub(super) rows: R::Columns,
    /// Whose the rows behind the first ones are: those of one owner in their order, and up to a few put last the owners in the order
    /// of their numbers.
    pub(super) more: Vec<Owner>,
    /// How many of these are so sorted.
    pub(super) sorted: usize,
    /// When all first rows are known: then nobody need look when each is.
    first: Interval,
    /// What its rows have ever said.
    summary: R::Summary,
}

/// A position asked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At(pub(super) u32);

impl At {
    /// The last.
    pub(super) const END: Self = Self(NEVER - 1);
}

impl From<Position> for At {
    fn from(position: Position) -> Self {
        Self(u32::try_from(position.0).unwrap_or(NEVER).min(NEVER - 1))
    }
}

impl<R: Row> Default for Block<R> {
    fn default() -> Self {
        let (rows, first, summary) = (R::Columns::default(), Interval::ALWAYS, R::Summary::default());
        Self { known: Intervals::default(), rows, more: Vec::new(), sorted: 0, first, summary }
    }
}

impl<R: Row> std::fmt::Debug for Block<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block").field("rows", &self.len()).finish_non_exhaustive()
    }
}

/// An owner's block, and its number within it.
pub(crate) fn place(owner: u32) -> (usize, Owner) {
    let (block, within) = (owner as usize / BLOCK, owner as usize % BLOCK);
    (block, Owner::try_from(within).unwrap_or(Owner::MAX))
}

impl<R: Row> Block<R> {
    /// The fields.
    pub(crate) fn columns(&self) -> &R::Columns {
        &self.rows
    }

    /// What its rows have ever said.
    pub(crate) fn summary(&self) -> &R::Summary {
        &self.summary
    }

    /// How many places for first rows there are: the owners with these numbers may have rows, no others.
    pub(crate) fn places(&self) -> usize {
        self.known.len() - self.more.len()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.known.from().iter().filter(|from| **from != NEVER).count()
    }

    /// Of each row, or place for a first one, whether it is known at a position.
    pub(crate) fn known(&self, at: At) -> Vec<bool> {
        self.known.hold(at)
    }

    /// Replaces what is said of the rows that are not known at a position.
    pub(crate) fn replace_unknown<T: Copy>(&self, at: At, said: &mut [T], other: T) {
        self.known.replace_unknown(at, said, other);
    }

    /// The part of a column that the first rows have.
    #[inline(always)]
    pub(crate) fn first_of<'a, T>(&self, column: &'a [T]) -> &'a [T] {
        column.get(..self.places()).unwrap_or_default()
    }

    /// Whose the rows behind the first ones are.
    pub(crate) fn more_owners(&self) -> &[Owner] {
        &self.more
    }

    /// Whose a row is.
    pub(crate) fn owner(&self, row: usize) -> Owner {
        let behind = row.checked_sub(self.places()).and_then(|behind| self.more.get(behind)).copied();
        behind.unwrap_or_else(|| Owner::try_from(row).unwrap_or(Owner::MAX))
    }

    /// Where the rows of an owner lie, in their order.
    pub(crate) fn of(&self, owner: Owner) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let first = usize::from(owner);
        let has = self.has_first(owner);
        has.then_some(first).into_iter().chain(has.then(|| self.more_of(owner)).into_iter().flatten())
    }

    /// Whether a row is known at a position.
    #[inline]
    pub(crate) fn holds(&self, index: usize, at: At) -> bool {
        self.known.holds(index, at)
    }

    /// The rows known at a position with their owners, in the order of their numbers.
    pub(crate) fn known_rows(&self, at: At) -> impl Iterator<Item = (Owner, R)> + '_ {
        let known = self.in_order().filter(move |(_, index)| self.holds(*index, at));
        known.filter_map(|(owner, index)| Some((owner, self.rows.get(index)?)))
    }

    /// Where every row lies, with its owner: the owners in the order of their numbers, the rows of each in theirs.
    fn in_order(&self) -> impl Iterator<Item = (Owner, usize)> + '_ {
        let (mut next, mut more): (Owner, _) = (0, self.more());
        std::iter::from_fn(move || {
            loop {
                let before = next.checked_sub(1).and_then(|owner| Some((owner, more.next_of(owner)?)));
                if before.is_some() {
                    return before;
                }
                if usize::from(next) >= self.places() {
                    return None;
                }
                next += 1;
                if self.has_first(next - 1) {
                    return Some((next - 1, usize::from(next - 1)));
                }
            }
        })
    }

    pub(super) fn is_open(&self, index: usize) -> bool {
        matches!(self.known.get(index), Interval { from, to: NEVER } if from != NEVER)
    }

    fn has_first(&self, owner: Owner) -> bool {
        let owner = usize::from(owner);
        owner < self.places() && self.known.get(owner) != Interval::NONE
    }
}
