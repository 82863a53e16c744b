//! The register on the day asked: what each employer was, its people, and whether it belongs to a base.

use heyi_core::event::employer::{Ownership, UnionKind};
use heyi_core::industry::{self, BiomedicineList, Part};
use jiff::ToSpan as _;

use super::Asked;
use super::tally::{Base, People};
use crate::coverage::bitemporal::{BLOCK, Bitemporal, Owner, place};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{
    Code, NONE_CODE, OWNERSHIPS, UNIONS, UNKNOWN_CODE, code, number, of_place, section,
};
use crate::coverage::facts::{day_number, open_end};
use crate::coverage::records::{Count, Holding, Spells};
use crate::coverage::{Dimension, Measure, Unit};

mod standing;

pub(super) use standing::Standing;

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
#[derive(Clone, Copy)]
pub(super) struct Employer<'a> {
    pub(super) number: u32,
    /// What it was: a row of these.
    spells: &'a Spells,
    row: usize,
    /// Of those whom the measure counts.
    count: Option<Count>,
    /// Of women, where rows or filters ask for it.
    women: Option<Count>,
}

impl<'a> Employer<'a> {
    /// With the counts that hold on the day.
    pub(super) fn of(
        number: u32,
        (spells, row): (&'a Spells, usize),
        count: Option<Count>,
        women: Option<Count>,
    ) -> Self {
        Self { number, spells, row, count, women }
    }

    /// Its number within its block.
    #[inline]
    pub(super) fn owner(&self) -> Owner {
        place(self.number).1
    }

    /// Made up for demonstration.
    #[inline]
    pub(super) fn made_up(&self) -> bool {
        self.field(&self.spells.made_up) == 1
    }

    /// Only the fields that are asked for are read.
    #[inline]
    fn field<T: Copy + Default>(&self, column: &[T]) -> T {
        column.get(self.row).copied().unwrap_or_default()
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
    #[inline(always)]
    pub(super) fn stands(&self, employer: &Employer<'_>) -> bool {
        let has = |by: Dimension| matches!(by.of(), Of::Place | Of::Employer);
        employer.field(&employer.spells.exists) == 1
            && self.asked.lies_in_region(employer.field(&employer.spells.place))
            && (self.asked.filters.is_empty() || self.asked.all_pass(has, |dimension| self.code(dimension, employer)))
    }

    /// An employer as it was on the day; `None`: it was not in the register then.
    pub(super) fn employer(&self, number: u32) -> Option<Employer<'a>> {
        let (asked, tables) = (self.asked, &self.asked.coverage.tables);
        let (block, owner) = place(number);
        let block = tables.spells.block(block)?;
        let spells = block.columns();
        let row = block.last(owner, asked.known, &spells.from, asked.on)?;
        let last = |counts: &Bitemporal<Count>| counts.of(number, asked.known).filter(|it| it.day <= asked.on).last();
        let women = self.by_women.then(|| last(&tables.women)).flatten();
        Some(Employer { number, spells, row, count: self.people.and_then(last), women })
    }

    /// The employers of a block; `None`: none of them is asked for.
    pub(super) fn standing(&self, block: usize) -> Option<Standing<'_, 'a>> {
        let (asked, number) = (self.asked, block);
        let block = asked.coverage.tables.spells.block(number).filter(|block| asked.sieve.lets_through(block))?;
        let spells = block.columns();
        let rows = block.last_of_each(asked.known, &spells.from, asked.on);
        let (people, women) = self.counts();
        let counted = |counts: &'a Bitemporal<Count>| {
            let (block, columns) = (counts.block(number)?, counts.block(number)?.columns());
            Some((columns, block.last_of_each(asked.known, &columns.day, asked.on)))
        };
        let first = u32::try_from(number * BLOCK).unwrap_or(u32::MAX);
        let (people, women) = (people.and_then(counted), women.and_then(counted));
        Some(Standing { register: self, first, spells, rows, people, women })
    }

    /// Whether everybody in the register belongs to the base of the measure.
    fn has_everybody(&self) -> bool {
        matches!(self.asked.query.measure, Measure::EmployersCovered | Measure::WomenCovered | Measure::TopicWomen)
    }

    /// Whether an employer belongs to the base of the measure; `None`: it does not.
    #[inline(always)]
    pub(super) fn base(&self, employer: &Employer<'_>) -> Option<Base> {
        let union = || employer.field(&employer.spells.union);
        let ownership = || employer.field(&employer.spells.ownership);
        let belongs = match self.asked.query.measure {
            Measure::EmployersCoveredUnionised
            | Measure::WomenCoveredUnionised
            | Measure::SigningUnionised
            | Measure::Establishment => (union() != u8::MAX).then(|| union() != number(&UNIONS, &UnionKind::None)),
            Measure::SigningState => {
                (ownership() != u8::MAX).then(|| ownership() == number(&OWNERSHIPS, &Ownership::State))
            }
            Measure::SigningOrganised => both(self.is_organised(employer.number), self.has_contract(employer.number)),
            Measure::FocusCareer | Measure::FocusPeriods => self.is_biomedicine(employer),
            _ => Some(true),
        };
        match belongs {
            Some(true) => Some(Base::In),
            Some(false) => None,
            None => Some(Base::Unknown),
        }
    }

    /// The people of an employer that the measure counts; `None`: it counts no people.
    #[inline(always)]
    pub(super) fn people(&self, employer: &Employer<'_>) -> Option<People> {
        self.people?;
        let stale = employer.count.is_some_and(|count| count.day < self.fresh_from);
        Some(People { number: employer.count.map(|count| count.people), stale })
    }

    /// The value in a dimension of places or employers of one that may not be in the register.
    pub(super) fn code_of(&self, dimension: Dimension, employer: u32) -> Code {
        self.employer(employer).map_or(UNKNOWN_CODE, |employer| self.code(dimension, &employer))
    }

    /// The value of an employer in a dimension of places or employers.
    #[inline(always)]
    pub(super) fn code(&self, dimension: Dimension, employer: &Employer<'_>) -> Code {
        let spells = employer.spells;
        let yes = |yes: Option<bool>| yes.map_or(UNKNOWN_CODE, Code::from);
        match dimension {
            Dimension::Section => section(employer.field(&spells.division)),
            Dimension::Division => code(employer.field(&spells.division)),
            Dimension::Biomedicine => yes(self.is_biomedicine(employer)),
            Dimension::Ownership => code(employer.field(&spells.ownership)),
            Dimension::Size => code(employer.field(&spells.size)),
            Dimension::Union => code(employer.field(&spells.union)),
            Dimension::NewForm => code(employer.field(&spells.new_form)),
            Dimension::Women => yes(employer.women.map(|count| count.people >= MANY_WOMEN)),
            Dimension::Province | Dimension::City | Dimension::County | Dimension::Zone => {
                of_place(dimension, employer.field(&spells.place))
            }
            _ => NONE_CODE,
        }
    }

    fn is_biomedicine(&self, employer: &Employer<'_>) -> Option<bool> {
        match employer.field(&employer.spells.biomedicine) {
            u8::MAX => self.biomedicine.get(usize::from(employer.field(&employer.spells.division))).copied().flatten(),
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
        let number: u8 = division.code.parse().unwrap_or(u8::MAX);
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
