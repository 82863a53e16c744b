//! Of each owner of a block the row that holds on a day.

use std::cell::OnceCell;

use super::{At, BLOCK, Block, Owner};
use crate::coverage::row::Row;

/// A row of each owner of a block, or none.
pub(crate) struct LastRows {
    /// Whether an owner has one.
    has: Box<[bool; BLOCK]>,
    /// Those that are not an owner's first: of several of one owner the last.
    more: Vec<(Owner, u32)>,
    /// Where each lies, or where its owner's first would: worked out when rows are asked for one by one.
    rows: OnceCell<Box<[u32; BLOCK]>>,
    /// The owners with a higher number have none.
    places: usize,
}

impl<R: Row> Block<R> {
    /// For each owner its last row of those known at a position whose day, one of the columns, is not after another. Where there is
    /// no row the column must have the last day there is.
    pub(crate) fn last_of_each(&self, at: At, days: &[i32], on: i32) -> LastRows {
        let (mut has, mut more) = (Box::new([false; BLOCK]), Vec::new());
        has.iter_mut().zip(self.first_of(days)).for_each(|(has, day)| *has = *day <= on);
        if !self.first.holds(at) {
            has.iter_mut().zip(self.first_of(&self.known(at))).for_each(|(has, is_known)| *has &= *is_known);
        }
        for (owner, row) in self.more.iter().zip(self.places()..) {
            if self.holds(row, at) && days.get(row).is_some_and(|day| *day <= on) {
                more.push((*owner, row as u32));
                has.get_mut(usize::from(*owner)).into_iter().for_each(|has| *has = true);
            }
        }
        LastRows { has, more, rows: OnceCell::new(), places: self.places() }
    }

    /// The same of one.
    pub(crate) fn last(&self, owner: Owner, at: At, days: &[i32], on: i32) -> Option<usize> {
        self.of(owner).rfind(|row| self.holds(*row, at) && days.get(*row).is_some_and(|day| *day <= on))
    }
}

impl LastRows {
    /// The row of an owner, or the place of its first and that it has none.
    #[inline(always)]
    pub(crate) fn row(&self, owner: Owner) -> (usize, bool) {
        let owner = usize::from(owner);
        let row = self.rows().get(owner).copied().unwrap_or_default();
        (row as usize, self.has.get(owner).copied().unwrap_or_default())
    }

    fn rows(&self) -> &[u32; BLOCK] {
        self.rows.get_or_init(|| {
            let mut rows = Box::new(std::array::from_fn(|owner| owner as u32));
            for (owner, row) in &self.more {
                rows.get_mut(usize::from(*owner)).into_iter().for_each(|kept| *kept = *row);
            }
            rows
        })
    }

    /// Whether each owner has one.
    pub(crate) fn has(&self) -> &[bool; BLOCK] {
        &self.has
    }

    /// What a column says of each owner: of one that has no row anything.
    #[inline]
    pub(crate) fn values<T: Copy>(&self, column: &[T], values: &mut [T; BLOCK]) {
        if let Some((values, first)) = values.get_mut(..self.places).zip(column.get(..self.places)) {
            values.copy_from_slice(first);
        }
        for (owner, row) in &self.more {
            if let Some((value, of_row)) = values.get_mut(usize::from(*owner)).zip(column.get(*row as usize)) {
                *value = *of_row;
            }
        }
    }

    /// Every owner that has one, with it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Owner, usize)> + '_ {
        let rows = (0..).zip(self.rows().iter().zip(&*self.has));
        rows.filter(|(_, (_, has))| **has).map(|(owner, (row, _))| (owner, *row as usize))
    }
}
