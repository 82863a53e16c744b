//! The employers of a block column by column: what is asked of each is decided once for all of them, and then worked out in loops that
//! decide nothing.

use super::Asked;
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
}

impl Columns {
    /// Of nobody.
    pub(super) fn empty() -> Box<Self> {
        Box::new(Self { bases: [None; BLOCK], keys: [[0; 2]; BLOCK] })
    }

    /// Of the employers of a block that count people.
    pub(super) fn fill(&mut self, asked: &Asked<'_>, standing: &Standing<'_, '_>) {
        standing.bases(&mut self.bases);
        for (number, dimension) in asked.query.by.iter().enumerate() {
            match dimension {
                Dimension::City => self.places(number, standing, |place| of_place(Dimension::City, place)),
                Dimension::Province => self.places(number, standing, |place| of_place(Dimension::Province, place)),
                Dimension::County => self.places(number, standing, |place| of_place(Dimension::County, place)),
                _ => {
                    for ((owner, keys), base) in (0..).zip(&mut self.keys).zip(&self.bases) {
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
    fn places(&mut self, number: usize, standing: &Standing<'_, '_>, code: impl Fn(u32) -> Code) {
        for (keys, place) in self.keys.iter_mut().zip(standing.places()) {
            if let Some(key) = keys.get_mut(number) {
                *key = code(place);
            }
        }
    }
}
