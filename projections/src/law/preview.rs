//! What would move if another law were adopted: every clock that runs in an open case, under both.

use heyi_core::case::{Case, clocks};
use heyi_core::deadline::{Certainty, Deadline};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId};
use heyi_core::jurisdiction::Jurisdiction;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rows::Changes;
use heyi_core::text::Say;
use heyi_store::log::EventLog;
use heyi_store::reading::{self, StoreError};
use heyi_store::streams;
use jiff::civil::Date;
use serde::Serialize;

use crate::case_card::CaseCard;

/// What another law would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Rows of the rulebook, by id.
    pub rules: Changes,
    /// Rows the new rulebook adds or changes that lack article, start or value: they answer nothing.
    pub incomplete: Vec<String>,
    /// Years of the calendar.
    pub calendar: Changes,
    /// How many cases are open.
    pub open_cases: usize,
    /// The deadlines that would move, those of the newest case first.
    pub moved: Vec<Moved>,
}

/// A deadline that would move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its employer.
    pub employer_name: String,
    /// The rule, such as `offer.reply`.
    pub rule: String,
    /// What is to be done.
    pub what: Say,
    /// The day it is counted from.
    pub start: Occurred,
    /// As it stands; `None`: this clock does not run yet.
    pub before: Option<Due>,
    /// As it would stand; `None`: this clock would not run any more.
    pub after: Option<Due>,
}

/// The last day of a clock, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The row of the rulebook.
    pub rule_id: Option<String>,
    /// The earliest possible last day; `None`: not known.
    pub earliest: Option<Date>,
    /// The latest possible last day; `None`: not known.
    pub latest: Option<Date>,
    /// How sure.
    pub certainty: Certainty,
}

impl Preview {
    /// Folds each of the open cases under both laws and compares the clocks that run on `today`.
    pub(crate) async fn of(
        log: &dyn EventLog,
        open: Vec<CaseCard>,
        (now, then): (&Law, &Law),
        today: Date,
    ) -> Result<Self, StoreError> {
        let rules = then.rulebook.changes_since(&now.rulebook);
        let calendar = then.calendar.changes_since(&now.calendar);
        let of_rows = jurisdictions(&rules, now, then);
        let touched = |place: &Place| !calendar.is_empty() || of_rows.iter().any(|law| law.holds_in(place));
        let by = AccountId(uuid::Uuid::nil());
        let mut moved = Vec::new();
        for card in open.iter().filter(|card| touched(&card.place)) {
            let history = reading::case_history(log, &streams::case(card.case)?, None).await?;
            let running = |law| clocks::running(&Case::replay(card.case, &history, law), &Ground { today, by, law });
            compare(card, running(now), running(then), &mut moved);
            // Thousands of cases are folded here, and requests wait.
            tokio::task::yield_now().await;
        }
        let new_rows = rules.added.iter().chain(&rules.changed);
        let lacking = |id: &&String| then.rulebook.get(id).is_some_and(|rule| !rule.is_complete());
        let incomplete = new_rows.filter(lacking).cloned().collect();
        Ok(Self { rules, incomplete, calendar, open_cases: open.len(), moved })
    }

    /// Whether the laws are the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.rules.is_empty() && self.calendar.is_empty()
    }
}

/// Where the rows that differ are law, before or after.
fn jurisdictions(rules: &Changes, now: &Law, then: &Law) -> Vec<Jurisdiction> {
    let ids = || rules.added.iter().chain(&rules.changed).chain(&rules.removed);
    let of = |law: &Law| ids().filter_map(|id| law.rulebook.get(id)).map(|rule| rule.jurisdiction.clone()).collect();
    let both: [Vec<Jurisdiction>; 2] = [of(now), of(then)];
    let mut all = both.concat();
    all.sort_by(|a, b| a.code().cmp(b.code()));
    all.dedup();
    all
}

/// The clocks of one case under both laws, paired by rule and start.
fn compare(card: &CaseCard, before: Vec<Deadline>, after: Vec<Deadline>, moved: &mut Vec<Moved>) {
    let mut rest = after;
    for old in before {
        let same = |new: &Deadline| new.suffix == old.suffix && new.start == old.start;
        let new = rest.iter().position(same).map(|place| rest.remove(place));
        if new.as_ref().is_none_or(|new| moves(&old, new)) {
            moved.push(Moved::of(card, &old, Some(Due::of(&old)), new.as_ref().map(Due::of)));
        }
    }
    moved.extend(rest.iter().map(|new| Moved::of(card, new, None, Some(Due::of(new)))));
}

fn moves(old: &Deadline, new: &Deadline) -> bool {
    (old.due_earliest, old.due_latest, old.certainty) != (new.due_earliest, new.due_latest, new.certainty)
}

impl Moved {
    fn of(card: &CaseCard, clock: &Deadline, before: Option<Due>, after: Option<Due>) -> Self {
        Self {
            case: card.case,
            number: card.number.clone(),
            employer_name: card.employer_name.clone(),
            rule: clock.suffix.clone(),
            what: clock.what.clone(),
            start: clock.start.clone(),
            before,
            after,
        }
    }
}

impl Due {
    fn of(deadline: &Deadline) -> Self {
        Self {
            rule_id: deadline.rule_id.clone(),
            earliest: deadline.due_earliest,
            latest: deadline.due_latest,
            certainty: deadline.certainty,
        }
    }
}
