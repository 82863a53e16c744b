//! The cheapest way to change numbers so that all sums still hold: a linear program with bounded variables, solved by the primal
//! simplex method. The inverse of its basis is kept as a product of sparse steps, since few of them are needed.

/// What is smaller is taken for nothing.
const NOTHING: f64 = 1e-7;
/// The cost of leaving a sum unbalanced: more than any number of changes costs.
const UNBALANCED: f64 = 1e6;
/// After so many steps that gained nothing, the first column that may enter does, which cannot go round in circles.
const PATIENCE: usize = 40;

/// A variable: it goes into sums, costs something, and has a least value of 0.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// In which sums, and how often.
    pub(super) entries: Vec<(usize, f64)>,
    /// What one of it costs.
    pub(super) cost: f64,
    /// How much of it there may be; infinite: as much as is wanted.
    pub(super) most: f64,
}

/// How much there is of each column so that every sum is as given, at the least cost; `None`: that cannot be.
pub(super) fn cheapest(columns: &[Column], sums: &[f64]) -> Option<Vec<f64>> {
    let mut solver = Solver::new(columns, sums);
    let most_steps = 50 * (columns.len() + sums.len()) + 1_000;
    for _ in 0..most_steps {
        let Some(entering) = solver.entering() else {
            return solver.balanced().then_some(solver.values);
        };
        if !solver.step(entering) {
            return None;
        }
    }
    None
}

/// One step of the inverse: a row, and what the column that entered there does to all.
struct Step {
    row: usize,
    pivot: f64,
    others: Vec<(usize, f64)>,
}

struct Solver<'a> {
    columns: &'a [Column],
    /// The value of every column that is not in the basis, and of those in it.
    values: Vec<f64>,
    /// What stands in the basis, row by row: a column, or what is left unbalanced there.
    basis: Vec<Option<usize>>,
    /// The rows' own values: those of what stands in the basis.
    held: Vec<f64>,
    /// Where the rows' sums are negative, what is left unbalanced counts downwards.
    signs: Vec<f64>,
    in_basis: Vec<bool>,
    steps: Vec<Step>,
    idle: usize,
}

/// A column that enters, upwards from nothing or downwards from its most.
#[derive(Clone, Copy)]
struct Entering {
    column: usize,
    direction: f64,
}

#[expect(clippy::indexing_slicing, reason = "every index is that of a row or a column of this program, made in `new`")]
impl<'a> Solver<'a> {
    fn new(columns: &'a [Column], sums: &[f64]) -> Self {
        Self {
            columns,
            values: vec![0.0; columns.len()],
            basis: vec![None; sums.len()],
            held: sums.iter().map(|sum| sum.abs()).collect(),
            signs: sums.iter().map(|sum| if *sum < 0.0 { -1.0 } else { 1.0 }).collect(),
            in_basis: vec![false; columns.len()],
            steps: Vec::new(),
            idle: 0,
        }
    }

    /// A column that makes it cheaper; `None`: none does.
    fn entering(&self) -> Option<Entering> {
        let prices = self.prices();
        let mut best: Option<(f64, Entering)> = None;
        for (column, of) in self.columns.iter().enumerate() {
            if self.in_basis[column] || of.most < NOTHING {
                continue;
            }
            let worth: f64 = of.entries.iter().map(|(row, times)| times * prices[*row]).sum();
            let gain = of.cost - worth;
            let full = self.values[column] > NOTHING;
            let (gain, direction) = if full { (-gain, -1.0) } else { (gain, 1.0) };
            if gain < -NOTHING && best.as_ref().is_none_or(|(most, _)| gain < *most) {
                best = Some((gain, Entering { column, direction }));
                if self.idle > PATIENCE {
                    break;
                }
            }
        }
        best.map(|(_, entering)| entering)
    }

    /// Takes a column in as far as it goes; `false`: it goes on for ever, which no program made here does.
    fn step(&mut self, entering: Entering) -> bool {
        let Entering { column, direction } = entering;
        let mut moved = vec![0.0; self.basis.len()];
        for (row, times) in &self.columns[column].entries {
            moved[*row] += times * self.signs[*row];
        }
        self.through(&mut moved);
        let mut furthest = self.columns[column].most;
        let mut leaving: Option<usize> = None;
        for (row, by) in moved.iter().enumerate() {
            let by = by * direction;
            if by.abs() < NOTHING {
                continue;
            }
            let room = if by > 0.0 { self.held[row] / by } else { (self.most(row) - self.held[row]) / -by };
            let room = room.max(0.0);
            let nearer = room < furthest - NOTHING;
            let as_near = room <= furthest + NOTHING && leaving.is_some_and(|kept| self.goes_before(row, kept, &moved));
            if nearer || as_near {
                (furthest, leaving) = (room.min(furthest), Some(row));
            }
        }
        if furthest.is_infinite() {
            return false;
        }
        self.idle = if furthest > NOTHING { 0 } else { self.idle + 1 };
        for (row, by) in moved.iter().enumerate() {
            self.held[row] -= by * direction * furthest;
        }
        let value = self.values[column] + direction * furthest;
        self.values[column] = value;
        if let Some(row) = leaving {
            self.exchange(row, column, value, &moved);
        }
        for (row, held) in self.held.iter().enumerate() {
            if let Some(column) = self.basis[row] {
                self.values[column] = *held;
            }
        }
        true
    }

    /// Which of two rows that stop a step equally soon leaves: what is unbalanced before columns, then the surer pivot.
    fn goes_before(&self, row: usize, kept: usize, moved: &[f64]) -> bool {
        if self.idle > PATIENCE {
            return self.basis[row] < self.basis[kept];
        }
        (self.basis[row].is_none(), moved[row].abs()) > (self.basis[kept].is_none(), moved[kept].abs())
    }

    fn exchange(&mut self, row: usize, column: usize, value: f64, moved: &[f64]) {
        if let Some(out) = self.basis[row] {
            self.in_basis[out] = false;
            let most = self.columns[out].most;
            self.values[out] = if self.held[row] > most / 2.0 { most } else { 0.0 };
        }
        self.basis[row] = Some(column);
        self.in_basis[column] = true;
        self.held[row] = value;
        let pivot = 1.0 / moved[row];
        let others = moved.iter().enumerate().filter(|(other, by)| *other != row && by.abs() > 1e-12);
        self.steps.push(Step { row, pivot, others: others.map(|(other, by)| (other, -by * pivot)).collect() });
    }

    fn most(&self, row: usize) -> f64 {
        self.basis[row].map_or(f64::INFINITY, |column| self.columns[column].most)
    }

    /// Nothing is left unbalanced.
    fn balanced(&self) -> bool {
        self.basis.iter().zip(&self.held).all(|(basis, held)| basis.is_some() || held.abs() < 1e-6)
    }

    /// The inverse of the basis, applied to a column.
    fn through(&self, vector: &mut [f64]) {
        for step in &self.steps {
            let at = vector[step.row];
            if at != 0.0 {
                for (row, times) in &step.others {
                    vector[*row] += times * at;
                }
                vector[step.row] = step.pivot * at;
            }
        }
    }

    /// What one more of each row's sum would cost.
    fn prices(&self) -> Vec<f64> {
        let cost = |basis: &Option<usize>| basis.map_or(UNBALANCED, |column| self.columns[column].cost);
        let mut prices: Vec<f64> = self.basis.iter().map(cost).collect();
        for step in self.steps.iter().rev() {
            let others: f64 = step.others.iter().map(|(row, times)| times * prices[*row]).sum();
            prices[step.row] = step.pivot * prices[step.row] + others;
        }
        prices.iter().zip(&self.signs).map(|(price, sign)| price * sign).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(entries: &[(usize, f64)], cost: f64, most: f64) -> Column {
        Column { entries: entries.to_vec(), cost, most }
    }

    fn cost(columns: &[Column], values: &[f64]) -> f64 {
        columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    #[test]
    fn the_cheapest_way_that_balances_is_found() {
        // Two ways to make 5 of row 0: dear at once, or cheaply over row 1, of which there are only 3.
        let columns = [
            column(&[(0, 1.0)], 10.0, f64::INFINITY),
            column(&[(0, 1.0), (1, -1.0)], 1.0, f64::INFINITY),
            column(&[(1, 1.0)], 1.0, 3.0),
        ];
        let values = cheapest(&columns, &[5.0, 0.0]).unwrap();
        assert!((cost(&columns, &values) - 26.0).abs() < 1e-6, "{values:?}");
        assert!((values[0] - 2.0).abs() < 1e-6 && (values[1] - 3.0).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_balanced_is_said() {
        let columns = [column(&[(0, 1.0)], 1.0, 3.0)];
        assert!(cheapest(&columns, &[5.0]).is_none());
        assert!(cheapest(&columns, &[-1.0]).is_none());
        assert_eq!(cheapest(&columns, &[0.0]), Some(vec![0.0]));
    }

    #[test]
    fn it_agrees_with_trying_everything() {
        // Whole numbers from 0 to 3 of six columns over three rows, with a little generator of its own.
        let mut state = 1u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut solved = 0;
        for _ in 0..300 {
            let mut columns = Vec::new();
            for _ in 0..6 {
                let (one, other) = (usize::try_from(random(3)).unwrap(), usize::try_from(random(3)).unwrap());
                let entries = if one == other { vec![(one, 1.0)] } else { vec![(one, 1.0), (other, -1.0)] };
                columns.push(column(&entries, f64::from(u32::try_from(random(5)).unwrap()), 3.0));
            }
            let sums: Vec<f64> = (0..3).map(|_| f64::from(u32::try_from(random(5)).unwrap()) - 2.0).collect();
            let mut best: Option<f64> = None;
            for tried in 0..4_u32.pow(6) {
                let values: Vec<f64> = (0..6).map(|at| f64::from(tried / 4_u32.pow(at) % 4)).collect();
                let mut made = [0.0; 3];
                for (of, value) in columns.iter().zip(&values) {
                    of.entries.iter().for_each(|(row, times)| made[*row] += times * value);
                }
                if made.iter().zip(&sums).all(|(made, sum)| (made - sum).abs() < 1e-9) {
                    let cost = cost(&columns, &values);
                    best = Some(best.map_or(cost, |best: f64| best.min(cost)));
                }
            }
            let found = cheapest(&columns, &sums).map(|values| cost(&columns, &values));
            assert_eq!(best.is_some(), found.is_some(), "{columns:?} {sums:?}");
            if let (Some(best), Some(found)) = (best, found) {
                assert!((best - found).abs() < 1e-6, "{best} {found}");
                solved += 1;
            }
        }
        assert!(solved > 50, "{solved}");
    }
}
