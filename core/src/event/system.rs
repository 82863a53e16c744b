//! Events of the store itself, in the stream `system`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::digest::Digest;
use crate::ids::{CaseId, Position};

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
        /// A text about a person was erased from the vault.
        TextErased(TextErased) = "text-erased",
        /// Somebody has taken note of a cut.
        TailCutAcknowledged(TailCutAcknowledged) = "tail-cut-acknowledged",
        /// A list of the industries that are biomedicine was adopted.
        IndustryListAdopted(IndustryListAdopted) = "industry-list-adopted",
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

/// A text about a person that nobody can read any more. Recorded after the vault destroyed its key, never before: a record
/// that says erased is then true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextErased {
    /// The key that was destroyed, as the entries of the case refer to it.
    pub key: Uuid,
    /// The case it stands in.
    pub case: CaseId,
    /// Why, without naming anybody.
    pub reason: String,
}

/// That an administrator has taken note of a cut, and what they found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TailCutAcknowledged {
    /// The position of the event `tail-cut`.
    pub cut: Position,
    /// What they found, naming nobody.
    pub reason: String,
}

/// Which industries are biomedicine, known from this position on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndustryListAdopted {
    /// Its version, such as `2027-01`.
    pub version: String,
    /// SHA-256 of the content.
    pub hash: Digest,
    /// One division a line, such as `27,core`.
    pub content: String,
}
