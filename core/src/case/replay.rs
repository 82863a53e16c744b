//! Folding a history into a case.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::decisions;
use crate::event::{CaseEvent, Recorded};
use crate::ground::{Ground, Law};
use crate::ids::{CaseId, Version};
use crate::occurred::Occurred;

use super::effective::{effective, place};
use super::{Case, Line, Mark, Standing};

impl Case {
    /// Folds what is recorded of a case. For an answer "as known then", pass only what had been recorded by then.
    #[must_use]
    pub fn replay(id: CaseId, history: &[Recorded<CaseEvent>], law: &Law) -> Self {
        let history: Vec<_> = history.iter().cloned().map(Arc::new).collect();
        Self::replay_shared(id, &history, law)
    }

    /// The same of entries that the case shares with others.
    #[must_use]
    pub fn replay_shared(id: CaseId, history: &[Arc<Recorded<CaseEvent>>], law: &Law) -> Self {
        Self::replay_judged(id, history, Judged::default(), law)
    }

    /// The same, where part of the history was folded before under this law: what stood then without a mark does so still, unless something
    /// recorded since goes before it, and is not judged again.
    #[must_use]
    pub fn replay_judged(id: CaseId, history: &[Arc<Recorded<CaseEvent>>], judged: Judged, law: &Law) -> Self {
        let mut case = Self::empty(id);
        let since = || history.iter().filter(|recorded| judged.version < recorded.version);
        let lines = effective(history);
        let unmarked = if since().any(|recorded| changes_others(&recorded.event)) {
            0
        } else {
            let before = lines.iter().take_while(|line| line.recorded.version <= judged.version).count();
            judged.unmarked.min(before)
        };
        case.apply(lines, unmarked, law);
        case.version = history.last().map_or(case.version, |last| last.version);
        case.clauses_recorded = proposed(history);
        case.roads.breaches_recorded = alleged(history);
        case
    }

    /// Folds one more entry: the case becomes what [`Case::replay`] makes of its history and the entry. One that stands behind the others and
    /// changes none of them is folded onto what is there; any other folds the history anew.
    pub fn then(&mut self, recorded: Recorded<CaseEvent>, law: &Law) {
        if changes_others(&recorded.event) || place(&self.lines, &recorded.occurred) < self.lines.len() {
            let mut history = self.shared();
            history.push(Arc::new(recorded));
            *self = Self::replay_shared(self.id, &history, law);
            return;
        }
        let (version, recorded) = (recorded.version, Arc::new(recorded));
        let one = std::slice::from_ref(&recorded);
        let clauses = self.clauses_recorded + proposed(one);
        let breaches = self.roads.breaches_recorded + alleged(one);
        // While a history is folded none of these is known yet.
        (self.version, self.clauses_recorded, self.roads.breaches_recorded) = (Version::ZERO, 0, 0);
        self.apply(vec![Line::standing(recorded)], 0, law);
        (self.version, self.clauses_recorded, self.roads.breaches_recorded) = (version, clauses, breaches);
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
        let history: Vec<_> = history.into_iter().map(Arc::new).collect();
        moved.lines = effective(&history);
        let place = moved.lines.iter().position(|line| line.recorded.version == entry).unwrap_or(moved.lines.len());
        moved.prefix(place, law)
    }

    /// What is recorded, in the order of recording.
    pub(super) fn shared(&self) -> Vec<Arc<Recorded<CaseEvent>>> {
        let mut history: Vec<_> = self.lines.iter().map(|line| Arc::clone(&line.recorded)).collect();
        history.sort_by_key(|recorded| recorded.version);
        history
    }

    fn prefix(&self, end: usize, law: &Law) -> Self {
        let mut case = Self::empty(self.id);
        case.apply(self.lines.iter().take(end).cloned().collect(), 0, law);
        case.version = self.version;
        case.clauses_recorded = self.clauses_recorded;
        case.roads.breaches_recorded = self.roads.breaches_recorded;
        case
    }

    /// Folds lines; of the first so many it is known that they have no marks.
    fn apply(&mut self, lines: Vec<Line>, unmarked: usize, law: &Law) {
        for (number, mut line) in lines.into_iter().enumerate() {
            line.marks.clear();
            if line.counts() {
                if unmarked <= number {
                    self.judge(&mut line, law);
                }
                if !too_late_to_undo(&line) {
                    self.evolve(line.event(), line.recorded.version, line.occurred());
                }
            }
            line.stage = self.stage;
            self.lines.push(line);
        }
    }

    /// Marks a line as it is to be judged where the case stands now.
    fn judge(&self, line: &mut Line, law: &Law) {
        let ground = Ground { today: day_of(line.recorded.recorded_at), by: line.recorded.by, law };
        match decisions::may_record(line.event(), self, &ground) {
            Ok(allowed) => line.marks.extend(allowed.not_checkable.into_iter().map(Mark::NotCheckable)),
            Err(refusal) => line.marks.push(Mark::WithoutGround(refusal)),
        }
        let irregular = decisions::irregular(line.event(), line.occurred(), self, &ground);
        line.marks.extend(irregular);
    }

    /// What is known of its history by its having been folded.
    #[must_use]
    pub fn judged(&self) -> Judged {
        let stands = |line: &&Line| line.marks.is_empty() && line.standing == Standing::Stands;
        Judged { version: self.version, unmarked: self.lines.iter().take_while(stands).count() }
    }
}

/// How far a history was folded, and how many of its lines, the first ones, stood without a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    version: Version,
    unmarked: usize,
}

/// Whether an entry changes what others say, or whether they count.
fn changes_others(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::EntryCorrected(_) | CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_))
}

/// An objection after the period of review, or without ground, does not by itself undo an effect: it stands beside it, marked.
fn too_late_to_undo(line: &Line) -> bool {
    matches!(line.event(), CaseEvent::ObjectionServed(_))
        && line.marks.iter().any(|mark| matches!(mark, Mark::Irregular(..) | Mark::WithoutGround(_)))
}

/// How many clauses were ever proposed: numbers are never given twice, even when the entry that gave one was withdrawn.
fn proposed(history: &[Arc<Recorded<CaseEvent>>]) -> u32 {
    number_of(history, |event| matches!(event, CaseEvent::ClauseProposed(_)))
}

/// How many breaches were ever alleged, likewise.
fn alleged(history: &[Arc<Recorded<CaseEvent>>]) -> u32 {
    number_of(history, |event| matches!(event, CaseEvent::BreachAlleged(_)))
}

fn number_of(history: &[Arc<Recorded<CaseEvent>>], is: impl Fn(&CaseEvent) -> bool) -> u32 {
    u32::try_from(history.iter().filter(|recorded| is(&recorded.event)).count()).unwrap_or(u32::MAX)
}

/// The day in Asia/Shanghai, which has had no summer time since 1991: always UTC+8.
#[must_use]
pub fn day_of(instant: jiff::Timestamp) -> Date {
    instant.to_zoned(TimeZone::fixed(jiff::tz::offset(8))).date()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::event::entries::{EntryCorrected, EntryWithdrawn};
    use crate::ids::{AccountId, Position};
    use crate::scenario::{day, main_line, sample_of_each};
    use crate::stage::Step;

    fn history(entries: Vec<(CaseEvent, Occurred)>) -> Vec<Recorded<CaseEvent>> {
        let recorded = |(number, (event, occurred))| Recorded {
            position: Position(number),
            version: Version(number),
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            by: AccountId(Uuid::from_u128(7)),
            occurred,
            event,
            note: None,
            evidence: Vec::new(),
        };
        (1..).zip(entries).map(recorded).collect()
    }

    fn assert_one_by_one(entries: Vec<(CaseEvent, Occurred)>) {
        let (id, law, history) = (CaseId(Uuid::from_u128(1)), Law::shipped(), history(entries));
        let (mut case, mut judged) = (Case::empty(id), Judged::default());
        for (number, recorded) in (1..).zip(&history) {
            case.then(recorded.clone(), &law);
            let replayed = Case::replay(id, &history[..number], &law);
            assert_eq!(format!("{case:?}"), format!("{replayed:?}"), "after entry {number}");
            let shared: Vec<_> = history[..number].iter().cloned().map(Arc::new).collect();
            let again = Case::replay_judged(id, &shared, judged, &law);
            assert_eq!(format!("{again:?}"), format!("{replayed:?}"), "what was judged before, after entry {number}");
            judged = again.judged();
        }
    }

    #[test]
    fn entry_by_entry_a_case_comes_to_what_its_history_comes_to() {
        assert_one_by_one(main_line(Step::Publication));
        assert_one_by_one(sample_of_each().into_iter().map(|event| (event, Occurred::unknown(""))).collect());
        let late = |(number, event): (i64, CaseEvent)| (event, day(200 - 7 * (number % 13)));
        assert_one_by_one((0..).zip(sample_of_each()).map(late).collect());
    }

    #[test]
    fn what_loses_its_ground_is_judged_again() {
        let mut line = main_line(Step::Effect);
        let withdrawn = EntryWithdrawn { entry: Version(2), reason: "重复".into(), awaits_approval: false };
        line.push((CaseEvent::EntryWithdrawn(withdrawn), Occurred::unknown("")));
        assert_one_by_one(line);
    }

    #[test]
    fn corrections_and_withdrawals_reach_back() {
        let mut line = main_line(Step::Effect);
        let (event, occurred) = line[5].clone();
        let correction = EntryCorrected {
            entry: Version(6),
            event: Box::new(event),
            occurred,
            reason: "录入错误".into(),
            awaits_approval: false,
        };
        line.push((CaseEvent::EntryCorrected(correction), Occurred::unknown("")));
        let withdrawn = EntryWithdrawn { entry: Version(5), reason: "重复".into(), awaits_approval: false };
        line.push((CaseEvent::EntryWithdrawn(withdrawn), Occurred::unknown("")));
        line.push((CaseEvent::Published(crate::event::performance::Published { way: "公开栏".into() }), day(300)));
        assert_one_by_one(line);
    }
}
