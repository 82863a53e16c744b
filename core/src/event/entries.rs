//! Events about entries: references, corrections, withdrawals, approval, closing.

use serde::{Deserialize, Serialize};

use crate::ids::Version;
use crate::occurred::Occurred;

use super::{CaseEvent, nesting};

/// What kind of thing is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceKind {
    /// A published report.
    Report,
    /// A dispute of one worker, which goes its own road.
    IndividualDispute,
    /// A prosecutor's action.
    ProsecutorAction,
    /// Anything else.
    Other,
}

/// Something outside the negotiation that bears on it. Never a state of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceLinked {
    /// What kind.
    pub kind: ReferenceKind,
    /// Title.
    pub title: String,
    /// Paper or body that published or keeps it.
    pub publisher: String,
    /// How much of it was read, and when; such as "first part, copy read on 2026-11-22".
    pub read: String,
    /// What it says of this case, in few words.
    pub says: String,
}

/// An earlier entry stands differently from now on. The entry itself is never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryCorrected {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What it should have said.
    #[serde(deserialize_with = "nesting::deserialize")]
    pub event: Box<CaseEvent>,
    /// When it should have said it occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
    /// The case was closed: this takes effect when another person approves it.
    pub awaits_approval: bool,
}

/// An earlier entry no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryWithdrawn {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
    /// The case was closed: this takes effect when another person approves it.
    pub awaits_approval: bool,
}

/// A second person approved a correction or withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionApproved {
    /// The correction or withdrawal: its version in the stream.
    pub entry: Version,
}

/// Why a case was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClosingReason {
    /// Done: the outcome is in performance or has run out.
    Completed,
    /// The talks ended without agreement.
    NoAgreement,
    /// The employer no longer exists.
    EmployerGone,
    /// Opened by mistake.
    OpenedByMistake,
}

/// The case was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseClosed {
    /// Why.
    pub reason: ClosingReason,
    /// In words.
    pub remark: String,
}
