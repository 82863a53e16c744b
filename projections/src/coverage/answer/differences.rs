//! What is counted in each period of a trend, as what comes and what goes between one period and the next.

use super::tally::{Base, Counted, Group, Unit};

/// By how surely units are counted.
type Cells = [Change; 7];

/// What comes, less what goes.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    weight: i64,
    units: i32,
    without: i32,
    stale: i32,
    made_up: i32,
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
            cell.add(&change, 1);
        }
        if let Some(cell) = self.cells.get_mut(to).and_then(|cells| cells.get_mut(sureness)) {
            cell.add(&change, -1);
        }
    }

    /// What was counted by several, period by period.
    pub(super) fn totals(parts: &[Self], periods: usize) -> Vec<Group> {
        let (mut running, mut base_unknown) = (Cells::default(), 0);
        let total = |period: usize| {
            for part in parts {
                let changes = part.cells.get(period).into_iter().flatten();
                running.iter_mut().zip(changes).for_each(|(cell, change)| cell.add(change, 1));
                base_unknown += part.base_unknown.get(period).copied().unwrap_or_default();
            }
            Group::of(running.map(Counted::from), u64::try_from(base_unknown).unwrap_or_default())
        };
        (0..periods).map(total).collect()
    }
}

impl Change {
    #[inline]
    fn of(unit: &Unit) -> Self {
        let Some(people) = unit.people else {
            return Self { weight: 1, units: 1, made_up: unit.made_up.into(), ..Self::default() };
        };
        Self {
            weight: people.number.unwrap_or_default().into(),
            units: 1,
            without: people.number.is_none().into(),
            stale: people.stale.into(),
            made_up: unit.made_up.into(),
        }
    }

    #[inline]
    fn add(&mut self, other: &Self, sign: i32) {
        self.weight += other.weight * i64::from(sign);
        self.units += other.units * sign;
        self.without += other.without * sign;
        self.stale += other.stale * sign;
        self.made_up += other.made_up * sign;
    }
}

impl From<Change> for Counted {
    fn from(running: Change) -> Self {
        let units = |number: i32| u32::try_from(number).unwrap_or_default();
        Self {
            weight: u64::try_from(running.weight).unwrap_or_default(),
            units: units(running.units),
            without: units(running.without),
            stale: units(running.stale),
            made_up: units(running.made_up),
        }
    }
}
