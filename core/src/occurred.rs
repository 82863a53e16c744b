//! When something happened, as a person claims it: a day, a span of days, or unknown, with the words of the source.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day a fact occurred on, as claimed: the earliest and the latest day it can have been (either may be open).
///
/// Never merged with the instant it was recorded at. Clocks of law run on this, audit on the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Occurred {
    /// The earliest possible day; `None`: not known.
    #[serde(with = "short_day")]
    pub earliest: Option<Date>,
    /// The latest possible day; `None`: not known.
    #[serde(with = "short_day")]
    pub latest: Option<Date>,
    /// The words of the source, such as "before 26 April 2018"; empty for a plain day.
    pub words: String,
}

/// A day as every event has two: `2026-03-07` for people; on disk year, month and day, which need no parsing.
mod short_day {
    use jiff::civil::Date;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands the field over like this")]
    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return day.serialize(serializer);
        }
        day.map(|day| (day.year(), day.month(), day.day())).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        if deserializer.is_human_readable() {
            return Option::deserialize(deserializer);
        }
        let day = Option::<(i16, i8, i8)>::deserialize(deserializer)?;
        day.map(|(year, month, day)| Date::new(year, month, day)).transpose().map_err(D::Error::custom)
    }
}

/// The span is empty: its earliest day is after its latest.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the earliest day {earliest} is after the latest day {latest}")]
pub struct EmptySpan {
    /// The earliest day given.
    pub earliest: Date,
    /// The latest day given.
    pub latest: Date,
}

impl Occurred {
    /// On exactly this day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { earliest: Some(day), latest: Some(day), words: String::new() }
    }

    /// Some day of the span; either end may be open.
    ///
    /// # Errors
    /// [`EmptySpan`] when the earliest day is after the latest.
    pub fn between(earliest: Option<Date>, latest: Option<Date>, words: impl Into<String>) -> Result<Self, EmptySpan> {
        match (earliest, latest) {
            (Some(earliest), Some(latest)) if earliest > latest => Err(EmptySpan { earliest, latest }),
            _ => Ok(Self { earliest, latest, words: words.into() }),
        }
    }

    /// The day is not known at all.
    #[must_use]
    pub fn unknown(words: impl Into<String>) -> Self {
        Self { earliest: None, latest: None, words: words.into() }
    }

    /// The one day, when it is known exactly.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.earliest.filter(|day| self.latest == Some(*day))
    }

    /// Whether both ends are open.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.earliest.is_none() && self.latest.is_none()
    }

    /// Whether this is certainly before `other`: its latest day lies before the other's earliest.
    #[must_use]
    pub fn certainly_before(&self, other: &Self) -> bool {
        matches!((self.latest, other.earliest), (Some(mine), Some(theirs)) if mine < theirs)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_a_span_of_one() {
        assert_eq!(Occurred::on(date(2026, 2, 10)).day(), Some(date(2026, 2, 10)));
        let month = Occurred::between(Some(date(2026, 2, 1)), Some(date(2026, 2, 28)), "二月").unwrap();
        assert_eq!(month.day(), None);
        assert!(Occurred::between(Some(date(2026, 2, 2)), Some(date(2026, 2, 1)), "").is_err());
    }

    #[test]
    fn only_spans_that_cannot_overlap_are_certainly_ordered() {
        let april = Occurred::between(Some(date(2018, 4, 1)), Some(date(2018, 4, 30)), "").unwrap();
        assert!(april.certainly_before(&Occurred::on(date(2018, 5, 1))));
        assert!(!april.certainly_before(&Occurred::on(date(2018, 4, 30))));
        assert!(!Occurred::unknown("").certainly_before(&april));
    }
}
