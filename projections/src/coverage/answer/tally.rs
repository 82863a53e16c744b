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

/// Units that are counted as surely as each other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    /// Their people, or themselves.
    pub(super) weight: u64,
    pub(super) units: u32,
    /// Those whose people are not known.
    pub(super) without: u32,
    pub(super) stale: u32,
    pub(super) made_up: u32,
}

/// The numbers of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// By how surely they are counted.
    by_sureness: [Counted; 7],
    base_unknown: u64,
    /// Of rows that overlap, the base: of others it is what is counted and what is not, together.
    base: Counted,
    days: Vec<i64>,
}

/// Groups by their rows.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    numbers: HashMap<Keys, usize, FixedState>,
    keys: Vec<Keys>,
    groups: Vec<Group>,
    /// The numbers of the groups met last, each where its keys point: most units stand in one of a few hundred rows.
    met: Vec<u16>,
}

/// How many rows are remembered as met last, in bits: many times as many as there are cities.
const MET_BITS: u32 = 12;

/// All rows and the total.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// Without dimensions one, of everything.
    pub(super) rows: Groups,
    /// What is in no row, or in several.
    beside: Group,
    has_base: bool,
    is_people: bool,
    /// A unit may stand in several rows: the total is what was added beside.
    overlaps: bool,
    /// Every unit of the total, when it is asked who they are.
    pub(super) members: Option<Vec<Unit>>,
}

impl Tally {
    pub(super) fn of(query: &CoverageQuery, members: bool) -> Self {
        let measure = query.measure;
        Self {
            rows: Groups::default(),
            beside: Group::default(),
            has_base: measure.definition().base.is_some(),
            is_people: measure.unit().is_people(),
            overlaps: query.by.iter().any(|dimension| measure.overlaps_by(*dimension)),
            members: members.then(Vec::new),
        }
    }

    /// Adds a unit to the total and to its one row. A unit that neither belongs to a base nor counts is in no row.
    #[inline(always)]
    pub(super) fn add(&mut self, keys: Keys, unit: &Unit) {
        if unit.base == Base::None && unit.sureness == Sureness::Not {
            return;
        }
        self.note(unit);
        self.rows.at(keys).add(unit);
    }

    /// Adds a unit to the total alone.
    pub(super) fn add_beside(&mut self, unit: &Unit) {
        self.note(unit);
        self.beside.add_base(unit);
        self.beside.add_state(unit);
    }

    #[inline]
    fn note(&mut self, unit: &Unit) {
        if let Some(members) = &mut self.members {
            members.push(*unit);
        }
    }

    /// The total: what was added beside, and the rows where each unit stands in one.
    pub(super) fn total(&self) -> Group {
        let mut total = self.beside.clone();
        if !self.overlaps {
            self.rows.iter().for_each(|(_, row)| total.merge(row));
        }
        total
    }

    /// Adds what another thread counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.beside.merge(&other.beside);
        for (keys, group) in other.rows.iter() {
            self.rows.at(keys).merge(group);
        }
        if let Some(members) = &mut self.members {
            members.extend(other.members.into_iter().flatten());
        }
    }

    /// The numbers of a group.
    pub(super) fn cell(&self, group: &Group) -> Cell {
        let split = |of: fn(&Counted) -> u64| {
            let [_, open, untold, undated, imprecise, derived, confirmed] = group.by_sureness.each_ref().map(of);
            Split { confirmed, derived, undated, imprecise, untold, open }
        };
        let [.., derived, confirmed] = &group.by_sureness;
        let counted = |of: fn(&Counted) -> u32| u64::from(of(derived)) + u64::from(of(confirmed));
        let base = if self.overlaps { group.base } else { group.all() };
        Cell {
            split: split(|counted| counted.weight),
            base: self.has_base.then_some(base.weight),
            base_unknown: group.base_unknown,
            made_up: counted(|counted| counted.made_up),
            employers: self.is_people.then(|| Employers {
                split: split(|counted| counted.units.into()),
                base: base.units.into(),
                without_count: counted(|counted| counted.without),
                base_without_count: base.without.into(),
                stale: counted(|counted| counted.stale),
            }),
            days: Days::of(group.days.clone()),
        }
    }
}

impl Default for Groups {
    fn default() -> Self {
        let met = vec![u16::MAX; 1 << MET_BITS];
        Self { numbers: HashMap::default(), keys: Vec::new(), groups: Vec::new(), met }
    }
}

impl Groups {
    /// The group of a row, empty when it is new.
    #[inline(always)]
    pub(super) fn at(&mut self, keys: Keys) -> &mut Group {
        let number = self.number(keys);
        #[expect(
            clippy::indexing_slicing,
            reason = "the number is that of a group that is there, or was added just now"
        )]
        &mut self.groups[number]
    }

    /// The number of a row's group, given now if it has none.
    #[inline(always)]
    pub(super) fn number(&mut self, keys: Keys) -> usize {
        let [first, second] = keys;
        let mixed = first.wrapping_mul(0x9E37_79B1) ^ second.wrapping_mul(0x85EB_CA77);
        let place = (mixed >> (u32::BITS - MET_BITS)) as usize;
        let met = self.met.get(place).map_or(usize::MAX, |number| usize::from(*number));
        if self.keys.get(met) == Some(&keys) { met } else { self.find(keys, place) }
    }

    #[cold]
    #[inline(never)]
    fn find(&mut self, keys: Keys, place: usize) -> usize {
        let number = *self.numbers.entry(keys).or_insert(self.groups.len());
        if number == self.groups.len() {
            self.keys.push(keys);
            self.groups.push(Group::default());
        }
        if let Some((cell, number)) = self.met.get_mut(place).zip(u16::try_from(number).ok()) {
            *cell = number;
        }
        number
    }

    /// The group of a row; `None`: there is no such row.
    pub(super) fn get(&self, keys: Keys) -> Option<&Group> {
        self.numbers.get(&keys).and_then(|number| self.groups.get(*number))
    }

    /// Every row.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Keys, &Group)> {
        self.keys.iter().copied().zip(&self.groups)
    }

    /// The numbers of every row, by the numbers of the rows.
    pub(super) fn groups_mut(&mut self) -> impl Iterator<Item = &mut Group> {
        self.groups.iter_mut()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }
}

impl Counted {
    #[inline(always)]
    fn add(&mut self, unit: &Unit) {
        self.weight += unit.people.map_or(1, |people| u64::from(people.number.unwrap_or_default()));
        self.units += 1;
        self.without += u32::from(unit.people.is_some_and(|people| people.number.is_none()));
        self.stale += u32::from(unit.people.is_some_and(|people| people.stale));
        self.made_up += u32::from(unit.made_up);
    }

    fn merge(&mut self, other: &Self) {
        self.weight += other.weight;
        self.units += other.units;
        self.without += other.without;
        self.stale += other.stale;
        self.made_up += other.made_up;
    }
}

impl Group {
    /// Of what was counted by how surely it is; of rows that do not overlap, and no days.
    pub(super) fn of(by_sureness: [Counted; 7], base_unknown: u64) -> Self {
        Self { by_sureness, base_unknown, ..Self::default() }
    }

    /// Adds what was counted, by how surely it is.
    pub(super) fn add_counted(&mut self, by_sureness: impl Iterator<Item = Counted>) {
        self.by_sureness.iter_mut().zip(by_sureness).for_each(|(to, counted)| to.merge(&counted));
    }

    /// Adds a unit of which it is not known whether it belongs to the base.
    pub(super) fn add_unknown(&mut self) {
        self.base_unknown += 1;
    }

    /// Adds a unit: counted, not counted, or not known to be.
    #[inline(always)]
    pub(super) fn add(&mut self, unit: &Unit) {
        if unit.base == Base::Unknown {
            self.base_unknown += 1;
            return;
        }
        if let Some(counted) = self.by_sureness.get_mut(unit.sureness as usize) {
            counted.add(unit);
        }
        if let Some(days) = unit.days.filter(|_| unit.sureness.counts()) {
            self.days.push(days);
        }
    }

    /// Adds a unit to the base alone.
    pub(super) fn add_base(&mut self, unit: &Unit) {
        match unit.base {
            Base::None => {}
            Base::Unknown => self.base_unknown += 1,
            Base::In => self.base.add(unit),
        }
    }

    /// Adds what is counted of a unit, or not known to be, and nothing to the base.
    pub(super) fn add_state(&mut self, unit: &Unit) {
        if unit.base != Base::Unknown && unit.sureness != Sureness::Not {
            self.add(unit);
        }
    }

    /// Everything, however surely it is counted.
    fn all(&self) -> Counted {
        let mut all = Counted::default();
        self.by_sureness.iter().for_each(|counted| all.merge(counted));
        all
    }

    /// Adds another group.
    pub(super) fn merge(&mut self, other: &Self) {
        self.by_sureness.iter_mut().zip(&other.by_sureness).for_each(|(to, from)| to.merge(from));
        self.base_unknown += other.base_unknown;
        self.base.merge(&other.base);
        self.days.extend_from_slice(&other.days);
    }
}
