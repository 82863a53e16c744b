//! What employers were from which day on: one row for each spell, with the positions it is known between.

use std::collections::HashMap;

use heyi_core::ids::Position;

use crate::columns::{Damaged, Reader, Writer};

/// A row that is known still.
const STILL: u64 = u64::MAX;

/// The table. The rows of one employer that are known at a position stand in the order of their days.
#[derive(Debug, Default)]
pub(super) struct Spells {
    employer: Vec<u32>,
    from: Vec<i32>,
    /// Index into the places.
    place: Vec<u32>,
    /// Index into the industries.
    industry: Vec<u32>,
    ownership: Vec<u8>,
    /// 0 no, 1 yes, 2 not known.
    biomedicine: Vec<u8>,
    exists: Vec<u8>,
    known_from: Vec<u64>,
    known_to: Vec<u64>,
    /// The rows of an employer that are known still.
    open: HashMap<u32, Vec<usize>>,
}

/// What a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) from: i32,
    pub(super) place: u32,
    pub(super) industry: u32,
    pub(super) ownership: u8,
    pub(super) biomedicine: u8,
    pub(super) exists: bool,
}

impl Spells {
    /// The spells of an employer, as known from this position on. Rows that say the same are kept up to the first that does not.
    pub(super) fn set(&mut self, employer: u32, facts: &[Facts], at: Position) {
        let mut open = self.open.remove(&employer).unwrap_or_default();
        let same = open.iter().zip(facts).take_while(|(row, facts)| self.facts(**row) == Some(**facts)).count();
        for row in open.drain(same..) {
            if let Some(known_to) = self.known_to.get_mut(row) {
                *known_to = at.0;
            }
        }
        for facts in facts.iter().skip(same) {
            open.push(self.employer.len());
            self.push(employer, *facts, at);
        }
        self.open.insert(employer, open);
    }

    /// For each employer by number, the row of the spell that holds on a day, as known at a position; `None`: it was not known.
    pub(super) fn on(&self, employers: usize, day: i32, known: Position) -> Vec<Option<usize>> {
        let mut standing = vec![None; employers];
        let known_by_then = self.known_from.partition_point(|from| *from <= known.0);
        let rows = self.employer.iter().zip(&self.from).zip(&self.known_to).take(known_by_then);
        for (row, ((employer, from), known_to)) in rows.enumerate() {
            if *from <= day
                && known.0 < *known_to
                && let Some(kept) = standing.get_mut(*employer as usize)
            {
                *kept = Some(row);
            }
        }
        standing
    }

    pub(super) fn facts(&self, row: usize) -> Option<Facts> {
        Some(Facts {
            from: *self.from.get(row)?,
            place: *self.place.get(row)?,
            industry: *self.industry.get(row)?,
            ownership: *self.ownership.get(row)?,
            biomedicine: *self.biomedicine.get(row)?,
            exists: *self.exists.get(row)? == 1,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .values("spell.employer", &self.employer)
            .values("spell.from", &self.from)
            .values("spell.place", &self.place)
            .values("spell.industry", &self.industry)
            .values("spell.ownership", &self.ownership)
            .values("spell.biomedicine", &self.biomedicine)
            .values("spell.exists", &self.exists)
            .values("spell.known-from", &self.known_from)
            .values("spell.known-to", &self.known_to)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut table = Self {
            employer: reader.values("spell.employer")?,
            from: reader.values("spell.from")?,
            place: reader.values("spell.place")?,
            industry: reader.values("spell.industry")?,
            ownership: reader.values("spell.ownership")?,
            biomedicine: reader.values("spell.biomedicine")?,
            exists: reader.values("spell.exists")?,
            known_from: reader.values("spell.known-from")?,
            known_to: reader.values("spell.known-to")?,
            open: HashMap::new(),
        };
        for (row, (employer, known_to)) in table.employer.iter().zip(&table.known_to).enumerate() {
            if *known_to == STILL {
                table.open.entry(*employer).or_default().push(row);
            }
        }
        Ok(table)
    }

    fn push(&mut self, employer: u32, facts: Facts, at: Position) {
        self.employer.push(employer);
        self.from.push(facts.from);
        self.place.push(facts.place);
        self.industry.push(facts.industry);
        self.ownership.push(facts.ownership);
        self.biomedicine.push(facts.biomedicine);
        self.exists.push(u8::from(facts.exists));
        self.known_from.push(at.0);
        self.known_to.push(STILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(from: i32, place: u32) -> Facts {
        Facts { from, place, industry: 0, ownership: 0, biomedicine: 2, exists: true }
    }

    fn place(table: &Spells, day: i32, known: u64) -> Option<u32> {
        let row = table.on(1, day, Position(known))[0]?;
        table.facts(row).map(|facts| facts.place)
    }

    #[test]
    fn both_times_hold_the_day_and_what_was_known() {
        let mut table = Spells::default();
        table.set(0, &[spell(i32::MIN, 1)], Position(3));
        table.set(0, &[spell(i32::MIN, 1), spell(100, 2)], Position(5));
        // Corrected: it was on day 50.
        table.set(0, &[spell(i32::MIN, 1), spell(50, 2)], Position(9));
        assert_eq!(place(&table, 70, 2), None, "not in the register yet");
        assert_eq!((place(&table, 70, 5), place(&table, 100, 5)), (Some(1), Some(2)));
        assert_eq!((place(&table, 70, 9), place(&table, 49, 9)), (Some(2), Some(1)));
        assert_eq!(table.employer.len(), 3, "what says the same is kept");
        let bytes = table.write(Writer::default()).finish();
        let mut again = Spells::read(&mut Reader::new(&bytes)).unwrap();
        again.set(0, &[spell(i32::MIN, 1)], Position(11));
        assert_eq!((place(&again, 70, 11), place(&again, 70, 9)), (Some(1), Some(2)));
    }
}
