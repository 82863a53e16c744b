//! Which of the three procedures a case follows.

use serde::{Deserialize, Serialize};

use super::opening::Procedure;

/// The case goes on under another procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureChanged {
    /// The procedure from now on.
    pub to: Procedure,
    /// Why.
    pub reason: String,
}
