//! The wider mix: every kind of fact that some figure asks for, each attempted at random. Refusals are part of the game here too.

use heyi_core::case::Case;
use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::ids::CaseId;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::topic::TopicCode;
use heyi_store::clock::Clock as _;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;

use super::{World, asked};

mod beside;
mod joint;
mod letters;
mod mend;
mod onward;
mod openings;
mod plain;
mod register;
mod renewals;
mod steps;

/// Regions that hold some of the employers, or cases, or letters.
pub(super) const REGIONS: [&str; 9] =
    ["100000", "320000", "320100", "320500", "320576", "320700", "110000", "310000", "370000"];

/// Counties of Jiangsu and one zone of the statistics bureau, a city and a province above them, and places of other provinces.
const PLACES: [&str; 12] = [
    "320106", "320102", "320205", "320500", "320505", "320576", "320706", "320000", "110105", "310115", "370102",
    "440300",
];

/// Topics of the measures that ask for topics, and others.
const TOPICS: [&str; 7] = ["CAR.01", "CAR.02", "PRD.PRE.01", "PRD.NUR.01", "NUR.01", "EQ.01", "HLT.02"];

impl World {
    pub(super) async fn rich_step(&mut self) {
        match self.random.random_range(0..100) {
            0..5 => self.begin_one().await,
            5..9 => self.take_over_one().await,
            9..13 => self.begin_many().await,
            13..16 => self.change_list().await,
            16..18 => self.enter().await,
            18..26 => self.tell_of_employer().await,
            26..61 => self.bring_on().await,
            61..80 => self.go_beside().await,
            80..84 => self.mend().await,
            84 => self.withdraw().await,
            85..87 => self.approve().await,
            87..91 => self.renew().await,
            91..98 => self.write().await,
            _ => self.adopt_rules().await,
        }
    }

    fn chance(&mut self, of: f64) -> bool {
        self.random.random_bool(of)
    }

    fn some_place(&mut self) -> Place {
        self.pick(&PLACES).parse().unwrap()
    }

    fn topic(&mut self) -> TopicCode {
        TopicCode(self.pick(&TOPICS).into())
    }

    /// A day not after today, and at most so many days before.
    fn back(&mut self, most: i64) -> Date {
        self.clock.today() - self.random.random_range(0..=most).days()
    }

    /// A day from so many days before today to so many after.
    fn around(&mut self, before: i64, after: i64) -> Date {
        self.clock.today() + self.random.random_range(-before..=after).days()
    }

    /// A day of the last weeks, or of the last three years: some of what is told is old by then.
    fn some_time(&mut self) -> Occurred {
        if self.chance(0.55) { self.occurred() } else { Occurred::on(self.back(1_100)) }
    }

    /// Mostly a day after everything recorded of the case, so that it comes on; sometimes any day of the last weeks.
    fn day_after(&mut self, case: &Case) -> Occurred {
        if self.chance(0.1) {
            return self.occurred();
        }
        let facts = case.lines.iter().filter(|line| line.counts() && !is_about_entries(line.recorded.event.kind()));
        let today = self.today();
        let last = facts.filter_map(|line| line.occurred().latest).max().unwrap_or(today).min(today);
        let end = if self.chance(0.7) { (last + 14.days()).min(today) } else { today };
        let days = (end - last).get_days();
        Occurred::on(last + i64::from(self.random.random_range(0..=days)).days())
    }

    /// Whether it was recorded.
    async fn record(&mut self, case: CaseId, command: Command, occurred: Occurred) -> bool {
        let request = Request { command, occurred, note: None, evidence: Vec::new() };
        self.store.cases.execute(case, request, asked(1)).await.is_ok()
    }
}

fn is_about_entries(kind: &str) -> bool {
    matches!(kind, "entry-corrected" | "entry-withdrawn" | "correction-approved")
}
