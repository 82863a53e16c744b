//! A table whose rows are known between two positions. A row is never changed but to close what was known; so any earlier answer
//! can be given again.
//!
//! Rows lie in blocks of 1,024 owners, those of one owner together and in their order, each field by itself: a question passes over
//! the fields it compares and nothing else, leaves out blocks whose summary says that nothing in them is asked for, threads share
//! the blocks, and what is recorded moves a few kilobytes.

use heyi_core::ids::Position;

use super::row::{Columns as _, Row, Summary as _};
use crate::columns::{Damaged, Reader, Writer};

mod block;

pub(crate) use block::{At, BLOCK, Block, LAST, LastRows, Owner, place};
use block::{Interval, STILL};

/// Rows of owners.
#[derive(Debug)]
pub(crate) struct Bitemporal<R: Row> {
    blocks: Vec<Block<R>>,
}

impl<R: Row> Default for Bitemporal<R> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<R: Row> Bitemporal<R> {
    /// The rows of an owner in their order, as known from this position on. What was known before is closed where it is not among
    /// them; what is stays.
    pub(crate) fn set(&mut self, owner: u32, rows: &[R], at: Position) {
        let (block, owner) = place(owner);
        if rows.is_empty() && self.blocks.get(block).is_none_or(|block| block.of(owner).is_empty()) {
            return;
        }
        if let Some(block) = self.block_mut(block) {
            block.set(owner, rows, At::from(at).0);
        }
    }

    /// An owner has one more row, from this position on, behind those it has.
    pub(crate) fn open(&mut self, owner: u32, row: R, at: Position) {
        let (block, owner) = place(owner);
        if let Some(block) = self.block_mut(block) {
            let end = block.of(owner).end;
            block.insert(end, owner, row, At::from(at).0);
        }
    }

    /// An owner has a row no more, from this position on.
    pub(crate) fn close(&mut self, owner: u32, row: &R, at: Position) {
        let (block, owner) = place(owner);
        let Some(block) = self.blocks.get_mut(block) else { return };
        let mut rows = block.of(owner);
        let found = rows.find(|index| block.is_open(*index) && block.rows.get(*index).as_ref() == Some(row));
        if let Some(index) = found {
            block.close(index, At::from(at).0);
        }
    }

    /// The rows of an owner known at a position, in their order.
    pub(crate) fn of(&self, owner: u32, at: At) -> impl Iterator<Item = R> + '_ {
        let (block, owner) = place(owner);
        let block = self.blocks.get(block);
        block.into_iter().flat_map(move |block| {
            let rows =
                block.of(owner).filter(move |index| block.known.get(*index).is_some_and(|known| known.holds(at)));
            rows.filter_map(|index| block.rows.get(index))
        })
    }

    /// The rows of an owner that are known still, in their order.
    pub(crate) fn still(&self, owner: u32) -> impl Iterator<Item = R> + '_ {
        self.of(owner, At(STILL - 1))
    }

    /// Every row known at a position with its owner: the owners in the order of their numbers.
    pub(crate) fn known(&self, at: At) -> impl Iterator<Item = (u32, R)> + '_ {
        (0..).zip(&self.blocks).flat_map(move |(number, block)| {
            block.known_rows(at).map(move |(owner, row)| (number * BLOCK as u32 + u32::from(owner), row))
        })
    }

    /// Every row that is known still, likewise.
    pub(crate) fn known_still(&self) -> impl Iterator<Item = (u32, R)> + '_ {
        self.known(At(STILL - 1))
    }

    /// A block by its number; `None`: none of its owners ever had a row.
    pub(crate) fn block(&self, number: usize) -> Option<&Block<R>> {
        self.blocks.get(number)
    }

    /// How many rows there are, known still or not, and how many bytes they use.
    pub(crate) fn size(&self) -> (usize, usize) {
        let rows = self.blocks.iter().map(|block| block.owners.len()).sum();
        let width = size_of::<Interval>() + size_of::<Owner>();
        let bytes = |block: &Block<R>| size_of::<Block<R>>() + block.known.capacity() * width + block.rows.bytes();
        (rows, self.blocks.iter().map(bytes).sum())
    }

    fn block_mut(&mut self, number: usize) -> Option<&mut Block<R>> {
        if self.blocks.len() <= number {
            self.blocks.resize_with(number + 1, Block::default);
        }
        self.blocks.get_mut(number)
    }

    pub(super) fn write<'a>(&self, table: &'static str, writer: Writer<'a>) -> Writer<'a> {
        let lengths: Vec<u64> = self.blocks.iter().map(|block| block.owners.len() as u64).collect();
        let writer = writer.values(table, &lengths);
        let writer = writer.parts("owner", self.blocks.iter().map(|block| block.owners.as_slice()));
        let writer = writer.parts("known", self.blocks.iter().map(|block| block.known.as_slice()));
        R::Columns::write(self.blocks.iter().map(|block| &block.rows), writer)
    }

    pub(super) fn read(table: &'static str, reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let lengths: Vec<u64> = reader.values(table)?;
        let owners: Vec<Owner> = reader.values("owner")?;
        let known: Vec<Interval> = reader.values_of_length("known", owners.len())?;
        let rows = R::Columns::read(reader, owners.len())?;
        let (mut blocks, mut start) = (Vec::with_capacity(lengths.len()), 0_usize);
        for length in lengths {
            let end =
                usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or(Damaged(table))?;
            let part = start..end;
            let owners = owners.get(part.clone()).filter(|owners| owners.is_sorted()).ok_or(Damaged(table))?.to_vec();
            let known = known.get(part.clone()).ok_or(Damaged(table))?.to_vec();
            let (rows, mut summary) = (rows.part(part), R::Summary::default());
            (0..owners.len()).filter_map(|row| rows.get(row)).for_each(|row| summary.add(&row));
            blocks.push(Block { owners, known, rows, summary });
            start = end;
        }
        if start == owners.len() { Ok(Self { blocks }) } else { Err(Damaged(table)) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::row;
    use super::*;
    use crate::columns;

    row! {
        /// A number.
        Number, Numbers, () {
            /// It.
            value: i32,
        }
    }

    fn rows(values: &[i32]) -> Vec<Number> {
        values.iter().map(|value| Number { value: *value }).collect()
    }

    fn known(table: &Bitemporal<Number>, at: u64) -> Vec<(u32, i32)> {
        table.known(Position(at).into()).map(|(owner, row)| (owner, row.value)).collect()
    }

    fn again(table: &Bitemporal<Number>) -> Bitemporal<Number> {
        let bytes = columns::bytes(|writer| table.write("numbers", writer).finish());
        columns::read(&bytes, |mut from| Bitemporal::read("numbers", &mut from)).unwrap()
    }

    #[test]
    fn what_was_known_then_stays_whatever_is_known_since() {
        let mut table = Bitemporal::default();
        table.set(0, &rows(&[5, 7]), Position(3));
        table.set(3_000, &rows(&[9]), Position(4));
        table.set(0, &rows(&[7, 8]), Position(6));
        table.set(3_000, &[], Position(9));
        assert_eq!(known(&table, 2), []);
        assert_eq!(known(&table, 3), [(0, 5), (0, 7)]);
        assert_eq!(known(&table, 5), [(0, 5), (0, 7), (3_000, 9)]);
        assert_eq!(known(&table, 6), [(0, 7), (0, 8), (3_000, 9)]);
        assert_eq!(known(&table, 9), [(0, 7), (0, 8)]);
        let mut again = again(&table);
        again.set(0, &rows(&[7]), Position(11));
        assert_eq!((known(&again, 10), known(&again, 11)), (vec![(0, 7), (0, 8)], vec![(0, 7)]));
    }

    #[test]
    fn rows_keep_their_order_at_every_position_and_what_is_the_same_at_both_ends_is_kept() {
        let mut table = Bitemporal::default();
        let told: [&[i32]; 6] = [&[1, 4], &[1, 2, 4], &[1, 2, 4], &[2, 3, 4], &[4, 2], &[1, 4]];
        for (at, values) in (1..).zip(told) {
            table.set(1, &rows(values), Position(at));
        }
        for (at, values) in (1..).zip(told) {
            let values: Vec<(u32, i32)> = values.iter().map(|value| (1, *value)).collect();
            assert_eq!(known(&table, at), values, "at {at}");
        }
        assert_eq!(table.size().0, 2 + 1 + 2 + 2 + 2, "rows at both ends stay, those between are told anew");
    }

    #[test]
    fn of_one_position_the_last_word_counts() {
        let mut table = Bitemporal::default();
        table.set(2, &rows(&[1]), Position(5));
        table.set(2, &rows(&[2]), Position(5));
        table.open(2, Number { value: 3 }, Position(5));
        table.close(2, &Number { value: 2 }, Position(6));
        assert_eq!((known(&table, 5), known(&table, 6)), (vec![(2, 2), (2, 3)], vec![(2, 3)]));
        assert_eq!(table.size().0, 2);
    }

    #[test]
    fn what_is_not_in_its_order_on_disk_is_damage() {
        let mut table = Bitemporal::default();
        table.set(1, &rows(&[5]), Position(3));
        table.set(2, &rows(&[6]), Position(3));
        table.blocks[0].owners.swap(0, 1);
        let bytes = columns::bytes(|writer| table.write("numbers", writer).finish());
        assert!(columns::read(&bytes, |mut from| Bitemporal::<Number>::read("numbers", &mut from)).is_err());
    }
}
