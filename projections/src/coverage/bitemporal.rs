//! A table whose rows are known between two positions. A row is never changed but to close what was known; so any earlier answer
//! can be given again.

use std::collections::HashMap;

use heyi_core::ids::Position;

use crate::columns::{Damaged, Reader, Value, Writer};

/// A row that is known still.
const STILL: u64 = u64::MAX;

/// Rows of owners, in the order in which they became known.
#[derive(Debug)]
pub(crate) struct Bitemporal<R> {
    owner: Vec<u32>,
    rows: Vec<R>,
    known_from: Vec<u64>,
    known_to: Vec<u64>,
    /// The rows of an owner that are known still.
    open: HashMap<u32, Vec<usize>>,
}

impl<R> Default for Bitemporal<R> {
    fn default() -> Self {
        Self { owner: Vec::new(), rows: Vec::new(), known_from: Vec::new(), known_to: Vec::new(), open: HashMap::new() }
    }
}

impl<R: Copy + Ord + Value> Bitemporal<R> {
    /// The rows of an owner, as known from this position on. What was known before is closed where it is not among them; what is
    /// stays. The order of the rows says nothing: a row that has a place among its like says so itself.
    pub(crate) fn set(&mut self, owner: u32, mut rows: Vec<R>, at: Position) {
        let mut open = self.open.remove(&owner).unwrap_or_default();
        rows.sort_unstable();
        rows.dedup();
        let mut stays = vec![false; rows.len()];
        open.retain(|index| {
            let found = self.rows.get(*index).and_then(|row| rows.binary_search(row).ok());
            if let Some(stay) = found.and_then(|found| stays.get_mut(found)) {
                *stay = true;
            } else if let Some(known_to) = self.known_to.get_mut(*index) {
                *known_to = at.0;
            }
            found.is_some()
        });
        for (row, _) in rows.into_iter().zip(stays).filter(|(_, stays)| !stays) {
            open.push(self.rows.len());
            self.owner.push(owner);
            self.rows.push(row);
            self.known_from.push(at.0);
            self.known_to.push(STILL);
        }
        if !open.is_empty() {
            self.open.insert(owner, open);
        }
    }

    /// The rows known at a position, each with its owner.
    pub(crate) fn known(&self, at: Position) -> impl Iterator<Item = (u32, &R)> {
        // Rows stand in the order they became known in.
        let by_then = self.known_from.partition_point(|from| *from <= at.0);
        let rows = self.owner.iter().zip(&self.rows).zip(&self.known_to).take(by_then);
        rows.filter(move |(_, known_to)| at.0 < **known_to).map(|((owner, row), _)| (*owner, row))
    }

    pub(super) fn write(&self, names: [&'static str; 4], writer: Writer) -> Writer {
        let [owner, rows, known_from, known_to] = names;
        writer
            .values(owner, &self.owner)
            .values(rows, &self.rows)
            .values(known_from, &self.known_from)
            .values(known_to, &self.known_to)
    }

    pub(super) fn read(names: [&'static str; 4], reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let [owner, rows, known_from, known_to] = names;
        let mut table = Self {
            owner: reader.values(owner)?,
            rows: reader.values(rows)?,
            known_from: reader.values(known_from)?,
            known_to: reader.values(known_to)?,
            open: HashMap::new(),
        };
        let length = table.owner.len();
        if [table.rows.len(), table.known_from.len(), table.known_to.len()].iter().any(|other| *other != length) {
            return Err(Damaged(rows));
        }
        for (row, (owner, known_to)) in table.owner.iter().zip(&table.known_to).enumerate() {
            if *known_to == STILL {
                table.open.entry(*owner).or_default().push(row);
            }
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(table: &Bitemporal<i32>, at: u64) -> Vec<(u32, i32)> {
        let mut rows: Vec<_> = table.known(Position(at)).map(|(owner, row)| (owner, *row)).collect();
        rows.sort_unstable();
        rows
    }

    #[test]
    fn what_was_known_then_stays_whatever_is_known_since() {
        let mut table = Bitemporal::default();
        table.set(0, vec![5, 7], Position(3));
        table.set(1, vec![9], Position(4));
        table.set(0, vec![7, 8], Position(6));
        table.set(1, vec![], Position(9));
        assert_eq!(known(&table, 2), []);
        assert_eq!(known(&table, 3), [(0, 5), (0, 7)]);
        assert_eq!(known(&table, 5), [(0, 5), (0, 7), (1, 9)]);
        assert_eq!(known(&table, 6), [(0, 7), (0, 8), (1, 9)]);
        assert_eq!(known(&table, 9), [(0, 7), (0, 8)]);
        assert_eq!(table.rows.len(), 4, "what says the same is kept");
        let names = ["owner", "row", "from", "to"];
        let bytes = table.write(names, Writer::default()).finish();
        let mut again: Bitemporal<i32> = Bitemporal::read(names, &mut Reader::new(&bytes)).unwrap();
        again.set(0, vec![7], Position(11));
        assert_eq!((known(&again, 10), known(&again, 11)), (vec![(0, 7), (0, 8)], vec![(0, 7)]));
    }

    #[test]
    fn told_the_same_again_nothing_is_written() {
        let mut table = Bitemporal::default();
        table.set(0, vec![1, 2], Position(1));
        table.set(0, vec![2, 1, 2], Position(2));
        assert_eq!(table.rows.len(), 2);
    }
}
