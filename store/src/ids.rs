//! Where identifiers are made: outside core, so that a decision made again makes the same event.

use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId, LetterId, PublicationId};
use uuid::Uuid;

/// A new random identifier, ordered by time.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that makes identifiers")]
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// For a new case.
#[must_use]
pub fn case() -> CaseId {
    CaseId(fresh())
}

/// For a new employer.
#[must_use]
pub fn employer() -> EmployerId {
    EmployerId(fresh())
}

/// For a new letter.
#[must_use]
pub fn letter() -> LetterId {
    LetterId(fresh())
}

/// For a new account.
#[must_use]
pub fn account() -> AccountId {
    AccountId(fresh())
}

/// For a new drive.
#[must_use]
pub fn drive() -> DriveId {
    DriveId(fresh())
}

/// For a new publication.
#[must_use]
pub fn publication() -> PublicationId {
    PublicationId(fresh())
}
