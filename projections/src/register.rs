//! The register of employers, as it stands now.

use std::collections::BTreeMap;
use std::ops::Bound;

use heyi_core::employer::{Employer, Facts};
use heyi_core::event::employer::{Ownership, UnionKind};
use heyi_core::event::opening::HeadCount;
use heyi_core::event::{Event, Recorded, SystemEvent};
use heyi_core::ids::{EmployerId, Position};
use heyi_core::industry::BiomedicineList;
use heyi_core::place::Place;
use heyi_store::append::StreamId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case_card::{InstrumentCard, contains};
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Moment, Projection};
use crate::worklist::CaseRow;

/// The employers, each in a row.
#[derive(Debug, Default)]
pub struct Register {
    rows: BTreeMap<EmployerId, EmployerRow>,
    lists: Vec<AdoptedList>,
}

/// A list of industries, with the position of the commit that adopted it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct AdoptedList {
    position: Position,
    version: String,
    content: String,
}

/// What is kept of an employer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EmployerRow {
    id: EmployerId,
    facts: Facts,
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
    /// Everything known of it, each with the day it is true of and the entry that says so; former names and codes too.
    pub known: Facts,
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
    /// An employer as it stands now.
    pub(crate) fn put(&mut self, row: EmployerRow) {
        self.rows.insert(row.id, row);
    }

    /// The row of an employer.
    pub(crate) fn row(&self, id: EmployerId) -> Option<&EmployerRow> {
        self.rows.get(&id)
    }

    /// The list of biomedicine as known at a position; what the program ships, before any was adopted.
    pub(crate) fn biomedicine_list(&self, known: Position) -> BiomedicineList {
        let adopted = self.lists.iter().rev().find(|list| list.position <= known);
        let read = adopted.and_then(|list| BiomedicineList::parse(&list.version, &list.content).ok());
        read.unwrap_or_else(BiomedicineList::shipped)
    }

    /// The versions of every list, the one shipped first.
    pub(crate) fn biomedicine_versions(&self) -> Vec<String> {
        let shipped = BiomedicineList::shipped().version().to_owned();
        std::iter::once(shipped).chain(self.lists.iter().map(|list| list.version.clone())).collect()
    }

    /// The rows, the newest employer first; after one of them if it is given.
    pub(crate) fn newest_first(&self, after: Option<EmployerId>) -> impl Iterator<Item = &EmployerRow> {
        let upper = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.rows.range((Bound::Unbounded, upper)).rev().map(|(_, row)| row)
    }
}

impl EmployerRow {
    /// Of an employer; `None`: it is not in the register.
    pub(crate) fn of(employer: &Employer) -> Option<Self> {
        employer.is_registered().then(|| Self { id: employer.id, facts: employer.facts.clone() })
    }

    pub(crate) fn id(&self) -> EmployerId {
        self.id
    }

    /// Its place of work. Only who is in the register has a row, and so a place.
    pub(crate) fn place(&self) -> Option<&Place> {
        self.facts.place.as_ref().map(|known| &known.value.place)
    }

    /// Whether it lies in the region, and the search names it: part of its name, of a former one, or of its code.
    pub(crate) fn is_found(&self, region: &Place, search: &str) -> bool {
        let names = self.facts.name.iter().chain(&self.facts.former_names).chain(&self.facts.credit_code);
        let named = names.map(|known| known.value.as_str()).any(|text| contains(text, search));
        named && self.place().is_some_and(|place| place.within(region))
    }

    /// Its card; `None` never for a row of the register.
    pub(crate) fn card<'a>(&self, cases: impl Iterator<Item = &'a CaseRow>) -> Option<EmployerCard> {
        let cases: Vec<&CaseRow> = cases.collect();
        let facts = &self.facts;
        Some(EmployerCard {
            id: self.id,
            name: facts.name.as_ref()?.value.clone(),
            credit_code: facts.credit_code.as_ref().map(|known| known.value.clone()),
            no_code_reason: facts.no_code_reason.clone(),
            place: self.place()?.clone(),
            industry: facts.industry.as_ref().map(|known| known.value.clone()),
            biomedicine: facts.biomedicine.as_ref().map(|known| known.value),
            ownership: facts.ownership.as_ref().map_or(Ownership::Unknown, |known| known.value),
            union: facts.union.as_ref().map_or(UnionKind::Unknown, |known| known.value),
            made_up: facts.made_up,
            staff: facts.staff.clone(),
            women: facts.women.clone(),
            skilled_women: facts.skilled_women.clone(),
            known: facts.clone(),
            cases: cases.len(),
            instruments: cases.into_iter().flat_map(|row| row.instruments_of(self.id)).collect(),
        })
    }
}

impl Projection for Register {
    fn name(&self) -> &'static str {
        "register"
    }

    fn format(&self) -> u32 {
        2
    }

    fn event(&mut self, at: Moment, _: &StreamId, recorded: &Recorded<Event>) {
        if let Event::System(SystemEvent::IndustryListAdopted(adopted)) = &recorded.event {
            let (version, content) = (adopted.version.clone(), adopted.content.clone());
            self.lists.push(AdoptedList { position: at.position, version, content });
        }
    }

    fn write(&self) -> Vec<u8> {
        Writer::default().rows("employers", self.rows.values()).rows("lists", self.lists.iter()).finish()
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let mut reader = Reader::new(bytes);
        let rows: Vec<EmployerRow> = reader.rows("employers")?;
        let lists = reader.rows("lists")?;
        reader.finish()?;
        self.lists = lists;
        self.rows = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(())
    }
}
