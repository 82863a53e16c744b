//! After the effect: publication, inspection, report.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The contract was made known to the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// How: notice board, meeting, intranet.
    pub way: String,
}

/// What an inspection found of one clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Kept.
    Kept,
    /// Kept in part.
    Partly,
    /// Not kept.
    NotKept,
    /// Not yet due.
    NotYetDue,
}

/// One clause inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseFinding {
    /// Which clause.
    pub clause: u32,
    /// What was found.
    pub finding: Finding,
    /// What it rests on.
    pub basis: String,
    /// Women reached by it, when counted.
    pub women_reached: Option<u32>,
}

/// Performance was inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerformanceInspected {
    /// Who inspected: joint group, union, tripartite body.
    pub by: String,
    /// How many inspectors, when known.
    pub inspectors: Option<u32>,
    /// Clause by clause.
    pub findings: Vec<ClauseFinding>,
    /// What is to be mended.
    pub repair: String,
    /// By when.
    pub repair_due: Option<Date>,
}

/// Performance was reported to the congress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedToCongress {
    /// What was reported.
    pub report: String,
}
