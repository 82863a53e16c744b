//! One thing to do.

use std::sync::Arc;

use heyi_core::deadline::{Deadline, Status};
use heyi_core::ids::{AccountId, CaseId, Version};
use jiff::civil::Date;
use serde::Serialize;

use crate::case_card::CaseCard;

/// One thing to do in one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkItem {
    /// The case.
    pub case: Arc<CaseCard>,
    /// What.
    pub todo: Todo,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Todo {
    /// A clock of law runs.
    Deadline {
        /// With its derivation and article.
        deadline: Arc<Deadline>,
        /// Where it stands on the day asked.
        status: Status,
    },
    /// The period of review is over, or the department cleared the text: somebody is to confirm the effect.
    ConfirmEffect {
        /// The period of review.
        review: Arc<Deadline>,
        /// The department cleared the text expressly.
        cleared: bool,
    },
    /// A correction or withdrawal waits for a second person.
    Approve {
        /// The entry that waits.
        entry: Version,
        /// Who recorded it, and may not approve it.
        by: AccountId,
    },
}

impl Todo {
    /// What a running clock comes to on `today`; `None` when there is nothing to do any more.
    pub(super) fn of(deadline: Arc<Deadline>, cleared: bool, today: Date) -> Option<Self> {
        let over = deadline.due_latest.is_some_and(|due| due < today);
        if deadline.suffix == "effect.deemed" && (cleared || over) {
            return Some(Self::ConfirmEffect { review: deadline, cleared });
        }
        let status = deadline.status(today);
        (status != Status::WindowClosed).then_some(Self::Deadline { deadline, status })
    }
}

impl Todo {
    /// Orders what is to be done: what is overdue, what is due, what waits, what comes; unknown dates last.
    #[must_use]
    pub fn urgency(&self) -> (u8, i32) {
        match self {
            Self::Deadline { status, .. } => rank(*status),
            Self::ConfirmEffect { .. } => (3, 0),
            Self::Approve { .. } => (3, 1),
        }
    }
}

impl WorkItem {
    /// The deadline, when it is one.
    #[must_use]
    pub fn deadline(&self) -> Option<(&Deadline, Status)> {
        match &self.todo {
            Todo::Deadline { deadline, status } => Some((deadline, *status)),
            Todo::ConfirmEffect { .. } | Todo::Approve { .. } => None,
        }
    }

    /// Orders the list: what is overdue, what is due, what waits, what comes; unknown dates last. Ties by case and rule.
    pub(super) fn urgency(&self) -> (u8, i32, CaseId, String) {
        let (rank, days) = self.todo.urgency();
        let detail = match &self.todo {
            Todo::Deadline { deadline, .. } => deadline.suffix.clone(),
            Todo::ConfirmEffect { .. } => String::new(),
            Todo::Approve { entry, .. } => format!("{entry:>20}"),
        };
        (rank, days, self.case.case, detail)
    }
}

fn rank(status: Status) -> (u8, i32) {
    match status {
        Status::Overdue { days } => (0, -days),
        Status::DueToday => (1, 0),
        Status::PossiblyOverdue => (2, 0),
        Status::Open { days_left } => (4, days_left),
        Status::WindowOpen { days_left } => (4, days_left),
        Status::OpensIn { days } => (5, days),
        Status::WindowClosed => (6, 0),
        Status::Unknown => (7, 0),
    }
}
