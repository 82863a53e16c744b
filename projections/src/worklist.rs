//! Every open case with what is to be done: its open deadlines, effects to confirm, corrections to approve.
//!
//! A row holds the clocks that run: where they started, and the deadline the law makes of that, which stays until the case or the
//! law changes (each case is then told again). Where a deadline stands on a day is computed when somebody asks. On disk a clock
//! that is what the law says of its start, and nothing else, is its start alone; it is counted again when it is first asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use heyi_core::case::{Case, Stage, Step, clocks};
use heyi_core::deadline::Deadline;
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case_card::{CaseCard, Covers, InstrumentCard};
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::Projection;

mod item;

pub use item::{Todo, WorkItem};

/// The cases, each in a row.
#[derive(Debug, Default)]
pub struct Worklist {
    rows: BTreeMap<CaseId, CaseRow>,
    by_employer: BTreeMap<EmployerId, BTreeSet<CaseId>>,
    by_drive: BTreeMap<DriveId, BTreeSet<CaseId>>,
}

/// What is kept of a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CaseRow {
    /// As lists show it.
    pub(crate) card: Arc<CaseCard>,
    /// The clocks that run.
    clocks: Vec<Clock>,
    /// The department cleared the text expressly, and nobody has confirmed the effect.
    cleared: bool,
    /// Corrections and withdrawals that wait, with who recorded them.
    waiting: Vec<(Version, AccountId)>,
    /// What covers people, and whom.
    covers: Option<Covers>,
    /// The employers of the case: its own, or those ever on its coverage list.
    employers: BTreeSet<EmployerId>,
}

/// A clock that runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Clock {
    suffix: String,
    start: Occurred,
    /// The deadline, where it is not just what the law makes of the start.
    otherwise: Option<Arc<Deadline>>,
    /// The deadline, under the law this row was last told under.
    #[serde(skip)]
    counted: OnceLock<Arc<Deadline>>,
}

impl Worklist {
    /// The row of a case.
    pub(crate) fn row(&self, case: CaseId) -> Option<&CaseRow> {
        self.rows.get(&case)
    }

    /// Every case, by id.
    pub(crate) fn ids(&self) -> impl Iterator<Item = CaseId> + '_ {
        self.rows.keys().copied()
    }

    /// The rows, the newest case first; after one of them if it is given.
    pub(crate) fn newest_first(&self, after: Option<CaseId>) -> impl Iterator<Item = &CaseRow> {
        let upper = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
        self.rows.range((std::ops::Bound::Unbounded, upper)).rev().map(|(_, row)| row)
    }

    /// The rows of an employer's cases, the newest first.
    pub(crate) fn of_employer(&self, employer: EmployerId) -> impl Iterator<Item = &CaseRow> {
        let cases = self.by_employer.get(&employer).into_iter().flatten().rev();
        cases.filter_map(|case| self.rows.get(case))
    }

    /// The rows of a drive's cases, the oldest first.
    pub(crate) fn of_drive(&self, drive: DriveId) -> impl Iterator<Item = &CaseRow> {
        let cases = self.by_drive.get(&drive).into_iter().flatten();
        cases.filter_map(|case| self.rows.get(case))
    }

    /// What is to be done in a region, the most urgent first, unknown dates last.
    #[must_use]
    pub fn items(&self, region: &Place, today: Date, law: &Law) -> Vec<WorkItem> {
        let rows = self.rows.values().filter(|row| row.card.place.within(region));
        let mut items: Vec<WorkItem> = rows.flat_map(|row| row.items(today, law)).collect();
        items.sort_by_cached_key(WorkItem::urgency);
        items
    }

    /// A case as it stands, last recorded of on that day.
    pub fn take(&mut self, case: &Case, recorded_on: Date, law: &Law) {
        let ground = Ground { today: recorded_on, by: AccountId(uuid::Uuid::nil()), law };
        if let Some(row) = CaseRow::of(case, &ground) {
            self.put(row);
        }
    }

    /// A row in the place of the one of the same case.
    pub(crate) fn put(&mut self, row: CaseRow) {
        let case = row.card.case;
        let before = self.rows.remove(&case);
        let (none, nowhere) = (BTreeSet::new(), BTreeSet::new());
        let was = before.as_ref().map_or((&none, &nowhere), |before| (&before.employers, &before.card.drives));
        moved(&mut self.by_employer, case, was.0, &row.employers);
        moved(&mut self.by_drive, case, was.1, &row.card.drives);
        self.rows.insert(case, row);
    }
}

/// Puts a case under what it belongs to now, and under nothing else.
fn moved<K: Copy + Ord>(index: &mut BTreeMap<K, BTreeSet<CaseId>>, case: CaseId, was: &BTreeSet<K>, now: &BTreeSet<K>) {
    for gone in was.difference(now) {
        if let Some(cases) = index.get_mut(gone) {
            cases.remove(&case);
        }
    }
    for new in now.difference(was) {
        index.entry(*new).or_default().insert(case);
    }
}

impl CaseRow {
    /// Of a case, on the day it was last recorded of: a renewal window that had closed by then stays closed. `None` while it is not
    /// opened.
    pub(crate) fn of(case: &Case, ground: &Ground<'_>) -> Option<Self> {
        let card = Arc::new(CaseCard::of(case)?);
        let open = case.stage != Stage::Closed;
        Some(Self {
            clocks: clocks::running(case, ground)
                .into_iter()
                .map(|clock| Clock::of(clock, &card, ground.law))
                .collect(),
            cleared: open && case.has(Step::Clearance) && !case.has(Step::Effect),
            waiting: case.awaiting_approval().collect(),
            covers: Covers::of(case, ground),
            employers: card.employer.into_iter().chain(case.covered.keys().copied()).collect(),
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

    fn items(&self, today: Date, law: &Law) -> Vec<WorkItem> {
        let mut items = Vec::new();
        for clock in &self.clocks {
            let todo = Todo::of(clock.deadline(&self.card, law), self.cleared, today);
            items.extend(todo.map(|todo| WorkItem { case: Arc::clone(&self.card), todo }));
        }
        for (entry, by) in &self.waiting {
            let todo = Todo::Approve { entry: *entry, by: *by };
            items.push(WorkItem { case: Arc::clone(&self.card), todo });
        }
        items
    }
}

impl Clock {
    fn of(deadline: Deadline, card: &CaseCard, law: &Law) -> Self {
        let (suffix, start) = (deadline.suffix.clone(), deadline.start.clone());
        let (deadline, bare) = (Arc::new(deadline), reckon(&suffix, &start, card, law));
        let otherwise = (bare != *deadline).then(|| Arc::clone(&deadline));
        Self { suffix, start, otherwise, counted: OnceLock::from(deadline) }
    }

    fn deadline(&self, card: &CaseCard, law: &Law) -> Arc<Deadline> {
        let count = || self.otherwise.clone().unwrap_or_else(|| Arc::new(reckon(&self.suffix, &self.start, card, law)));
        Arc::clone(self.counted.get_or_init(count))
    }
}

/// What the law makes of a start.
fn reckon(suffix: &str, start: &Occurred, card: &CaseCard, law: &Law) -> Deadline {
    Deadline::reckon(&law.rulebook, &law.calendar, &card.place, card.subject, suffix, start)
}

impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn format(&self) -> u32 {
        4
    }

    fn write(&self) -> Vec<u8> {
        Writer::default().rows("cases", self.rows.values()).finish()
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(bytes);
        let rows: Vec<CaseRow> = reader.rows("cases")?;
        reader.finish()?;
        *self = Self::default();
        rows.into_iter().for_each(|row| self.put(row));
        Ok(())
    }
}
