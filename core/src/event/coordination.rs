//! An interest dispute: the sides cannot agree, and the labour department coordinates (协调处理). No arbitration, no court.

use serde::{Deserialize, Serialize};

/// Who set the coordination going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoordinationBy {
    /// The staff side applied.
    Staff,
    /// The employer applied.
    Employer,
    /// The department, of its own motion.
    Department,
}

/// Coordination was applied for, or the department began it of its own motion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinationApplied {
    /// Who set it going.
    pub by: CoordinationBy,
    /// The department.
    pub department: String,
    /// What the sides cannot agree on.
    pub matter: String,
}

/// The department accepted it: the period of coordination runs from this day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinationAccepted {
    /// The department's reference; empty when it has none.
    pub reference: String,
}

/// The department prolonged the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinationExtended {
    /// Why.
    pub reason: String,
}

/// The coordination ended: in a coordination agreement (协调处理协议书) of both chiefs, or without one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinationEnded {
    /// Whether both sides agreed.
    pub agreed: bool,
    /// What was agreed, or what stayed open.
    pub terms: String,
}
