//! The employers of a block that may be in the register, one by one or column by column.

use std::hint::select_unpredictable;

use super::{Base, Dimension, Employer, Lane, Register};
use crate::coverage::bitemporal::{BLOCK, LastRows, Owner};
use crate::coverage::dimension::value::Code;
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
    pub(in crate::coverage::answer) fn code(&self, dimension: Dimension, owner: Owner) -> Option<Code> {
        self.employer(owner).map(|employer| self.register.code(dimension, &employer))
    }

    /// How many may be in the register, the first of the block.
    pub(in crate::coverage::answer) fn number(&self) -> usize {
        self.rows.places()
    }

    /// The place of each; of one that is not in the register any.
    pub(in crate::coverage::answer) fn places(&self, places: &mut [u32; BLOCK]) {
        self.rows.values(&self.spells.place, places);
    }

    /// How each belongs to the base; `None`: it does not stand in the register, or does not belong.
    pub(in crate::coverage::answer) fn bases(&self, places: &[u32; BLOCK], bases: &mut [Option<Base>; BLOCK]) {
        let (register, asked) = (self.register, self.register.asked);
        let mut exists = [0; BLOCK];
        self.rows.values(&self.spells.exists, &mut exists);
        let stands = self.rows.has().iter().zip(exists).zip(places);
        for (base, ((has, exists), place)) in bases.iter_mut().zip(stands).take(self.number()) {
            *base = (*has & (exists == 1) & asked.lies_in_region(*place)).then_some(Base::In);
        }
        if asked.filters.is_empty() && register.has_everybody() {
            return;
        }
        for (owner, base) in (0..).zip(bases).take(self.number()).filter(|(_, base)| base.is_some()) {
            let employer = self.employer(owner).filter(|employer| register.stands(employer));
            *base = employer.and_then(|employer| register.base(&employer));
        }
    }

    /// What each adds to what is counted.
    pub(in crate::coverage::answer) fn lanes(&self, lanes: &mut [Lane; BLOCK]) {
        let mut made_up = [0; BLOCK];
        self.rows.values(&self.spells.made_up, &mut made_up);
        let of_each = lanes.iter_mut().zip(made_up).take(self.number());
        let of_each = of_each.map(|(to, made_up)| (to, Lane::of(made_up == 1)));
        match &self.people {
            _ if self.register.people.is_none() => of_each.for_each(|(to, lane)| *to = lane.with_itself()),
            None => of_each.for_each(|(to, lane)| *to = lane.with_people(0, false, false)),
            Some((counts, rows)) => {
                let (mut people, mut days) = ([0; BLOCK], [0; BLOCK]);
                rows.values(&counts.people, &mut people);
                rows.values(&counts.day, &mut days);
                let fresh_from = self.register.fresh_from;
                for ((to, lane), (has, (people, day))) in of_each.zip(rows.has().iter().zip(people.iter().zip(days))) {
                    let people = select_unpredictable(*has, *people, 0);
                    *to = lane.with_people(people, *has, *has & (day < fresh_from));
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
