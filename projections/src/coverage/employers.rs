//! Attributes of employers, by number. A number is given when an employer is first heard of; it counts from when it was
//! entered in the register.

use std::collections::HashMap;

use heyi_core::event::employer::{EmployerRegistered, Ownership};
use heyi_core::ids::{EmployerId, Position};
use heyi_core::place::Place;
use uuid::Uuid;

use crate::columns::{Damaged, Reader, Writer};

use super::dimension::{self, Dimension};

/// Not in the register.
const NOT_REGISTERED: u64 = u64::MAX;
/// Not known whether it is biomedicine.
const UNKNOWN_FLAG: u8 = 2;

/// Kinds of ownership, by their number in a column.
pub const OWNERSHIPS: [Ownership; 9] = [
    Ownership::Unknown,
    Ownership::State,
    Ownership::Collective,
    Ownership::Private,
    Ownership::HkMacaoTaiwan,
    Ownership::Foreign,
    Ownership::PublicInstitution,
    Ownership::SocialOrganisation,
    Ownership::Individual,
];

/// The table, in the order in which employers were first heard of.
#[derive(Debug, Default)]
pub struct Employers {
    id: Vec<Uuid>,
    /// Index into `places`.
    place: Vec<u32>,
    /// Index into `industries`.
    industry: Vec<u32>,
    ownership: Vec<u8>,
    /// 0 no, 1 yes, 2 not known.
    biomedicine: Vec<u8>,
    made_up: Vec<u8>,
    known_from: Vec<u64>,
    places: Vec<Place>,
    industries: Vec<Option<String>>,
    numbers: HashMap<EmployerId, u32>,
    place_numbers: HashMap<Place, u32>,
    industry_numbers: HashMap<Option<String>, u32>,
}

impl Employers {
    /// The number of an employer, given now if it has none.
    pub fn number(&mut self, id: EmployerId) -> u32 {
        if let Some(number) = self.numbers.get(&id) {
            return *number;
        }
        let number = u32::try_from(self.id.len()).unwrap_or(u32::MAX);
        self.numbers.insert(id, number);
        self.id.push(id.0);
        self.place.push(0);
        self.industry.push(0);
        self.ownership.push(0);
        self.biomedicine.push(UNKNOWN_FLAG);
        self.made_up.push(0);
        self.known_from.push(NOT_REGISTERED);
        number
    }

    /// Enters the employer with that number.
    pub fn register(&mut self, number: u32, registered: &EmployerRegistered, at: Position) {
        let place = intern(&mut self.places, &mut self.place_numbers, &registered.place);
        let industry = intern(&mut self.industries, &mut self.industry_numbers, &registered.industry);
        let ownership = OWNERSHIPS.iter().position(|kind| *kind == registered.ownership).unwrap_or_default();
        put(&mut self.place, number, place);
        put(&mut self.industry, number, industry);
        put(&mut self.ownership, number, u8::try_from(ownership).unwrap_or_default());
        put(&mut self.biomedicine, number, registered.biomedicine.map_or(UNKNOWN_FLAG, u8::from));
        put(&mut self.made_up, number, u8::from(registered.made_up));
        put(&mut self.known_from, number, at.0);
    }

    /// How many were heard of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// For each employer by number, whether it lies in the region and was in the register at a position.
    #[must_use]
    pub fn registered_in(&self, region: &Place, known: Position) -> Vec<bool> {
        let within: Vec<bool> = self.places.iter().map(|place| place.within(region)).collect();
        let inside = |place: &u32| within.get(*place as usize).copied().unwrap_or_default();
        self.place.iter().zip(&self.known_from).map(|(place, from)| *from <= known.0 && inside(place)).collect()
    }

    /// The value of an employer in a dimension, as a number that `Employers::value` puts in words. An outcome's form is
    /// no attribute of an employer.
    #[must_use]
    pub fn code(&self, by: Dimension, number: usize) -> u32 {
        let code = match by {
            Dimension::Place => self.place.get(number).copied(),
            Dimension::Industry => self.industry.get(number).copied(),
            Dimension::Ownership => self.ownership.get(number).copied().map(u32::from),
            Dimension::Biomedicine => self.biomedicine.get(number).copied().map(u32::from),
            Dimension::Form => None,
        };
        code.unwrap_or(u32::MAX)
    }

    /// What a number of [`Employers::code`] stands for. Several may stand for one: the districts of a city.
    pub(super) fn value(&self, by: Dimension, code: u32) -> dimension::Value {
        let index = code as usize;
        match by {
            Dimension::Place => dimension::place(self.places.get(index)),
            Dimension::Industry => dimension::industry(self.industries.get(index).and_then(Option::as_deref)),
            Dimension::Ownership => dimension::ownership(OWNERSHIPS.get(index).copied().unwrap_or(Ownership::Unknown)),
            Dimension::Biomedicine => dimension::biomedicine((code < UNKNOWN_FLAG.into()).then_some(code == 1)),
            Dimension::Form => dimension::unknown(),
        }
    }

    /// Whether an employer is made up for demonstration.
    #[must_use]
    pub fn made_up(&self, number: usize) -> bool {
        self.made_up.get(number) == Some(&1)
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .values("employer.id", &self.id)
            .values("employer.place", &self.place)
            .values("employer.industry", &self.industry)
            .values("employer.ownership", &self.ownership)
            .values("employer.biomedicine", &self.biomedicine)
            .values("employer.made-up", &self.made_up)
            .values("employer.known-from", &self.known_from)
            .rows("employer.places", self.places.iter())
            .rows("employer.industries", self.industries.iter())
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut table = Self {
            id: reader.values("employer.id")?,
            place: reader.values("employer.place")?,
            industry: reader.values("employer.industry")?,
            ownership: reader.values("employer.ownership")?,
            biomedicine: reader.values("employer.biomedicine")?,
            made_up: reader.values("employer.made-up")?,
            known_from: reader.values("employer.known-from")?,
            places: reader.rows("employer.places")?,
            industries: reader.rows("employer.industries")?,
            ..Self::default()
        };
        table.numbers = (0..).zip(&table.id).map(|(number, id)| (EmployerId(*id), number)).collect();
        table.place_numbers = (0..).zip(&table.places).map(|(number, place)| (place.clone(), number)).collect();
        table.industry_numbers = (0..).zip(&table.industries).map(|(number, code)| (code.clone(), number)).collect();
        Ok(table)
    }
}

/// The number of a value in its dictionary, put there if it is new.
fn intern<T: Clone + Eq + std::hash::Hash>(values: &mut Vec<T>, numbers: &mut HashMap<T, u32>, value: &T) -> u32 {
    if let Some(number) = numbers.get(value) {
        return *number;
    }
    let number = u32::try_from(values.len()).unwrap_or(u32::MAX);
    values.push(value.clone());
    numbers.insert(value.clone(), number);
    number
}

fn put<T>(column: &mut [T], number: u32, value: T) {
    if let Some(cell) = column.get_mut(number as usize) {
        *cell = value;
    }
}
