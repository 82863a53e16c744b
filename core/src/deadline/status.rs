//! Where a deadline stands on a day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Deadline;
use crate::rules::RuleKind;

/// Where a deadline stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The last day lies ahead; of a span, its earliest.
    Open {
        /// Days from today to that day, at least 1.
        days_left: i32,
    },
    /// Today is the last day; of a span, its earliest. Not overdue.
    DueToday,
    /// The earliest possible last day has passed, or may have; the latest has not, or is not known to have.
    PossiblyOverdue,
    /// The latest possible last day has passed.
    Overdue {
        /// Days since that day, at least 1.
        days: i32,
    },
    /// A window that has not opened yet.
    OpensIn {
        /// Days from today to the first day it is certainly open, at least 1.
        days: i32,
    },
    /// A window that is open.
    WindowOpen {
        /// Days from today to the end of what it precedes; 0 on that day.
        days_left: i32,
    },
    /// A window whose end has passed.
    WindowClosed,
    /// There is no date.
    Unknown,
}

impl Deadline {
    /// Where the deadline stands on `today`.
    #[must_use]
    pub fn status(&self, today: Date) -> Status {
        if self.kind == Some(RuleKind::Window) {
            return self.window(today);
        }
        match (self.due_earliest, self.due_latest) {
            (None, None) => Status::Unknown,
            (_, Some(latest)) if latest < today => Status::Overdue { days: days_between(latest, today) },
            (Some(earliest), _) if today < earliest => Status::Open { days_left: days_between(today, earliest) },
            (Some(earliest), _) if today == earliest => Status::DueToday,
            _ => Status::PossiblyOverdue,
        }
    }

    /// A window is open from its latest possible first day to the earliest possible end.
    fn window(&self, today: Date) -> Status {
        match (self.due_latest, self.start.earliest) {
            (Some(opens), _) if today < opens => Status::OpensIn { days: days_between(today, opens) },
            (Some(_), Some(end)) if today <= end => Status::WindowOpen { days_left: days_between(today, end) },
            (Some(_), Some(_)) => Status::WindowClosed,
            _ => Status::Unknown,
        }
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}
