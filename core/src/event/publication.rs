//! Publications: figures published together, one stream for each. What was published is kept to the digit.

use serde::{Deserialize, Serialize};

use crate::ids::PublicationId;
use crate::place::Place;
use crate::text::Say;

use super::family;

family! {
    /// What can happen to a publication.
    PublicationEvent {
        /// Somebody proposed to publish tables.
        FiguresProposed(FiguresProposed) = "figures-proposed",
        /// The proposal was changed before it was decided.
        ProposalAmended(ProposalAmended) = "proposal-amended",
        /// A reviewer approved the proposal, and the figures were published.
        FigurePublished(Box<FigurePublished>) = "figure-published",
        /// A reviewer declined the proposal.
        ProposalDeclined(ProposalDeclined) = "proposal-declined",
        /// What was published was withdrawn, openly.
        PublicationWithdrawn(PublicationWithdrawn) = "publication-withdrawn",
    }
}

/// Tables proposed to be published together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresProposed {
    /// Its title.
    pub title: String,
    /// The smallest division that holds the regions of all tables.
    pub place: Place,
    /// The ids of the tables, all as known at one position of the log.
    pub tables: Vec<String>,
    /// Numbers of people from 1 to below this are withheld.
    pub threshold: u32,
    /// The publication whose figures it restates.
    pub replaces: Option<PublicationId>,
    /// What it is for; of a restatement also why.
    pub remark: String,
}

/// The proposal as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalAmended {
    /// Its title.
    pub title: String,
    /// The smallest division that holds the regions of all tables.
    pub place: Place,
    /// The ids of the tables, all as known at one position of the log.
    pub tables: Vec<String>,
    /// Numbers of people from 1 to below this are withheld.
    pub threshold: u32,
    /// The publication whose figures it restates.
    pub replaces: Option<PublicationId>,
    /// What it is for; of a restatement also why.
    pub remark: String,
}

/// The figures as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigurePublished {
    /// The tables, in the order of the proposal.
    pub tables: Vec<PublishedTable>,
    /// Numbers of people from 1 to below this were withheld.
    pub threshold: u32,
    /// The version of the rule by which numbers were withheld.
    pub rule: String,
    /// What the reviewer remarked.
    pub remark: String,
}

/// A table as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTable {
    /// Its id, which holds the question and the definition.
    pub id: String,
    /// The rows; none without a dimension.
    pub rows: Vec<PublishedRow>,
    /// All of them.
    pub total: PublishedNumbers,
    /// A unit may stand in several rows.
    pub overlapping: bool,
}

/// A row as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRow {
    /// The value in each dimension.
    pub keys: Vec<String>,
    /// The values in words, as they were then.
    pub labels: Vec<Say>,
    /// Its numbers.
    pub numbers: PublishedNumbers,
}

/// The numbers of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedNumbers {
    /// What is counted, in the unit of the measure.
    pub counted: PublishedNumber,
    /// Of how many; `None`: the measure is a number and no rate.
    pub base: Option<PublishedNumber>,
    /// The share in hundredths of a percent; `None`: there is none, or one of its numbers is withheld.
    pub share: Option<u32>,
    /// Counted by a derived day of effect that nobody confirmed (of measures of people: employers).
    pub derived: u64,
    /// Not known whether they count (of measures of people: employers).
    pub unknown: u64,
    /// Not known whether they belong to the base (of measures of people: employers).
    pub base_unknown: u64,
    /// Of those counted, made up for demonstration (of measures of people: employers).
    pub made_up: u64,
    /// Of measures of people: their employers.
    pub employers: Option<PublishedEmployers>,
    /// Of measures of days: how long.
    pub days: Option<PublishedDays>,
}

/// A number that may be withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedNumber {
    /// The number.
    Number(u64),
    /// Not published: it is below the threshold, or would give away one that is.
    Withheld,
}

/// The employers whose people were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedEmployers {
    /// Those counted.
    pub counted: u64,
    /// Those in the base.
    pub base: u64,
    /// Of those counted, those whose number of people is not known.
    pub without_count: u64,
    /// Of the base, those whose number of people is not known.
    pub base_without_count: u64,
}

/// A duration, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedDays {
    /// The smallest number of days that at least half do not exceed.
    pub median: i64,
    /// The smallest number of days that at least nine tenths do not exceed.
    pub p90: i64,
}

/// The proposal was declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDeclined {
    /// Why.
    pub reason: String,
}

/// What was published was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationWithdrawn {
    /// Why.
    pub reason: String,
}
