//! The register of employers, as it stands now.

use std::collections::BTreeMap;
use std::ops::Bound;

use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use heyi_core::event::opening::HeadCount;
use heyi_core::event::{EmployerEvent, Event};
use heyi_core::ground::Law;
use heyi_core::ids::EmployerId;
use heyi_core::place::Place;
use heyi_store::streams;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case_card::{InstrumentCard, contains};
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Change, Moment, Projection};
use crate::worklist::CaseRow;

/// The employers, each in a row.
#[derive(Debug, Default)]
pub struct Register {
    rows: BTreeMap<EmployerId, EmployerRow>,
}

/// What is kept of an employer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EmployerRow {
    id: EmployerId,
    registered: EmployerRegistered,
    staff: Option<HeadCount>,
    women: Option<HeadCount>,
    skilled_women: Option<HeadCount>,
}

/// An employer as lists and its page show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EmployerCard {
    /// Which.
    pub id: EmployerId,
    /// Name.
    pub name: String,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// Why there is none; empty when there is one.
    pub no_code_reason: String,
    /// Place of work.
    pub place: Place,
    /// Division of GB/T 4754-2017; `None`: not known.
    pub industry: Option<String>,
    /// Counted as biomedicine; `None`: not known.
    pub biomedicine: Option<bool>,
    /// Ownership.
    pub ownership: Ownership,
    /// Kind of union.
    pub union: UnionKind,
    /// Made up for demonstration.
    pub made_up: bool,
    /// All staff: the count with the latest day it is true of; `None`: not known.
    pub staff: Option<HeadCount>,
    /// Women among them, likewise.
    pub women: Option<HeadCount>,
    /// Technical and skilled women, likewise.
    pub skilled_women: Option<HeadCount>,
    /// How many cases it has, closed ones too.
    pub cases: usize,
    /// Its instruments as they stand, the newest case first.
    pub instruments: Vec<InstrumentCard>,
}

impl EmployerCard {
    /// The instrument in force on that day; the newest case's when there are several.
    #[must_use]
    pub fn in_force(&self, day: Date) -> Option<&InstrumentCard> {
        self.instruments.iter().find(|instrument| instrument.in_force(day))
    }
}

impl Register {
    /// The row of an employer.
    pub(crate) fn row(&self, id: EmployerId) -> Option<&EmployerRow> {
        self.rows.get(&id)
    }

    /// The rows, the newest employer first; after one of them if it is given.
    pub(crate) fn newest_first(&self, after: Option<EmployerId>) -> impl Iterator<Item = &EmployerRow> {
        let upper = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.rows.range((Bound::Unbounded, upper)).rev().map(|(_, row)| row)
    }
}

impl EmployerRow {
    pub(crate) fn id(&self) -> EmployerId {
        self.id
    }

    pub(crate) fn place(&self) -> &Place {
        &self.registered.place
    }

    /// Whether it lies in the region, and the search names it: part of its name or code.
    pub(crate) fn is_found(&self, region: &Place, search: &str) -> bool {
        let code = self.registered.credit_code.as_deref().unwrap_or_default();
        self.registered.place.within(region) && (contains(&self.registered.name, search) || contains(code, search))
    }

    pub(crate) fn card<'a>(&self, cases: impl Iterator<Item = &'a CaseRow>) -> EmployerCard {
        let cases: Vec<&CaseRow> = cases.collect();
        let registered = self.registered.clone();
        EmployerCard {
            id: self.id,
            name: registered.name,
            credit_code: registered.credit_code,
            no_code_reason: registered.no_code_reason,
            place: registered.place,
            industry: registered.industry,
            biomedicine: registered.biomedicine,
            ownership: registered.ownership,
            union: registered.union,
            made_up: registered.made_up,
            staff: self.staff.clone(),
            women: self.women.clone(),
            skilled_women: self.skilled_women.clone(),
            cases: cases.len(),
            instruments: cases.into_iter().flat_map(|row| row.instruments_of(self.id)).cloned().collect(),
        }
    }

    fn count(&mut self, counted: &HeadCountRecorded) {
        latest(&mut self.staff, counted.staff.as_ref());
        latest(&mut self.women, counted.women.as_ref());
        latest(&mut self.skilled_women, counted.skilled_women.as_ref());
    }
}

/// The count with the latest day it is true of; of the same day, the one recorded last. One without a day yields.
fn latest(kept: &mut Option<HeadCount>, counted: Option<&HeadCount>) {
    let day = |count: &HeadCount| count.as_of.latest;
    if let Some(counted) = counted
        && kept.as_ref().is_none_or(|kept| day(kept) <= day(counted))
    {
        *kept = Some(counted.clone());
    }
}

impl Projection for Register {
    fn name(&self) -> &'static str {
        "register"
    }

    fn format(&self) -> u32 {
        1
    }

    fn apply(&mut self, _: Moment, change: &Change<'_>, _: &Law) {
        let Change::Event { stream, recorded } = change else { return };
        let Event::Employer(event) = &recorded.event else { return };
        let Some(id) = streams::as_employer(stream) else { return };
        match event {
            EmployerEvent::EmployerRegistered(registered) => {
                let (staff, women, skilled_women) = (None, None, None);
                self.rows.insert(id, EmployerRow { id, registered: registered.clone(), staff, women, skilled_women });
            }
            EmployerEvent::HeadCountRecorded(counted) => {
                if let Some(row) = self.rows.get_mut(&id) {
                    row.count(counted);
                }
            }
        }
    }

    fn write(&self) -> Vec<u8> {
        Writer::default().rows("employers", self.rows.values()).finish()
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(bytes);
        let rows: Vec<EmployerRow> = reader.rows("employers")?;
        reader.finish()?;
        self.rows = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(())
    }
}
