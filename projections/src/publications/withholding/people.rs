//! The numbers of people in a set of tables, and every sum that whoever reads the tables knows them to stand in: rows and their total,
//! margins of two dimensions, the base and what is counted of it, one table within another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::coverage::dimension::UNKNOWN;
use crate::coverage::{Dimension, Row, Table};

use super::quantity::{Quantity, What, is_of_texts, whom, without_what_follows};
use super::system::{Kind, System};

/// The numbers of a set of tables.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) system: System,
    /// Numbers by what they count. A second number that counts the same and is another, which should not be, stands apart.
    known: BTreeMap<(Quantity, u32), usize>,
    /// What each number counts, where that can be said.
    counts: BTreeMap<usize, Quantity>,
    cells: BTreeMap<Place, usize>,
}

/// Where a number stands: the table, the row (`None`: the total), the base or what is counted.
type Place = (usize, Option<usize>, Side);

/// Which number of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// What is counted.
    Counted,
    /// Of how many.
    Base,
}

/// Parts of a whole by the values of dimensions.
type Divided = BTreeMap<(Quantity, BTreeSet<Dimension>), BTreeSet<usize>>;

impl People {
    /// The numbers of people of the tables. The others, not shown, are margins that cannot be added up from rows.
    pub(super) fn of(shown: &[Table], margins: &[Table]) -> Self {
        let mut people = Self::default();
        for (at, table) in shown.iter().enumerate() {
            people.table(Some(at), table);
        }
        for table in margins {
            people.table(None, table);
        }
        for table in shown.iter().chain(margins) {
            people.margins(table);
        }
        people.rests_of_places_and_industries();
        people.others();
        people.divisions();
        people.several_values();
        people.covered_by_texts();
        people
    }

    /// The number in a cell; `None`: none of people, or 0.
    pub(super) fn cell(&self, table: usize, row: Option<usize>, side: Side) -> Option<usize> {
        self.cells.get(&(table, row, side)).copied()
    }

    fn table(&mut self, at: Option<usize>, table: &Table) {
        let Some(what) = What::counted(table.question.measure) else { return };
        let cells = table.rows.iter().enumerate().map(|(number, row)| (Some(number), keys(table, row), &row.cell));
        for (row, keys, cell) in cells.chain([(None, Vec::new(), &table.total)]) {
            let counted = Quantity { what, on: table.question.on, whom: whom(&table.question, &keys) };
            let base = counted.in_the_base();
            let kind = match (at, row) {
                (None, _) => Kind::Implied,
                (_, None) => Kind::Total,
                _ => Kind::Row,
            };
            let sides = [(Side::Counted, counted, Some(cell.split.counted())), (Side::Base, base, cell.base)];
            for (side, quantity, value) in sides {
                let number = value.and_then(|value| self.number(quantity, whole(value), kind));
                if let (Some(at), Some(number)) = (at, number) {
                    self.cells.insert((at, row, side), number);
                }
            }
        }
    }

    /// The number that counts this; made when there is none yet. None for 0, which is always shown.
    fn number(&mut self, quantity: Quantity, value: i64, kind: Kind) -> Option<usize> {
        if value == 0 {
            return None;
        }
        for copy in 0.. {
            match self.known.get(&(quantity.clone(), copy)) {
                None => {
                    let number = self.system.number(value, kind);
                    self.counts.insert(number, quantity.clone());
                    self.known.insert((quantity, copy), number);
                    return Some(number);
                }
                Some(number) if self.system.value(*number) == value => {
                    self.system.shown_as(*number, kind);
                    return Some(*number);
                }
                Some(_) => {}
            }
        }
        None
    }

    fn find(&self, quantity: &Quantity) -> Option<usize> {
        self.known.get(&(quantity.clone(), 0)).copied()
    }

    /// Of a table by two dimensions the sums over one of them, where nobody stands under several values of it.
    fn margins(&mut self, table: &Table) {
        let Some(what) = What::counted(table.question.measure) else { return };
        let [first, second] = table.question.by.as_slice() else { return };
        for (kept, over) in [(*first, *second), (*second, *first)] {
            let mut counted: BTreeMap<Quantity, i64> = BTreeMap::new();
            let mut base = BTreeMap::new();
            for row in &table.rows {
                let mut keys = keys(table, row);
                keys.retain(|(dimension, _)| *dimension == kept);
                let quantity = Quantity { what, on: table.question.on, whom: whom(&table.question, &keys) };
                *base.entry(quantity.in_the_base()).or_default() += row.cell.base.map_or(0, whole);
                *counted.entry(quantity).or_default() += whole(row.cell.split.counted());
            }
            // The base is the same under every value of a dimension of texts: over such rows it does not add up.
            let adds_up = !is_of_texts(kept) && !is_of_texts(over);
            let base = base.into_iter().filter(|_| adds_up);
            let counted = counted.into_iter().filter(|_| !what.overlaps_by(over));
            for (quantity, value) in counted.chain(base).collect::<Vec<_>>() {
                self.number(quantity, value, Kind::Implied);
            }
        }
    }

    /// Parts of wholes, as far as both are numbers here: of each number the nearest that are wider.
    fn divided(&self) -> Divided {
        let mut divided = Divided::new();
        for ((quantity, _), number) in self.known.iter().filter(|((_, copy), _)| *copy == 0) {
            let mut waiting = vec![(quantity.clone(), BTreeSet::new())];
            let mut seen = BTreeSet::new();
            while let Some((narrower, by)) = waiting.pop() {
                for (wider, dimension) in narrower.wider() {
                    let mut by = by.clone();
                    by.insert(dimension);
                    if !seen.insert((wider.clone(), by.clone())) {
                        continue;
                    }
                    if self.find(&wider).is_some() {
                        divided.entry((wider, by)).or_default().insert(*number);
                    } else {
                        waiting.push((wider, by));
                    }
                }
            }
        }
        divided
    }

    /// Of a province by cities, say, those of whom the province alone is known.
    fn rests_of_places_and_industries(&mut self) {
        let nested = [Dimension::City, Dimension::County, Dimension::Division];
        for ((wider, by), parts) in self.divided() {
            let [dimension] = by.iter().copied().collect::<Vec<_>>()[..] else { continue };
            let Some(whole) = self.find(&wider).filter(|_| nested.contains(&dimension)) else { continue };
            let mut of_unknown = wider.whom.clone();
            of_unknown.insert(dimension, BTreeSet::from([UNKNOWN.to_owned()]));
            let of_unknown = wider.of(without_what_follows(of_unknown));
            let rest = self.system.value(whole) - self.sum(&parts);
            if rest > 0 && self.find(&of_unknown).is_none() {
                self.number(of_unknown, rest, Kind::Implied);
            }
        }
    }

    fn sum(&self, parts: &BTreeSet<usize>) -> i64 {
        parts.iter().map(|part| self.system.value(*part)).sum()
    }

    /// Every whole is the sum of its parts and of a rest, which is a number of people too.
    fn divisions(&mut self) {
        for ((wider, by), parts) in self.divided() {
            let Some(whole) = self.find(&wider) else { continue };
            if by.iter().any(|dimension| wider.what.overlaps_by(*dimension)) {
                for part in &parts {
                    self.part(whole, &[*part]);
                }
                let over = self.sum(&parts) - self.system.value(whole);
                if over >= 0 && by.len() == 1 {
                    let mut sum: Vec<(usize, i64)> = parts.iter().map(|part| (*part, -1)).collect();
                    sum.push((whole, 1));
                    if over > 0 {
                        sum.push((self.system.number(over, Kind::Slack), 1));
                    }
                    self.system.nothing(sum);
                }
                continue;
            }
            let (single, several): (Vec<usize>, Vec<usize>) = parts
                .iter()
                .copied()
                .partition(|part| by.iter().all(|dimension| self.has_one_value(*part, *dimension)));
            if !single.is_empty() {
                self.part(whole, &single);
            }
            for part in several {
                self.part(whole, &[part]);
            }
        }
    }

    /// What asks for any of several values holds what asks for one of them, or for fewer.
    fn several_values(&mut self) {
        let several: Vec<(Quantity, Dimension)> = self
            .known
            .keys()
            .filter(|(_, copy)| *copy == 0)
            .flat_map(|(quantity, _)| quantity.of_several().into_iter().map(|dimension| (quantity.clone(), dimension)))
            .collect();
        for (quantity, dimension) in &several {
            let Some(whole) = self.find(quantity) else { continue };
            let values = quantity.whom.get(dimension).cloned().unwrap_or_default();
            let one = |value: &String| self.find(&quantity.with(*dimension, BTreeSet::from([value.clone()])));
            let single: Vec<usize> = values.iter().filter_map(one).collect();
            if quantity.what.overlaps_by(*dimension) {
                single.iter().for_each(|one| self.part(whole, &[*one]));
            } else if !single.is_empty() {
                self.part(whole, &single);
            }
            let fewer = several.iter().filter(|(other, of)| {
                let some = other.whom.get(dimension).is_some_and(|some| some.is_subset(&values) && *some != values);
                of == dimension && some && other.with(*dimension, values.clone()) == *quantity
            });
            let fewer: Vec<usize> = fewer.filter_map(|(other, _)| self.find(other)).collect();
            fewer.into_iter().for_each(|fewer| self.part(whole, &[fewer]));
        }
    }

    fn values(&self, number: usize, dimension: Dimension) -> BTreeSet<String> {
        self.counts.get(&number).and_then(|quantity| quantity.whom.get(&dimension).cloned()).unwrap_or_default()
    }

    fn has_one_value(&self, number: usize, dimension: Dimension) -> bool {
        self.values(number, dimension).len() < 2
    }

    /// Every whole is what is counted of it and the others, who are people too: so many women are not covered, city by city as all are.
    fn others(&mut self) {
        let known: Vec<Quantity> =
            self.known.keys().filter(|(_, copy)| *copy == 0).map(|(quantity, _)| quantity.clone()).collect();
        let counted: BTreeSet<(What, Date)> = known.iter().map(|quantity| (quantity.what, quantity.on)).collect();
        for whole in known.into_iter().filter(|whole| !whole.is_by_texts()) {
            let Some(all) = self.find(&whole) else { continue };
            for (part, on) in counted.iter().copied() {
                let Some(others) = part.others_of(whole.what).filter(|_| on == whole.on) else { continue };
                let counted = self.find(&Quantity { what: part, ..whole.clone() });
                let rest = self.system.value(all) - counted.map_or(0, |counted| self.system.value(counted));
                let rest = if rest > 0 {
                    self.number(Quantity { what: others, ..whole.clone() }, rest, Kind::Implied)
                } else {
                    None
                };
                let parts: Vec<usize> = counted.into_iter().chain(rest).collect();
                if self.sum(&parts.iter().copied().collect()) == self.system.value(all) {
                    self.system.add_up(all, &parts);
                }
            }
        }
    }

    /// Who is covered by a text of a kind is one of the base.
    fn covered_by_texts(&mut self) {
        let known = self.known.iter().filter(|((quantity, _), _)| quantity.is_by_texts());
        let known: Vec<(Quantity, usize)> = known.map(|((quantity, _), number)| (quantity.clone(), *number)).collect();
        for (quantity, number) in known {
            let wholes = [quantity.whole(), Some(quantity.in_the_base())];
            let wholes: BTreeSet<usize> = wholes.iter().flatten().filter_map(|whole| self.find(whole)).collect();
            for whole in wholes.into_iter().filter(|whole| *whole != number) {
                self.part(whole, &[number]);
            }
        }
    }

    /// A whole is the sum of parts and a rest, unless the parts are more than the whole, which then is none of theirs.
    fn part(&mut self, whole: usize, parts: &[usize]) {
        let rest = self.system.value(whole) - parts.iter().map(|part| self.system.value(*part)).sum::<i64>();
        let mut parts = parts.to_vec();
        if rest < 0 || parts.contains(&whole) {
            return;
        }
        if rest > 0 {
            parts.push(self.system.number(rest, Kind::Implied));
        }
        self.system.add_up(whole, &parts);
    }
}

/// The values of a row, each with its dimension.
fn keys(table: &Table, row: &Row) -> Vec<(Dimension, String)> {
    table.question.by.iter().copied().zip(row.keys.iter().cloned()).collect()
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
