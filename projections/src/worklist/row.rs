//! A case as the worklist keeps it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use heyi_core::case::{Case, Stage, Step, clocks};
use heyi_core::deadline::Deadline;
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId, OfficeId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::item::{Todo, WorkItem};
use crate::case_card::{CaseCard, Covers, InstrumentCard};
use crate::rows::short::{Claimed, Day};
use crate::rows::{pack, unpack};

/// What is kept of a case.
#[derive(Clone, Debug)]
pub(crate) struct CaseRow {
    /// As lists show it.
    pub(crate) card: Arc<CaseCard>,
    /// The employers of the case: its own, or those ever on its coverage list; sorted.
    pub(super) employers: Vec<EmployerId>,
    /// The clocks that run.
    clocks: Vec<Clock>,
    /// The department cleared the text expressly, and nobody has confirmed the effect.
    cleared: bool,
    /// Corrections and withdrawals that wait, with who recorded them.
    waiting: Vec<(Version, AccountId)>,
    /// What covers people, and whom.
    covers: Option<Covers>,
}

/// A clock that runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Clock {
    suffix: String,
    start: Claimed,
    /// The deadline, where it is not just what the law makes of the start.
    otherwise: Option<Arc<Deadline>>,
}

/// A row packed, with what it is found by.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(super) case: CaseId,
    pub(super) links: Linked,
    /// Something is to be done, or will be.
    pub(super) is_busy: bool,
    pub(super) row: Vec<u8>,
}

/// What a case is found by: it lies before the rest of a row.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Linked {
    /// Sorted.
    pub(super) employers: Vec<EmployerId>,
    pub(super) drives: BTreeSet<DriveId>,
}

/// What lists show; it lies before what pages of the case need. The case itself is known by whose row it is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) links: Linked,
    place: Place,
    number: String,
    employer_name: String,
    office: OfficeId,
    stage: Stage,
    version: Version,
    subject: SubjectMatter,
    made_up: bool,
    contradictory: bool,
    not_checkable: usize,
    awaiting_approval: usize,
    /// It is of one employer, the first.
    of_one: bool,
}

/// The rest of a row.
#[derive(Debug, Serialize, Deserialize)]
struct Rest {
    clocks: Vec<Clock>,
    cleared: bool,
    waiting: Vec<(Version, AccountId)>,
    instrument: Option<Instrument>,
    /// Whom it covers, by their place among the employers.
    covered: Vec<(u32, Option<Day>, Option<Day>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Instrument {
    form: OutcomeForm,
    title: String,
    from: Option<Day>,
    to: Option<Day>,
    derived: bool,
    counts_for_women: bool,
}

impl CaseRow {
    /// Of a case, on the day it was last recorded of: a renewal window that had closed by then stays closed. `None` while it is not
    /// opened.
    pub(crate) fn of(case: &Case, ground: &Ground<'_>) -> Option<Self> {
        let card = Arc::new(CaseCard::of(case)?);
        let open = case.stage != Stage::Closed;
        Some(Self {
            clocks: clocks::started(case, ground).into_iter().map(Clock::of).collect(),
            cleared: open && case.has(Step::Clearance) && !case.has(Step::Effect),
            waiting: case.awaiting_approval().collect(),
            covers: Covers::of(case, ground),
            employers: employers(card.employer, case),
            card,
        })
    }

    /// What covers an employer in this case: more than once where it left a coverage list and joined again.
    pub(crate) fn instruments_of(&self, employer: EmployerId) -> impl Iterator<Item = InstrumentCard> + '_ {
        self.covers.iter().flat_map(move |covers| covers.of_employer(employer))
    }

    /// The clock of that rule, when it runs.
    pub(crate) fn clock(&self, suffix: &str, law: &Law) -> Option<Arc<Deadline>> {
        let clock = self.clocks.iter().find(|clock| clock.suffix == suffix)?;
        Some(clock.deadline(&self.card, law))
    }

    /// What is to be done on `today`.
    pub(super) fn items(&self, today: Date, law: &Law, reckoned: &mut Reckoned) -> Vec<WorkItem> {
        let mut items = Vec::new();
        for clock in &self.clocks {
            let todo = Todo::of(reckoned.deadline(clock, &self.card, law), self.cleared, today);
            items.extend(todo.map(|todo| WorkItem { case: Arc::clone(&self.card), todo }));
        }
        for (entry, by) in &self.waiting {
            let todo = Todo::Approve { entry: *entry, by: *by };
            items.push(WorkItem { case: Arc::clone(&self.card), todo });
        }
        items
    }

    pub(crate) fn pack(self) -> Packed {
        let Self { card, employers, clocks, cleared, waiting, covers } = self;
        let is_busy = !clocks.is_empty() || !waiting.is_empty();
        let (instrument, covered) = covers.map_or((None, Vec::new()), |covers| {
            // They stand in the order of the list, mostly: the next one is looked for where the last one was found.
            let mut place = 0;
            let covered = covers.employers.iter().filter_map(|(employer, from, to)| {
                let behind = || employers.get(place..)?.iter().take(2).position(|next| next == employer);
                place = behind().map(|steps| place + steps).or_else(|| employers.binary_search(employer).ok())?;
                Some((u32::try_from(place).ok()?, from.map(Day::from), to.map(Day::from)))
            });
            let covered = covered.collect();
            (Some(Instrument::of(covers.card)), covered)
        });
        let card = Arc::unwrap_or_clone(card);
        let head = Head {
            links: Linked { employers, drives: card.drives },
            place: card.place,
            number: card.number,
            employer_name: card.employer_name,
            office: card.office,
            stage: card.stage,
            version: card.version,
            subject: card.subject,
            made_up: card.made_up,
            contradictory: card.contradictory,
            not_checkable: card.not_checkable,
            awaiting_approval: card.awaiting_approval,
            of_one: card.employer.is_some(),
        };
        let rest = Rest { clocks, cleared, waiting, instrument, covered };
        let row = pack(&(&head, rest));
        Packed { case: card.case, links: head.links, is_busy, row }
    }

    /// The row that was packed for a case.
    pub(super) fn unpack(case: CaseId, row: &[u8]) -> Option<Self> {
        let (head, rest) = unpack::<Head>(row)?;
        let (rest, _) = unpack::<Rest>(rest)?;
        let employer = |(place, from, to): (u32, Option<Day>, Option<Day>)| {
            Some((*head.links.employers.get(place as usize)?, from.map(Date::from), to.map(Date::from)))
        };
        let covers = rest.instrument.map(|instrument| Covers {
            card: instrument.card(case),
            employers: rest.covered.into_iter().filter_map(employer).collect(),
        });
        let employers = head.links.employers.clone();
        let card = Arc::new(head.card(case));
        Some(Self { card, employers, clocks: rest.clocks, cleared: rest.cleared, waiting: rest.waiting, covers })
    }
}

impl Linked {
    pub(super) fn of(row: &[u8]) -> Option<Self> {
        unpack(row).map(|(links, _)| links)
    }
}

impl Head {
    pub(super) fn of(row: &[u8]) -> Option<Self> {
        unpack(row).map(|(head, _)| head)
    }

    pub(super) fn card(self, case: CaseId) -> CaseCard {
        CaseCard {
            case,
            number: self.number,
            office: self.office,
            employer: self.links.employers.first().copied().filter(|_| self.of_one),
            employer_name: self.employer_name,
            place: self.place,
            stage: self.stage,
            version: self.version,
            subject: self.subject,
            drives: self.links.drives,
            made_up: self.made_up,
            contradictory: self.contradictory,
            not_checkable: self.not_checkable,
            awaiting_approval: self.awaiting_approval,
        }
    }
}

/// Sorted.
fn employers(own: Option<EmployerId>, case: &Case) -> Vec<EmployerId> {
    let mut employers: Vec<EmployerId> = own.into_iter().chain(case.covered.keys().copied()).collect();
    employers.sort_unstable();
    employers.dedup();
    employers
}

impl Instrument {
    fn of(card: InstrumentCard) -> Self {
        let InstrumentCard { form, title, from, to, derived, counts_for_women, .. } = card;
        Self { form, title, from: from.map(Day::from), to: to.map(Day::from), derived, counts_for_women }
    }

    fn card(self, case: CaseId) -> InstrumentCard {
        let Self { form, title, from, to, derived, counts_for_women } = self;
        let (from, to) = (from.map(Date::from), to.map(Date::from));
        InstrumentCard { case, form, title, from, to, derived, counts_for_women }
    }
}

impl Clock {
    fn of(running: clocks::Running) -> Self {
        let clocks::Running { suffix, start, otherwise } = running;
        Self {
            suffix: suffix.to_owned(),
            start: start.into(),
            otherwise: otherwise.map(|deadline| Arc::new(*deadline)),
        }
    }

    fn deadline(&self, card: &CaseCard, law: &Law) -> Arc<Deadline> {
        let reckoned = || reckon(&self.suffix, &Occurred::from(self.start.clone()), card, law);
        self.otherwise.clone().unwrap_or_else(|| Arc::new(reckoned()))
    }
}

/// What the law made of starts so far: thousands of cases begin on the same day in the same place, and share it.
#[derive(Debug, Default)]
pub(super) struct Reckoned(HashMap<(String, Claimed, Place, SubjectMatter), Arc<Deadline>>);

impl Reckoned {
    fn deadline(&mut self, clock: &Clock, card: &CaseCard, law: &Law) -> Arc<Deadline> {
        if let Some(otherwise) = &clock.otherwise {
            return Arc::clone(otherwise);
        }
        let start = (clock.suffix.clone(), clock.start.clone(), card.place.clone(), card.subject);
        Arc::clone(self.0.entry(start).or_insert_with(|| clock.deadline(card, law)))
    }
}

/// What the law makes of a start.
fn reckon(suffix: &str, start: &Occurred, card: &CaseCard, law: &Law) -> Deadline {
    Deadline::reckon(&law.rulebook, &law.calendar, &card.place, card.subject, suffix, start)
}

#[cfg(test)]
mod tests {
    use heyi_core::digest::Digest;
    use heyi_core::scenario::{Scenario, main_line};

    use super::*;
    use crate::projection::Projection as _;
    use crate::worklist::Worklist;

    fn rows() -> Vec<(Scenario, CaseRow)> {
        let line = main_line(Step::Publication);
        let mut scenario = Scenario::empty();
        let mut rows = Vec::new();
        for (event, occurred) in line {
            scenario = scenario.and(event, occurred);
            rows.extend(CaseRow::of(&scenario.case(), &scenario.ground()).map(|row| (scenario.clone(), row)));
        }
        rows
    }

    #[test]
    fn a_row_unpacks_to_what_was_packed() {
        for (scenario, row) in rows() {
            let (case, packed) = (row.card.case, row.clone().pack());
            let again = CaseRow::unpack(case, &packed.row).unwrap();
            assert_eq!(format!("{again:?}"), format!("{row:?}"));
            assert_eq!(Head::of(&packed.row).unwrap().card(case), *row.card);
            let ground = scenario.ground();
            let items = |row: &CaseRow| row.items(ground.today, ground.law, &mut Reckoned::default());
            assert_eq!(items(&again), items(&row));
            assert_eq!(packed.is_busy, !clocks::running(&scenario.case(), &ground).is_empty());
        }
    }

    #[test]
    fn the_shape_of_a_row_goes_with_the_format_number() {
        let packed: Vec<u8> = rows().into_iter().flat_map(|(_, row)| row.pack().row).collect();
        let shape = (Worklist::default().format(), Digest::of(&[&packed]).to_string());
        assert_eq!(
            shape,
            (6, "05a83f438634384663b86931a004e7547181dd448345d3109b6eb985ecc7c2d8".to_owned()),
            "another shape is another format"
        );
    }
}
