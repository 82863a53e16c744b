//! How surely each owner of a block is counted, by the surest of its rows.

use crate::coverage::Sureness;
use crate::coverage::bitemporal::{BLOCK, Block, Owner};
use crate::coverage::row::Row;

/// By the number of an owner within its block.
pub(super) struct Surest(pub(super) [Sureness; BLOCK]);

impl Default for Surest {
    fn default() -> Self {
        Self([Sureness::Not; BLOCK])
    }
}

impl Surest {
    /// By how surely each row of a block counts.
    pub(super) fn of<R: Row>(block: &Block<R>, rows: &[Sureness]) -> Self {
        let mut surest = Self::default();
        let (first, more) = rows.split_at_checked(block.places()).unwrap_or_default();
        surest.0.iter_mut().zip(first).for_each(|(kept, sureness)| *kept = *sureness);
        block.more_owners().iter().zip(more).for_each(|(owner, sureness)| surest.raise(*owner, *sureness));
        surest
    }

    pub(super) fn get(&self, owner: Owner) -> Sureness {
        self.0.get(usize::from(owner)).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn raise(&mut self, owner: Owner, sureness: Sureness) {
        if let Some(kept) = self.0.get_mut(usize::from(owner)) {
            *kept = sureness.max(*kept);
        }
    }
}
