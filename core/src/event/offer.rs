//! The offer and what comes before and after it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::topic::TopicCode;

/// Women workers' demands, collected before an offer. People are counted, never named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandsCollected {
    /// How: survey, meeting, visits.
    pub way: String,
    /// How many women were heard, when known.
    pub heard: Option<u32>,
    /// Topics asked for.
    pub topics: Vec<TopicCode>,
    /// What is asked.
    pub text: String,
}

/// Who makes the offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferBy {
    /// The staff side: the employer's union.
    Staff,
    /// The employer.
    Employer,
    /// The union one level up, on behalf of the staff side.
    UpperUnion,
}

/// The offer, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferIssued {
    /// Who makes it.
    pub by: OfferBy,
    /// Whether it is in writing.
    pub in_writing: bool,
    /// Topics offered for negotiation; empty when the source does not name them.
    pub topics: Vec<TopicCode>,
    /// Its subject in words.
    pub subject: String,
    /// The day proposed for the first session, which may lie ahead.
    pub proposed_day: Option<Date>,
    /// The place proposed.
    pub proposed_place: String,
    /// Whether it was made together with the general offer; `None`: not known.
    pub synchronised: Option<bool>,
}

/// The offer reached the other side: the day of this starts the clock of the reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferDelivered {
    /// How it was served.
    pub way: DeliveryWay,
    /// The role of the person who took it, such as "HR office".
    pub received_by: String,
}

/// How a paper reached the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryWay {
    /// Handed over.
    Hand,
    /// By post with proof.
    Post,
    /// Electronically.
    Electronic,
    /// Left at the seat or published.
    Other,
}

/// What the reply says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Agrees to negotiate.
    Agrees,
    /// Agrees in part.
    InPart,
    /// Refuses, with reasons.
    Refuses,
}

/// The reply to the offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyReceived {
    /// What it says.
    pub answer: Answer,
    /// Whether it is in writing.
    pub in_writing: bool,
    /// Reasons of a refusal, or what is agreed to in part.
    pub reasons: String,
    /// Another day it proposes for the first session.
    pub proposed_day: Option<Date>,
}
