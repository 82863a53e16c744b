//! Rows of dimensions that cases, texts and clauses have: there a unit stands once for each value. Its base is that of the row's
//! other dimension, as any unit could have each value.

use std::collections::HashMap;

use super::Asked;
use super::tally::{Base, Groups, Keys, Tally, Unit};
use crate::coverage::dimension::value::Code;
use crate::coverage::{Dimension, Sureness};

/// In the place of a clause's value: its clauses are not told, so it may have any.
pub(super) const ANY: Code = Code::MAX - 9;

/// A row in which a unit stands, and how surely. What is no dimension of texts is 0.
pub(super) type Put = (Keys, Sureness);

/// What is counted of rows that overlap.
#[derive(Clone)]
pub(super) struct Overlapping {
    /// The dimensions asked, each with whether a unit has a value in it by itself.
    by: Vec<(Dimension, bool)>,
    /// By the values that units have by themselves.
    bases: Groups,
    /// The rows that occur, with what is surely in them.
    rows: Groups,
    /// Units that may stand in any row.
    anywhere: Vec<(Unit, Keys, Vec<Put>)>,
}

/// A unit stands in a row, as sure as the surest reason.
pub(super) fn raise(puts: &mut Vec<Put>, keys: Keys, sureness: Sureness) {
    match puts.iter_mut().find(|(of, _)| *of == keys) {
        Some((_, kept)) => *kept = sureness.max(*kept),
        None => puts.push((keys, sureness)),
    }
}

impl Overlapping {
    /// For a question whose rows overlap; `None`: they do not.
    pub(super) fn of(asked: &Asked<'_>, is_of_a_unit: impl Fn(Dimension) -> bool) -> Option<Self> {
        let by: Vec<_> = asked.query.by.iter().map(|dimension| (*dimension, is_of_a_unit(*dimension))).collect();
        let overlaps = by.iter().any(|(_, of_unit)| !of_unit);
        overlaps.then(|| Self { by, bases: Groups::default(), rows: Groups::default(), anywhere: Vec::new() })
    }

    /// The values of a text in the dimensions that units do not have.
    pub(super) fn keys_of_text(&self, code: impl Fn(Dimension) -> Code) -> Keys {
        self.keys(false, code)
    }

    fn keys(&self, of_units: bool, code: impl Fn(Dimension) -> Code) -> Keys {
        let mut keys = [0; 2];
        for (key, (dimension, of_unit)) in keys.iter_mut().zip(&self.by) {
            *key = if *of_unit == of_units { code(*dimension) } else { 0 };
        }
        keys
    }

    /// Adds a unit with the rows it stands in.
    pub(super) fn add(&mut self, tally: &mut Tally, unit: Unit, code: impl Fn(Dimension) -> Code, puts: Vec<Put>) {
        let sureness = puts.iter().map(|(_, sureness)| *sureness).max().unwrap_or_default();
        if unit.base != Base::None || sureness != Sureness::Not {
            tally.add_beside(&Unit { sureness, ..unit });
        }
        let of_unit = self.keys(true, code);
        self.bases.at(of_unit).add_base(&unit);
        let anywhere = puts.iter().any(|(keys, _)| keys.contains(&ANY));
        for (keys, sureness) in puts.iter().filter(|(keys, _)| !keys.contains(&ANY)) {
            let row = self.rows.at(both(of_unit, *keys));
            if !anywhere {
                row.add_state(&Unit { sureness: *sureness, ..unit });
            }
        }
        if anywhere {
            self.anywhere.push((unit, of_unit, puts));
        }
    }

    /// Together with what another thread counted.
    pub(super) fn merged(mut self, other: Self) -> Self {
        for (keys, group) in other.bases.iter() {
            self.bases.at(keys).merge(group);
        }
        for (keys, group) in other.rows.iter() {
            self.rows.at(keys).merge(group);
        }
        self.anywhere.extend(other.anywhere);
        self
    }

    /// The rows, each with its base.
    pub(super) fn finish(mut self, tally: &mut Tally) {
        let mut rows_of: HashMap<Keys, Vec<Keys>> = HashMap::new();
        let rows: Vec<Keys> = self.rows.iter().map(|(row, _)| row).collect();
        for row in rows {
            rows_of.entry(self.part(row, true)).or_default().push(row);
        }
        // What may have any value of a clause stands in every row that occurs.
        for (unit, of_unit, puts) in std::mem::take(&mut self.anywhere) {
            for row in rows_of.get(&of_unit).into_iter().flatten() {
                let of_text = self.part(*row, false);
                let matches = |of: &Keys| of.iter().zip(&of_text).all(|(one, other)| *one == ANY || one == other);
                let surest = puts.iter().filter(|(of, _)| matches(of)).map(|(_, sureness)| *sureness).max();
                self.rows.at(*row).add_state(&Unit { sureness: surest.unwrap_or_default(), ..unit });
            }
        }
        for (row, group) in self.rows.iter() {
            let to = tally.rows.at(row);
            to.merge(group);
            if let Some(base) = self.bases.get(self.part(row, true)) {
                to.merge(base);
            }
        }
    }

    /// The values of a row that units have by themselves, or the others.
    fn part(&self, row: Keys, of_units: bool) -> Keys {
        let mut part = [0; 2];
        for ((key, value), (_, of_unit)) in part.iter_mut().zip(row).zip(&self.by) {
            *key = if *of_unit == of_units { value } else { 0 };
        }
        part
    }
}

/// What one of the two keys has, the other has not: there it is 0.
fn both([first, second]: Keys, [other_first, other_second]: Keys) -> Keys {
    [first + other_first, second + other_second]
}
