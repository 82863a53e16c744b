//! Folding a history into a case.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::decisions;
use crate::event::{CaseEvent, Recorded};
use crate::ground::{Ground, Law};
use crate::ids::{CaseId, Version};
use crate::occurred::Occurred;

use super::effective::{effective, place};
use super::{Case, Line, Mark};

impl Case {
    /// Folds what is recorded of a case. For an answer "as known then", pass only what had been recorded by then.
    #[must_use]
    pub fn replay(id: CaseId, history: &[Recorded<CaseEvent>], law: &Law) -> Self {
        let mut case = Self::empty(id);
        case.apply(effective(history), law);
        case.version = history.last().map_or(case.version, |last| last.version);
        case.clauses_recorded = recorded(history, |event| matches!(event, CaseEvent::ClauseProposed(_)));
        case.roads.breaches_recorded = recorded(history, |event| matches!(event, CaseEvent::BreachAlleged(_)));
        case
    }

    /// The case as it stood just before something that occurred then: what a late entry is judged against.
    #[must_use]
    pub fn before(&self, occurred: &Occurred, law: &Law) -> Cow<'_, Self> {
        let place = place(&self.lines, occurred);
        if place == self.lines.len() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.prefix(place, law))
    }

    /// The case as it stood just before `entry`, had that entry been said to have occurred then from the first.
    #[must_use]
    pub fn before_entry(&self, entry: Version, occurred: &Occurred, law: &Law) -> Self {
        let mut history = self.history();
        for recorded in history.iter_mut().filter(|recorded| recorded.version == entry) {
            recorded.occurred = occurred.clone();
        }
        // A correction of the entry in force would put its own day in the place of the one asked for.
        history
            .retain(|recorded| !matches!(&recorded.event, CaseEvent::EntryCorrected(change) if change.entry == entry));
        let mut moved = self.clone();
        moved.lines = effective(&history);
        let place = moved.lines.iter().position(|line| line.recorded.version == entry).unwrap_or(moved.lines.len());
        moved.prefix(place, law)
    }

    fn prefix(&self, end: usize, law: &Law) -> Self {
        let mut case = Self::empty(self.id);
        case.apply(self.lines.iter().take(end).cloned().collect(), law);
        case.version = self.version;
        case.clauses_recorded = self.clauses_recorded;
        case.roads.breaches_recorded = self.roads.breaches_recorded;
        case
    }

    fn apply(&mut self, lines: Vec<Line>, law: &Law) {
        for mut line in lines {
            line.marks.clear();
            if line.counts() {
                let ground = Ground { today: day_of(line.recorded.recorded_at), by: line.recorded.by, law };
                match decisions::may_record(line.event(), self, &ground) {
                    Ok(allowed) => line.marks.extend(allowed.not_checkable.into_iter().map(Mark::NotCheckable)),
                    Err(refusal) => line.marks.push(Mark::WithoutGround(refusal)),
                }
                line.marks.extend(decisions::irregular(line.event(), line.occurred(), self, &ground));
                if !too_late_to_undo(&line) {
                    self.evolve(line.event(), line.recorded.version, line.occurred());
                }
            }
            line.stage = self.stage;
            self.lines.push(line);
        }
    }
}

/// An objection after the period of review, or without ground, does not by itself undo an effect: it stands beside it, marked.
fn too_late_to_undo(line: &Line) -> bool {
    matches!(line.event(), CaseEvent::ObjectionServed(_))
        && line.marks.iter().any(|mark| matches!(mark, Mark::Irregular(..) | Mark::WithoutGround(_)))
}

/// Numbers of clauses and breaches are never given twice, even when the entry that gave one was withdrawn.
fn recorded(history: &[Recorded<CaseEvent>], gives: impl Fn(&CaseEvent) -> bool) -> u32 {
    let given = history.iter().filter(|recorded| gives(&recorded.event));
    u32::try_from(given.count()).unwrap_or(u32::MAX)
}

/// The day in Asia/Shanghai, which has had no summer time since 1991: always UTC+8.
#[must_use]
pub fn day_of(instant: jiff::Timestamp) -> Date {
    instant.to_zoned(TimeZone::fixed(jiff::tz::offset(8))).date()
}
