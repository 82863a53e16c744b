//! Adding units up, in all and by row.

use std::collections::BTreeMap;

use crate::coverage::dimension::value::Code;
use crate::coverage::{Cell, CoverageQuery, Days, Employers, Sureness};

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

/// The numbers of a row.
#[derive(Clone, Debug)]
pub(super) struct Group {
    cell: Cell,
    days: Vec<i64>,
}

/// All rows and the total.
pub(super) struct Tally {
    pub(super) rows: BTreeMap<Keys, Group>,
    pub(super) total: Group,
    empty: Group,
    is_divided: bool,
    /// Every unit of the total, when it is asked who they are.
    pub(super) members: Option<Vec<Unit>>,
}

impl Tally {
    pub(super) fn of(query: &CoverageQuery, members: bool) -> Self {
        let definition = query.measure.definition();
        let cell = Cell {
            base: definition.base.map(|_| 0),
            employers: definition.unit.is_people().then(Employers::default),
            ..Cell::default()
        };
        let empty = Group { cell, days: Vec::new() };
        let is_divided = !query.by.is_empty();
        Self { rows: BTreeMap::new(), total: empty.clone(), empty, is_divided, members: members.then(Vec::new) }
    }

    /// A group without numbers.
    pub(super) fn empty(&self) -> Group {
        self.empty.clone()
    }

    /// Adds a unit to the total.
    pub(super) fn add_to_total(&mut self, unit: &Unit) {
        self.total.add(unit);
        if let Some(members) = &mut self.members {
            members.push(*unit);
        }
    }

    /// Adds a unit to the total and to its one row. A unit that neither belongs to a base nor counts is in no row.
    pub(super) fn add(&mut self, keys: Keys, unit: &Unit) {
        if unit.base == Base::None && unit.sureness == Sureness::Not {
            return;
        }
        self.add_to_total(unit);
        if self.is_divided {
            self.rows.entry(keys).or_insert_with(|| self.empty.clone()).add(unit);
        }
    }
}

impl Group {
    /// Adds a unit.
    pub(super) fn add(&mut self, unit: &Unit) {
        self.add_base(unit);
        self.add_state(unit);
    }

    /// Adds a unit to the base alone.
    pub(super) fn add_base(&mut self, unit: &Unit) {
        let cell = &mut self.cell;
        match unit.base {
            Base::None => {}
            Base::Unknown => cell.base_unknown += 1,
            Base::In => {
                let weight = unit.people.map_or(1, |people| people.number.unwrap_or_default());
                cell.base = cell.base.map(|base| base + u64::from(weight));
                if let (Some(employers), Some(people)) = (&mut cell.employers, unit.people) {
                    employers.base += 1;
                    employers.base_without_count += u64::from(people.number.is_none());
                }
            }
        }
    }

    /// Adds what is counted of a unit, or not known to be.
    pub(super) fn add_state(&mut self, unit: &Unit) {
        if unit.base == Base::Unknown {
            return;
        }
        let (cell, counts) = (&mut self.cell, unit.sureness.counts());
        let weight = unit.people.map_or(1, |people| people.number.unwrap_or_default());
        cell.split.add(unit.sureness, u64::from(weight));
        cell.made_up += u64::from(unit.made_up && counts);
        if let (Some(employers), Some(people)) = (&mut cell.employers, unit.people) {
            employers.split.add(unit.sureness, 1);
            employers.without_count += u64::from(counts && people.number.is_none());
            employers.stale += u64::from(counts && people.stale);
        }
        self.days.extend(unit.days.filter(|_| counts));
    }

    /// The numbers.
    pub(super) fn cell(&self) -> Cell {
        Cell { days: Days::of(self.days.clone()), ..self.cell }
    }
}
