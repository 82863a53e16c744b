//! Rows put into a block, closed and taken out.

use super::{At, BLOCK, Block, Interval, Intervals, Owner};
use crate::coverage::row::{Columns as _, Row, Summary as _};

/// How many places for first rows a block has at least, once it has rows.
const LEAST: usize = 16;

impl<R: Row> Block<R> {
    pub(in crate::coverage::bitemporal) fn set(&mut self, owner: Owner, rows: &[R], at: At) {
        let open: Vec<usize> = self.of(owner).filter(|index| self.is_open(*index)).collect();
        let same = |(index, row): (&usize, &R)| self.rows.get(*index).as_ref() == Some(row);
        // What is the same at both ends stays: mostly something is added behind, or one row becomes another.
        let before = open.iter().zip(rows).take_while(|pair| same(*pair)).count();
        let (open, rows) = (open.get(before..).unwrap_or_default(), rows.get(before..).unwrap_or_default());
        let behind = open.iter().rev().zip(rows.iter().rev()).take_while(|pair| same(*pair)).count();
        let gone = open.get(..open.len() - behind).unwrap_or_default();
        gone.iter().rev().for_each(|index| self.close(owner, *index, at));
        let new = rows.iter().take(rows.len() - behind);
        // What goes before others that stay: these are the last ones now.
        let stays =
            behind.checked_sub(1).and_then(|last| self.of(owner).rev().filter(|index| self.is_open(*index)).nth(last));
        match stays {
            None => new.for_each(|row| self.put(owner, *row, at)),
            Some(next) => _ = new.fold(next, |next, row| self.put_before(next, owner, *row, at)),
        }
    }

    /// Puts a row behind those its owner has.
    pub(in crate::coverage::bitemporal) fn put(&mut self, owner: Owner, row: R, at: At) {
        if self.has_first(owner) {
            self.put_more(owner, row, Interval::since(at));
        } else {
            self.make_room(usize::from(owner) + 1);
            self.put_first(usize::from(owner), row, Interval::since(at));
        }
        self.summary.add(&row);
    }

    /// Puts a row before another of its owner; where that lies then.
    fn put_before(&mut self, index: usize, owner: Owner, row: R, at: At) -> usize {
        self.summary.add(&row);
        if index >= self.places() {
            self.insert_more(index, owner, row, Interval::since(at));
            return index + 1;
        }
        let (moved, known) = self.row(index);
        self.put_first(index, row, Interval::since(at));
        let index = self.first_more(owner);
        if let Some(moved) = moved {
            self.insert_more(index, owner, moved, known);
        }
        index
    }

    /// Closes a row; one that is of the same position was never known and is taken out.
    pub(in crate::coverage::bitemporal) fn close(&mut self, owner: Owner, index: usize, at: At) {
        let is_first = index < self.places();
        let known = self.known.get(index);
        if known.from < at.0 {
            let known = Interval { to: at.0, ..known };
            self.known.put(index, known);
            self.first = if is_first { self.first.and(known) } else { self.first };
        } else if is_first {
            // The next row takes its place.
            let next = self.more_of(owner).next();
            let (row, known) = next.map_or((None, Interval::NONE), |next| self.row(next));
            self.put_first(index, row.unwrap_or_default(), known);
            next.into_iter().for_each(|next| self.remove_more(next));
        } else {
            self.remove_more(index);
        }
    }

    /// A row, and when it is known.
    fn row(&self, index: usize) -> (Option<R>, Interval) {
        (self.rows.get(index), self.known.get(index))
    }

    /// Fills a place for a first row.
    fn put_first(&mut self, place: usize, row: R, known: Interval) {
        if known != Interval::NONE {
            self.first = self.first.and(known);
        }
        self.known.put(place, known);
        self.rows.put(place, row);
    }

    /// Makes places for so many first rows: twice as many as there are, so that it happens a few times.
    fn make_room(&mut self, places: usize) {
        let before = self.places();
        if before < places {
            let added = places.next_power_of_two().clamp(LEAST, BLOCK) - before;
            self.known.grow(before, added);
            self.rows.grow(before, added);
        }
    }

    /// Of what another one had; `None`: no block ever has it so.
    pub(in crate::coverage::bitemporal) fn of_parts(
        known: Intervals,
        rows: R::Columns,
        more: Vec<Owner>,
        sorted: usize,
    ) -> Option<Self> {
        let mut block = Self { known, rows, more, sorted, ..Self::default() };
        let places = block.known.len().checked_sub(block.more.len()).filter(|places| *places <= BLOCK)?;
        let is_sorted = block.more.get(..sorted).is_some_and(<[Owner]>::is_sorted);
        if !is_sorted || !block.more.iter().all(|owner| block.has_first(*owner)) {
            return None;
        }
        let rows = (0..block.known.len()).map(|index| (index, block.known.get(index)));
        for (index, known) in rows.filter(|(_, known)| *known != Interval::NONE) {
            block.first = if index < places { block.first.and(known) } else { block.first };
            block.summary.add(&block.rows.get(index)?);
        }
        Some(block)
    }
}
