//! The employers of a block column by column: what is asked of each is decided once for all of them, and then worked out in loops that
//! decide nothing.

use super::Asked;
use super::quick::Lane;
use super::register::Standing;
use super::tally::{Base, Keys};
use crate::coverage::Dimension;
use crate::coverage::bitemporal::BLOCK;
use crate::coverage::dimension::value::{Code, of_place};

/// By the number of an employer within its block.
pub(super) struct Columns {
    /// How it belongs to the base; `None`: it does not stand in the register, or does not belong.
    pub(super) bases: [Option<Base>; BLOCK],
    pub(super) keys: [Keys; BLOCK],
    /// What it adds to what is counted.
    pub(super) lanes: [Lane; BLOCK],
    places: [u32; BLOCK],
    /// How many there are, the first of them.
    pub(super) number: usize,
}

impl Columns {
    /// Of nobody.
    pub(super) fn empty() -> Box<Self> {
        let lanes = [Lane::default(); BLOCK];
        Box::new(Self { bases: [None; BLOCK], keys: [[0; 2]; BLOCK], lanes, places: [0; BLOCK], number: 0 })
    }

    /// Of the employers of a block.
    pub(super) fn fill(&mut self, asked: &Asked<'_>, standing: &Standing<'_, '_>) {
        self.number = standing.number();
        standing.places(&mut self.places);
        standing.bases(&self.places, &mut self.bases);
        standing.lanes(&mut self.lanes);
        for (number, dimension) in asked.query.by.iter().enumerate() {
            match dimension {
                Dimension::City => self.of_places(number, |place| of_place(Dimension::City, place)),
                Dimension::Province => self.of_places(number, |place| of_place(Dimension::Province, place)),
                Dimension::County => self.of_places(number, |place| of_place(Dimension::County, place)),
                _ => {
                    for ((owner, keys), base) in (0..).zip(&mut self.keys).zip(&self.bases).take(self.number) {
                        if base.is_some()
                            && let (Some(key), Some(code)) = (keys.get_mut(number), standing.code(*dimension, owner))
                        {
                            *key = code;
                        }
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn of_places(&mut self, number: usize, code: impl Fn(u32) -> Code) {
        for (keys, place) in self.keys.iter_mut().zip(&self.places).take(self.number) {
            if let Some(key) = keys.get_mut(number) {
                *key = code(*place);
            }
        }
    }
}
