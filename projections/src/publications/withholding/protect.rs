//! Which numbers are withheld so that no small one can be worked out.
//!
//! Whoever reads what is published knows the numbers shown, every sum they stand in, and that a number withheld is not 0. A small
//! number is safe when another world fits all of that, in which it is larger by at least the threshold: then nobody can tell whether it
//! is small, nor what it is. For each small number the cheapest such world is looked for; what is shown and would differ in it is withheld
//! too. The worlds are kept and checked with whole numbers: they are the proof.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::program::{Column, Program};
use super::system::System;

/// What a change of a number costs that nobody would see: so that the shortest way is taken.
const UNSEEN: f64 = 0.05;
/// What showing less of a total costs, beside a row.
const TOTAL: f64 = 3.0;

/// By how much each number differs from the true one; what is not named does not.
pub(super) type World = BTreeMap<usize, i64>;

/// What is withheld, and the worlds that show it is enough.
#[derive(Debug)]
pub(super) struct Protection {
    /// The numbers withheld.
    pub(super) withheld: BTreeSet<usize>,
    /// For each small number there is one in which it is larger by the threshold or more.
    pub(super) worlds: Vec<World>,
}

/// Withholds what is small, and what would give it away.
pub(super) fn protect(system: &System, threshold: i64) -> Protection {
    let small: Vec<usize> = (0..system.numbers.len()).filter(|number| system.is_small(*number, threshold)).collect();
    let mut withheld: BTreeSet<usize> = small.iter().copied().filter(|number| system.shows(*number)).collect();
    let (mut worlds, mut parts): (Vec<World>, Vec<Part>) = (Vec::new(), Vec::new());
    for number in small {
        if worlds.iter().any(|world| world.get(&number).is_some_and(|more| *more >= threshold)) {
            continue;
        }
        let holds = |part: &Part| part.near.numbers.binary_search(&number).is_ok();
        let at = parts.iter().position(holds).unwrap_or_else(|| {
            parts.push(Part::of(system, number, &withheld));
            parts.len() - 1
        });
        let Some(part) = parts.get_mut(at) else { continue };
        let found = part.cheapest_world(system, number, threshold);
        let world = found.unwrap_or_else(|| everything_larger(system, number, threshold));
        for differs in world.keys().filter(|differs| system.shows(**differs)) {
            if withheld.insert(*differs) {
                part.withhold(*differs);
            }
        }
        worlds.push(world);
    }
    Protection { withheld, worlds }
}

impl Protection {
    /// Whether every small number is safe: the proof, checked with whole numbers.
    pub(super) fn holds(&self, system: &System, threshold: i64) -> bool {
        let small = (0..system.numbers.len()).filter(|number| system.is_small(*number, threshold));
        let is_safe =
            |number: usize| self.worlds.iter().any(|world| world.get(&number).is_some_and(|more| *more >= threshold));
        let seen =
            |world: &World| world.keys().all(|differs| !system.shows(*differs) || self.withheld.contains(differs));
        small.into_iter().all(is_safe) && self.worlds.iter().all(|world| seen(world) && fits(system, world))
    }
}

/// All sums hold, and nothing is less than it can be.
fn fits(system: &System, world: &World) -> bool {
    let more = |number: &usize| world.get(number).copied().unwrap_or_default();
    let balanced =
        system.sums.iter().all(|sum| sum.iter().map(|(number, times)| times * more(number)).sum::<i64>() == 0);
    balanced && world.iter().all(|(number, more)| more.checked_neg().is_some_and(|less| less <= system.room(*number)))
}

/// Numbers that hang together, and the program that looks for worlds of theirs.
struct Part {
    near: Near,
    program: Program,
}

impl Part {
    fn of(system: &System, number: usize, withheld: &BTreeSet<usize>) -> Self {
        let near = together(system, number);
        let place: BTreeMap<usize, usize> = near.sums.iter().enumerate().map(|(at, sum)| (*sum, at)).collect();
        let mut columns = Vec::with_capacity(2 * near.numbers.len());
        for one in &near.numbers {
            let entries = system.in_sums(*one).filter_map(|(sum, times)| Some((*place.get(&sum)?, small_float(times))));
            let entries: Vec<(usize, f64)> = entries.collect();
            let down = entries.iter().map(|(at, times)| (*at, -times)).collect();
            let cost = cost(system, *one, withheld);
            columns.push(Column { entries, cost, most: f64::INFINITY });
            columns.push(Column { entries: down, cost, most: small_float(system.room(*one)) });
        }
        let program = Program::new(columns, near.sums.len());
        Self { near, program }
    }

    /// A number that nobody will see costs little to change from now on.
    fn withhold(&mut self, number: usize) {
        if let Ok(at) = self.near.numbers.binary_search(&number) {
            self.program.costs(2 * at, UNSEEN);
            self.program.costs(2 * at + 1, UNSEEN);
        }
    }

    /// The world that shows the least less; `None`: it was not found in whole numbers.
    fn cheapest_world(&mut self, system: &System, number: usize, threshold: i64) -> Option<World> {
        let at = self.near.numbers.binary_search(&number).ok()?;
        let values = self.program.raise(2 * at, 2 * at + 1, small_float(threshold))?;
        let mut world = World::new();
        for (one, change) in self.near.numbers.iter().zip(values.chunks_exact(2)) {
            let [up, down] = change else { continue };
            let change = up - down;
            let whole = change.round();
            if (change - whole).abs() > 1e-4 {
                return None;
            }
            #[expect(clippy::cast_possible_truncation, reason = "rounded, and far below 2^53")]
            let whole = whole as i64;
            if whole != 0 {
                world.insert(*one, whole);
            }
        }
        let raised = world.get(&number).is_some_and(|more| *more >= threshold);
        (raised && fits(system, &world)).then_some(world)
    }
}

/// Everything that hangs together so many times as large: then every sum holds, and nothing that was 0 is not.
fn everything_larger(system: &System, number: usize, threshold: i64) -> World {
    let near = together(system, number);
    let value = system.value(number).max(1);
    let times = threshold / value + i64::from(threshold % value != 0);
    near.numbers
        .into_iter()
        .map(|one| (one, system.value(one).saturating_mul(times)))
        .filter(|(_, more)| *more != 0)
        .collect()
}

struct Near {
    numbers: Vec<usize>,
    sums: Vec<usize>,
}

/// The numbers that hang together with one by sums, and those sums.
fn together(system: &System, number: usize) -> Near {
    let mut numbers = BTreeSet::from([number]);
    let mut sums = BTreeSet::new();
    let mut waiting = VecDeque::from([number]);
    while let Some(one) = waiting.pop_front() {
        for (sum, _) in system.in_sums(one) {
            if !sums.insert(sum) {
                continue;
            }
            let others = system.sums.get(sum).into_iter().flatten();
            waiting.extend(others.map(|(other, _)| *other).filter(|other| numbers.insert(*other)));
        }
    }
    Near { numbers: numbers.into_iter().collect(), sums: sums.into_iter().collect() }
}

/// What changing a number costs: nothing much where nobody sees it; else larger numbers and totals are missed more.
fn cost(system: &System, number: usize, withheld: &BTreeSet<usize>) -> f64 {
    if !system.shows(number) || withheld.contains(&number) {
        return UNSEEN;
    }
    let bits = u64::BITS - system.value(number).unsigned_abs().leading_zeros();
    let weight = 4.0 + f64::from(bits);
    if system.is_total(number) { weight * TOTAL } else { weight }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of people are far below 2^53")]
fn small_float(number: i64) -> f64 {
    number as f64
}
