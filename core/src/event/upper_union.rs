//! The union one level up: told, guiding, given a copy.

use serde::{Deserialize, Serialize};

/// The upper union was told of the negotiation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpperUnionInformed {
    /// Which union.
    pub union: String,
    /// What it was told; may be empty.
    pub what: String,
}

/// The upper union guided: after a refusal, where there is no union, or when the talks are stuck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidanceGiven {
    /// Which union, or the adviser's office.
    pub by: String,
    /// What it did or advised.
    pub what: String,
}

/// The signed text was copied to the upper union.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedToUpperUnion {
    /// Which union.
    pub union: String,
}
