//! What the tables hold of one employer, one case, one letter, as it stands: pure functions of its history.

use heyi_core::case::Bounds;
use heyi_core::occurred::Occurred;
use jiff::civil::{Date, date};

use super::records::Span;

pub(crate) mod case;
pub(crate) mod employer;
pub(crate) mod letter;

/// A day in a table: days since 1 January 1970.
#[must_use]
pub(crate) fn day_number(day: Date) -> i32 {
    i32::try_from(day.duration_since(date(1970, 1, 1)).as_hours() / 24).unwrap_or(i32::MAX)
}

/// The first day there is: an open beginning.
#[must_use]
pub(crate) fn open_start() -> i32 {
    day_number(Date::MIN)
}

/// The last day there is: an open end.
#[must_use]
pub(crate) fn open_end() -> i32 {
    day_number(Date::MAX)
}

impl Span {
    /// A day that is known exactly.
    #[must_use]
    pub(crate) fn on(day: i32) -> Self {
        Self { earliest: day, latest: day }
    }

    /// Nothing is known of it.
    #[must_use]
    pub(crate) fn unknown() -> Self {
        Self { earliest: open_start(), latest: open_end() }
    }

    /// After every day.
    #[must_use]
    pub(crate) fn never() -> Self {
        Self { earliest: open_end(), latest: open_end() }
    }

    /// The day, when it is known exactly.
    #[must_use]
    pub(crate) fn day(self) -> Option<i32> {
        (self.earliest == self.latest && self.earliest != open_end()).then_some(self.earliest)
    }

    /// The earlier of two, whichever that is.
    #[must_use]
    pub(crate) fn or_earlier(self, other: Self) -> Self {
        Self { earliest: self.earliest.min(other.earliest), latest: self.latest.min(other.latest) }
    }

    /// The later of two, likewise.
    #[must_use]
    pub(crate) fn or_later(self, other: Self) -> Self {
        Self { earliest: self.earliest.max(other.earliest), latest: self.latest.max(other.latest) }
    }
}

impl From<Bounds> for Span {
    fn from(bounds: Bounds) -> Self {
        Self { earliest: day_number(bounds.earliest), latest: day_number(bounds.latest) }
    }
}

impl From<&Occurred> for Span {
    fn from(occurred: &Occurred) -> Self {
        Bounds::from(occurred).into()
    }
}
