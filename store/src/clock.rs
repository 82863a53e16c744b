//! Where the time comes from. The log sets `recorded_at` from it; "today" of a decision is the day in Asia/Shanghai.

use std::sync::Mutex;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A source of the present instant. It may go back; the log then holds `recorded_at`.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Today in Asia/Shanghai: the day that decisions and deadlines go by. China has kept UTC+8 without summer time since 1992.
    fn today(&self) -> Date {
        TimeZone::fixed(jiff::tz::offset(8)).to_datetime(self.now()).date()
    }
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved: for tests, and for making the demo's history.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves it to `now`, forwards or back.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }

    /// Moves it on by `by`; it stands still where that would leave the range of instants.
    pub fn advance(&self, by: SignedDuration) {
        let now = self.now();
        self.set(now.checked_add(by).unwrap_or(now));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn today_is_the_day_in_shanghai() {
        let clock = ManualClock::at("2026-03-07T15:59:59Z".parse().unwrap());
        assert_eq!(clock.today(), date(2026, 3, 7));
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(clock.today(), date(2026, 3, 8));
    }
}
