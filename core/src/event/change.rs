//! Changing an agreement in its term: the same procedure again (集体合同规定), while what was agreed still holds.

use serde::{Deserialize, Serialize};

use super::representation::Side;

/// A side asked to change the agreement: a new round begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRequested {
    /// Who asks.
    pub by: Side,
    /// What is to change.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// The change was given up: the agreement goes on as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDropped {
    /// Why.
    pub reason: String,
}

/// A side asked to cancel the agreement before its term is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancellationRequested {
    /// Who asks.
    pub by: Side,
    /// Why.
    pub reason: String,
}
