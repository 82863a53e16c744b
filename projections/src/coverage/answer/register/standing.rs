//! The employers of a block that may be in the register, one by one or column by column.

use super::{Base, Dimension, Employer, Register};
use crate::coverage::answer::columns::{MADE_UP, Notes, STALE, WITHOUT};
use crate::coverage::answer::sieve::Sieve;
use crate::coverage::bitemporal::{BLOCK, LastRows, Owner};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{Code, NONE_CODE};
use crate::coverage::records::{Count, Counts, Spells};
use crate::coverage::row::Columns as _;

/// The employers of a block that may be in the register.
pub(in crate::coverage::answer) struct Standing<'r, 'a> {
    pub(super) register: &'r Register<'a>,
    pub(super) first: u32,
    pub(super) spells: &'a Spells,
    pub(super) rows: LastRows,
    pub(super) people: Option<(&'a Counts, LastRows)>,
    pub(super) women: Option<(&'a Counts, LastRows)>,
}

impl Standing<'_, '_> {
    /// Takes those that existed on the day, lie in the region and pass the filters.
    #[inline(always)]
    pub(in crate::coverage::answer) fn each(&self, mut take: impl FnMut(&Employer<'_>)) {
        let register = self.register;
        for (owner, row) in self.rows.iter() {
            let (count, women) = (count_of(self.people.as_ref(), owner), count_of(self.women.as_ref(), owner));
            let employer = Employer { number: self.first + u32::from(owner), spells: self.spells, row, count, women };
            if register.stands(&employer) {
                take(&employer);
            }
        }
    }
}

impl<'a> Standing<'_, 'a> {
    /// The employer of a number within the block; `None`: it is not in the register on the day.
    fn employer(&self, owner: Owner) -> Option<Employer<'a>> {
        let (row, has) = self.rows.row(owner);
        let (count, women) = (count_of(self.people.as_ref(), owner), count_of(self.women.as_ref(), owner));
        has.then(|| Employer { number: self.first + u32::from(owner), spells: self.spells, row, count, women })
    }

    /// The value in a dimension of the employer of a number within the block.
    pub(in crate::coverage::answer) fn code(&self, dimension: Dimension, owner: Owner) -> Code {
        self.employer(owner).map_or(NONE_CODE, |employer| self.register.code(dimension, &employer))
    }

    /// The place of each; of one that is not in the register any.
    pub(in crate::coverage::answer) fn places(&self, places: &mut [u32; BLOCK]) {
        self.rows.values(&self.spells.place, places);
    }

    /// Whether each stands in the register and in the region, and its industry is asked for.
    pub(in crate::coverage::answer) fn stand(&self, places: &[u32; BLOCK], stand: &mut [bool; BLOCK]) {
        let mut exists = [0; BLOCK];
        self.rows.values(&self.spells.exists, &mut exists);
        for (stands, (has, exists)) in stand.iter_mut().zip(self.rows.has().iter().zip(exists)) {
            *stands = *has & (exists == 1);
        }
        let sieve = &self.register.asked.sieve;
        if sieve.by_region() {
            let asked = self.register.asked;
            stand.iter_mut().zip(places).for_each(|(stands, place)| *stands &= asked.lies_in_region(*place));
        }
        if sieve.by_division {
            let mut divisions = [0; BLOCK];
            self.rows.values(&self.spells.division, &mut divisions);
            sieve.leave_out(&divisions, stand);
        }
    }

    /// Whether everybody who so stands belongs to the base and passes the filters.
    pub(in crate::coverage::answer) fn has_everybody(&self) -> bool {
        let is_left = |by: &Dimension| matches!(by.of(), Of::Place | Of::Employer) && !Sieve::decides(by);
        self.register.has_everybody() && !self.register.asked.filters.keys().any(is_left)
    }

    /// How the employer of a number within the block belongs to the base; `None`: it does not, or does not pass the filters.
    pub(in crate::coverage::answer) fn base(&self, owner: Owner) -> Option<Base> {
        let employer = self.employer(owner).filter(|employer| self.register.stands(employer));
        employer.and_then(|employer| self.register.base(&employer))
    }

    /// The people of each, and what else there is to say of it.
    pub(in crate::coverage::answer) fn people(&self, people: &mut [u32; BLOCK], notes: &mut [Notes; BLOCK]) {
        let mut made_up = [0; BLOCK];
        self.rows.values(&self.spells.made_up, &mut made_up);
        let notes = notes.iter_mut().zip(made_up.map(|made_up| if made_up == 1 { MADE_UP } else { 0 }));
        match &self.people {
            _ if self.register.people.is_none() => {
                people.fill(1);
                notes.for_each(|(note, made_up)| *note = made_up);
            }
            None => {
                people.fill(0);
                notes.for_each(|(note, made_up)| *note = made_up | WITHOUT);
            }
            Some((counts, rows)) => {
                let mut days = [0; BLOCK];
                rows.values(&counts.people, people);
                rows.values(&counts.day, &mut days);
                let has = rows.has();
                people.iter_mut().zip(has).for_each(|(people, has)| *people = if *has { *people } else { 0 });
                for ((note, made_up), (has, day)) in notes.zip(has.iter().zip(days)) {
                    let stale = *has & (day < self.register.fresh_from);
                    *note = made_up | if *has { 0 } else { WITHOUT } | if stale { STALE } else { 0 };
                }
            }
        }
    }
}

/// The count of an owner that holds on the day.
#[inline(always)]
fn count_of(counts: Option<&(&Counts, LastRows)>, owner: Owner) -> Option<Count> {
    let (columns, rows) = counts?;
    // Whether an employer has a count differs from one to the next: it is chosen, not branched on.
    let (row, has) = rows.row(owner);
    columns.get(row).filter(|_| has)
}
