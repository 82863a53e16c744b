//! When each row of a block is known. Most tables never close a row: they keep no more than from when.

use std::hint::select_unpredictable;

use super::block::At;
use crate::coverage::row::{grow, insert, sort_in};

/// What is known still is known until here.
pub(super) const NEVER: u32 = u32::MAX;

/// From which position on, and up to which, something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Of many rows.
#[derive(Debug, Default)]
pub(super) struct Intervals {
    from: Vec<u32>,
    /// Empty as long as no row was closed.
    to: Vec<u32>,
}

impl Interval {
    /// At every position.
    pub(super) const ALWAYS: Self = Self { from: 0, to: NEVER };
    /// Where there is no row.
    pub(super) const NONE: Self = Self { from: NEVER, to: NEVER };

    /// From a position on.
    pub(super) fn since(at: At) -> Self {
        Self { from: at.0, to: NEVER }
    }

    /// When both are known.
    pub(super) fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    pub(super) fn holds(self, at: At) -> bool {
        (self.from <= at.0) & (at.0 < self.to)
    }
}

impl Intervals {
    /// Of what was kept; `None`: no block ever has it so.
    pub(super) fn of_parts(from: Vec<u32>, to: Vec<u32>) -> Option<Self> {
        (to.is_empty() || to.len() == from.len()).then_some(Self { from, to })
    }

    /// From when each row is known.
    pub(super) fn from(&self) -> &[u32] {
        &self.from
    }

    /// Up to when each is; empty: no row was closed.
    pub(super) fn to(&self) -> &[u32] {
        &self.to
    }

    pub(super) fn len(&self) -> usize {
        self.from.len()
    }

    /// Bytes used.
    pub(super) fn bytes(&self) -> usize {
        (self.from.capacity() + self.to.capacity()) * size_of::<u32>()
    }

    pub(super) fn get(&self, index: usize) -> Interval {
        let to = self.to.get(index).copied().unwrap_or(NEVER);
        self.from.get(index).map_or(Interval::NONE, |from| Interval { from: *from, to })
    }

    /// Whether a row is known at a position.
    #[inline]
    pub(super) fn holds(&self, index: usize, at: At) -> bool {
        self.from.get(index).is_some_and(|from| *from <= at.0) && self.to.get(index).is_none_or(|to| at.0 < *to)
    }

    /// Whether each row is.
    pub(super) fn hold(&self, at: At) -> Vec<bool> {
        let mut hold: Vec<bool> = self.from.iter().map(|from| *from <= at.0).collect();
        hold.iter_mut().zip(&self.to).for_each(|(holds, to)| *holds &= at.0 < *to);
        hold
    }

    /// Replaces what is said of the rows that are not known at a position.
    pub(super) fn replace_unknown<T: Copy>(&self, at: At, said: &mut [T], other: T) {
        said.iter_mut().zip(&self.from).for_each(|(said, from)| {
            *said = select_unpredictable(*from <= at.0, *said, other);
        });
        said.iter_mut().zip(&self.to).for_each(|(said, to)| *said = select_unpredictable(at.0 < *to, *said, other));
    }

    pub(super) fn put(&mut self, index: usize, known: Interval) {
        if known.to != NEVER && self.to.is_empty() {
            self.to = vec![NEVER; self.from.len()];
        }
        self.from.get_mut(index).into_iter().for_each(|from| *from = known.from);
        self.to.get_mut(index).into_iter().for_each(|to| *to = known.to);
    }

    pub(super) fn insert(&mut self, index: usize, known: Interval) {
        insert(&mut self.from, index, NEVER);
        if !self.to.is_empty() {
            insert(&mut self.to, index, NEVER);
        }
        self.put(index, known);
    }

    pub(super) fn remove(&mut self, index: usize) {
        self.from.remove(index);
        if !self.to.is_empty() {
            self.to.remove(index);
        }
    }

    pub(super) fn sort_in(&mut self, places: &[(usize, usize)]) {
        sort_in(&mut self.from, places);
        if !self.to.is_empty() {
            sort_in(&mut self.to, places);
        }
    }

    /// Puts so many times that there is no row before the one at an index.
    pub(super) fn grow(&mut self, index: usize, added: usize) {
        grow(&mut self.from, index, added, NEVER);
        if !self.to.is_empty() {
            grow(&mut self.to, index, added, NEVER);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: u32) -> At {
        At(position)
    }

    #[test]
    fn ends_are_kept_once_a_row_is_closed() {
        let mut known = Intervals::default();
        known.grow(0, 2);
        known.put(0, Interval::since(at(3)));
        known.insert(1, Interval::since(at(5)));
        assert_eq!((known.to(), known.hold(at(4))), (&[][..], vec![true, false, false]));

        known.put(1, Interval { from: 5, to: 8 });
        assert_eq!(known.to(), [NEVER, 8, NEVER]);
        assert_eq!(known.hold(at(7)), [true, true, false]);
        assert_eq!(known.hold(at(8)), [true, false, false]);
        let said = |position: u32| {
            let mut said = [1, 2, 3];
            known.replace_unknown(at(position), &mut said, 0);
            said
        };
        assert_eq!((said(4), said(7), said(8)), ([1, 0, 0], [1, 2, 0], [1, 0, 0]));
        let each = |position: u32| [0, 1, 2].map(|index| known.holds(index, at(position)));
        assert_eq!((each(4), each(7), each(8)), ([true, false, false], [true, true, false], [true, false, false]));
        assert_eq!(known.get(2), Interval::NONE);
    }

    #[test]
    fn ends_of_some_rows_alone_are_damage() {
        assert!(Intervals::of_parts(vec![1, 2], vec![NEVER]).is_none());
        assert!(Intervals::of_parts(vec![1, 2], Vec::new()).is_some());
        assert!(Intervals::of_parts(vec![1, 2], vec![NEVER, 7]).is_some());
    }
}
