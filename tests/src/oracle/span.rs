//! Days that may be spans, and what can be said of them on a day.

use heyi_core::occurred::Occurred;
use jiff::civil::Date;

/// A day known to lie between two days, both included. An open end is the first or the last day there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The earliest it can be.
    pub earliest: Date,
    /// The latest it can be.
    pub latest: Date,
}

impl Span {
    /// Nothing is known of it.
    pub const UNKNOWN: Self = Self { earliest: Date::MIN, latest: Date::MAX };
    /// The last day of what has no end.
    pub const NEVER: Self = Self { earliest: Date::MAX, latest: Date::MAX };
    /// The first day of what was always so.
    pub const ALWAYS: Self = Self { earliest: Date::MIN, latest: Date::MIN };

    /// Exactly that day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { earliest: day, latest: day }
    }

    /// Between two days, either of which may be open.
    #[must_use]
    pub fn between(earliest: Option<Date>, latest: Option<Date>) -> Self {
        Self { earliest: earliest.unwrap_or(Date::MIN), latest: latest.unwrap_or(Date::MAX) }
    }

    /// The day something occurred on.
    #[must_use]
    pub fn of(occurred: &Occurred) -> Self {
        Self::between(occurred.earliest, occurred.latest)
    }

    /// The day, when it is known exactly.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        let known = self.earliest == self.latest && self.earliest != Date::MAX && self.earliest != Date::MIN;
        known.then_some(self.earliest)
    }

    /// No later than the other: the first of two days.
    #[must_use]
    pub fn first_of(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.min(other.latest) }
    }

    /// No earlier than the other: the last of two days.
    #[must_use]
    pub fn last_of(self, other: Self) -> Self {
        Self { earliest: self.earliest.max(other.earliest), latest: self.latest.max(other.latest) }
    }

    /// Both ends moved alike; an open end stays open, and what passes the last day there is has none.
    #[must_use]
    pub fn moved(self, by: jiff::Span) -> Self {
        let move_end = |day: Date| match day {
            Date::MIN | Date::MAX => day,
            day => day.checked_add(by).unwrap_or(Date::MAX),
        };
        Self { earliest: move_end(self.earliest), latest: move_end(self.latest) }
    }

    /// Surely not after that day.
    #[must_use]
    pub fn surely_by(self, day: Date) -> bool {
        self.latest <= day
    }

    /// Surely later than that day.
    #[must_use]
    pub fn surely_after(self, day: Date) -> bool {
        self.earliest > day
    }

    /// Surely in a span of days, both included.
    #[must_use]
    pub fn surely_in(self, from: Date, to: Date) -> bool {
        self.earliest >= from && self.latest <= to
    }

    /// Possibly in a span of days.
    #[must_use]
    pub fn maybe_in(self, from: Date, to: Date) -> bool {
        self.latest >= from && self.earliest <= to
    }
}

/// The same day number so many months later, else the month's end.
#[must_use]
pub fn months_after(day: Date, months: i64) -> Date {
    jiff::Span::new().try_months(months).map_or(Date::MAX, |span| day.saturating_add(span))
}

/// The value of the nearest rank: the smallest that at least `share` tenths of the values do not exceed.
#[must_use]
pub fn nearest_rank(values: &[i64], tenths: usize) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * tenths).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_sure_of_a_span_is_true_of_each_of_its_days() {
        let march = Span { earliest: date(2026, 3, 1), latest: date(2026, 3, 31) };
        assert!(march.surely_by(date(2026, 3, 31)) && !march.surely_by(date(2026, 3, 30)));
        assert!(march.surely_after(date(2026, 2, 28)) && !march.surely_after(date(2026, 3, 1)));
        assert!(
            march.surely_in(date(2026, 3, 1), date(2026, 3, 31))
                && !march.surely_in(date(2026, 3, 2), date(2026, 4, 1))
        );
        assert!(
            march.maybe_in(date(2026, 3, 31), date(2026, 4, 9)) && !march.maybe_in(date(2026, 4, 1), date(2026, 4, 9))
        );
        assert_eq!((march.exact(), Span::on(date(2026, 3, 1)).exact()), (None, Some(date(2026, 3, 1))));
        assert_eq!((Span::NEVER.exact(), Span::ALWAYS.exact()), (None, None));
    }

    #[test]
    fn the_first_and_the_last_of_two_are_taken_end_by_end() {
        let (wide, day) = (Span::UNKNOWN, Span::on(date(2026, 3, 1)));
        assert_eq!(wide.first_of(day), Span { earliest: Date::MIN, latest: date(2026, 3, 1) });
        assert_eq!(wide.last_of(day), Span { earliest: date(2026, 3, 1), latest: Date::MAX });
    }

    #[test]
    fn a_month_ends_on_the_same_day_number_or_at_its_end() {
        assert_eq!(months_after(date(2026, 1, 15), 3), date(2026, 4, 15));
        assert_eq!(months_after(date(2026, 11, 30), 3), date(2027, 2, 28));
        assert_eq!(Span::UNKNOWN.moved(jiff::Span::new().months(1)), Span::UNKNOWN);
    }

    #[test]
    fn the_median_and_the_ninetieth_percentile_are_values_that_occur() {
        let values = [50, 10, 30, 20, 40, 60, 70, 80, 90, 100];
        assert_eq!((nearest_rank(&values, 5), nearest_rank(&values, 9)), (Some(50), Some(90)));
        assert_eq!((nearest_rank(&[3, 1, 2], 5), nearest_rank(&[3, 1, 2], 9)), (Some(2), Some(3)));
        assert_eq!((nearest_rank(&[7], 5), nearest_rank(&[7], 9), nearest_rank(&[], 5)), (Some(7), Some(7), None));
    }
}
