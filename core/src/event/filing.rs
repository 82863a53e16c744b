//! Filing with the labour department, its review, and the day of effect.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A paper of the filing set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilingPaper {
    /// The text signed by both chiefs.
    Text,
    /// Account of the process.
    ProcessAccount,
    /// Account of how women workers are protected.
    WomenAccount,
    /// The congress's resolution with its numbers.
    Resolution,
    /// List of representatives and mandates.
    Representatives,
    /// Proof that employer and union exist in law.
    Standing,
    /// Signed record of the sessions.
    SessionRecord,
    /// Offer and reply.
    OfferAndReply,
}

/// The text was sent to the labour department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// The department.
    pub department: String,
    /// Who sent it: by law the employer.
    pub sent_by: super::representation::Side,
    /// The papers sent.
    pub papers: Vec<FilingPaper>,
}

/// The department received it. The day of this is day 0 of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingReceived {
    /// The department's registration number; empty when the slip has none.
    pub registration: String,
}

/// The department asked for more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRequested {
    /// What.
    pub what: String,
}

/// More was supplied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementSupplied {
    /// What.
    pub what: String,
    /// Whether the department counts its review anew from this day. No text read says; ask, and record the answer.
    pub restarts_review: Option<bool>,
}

/// The department objected. The round is over; the points are talked over again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionServed {
    /// Its opinion.
    pub opinion: String,
    /// Clauses it objects to.
    pub clauses: Vec<u32>,
    /// Served on both sides; `None`: not known.
    pub served_on_both: Option<bool>,
}

/// The department said in writing that it has no objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearedExpressly {
    /// Reference of its letter.
    pub reference: String,
}

/// What the effect rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectBasis {
    /// The period of review ended without an objection.
    Deemed,
    /// The department cleared it.
    Express,
    /// The source says so: an old ledger, or papers where the day of the receipt is not known.
    TakenOver,
}

/// A person confirmed the effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectConfirmed {
    /// What it rests on.
    pub basis: EffectBasis,
    /// The first day of effect.
    pub effective_on: Date,
    /// The last day of the term; `None`: the term is not known.
    pub expires_on: Option<Date>,
    /// How it was made sure that no opinion was served.
    pub checked: String,
    /// Id of the rule the date was derived by; empty when it was not derived.
    pub rule: String,
}
