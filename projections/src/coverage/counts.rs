//! Head counts of employers: how many, the day it is true of, and since when it is known.

use heyi_core::event::employer::HeadCountRecorded;
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::Position;

use crate::columns::{Damaged, Reader, Writer};

use super::day_number;

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
}

impl Counts {
    /// Adds what was recorded of an employer. A count whose day has no latest end is left out: no day is certainly after it.
    pub fn add(&mut self, employer: u32, counted: &HeadCountRecorded, at: Position) {
        self.push(employer, Figure::Staff, counted.staff.as_ref(), at);
        self.push(employer, Figure::Women, counted.women.as_ref(), at);
        self.push(employer, Figure::SkilledWomen, counted.skilled_women.as_ref(), at);
    }

    /// For each employer by number, the count with the latest day that is certainly not after `day`, as known at a
    /// position; of the same day, the one recorded last. `None`: not known.
    #[must_use]
    pub fn latest(&self, figure: Figure, employers: usize, day: i32, known: Position) -> Vec<Option<u32>> {
        let mut latest: Vec<Option<(i32, u32)>> = vec![None; employers];
        let known_by_then = self.known_from.partition_point(|from| *from <= known.0);
        let rows = self.employer.iter().zip(&self.figure).zip(self.people.iter().zip(&self.day)).take(known_by_then);
        for ((employer, of), (people, as_of)) in rows {
            if *of == figure as u8
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
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(Self {
            employer: reader.values("count.employer")?,
            figure: reader.values("count.figure")?,
            people: reader.values("count.people")?,
            about: reader.values("count.about")?,
            day: reader.values("count.day")?,
            known_from: reader.values("count.known-from")?,
        })
    }

    fn push(&mut self, employer: u32, figure: Figure, counted: Option<&HeadCount>, at: Position) {
        let Some((counted, day)) = counted.and_then(|counted| Some((counted, counted.as_of.latest?))) else { return };
        self.employer.push(employer);
        self.figure.push(figure as u8);
        self.people.push(counted.people);
        self.about.push(u8::from(counted.about));
        self.day.push(day_number(day));
        self.known_from.push(at.0);
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::occurred::Occurred;
    use heyi_core::scenario::{date_of, day};

    use super::*;

    #[test]
    fn the_latest_day_holds_and_of_one_day_what_was_recorded_last() {
        let mut counts = Counts::default();
        let mut count = |people, as_of, at| {
            let women = Some(HeadCount { people, about: false, as_of });
            counts.add(0, &HeadCountRecorded { staff: None, women, skilled_women: None }, Position(at));
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
    }
}
