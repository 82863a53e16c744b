//! A rights dispute: what was agreed is not kept. Demand, arbitration, court; never mixed with [`super::coordination`].
//!
//! A case may have several; each has the number its allegation was given.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::representation::Side;

/// Who alleges a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllegedBy {
    /// The union of the staff side.
    Union,
    /// Workers.
    Workers,
    /// An inspection found it.
    Inspection,
    /// An authority.
    Authority,
}

/// A breach of the agreement was alleged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachAlleged {
    /// The number of the breach in this case, from 1.
    pub breach: u32,
    /// Who alleges it.
    pub by: AllegedBy,
    /// The clauses it is about; empty when none is named.
    pub clauses: Vec<u32>,
    /// What happened, naming nobody.
    pub facts: String,
    /// The day on which the infringement was known, or should have been; `None`: not known.
    pub known_since: Option<Date>,
}

/// The union demanded performance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerformanceDemanded {
    /// Which breach.
    pub breach: u32,
    /// What is demanded.
    pub what: String,
    /// By when, which may lie ahead.
    pub by_day: Option<Date>,
}

/// An authority ordered the breach to be mended (责令改正).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RectificationOrdered {
    /// Which breach.
    pub breach: u32,
    /// The authority.
    pub authority: String,
    /// What is ordered.
    pub what: String,
}

/// The breach was mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachRemedied {
    /// Which breach.
    pub breach: u32,
    /// How.
    pub how: String,
}

/// How a dispute was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettlementWay {
    /// Between the sides.
    BetweenSides,
    /// By conciliation.
    Conciliation,
    /// Before the arbitration commission.
    InArbitration,
    /// In court.
    InCourt,
}

/// The dispute was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeSettled {
    /// Which breach.
    pub breach: u32,
    /// How.
    pub way: SettlementWay,
    /// On what terms.
    pub terms: String,
}

/// Who claims in arbitration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claimant {
    /// The union.
    Union,
    /// Workers, by their representatives.
    Workers,
}

/// Labour arbitration was applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArbitrationApplied {
    /// Which breach.
    pub breach: u32,
    /// Who claims.
    pub claimant: Claimant,
    /// The commission.
    pub commission: String,
    /// What is claimed.
    pub claim: String,
}

/// The commission accepted the claim: the period for the award runs from this day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArbitrationAccepted {
    /// Which breach.
    pub breach: u32,
    /// The commission's reference; empty when it is not known.
    pub reference: String,
}

/// The commission did not accept the claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArbitrationRefused {
    /// Which breach.
    pub breach: u32,
    /// Why.
    pub reasons: String,
}

/// The commission made its award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardMade {
    /// Which breach.
    pub breach: u32,
    /// Its reference; empty when it is not known.
    pub reference: String,
    /// What it decides.
    pub outcome: String,
}

/// The award was received: the period for going to court runs from this day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardReceived {
    /// Which breach.
    pub breach: u32,
    /// Who received it.
    pub by: Side,
}

/// A lawsuit was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawsuitFiled {
    /// Which breach.
    pub breach: u32,
    /// Who filed it.
    pub by: Side,
    /// The court.
    pub court: String,
    /// What is asked of it.
    pub claim: String,
}

/// The court gave judgment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgmentMade {
    /// Which breach.
    pub breach: u32,
    /// Its reference; empty when it is not known.
    pub reference: String,
    /// What it decides.
    pub outcome: String,
}
