//! Adding units up, in all and by row.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::coverage::dimension::value::Code;
use crate::coverage::{Cell, CoverageQuery, Days, Employers, Split, Sureness};

/// The values of a row in the dimensions asked; what is not asked is 0.
pub(super) type Keys = [Code; 2];

/// Whether a unit belongs to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    In,
    /// It is not known whether.
    Unknown,
    /// The measure has none.
    None,
}

/// The people of an employer.
#[derive(Clone, Copy, Debug)]
pub(super) struct People {
    /// How many; `None`: not known.
    pub(super) number: Option<u32>,
    /// The count is older than 24 months.
    pub(super) stale: bool,
}

/// One unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// The number of the employer, case or letter it is, or belongs to.
    pub(super) subject: u32,
    pub(super) base: Base,
    pub(super) sureness: Sureness,
    pub(super) made_up: bool,
    /// Of measures of people.
    pub(super) people: Option<People>,
    /// Of measures of days.
    pub(super) days: Option<i64>,
}

/// Numbers by how surely a unit is counted.
type BySureness = [u64; 7];

/// The numbers of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    base: u64,
    base_units: u64,
    base_without: u64,
    base_unknown: u64,
    weight: BySureness,
    units: BySureness,
    without: u64,
    stale: u64,
    made_up: u64,
    days: Vec<i64>,
}

/// Groups by their rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    numbers: HashMap<Keys, usize, FixedState>,
    groups: Vec<Group>,
}

/// All rows and the total.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) rows: Groups,
    pub(super) total: Group,
    is_divided: bool,
    has_base: bool,
    is_people: bool,
    /// Every unit of the total, when it is asked who they are.
    pub(super) members: Option<Vec<Unit>>,
}

impl Tally {
    pub(super) fn of(query: &CoverageQuery, members: bool) -> Self {
        let (is_divided, measure) = (!query.by.is_empty(), query.measure);
        Self {
            rows: Groups::default(),
            total: Group::default(),
            is_divided,
            has_base: measure.definition().base.is_some(),
            is_people: measure.unit().is_people(),
            members: members.then(Vec::new),
        }
    }

    /// Adds a unit to the total.
    pub(super) fn add_to_total(&mut self, unit: &Unit) {
        self.total.add_base(unit);
        self.total.add_state(unit);
        if let Some(members) = &mut self.members {
            members.push(*unit);
        }
    }

    /// Adds a unit to the total and to its one row. A unit that neither belongs to a base nor counts is in no row.
    #[inline]
    pub(super) fn add(&mut self, keys: Keys, unit: &Unit) {
        if unit.base == Base::None && unit.sureness == Sureness::Not {
            return;
        }
        self.add_to_total(unit);
        if self.is_divided {
            let row = self.rows.at(keys);
            row.add_base(unit);
            row.add_state(unit);
        }
    }

    /// Adds what another thread counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.total.merge(&other.total);
        for (keys, group) in other.rows.iter() {
            self.rows.at(keys).merge(group);
        }
        if let Some(members) = &mut self.members {
            members.extend(other.members.into_iter().flatten());
        }
    }

    /// The numbers of a group.
    pub(super) fn cell(&self, group: &Group) -> Cell {
        let split = |of: &BySureness| {
            let [_, open, untold, undated, imprecise, derived, confirmed] = *of;
            Split { confirmed, derived, undated, imprecise, untold, open }
        };
        Cell {
            split: split(&group.weight),
            base: self.has_base.then_some(group.base),
            base_unknown: group.base_unknown,
            made_up: group.made_up,
            employers: self.is_people.then(|| Employers {
                split: split(&group.units),
                base: group.base_units,
                without_count: group.without,
                base_without_count: group.base_without,
                stale: group.stale,
            }),
            days: Days::of(group.days.clone()),
        }
    }
}

impl Groups {
    /// The group of a row, empty when it is new.
    #[inline]
    pub(super) fn at(&mut self, keys: Keys) -> &mut Group {
        let Self { numbers, groups } = self;
        let number = *numbers.entry(keys).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Group::default());
        }
        // The number is that of the group that has just been added, or of one before it.
        #[expect(clippy::indexing_slicing, reason = "numbers are given in the order in which groups are added")]
        &mut groups[number]
    }

    /// The group of a row; `None`: there is no such row.
    pub(super) fn get(&self, keys: Keys) -> Option<&Group> {
        self.numbers.get(&keys).and_then(|number| self.groups.get(*number))
    }

    /// Every row.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Keys, &Group)> {
        self.numbers.iter().filter_map(|(keys, number)| Some((*keys, self.groups.get(*number)?)))
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }
}

impl Group {
    /// Adds a unit to the base alone.
    #[inline]
    pub(super) fn add_base(&mut self, unit: &Unit) {
        match unit.base {
            Base::None => {}
            Base::Unknown => self.base_unknown += 1,
            Base::In => {
                self.base += weight(unit);
                self.base_units += 1;
                self.base_without += u64::from(unit.people.is_some_and(|people| people.number.is_none()));
            }
        }
    }

    /// Adds what is counted of a unit, or not known to be.
    #[inline]
    pub(super) fn add_state(&mut self, unit: &Unit) {
        if unit.base == Base::Unknown || unit.sureness == Sureness::Not {
            return;
        }
        let state = unit.sureness as usize;
        if let (Some(weighs), Some(units)) = (self.weight.get_mut(state), self.units.get_mut(state)) {
            *weighs += weight(unit);
            *units += 1;
        }
        if unit.sureness.counts() {
            self.made_up += u64::from(unit.made_up);
            if let Some(people) = unit.people {
                self.without += u64::from(people.number.is_none());
                self.stale += u64::from(people.stale);
            }
            self.days.extend(unit.days);
        }
    }

    /// The next of a row of groups: what begins is added, what ends is taken away.
    pub(super) fn step(&mut self, begin: &Self, end: &Self) -> Self {
        self.merge(begin);
        let take = |from: &mut u64, of: u64| *from = from.saturating_sub(of);
        take(&mut self.base, end.base);
        take(&mut self.base_units, end.base_units);
        take(&mut self.base_without, end.base_without);
        take(&mut self.base_unknown, end.base_unknown);
        take(&mut self.without, end.without);
        take(&mut self.stale, end.stale);
        take(&mut self.made_up, end.made_up);
        self.weight.iter_mut().zip(end.weight).for_each(|(from, of)| take(from, of));
        self.units.iter_mut().zip(end.units).for_each(|(from, of)| take(from, of));
        self.clone()
    }

    /// Adds another group.
    pub(super) fn merge(&mut self, other: &Self) {
        self.base += other.base;
        self.base_units += other.base_units;
        self.base_without += other.base_without;
        self.base_unknown += other.base_unknown;
        self.without += other.without;
        self.stale += other.stale;
        self.made_up += other.made_up;
        let add = |to: &mut BySureness, from: &BySureness| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.weight, &other.weight);
        add(&mut self.units, &other.units);
        self.days.extend_from_slice(&other.days);
    }
}

/// What a unit weighs: its people, or itself.
#[inline]
fn weight(unit: &Unit) -> u64 {
    unit.people.map_or(1, |people| u64::from(people.number.unwrap_or_default()))
}
