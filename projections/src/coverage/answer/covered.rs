//! What is in force on the day: employers, people and contracts by the texts, or the clauses, that cover them.
//!
//! A unit is as sure as the surest of what covers it. First each case gets the sureness of the surest of its texts; then the
//! employers are passed over block by block. In rows of dimensions that texts and clauses have, a unit stands once for each value:
//! see [`super::overlapping`].

use std::hint::select_unpredictable;

use super::cases::{self, Cases, is_of_a_case};
use super::columns::Columns;
use super::overlapping::{Overlapping, Put};
use super::quick::Quick;
use super::register::{Employer, Register};
use super::surest::Surest;
use super::tally::{Base, Tally, Unit};
use super::texts::Texts;
use super::{Asked, parts};
use crate::coverage::bitemporal::{BLOCK, Block};
use crate::coverage::dimension::Of;
use crate::coverage::records::{Covering, Stay};
use crate::coverage::stays::{OWN, WHOLE};
use crate::coverage::{Dimension, Measure, Sureness};

/// How surely each case covers, by its surest text; without the limits that a coverage list sets. By the number of the case; and once
/// more, behind all of them, for nobody.
struct States(Vec<Sureness>);

impl States {
    fn of(asked: &Asked<'_>, texts: &Texts<'_>, cases: &Cases<'_>) -> Self {
        let number = asked.coverage.numbers.cases().div_ceil(BLOCK);
        let named = named(asked, number);
        let done = parts::over(named.len(), Vec::new, |done: &mut Vec<(usize, Surest)>, index| {
            let Some(block) = named.get(index).copied() else { return };
            let Some(mut surest) = texts.surest_of_block(block) else { return };
            let first = u32::try_from(block * BLOCK).unwrap_or(u32::MAX);
            cases.leave_out(asked, first, &mut surest);
            done.push((block, surest));
        });
        let mut states = vec![Sureness::Not; number * BLOCK + 1];
        for (block, surest) in done.into_iter().flatten() {
            let of_block = states.get_mut(block * BLOCK..(block + 1) * BLOCK);
            of_block.into_iter().for_each(|states| states.copy_from_slice(&surest.0));
        }
        Self(states)
    }

    /// In the place of a case: it covers nobody.
    fn nobody(&self) -> u32 {
        (self.0.len() - 1) as u32
    }

    #[inline(always)]
    fn get(&self, case: u32) -> Sureness {
        self.0.get(case as usize).copied().unwrap_or_default()
    }
}

/// The blocks of cases that cover employers who may be asked for, of so many: of a narrow question few.
fn named(asked: &Asked<'_>, number: usize) -> Vec<usize> {
    if asked.sieve.lets_all_through() {
        return (0..number).collect();
    }
    let (tables, mut is_named) = (&asked.coverage.tables, vec![false; number]);
    for block in 0..asked.coverage.numbers.employers().div_ceil(BLOCK) {
        let Some(spells) = tables.spells.block(block) else { continue };
        let Some(coverings) = tables.coverings.block(block).filter(|_| asked.sieve.lets_through(spells)) else {
            continue;
        };
        for case in &coverings.columns().case {
            is_named.get_mut(*case as usize / BLOCK).into_iter().for_each(|is_named| *is_named = true);
        }
    }
    (0..number).filter(|block| is_named.get(*block) == Some(&true)).collect()
}

/// Employers covered, or their people.
pub(super) fn employers(asked: &Asked<'_>, register: &Register<'_>, tally: &mut Tally) {
    let (texts, cases) = (Texts::of(asked), Cases::of(asked, register));
    let states = States::of(asked, &texts, &cases);
    let least = least_stay(asked.query.measure);
    let covers = Covers { asked, texts: &texts, cases: &cases, states: &states, least };
    let is_of_a_unit = |dimension: Dimension| matches!(dimension.of(), Of::Place | Of::Employer);
    let divided = Overlapping::of(asked, is_of_a_unit);
    let empty = tally.clone();
    let start = || (Quick::of(empty.clone()), divided.clone(), Columns::empty());
    let blocks = asked.coverage.numbers.employers().div_ceil(BLOCK);
    let done = parts::over(blocks, start, |(quick, divided, columns), block| {
        let Some(standing) = register.standing(block) else { return };
        if let Some(divided) = divided {
            standing.each(|employer| {
                let Some(unit) = unit(register, employer) else { return };
                let puts = covers.puts(employer.number, &unit, divided);
                divided.add(quick.beside(), unit, |dimension| register.code(dimension, employer), puts);
            });
            return;
        }
        let covered = covers.surest_of_block(block);
        if quick.asks_who() {
            standing.each(|employer| {
                let Some(unit) = unit(register, employer) else { return };
                let sureness = if unit.base == Base::In { covered.get(employer.owner()) } else { Sureness::Not };
                let keys = asked.keys(|dimension| register.code(dimension, employer));
                quick.beside().add(keys, &Unit { sureness, ..unit });
            });
            return;
        }
        columns.fill(asked, &standing, quick.rows());
        quick.add(columns, &covered.0);
    });
    finish(tally, done.into_iter().map(|(quick, divided, _)| (quick.tally(), divided)));
}

/// An employer as a unit of the measure; `None`: it does not belong to the base. Whether it is covered is not said yet.
#[inline(always)]
pub(super) fn unit(register: &Register<'_>, employer: &Employer<'_>) -> Option<Unit> {
    let (base, people) = (register.base(employer)?, register.people(employer));
    let (subject, made_up) = (employer.number, employer.made_up());
    Some(Unit { subject, base, sureness: Sureness::Not, made_up, people, days: None })
}

/// Contracts in force, or instruments of any form.
pub(super) fn contracts(asked: &Asked<'_>, cases: &Cases<'_>, tally: &mut Tally) {
    let texts = Texts::of(asked);
    let divided = Overlapping::of(asked, is_of_a_case);
    let empty = tally.clone();
    let start = || (empty.clone(), divided.clone());
    let done = parts::over(asked.coverage.numbers.cases().div_ceil(BLOCK), start, |(tally, divided), block| {
        for (number, row) in cases.of_block(asked, block) {
            let unit = cases::unit(number, &row, Base::None, Sureness::Not);
            let code = |dimension: Dimension| cases.code(dimension, &row);
            if let Some(divided) = divided {
                let mut puts = Vec::new();
                for text in texts.of_case(number) {
                    texts.put(&text, texts.on_day(&text, None), &code, divided, &mut puts);
                }
                divided.add(tally, unit, code, puts);
            } else {
                let sureness = texts.of_case(number).map(|text| texts.sureness(&text, None)).max().unwrap_or_default();
                tally.add(asked.keys(code), &Unit { sureness, ..unit });
            }
        }
    });
    finish(tally, done.into_iter());
}

fn finish(tally: &mut Tally, done: impl Iterator<Item = (Tally, Option<Overlapping>)>) {
    let mut overlapping: Option<Overlapping> = None;
    for (part, divided) in done {
        tally.merge(part);
        overlapping = match (overlapping, divided) {
            (Some(one), Some(other)) => Some(one.merged(other)),
            (one, other) => one.or(other),
        };
    }
    if let Some(overlapping) = overlapping {
        overlapping.finish(tally);
    }
}

/// What covers employers.
struct Covers<'a> {
    asked: &'a Asked<'a>,
    texts: &'a Texts<'a>,
    cases: &'a Cases<'a>,
    states: &'a States,
    /// The least number of a stay that is asked for.
    least: u32,
}

impl Covers<'_> {
    /// Of a block.
    fn surest_of_block(&self, block: usize) -> Surest {
        let Some(coverings) = self.asked.coverage.tables.coverings.block(block) else { return Surest::default() };
        let (columns, nobody) = (coverings.columns(), self.states.nobody());
        // Whether a row counts turns out differently from row to row: it is worked out, not branched on. First whose case counts, then
        // how surely: what is looked up lies all over, and is waited for together.
        let cases = columns.case.iter().zip(&columns.stay).map(|(case, stay)| {
            let counts = (self.least <= *stay) & (*stay <= OWN);
            select_unpredictable(counts, *case, nobody)
        });
        let mut cases: Vec<u32> = cases.collect();
        coverings.replace_unknown(self.asked.known, &mut cases, nobody);
        let sureness: Vec<Sureness> = cases.into_iter().map(|case| self.states.get(case)).collect();
        let mut surest = Surest::of(coverings, &sureness);
        // The stays of whole terms are the first two: none of them has a higher bit.
        if OWN < columns.stay.iter().fold(0, |stays, stay| stays | stay) {
            self.raise_limited(coverings, &mut surest);
        }
        surest
    }

    /// The same by rows that do not cover whole terms. There are few.
    #[cold]
    #[inline(never)]
    fn raise_limited(&self, coverings: &Block<Covering>, surest: &mut Surest) {
        let columns = coverings.columns();
        let rows = coverings.known(self.asked.known).into_iter().zip(columns.case.iter().zip(&columns.stay));
        for (row, (_, (case, stay))) in rows.enumerate().filter(|(_, (is_known, (_, stay)))| *is_known && OWN < **stay)
        {
            if self.states.get(*case) != Sureness::Not
                && let Some(stay) = self.stay(*stay)
            {
                surest.raise(coverings.owner(row), self.texts.surest(*case, stay));
            }
        }
    }

    /// The stay with a number, where it is one that is asked for.
    fn stay(&self, number: u32) -> Option<&Stay> {
        self.asked.coverage.tables.stays.of(number).filter(|stay| self.least == WHOLE || stay.own == 1)
    }

    /// How an employer stands in the rows of what covers it.
    fn puts(&self, employer: u32, unit: &Unit, divided: &Overlapping) -> Vec<Put> {
        let mut puts = Vec::new();
        if unit.base != Base::In {
            return puts;
        }
        for covering in self.asked.coverage.tables.coverings.of(employer, self.asked.known) {
            let stands = self.states.get(covering.case) != Sureness::Not;
            let Some(stay) = self.stay(covering.stay).filter(|_| stands) else { continue };
            let Some(row) = self.cases.get(covering.case) else { continue };
            for text in self.texts.of_case(covering.case) {
                let sureness = self.texts.on_day(&text, Some(stay));
                self.texts.put(&text, sureness, &|dimension| self.cases.code(dimension, &row), divided, &mut puts);
            }
        }
        puts
    }
}

/// The least number of a stay that a measure asks for: of whole terms only those of its own are numbered as high.
pub(super) fn least_stay(measure: Measure) -> u32 {
    if asks_for_own(measure) { OWN } else { WHOLE }
}

/// The signing and establishment rates ask what is an employer's own.
pub(super) fn asks_for_own(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::SigningOrganised | Measure::SigningUnionised | Measure::SigningState | Measure::Establishment
    )
}
