//! The numbers of one row.

use serde::Serialize;

/// How surely a unit is counted on a day, the less sure first: of several reasons the surest holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// It is not.
    #[default]
    Not,
    /// Not known: a period that has not ended decides.
    Open,
    /// Not known: the clauses of its instrument, or a day that is needed, are not told.
    Untold,
    /// Not known: taken over without a day of effect.
    Undated,
    /// Not known: a day that is not known exactly may lie on either side.
    Imprecise,
    /// Counted, by a derived day of effect that nobody confirmed.
    Derived,
    /// Counted.
    Confirmed,
}

/// Units by how surely they are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Split {
    /// Counted.
    pub confirmed: u64,
    /// Counted, by a derived day of effect that nobody confirmed.
    pub derived: u64,
    /// Not known: taken over without a day of effect.
    pub undated: u64,
    /// Not known: a day that is not known exactly may lie on either side.
    pub imprecise: u64,
    /// Not known: clauses, or a day that is needed, are not told.
    pub untold: u64,
    /// Not known: a period that has not ended decides.
    pub open: u64,
}

/// The numbers of a row, in the unit of the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What is counted: the headline is confirmed and derived together.
    #[serde(flatten)]
    pub split: Split,
    /// Of how many; `None`: the measure is a number and no rate.
    pub base: Option<u64>,
    /// Units (of measures of people: employers) of which it is not known whether they belong to the base.
    pub base_unknown: u64,
    /// Of those counted, units made up for demonstration (of measures of people: employers).
    pub made_up: u64,
    /// Of measures of people: their employers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employers: Option<Employers>,
    /// Of measures of days: how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Days>,
}

/// The employers whose people a cell counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Employers {
    /// Employers, whether or not their number of people is known.
    #[serde(flatten)]
    pub split: Split,
    /// Employers in the base.
    pub base: u64,
    /// Of those counted, employers whose number of people is not known.
    pub without_count: u64,
    /// Of the base, employers whose number of people is not known.
    pub base_without_count: u64,
    /// Of those counted, employers whose number of people is older than 24 months.
    pub stale: u64,
}

/// A duration, in days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The smallest number of days that at least half do not exceed.
    pub median: i64,
    /// The smallest number of days that at least nine tenths do not exceed.
    pub p90: i64,
}

impl Sureness {
    /// Whether the unit is counted.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Derived | Self::Confirmed)
    }

    /// Whether it is not known if it is.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Open | Self::Untold | Self::Undated | Self::Imprecise)
    }
}

impl Split {
    /// The headline.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.confirmed + self.derived
    }

    /// Units of which it is not known whether they count.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.undated + self.imprecise + self.untold + self.open
    }
}

impl Cell {
    /// The share with two decimals, rounded to the nearest with whole numbers, such as `81.25`; `None`: no base, or an empty one, or it
    /// tells how long and is no rate.
    #[must_use]
    pub fn percent(&self) -> Option<String> {
        let base = u128::from(self.base.filter(|_| self.days.is_none())?);
        let hundredths = (u128::from(self.split.counted()) * 20_000 + base).checked_div(2 * base)?;
        Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
    }
}

impl Days {
    /// Of values; `None` when there are none.
    #[must_use]
    pub fn of(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        let rank = |tenths: usize| values.get((values.len() * tenths).div_ceil(10).checked_sub(1)?).copied();
        Some(Self { median: rank(5)?, p90: rank(9)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counted: u64, base: u64) -> Option<String> {
        Cell { split: Split { confirmed: counted, ..Split::default() }, base: Some(base), ..Cell::default() }.percent()
    }

    #[test]
    fn twenty_six_of_thirty_two_are_not_eighty_percent() {
        assert_eq!(of(26, 32).as_deref(), Some("81.25"));
        assert_eq!(of(1, 3).as_deref(), Some("33.33"));
        assert_eq!(of(2, 3).as_deref(), Some("66.67"));
        assert_eq!(of(1, 16).as_deref(), Some("6.25"));
        assert_eq!(of(3, 3).as_deref(), Some("100.00"));
        assert_eq!(of(0, 0), None);
        assert_eq!(Cell::default().percent(), None);
    }

    #[test]
    fn the_median_is_a_value_that_occurred() {
        assert_eq!(Days::of(vec![]), None);
        assert_eq!(Days::of(vec![9, 1, 5, 7]), Some(Days { median: 5, p90: 9 }));
        assert_eq!(Days::of((1..=10).collect()), Some(Days { median: 5, p90: 9 }));
        assert_eq!(Days::of((1..=11).collect()), Some(Days { median: 6, p90: 10 }));
    }
}
