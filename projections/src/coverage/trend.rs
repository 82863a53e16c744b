//! A measure month by month, or quarter by quarter.

use heyi_core::text::Say;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::Serialize;

use super::measure::Definition;
use super::{Basis, Cell, CoverageQuery, QueryError};

/// The most points of a trend: their numbers have eight bits while they are counted.
pub(super) const MOST_POINTS: usize = 240;

/// How long a step of a trend is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
}

/// A measure over time, every point as known at the same position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// The question of the last point.
    pub question: CoverageQuery,
    /// The length of a step.
    pub period: Period,
    /// The points, the oldest first.
    pub points: Vec<Point>,
    /// What the figures mean.
    pub definition: Definition,
    /// What they were computed from.
    pub basis: Basis,
}

/// One point: of a measure on a day, that on the last day of the period; of a measure of a span, that of the whole period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The first day of the period.
    pub from: Date,
    /// Its last day; of the last one, the day asked.
    pub on: Date,
    /// The numbers.
    pub cell: Cell,
    /// The id of the table of this point alone.
    pub id: String,
}

impl Period {
    /// The period of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            _ => None,
        }
    }

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// What the period that holds a day is called, such as `2026-03` or `2026 Q1`.
    #[must_use]
    pub fn label(self, day: Date) -> String {
        match self {
            Self::Month => day.strftime("%Y-%m").to_string(),
            Self::Quarter => format!("{} Q{}", day.year(), (day.month() + 2) / 3),
        }
    }

    /// First and last days of the periods that hold the days from one to another; the last ends on the other.
    ///
    /// # Errors
    /// [`QueryError::Wrong`] when there are none, or too many.
    pub fn cut(self, from: Date, on: Date) -> Result<Vec<(Date, Date)>, QueryError> {
        let (mut periods, mut first) = (Vec::new(), self.first_day(from));
        while first <= on && periods.len() <= MOST_POINTS {
            let next = first.saturating_add(if self == Self::Month { 1.month() } else { 3.months() });
            periods.push((first.max(from), next.saturating_sub(1.day()).min(on)));
            first = next;
        }
        if periods.is_empty() || periods.len() > MOST_POINTS {
            let zh = format!("自 {from} 至 {on} 的期数须在 1 至 {MOST_POINTS} 之间；请调整起止日期。");
            let en = format!("From {from} to {on} there must be 1 to {MOST_POINTS} periods. Choose other days.");
            return Err(QueryError::Wrong("from", Say::new(zh, en)));
        }
        Ok(periods)
    }

    fn first_day(self, day: Date) -> Date {
        match self {
            Self::Month => day.first_of_month(),
            Self::Quarter => date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_quarters_are_cut_at_their_ends() {
        let months = Period::Month.cut(date(2026, 1, 15), date(2026, 3, 10)).unwrap();
        let expected = [
            (date(2026, 1, 15), date(2026, 1, 31)),
            (date(2026, 2, 1), date(2026, 2, 28)),
            (date(2026, 3, 1), date(2026, 3, 10)),
        ];
        assert_eq!(months, expected);
        let quarters = Period::Quarter.cut(date(2025, 11, 1), date(2026, 6, 30)).unwrap();
        let lasts: Vec<Date> = quarters.into_iter().map(|(_, last)| last).collect();
        assert_eq!(lasts, [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)]);
        let called: Vec<String> = lasts.into_iter().map(|day| Period::Quarter.label(day)).collect();
        assert_eq!(called, ["2025 Q4", "2026 Q1", "2026 Q2"]);
        assert_eq!(Period::Month.label(date(2026, 3, 10)), "2026-03");
        assert!(Period::Month.cut(date(1900, 1, 1), date(2026, 1, 1)).is_err());
        assert!(Period::Month.cut(date(2026, 2, 1), date(2026, 1, 1)).is_err());
    }
}
