//! Head counts of employers: how many, the day it is true of, and between which positions it is known.

use std::collections::HashMap;

use heyi_core::event::employer::HeadCountRecorded;
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::Position;

use crate::columns::{Damaged, Reader, Writer};

use super::day_number;

/// A row that is known still.
const STILL: u64 = u64::MAX;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// All staff.
    Staff = 0,
    /// Women.
    Women = 1,
    /// Technical and skilled women.
    SkilledWomen = 2,
}

/// The table, in the order in which its rows became known.
#[derive(Debug, Default)]
pub struct Counts {
    employer: Vec<u32>,
    figure: Vec<u8>,
    people: Vec<u32>,
    about: Vec<u8>,
    day: Vec<i32>,
    known_from: Vec<u64>,
    known_to: Vec<u64>,
    /// The rows of an employer that are known still.
    open: HashMap<u32, Vec<usize>>,
}

/// What a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counted {
    figure: u8,
    people: u32,
    about: bool,
    day: i32,
}

impl Counts {
    /// The head counts of an employer in the order of recording, as known from this position on. Rows that say the same are kept up
    /// to the first that does not. A count whose day has no latest end is left out: no day is certainly after it.
    pub fn set(&mut self, employer: u32, counts: &[&HeadCountRecorded], at: Position) {
        let rows: Vec<Counted> = counts.iter().flat_map(|counted| rows_of(counted)).collect();
        let mut open = self.open.remove(&employer).unwrap_or_default();
        let same = open.iter().zip(&rows).take_while(|(row, says)| self.row(**row) == Some(**says)).count();
        for row in open.drain(same..) {
            if let Some(known_to) = self.known_to.get_mut(row) {
                *known_to = at.0;
            }
        }
        for counted in rows.into_iter().skip(same) {
            open.push(self.employer.len());
            self.push(employer, counted, at);
        }
        self.open.insert(employer, open);
    }

    /// For each employer by number, the count with the latest day that is certainly not after `day`, as known at a
    /// position; of the same day, the one recorded last. `None`: not known.
    #[must_use]
    pub fn latest(&self, figure: Figure, employers: usize, day: i32, known: Position) -> Vec<Option<u32>> {
        let mut latest: Vec<Option<(i32, u32)>> = vec![None; employers];
        let known_by_then = self.known_from.partition_point(|from| *from <= known.0);
        let rows = self.employer.iter().zip(&self.figure).zip(self.people.iter().zip(&self.day)).zip(&self.known_to);
        for (((employer, of), (people, as_of)), known_to) in rows.take(known_by_then) {
            if *of == figure as u8
                && known.0 < *known_to
                && *as_of <= day
                && let Some(kept) = latest.get_mut(*employer as usize)
                && kept.is_none_or(|(kept, _)| kept <= *as_of)
            {
                *kept = Some((*as_of, *people));
            }
        }
        latest.into_iter().map(|kept| kept.map(|(_, people)| people)).collect()
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .values("count.employer", &self.employer)
            .values("count.figure", &self.figure)
            .values("count.people", &self.people)
            .values("count.about", &self.about)
            .values("count.day", &self.day)
            .values("count.known-from", &self.known_from)
            .values("count.known-to", &self.known_to)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut table = Self {
            employer: reader.values("count.employer")?,
            figure: reader.values("count.figure")?,
            people: reader.values("count.people")?,
            about: reader.values("count.about")?,
            day: reader.values("count.day")?,
            known_from: reader.values("count.known-from")?,
            known_to: reader.values("count.known-to")?,
            open: HashMap::new(),
        };
        for (row, (employer, known_to)) in table.employer.iter().zip(&table.known_to).enumerate() {
            if *known_to == STILL {
                table.open.entry(*employer).or_default().push(row);
            }
        }
        Ok(table)
    }

    fn row(&self, row: usize) -> Option<Counted> {
        Some(Counted {
            figure: *self.figure.get(row)?,
            people: *self.people.get(row)?,
            about: *self.about.get(row)? == 1,
            day: *self.day.get(row)?,
        })
    }

    fn push(&mut self, employer: u32, counted: Counted, at: Position) {
        self.employer.push(employer);
        self.figure.push(counted.figure);
        self.people.push(counted.people);
        self.about.push(u8::from(counted.about));
        self.day.push(counted.day);
        self.known_from.push(at.0);
        self.known_to.push(STILL);
    }
}

fn rows_of(counted: &HeadCountRecorded) -> Vec<Counted> {
    let HeadCountRecorded { staff, women, skilled_women } = counted;
    let told = [(Figure::Staff, staff), (Figure::Women, women), (Figure::SkilledWomen, skilled_women)];
    let row = |(figure, count): (Figure, &Option<HeadCount>)| {
        let count = count.as_ref()?;
        let day = day_number(count.as_of.latest?);
        Some(Counted { figure: figure as u8, people: count.people, about: count.about, day })
    };
    told.into_iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use heyi_core::occurred::Occurred;
    use heyi_core::scenario::{date_of, day};

    use super::*;

    #[test]
    fn the_latest_day_holds_and_of_one_day_what_was_recorded_last() {
        let mut counts = Counts::default();
        let mut told = Vec::new();
        let mut count = |people, as_of, at| {
            let women = Some(HeadCount { people, about: false, as_of });
            told.push(HeadCountRecorded { staff: None, women, skilled_women: None });
            counts.set(0, &told.iter().collect::<Vec<_>>(), Position(at));
        };
        count(10, day(5), 1);
        count(20, day(9), 2);
        count(30, day(5), 3);
        count(40, day(9), 4);
        count(50, Occurred::unknown("不详"), 5);
        let women = |on, known| counts.latest(Figure::Women, 2, day_number(date_of(on)), Position(known));
        assert_eq!(women(4, 9), [None, None]);
        assert_eq!(women(5, 2), [Some(10), None]);
        assert_eq!(women(5, 9), [Some(30), None]);
        assert_eq!(women(9, 3), [Some(20), None]);
        assert_eq!(women(9, 9), [Some(40), None]);
        assert_eq!(counts.latest(Figure::Staff, 1, i32::MAX, Position(9)), [None]);
        // The second was wrong: what was known before is still known of then.
        counts.set(0, &[&told[0]], Position(8));
        let women = |on, known| counts.latest(Figure::Women, 1, day_number(date_of(on)), Position(known));
        assert_eq!((women(9, 7), women(9, 8)), (vec![Some(40)], vec![Some(10)]));
    }
}
