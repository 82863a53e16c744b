//! Linear programs in whole numbers, without rounding: the tableau is kept as integers over one common denominator, and the first
//! column and row that may be taken are, which cannot go round in circles. Slow, plain, and its own.

/// What is known: sums of things of which there are none or more. Each is so much, or at least so much.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// How many things there are.
    pub things: usize,
    /// Sums: what stands in them and how often, and what they come to.
    pub equal: Vec<(Vec<(usize, i128)>, i128)>,
    /// Sums that come to at least so much.
    pub at_least: Vec<(Vec<(usize, i128)>, i128)>,
}

/// A world that fits what is known, from which others are looked for.
pub struct Worlds {
    things: usize,
    /// Columns that may be taken: things and what is over a least sum, not what phase one was begun with.
    usable: usize,
    width: usize,
    rows: Vec<Vec<i128>>,
    basis: Vec<usize>,
    denominator: i128,
}

impl Known {
    /// The worlds that fit; `None`: none does.
    #[must_use]
    pub fn worlds(&self) -> Option<Worlds> {
        let usable = self.things + self.at_least.len();
        let sums = self.equal.len() + self.at_least.len();
        let width = usable + sums + 1;
        let mut rows = Vec::with_capacity(sums);
        let over = self.at_least.iter().enumerate().map(|(at, sum)| (sum, Some(self.things + at)));
        for (at, ((sum, value), over)) in self.equal.iter().map(|sum| (sum, None)).chain(over).enumerate() {
            let mut row = vec![0; width];
            for (thing, times) in sum {
                row[*thing] += times;
            }
            if let Some(over) = over {
                row[over] = -1;
            }
            row[width - 1] = *value;
            if *value < 0 {
                row.iter_mut().for_each(|entry| *entry = -*entry);
            }
            row[usable + at] = 1;
            rows.push(row);
        }
        let basis = (usable..usable + sums).collect();
        let mut worlds = Worlds { things: self.things, usable, width, rows, basis, denominator: 1 };
        let made_up: Vec<(usize, i128)> = (usable..usable + sums).map(|column| (column, 1)).collect();
        let left = worlds.least(&made_up, width - 1)?;
        (left.0 == 0).then_some(worlds)
    }
}

impl Worlds {
    /// The least and the most a sum can be, rounded inwards to whole numbers; `None` for the most: there is no end to it.
    pub fn range(&mut self, sum: &[usize]) -> (i128, Option<i128>) {
        let of = |times: i128| sum.iter().map(|thing| (*thing, times)).collect::<Vec<_>>();
        assert!(sum.iter().all(|thing| *thing < self.things));
        let (least, under) =
            self.least(&of(1), self.usable).expect("a sum of what there is none or more of has a least");
        let most = self.least(&of(-1), self.usable);
        (-(-least).div_euclid(under), most.map(|(most, under)| (-most).div_euclid(under)))
    }

    /// The least a sum can be, as a fraction, over the first `columns` columns; `None`: there is no end to it.
    fn least(&mut self, sum: &[(usize, i128)], columns: usize) -> Option<(i128, i128)> {
        loop {
            let mut costs = vec![0; self.width];
            for (column, cost) in sum {
                costs[*column] = *cost;
            }
            let last = costs.len() - 1;
            let of_basis: Vec<i128> = self.basis.iter().map(|column| costs[*column]).collect();
            let through = |column: usize| -> i128 {
                self.rows
                    .iter()
                    .zip(&of_basis)
                    .filter(|(_, cost)| **cost != 0)
                    .map(|(row, cost)| cost * row[column])
                    .sum()
            };
            let gains = |column: &usize| costs[*column] * self.denominator - through(*column) < 0;
            let Some(entering) = (0..columns.min(last)).find(gains) else {
                return Some((through(last), self.denominator));
            };
            let rows = self.rows.iter().enumerate().filter(|(_, row)| row[entering] > 0);
            // The least of value over entry, then the first in the basis.
            let leaving = rows
                .min_by(|(one, a), (other, b)| {
                    let (left, right) = (times(a[last], b[entering]), times(b[last], a[entering]));
                    left.cmp(&right).then(self.basis[*one].cmp(&self.basis[*other]))
                })
                .map(|(at, _)| at)?;
            self.pivot(leaving, entering);
        }
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let row = self.rows[at].clone();
        let pivot = row[column];
        for (other, entries) in self.rows.iter_mut().enumerate() {
            let factor = entries[column];
            if other == at || (factor == 0 && pivot == self.denominator) {
                continue;
            }
            for (entry, of_row) in entries.iter_mut().zip(&row) {
                if *entry != 0 || (*of_row != 0 && factor != 0) {
                    *entry = (times(*entry, pivot) - times(factor, *of_row)) / self.denominator;
                }
            }
        }
        self.denominator = pivot;
        self.basis[at] = column;
    }
}

fn times(one: i128, other: i128) -> i128 {
    one.checked_mul(other).expect("the numbers of the tableau outgrew what is exact")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_found_and_what_does_not_is_not() {
        // a + b = 7, b + c = 9, c = 5: everything follows. Without c nothing does, but bounds.
        let sums = vec![(vec![(0, 1), (1, 1)], 7), (vec![(1, 1), (2, 1)], 9)];
        let mut known = Known { things: 3, equal: sums, at_least: Vec::new() };
        let mut worlds = known.worlds().unwrap();
        assert_eq!(worlds.range(&[0]), (0, Some(7)));
        assert_eq!(worlds.range(&[2]), (2, Some(9)));
        known.equal.push((vec![(2, 1)], 5));
        let mut worlds = known.worlds().unwrap();
        assert_eq!([worlds.range(&[0]), worlds.range(&[1])], [(3, Some(3)), (4, Some(4))]);
        assert_eq!(worlds.range(&[0, 1, 2]), (12, Some(12)));
    }

    #[test]
    fn at_least_and_fractions_are_rounded_inwards() {
        // 2a + b = 5, b at least 2: a at most one and a half.
        let mut known = Known { things: 2, equal: vec![(vec![(0, 2), (1, 1)], 5)], at_least: vec![(vec![(1, 1)], 2)] };
        assert_eq!(known.worlds().unwrap().range(&[0]), (0, Some(1)));
        known.at_least.push((vec![(0, 1)], 4));
        assert!(known.worlds().is_none(), "no world fits");
        assert_eq!(Known { things: 1, ..Known::default() }.worlds().unwrap().range(&[0]), (0, None));
    }
}
