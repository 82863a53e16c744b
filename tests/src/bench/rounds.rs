//! Rounds of several ways, one after another in each round, so that a slow spell of the disk meets all of them.

use std::time::Duration;

use super::machine;

/// A round is repeated when its disk was slower than the best by this factor, at most so often.
const SLOW: u32 = 2;
const REPEATS: usize = 5;

/// The figures of one way, a figure a round.
#[derive(Debug)]
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    /// Its figure in each round.
    pub rounds: Vec<f64>,
}

impl Way {
    /// The figure in the middle.
    #[must_use]
    pub fn median(&self) -> f64 {
        median(&self.rounds)
    }

    /// How it stands to another: the median of the quotients of each round, and all of them.
    #[must_use]
    pub fn against(&self, other: &Self) -> (f64, Vec<f64>) {
        let ratios: Vec<f64> = self.rounds.iter().zip(&other.rounds).map(|(mine, its)| mine / its).collect();
        (median(&ratios), ratios)
    }
}

/// The value in the middle.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A setting of a benchmark from the environment.
#[must_use]
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Runs every way once a round, in turn, beginning with another way each round. Says the disk's speed before each round, and repeats a round whose
/// disk was twice as slow as the best.
pub fn run(rounds: u64, ways: &[(&'static str, &dyn Fn() -> f64)]) -> Vec<Way> {
    let mut done: Vec<Way> = ways.iter().map(|(name, _)| Way { name, rounds: Vec::new() }).collect();
    let mut best = Duration::MAX;
    let mut repeats = 0;
    let mut round = 0;
    while round < rounds {
        let sync = machine::sync();
        best = best.min(sync.p50);
        let mut figures = vec![0.0; ways.len()];
        for turn in 0..ways.len() {
            let at = (turn + round as usize) % ways.len();
            figures[at] = ways[at].1();
        }
        let after = machine::sync();
        best = best.min(after.p50);
        let slow = sync.p50.max(after.p50) >= best * SLOW;
        let figures_said: Vec<String> =
            ways.iter().zip(&figures).map(|((name, _), figure)| format!("{name} {figure:.0}")).collect();
        println!("  round {}: fsync p50 {:?} p99 {:?}; {}", round + 1, sync.p50, sync.p99, figures_said.join(", "));
        if slow && repeats < REPEATS {
            repeats += 1;
            println!(
                "  that round is repeated: its fsync p50 was twice the best ({:?}, {best:?})",
                sync.p50.max(after.p50)
            );
            continue;
        }
        for (way, figure) in done.iter_mut().zip(figures) {
            way.rounds.push(figure);
        }
        round += 1;
    }
    done
}
