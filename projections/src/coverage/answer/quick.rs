//! Adding up employers by the million: what is counted of them lies close together, and is carried over to a tally now and then.

use super::tally::{Counted, Keys, Tally};
use crate::coverage::Sureness;

/// A tally to which employers are added so.
#[derive(Clone, Debug)]
pub(super) struct Quick {
    tally: Tally,
    /// Eight for each group, by how surely they are counted.
    lanes: Vec<Lane>,
    /// How many units a lane may hold.
    added: u16,
}

/// Units that are counted as surely as each other, in numbers that lie close together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lane {
    weight: u64,
    /// Units, those without a count, stale and made-up ones: each in 16 bits.
    numbers: u64,
}

impl Lane {
    #[inline(always)]
    fn add(&mut self, other: Self) {
        self.weight += other.weight;
        self.numbers += other.numbers;
    }

    /// Of one unit.
    pub(super) fn of(made_up: bool) -> Self {
        Self { weight: 0, numbers: 1 | u64::from(made_up) << 48 }
    }

    /// With itself, where no people are counted.
    pub(super) fn with_itself(self) -> Self {
        Self { weight: 1, ..self }
    }

    /// With its people: how many, whether there is a count, and whether that is stale.
    #[inline(always)]
    pub(super) fn with_people(self, people: u32, has: bool, stale: bool) -> Self {
        let numbers = self.numbers | u64::from(!has) << 16 | u64::from(stale) << 32;
        Self { weight: people.into(), numbers }
    }
}

impl Quick {
    pub(super) fn of(tally: Tally) -> Self {
        Self { tally, lanes: Vec::new(), added: 0 }
    }

    /// So many units will be added at most: each lane must have room for them.
    pub(super) fn expect(&mut self, units: usize) {
        let units = u16::try_from(units).unwrap_or(u16::MAX);
        self.added = self.added.checked_add(units).unwrap_or_else(|| {
            self.carry();
            units
        });
    }

    /// Adds one of the units expected, which belongs to the base, to its one row.
    #[inline(always)]
    pub(super) fn add(&mut self, keys: Keys, sureness: Sureness, lane: Lane) {
        let place = self.tally.rows.number(keys) * 8 + sureness as usize;
        match self.lanes.get_mut(place) {
            Some(to) => to.add(lane),
            None => self.add_first(place, lane),
        }
    }

    #[cold]
    #[inline(never)]
    fn add_first(&mut self, place: usize, lane: Lane) {
        self.lanes.resize((place / 8 + 1) * 8, Lane::default());
        self.lanes.get_mut(place).into_iter().for_each(|to| to.add(lane));
    }

    /// Adds units of which it is not known whether they belong to the base to their row.
    pub(super) fn add_unknown(&mut self, keys: Keys) {
        self.tally.rows.at(keys).add_unknown();
    }

    /// Whether it is asked who the units are.
    pub(super) fn asks_who(&self) -> bool {
        self.tally.members.is_some()
    }

    /// The lanes are emptied into their groups.
    fn carry(&mut self) {
        for (group, lanes) in self.tally.rows.groups_mut().zip(self.lanes.chunks_mut(8)) {
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
