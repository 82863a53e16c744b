//! The register of employers, as it stands now.

use std::io;

use heyi_core::employer::{Employer, Known, Merged};
use heyi_core::event::employer::{Ownership, UnionKind};
use heyi_core::event::opening::HeadCount;
use heyi_core::event::{Event, Recorded, SystemEvent};
use heyi_core::ids::{EmployerId, Position};
use heyi_core::industry::BiomedicineList;
use heyi_core::place::Place;
use heyi_store::append::StreamId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case_card::InstrumentCard;
use crate::columns::{Damaged, Reader, Writer};
use crate::projection::{Moment, Projection};
use crate::rows::short::Count;
use crate::rows::{Rows, pack, unpack};
use crate::search::Search;
use crate::worklist::CaseRow;

/// The employers, each in a row.
#[derive(Debug, Default)]
pub struct Register {
    rows: Rows,
    lists: Vec<AdoptedList>,
}

/// A list of industries, with the position of the commit that adopted it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct AdoptedList {
    position: Position,
    version: String,
    content: String,
}

/// What is kept of an employer, packed.
#[derive(Debug)]
pub(crate) struct Packed {
    id: EmployerId,
    row: Vec<u8>,
}

/// What lists are searched by: it lies before the rest of a row.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    place: Place,
    name: String,
    former_names: Vec<String>,
    credit_code: Option<String>,
}

/// The rest of a row.
#[derive(Debug, Serialize, Deserialize)]
struct Rest {
    no_code_reason: String,
    industry: Option<String>,
    biomedicine: Option<bool>,
    ownership: Option<Ownership>,
    union: Option<UnionKind>,
    staff: Option<Count>,
    women: Option<Count>,
    skilled_women: Option<Count>,
    merged: Option<Merged>,
    gone: Option<String>,
    made_up: bool,
}

/// An employer as lists and its page show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EmployerCard {
    /// Which.
    pub id: EmployerId,
    /// Name.
    pub name: String,
    /// Names it had before, the oldest first.
    pub former_names: Vec<String>,
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
    /// The employer it was merged into.
    pub merged: Option<Merged>,
    /// It no longer exists, and why.
    pub gone: Option<String>,
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
    pub(crate) fn put(&mut self, packed: &Packed) {
        self.rows.put(packed.id.0, &packed.row);
    }

    /// Where an employer is; `None`: it is not in the register.
    pub(crate) fn place(&self, id: EmployerId) -> Option<Place> {
        unpack::<Found>(self.rows.get(id.0)?).map(|(found, _)| found.place)
    }

    /// The card of an employer that has these cases.
    pub(crate) fn card(&self, id: EmployerId, cases: &[CaseRow]) -> Option<EmployerCard> {
        card(id, self.rows.get(id.0)?, cases)
    }

    /// Those found in a region by part of a name, of a former one, or of a code, the newest first; after one of them if it is given.
    pub(crate) fn found(
        &self,
        region: &Place,
        search: &Search,
        after: Option<EmployerId>,
    ) -> impl Iterator<Item = EmployerId> {
        let rows = self.rows.newest_first(after.map(|id| id.0));
        rows.filter(|(_, row)| unpack::<Found>(row).is_some_and(|(found, _)| found.is_by(region, search)))
            .map(|(id, _)| EmployerId(id))
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

    /// How many there are, and the bytes they use.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.rows.len() as usize, self.rows.bytes())
    }
}

impl Packed {
    /// Of an employer; `None`: it is not in the register.
    pub(crate) fn of(employer: &Employer) -> Option<Self> {
        let facts = &employer.facts;
        let found = Found {
            place: facts.place.as_ref()?.value.place.clone(),
            name: value(&facts.name)?,
            former_names: facts.former_names.iter().map(|known| known.value.clone()).collect(),
            credit_code: value(&facts.credit_code),
        };
        let rest = Rest {
            no_code_reason: facts.no_code_reason.clone(),
            industry: value(&facts.industry),
            biomedicine: value(&facts.biomedicine),
            ownership: value(&facts.ownership),
            union: value(&facts.union),
            staff: facts.staff.clone().map(Count::from),
            women: facts.women.clone().map(Count::from),
            skilled_women: facts.skilled_women.clone().map(Count::from),
            merged: value(&facts.merged),
            gone: value(&facts.gone),
            made_up: facts.made_up,
        };
        employer.is_registered().then(|| Self { id: employer.id, row: pack(&(found, rest)) })
    }
}

fn value<T: Clone>(known: &Option<Known<T>>) -> Option<T> {
    known.as_ref().map(|known| known.value.clone())
}

impl Found {
    fn is_by(&self, region: &Place, search: &Search) -> bool {
        let mut texts = std::iter::once(&self.name).chain(&self.former_names).chain(&self.credit_code);
        self.place.within(region) && texts.any(|text| search.is_in(text))
    }
}

fn card(id: EmployerId, row: &[u8], cases: &[CaseRow]) -> Option<EmployerCard> {
    let ((found, rest), _) = unpack::<(Found, Rest)>(row)?;
    Some(EmployerCard {
        id,
        name: found.name,
        former_names: found.former_names,
        credit_code: found.credit_code,
        no_code_reason: rest.no_code_reason,
        place: found.place,
        industry: rest.industry,
        biomedicine: rest.biomedicine,
        ownership: rest.ownership.unwrap_or(Ownership::Unknown),
        union: rest.union.unwrap_or(UnionKind::Unknown),
        made_up: rest.made_up,
        staff: rest.staff.map(HeadCount::from),
        women: rest.women.map(HeadCount::from),
        skilled_women: rest.skilled_women.map(HeadCount::from),
        merged: rest.merged,
        gone: rest.gone,
        cases: cases.len(),
        instruments: cases.iter().flat_map(|row| row.instruments_of(id)).collect(),
    })
}

impl Projection for Register {
    fn name(&self) -> &'static str {
        "register"
    }

    fn format(&self) -> u32 {
        4
    }

    fn event(&mut self, at: Moment, _: &StreamId, recorded: &Recorded<Event>) {
        if let Event::System(SystemEvent::IndustryListAdopted(adopted)) = &recorded.event {
            let (version, content) = (adopted.version.clone(), adopted.content.clone());
            self.lists.push(AdoptedList { position: at.position, version, content });
        }
    }

    fn write(&self, to: Writer<'_>) -> io::Result<()> {
        self.rows.write(to).rows("lists", self.lists.iter()).finish()
    }

    fn read(&mut self, mut reader: Reader<'_>) -> Result<(), Damaged> {
        let (rows, lists) = (Rows::read(&mut reader)?, reader.rows("lists")?);
        reader.finish()?;
        *self = Self { rows, lists };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::digest::Digest;
    use heyi_core::employer::scenario;

    use super::*;

    #[test]
    fn a_row_unpacks_to_what_is_known_of_the_employer() {
        for desk in [scenario::Register::entered(), scenario::Register::merged()] {
            let (employer, mut register) = (desk.employer(), Register::default());
            register.put(&Packed::of(&employer).unwrap());
            let (card, facts) = (register.card(employer.id, &[]).unwrap(), &employer.facts);
            assert_eq!((Some(&card.name), card.merged), (value(&facts.name).as_ref(), value(&facts.merged)));
            assert_eq!((card.staff, card.women), (facts.staff.clone(), facts.women.clone()));
            assert_eq!(register.place(employer.id), Some(card.place));
        }
    }

    #[test]
    fn the_shape_of_a_row_goes_with_the_format_number() {
        let row = Packed::of(&scenario::Register::merged().employer()).unwrap().row;
        let shape = (Register::default().format(), Digest::of(&[&row]).to_string());
        assert_eq!(
            shape,
            (4, "49b438073d358c81ca67d3cd74eddcb469b55751752592985aec2abd496d9556".to_owned()),
            "another shape is another format"
        );
    }
}
