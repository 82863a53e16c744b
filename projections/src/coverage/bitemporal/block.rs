//! The rows of many owners, those of one owner together and in their order, each field by itself.

use std::ops::Range;

use heyi_core::ids::Position;

use crate::columns::value;
use crate::coverage::row::{Columns as _, Row, Summary, insert};

/// How many owners a block holds.
pub(crate) const BLOCK: usize = 1_024;

/// The number of an owner within its block.
pub(crate) type Owner = u16;

/// A row that is known still.
pub(super) const STILL: u32 = u32::MAX;

/// The last position that tables can hold: 4,294,967,294 events, two hundred times what a country records in ten years.
pub(crate) const LAST: Position = Position(STILL as u64 - 1);

/// The rows of so many owners.
pub(crate) struct Block<R: Row> {
    /// The owner's number within the block.
    pub(super) owners: Vec<Owner>,
    pub(super) known: Vec<Interval>,
    pub(super) rows: R::Columns,
    /// What its rows have ever said: see [`Summary`].
    pub(super) summary: R::Summary,
}

/// Between which positions a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    from: u32,
    to: u32,
}

/// A row of each owner of a block, or none.
pub(crate) struct LastRows {
    rows: [u32; BLOCK],
    /// The owners with a higher number have none.
    used: usize,
}

/// A position asked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At(pub(super) u32);

impl From<Position> for At {
    fn from(position: Position) -> Self {
        Self(u32::try_from(position.0).unwrap_or(STILL).min(STILL - 1))
    }
}

impl Interval {
    /// Whether the row is known at a position.
    #[inline]
    pub(crate) fn holds(self, at: At) -> bool {
        (self.from <= at.0) & (at.0 < self.to)
    }

    fn is_open(self) -> bool {
        self.to == STILL
    }
}

value!(
    Interval,
    8,
    |known: Interval| {
        let ([a, b, c, d], [e, f, g, h]) = (known.from.to_le_bytes(), known.to.to_le_bytes());
        [a, b, c, d, e, f, g, h]
    },
    |[a, b, c, d, e, f, g, h]: [u8; 8]| Interval {
        from: u32::from_le_bytes([a, b, c, d]),
        to: u32::from_le_bytes([e, f, g, h])
    }
);

impl Default for LastRows {
    fn default() -> Self {
        Self { rows: [u32::MAX; BLOCK], used: 0 }
    }
}

impl LastRows {
    /// The row of an owner, or the first row and that it has none.
    #[inline(always)]
    pub(crate) fn row_or_first(&self, owner: Owner) -> (usize, bool) {
        let row = self.rows.get(usize::from(owner)).copied().unwrap_or(u32::MAX);
        let has = row != u32::MAX;
        (if has { row as usize } else { 0 }, has)
    }

    /// How many owners may have one, the first of them.
    pub(crate) fn used(&self) -> usize {
        self.used
    }

    /// As [`LastRows::row_or_first`], of each owner.
    #[inline(always)]
    pub(crate) fn each(&self) -> impl Iterator<Item = (usize, bool)> + '_ {
        self.rows.iter().map(|row| (if *row == u32::MAX { 0 } else { *row as usize }, *row != u32::MAX))
    }

    /// Every owner that has one, with it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Owner, usize)> + '_ {
        (0..).zip(&self.rows).filter(|(_, row)| **row != u32::MAX).map(|(owner, row)| (owner, *row as usize))
    }

    /// Whether it is so turns out differently from row to row: it is chosen, not branched on.
    #[inline(always)]
    fn set_if(&mut self, so: bool, owner: Owner, row: u32) {
        if let Some(cell) = self.rows.get_mut(usize::from(owner)) {
            *cell = if so { row } else { *cell };
        }
    }
}

impl<R: Row> Default for Block<R> {
    fn default() -> Self {
        Self { owners: Vec::new(), known: Vec::new(), rows: R::Columns::default(), summary: R::Summary::default() }
    }
}

impl<R: Row> std::fmt::Debug for Block<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block").field("rows", &self.owners.len()).finish_non_exhaustive()
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

    /// Whose each row is.
    pub(crate) fn owners(&self) -> &[Owner] {
        &self.owners
    }

    /// Whose each row is, and when it is known: as many as there are rows.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (Owner, Interval)> + '_ {
        self.owners.iter().copied().zip(self.known.iter().copied())
    }

    /// Where the rows of an owner lie.
    pub(crate) fn of(&self, owner: Owner) -> Range<usize> {
        let start = self.owners.partition_point(|one| *one < owner);
        let owned = self.owners.iter().skip(start).take_while(|one| **one == owner).count();
        start..start + owned
    }

    /// Whether a row is known at a position.
    pub(crate) fn holds(&self, index: usize, at: At) -> bool {
        self.known.get(index).is_some_and(|known| known.holds(at))
    }

    /// The rows known at a position with their owners.
    pub(crate) fn known_rows(&self, at: At) -> impl Iterator<Item = (Owner, R)> + '_ {
        let known = (0..).zip(self.heads()).filter(move |(_, (_, known))| known.holds(at));
        known.filter_map(|(index, (owner, _))| Some((owner, self.rows.get(index)?)))
    }

    /// For each owner its last row of those known at a position whose day, one of the columns, is not after another.
    pub(crate) fn last_of_each(&self, at: At, days: &[i32], on: i32) -> LastRows {
        let mut rows = LastRows::default();
        for (row, ((owner, known), day)) in (0..).zip(self.heads().zip(days)) {
            rows.set_if(known.holds(at) & (*day <= on), owner, row);
        }
        rows.used = self.owners.last().map_or(0, |last| usize::from(*last) + 1);
        rows
    }

    /// The same of one.
    pub(crate) fn last(&self, owner: Owner, at: At, days: &[i32], on: i32) -> Option<usize> {
        self.of(owner).rfind(|row| self.holds(*row, at) && days.get(*row).is_some_and(|day| *day <= on))
    }

    pub(super) fn is_open(&self, index: usize) -> bool {
        self.known.get(index).is_some_and(|known| known.is_open())
    }

    pub(super) fn set(&mut self, owner: Owner, rows: &[R], at: u32) {
        let owned = self.of(owner);
        let open: Vec<usize> = owned.clone().filter(|index| self.is_open(*index)).collect();
        let same = |(index, row): (&usize, &R)| self.rows.get(*index).as_ref() == Some(row);
        // What is the same at both ends stays: mostly something is added behind, or one row becomes another.
        let before = open.iter().zip(rows).take_while(|pair| same(*pair)).count();
        let (open, rows) = (open.get(before..).unwrap_or_default(), rows.get(before..).unwrap_or_default());
        let behind = open.iter().rev().zip(rows.iter().rev()).take_while(|pair| same(*pair)).count();
        let (gone, stay) = open.split_at(open.len() - behind);
        let mut next = stay.first().copied().unwrap_or(owned.end);
        for index in gone.iter().rev() {
            next -= usize::from(self.close(*index, at));
        }
        for row in rows.iter().take(rows.len() - behind) {
            self.insert(next, owner, *row, at);
            next += 1;
        }
    }

    pub(super) fn insert(&mut self, index: usize, owner: Owner, row: R, at: u32) {
        insert(&mut self.owners, index, owner);
        insert(&mut self.known, index, Interval { from: at, to: STILL });
        self.rows.insert(index, row);
        self.summary.add(&row);
    }

    /// Closes a row; one that is of the same position was never known and is taken out. Whether it was.
    pub(super) fn close(&mut self, index: usize, at: u32) -> bool {
        let Some(known) = self.known.get_mut(index) else { return false };
        if known.from < at {
            known.to = at;
            return false;
        }
        self.owners.remove(index);
        self.known.remove(index);
        self.rows.remove(index);
        true
    }
}
