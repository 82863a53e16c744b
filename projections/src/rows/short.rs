//! Days in few bytes: a country has tens of millions of them.

use heyi_core::event::opening::HeadCount;
use heyi_core::occurred::Occurred;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

const EPOCH: Date = date(1970, 1, 1);

/// A day as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Day(i32);

/// What is claimed of a day: mostly one day, and no words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Claimed {
    Day(Day),
    Otherwise(Occurred),
}

/// A head count with such a day.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Count {
    people: u32,
    about: bool,
    as_of: Claimed,
}

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        Self((day - EPOCH).get_days())
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        EPOCH.saturating_add(day.0.days())
    }
}

impl From<Occurred> for Claimed {
    fn from(occurred: Occurred) -> Self {
        match occurred.day().filter(|_| occurred.words.is_empty()) {
            Some(day) => Self::Day(day.into()),
            None => Self::Otherwise(occurred),
        }
    }
}

impl From<Claimed> for Occurred {
    fn from(claimed: Claimed) -> Self {
        match claimed {
            Claimed::Day(day) => Self::on(day.into()),
            Claimed::Otherwise(occurred) => occurred,
        }
    }
}

impl From<HeadCount> for Count {
    fn from(count: HeadCount) -> Self {
        Self { people: count.people, about: count.about, as_of: count.as_of.into() }
    }
}

impl From<Count> for HeadCount {
    fn from(count: Count) -> Self {
        Self { people: count.people, about: count.about, as_of: count.as_of.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{pack, unpack};

    #[test]
    fn what_is_claimed_comes_back_and_a_plain_day_takes_four_bytes() {
        let day = date(2026, 11, 26);
        let span = Occurred::between(Some(day), None, "").unwrap();
        let worded = Occurred { words: "十一月".into(), ..Occurred::on(day) };
        for occurred in [Occurred::on(day), Occurred::on(Date::MIN), Occurred::on(Date::MAX), span, worded] {
            let packed = pack(&Claimed::from(occurred.clone()));
            let (claimed, _) = unpack::<Claimed>(&packed).unwrap();
            assert_eq!(Occurred::from(claimed), occurred);
        }
        assert_eq!(pack(&Claimed::from(Occurred::on(day))).len(), 4);
    }
}
