//! Sets of clauses by number: many instruments have the same, and a question decides once for each set whether it passes.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::records::Clause;
use crate::columns::{Damaged, Reader, Writer};

/// The number of the set without clauses.
pub(crate) const EMPTY: u32 = 0;

/// The sets met, each with a number given when it was first met.
#[derive(Debug)]
pub(crate) struct ClauseSets {
    clauses: Vec<Clause>,
    /// Where the clauses of each set end.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

impl Default for ClauseSets {
    fn default() -> Self {
        let mut sets = Self { clauses: Vec::new(), ends: Vec::new(), numbers: HashTable::new() };
        sets.number(Vec::new());
        sets
    }
}

impl ClauseSets {
    /// The number of a set of clauses, given now if it has none.
    pub(crate) fn number(&mut self, mut clauses: Vec<Clause>) -> u32 {
        clauses.sort_unstable();
        clauses.dedup();
        let hash = hash(&clauses);
        if let Some(number) = self.numbers.find(hash, |number| self.of(*number) == clauses.as_slice()) {
            return *number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.clauses.extend(clauses);
        self.ends.push(u32::try_from(self.clauses.len()).unwrap_or(u32::MAX));
        let Self { clauses, ends, numbers } = self;
        numbers.insert_unique(hash, number, |number| self::hash(slice(clauses, ends, *number)));
        number
    }

    /// The clauses of a set, sorted.
    pub(crate) fn of(&self, number: u32) -> &[Clause] {
        slice(&self.clauses, &self.ends, number)
    }

    /// Every set, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Clause]> {
        (0..).zip(&self.ends).map(|(number, _)| self.of(number))
    }

    /// Bytes used.
    pub(crate) fn bytes(&self) -> usize {
        self.clauses.capacity() * size_of::<Clause>() + self.ends.capacity() * 4 + self.numbers.allocation_size()
    }

    pub(super) fn write<'a>(&self, writer: Writer<'a>) -> Writer<'a> {
        writer.values("clauses", &self.clauses).values("ends", &self.ends)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let (clauses, ends): (Vec<Clause>, Vec<u32>) = (reader.values("clauses")?, reader.values("ends")?);
        let mut sets = Self::default();
        for number in 0..ends.len() {
            let number = u32::try_from(number).map_err(|_| Damaged("ends"))?;
            if sets.number(slice(&clauses, &ends, number).to_vec()) != number {
                return Err(Damaged("clauses"));
            }
        }
        Ok(sets)
    }
}

fn hash(clauses: &[Clause]) -> u64 {
    FixedState::default().hash_one(clauses)
}

fn slice<'a>(clauses: &'a [Clause], ends: &[u32], number: u32) -> &'a [Clause] {
    let index = number as usize;
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(index).copied().unwrap_or_default();
    clauses.get(start as usize..end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;

    fn clause(topic: u32) -> Clause {
        Clause { topic, tier: 1, measure: 0 }
    }

    #[test]
    fn the_same_clauses_are_the_same_set_in_whatever_order_and_however_often() {
        let mut sets = ClauseSets::default();
        assert_eq!(sets.number(vec![]), EMPTY);
        let one = sets.number(vec![clause(7), clause(3)]);
        assert_eq!(sets.number(vec![clause(3), clause(7), clause(3)]), one);
        let other = sets.number(vec![clause(3)]);
        assert_ne!(other, one);
        assert_eq!(sets.of(one), [clause(3), clause(7)]);
        let bytes = columns::bytes(|writer| sets.write(writer).finish());
        let mut again = columns::read(&bytes, |mut from| ClauseSets::read(&mut from)).unwrap();
        assert_eq!((again.number(vec![clause(3)]), again.iter().count()), (other, 3));
    }
}
