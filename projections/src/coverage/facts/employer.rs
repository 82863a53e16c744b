//! What the tables hold of an employer.

use heyi_core::employer::{Employer, Held};
use heyi_core::event::employer::HeadCountRecorded;
use heyi_core::event::opening::HeadCount;

use super::{day_number, open_end, open_start};
use crate::coverage::dimension::value::{OWNERSHIPS, SIZES, UNIONS, division, number, number_of};
use crate::coverage::records::{Count, Holding, Spell};

/// What a head count counts, of what figures ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Women.
    Women = 0,
    /// Technical and skilled women.
    SkilledWomen = 1,
}

/// What an employer was, from which day on.
#[must_use]
pub(crate) fn spells(employer: &Employer) -> Vec<Spell> {
    let made_up = u8::from(employer.facts.made_up);
    let flag = |flag: Option<bool>| flag.map_or(u8::MAX, u8::from);
    let spell = |(place_in_order, spell): (u32, &heyi_core::employer::Spell)| Spell {
        place_in_order,
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
    (0..).zip(&employer.spells).map(spell).collect()
}

/// Its head counts, in the order of recording. A count whose day has no latest end is left out: no day is certainly after it.
#[must_use]
pub(crate) fn counts(employer: &Employer) -> Vec<Count> {
    let counts = employer.head_counts();
    (0..).zip(counts).flat_map(|(place_in_order, counted)| counted_in(place_in_order, counted)).collect()
}

fn counted_in(place_in_order: u32, counted: &HeadCountRecorded) -> Vec<Count> {
    let told = [(Figure::Women, &counted.women), (Figure::SkilledWomen, &counted.skilled_women)];
    let row = |(figure, count): (Figure, &Option<HeadCount>)| {
        let count = count.as_ref()?;
        let day = day_number(count.as_of.latest?);
        Some(Count { place_in_order, figure: figure as u8, people: count.people, day })
    };
    told.into_iter().filter_map(row).collect()
}

/// What it has, and has not.
#[must_use]
pub(crate) fn holdings(employer: &Employer) -> Vec<Holding> {
    let holding = |(place_in_order, holding): (u32, heyi_core::employer::Holding)| Holding {
        place_in_order,
        what: what(holding.what),
        from: holding.from.map_or(open_start(), day_number),
        to: holding.to.map_or(open_end(), day_number),
        held: u8::from(holding.held),
    };
    (0..).zip(employer.holdings()).map(holding).collect()
}

/// What is held, as its number in the table.
#[must_use]
pub(crate) fn what(held: Held) -> u8 {
    match held {
        Held::Committee => 0,
        Held::GeneralContract => 1,
    }
}
