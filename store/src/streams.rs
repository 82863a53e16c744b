//! The names of streams, in one place.

use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId, LetterId, OfficeId, PublicationId};

use crate::append::{NotAStream, StreamId};

/// The stream of a case.
///
/// # Errors
/// Never for an identifier; the type says it anyway.
pub fn case(case: CaseId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("case-{case}"))
}

/// The case a stream belongs to, when it is one.
#[must_use]
pub fn as_case(stream: &StreamId) -> Option<CaseId> {
    stream.as_str().strip_prefix("case-")?.parse().ok()
}

/// The stream of an employer.
///
/// # Errors
/// Never for an identifier.
pub fn employer(employer: EmployerId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("employer-{employer}"))
}

/// The employer a stream belongs to, when it is one.
#[must_use]
pub fn as_employer(stream: &StreamId) -> Option<EmployerId> {
    stream.as_str().strip_prefix("employer-")?.parse().ok()
}

/// The stream of a supervision letter.
///
/// # Errors
/// Never for an identifier.
pub fn letter(letter: LetterId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("letter-{letter}"))
}

/// The letter a stream belongs to, when it is one.
#[must_use]
pub fn as_letter(stream: &StreamId) -> Option<LetterId> {
    stream.as_str().strip_prefix("letter-")?.parse().ok()
}

/// The stream of a drive.
///
/// # Errors
/// Never for an identifier.
pub fn drive(drive: DriveId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("drive-{drive}"))
}

/// The drive a stream belongs to, when it is one.
#[must_use]
pub fn as_drive(stream: &StreamId) -> Option<DriveId> {
    stream.as_str().strip_prefix("drive-")?.parse().ok()
}

/// The stream of a publication.
///
/// # Errors
/// Never for an identifier.
pub fn publication(publication: PublicationId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("publication-{publication}"))
}

/// The publication a stream belongs to, when it is one.
#[must_use]
pub fn as_publication(stream: &StreamId) -> Option<PublicationId> {
    stream.as_str().strip_prefix("publication-")?.parse().ok()
}

/// The stream of an account.
///
/// # Errors
/// Never for an identifier.
pub fn account(account: AccountId) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("account-{account}"))
}

/// The list of all accounts: one reservation for each.
///
/// # Errors
/// Never.
pub fn accounts() -> Result<StreamId, NotAStream> {
    StreamId::new("accounts")
}

/// The numbers an office gave in a year: one event for each, so that the stream's version is the last serial.
///
/// # Errors
/// Never for an office and a year.
pub fn numbering(office: &OfficeId, year: i16) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("numbers-{office}-{year}"))
}

/// The numbers an office gave to supervision letters in a year, likewise.
///
/// # Errors
/// Never for an office and a year.
pub fn letter_numbering(office: &OfficeId, year: i16) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("letters-{office}-{year}"))
}

/// Where a value that must be unique is taken: the stream must not exist when it is.
///
/// # Errors
/// When the value has characters no stream's name can have; it is then no code or log-in name either.
pub fn unique(what: &str, value: &str) -> Result<StreamId, NotAStream> {
    StreamId::new(&format!("unique-{what}-{}", value.to_ascii_lowercase()))
}

/// The store's own events: rulebooks and calendars adopted, tails cut.
///
/// # Errors
/// Never.
pub fn system() -> Result<StreamId, NotAStream> {
    StreamId::new("system")
}
