//! Of each owner of a block the row that holds on a day.

use super::{At, BLOCK, Block, Owner};
use crate::coverage::row::Row;

/// A row of each owner of a block, or none.
pub(crate) struct LastRows {
    /// Whether an owner has one, and where it lies; where its first would, if it has none.
    has: [bool; BLOCK],
    rows: [u32; BLOCK],
    /// Those that are not an owner's first: of several of one owner the last.
    more: Vec<(Owner, u32)>,
    /// The owners with a higher number have none.
    places: usize,
}

impl<R: Row> Block<R> {
    /// For each owner its last row of those known at a position whose day, one of the columns, is not after another. Where there is
    /// no row the column must have the last day there is.
    pub(crate) fn last_of_each(&self, at: At, days: &[i32], on: i32) -> LastRows {
        let rows = std::array::from_fn(|owner| u32::try_from(owner).unwrap_or(u32::MAX));
        let mut last = LastRows { has: [false; BLOCK], rows, more: Vec::new(), places: self.places() };
        let of_each = last.has.iter_mut().zip(days).take(self.places());
        // Whether a row holds turns out differently from row to row: it is worked out, not branched on.
        if self.first.holds(at) {
            of_each.for_each(|(has, day)| *has = *day <= on);
        } else {
            of_each.zip(self.known(at)).for_each(|((has, day), is_known)| *has = is_known & (*day <= on));
        }
        let more = self.more.iter().zip(0..).zip(self.known(at).zip(days).skip(self.places()));
        for ((owner, behind), (is_known, day)) in more {
            if is_known & (*day <= on) {
                let row = self.places() as u32 + behind;
                last.more.push((*owner, row));
                last.has.get_mut(usize::from(*owner)).into_iter().for_each(|has| *has = true);
                last.rows.get_mut(usize::from(*owner)).into_iter().for_each(|kept| *kept = row);
            }
        }
        last
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
        let row = self.rows.get(owner).copied().unwrap_or_default();
        (row as usize, self.has.get(owner).copied().unwrap_or_default())
    }

    /// How many owners may have one, the first of them.
    pub(crate) fn places(&self) -> usize {
        self.places
    }

    /// Whether each owner has one.
    pub(crate) fn has(&self) -> &[bool; BLOCK] {
        &self.has
    }

    /// What a column says of each owner: of one that has no row anything.
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
        let rows = (0..).zip(self.rows.iter().zip(&self.has));
        rows.filter(|(_, (_, has))| **has).map(|(owner, (row, _))| (owner, *row as usize))
    }
}
