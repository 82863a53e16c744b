//! What the tables hold of an employer.

use heyi_core::employer::{Employer, Held};
use heyi_core::event::employer::HeadCountRecorded;
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::EmployerId;

use super::{day_number, open_end, open_start};
use crate::coverage::dimension::value::{OWNERSHIPS, SIZES, UNIONS, division, number, number_of};
use crate::coverage::records::{Count, Holding, Spell};

/// The rows of an employer as it stands.
#[derive(Debug)]
pub(crate) struct EmployerFacts {
    /// Which.
    pub(crate) id: EmployerId,
    /// What it was.
    pub(crate) spells: Vec<Spell>,
    /// Its women.
    pub(crate) women: Vec<Count>,
    /// Its technical and skilled women.
    pub(crate) skilled: Vec<Count>,
    /// Its women workers' organisations.
    pub(crate) committees: Vec<Holding>,
    /// Its general contracts.
    pub(crate) contracts: Vec<Holding>,
}

impl EmployerFacts {
    /// Of an employer.
    #[must_use]
    pub(crate) fn of(employer: &Employer) -> Self {
        Self {
            id: employer.id,
            spells: spells(employer),
            women: counts(employer, |counted| counted.women.as_ref()),
            skilled: counts(employer, |counted| counted.skilled_women.as_ref()),
            committees: holdings(employer, Held::Committee),
            contracts: holdings(employer, Held::GeneralContract),
        }
    }
}

/// What an employer was, from which day on.
fn spells(employer: &Employer) -> Vec<Spell> {
    let made_up = u8::from(employer.facts.made_up);
    let flag = |flag: Option<bool>| flag.map_or(u8::MAX, u8::from);
    let spell = |spell: &heyi_core::employer::Spell| Spell {
        from: spell.from.map_or(open_start(), day_number),
        place: number_of(&spell.place),
        division: division(spell.industry.as_deref()),
        ownership: number(&OWNERSHIPS, &spell.ownership),
        size: spell.size.map_or(u8::MAX, |size| number(&SIZES, &size)),
        union: number(&UNIONS, &spell.union),
        biomedicine: flag(spell.biomedicine),
        new_form: flag(spell.new_business_form),
        exists: u8::from(spell.exists),
        made_up,
    };
    employer.spells.iter().map(spell).collect()
}

/// Its head counts by their day, those of one day in the order of recording. A count whose day has no latest end is left out: no day
/// is certainly after it.
fn counts(employer: &Employer, of: impl Fn(&HeadCountRecorded) -> Option<&HeadCount>) -> Vec<Count> {
    let row = |counted: &HeadCountRecorded| {
        let count = of(counted)?;
        Some(Count { people: count.people, day: day_number(count.as_of.latest?) })
    };
    let mut counts: Vec<Count> = employer.head_counts().into_iter().filter_map(row).collect();
    counts.sort_by_key(|count| count.day);
    counts
}

/// What it has, and has not.
fn holdings(employer: &Employer, what: Held) -> Vec<Holding> {
    let holding = |holding: heyi_core::employer::Holding| Holding {
        from: holding.from.map_or(open_start(), day_number),
        to: holding.to.map_or(open_end(), day_number),
        held: u8::from(holding.held),
    };
    employer.holdings().into_iter().filter(|holding| holding.what == what).map(holding).collect()
}
