//! Events of the store itself, in the stream `system`.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::Position;

use super::family;

family! {
    /// What happens to the store.
    SystemEvent {
        /// A rulebook was adopted.
        RulebookAdopted(RulebookAdopted) = "rulebook-adopted",
        /// A working calendar was adopted.
        CalendarAdopted(CalendarAdopted) = "calendar-adopted",
        /// The torn end of the log was cut when it was opened.
        TailCut(TailCut) = "tail-cut",
    }
}

/// Rules of law, known from this position on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulebookAdopted {
    /// SHA-256 of the content.
    pub hash: Digest,
    /// The rules, as TOML.
    pub content: String,
}

/// Working days, known from this position on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarAdopted {
    /// SHA-256 of the content.
    pub hash: Digest,
    /// The calendar, as TOML.
    pub content: String,
}

/// What was cut from the end of the log. Nothing that was acknowledged can be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TailCut {
    /// The first position that was not whole.
    pub from: Position,
    /// How many bytes were set aside in `cut/`.
    pub bytes: u64,
    /// Their SHA-256.
    pub hash: Digest,
}
