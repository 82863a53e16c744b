//! Which employers an area or industry negotiation covers, since when, and how they are bound.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::EmployerId;

use super::congress::{Ballot, VoteResult};
use super::opening::HeadCount;

/// How an employer on the list is bound, as its papers show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// It gave a mandate to negotiate for it.
    Mandate,
    /// Its legal representative recognised the draft.
    Recognition,
    /// It sealed the contract.
    Seal,
    /// None of these: it is bound only where the law binds every employer of the area or industry.
    None,
}

/// An employer that joined, or of which something more is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerJoined {
    /// Which employer.
    pub employer: EmployerId,
    /// Its name then.
    pub name: String,
    /// The first day it belongs to the list; `None`: from the beginning, or not known.
    pub from: Option<Date>,
    /// How it is bound.
    pub binding: Binding,
    /// Its staff, when known.
    pub staff: Option<HeadCount>,
    /// Women among them, when known.
    pub women: Option<HeadCount>,
}

/// An employer that left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerLeft {
    /// Which employer.
    pub employer: EmployerId,
    /// The last day it belongs to the list; `None`: the day this occurred.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
}

/// The coverage list (覆盖名册) changed: at most 1,000 employers in one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageListed {
    /// Who joined, or is entered anew with what is known now.
    pub joined: Vec<EmployerJoined>,
    /// Who left.
    pub left: Vec<EmployerLeft>,
}

/// The staff of one covered employer voted on the joint draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerVoteTaken {
    /// Which employer.
    pub employer: EmployerId,
    /// The roll and the ballot.
    pub ballot: Ballot,
    /// What it came to.
    pub result: VoteResult,
    /// The rule the quorum was judged by.
    pub quorum_rule: String,
    /// The rule the result was judged by.
    pub pass_rule: String,
}
