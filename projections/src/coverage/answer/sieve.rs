//! What leaves out employers that a narrow question does not ask for, and whole blocks of them: they lie together by province and
//! industry.

use std::collections::BTreeMap;

use crate::coverage::Dimension;
use crate::coverage::bitemporal::{BLOCK, Block};
use crate::coverage::dimension::value::{Code, code, section};
use crate::coverage::records::{Divisions, Spell};

/// The divisions of industry and the places that the question asks for.
pub(super) struct Sieve {
    divisions: Divisions,
    /// Not all of them are asked for.
    pub(super) by_division: bool,
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
        Self { divisions, by_division: filters.keys().any(Self::decides), region }
    }

    /// Whether a filter is one that [`Sieve::leave_out`] decides.
    pub(super) fn decides(dimension: &Dimension) -> bool {
        matches!(dimension, Dimension::Division | Dimension::Section)
    }

    /// Leaves out those of a block, by its numbers of divisions, whose industry is not asked for.
    pub(super) fn leave_out(&self, divisions: &[u8; BLOCK], stand: &mut [bool; BLOCK]) {
        stand.iter_mut().zip(divisions).for_each(|(stands, division)| *stands &= self.divisions.has(*division));
    }

    /// Whether it leaves out nobody.
    pub(super) fn lets_all_through(&self) -> bool {
        !self.by_division && !self.by_region()
    }

    /// Whether not all places are asked for.
    pub(super) fn by_region(&self) -> bool {
        self.region != (0, u32::MAX)
    }

    /// Whether some owner of a block ever was what is asked for: of another no owner was on any day.
    pub(super) fn lets_through(&self, spells: &Block<Spell>) -> bool {
        let ((first, last), summary) = (self.region, spells.summary());
        first <= summary.places.1 && summary.places.0 <= last && summary.has_any(&self.divisions)
    }
}
