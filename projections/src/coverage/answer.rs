//! Counting: a measure over the tables, as known at a position.

use std::collections::BTreeMap;

use heyi_core::ids::Position;
use heyi_core::industry::BiomedicineList;
use heyi_core::text::Say;

use super::bitemporal::At;
use super::dimension::value::{self, Code};
use super::facts::day_number;
use super::query::MOST_ROWS;
use super::records::Span;
use super::{Cell, Coverage, CoverageQuery, Dimension, Measure, QueryError, Row, Sureness};

mod cases;
mod columns;
mod contracts;
mod covered;
mod differences;
pub(super) mod members;
mod overlapping;
mod parts;
mod quick;
mod register;
mod sieve;
mod spans;
mod steps;
mod surest;
mod tally;
mod texts;
mod timeline;
mod trend;

use cases::Cases;
use register::Register;
use sieve::Sieve;
use spans::Spans;
use tally::Tally;

/// A question, ready to be counted.
pub(super) struct Asked<'a> {
    coverage: &'a Coverage,
    query: &'a CoverageQuery,
    /// First and last day of the span.
    from: i32,
    on: i32,
    known: At,
    /// Which divisions are biomedicine.
    list: &'a BiomedicineList,
    filters: BTreeMap<Dimension, Vec<Code>>,
    /// The divisions of the region: their codes lie between these, both included.
    region: (u32, u32),
    /// What finds the employers of a narrow question.
    sieve: Sieve,
}

/// Whether a day lies where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whether {
    Yes,
    No,
    Maybe,
}

impl Coverage {
    /// The rows and their total, as known at a position, which ends a commit.
    pub(crate) fn answer(
        &self,
        query: &CoverageQuery,
        known: Position,
        list: &BiomedicineList,
    ) -> Result<(Vec<Row>, Cell), QueryError> {
        let tally = self.tally(query, known, list, false);
        if tally.rows.len() > MOST_ROWS {
            let (rows, most) = (tally.rows.len(), MOST_ROWS);
            return Err(QueryError::Wrong(
                "by",
                Say::new(
                    format!("共有 {rows} 行，最多 {most} 行；请缩小地区、增加筛选或减少分组。"),
                    format!(
                        "There would be {rows} rows; {most} are the most. Narrow the region, filter, or group by less."
                    ),
                ),
            ));
        }
        let total = tally.cell(&tally.total());
        let row = |(codes, group): (tally::Keys, &tally::Group)| {
            let key = |(dimension, code): (&Dimension, Code)| value::key(*dimension, code, self.numbers.topics());
            let keys: Vec<String> = query.by.iter().zip(codes).map(key).collect();
            let labels = query.by.iter().zip(&keys).map(|(dimension, key)| value::say(*dimension, key)).collect();
            Row { keys, labels, cell: tally.cell(group) }
        };
        let mut rows: Vec<Row> = tally.rows.iter().filter(|_| !query.by.is_empty()).map(row).collect();
        rows.sort_by(|one, other| one.keys.cmp(&other.keys));
        Ok((rows, total))
    }

    fn tally(&self, query: &CoverageQuery, known: Position, list: &BiomedicineList, members: bool) -> Tally {
        let mut tally = Tally::of(query, members);
        self.asked(query, known, list).count(&mut tally);
        tally
    }

    fn asked<'a>(&'a self, query: &'a CoverageQuery, known: Position, list: &'a BiomedicineList) -> Asked<'a> {
        let mut filters: BTreeMap<Dimension, Vec<Code>> = BTreeMap::new();
        for (dimension, key) in &query.filters {
            let code = value::parse(*dimension, key, self.numbers.topics());
            filters.entry(*dimension).or_default().extend(code);
        }
        let (from, on) = (day_number(query.first_day()), day_number(query.on));
        let (known, region) = (At::from(known), region(value::number_of(&query.region)));
        let sieve = Sieve::of(region, &filters);
        Asked { coverage: self, query, from, on, known, list, filters, region, sieve }
    }
}

/// The first and the last code that a division of a region can have.
fn region(code: u32) -> (u32, u32) {
    match code {
        100_000 => (0, u32::MAX),
        _ if code.is_multiple_of(10_000) => (code, code + 9_999),
        _ if code.is_multiple_of(100) => (code, code + 99),
        _ => (code, code),
    }
}

impl Asked<'_> {
    fn count(&self, tally: &mut Tally) {
        let register = Register::of(self);
        match self.query.measure {
            Measure::Synchronised => steps::synchronised(self, &register, tally),
            measure if measure.is_of_employers_on_a_day() => covered::employers(self, &register, tally),
            Measure::ContractsInForce | Measure::InstrumentsInForce => {
                covered::contracts(self, &Cases::of(self, &register), tally);
            }
            _ => Spans::of(std::slice::from_ref(self), std::slice::from_mut(tally)).count(),
        }
    }

    /// The row of a unit that has a value in each dimension asked.
    #[inline(always)]
    fn keys(&self, code: impl Fn(Dimension) -> Code) -> tally::Keys {
        let mut keys = [0; 2];
        for (key, dimension) in keys.iter_mut().zip(&self.query.by) {
            *key = code(*dimension);
        }
        keys
    }

    #[inline]
    fn lies_in_region(&self, place: u32) -> bool {
        let (first, last) = self.region;
        (first <= place) & (place <= last)
    }

    /// Whether a value passes the filters of its dimension.
    fn passes(&self, dimension: Dimension, code: impl FnOnce() -> Code) -> bool {
        self.filters.get(&dimension).is_none_or(|codes| codes.contains(&code()))
    }

    /// Whether all values of a thing pass, of the dimensions it has.
    #[inline]
    fn all_pass(&self, has: impl Fn(Dimension) -> bool, code: impl Fn(Dimension) -> Code) -> bool {
        let mut filters = self.filters.iter().filter(|(dimension, _)| has(**dimension));
        filters.all(|(dimension, codes)| codes.contains(&code(*dimension)))
    }

    /// Whether a day lies in the span asked.
    fn in_span(&self, day: Span) -> Whether {
        if self.from <= day.earliest && day.latest <= self.on {
            Whether::Yes
        } else if day.latest < self.from || self.on < day.earliest {
            Whether::No
        } else {
            Whether::Maybe
        }
    }

    /// Whether a day is not after the one asked.
    fn by_then(&self, day: Span) -> Whether {
        by(day, self.on)
    }
}

/// Whether a day is not after another.
fn by(day: Span, other: i32) -> Whether {
    if day.latest <= other {
        Whether::Yes
    } else if other < day.earliest {
        Whether::No
    } else {
        Whether::Maybe
    }
}

impl Whether {
    /// Counted, not counted, or not known because a day is not.
    fn sureness(self) -> Sureness {
        match self {
            Self::Yes => Sureness::Confirmed,
            Self::No => Sureness::Not,
            Self::Maybe => Sureness::Imprecise,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::region;

    #[test]
    fn a_region_holds_what_begins_like_it() {
        let holds = |of: u32, place: u32| {
            let (first, last) = region(of);
            (first..=last).contains(&place)
        };
        assert!(
            holds(100_000, 320_106) && holds(320_000, 320_106) && holds(320_100, 320_106) && holds(320_106, 320_106)
        );
        assert!(!holds(320_500, 320_106) && !holds(110_000, 320_106) && !holds(320_106, 320_100));
    }
}
