//! The rows of a block behind the first ones. Those put last lie behind the others before they are sorted in, all at once: so a row
//! more, somewhere among many, moves nothing.

use super::{Block, Interval, Owner};
use crate::coverage::row::{Columns as _, Row, insert, sort_in};

/// How many rows are not sorted in, at most.
const MOST: usize = 64;

/// Passes over these rows.
pub(crate) struct More<'a> {
    /// Where they begin.
    places: usize,
    sorted: &'a [Owner],
    next: usize,
    unsorted: Vec<(Owner, usize)>,
    next_unsorted: usize,
}

impl<R: Row> Block<R> {
    /// To pass over them: one owner after another, in the order of their numbers.
    pub(crate) fn more(&self) -> More<'_> {
        let (sorted, _) = self.more.split_at_checked(self.sorted).unwrap_or_default();
        More { places: self.places(), sorted, next: 0, unsorted: self.unsorted(), next_unsorted: 0 }
    }

    /// Where the rows of an owner lie but for its first, in their order.
    pub(super) fn more_of(&self, owner: Owner) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let (sorted, unsorted) = self.more.split_at_checked(self.sorted).unwrap_or_default();
        let start = sorted.partition_point(|one| *one < owner);
        let owned = sorted.iter().skip(start).take_while(|one| **one == owner).count();
        let (places, behind) = (self.places(), self.places() + self.sorted);
        let unsorted = unsorted.iter().enumerate().filter(move |(_, one)| **one == owner);
        (places + start..places + start + owned).chain(unsorted.map(move |(index, _)| behind + index))
    }

    /// Where the first row that is sorted in belongs, of those an owner has behind its first.
    pub(super) fn first_more(&self, owner: Owner) -> usize {
        let sorted = self.more.get(..self.sorted).unwrap_or_default();
        self.places() + sorted.partition_point(|one| *one < owner)
    }

    /// Puts a row behind those its owner has.
    pub(super) fn put_more(&mut self, owner: Owner, row: R, known: Interval) {
        let is_sorted = self.sorted == self.more.len() && self.more.last().is_none_or(|last| *last <= owner);
        let (index, behind) = (self.known.len(), self.more.len());
        self.insert(index, behind, owner, row, known);
        if is_sorted {
            self.sorted += 1;
        } else if self.more.len() >= self.sorted + MOST {
            self.sort_in();
        }
    }

    /// Puts a row where it belongs.
    pub(super) fn insert_more(&mut self, index: usize, owner: Owner, row: R, known: Interval) {
        let behind = index - self.places();
        let (sorted, _) = self.more.split_at_checked(self.sorted).unwrap_or_default();
        let is_next = behind == self.sorted && sorted.last().is_none_or(|last| *last <= owner);
        self.sorted += usize::from(behind < self.sorted || is_next);
        self.insert(index, behind, owner, row, known);
    }

    /// Takes a row out.
    pub(super) fn remove_more(&mut self, index: usize) {
        let behind = index - self.places();
        self.sorted -= usize::from(behind < self.sorted);
        self.more.remove(behind);
        self.known.remove(index);
        self.rows.remove(index);
    }

    fn insert(&mut self, index: usize, behind: usize, owner: Owner, row: R, known: Interval) {
        self.known.insert(index, known);
        insert(&mut self.more, behind, owner);
        self.rows.insert(index, row);
    }

    /// Sorts in what was put last.
    fn sort_in(&mut self) {
        let places = self.places();
        let sorted = self.more.get(..self.sorted).unwrap_or_default();
        let belongs = |(owner, index): (Owner, usize)| (index, places + sorted.partition_point(|one| *one <= owner));
        let moved: Vec<(usize, usize)> = self.unsorted().into_iter().map(belongs).collect();
        self.known.sort_in(&moved);
        self.rows.sort_in(&moved);
        let moved: Vec<(usize, usize)> = moved.iter().map(|(from, before)| (from - places, before - places)).collect();
        sort_in(&mut self.more, &moved);
        self.sorted = self.more.len();
    }

    /// The rows put last, sorted by their owners.
    fn unsorted(&self) -> Vec<(Owner, usize)> {
        let unsorted = self.more.get(self.sorted..).unwrap_or_default();
        let mut rows: Vec<(Owner, usize)> = unsorted.iter().copied().zip(self.places() + self.sorted..).collect();
        rows.sort_unstable();
        rows
    }
}

impl More<'_> {
    /// Where the next row of an owner lies. All rows of an owner are taken before the next is asked for.
    #[inline(always)]
    pub(crate) fn next_of(&mut self, owner: Owner) -> Option<usize> {
        if self.sorted.get(self.next) == Some(&owner) {
            self.next += 1;
            return Some(self.places + self.next - 1);
        }
        let (_, row) = self.unsorted.get(self.next_unsorted).filter(|(of, _)| *of == owner)?;
        self.next_unsorted += 1;
        Some(*row)
    }
}
