//! The employers of a block that may be in the register, one by one or column by column.

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
        let (row, has) = self.rows.row_or_first(owner);
        let (count, women) = (count_of(self.people.as_ref(), owner), count_of(self.women.as_ref(), owner));
        has.then(|| Employer { number: self.first + u32::from(owner), spells: self.spells, row, count, women })
    }

    /// The value in a dimension of the employer of a number within the block.
    pub(in crate::coverage::answer) fn code(&self, dimension: Dimension, owner: Owner) -> Option<Code> {
        self.employer(owner).map(|employer| self.register.code(dimension, &employer))
    }

    /// How each belongs to the base; `None`: it does not stand in the register, or does not belong.
    pub(in crate::coverage::answer) fn bases(&self, bases: &mut [Option<Base>; BLOCK]) {
        let (register, asked, spells) = (self.register, self.register.asked, self.spells);
        for (base, (row, has)) in bases.iter_mut().zip(self.rows.each()).take(self.rows.used()) {
            let exists = spells.exists.get(row).copied().unwrap_or_default() == 1;
            let place = spells.place.get(row).copied().unwrap_or_default();
            *base = (has & exists & asked.lies_in_region(place)).then_some(Base::In);
        }
        if asked.filters.is_empty() && register.has_everybody() {
            return;
        }
        for (owner, base) in (0..).zip(bases).take(self.rows.used()).filter(|(_, base)| base.is_some()) {
            let employer = self.employer(owner).filter(|employer| register.stands(employer));
            *base = employer.and_then(|employer| register.base(&employer));
        }
    }

    /// The place of each; of nobody any.
    pub(in crate::coverage::answer) fn places(&self) -> impl Iterator<Item = u32> {
        let rows = self.rows.each().take(self.rows.used());
        rows.map(|(row, _)| self.spells.place.get(row).copied().unwrap_or_default())
    }

    /// Takes what each adds to what is counted, with one of `others` for each.
    #[inline(always)]
    pub(in crate::coverage::answer) fn lanes<T>(&self, others: impl Iterator<Item = T>, mut take: impl FnMut(T, Lane)) {
        let (made_up, fresh_from) = (&self.spells.made_up, self.register.fresh_from);
        let each = others.zip(self.rows.each()).take(self.rows.used());
        let each = each.map(|(other, (row, _))| (other, Lane::of(made_up.get(row) == Some(&1))));
        match &self.people {
            _ if self.register.people.is_none() => each.for_each(|(other, lane)| take(other, lane.with_itself())),
            None => each.for_each(|(other, lane)| take(other, lane.with_people(0, false, false))),
            Some((counts, rows)) => each.zip(rows.each()).for_each(|((other, lane), (row, has))| {
                let (people, day) = (counts.people.get(row), counts.day.get(row));
                let stale = has & (day.copied().unwrap_or_default() < fresh_from);
                let people = if has { people.copied().unwrap_or_default() } else { 0 };
                take(other, lane.with_people(people, has, stale));
            }),
        }
    }
}

/// The count of an owner that holds on the day.
#[inline(always)]
fn count_of(counts: Option<&(&Counts, LastRows)>, owner: Owner) -> Option<Count> {
    let (columns, rows) = counts?;
    // Whether an employer has a count differs from one to the next: it is chosen, not branched on.
    let (row, has) = rows.row_or_first(owner);
    columns.get(row).filter(|_| has)
}
