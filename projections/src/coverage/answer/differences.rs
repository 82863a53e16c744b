//! What is counted in each period of a trend, as what comes and what goes between one period and the next.

use super::tally::{Base, Counted, Group, Unit};

/// By how surely units are counted.
type Cells = [Change; 7];

/// What comes, less what goes. Numbers that are added up together lie in one: what is below nothing meanwhile is not at the end.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    weight: u64,
    /// Units, and from 32 bits on those without a count.
    units: u64,
    /// Stale ones, and likewise made-up ones.
    stale: u64,
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
    #[inline]
    pub(super) fn add(&mut self, from: u16, to: u16, unit: &Unit) {
        let (from, to) = (usize::from(from), usize::from(to));
        if unit.base == Base::Unknown {
            for (at, change) in [(from, 1), (to, -1)] {
                self.base_unknown.get_mut(at).into_iter().for_each(|unknown| *unknown += change);
            }
            return;
        }
        let (sureness, change) = (unit.sureness as usize, Change::of(unit));
        if let Some(cell) = self.cells.get_mut(from).and_then(|cells| cells.get_mut(sureness)) {
            cell.add(change);
        }
        if let Some(cell) = self.cells.get_mut(to).and_then(|cells| cells.get_mut(sureness)) {
            cell.take(change);
        }
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
            Group::of(running.map(Counted::from), u64::try_from(base_unknown).unwrap_or_default())
        };
        (0..periods).map(total).collect()
    }
}

impl Change {
    #[inline(always)]
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
