//! The employers of a block column by column: what is asked of each is decided once for all of them, and then worked out in loops that
//! decide nothing.

use super::Asked;
use super::register::Standing;
use super::tally::{Base, Groups};
use crate::coverage::Dimension;
use crate::coverage::bitemporal::BLOCK;
use crate::coverage::dimension::value::of_place;

/// By the number of an employer within its block.
pub(super) struct Columns {
    /// Whether it stands in the register and belongs to the base.
    pub(super) in_base: [bool; BLOCK],
    /// The number of the row it stands in; of one that is not in the base any.
    pub(super) groups: [u32; BLOCK],
    /// Its people; 0: not known; 1 where no people are counted.
    pub(super) people: [u32; BLOCK],
    /// What else there is to say of it.
    pub(super) notes: [Notes; BLOCK],
    places: [u32; BLOCK],
    /// The numbers of rows by the first four digits of division codes; [`UNMET`]: not met yet.
    by_city: Vec<u32>,
}

/// What there is to say of an employer: each is a bit.
pub(super) type Notes = u8;

/// There is no count of its people.
pub(super) const WITHOUT: Notes = 1;
/// The count is stale.
pub(super) const STALE: Notes = 2;
/// It is made up for demonstration.
pub(super) const MADE_UP: Notes = 4;
/// How many bits there are.
pub(super) const NOTES: u32 = 3;

const UNMET: u32 = u32::MAX;
/// The last two digits of a division code are those of a county.
const COUNTIES: u32 = 100;
/// No code of a city has more than four digits before them.
const CITIES: usize = 10_000;

impl Columns {
    /// Of nobody.
    pub(super) fn empty() -> Box<Self> {
        Box::new(Self {
            in_base: [false; BLOCK],
            groups: [0; BLOCK],
            people: [0; BLOCK],
            notes: [0; BLOCK],
            places: [0; BLOCK],
            by_city: vec![UNMET; CITIES],
        })
    }

    /// Of the employers of a block. Those of whom it is not known whether they belong to the base are added to their rows at once.
    pub(super) fn fill(&mut self, asked: &Asked<'_>, standing: &Standing<'_, '_>, rows: &mut Groups) {
        standing.places(&mut self.places);
        standing.stand(&self.places, &mut self.in_base);
        standing.people(&mut self.people, &mut self.notes);
        if !standing.has_everybody() {
            self.ask_each(asked, standing, rows);
        }
        if let [Dimension::City] = asked.query.by[..] {
            return self.fill_cities(rows);
        }
        for (owner, (group, in_base)) in (0..).zip(self.groups.iter_mut().zip(&self.in_base)) {
            if *in_base {
                *group = rows.number(asked.keys(|dimension| standing.code(dimension, owner))) as u32;
            }
        }
    }

    /// Asks each for the filters and the base.
    fn ask_each(&mut self, asked: &Asked<'_>, standing: &Standing<'_, '_>, rows: &mut Groups) {
        for (owner, in_base) in (0..).zip(&mut self.in_base).filter(|(_, in_base)| **in_base) {
            let base = standing.base(owner);
            *in_base = base == Some(Base::In);
            if base == Some(Base::Unknown) {
                rows.at(asked.keys(|dimension| standing.code(dimension, owner))).add_unknown();
            }
        }
    }

    fn fill_cities(&mut self, rows: &mut Groups) {
        let Self { groups, places, in_base, by_city, .. } = self;
        for (group, (place, in_base)) in groups.iter_mut().zip(places.iter().zip(in_base)) {
            *group = match by_city.get((place / COUNTIES) as usize) {
                Some(met) if *met != UNMET => *met,
                _ if *in_base => meet(by_city, *place, rows),
                _ => 0,
            };
        }
    }
}

/// The number of the row of the city in which a place lies. It is remembered for all that begin alike; but what begins like a
/// province may be a whole one, whose city is not known.
#[cold]
#[inline(never)]
fn meet(by_city: &mut [u32], place: u32, rows: &mut Groups) -> u32 {
    let number = rows.number([of_place(Dimension::City, place), 0]) as u32;
    let begins = place / COUNTIES;
    if !begins.is_multiple_of(COUNTIES) {
        by_city.get_mut(begins as usize).into_iter().for_each(|kept| *kept = number);
    }
    number
}
