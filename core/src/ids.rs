//! Typed identifiers and counters. Identifiers are made at the edge (`heyi_store::ids`), never inside a decision.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! identifier {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

identifier! {
    /// One negotiation.
    CaseId
    /// One employer of the register.
    EmployerId
    /// One supervision letter.
    LetterId
    /// One drive.
    DriveId
    /// One publication of figures.
    PublicationId
    /// One account: a person, or a machine with a token.
    AccountId
}

macro_rules! counter {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl $name {
            /// Before the first.
            pub const ZERO: Self = Self(0);

            /// The one after this.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0 + 1)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

counter! {
    /// The place of an event in the whole log: 1 for the first, without gaps, in commit order.
    Position
    /// The place of an event in its stream: 1 for the first. As the version of a stream: how many events it holds.
    Version
}

/// The short name of an office that numbers its cases, such as `js` or `js-nanjing`: 1 to 32 of `a-z 0-9 -`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeId(String);

impl OfficeId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text cannot name an office.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an office is named by 1 to 32 of a-z, 0-9 and -")]
pub struct NotAnOffice;

impl TryFrom<String> for OfficeId {
    type Error = NotAnOffice;

    fn try_from(text: String) -> Result<Self, NotAnOffice> {
        let fits = (1..=32).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text)) } else { Err(NotAnOffice) }
    }
}

impl FromStr for OfficeId {
    type Err = NotAnOffice;

    fn from_str(text: &str) -> Result<Self, NotAnOffice> {
        Self::try_from(text.to_owned())
    }
}

impl From<OfficeId> for String {
    fn from(office: OfficeId) -> Self {
        office.0
    }
}

impl fmt::Display for OfficeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_name_is_short_and_plain() {
        assert!("js-nanjing".parse::<OfficeId>().is_ok());
        for bad in ["", "JS", "js nanjing", "南京", &"a".repeat(33)] {
            assert_eq!(bad.parse::<OfficeId>(), Err(NotAnOffice), "{bad}");
        }
    }
}
