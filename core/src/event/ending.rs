//! The end of an agreement, and its renewal by another case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::CaseId;

use super::representation::Side;

/// Why an agreement ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndGround {
    /// Its term is over (期满).
    TermOver,
    /// A condition agreed for its end came about.
    ConditionMet,
    /// Cancelled by both sides (解除).
    Cancelled,
    /// The employer was dissolved or went bankrupt.
    EmployerDissolved,
    /// Renewal was refused.
    RenewalRefused,
}

/// The agreement ended (终止), or was cancelled (解除).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Why.
    pub ground: EndGround,
    /// The last day it held; `None`: the day this occurred.
    pub last_day: Option<Date>,
    /// Of a cancellation: whether the procedure of negotiation was followed again, the vote among it; `None`: not known.
    pub by_procedure: Option<bool>,
    /// In words; may be empty.
    pub remark: String,
}

/// The end or the cancellation was reported to the labour department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingFiled {
    /// The department.
    pub department: String,
}

/// A side proposed to renew (续订).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalProposed {
    /// Who proposes.
    pub by: Side,
    /// In words; may be empty.
    pub remark: String,
}

/// A side refused to renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRefused {
    /// Who refuses.
    pub by: Side,
    /// Its reasons.
    pub reasons: String,
}

/// This case renews the agreement of another; in the commit that tells the other ([`Renewed`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalLinked {
    /// The case whose agreement is renewed.
    pub renews: CaseId,
}

/// The agreement of this case is renewed by another case; in the commit that tells the other ([`RenewalLinked`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewed {
    /// The case that renews it.
    pub by: CaseId,
}
