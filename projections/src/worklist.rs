//! Every open case with what is to be done: its open deadlines, effects to confirm, corrections to approve.
//!
//! A row holds the clocks that run: where they started, and the deadline only where it is not what the law makes of that. Where a
//! deadline stands on a day is computed when somebody asks.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use heyi_core::case::Case;
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId};
use heyi_core::place::Place;
use jiff::civil::Date;

use crate::case_card::CaseCard;
use crate::columns::{Damaged, Reader, Writer};
use crate::links::Links;
use crate::projection::Projection;
use crate::rows::Rows;
use crate::sorted::without;

mod item;
mod row;

pub use item::{Todo, WorkItem};
pub(crate) use row::{CaseRow, Packed};

use row::{Head, Linked, Reckoned};

/// The cases, each in a row.
#[derive(Debug, Default)]
pub struct Worklist {
    rows: Rows,
    /// By number: whether something is to be done, or will be.
    busy: Vec<bool>,
    by_employer: Links,
    by_drive: BTreeMap<DriveId, BTreeSet<u32>>,
}

impl Worklist {
    /// The card of a case.
    pub(crate) fn card(&self, case: CaseId) -> Option<CaseCard> {
        Some(Head::of(self.rows.get(case.0)?)?.card(case))
    }

    /// Every case, the oldest first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = CaseId> + '_ {
        (0..self.rows.len()).filter_map(|number| self.rows.id(number)).map(CaseId)
    }

    /// The cards, the newest case first; after one of them if it is given.
    pub(crate) fn newest_first(&self, after: Option<CaseId>) -> impl Iterator<Item = CaseCard> {
        let rows = self.rows.newest_first(after.map(|case| case.0));
        rows.filter_map(|(id, row)| Some(Head::of(row)?.card(CaseId(id))))
    }

    /// The rows of an employer's cases, the newest first.
    pub(crate) fn of_employer(&self, employer: EmployerId) -> Vec<CaseRow> {
        let numbers = self.by_employer.of(employer.0).into_iter().rev();
        numbers
            .filter_map(|number| self.row(number))
            .filter(|row| row.employers.binary_search(&employer).is_ok())
            .collect()
    }

    /// The rows of a drive's cases, the oldest first.
    pub(crate) fn of_drive(&self, drive: DriveId) -> impl Iterator<Item = CaseRow> {
        let numbers = self.by_drive.get(&drive).into_iter().flatten();
        numbers.filter_map(|number| self.row(*number))
    }

    /// What is to be done in a region, the most urgent first, unknown dates last.
    #[must_use]
    pub fn items(&self, region: &Place, today: Date, law: &Law) -> Vec<WorkItem> {
        let busy = (0..).zip(&self.busy).filter(|(_, busy)| **busy).map(|(number, _)| number);
        let rows = busy.filter_map(|number| self.row(number)).filter(|row| row.card.place.within(region));
        let mut reckoned = Reckoned::default();
        let mut items: Vec<WorkItem> = rows.flat_map(|row| row.items(today, law, &mut reckoned)).collect();
        items.sort_by_cached_key(WorkItem::urgency);
        items
    }

    /// A case as it stands, last recorded of on that day.
    pub fn take(&mut self, case: &Case, recorded_on: Date, law: &Law) {
        let ground = Ground { today: recorded_on, by: AccountId(uuid::Uuid::nil()), law };
        if let Some(row) = CaseRow::of(case, &ground) {
            self.put(&row.pack());
        }
    }

    /// A row in the place of the one of the same case.
    pub(crate) fn put(&mut self, packed: &Packed) {
        let was = self.rows.get(packed.case.0).and_then(Linked::of).unwrap_or_default();
        let (number, now) = (self.rows.put(packed.case.0, &packed.row), &packed.links);
        for gone in without(&was.employers, &now.employers) {
            self.by_employer.remove(gone.0, number);
        }
        for new in without(&now.employers, &was.employers) {
            self.by_employer.put(new.0, number);
        }
        for gone in was.drives.difference(&now.drives) {
            self.by_drive.entry(*gone).and_modify(|cases| _ = cases.remove(&number));
        }
        for new in now.drives.difference(&was.drives) {
            self.by_drive.entry(*new).or_default().insert(number);
        }
        if self.busy.len() <= number as usize {
            self.busy.resize(number as usize + 1, false);
        }
        if let Some(busy) = self.busy.get_mut(number as usize) {
            *busy = packed.is_busy;
        }
    }

    /// How many cases there are, and the bytes they use.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.rows.len() as usize, self.rows.bytes() + self.busy.capacity() + self.by_employer.bytes())
    }

    fn row(&self, number: u32) -> Option<CaseRow> {
        CaseRow::unpack(CaseId(self.rows.id(number)?), self.rows.row(number)?)
    }
}

impl Projection for Worklist {
    fn name(&self) -> &'static str {
        "worklist"
    }

    fn format(&self) -> u32 {
        6
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        let busy: Vec<u8> = self.busy.iter().map(|busy| u8::from(*busy)).collect();
        self.rows.write(to).values("busy", &busy).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let rows = Rows::read(&mut reader)?;
        let busy: Vec<u8> = reader.values_of_length("busy", rows.len() as usize)?;
        reader.finish()?;
        let busy = busy.into_iter().map(|busy| busy != 0).collect();
        *self = Self { rows, busy, ..Self::default() };
        for number in 0..self.rows.len() {
            let links = self.rows.row(number).and_then(Linked::of).ok_or(Damaged("rows"))?;
            links.employers.iter().for_each(|employer| self.by_employer.put(employer.0, number));
            for drive in links.drives {
                self.by_drive.entry(drive).or_default().insert(number);
            }
        }
        Ok(())
    }
}
