//! Numbering and uniqueness: small streams appended in the same commit as what they guard.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, LetterId, OfficeId};

use super::family;

family! {
    /// What happens in a numbering or reservation stream.
    OfficeEvent {
        /// An office gave a case its number.
        CaseNumbered(CaseNumbered) = "case-numbered",
        /// A value that must be unique was taken.
        ValueReserved(ValueReserved) = "value-reserved",
        /// An office gave a supervision letter its number.
        LetterNumbered(LetterNumbered) = "letter-numbered",
    }
}

/// The next number of an office's year was given to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNumbered {
    /// The office.
    pub office: OfficeId,
    /// The year.
    pub year: i16,
    /// The serial in that year, from 1.
    pub serial: u32,
    /// The case.
    pub case: CaseId,
}

/// A value is taken: its stream "must not exist" when this is appended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueReserved {
    /// What kind of value: `credit-code`, `login`.
    pub what: String,
    /// The stream of the owner.
    pub owner: String,
}

/// The next number of an office's year was given to a supervision letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterNumbered {
    /// The office.
    pub office: OfficeId,
    /// The year.
    pub year: i16,
    /// The serial in that year, from 1; cases are counted apart.
    pub serial: u32,
    /// The letter.
    pub letter: LetterId,
}
