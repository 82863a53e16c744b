//! What leaves blocks of employers out that a narrow question does not ask for: they lie together by province and industry.

use std::collections::BTreeMap;

use crate::coverage::Dimension;
use crate::coverage::bitemporal::Block;
use crate::coverage::dimension::value::{Code, code, section};
use crate::coverage::records::{Divisions, Spell};

/// The divisions of industry and the places that the question asks for.
pub(super) struct Sieve {
    divisions: Divisions,
    region: (u32, u32),
}

impl Sieve {
    /// For a question: its region, between these codes, and its filters.
    pub(super) fn of(region: (u32, u32), filters: &BTreeMap<Dimension, Vec<Code>>) -> Self {
        let passes = |dimension: Dimension, code: Code| filters.get(&dimension).is_none_or(|of| of.contains(&code));
        let asked =
            |number: u8| passes(Dimension::Division, code(number)) && passes(Dimension::Section, section(number));
        let mut divisions = Divisions::default();
        (0..=u8::MAX).filter(|number| asked(*number)).for_each(|number| divisions.add(number));
        Self { divisions, region }
    }

    /// Whether some owner of a block ever was what is asked for: of another no owner was on any day.
    pub(super) fn lets_through(&self, spells: &Block<Spell>) -> bool {
        let ((first, last), summary) = (self.region, spells.summary());
        first <= summary.places.1 && summary.places.0 <= last && summary.has_any(&self.divisions)
    }
}
