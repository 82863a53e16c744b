//! Adding up employers by the million: what is counted of them lies close together, and is carried over to a tally now and then.

use std::hint::select_unpredictable;

use super::columns::{Columns, MADE_UP, NOTES, Notes, STALE, WITHOUT};
use super::tally::{Counted, Groups, Tally};
use crate::coverage::Sureness;
use crate::coverage::bitemporal::BLOCK;

/// A tally to which employers are added so.
#[derive(Clone, Debug)]
pub(super) struct Quick {
    tally: Tally,
    /// [`LANES`] for each group: by how surely they are counted, then of those that are not.
    lanes: Vec<Lane>,
    /// By what there is to say of a unit: its numbers.
    numbers: [u64; 1 << NOTES],
    /// How many units a lane may hold.
    added: u16,
}

/// Units that are counted as surely as each other, in numbers that lie close together.
#[derive(Clone, Copy, Debug, Default)]
struct Lane {
    weight: u64,
    /// Units, those without a count, stale and made-up ones: each in 16 bits.
    numbers: u64,
}

const LANES: usize = 8;
/// The lane of those that do not belong to the base: nobody asks for it, and so nobody decides whether to add them.
const NOBODY: usize = LANES - 1;

/// The numbers of one unit by what there is to say of it.
fn numbers(notes: Notes) -> u64 {
    let bit = |note: Notes| u64::from(notes & note != 0);
    1 | bit(WITHOUT) << 16 | bit(STALE) << 32 | bit(MADE_UP) << 48
}

impl Quick {
    pub(super) fn of(tally: Tally) -> Self {
        Self { tally, lanes: Vec::new(), numbers: std::array::from_fn(|notes| numbers(notes as Notes)), added: 0 }
    }

    /// The rows, by number.
    pub(super) fn rows(&mut self) -> &mut Groups {
        &mut self.tally.rows
    }

    /// Adds the employers of a block that belong to the base, each to its one row, as surely as it is covered.
    pub(super) fn add(&mut self, columns: &Columns, covered: &[Sureness; BLOCK]) {
        if self.tally.rows.len() == 0 {
            return;
        }
        self.expect(BLOCK);
        self.lanes.resize(self.tally.rows.len() * LANES, Lane::default());
        let counted = columns.groups.iter().zip(&columns.people).zip(&columns.notes);
        let of_each = columns.in_base.iter().zip(covered).zip(counted);
        for ((in_base, sureness), ((group, people), notes)) in of_each {
            let lane = select_unpredictable(*in_base, *sureness as usize, NOBODY);
            if let Some(to) = self.lanes.get_mut(*group as usize * LANES + lane) {
                to.weight += u64::from(*people);
                to.numbers += self.numbers.get(usize::from(*notes)).copied().unwrap_or_default();
            }
        }
    }

    /// So many units will be added at most: each lane must have room for them.
    fn expect(&mut self, units: usize) {
        let units = u16::try_from(units).unwrap_or(u16::MAX);
        self.added = self.added.checked_add(units).unwrap_or_else(|| {
            self.carry();
            units
        });
    }

    /// Whether it is asked who the units are.
    pub(super) fn asks_who(&self) -> bool {
        self.tally.members.is_some()
    }

    /// The lanes are emptied into their groups.
    fn carry(&mut self) {
        for (group, lanes) in self.tally.rows.groups_mut().zip(self.lanes.chunks_mut(LANES)) {
            group.add_counted(lanes.iter_mut().map(|lane| Counted::from(std::mem::take(lane))));
        }
    }

    /// The tally itself, for what is added otherwise.
    pub(super) fn beside(&mut self) -> &mut Tally {
        &mut self.tally
    }

    /// Everything that was added.
    pub(super) fn tally(mut self) -> Tally {
        self.carry();
        self.tally
    }
}

impl From<Lane> for Counted {
    fn from(lane: Lane) -> Self {
        let of = |shift: u32| (lane.numbers >> shift) as u32 & 0xFFFF;
        Self { weight: lane.weight, units: of(0), without: of(16), stale: of(32), made_up: of(48) }
    }
}
