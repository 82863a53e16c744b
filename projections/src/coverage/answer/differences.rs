//! What is counted in each period of a trend, as what comes and what goes between one period and the next.

use super::tally::{Base, Counted, Group, Unit};
use crate::coverage::Sureness;
use crate::coverage::records::Count;

/// What comes, less what goes. Numbers that are added up together lie in one: what is below nothing meanwhile is not at the end.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    weight: u64,
    /// Units, and from 32 bits on those without a count.
    units: u64,
    /// Stale ones, and likewise made-up ones.
    stale: u64,
}

/// By how surely units are counted, and whether or not.
type Cells = [Change; 8];

/// The cell of all units. Those that are not counted are what all have and the others have not.
const ALL: usize = 7;
const WITHOUT: u64 = 1 << 32;

/// A head count, with the first period on whose day it holds, and the first on whose day it is stale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) from: u16,
    pub(super) stale: u16,
    pub(super) count: Count,
}

/// The changes before each period, and after the last.
#[derive(Debug)]
pub(super) struct Differences {
    cells: Vec<Cells>,
    base_unknown: Vec<i64>,
}

impl Differences {
    /// Of so many periods, in which nothing changes.
    pub(super) fn of(periods: usize) -> Self {
        Self { cells: vec![Cells::default(); periods + 1], base_unknown: vec![0; periods + 1] }
    }

    /// A unit of a measure of a day stands so in the periods from one up to another.
    pub(super) fn add(&mut self, from: u16, to: u16, unit: &Unit) {
        if unit.base == Base::Unknown {
            for (at, change) in [(from, 1), (to, -1)] {
                let cell = self.base_unknown.get_mut(usize::from(at));
                cell.into_iter().for_each(|unknown| *unknown += change);
            }
            return;
        }
        let change = Change::of(unit);
        let counted = Some(unit.sureness as usize).filter(|_| unit.sureness != Sureness::Not);
        for cell in counted.into_iter().chain([ALL]) {
            self.come(cell, from, change);
            self.go(cell, to, change);
        }
    }

    /// An employer is there in the periods from one up to another, with its counts; `None`: no people are counted.
    #[inline]
    pub(super) fn add_life(&mut self, from: u16, to: u16, counts: Option<&[Held]>, made_up: bool) {
        self.add_people(ALL, (from, to), counts, made_up);
    }

    /// And is as surely covered, for some of them.
    #[inline]
    pub(super) fn add_covered(
        &mut self,
        sureness: Sureness,
        periods: (u16, u16),
        counts: Option<&[Held]>,
        made_up: bool,
    ) {
        self.add_people(sureness as usize, periods, counts, made_up);
    }

    /// Each count holds until the next does; what holds outside of the periods comes and goes at once.
    #[inline(always)]
    fn add_people(&mut self, cell: usize, (from, to): (u16, u16), counts: Option<&[Held]>, made_up: bool) {
        let unit = Change { weight: 0, units: 1, stale: u64::from(made_up) << 32 };
        let Some(counts) = counts else {
            let unit = Change { weight: 1, ..unit };
            self.come(cell, from, unit);
            self.go(cell, to, unit);
            return;
        };
        self.come(cell, from, Change { units: unit.units | WITHOUT, ..unit });
        self.go(cell, to, unit);
        let mut next = counts.first().map_or(to, |held| held.from.clamp(from, to));
        self.go(cell, next, Change { units: WITHOUT, ..Change::default() });
        let ends = counts.iter().skip(1).map(|held| held.from.clamp(from, to)).chain([to]);
        for (held, end) in counts.iter().zip(ends) {
            let begin = std::mem::replace(&mut next, end);
            let people = Change { weight: held.count.people.into(), ..Change::default() };
            self.come(cell, begin, people);
            self.come(cell, held.stale.clamp(begin, end), Change { stale: 1, ..Change::default() });
            self.go(cell, end, Change { stale: 1, ..people });
        }
    }

    #[inline(always)]
    fn come(&mut self, cell: usize, at: u16, change: Change) {
        let cell = self.cells.get_mut(usize::from(at)).and_then(|cells| cells.get_mut(cell));
        cell.into_iter().for_each(|cell| cell.add(change));
    }

    #[inline(always)]
    fn go(&mut self, cell: usize, at: u16, change: Change) {
        let cell = self.cells.get_mut(usize::from(at)).and_then(|cells| cells.get_mut(cell));
        cell.into_iter().for_each(|cell| cell.take(change));
    }

    /// What was counted by several, period by period.
    pub(super) fn totals(parts: &[Self], periods: usize) -> Vec<Group> {
        let (mut running, mut base_unknown) = (Cells::default(), 0);
        let total = |period: usize| {
            for part in parts {
                let changes = part.cells.get(period).into_iter().flatten();
                running.iter_mut().zip(changes).for_each(|(cell, change)| cell.add(*change));
                base_unknown += part.base_unknown.get(period).copied().unwrap_or_default();
            }
            let [_, counted @ .., mut not] = running;
            counted.iter().for_each(|change| not.take(*change));
            let [open, untold, undated, imprecise, derived, confirmed] = counted;
            let by_sureness = [not, open, untold, undated, imprecise, derived, confirmed].map(Counted::from);
            Group::of(by_sureness, u64::try_from(base_unknown).unwrap_or_default())
        };
        (0..periods).map(total).collect()
    }
}

impl Change {
    fn of(unit: &Unit) -> Self {
        let (weight, without, stale) = match unit.people {
            None => (1, false, false),
            Some(people) => (people.number.unwrap_or_default(), people.number.is_none(), people.stale),
        };
        Self {
            weight: weight.into(),
            units: 1 | u64::from(without) << 32,
            stale: u64::from(stale) | u64::from(unit.made_up) << 32,
        }
    }

    #[inline(always)]
    fn add(&mut self, other: Self) {
        self.weight = self.weight.wrapping_add(other.weight);
        self.units = self.units.wrapping_add(other.units);
        self.stale = self.stale.wrapping_add(other.stale);
    }

    #[inline(always)]
    fn take(&mut self, other: Self) {
        self.weight = self.weight.wrapping_sub(other.weight);
        self.units = self.units.wrapping_sub(other.units);
        self.stale = self.stale.wrapping_sub(other.stale);
    }
}

impl From<Change> for Counted {
    fn from(running: Change) -> Self {
        let [low, high] = [|number: u64| number as u32, |number: u64| (number >> 32) as u32];
        let Change { weight, units, stale } = running;
        Self { weight, units: low(units), without: high(units), stale: low(stale), made_up: high(stale) }
    }
}
