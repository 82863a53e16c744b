//! The figures of `docs/figures.md`, computed slowly and plainly from what is recorded: what the projections are compared with.
//!
//! It reads every commit, folds every stream anew for every question, and looks at each unit in turn. It shares no code with the
//! projections or with the folds of the core: a test of the architecture sees to that.

use std::collections::BTreeMap;

use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_store::codec;
use heyi_store::log::EventLog;
use jiff::civil::Date;
use serde::Serialize;

pub mod case;
pub mod coverage;
pub mod employer;
pub mod letter;
pub mod listed;
pub mod offer;
pub mod opening;
pub mod order;
pub mod performance;
pub mod renewal;
pub mod review;
pub mod signed;
pub mod signing;
pub mod span;
pub mod standard;
pub mod state;
pub mod tally;
pub mod term;
pub mod text;
pub mod units;
pub mod values;
pub mod world;

use world::{Read, World};

/// How many events one read asks for.
const BATCH: usize = 1_000;

/// Everything recorded.
pub struct Oracle {
    commits: Vec<Read>,
}

/// A question, whole: nothing is left out of it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The measure, such as `women-covered`.
    pub measure: String,
    /// The first day of the span.
    pub from: Date,
    /// The day asked, which is the last of the span.
    pub on: Date,
    /// The position the answer is as known at.
    pub known: Position,
    /// The division.
    pub region: Place,
    /// The dimensions of the rows.
    pub by: Vec<String>,
    /// Dimensions with a value each; several of one dimension are alternatives.
    pub filters: Vec<(String, String)>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The figures of each row by its values, in the order of the dimensions asked.
    pub rows: BTreeMap<Vec<String>, Numbers>,
    /// The figures of all together.
    pub total: Numbers,
}

/// The figures of a row, in the unit of the measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Counted, confirmed.
    pub confirmed: u64,
    /// Counted, derived and unconfirmed.
    pub derived: u64,
    /// Not known: nothing is known of the first day.
    pub undated: u64,
    /// Not known: a day is not known exactly.
    pub imprecise: u64,
    /// Not known: not told.
    pub untold: u64,
    /// Not known: a period has not ended.
    pub open: u64,
    /// The base; `None`: the measure has none.
    pub base: Option<u64>,
    /// Units (of people: employers) of which it is not known whether they belong to the base.
    pub base_unknown: u64,
    /// Of those counted, marked made up; of people, employers.
    pub made_up: u64,
    /// Of measures of people only: employers.
    pub employers: Option<People>,
    /// Of `offer-to-effect` only, where there are any.
    pub days: Option<Days>,
}

/// The employers whose people a cell counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// Confirmed.
    pub confirmed: u64,
    /// Derived.
    pub derived: u64,
    /// Undated.
    pub undated: u64,
    /// Imprecise.
    pub imprecise: u64,
    /// Not told.
    pub untold: u64,
    /// Open.
    pub open: u64,
    /// In the base.
    pub base: u64,
    /// Counted, without a head count.
    pub without_count: u64,
    /// In the base, without a head count.
    pub base_without_count: u64,
    /// Counted, with a stale count.
    pub stale: u64,
}

/// Days from offer to effect, of the nearest rank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The median.
    pub median: i64,
    /// The ninetieth percentile.
    pub p90: i64,
}

impl Oracle {
    /// Reads all of a log.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn of(log: &dyn EventLog) -> Self {
        let mut commits: Vec<Read> = Vec::new();
        loop {
            let after = commits.last().map_or(Position::ZERO, |read| read.end);
            let batch = log.read_commits(after, BATCH).await.expect("the log reads");
            if batch.is_empty() {
                return Self { commits };
            }
            for commit in batch {
                let end = commit.events.last().expect("a commit holds an event").position;
                let read = |event: &heyi_store::append::LogEvent| {
                    (event.stream.clone(), codec::decode(event).expect("an event of the log reads"))
                };
                commits.push(Read { end, events: commit.events.iter().map(read).collect() });
            }
        }
    }

    /// The last position.
    #[must_use]
    pub fn head(&self) -> Position {
        self.commits.last().map_or(Position::ZERO, |read| read.end)
    }

    /// Positions at which a commit ends, from 0 on.
    #[must_use]
    pub fn ends(&self) -> Vec<Position> {
        std::iter::once(Position::ZERO).chain(self.commits.iter().map(|read| read.end)).collect()
    }

    /// The answer to a question.
    ///
    /// # Panics
    /// When no measure has that name.
    #[must_use]
    pub fn answer(&self, question: &Question) -> Answer {
        let world = World::known(&self.commits, question.known);
        let (shape, units) = match question.measure.as_str() {
            "contracts-in-force" | "instruments-in-force" => coverage::contracts(&world, question),
            "contracts-signed" => signed::contracts(&world, question),
            "review" => signed::reviewed(&world, question),
            "standard" => standard::standard(&world, question),
            "contracts-expiring" => term::expiring(&world, question),
            "offer-to-effect" => term::offer_to_effect(&world, question),
            "renewal" => renewal::renewal(&world, question),
            "performance-clauses" => performance::clauses(&world, question),
            "performance-contracts" => performance::contracts(&world, question),
            "offer-response" | "offer-on-time" => offer::offers(&world, question),
            "letters-answered" => letter::letters(&world, question),
            _ => coverage::employers(&world, question),
        };
        tally::tally(shape, &units, question)
    }
}

#[cfg(test)]
mod tests;
