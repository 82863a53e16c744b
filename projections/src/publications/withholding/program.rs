//! The cheapest way to change numbers so that all sums still hold: a linear program with bounded variables, solved by the primal
//! simplex method. The inverse of its basis is kept as a product of sparse steps, and made anew when they have become many. While it is
//! looked for, every sum is off by a hair, another for each, so that hardly any step gains nothing; the answer is that of the true sums.

/// What is smaller is taken for nothing.
const NOTHING: f64 = 1e-7;
/// What raising a number as asked is worth: more than it costs to show less, less than to leave a sum unbalanced.
const WANTED: f64 = 2e4;
/// By how much sums are off while the answer is looked for.
const HAIR: f64 = 1e-5;
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

/// Variables with sums that are nothing, at the point where everything is nothing, or where one was raised last.
///
/// Asked for one after another, the answers are near each other: each is looked for from the one before.
pub(super) struct Program {
    solver: Solver,
}

impl Program {
    /// So many sums, all of them nothing.
    pub(super) fn new(columns: Vec<Column>, sums: usize) -> Self {
        let mut solver = Solver::new(columns, &vec![0.0; sums]);
        // What cannot be balanced to a hair is left: sums that follow from others.
        let _ = solver.run();
        Self { solver }
    }

    /// What a column costs from now on.
    pub(super) fn costs(&mut self, column: usize, cost: f64) {
        if let Some(column) = self.solver.columns.get_mut(column) {
            column.cost = cost;
        }
    }

    /// How much there is of each column when there is so much of one, and none of its opposite, at the least cost; `None`: that cannot
    /// be, or costs too much.
    pub(super) fn raise(&mut self, up: usize, down: usize, by: f64) -> Option<Vec<f64>> {
        let before = (self.solver.columns.get(up)?.cost, self.solver.columns.get(down)?.cost);
        let most = by.max(self.solver.values.get(up).copied()?);
        if let Some(column) = self.solver.columns.get_mut(up) {
            (column.cost, column.most) = (-WANTED, most);
        }
        self.costs(down, WANTED);
        let found = self.solver.run().then(|| self.solver.true_values()).flatten();
        // It may stand at its most, and stays no more than that: more of it is never asked for.
        self.costs(up, before.0);
        self.costs(down, before.1);
        found
    }
}

/// By how much a sum is off: a little, and by no two alike.
fn hair(row: usize) -> f64 {
    let spread = u32::try_from(row % 1_009).unwrap_or_default();
    HAIR * (1.0 + f64::from(spread * 617 % 1_009) / 1_009.0)
}

/// One step of the inverse: a row, and what the column that entered there does to all.
struct Step {
    row: usize,
    pivot: f64,
    others: Vec<(usize, f64)>,
}

struct Solver {
    columns: Vec<Column>,
    /// The value of every column that is not in the basis, and of those in it.
    values: Vec<f64>,
    /// What stands in the basis, row by row: a column, or what is left unbalanced there.
    basis: Vec<Option<usize>>,
    /// The rows' own values: those of what stands in the basis.
    held: Vec<f64>,
    /// Where the rows' sums are negative, what is left unbalanced counts downwards.
    signs: Vec<f64>,
    /// The sums, none negative.
    sums: Vec<f64>,
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
impl Solver {
    fn new(columns: Vec<Column>, sums: &[f64]) -> Self {
        let off: Vec<f64> = sums.iter().enumerate().map(|(row, sum)| sum.abs() + hair(row)).collect();
        let (values, in_basis) = (vec![0.0; columns.len()], vec![false; columns.len()]);
        Self {
            columns,
            values,
            basis: vec![None; sums.len()],
            held: off.clone(),
            sums: off,
            signs: sums.iter().map(|sum| if *sum < 0.0 { -1.0 } else { 1.0 }).collect(),
            in_basis,
            steps: Vec::new(),
            idle: 0,
        }
    }

    /// Goes on until nothing makes it cheaper; `false`: that took too long.
    fn run(&mut self) -> bool {
        self.idle = 0;
        for _ in 0..10 * (self.columns.len() + self.basis.len()) + 1_000 {
            let Some(entering) = self.entering() else { return true };
            if !self.step(entering) {
                return false;
            }
            if self.steps.len() > 2 * self.basis.len() + 50 {
                self.invert_anew();
            }
        }
        false
    }

    /// The values where every sum is as it should be, to the last digit; `None`: they are none.
    fn true_values(&self) -> Option<Vec<f64>> {
        let sums = self.sums.iter().enumerate().map(|(row, sum)| sum - hair(row)).collect();
        let held = self.held_for(sums);
        let mut values = self.values.clone();
        for (row, held) in held.iter().enumerate() {
            match self.basis[row] {
                Some(column) if *held > -1e-6 && *held < self.most(row) + 1e-6 => values[column] = *held,
                None if held.abs() < 1e-6 => {}
                _ => return None,
            }
        }
        Some(values)
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
        let mut moved = self.column(column);
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
        self.tell_values();
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
        self.push(row, moved);
    }

    /// Makes the inverse anew from what stands in the basis, and its values from the sums.
    fn invert_anew(&mut self) {
        let columns: Vec<usize> = self.basis.iter().flatten().copied().collect();
        self.steps.clear();
        self.basis = vec![None; self.basis.len()];
        for column in columns {
            let mut moved = self.column(column);
            self.through(&mut moved);
            let free = self.basis.iter().zip(&moved).enumerate().filter(|(_, (basis, _))| basis.is_none());
            let best = free.map(|(row, (_, by))| (row, by.abs())).max_by(|one, other| one.1.total_cmp(&other.1));
            match best {
                Some((row, by)) if by > NOTHING => {
                    self.basis[row] = Some(column);
                    self.push(row, &moved);
                }
                _ => {
                    self.in_basis[column] = false;
                    self.values[column] = 0.0;
                }
            }
        }
        self.held = self.held_for(self.sums.clone());
        self.tell_values();
    }

    /// What the rows hold when these are the sums, and the columns outside the basis as they are.
    fn held_for(&self, sums: Vec<f64>) -> Vec<f64> {
        let mut held = sums;
        for (column, of) in self.columns.iter().enumerate().filter(|(column, _)| !self.in_basis[*column]) {
            let value = self.values[column];
            if value != 0.0 {
                for (row, times) in &of.entries {
                    held[*row] -= times * self.signs[*row] * value;
                }
            }
        }
        self.through(&mut held);
        held
    }

    fn column(&self, column: usize) -> Vec<f64> {
        let mut vector = vec![0.0; self.basis.len()];
        for (row, times) in &self.columns[column].entries {
            vector[*row] += times * self.signs[*row];
        }
        vector
    }

    fn tell_values(&mut self) {
        for (row, held) in self.held.iter().enumerate() {
            if let Some(column) = self.basis[row] {
                self.values[column] = *held;
            }
        }
    }

    fn push(&mut self, row: usize, moved: &[f64]) {
        let pivot = 1.0 / moved[row];
        let others = moved.iter().enumerate().filter(|(other, by)| *other != row && by.abs() > 1e-12);
        self.steps.push(Step { row, pivot, others: others.map(|(other, by)| (other, -by * pivot)).collect() });
    }

    fn most(&self, row: usize) -> f64 {
        self.basis[row].map_or(f64::INFINITY, |column| self.columns[column].most)
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

    /// So much of column 0, and none of column 1.
    fn cheapest(columns: &[Column], sums: usize, by: f64) -> Option<Vec<f64>> {
        let values = Program::new(columns.to_vec(), sums).raise(0, 1, by)?;
        (values[0] > by - 1e-6 && values[1] < 1e-6).then_some(values)
    }

    #[test]
    fn the_cheapest_way_that_balances_is_found() {
        // Two ways to make up for 5 in row 0: dear at once, or cheaply over row 1, of which there are only 3.
        let columns = [
            column(&[(0, -1.0)], 0.0, f64::INFINITY),
            column(&[(0, 1.0)], 0.0, 0.0),
            column(&[(0, 1.0)], 10.0, f64::INFINITY),
            column(&[(0, 1.0), (1, -1.0)], 1.0, f64::INFINITY),
            column(&[(1, 1.0)], 1.0, 3.0),
        ];
        let values = cheapest(&columns, 2, 5.0).unwrap();
        assert!((cost(&columns, &values) - 26.0).abs() < 1e-6, "{values:?}");
        assert!((values[2] - 2.0).abs() < 1e-6 && (values[3] - 3.0).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_balanced_is_said() {
        let columns =
            [column(&[(0, -1.0)], 0.0, f64::INFINITY), column(&[(0, 1.0)], 0.0, 0.0), column(&[(0, 1.0)], 1.0, 3.0)];
        assert!(cheapest(&columns, 1, 5.0).is_none());
        assert!(cheapest(&columns, 1, 3.0).is_some());
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
        for _ in 0..150 {
            let mut columns = Vec::new();
            for _ in 0..6 {
                let (one, other) = (usize::try_from(random(3)).unwrap(), usize::try_from(random(3)).unwrap());
                let entries = if one == other { vec![(one, 1.0)] } else { vec![(one, 1.0), (other, -1.0)] };
                columns.push(column(&entries, f64::from(u32::try_from(random(5)).unwrap()), 3.0));
            }
            let mut program = Program::new(columns.clone(), 3);
            for up in 0..6 {
                let by = 1.0 + f64::from(u32::try_from(random(3)).unwrap());
                let down = (up + 1) % 6;
                let balanced = |values: &[f64]| {
                    let mut made = [0.0; 3];
                    for (of, value) in columns.iter().zip(values) {
                        of.entries.iter().for_each(|(row, times)| made[*row] += times * value);
                    }
                    made.iter().all(|made: &f64| made.abs() < 1e-6)
                };
                let mut best: Option<f64> = None;
                for tried in 0..4_u32.pow(6) {
                    let values: Vec<f64> = (0..6).map(|at| f64::from(tried / 4_u32.pow(at) % 4)).collect();
                    if values[up] == by && values[down] == 0.0 && balanced(&values) {
                        let cost = cost(&columns, &values);
                        best = Some(best.map_or(cost, |best: f64| best.min(cost)));
                    }
                }
                let raised = |program: &mut Program| {
                    program.raise(up, down, by).filter(|it| it[up] > by - 1e-6 && it[down] < 1e-6)
                };
                let found = raised(&mut Program::new(columns.clone(), 3));
                assert_eq!(best.is_some(), found.is_some(), "{up} by {by}: {columns:?}");
                if let (Some(best), Some(found)) = (best, found) {
                    assert!((best - cost(&columns, &found)).abs() < 1e-4, "{best} {found:?}");
                    solved += 1;
                }
                // Asked from where the last one left it, it is as good as any.
                if let Some(found) = raised(&mut program) {
                    assert!(balanced(&found) && found.iter().all(|value| (-1e-6..3.0 + 1e-6).contains(value)));
                }
            }
        }
        assert!(solved > 50, "{solved}");
    }
}
