//! The answer: rows, their total, and what they rest on.

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_core::text::Say;
use jiff::civil::Date;
use serde::Serialize;

use super::{Definition, Dimension};

/// Coverage on a day, as known at a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The day.
    pub on: Date,
    /// The region.
    pub region: Place,
    /// Rows by what; `None`: the total alone.
    pub by: Option<Dimension>,
    /// The rows, by key; none without a dimension. By outcome form they may overlap, and then add up to more than the total.
    pub rows: Vec<Row>,
    /// All of them, each employer counted once.
    pub total: Row,
    /// What the figures mean.
    pub definition: Definition,
    /// What they were computed from: given it, anybody computes the same digits later.
    pub basis: Basis,
}

/// Numbers of employers and of women.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The value of the dimension: a place's code, an industry's code, a name; `unknown` where it is not known.
    pub key: String,
    /// The value in words.
    pub label: Say,
    /// Employers covered: the numerator.
    pub employers_covered: u64,
    /// Employers in the register: the denominator.
    pub employers_total: u64,
    /// Of those covered, by a derived day of effect that nobody confirmed.
    pub unconfirmed: u64,
    /// Employers that are not counted as covered, and have an instrument whose first day is not known.
    pub unknown_effect: u64,
    /// Women of the employers covered, as far as their number is known.
    pub women_covered: u64,
    /// Employers covered whose number of women is not known.
    pub women_unknown_employers: u64,
    /// Women of all employers in the register, as far as their number is known.
    pub women_total: u64,
    /// Employers in the register whose number of women is not known.
    pub women_total_unknown_employers: u64,
    /// Of the employers covered, those made up for demonstration.
    pub made_up: u64,
}

/// What a table was computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The last position that was known.
    pub position: Position,
    /// The chain of the log there.
    pub chain: Digest,
    /// Version of the rulebook known there.
    pub rulebook: Digest,
    /// Version of the working calendar known there.
    pub calendar: Digest,
    /// Id of the definition.
    pub definition: &'static str,
    /// Version of the list of biomedicine known there. Employers are counted by their flag, which the list helps to set.
    pub biomedicine_list: String,
}

impl Row {
    /// A row without numbers.
    #[must_use]
    pub fn empty(key: impl Into<String>, label: Say) -> Self {
        Self {
            key: key.into(),
            label,
            employers_covered: 0,
            employers_total: 0,
            unconfirmed: 0,
            unknown_effect: 0,
            women_covered: 0,
            women_unknown_employers: 0,
            women_total: 0,
            women_total_unknown_employers: 0,
            made_up: 0,
        }
    }

    /// Adds the numbers of a row with other employers.
    pub(super) fn add(&mut self, other: &Self) {
        self.employers_covered += other.employers_covered;
        self.employers_total += other.employers_total;
        self.unconfirmed += other.unconfirmed;
        self.unknown_effect += other.unknown_effect;
        self.women_covered += other.women_covered;
        self.women_unknown_employers += other.women_unknown_employers;
        self.women_total += other.women_total;
        self.women_total_unknown_employers += other.women_total_unknown_employers;
        self.made_up += other.made_up;
    }
}
