//! Attributes of employers, by number. A number is given when an employer is first heard of; it counts from when it was
//! entered in the register, to the day it was merged into another or was gone.

use std::collections::HashMap;

use heyi_core::employer::{Employer, Spell};
use heyi_core::event::employer::Ownership;
use heyi_core::ids::{EmployerId, Position};
use heyi_core::place::Place;
use uuid::Uuid;

use crate::columns::{Damaged, Reader, Writer};

use super::day_number;
use super::dimension::{self, Dimension};
use super::spells::{Facts, Spells};

/// Not known whether it is biomedicine.
const UNKNOWN_FLAG: u8 = 2;

/// Kinds of ownership, by their number in a column.
pub const OWNERSHIPS: [Ownership; 10] = [
    Ownership::Unknown,
    Ownership::State,
    Ownership::Collective,
    Ownership::Private,
    Ownership::HkMacaoTaiwan,
    Ownership::Foreign,
    Ownership::PublicInstitution,
    Ownership::SocialOrganisation,
    Ownership::Individual,
    Ownership::PublicBody,
];

/// Two tables: the employers in the order in which they were first heard of, and what each was from which day on, as known between
/// two positions.
#[derive(Debug, Default)]
pub struct Employers {
    id: Vec<Uuid>,
    made_up: Vec<u8>,
    spells: Spells,
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
        self.made_up.push(0);
        number
    }

    /// What the employer with that number is, and was, as known from this position on. What was known before is closed where it says
    /// something else.
    pub fn set(&mut self, number: u32, employer: &Employer, at: Position) {
        if let Some(cell) = self.made_up.get_mut(number as usize) {
            *cell = u8::from(employer.facts.made_up);
        }
        let facts: Vec<Facts> = employer.spells.iter().map(|spell| self.facts(spell)).collect();
        self.spells.set(number, &facts, at);
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

    /// For each employer by number, the row of what it was on a day as known at a position: only of those that were in the register
    /// then, lay in the region and existed on that day.
    #[must_use]
    pub fn standing(&self, region: &Place, day: i32, known: Position) -> Vec<Option<usize>> {
        let within: Vec<bool> = self.places.iter().map(|place| place.within(region)).collect();
        let inside = |facts: Facts| facts.exists && within.get(facts.place as usize).copied().unwrap_or_default();
        let mut rows = self.spells.on(self.id.len(), day, known);
        for row in &mut rows {
            *row = row.filter(|row| self.spells.facts(*row).is_some_and(inside));
        }
        rows
    }

    /// The value of a row in a dimension, as a number that `Employers::value` puts in words. An outcome's form is no attribute of
    /// an employer.
    #[must_use]
    pub fn code(&self, by: Dimension, row: usize) -> u32 {
        let code = self.spells.facts(row).and_then(|facts| match by {
            Dimension::Place => Some(facts.place),
            Dimension::Industry => Some(facts.industry),
            Dimension::Ownership => Some(facts.ownership.into()),
            Dimension::Biomedicine => Some(facts.biomedicine.into()),
            Dimension::Form => None,
        });
        code.unwrap_or(u32::MAX)
    }

    fn facts(&mut self, spell: &Spell) -> Facts {
        let ownership = OWNERSHIPS.iter().position(|kind| *kind == spell.ownership).unwrap_or_default();
        Facts {
            from: spell.from.map_or(i32::MIN, day_number),
            place: intern(&mut self.places, &mut self.place_numbers, &spell.place),
            industry: intern(&mut self.industries, &mut self.industry_numbers, &spell.industry),
            ownership: u8::try_from(ownership).unwrap_or_default(),
            biomedicine: spell.biomedicine.map_or(UNKNOWN_FLAG, u8::from),
            exists: spell.exists,
        }
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
        let writer = writer.values("employer.id", &self.id).values("employer.made-up", &self.made_up);
        let writer = self.spells.write(writer);
        writer.rows("employer.places", self.places.iter()).rows("employer.industries", self.industries.iter())
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut table = Self {
            id: reader.values("employer.id")?,
            made_up: reader.values("employer.made-up")?,
            spells: Spells::read(reader)?,
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
