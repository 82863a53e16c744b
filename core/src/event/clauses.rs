//! The clauses: proposed, countered, agreed, withdrawn.

use serde::{Deserialize, Serialize};

use crate::topic::{Tier, TopicCode};

use super::representation::Side;

/// What a clause says at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseText {
    /// The topic.
    pub topic: TopicCode,
    /// The wording.
    pub text: String,
    /// The tier of the topic there and then; `None`: not classified.
    pub tier: Option<Tier>,
    /// The measure that carries it out, such as an amount or a term; empty: it only repeats the law.
    pub measure: String,
    /// Whom it benefits.
    pub beneficiaries: String,
    /// How many they are; `None`: not known.
    pub beneficiary_count: Option<u32>,
}

/// A clause was put on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseProposed {
    /// Its number in the case, from 1.
    pub clause: u32,
    /// Who proposed it.
    pub by: Side,
    /// What it says; this is version 1 of its text.
    pub text: ClauseText,
}

/// The other side, or the same, put another text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseCountered {
    /// Which clause.
    pub clause: u32,
    /// Version of the text, from 2.
    pub text_version: u32,
    /// Who.
    pub by: Side,
    /// What it says now.
    pub text: ClauseText,
}

/// Both sides agreed on a version of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseAgreed {
    /// Which clause.
    pub clause: u32,
    /// Which version of its text.
    pub text_version: u32,
}

/// A clause is off the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseWithdrawn {
    /// Which clause.
    pub clause: u32,
    /// Why.
    pub reason: String,
}
