//! The register on the day asked: what each employer was, its people, and whether it belongs to a base.

use heyi_core::employer::Held;
use heyi_core::event::employer::{Ownership, UnionKind};
use heyi_core::industry::{self, BiomedicineList, Part};
use jiff::ToSpan as _;

use super::Asked;
use super::tally::{Base, People};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{
    self, Code, NONE_CODE, OWNERSHIPS, UNIONS, UNKNOWN_CODE, code, number, of_place, section,
};
use crate::coverage::facts::employer::{Figure, what};
use crate::coverage::facts::{day_number, open_end};
use crate::coverage::records::{Count, Holding, Spell};
use crate::coverage::{Dimension, Measure, Unit};

/// How many months a head count stays fresh.
const FRESH_MONTHS: i32 = 24;
/// From how many women on.
const MANY_WOMEN: u32 = 10;

/// The register on the day asked, by the numbers of employers.
pub(super) struct Register<'a> {
    /// What each was; `None`: it is not in the register.
    spells: Vec<Option<&'a Spell>>,
    women: Vec<Option<&'a Count>>,
    skilled: Vec<Option<&'a Count>>,
    committees: Vec<Option<&'a Holding>>,
    contracts: Vec<Option<&'a Holding>>,
    /// Whether the employers of each division of industry are biomedicine where no flag says so.
    biomedicine: Vec<Option<bool>>,
    /// Counts of a day before this one are stale.
    fresh_from: i32,
    on: i32,
}

impl<'a> Register<'a> {
    pub(super) fn of(asked: &Asked<'a>) -> Self {
        let (tables, employers, on) = (&asked.coverage.tables, asked.coverage.numbers.employers(), asked.on);
        let mut spells: Vec<Option<&Spell>> = vec![None; employers];
        for (employer, spell) in tables.spells.known(asked.known).filter(|(_, spell)| spell.from <= on) {
            hold_if(&mut spells, employer, spell, |held| held.place_in_order < spell.place_in_order);
        }
        // Only what the question asks for is gathered: most ask for the women, few for anything else.
        let unit = asked.query.measure.unit();
        let by_women = asked.query.by.iter().chain(asked.filters.keys()).any(|one| *one == Dimension::Women);
        let (mut women, mut skilled) = (Vec::new(), Vec::new());
        if unit == Unit::Women || by_women {
            women.resize(employers, None);
        }
        if unit == Unit::SkilledWomen {
            skilled.resize(employers, None);
        }
        if !women.is_empty() || !skilled.is_empty() {
            for (employer, count) in tables.counts.known(asked.known).filter(|(_, count)| count.day <= on) {
                let kept = if count.figure == Figure::Women as u8 { &mut women } else { &mut skilled };
                let later = |held: &Count| (held.day, held.place_in_order) < (count.day, count.place_in_order);
                hold_if(kept, employer, count, later);
            }
        }
        let (mut committees, mut contracts) = (Vec::new(), Vec::new());
        if asked.query.measure == Measure::SigningOrganised {
            committees.resize(employers, None);
            contracts.resize(employers, None);
            for (employer, holding) in tables.holdings.known(asked.known).filter(|(_, holding)| holding.from <= on) {
                let kept = if holding.what == what(Held::Committee) { &mut committees } else { &mut contracts };
                hold_if(kept, employer, holding, |held: &Holding| held.place_in_order < holding.place_in_order);
            }
        }
        // The first day of which so many months later is not before the day asked: months do not take back what they add.
        let fresh = asked.query.on.saturating_sub(FRESH_MONTHS.months());
        let is_stale = fresh.saturating_add(FRESH_MONTHS.months()) < asked.query.on;
        let fresh = if is_stale { fresh.saturating_add(1.day()) } else { fresh };
        let biomedicine = biomedicine(asked.list);
        Self { spells, women, skilled, committees, contracts, biomedicine, fresh_from: day_number(fresh), on }
    }

    /// The numbers of those in the register that existed on the day, in the region, and pass the filters.
    pub(super) fn standing<'s>(&'s self, asked: &'s Asked<'_>) -> impl Iterator<Item = u32> + 's {
        (0..).zip(&self.spells).filter_map(|(employer, spell)| {
            let spell = spell.filter(|spell| spell.exists == 1 && asked.lies_in_region(spell.place))?;
            let has = |dimension: Dimension| matches!(dimension.of(), Of::Place | Of::Employer);
            asked.all_pass(has, |dimension| self.code_of(dimension, spell, employer)).then_some(employer)
        })
    }

    /// Whether an employer belongs to the base of a measure; `None`: it does not.
    pub(super) fn base(&self, measure: Measure, employer: u32) -> Option<Base> {
        let spell = self.spell(employer)?;
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
            Measure::SigningOrganised => both(self.is_organised(employer), self.has_contract(employer)),
            Measure::FocusCareer | Measure::FocusPeriods => self.is_biomedicine(spell),
            _ => Some(true),
        };
        match belongs {
            Some(true) => Some(Base::In),
            Some(false) => None,
            None => Some(Base::Unknown),
        }
    }

    /// The people of an employer that a unit counts; `None`: it counts no people.
    pub(super) fn people(&self, unit: Unit, employer: u32) -> Option<People> {
        let counts = match unit {
            Unit::Women => &self.women,
            Unit::SkilledWomen => &self.skilled,
            _ => return None,
        };
        let count = counts.get(employer as usize).copied().flatten();
        let stale = count.is_some_and(|count| count.day < self.fresh_from);
        Some(People { number: count.map(|count| count.people), stale })
    }

    /// Made up for demonstration.
    pub(super) fn made_up(&self, employer: u32) -> bool {
        self.spell(employer).is_some_and(|spell| spell.made_up == 1)
    }

    /// The value of an employer in a dimension of places or employers.
    pub(super) fn code(&self, dimension: Dimension, employer: u32) -> Code {
        self.spell(employer).map_or(UNKNOWN_CODE, |spell| self.code_of(dimension, spell, employer))
    }

    fn spell(&self, employer: u32) -> Option<&'a Spell> {
        self.spells.get(employer as usize).copied().flatten()
    }

    fn code_of(&self, dimension: Dimension, spell: &Spell, employer: u32) -> Code {
        let yes = |yes: Option<bool>| yes.map_or(UNKNOWN_CODE, Code::from);
        match dimension {
            Dimension::Section => section(spell.division),
            Dimension::Division => code(spell.division),
            Dimension::Biomedicine => yes(self.is_biomedicine(spell)),
            Dimension::Ownership => code(spell.ownership),
            Dimension::Size => code(spell.size),
            Dimension::Union => code(spell.union),
            Dimension::NewForm => code(spell.new_form),
            Dimension::Women => {
                let women = self.women.get(employer as usize).copied().flatten();
                yes(women.map(|count| count.people >= MANY_WOMEN))
            }
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
        let holding = self.committees.get(employer as usize).copied().flatten()?;
        Some(holding.held == 1)
    }

    fn has_contract(&self, employer: u32) -> Option<bool> {
        let holding = self.contracts.get(employer as usize).copied().flatten()?;
        Some(holding.held == 1 && (self.on <= holding.to || holding.to == open_end()))
    }
}

/// Puts a row in the place of the one that is held, if it goes before it.
fn hold_if<'a, T>(held: &mut [Option<&'a T>], employer: u32, row: &'a T, before: impl Fn(&T) -> bool) {
    if let Some(cell) = held.get_mut(employer as usize)
        && cell.is_none_or(before)
    {
        *cell = Some(row);
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
