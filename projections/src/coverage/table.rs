//! The answer: rows, their total, and what they rest on.

use heyi_core::text::Say;
use serde::Serialize;

use super::measure::Definition;
use super::{Basis, Cell, CoverageQuery};

/// A measure, broken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its id: given it, anybody computes the same digits later ([`super::question`]).
    pub id: String,
    /// What was asked.
    pub question: CoverageQuery,
    /// The rows, by their keys; none without a dimension.
    pub rows: Vec<Row>,
    /// All of them, each unit counted once.
    pub total: Cell,
    /// A unit may stand in several rows: they add up to more than the total.
    pub overlapping: bool,
    /// What the figures mean.
    pub definition: Definition,
    /// What they were computed from.
    pub basis: Basis,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The value in each dimension asked: a code, a name; `unknown` where it is not known.
    pub keys: Vec<String>,
    /// The values in words.
    pub labels: Vec<Say>,
    /// Its numbers.
    pub cell: Cell,
}
