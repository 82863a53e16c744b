//! A table whose rows are known between two positions. A row is never changed but to close what was known; so any earlier answer
//! can be given again.
//!
//! Rows lie in blocks of 1,024 owners, each field by itself: a question passes over the fields it compares and nothing else, leaves
//! out blocks whose summary says that nothing in them is asked for, threads share the blocks, and what is recorded moves hardly
//! anything.

use heyi_core::ids::Position;

use super::row::{Columns as _, Row};
use crate::columns::{Damaged, Reader, Writer};

mod block;
mod intervals;

pub(crate) use block::{At, BLOCK, Block, LAST, LastRows, More, Owner, place};
use intervals::Intervals;

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
        if rows.is_empty() && self.blocks.get(block).is_none_or(|block| block.of(owner).next().is_none()) {
            return;
        }
        if let Some(block) = self.block_mut(block) {
            block.set(owner, rows, at.into());
        }
    }

    /// An owner has one more row, from this position on, behind those it has.
    pub(crate) fn open(&mut self, owner: u32, row: R, at: Position) {
        let (block, owner) = place(owner);
        if let Some(block) = self.block_mut(block) {
            block.put(owner, row, at.into());
        }
    }

    /// An owner has a row no more, from this position on.
    pub(crate) fn close(&mut self, owner: u32, row: &R, at: Position) {
        let (block, owner) = place(owner);
        let Some(block) = self.blocks.get_mut(block) else { return };
        let is_it = |index: &usize| block.is_open(*index) && block.rows.get(*index).as_ref() == Some(row);
        let found = block.of(owner).find(is_it);
        if let Some(index) = found {
            block.close(owner, index, at.into());
        }
    }

    /// The rows of an owner known at a position, in their order.
    pub(crate) fn of(&self, owner: u32, at: At) -> impl Iterator<Item = R> + '_ {
        let (block, owner) = place(owner);
        let block = self.blocks.get(block);
        block.into_iter().flat_map(move |block| {
            let rows = block.of(owner).filter(move |index| block.holds(*index, at));
            rows.filter_map(|index| block.rows.get(index))
        })
    }

    /// The rows of an owner that are known still, in their order.
    pub(crate) fn still(&self, owner: u32) -> impl Iterator<Item = R> + '_ {
        self.of(owner, At::END)
    }

    /// Every row known at a position with its owner: the owners in the order of their numbers.
    pub(crate) fn known(&self, at: At) -> impl Iterator<Item = (u32, R)> + '_ {
        (0..).zip(&self.blocks).flat_map(move |(number, block)| {
            block.known_rows(at).map(move |(owner, row)| (number * BLOCK as u32 + u32::from(owner), row))
        })
    }

    /// Every row that is known still, likewise.
    pub(crate) fn known_still(&self) -> impl Iterator<Item = (u32, R)> + '_ {
        self.known(At::END)
    }

    /// A block by its number; `None`: none of its owners ever had a row.
    pub(crate) fn block(&self, number: usize) -> Option<&Block<R>> {
        self.blocks.get(number)
    }

    /// How many rows there are, known still or not, and how many bytes they use.
    pub(crate) fn size(&self) -> (usize, usize) {
        let rows = self.blocks.iter().map(Block::len).sum();
        let bytes = |block: &Block<R>| {
            size_of::<Block<R>>()
                + block.known.bytes()
                + block.more.capacity() * size_of::<Owner>()
                + block.rows.bytes()
        };
        (rows, self.blocks.iter().map(bytes).sum())
    }

    fn block_mut(&mut self, number: usize) -> Option<&mut Block<R>> {
        if self.blocks.len() <= number {
            self.blocks.resize_with(number + 1, Block::default);
        }
        self.blocks.get_mut(number)
    }

    pub(super) fn write<'a>(&self, table: &'static str, writer: Writer<'a>) -> Writer<'a> {
        let of_each =
            |of: fn(&Block<R>) -> usize| -> Vec<u64> { self.blocks.iter().map(|block| of(block) as u64).collect() };
        let writer = writer
            .values(table, &of_each(|block| block.known.len()))
            .values("more", &of_each(|block| block.more.len()))
            .values("sorted", &of_each(|block| block.sorted))
            .parts("owners", self.blocks.iter().map(|block| block.more.as_slice()))
            .values("closing", &of_each(|block| block.known.to().len()))
            .parts("known", self.blocks.iter().map(|block| block.known.from()))
            .parts("closed", self.blocks.iter().map(|block| block.known.to()));
        R::Columns::write(self.blocks.iter().map(|block| &block.rows), writer)
    }

    pub(super) fn read(table: &'static str, reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let lengths: Vec<u64> = reader.values(table)?;
        let more: Vec<u64> = reader.values_of_length("more", lengths.len())?;
        let sorted: Vec<u64> = reader.values_of_length("sorted", lengths.len())?;
        let owners = reader.parts("owners", more.into_iter())?;
        let closing: Vec<u64> = reader.values_of_length("closing", lengths.len())?;
        let known = reader.parts("known", lengths.into_iter())?;
        let closed = reader.parts("closed", closing.into_iter())?;
        let rows = R::Columns::read(reader, known.iter().map(Vec::len).sum())?;
        let mut begin = 0;
        let blocks = known.into_iter().zip(closed).zip(owners).zip(sorted).map(|(((from, to), more), sorted)| {
            let end = begin + from.len();
            let rows = rows.part(std::mem::replace(&mut begin, end)..end);
            let sorted = usize::try_from(sorted).unwrap_or(usize::MAX);
            let known = Intervals::of_parts(from, to).ok_or(Damaged(table))?;
            Block::of_parts(known, rows, more, sorted).ok_or(Damaged(table))
        });
        Ok(Self { blocks: blocks.collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests;
