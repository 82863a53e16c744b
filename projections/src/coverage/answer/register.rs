//! The register on the day asked: what each employer was, its people, and whether it belongs to a base.

use heyi_core::event::employer::{Ownership, UnionKind};
use heyi_core::industry::{self, BiomedicineList, Part};
use jiff::ToSpan as _;

use super::Asked;
use super::tally::{Base, People};
use crate::coverage::bitemporal::{BLOCK, Bitemporal};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{
    self, Code, NONE_CODE, OWNERSHIPS, UNIONS, UNKNOWN_CODE, code, number, of_place, section,
};
use crate::coverage::facts::{day_number, open_end};
use crate::coverage::records::{Count, Holding, Spell};
use crate::coverage::row::Columns as _;
use crate::coverage::{Dimension, Measure, Unit};

/// How many months a head count stays fresh.
const FRESH_MONTHS: i32 = 24;
/// From how many women on.
const MANY_WOMEN: u32 = 10;

/// The register on the day asked.
pub(super) struct Register<'a> {
    asked: &'a Asked<'a>,
    /// Whose people the measure counts, if it counts people.
    people: Option<&'a Bitemporal<Count>>,
    /// Rows or filters ask how many women there are.
    by_women: bool,
    /// Whether the employers of each division of industry are biomedicine where no flag says so.
    biomedicine: Vec<Option<bool>>,
    /// Counts of a day before this one are stale.
    fresh_from: i32,
}

/// An employer of the register as it was on the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Employer {
    pub(super) number: u32,
    pub(super) spell: Spell,
    /// Of those whom the measure counts.
    count: Option<Count>,
    /// Of women, where rows or filters ask for it.
    women: Option<Count>,
}

impl Employer {
    /// With the counts that hold on the day.
    pub(super) fn of(number: u32, spell: Spell, count: Option<Count>, women: Option<Count>) -> Self {
        Self { number, spell, count, women }
    }
}

impl<'a> Register<'a> {
    pub(super) fn of(asked: &'a Asked<'a>) -> Self {
        let tables = &asked.coverage.tables;
        let people = match asked.query.measure.unit() {
            Unit::Women => Some(&tables.women),
            Unit::SkilledWomen => Some(&tables.skilled),
            _ => None,
        };
        let by_women = asked.query.by.iter().chain(asked.filters.keys()).any(|one| *one == Dimension::Women);
        // The first day of which so many months later is not before the day asked: months do not take back what they add.
        let fresh = asked.query.on.saturating_sub(FRESH_MONTHS.months());
        let is_stale = fresh.saturating_add(FRESH_MONTHS.months()) < asked.query.on;
        let fresh = if is_stale { fresh.saturating_add(1.day()) } else { fresh };
        Self { asked, people, by_women, biomedicine: biomedicine(asked.list), fresh_from: day_number(fresh) }
    }

    /// Counts of a day before this one are stale.
    pub(super) fn fresh_from(&self) -> i32 {
        self.fresh_from
    }

    /// The tables of those whom the measure counts, and of women where rows or filters ask for them.
    pub(super) fn counts(&self) -> (Option<&'a Bitemporal<Count>>, Option<&'a Bitemporal<Count>>) {
        (self.people, self.by_women.then_some(&self.asked.coverage.tables.women))
    }

    /// Whether an employer existed on the day, lies in the region and passes the filters.
    pub(super) fn stands(&self, employer: &Employer) -> bool {
        let spell = &employer.spell;
        spell.exists == 1 && self.asked.lies_in_region(spell.place) && self.passes(employer, |_| true)
    }

    /// An employer as it was on the day; `None`: it was not in the register then.
    pub(super) fn employer(&self, number: u32) -> Option<Employer> {
        let (tables, known, on) = (&self.asked.coverage.tables, self.asked.known, self.asked.on);
        let spell = tables.spells.of(number, known).filter(|spell| spell.from <= on).last()?;
        let last = |counts: &Bitemporal<Count>| counts.of(number, known).filter(|count| count.day <= on).last();
        let women = self.by_women.then(|| last(&tables.women)).flatten();
        Some(Employer { number, spell, count: self.people.and_then(last), women })
    }

    /// Those of a block that are in the register, existed on the day, lie in the region and pass the filters.
    pub(super) fn standing(&self, block: usize, standing: &mut Vec<Employer>) {
        let (tables, known, on) = (&self.asked.coverage.tables, self.asked.known, self.asked.on);
        standing.clear();
        let Some(spells) = tables.spells.block(block) else { return };
        let (first, columns) = (u32::try_from(block * BLOCK).unwrap_or(u32::MAX), spells.columns());
        let rows = match self.asked.sieve() {
            Some(sieve) => spells.last_of(sieve.owners(spells), known, &columns.from, on),
            None => spells.last_of_each(known, &columns.from, on),
        };
        for (owner, row) in rows.iter() {
            let Some(spell) = columns.get(row).filter(|spell| spell.exists == 1) else { continue };
            let employer = Employer { number: first + u32::from(owner), spell, count: None, women: None };
            if self.asked.lies_in_region(spell.place) && self.passes(&employer, |by| by != Dimension::Women) {
                standing.push(employer);
            }
        }
        if let Some(people) = self.people {
            self.count(people, block, standing, |employer| &mut employer.count);
        }
        if self.by_women {
            self.count(&tables.women, block, standing, |employer| &mut employer.women);
            standing.retain(|employer| self.passes(employer, |by| by == Dimension::Women));
        }
    }

    /// The count that holds on the day, of each of them.
    fn count(
        &self,
        counts: &Bitemporal<Count>,
        block: usize,
        standing: &mut [Employer],
        cell: impl Fn(&mut Employer) -> &mut Option<Count>,
    ) {
        let Some(counts) = counts.block(block) else { return };
        let (known, on, columns) = (self.asked.known, self.asked.on, counts.columns());
        if standing.len() < BLOCK / 8 {
            for employer in standing {
                let [owner, ..] = employer.number.to_le_bytes();
                *cell(employer) = counts.last(owner, known, &columns.day, on).and_then(|row| columns.get(row));
            }
        } else {
            let rows = counts.last_of_each(known, &columns.day, on);
            for employer in standing {
                let [owner, ..] = employer.number.to_le_bytes();
                *cell(employer) = rows.get(owner).and_then(|row| columns.get(row));
            }
        }
    }

    fn passes(&self, employer: &Employer, asked: impl Fn(Dimension) -> bool) -> bool {
        let has = |by: Dimension| matches!(by.of(), Of::Place | Of::Employer) && asked(by);
        self.asked.all_pass(has, |dimension| self.code(dimension, employer))
    }

    /// Whether an employer belongs to the base of the measure; `None`: it does not.
    pub(super) fn base(&self, employer: &Employer) -> Option<Base> {
        let (measure, spell) = (self.asked.query.measure, &employer.spell);
        let belongs = match measure {
            Measure::EmployersCoveredUnionised
            | Measure::WomenCoveredUnionised
            | Measure::SigningUnionised
            | Measure::Establishment => {
                (spell.union != u8::MAX).then(|| spell.union != number(&UNIONS, &UnionKind::None))
            }
            Measure::SigningState => {
                (spell.ownership != u8::MAX).then(|| spell.ownership == number(&OWNERSHIPS, &Ownership::State))
            }
            Measure::SigningOrganised => both(self.is_organised(employer.number), self.has_contract(employer.number)),
            Measure::FocusCareer | Measure::FocusPeriods => self.is_biomedicine(spell),
            _ => Some(true),
        };
        match belongs {
            Some(true) => Some(Base::In),
            Some(false) => None,
            None => Some(Base::Unknown),
        }
    }

    /// The people of an employer that the measure counts; `None`: it counts no people.
    pub(super) fn people(&self, employer: &Employer) -> Option<People> {
        self.people?;
        let stale = employer.count.is_some_and(|count| count.day < self.fresh_from);
        Some(People { number: employer.count.map(|count| count.people), stale })
    }

    /// The value in a dimension of places or employers of one that may not be in the register.
    pub(super) fn code_of(&self, dimension: Dimension, employer: u32) -> Code {
        self.employer(employer).map_or(UNKNOWN_CODE, |employer| self.code(dimension, &employer))
    }

    /// The value of an employer in a dimension of places or employers.
    pub(super) fn code(&self, dimension: Dimension, employer: &Employer) -> Code {
        let spell = &employer.spell;
        let yes = |yes: Option<bool>| yes.map_or(UNKNOWN_CODE, Code::from);
        match dimension {
            Dimension::Section => section(spell.division),
            Dimension::Division => code(spell.division),
            Dimension::Biomedicine => yes(self.is_biomedicine(spell)),
            Dimension::Ownership => code(spell.ownership),
            Dimension::Size => code(spell.size),
            Dimension::Union => code(spell.union),
            Dimension::NewForm => code(spell.new_form),
            Dimension::Women => yes(employer.women.map(|count| count.people >= MANY_WOMEN)),
            Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone => {
                of_place(dimension, spell.place)
            }
            _ => NONE_CODE,
        }
    }

    fn is_biomedicine(&self, spell: &Spell) -> Option<bool> {
        match spell.biomedicine {
            u8::MAX => self.biomedicine.get(usize::from(spell.division)).copied().flatten(),
            flag => Some(flag == 1),
        }
    }

    fn is_organised(&self, employer: u32) -> Option<bool> {
        Some(self.holding(&self.asked.coverage.tables.committees, employer)?.held == 1)
    }

    fn has_contract(&self, employer: u32) -> Option<bool> {
        let holding = self.holding(&self.asked.coverage.tables.contracts, employer)?;
        Some(holding.held == 1 && (self.asked.on <= holding.to || holding.to == open_end()))
    }

    fn holding(&self, holdings: &Bitemporal<Holding>, employer: u32) -> Option<Holding> {
        holdings.of(employer, self.asked.known).filter(|holding| holding.from <= self.asked.on).last()
    }
}

/// Both: surely not when one is surely not, else unknown when one is.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// What the list says of each division of industry by itself: what belongs to it in part, or beside it, is not known.
fn biomedicine(list: &BiomedicineList) -> Vec<Option<bool>> {
    let mut divisions = vec![None; usize::from(u8::MAX)];
    for division in industry::divisions() {
        let number = value::division(Some(division.code));
        if let Some(cell) = divisions.get_mut(usize::from(number)) {
            *cell = match list.part(division.code) {
                Some(Part::Core) => Some(true),
                Some(Part::Partial(_) | Part::Related(_)) => None,
                None => Some(false),
            };
        }
    }
    divisions
}
