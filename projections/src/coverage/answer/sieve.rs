//! What finds the employers of a narrow question: a pass over one or two columns, and not over all that is known of each.

use std::collections::BTreeMap;

use crate::coverage::Dimension;
use crate::coverage::bitemporal::Block;
use crate::coverage::dimension::value::{Code, code, section};
use crate::coverage::records::Spell;

/// The divisions of industry and the places that the question asks for.
pub(super) struct Sieve {
    /// By the number of a division of industry: whether it is asked for.
    divisions: Vec<bool>,
    region: (u32, u32),
}

impl Sieve {
    /// For a question; `None`: it asks for the whole country and every industry.
    pub(super) fn of(region: (u32, u32), filters: &BTreeMap<Dimension, Vec<Code>>) -> Option<Self> {
        let passes = |dimension: Dimension, code: Code| filters.get(&dimension).is_none_or(|of| of.contains(&code));
        let asked =
            |number: u8| passes(Dimension::Division, code(number)) && passes(Dimension::Section, section(number));
        let divisions: Vec<bool> = (0..=u8::MAX).map(asked).collect();
        (region != (0, u32::MAX) || divisions.contains(&false)).then_some(Self { divisions, region })
    }

    /// The owners of a block that ever were what is asked for, as is known now: others were not on any day.
    pub(super) fn owners<'a>(&'a self, spells: &'a Block<Spell>) -> impl Iterator<Item = u8> + 'a {
        let ((first, last), columns) = (self.region, spells.columns());
        let rows = spells.owners().iter().zip(columns.division.iter().zip(&columns.place));
        let asked = move |(_, (division, place)): &(&u8, (&u8, &u32))| {
            self.divisions.get(usize::from(**division)) == Some(&true) && (first..=last).contains(*place)
        };
        let mut before = None;
        rows.filter(asked).map(|(owner, _)| *owner).filter(move |owner| before.replace(*owner) != Some(*owner))
    }
}
