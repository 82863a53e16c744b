//! A history as it stands: corrections and withdrawals applied, late entries in their place, what was withdrawn left out.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::event::{CaseEvent, EmployerEvent, LetterEvent, Recorded};
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

/// An entry that counts, as it stands.
#[derive(Clone, Debug)]
pub struct Fact<E> {
    /// Its place in the stream.
    pub version: Version,
    /// The day in Asia/Shanghai it was recorded on.
    pub recorded_on: Date,
    /// When it occurred, as claimed now.
    pub occurred: Occurred,
    /// What it says now.
    pub event: E,
}

/// What an entry does to an earlier one.
#[derive(Clone, Debug)]
pub enum Does<E> {
    /// Nothing.
    Nothing,
    /// That entry should have said this, of this day; it may wait for a second person.
    Corrects(Version, E, Occurred, bool),
    /// That entry no longer counts; it may wait for a second person.
    Withdraws(Version, bool),
    /// A second person approved that correction or withdrawal.
    Approves(Version),
}

/// An event that may be about an earlier entry.
pub trait About: Clone {
    /// What it does to it.
    fn does(&self) -> Does<Self>;
}

impl About for CaseEvent {
    fn does(&self) -> Does<Self> {
        match self {
            Self::EntryCorrected(e) => {
                Does::Corrects(e.entry, (*e.event).clone(), e.occurred.clone(), e.awaits_approval)
            }
            Self::EntryWithdrawn(e) => Does::Withdraws(e.entry, e.awaits_approval),
            Self::CorrectionApproved(e) => Does::Approves(e.entry),
            _ => Does::Nothing,
        }
    }
}

impl About for EmployerEvent {
    fn does(&self) -> Does<Self> {
        match self {
            Self::RegisterEntryCorrected(e) => Does::Corrects(e.entry, (*e.event).clone(), e.occurred.clone(), false),
            Self::RegisterEntryWithdrawn(e) => Does::Withdraws(e.entry, false),
            _ => Does::Nothing,
        }
    }
}

impl About for LetterEvent {
    fn does(&self) -> Does<Self> {
        match self {
            Self::LetterEntryCorrected(e) => Does::Corrects(e.entry, (*e.event).clone(), e.occurred.clone(), false),
            Self::LetterEntryWithdrawn(e) => Does::Withdraws(e.entry, false),
            _ => Does::Nothing,
        }
    }
}

/// The entries that count, in effective order: an entry goes before those it certainly precedes, else it stands where it was
/// recorded; the first entry of the stream stays first.
#[must_use]
pub fn standing<E: About>(history: &[Recorded<E>]) -> Vec<Fact<E>> {
    let mut withdrawn = BTreeSet::new();
    let mut approved = BTreeSet::new();
    let mut corrected: BTreeMap<Version, (E, Occurred)> = BTreeMap::new();
    // From the last to the first, so that what was itself withdrawn does nothing, and the latest correction holds.
    for recorded in history.iter().rev() {
        if withdrawn.contains(&recorded.version) {
            continue;
        }
        let in_force = |waits: bool| !waits || approved.contains(&recorded.version);
        match recorded.event.does() {
            Does::Withdraws(entry, waits) if in_force(waits) => {
                withdrawn.insert(entry);
            }
            Does::Corrects(entry, event, occurred, waits) if in_force(waits) => {
                corrected.entry(entry).or_insert((event, occurred));
            }
            Does::Approves(entry) => {
                approved.insert(entry);
            }
            Does::Withdraws(..) | Does::Corrects(..) | Does::Nothing => {}
        }
    }
    let mut order: Vec<Fact<E>> = Vec::new();
    for recorded in history {
        // A correction of a withdrawn entry says nothing, not even of its day.
        let told = corrected.get(&recorded.version).filter(|_| !withdrawn.contains(&recorded.version));
        let (event, occurred) = told.cloned().unwrap_or((recorded.event.clone(), recorded.occurred.clone()));
        let at = place(&order, &occurred);
        let recorded_on = shanghai(recorded.recorded_at);
        order.insert(at, Fact { version: recorded.version, recorded_on, occurred, event });
    }
    order.retain(|fact| !withdrawn.contains(&fact.version) && matches!(fact.event.does(), Does::Nothing));
    order
}

fn place<E>(order: &[Fact<E>], occurred: &Occurred) -> usize {
    let mut place = order.len();
    while place > 1 {
        // Entries of an unknown day are passed over only on the way to one that is certainly later.
        let passed = order.iter().take(place).skip(1).rposition(|before| !before.occurred.is_unknown());
        match passed.and_then(|index| order.get(index + 1).map(|before| (index + 1, before))) {
            Some((index, before)) if occurred.certainly_before(&before.occurred) => place = index,
            _ => break,
        }
    }
    place
}

/// The day of an instant in Asia/Shanghai: UTC+8 all the year.
#[must_use]
pub fn shanghai(instant: jiff::Timestamp) -> Date {
    instant.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).date()
}

#[cfg(test)]
mod tests {
    use heyi_core::event::entries::{CorrectionApproved, EntryCorrected, EntryWithdrawn};
    use heyi_core::scenario::{Scenario, day, offer, session};

    use super::*;

    fn kinds(scenario: &Scenario) -> Vec<(u64, Option<Date>)> {
        standing(scenario.history()).iter().map(|fact| (fact.version.0, fact.occurred.day())).collect()
    }

    fn on(number: i64) -> Option<Date> {
        day(number).day()
    }

    #[test]
    fn a_late_entry_goes_before_what_it_certainly_precedes_and_a_vague_one_stays() {
        let session = || CaseEvent::SessionHeld(session().into());
        let scenario = Scenario::opened()
            .and(session(), day(20))
            .and(session(), Occurred::unknown(""))
            .and(session(), day(30))
            .and(session(), day(10));
        assert_eq!(kinds(&scenario), [(1, on(0)), (5, on(10)), (2, on(20)), (3, None), (4, on(30))]);
        let between =
            Scenario::opened().and(session(), day(20)).and(session(), Occurred::unknown("")).and(session(), day(25));
        assert_eq!(kinds(&between), [(1, on(0)), (2, on(20)), (3, None), (4, on(25))]);
    }

    #[test]
    fn a_correction_that_waits_does_nothing_until_it_is_approved() {
        let corrected = |waits| {
            CaseEvent::EntryCorrected(EntryCorrected {
                entry: Version(2),
                event: Box::new(CaseEvent::OfferIssued(offer())),
                occurred: day(4),
                reason: String::new(),
                awaits_approval: waits,
            })
        };
        let offered = Scenario::opened().and(CaseEvent::OfferIssued(offer()), day(5));
        assert_eq!(kinds(&offered.clone().and(corrected(false), day(9))), [(1, on(0)), (2, on(4))]);
        let waiting = offered.and(corrected(true), day(9));
        assert_eq!(kinds(&waiting), [(1, on(0)), (2, on(5))]);
        let approval = CaseEvent::CorrectionApproved(CorrectionApproved { entry: Version(3) });
        assert_eq!(kinds(&waiting.and(approval, day(10))), [(1, on(0)), (2, on(4))]);
    }

    #[test]
    fn a_correction_that_was_withdrawn_does_nothing() {
        let withdrawn = |entry| {
            CaseEvent::EntryWithdrawn(EntryWithdrawn {
                entry: Version(entry),
                reason: String::new(),
                awaits_approval: false,
            })
        };
        let offered = Scenario::opened().and(CaseEvent::OfferIssued(offer()), day(5));
        assert_eq!(kinds(&offered.clone().and(withdrawn(2), day(9))), [(1, on(0))]);
        assert_eq!(kinds(&offered.and(withdrawn(2), day(9)).and(withdrawn(3), day(9))), [(1, on(0)), (2, on(5))]);
    }
}
