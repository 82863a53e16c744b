//! The congress (职工代表大会) and its vote.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assembly {
    /// Delegates.
    Delegates,
    /// All staff.
    AllStaff,
}

/// The congress was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CongressConvened {
    /// Who votes.
    pub assembly: Assembly,
    /// The day planned, which may lie ahead.
    pub planned_day: Option<Date>,
    /// The day the papers were sent.
    pub papers_sent: Option<Date>,
    /// All members entitled to vote, when known.
    pub members: Option<u32>,
    /// Women among them, when known.
    pub women: Option<u32>,
}

/// What the numbers of a vote come to. The base is all members, not those present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VoteResult {
    /// Quorum met and enough in favour.
    Passed,
    /// Quorum met, not enough in favour.
    Failed,
    /// Too few were present.
    NoQuorum,
}

/// The roll and the ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// All members entitled to vote.
    pub members: u32,
    /// Present.
    pub present: u32,
    /// Women among those present, when known.
    pub women_present: Option<u32>,
    /// In favour.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Abstained.
    pub abstained: u32,
    /// By secret ballot; `None`: not known.
    pub secret: Option<bool>,
}

/// The vote, with what it came to and by which rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteTaken {
    /// The numbers.
    pub ballot: Ballot,
    /// What they come to.
    pub result: VoteResult,
    /// Id of the rule of the quorum, such as `cn.vote.quorum`.
    pub quorum_rule: String,
    /// Id of the rule of passing, such as `cn.vote.pass`.
    pub pass_rule: String,
}

/// The staff side's chief told the employer in writing that the draft was passed: in Shanghai the clock of the filing starts here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageNotified {
    /// How it was served.
    pub way: super::offer::DeliveryWay,
}

/// A vote of which the source tells the result and no numbers: it is taken as told, and marked as not to be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteTold {
    /// Whether the source says it was passed.
    pub passed: bool,
    /// The words of the source.
    pub words: String,
}
