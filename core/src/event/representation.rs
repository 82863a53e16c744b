//! Who speaks for each side.

use serde::{Deserialize, Serialize};

use crate::erasable::Erasable;

/// The two sides of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// 职工方.
    Staff,
    /// 用人单位方.
    Employer,
}

/// A person's sex as it bears on the rules about women among the representatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// 女.
    Woman,
    /// 男.
    Man,
}

/// One representative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// Name and contact, in the vault; `None`: the source does not name the person. One person of a case has one key.
    pub person: Option<Erasable>,
    /// Office held, such as "union chair".
    pub post: String,
    /// `None`: not known.
    pub sex: Option<Sex>,
    /// From outside the employer, with a written mandate.
    pub external: bool,
    /// The chief representative.
    pub chief: bool,
}

/// How representatives came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamingWay {
    /// Appointed by the union or the employer.
    Appointed,
    /// Elected by the congress.
    Elected,
    /// Recommended by the staff where there is no union.
    Recommended,
    /// The source does not say.
    Unknown,
}

/// One side named its representatives; names them anew when it had done so before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepresentativesNamed {
    /// Which side.
    pub side: Side,
    /// How.
    pub way: NamingWay,
    /// Those that are known.
    pub people: Vec<Representative>,
    /// How many in all; `None`: the source does not say, and the rules on numbers cannot be checked.
    pub number: Option<u32>,
}

/// A seat fell vacant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepresentativeVacated {
    /// Which side.
    pub side: Side,
    /// The seat: place in the list of the naming, from 1.
    pub seat: u32,
    /// Why.
    pub reason: String,
}

/// A seat was given to another person by the procedure of appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepresentativeReplaced {
    /// Which side.
    pub side: Side,
    /// The seat: place in the list of the naming, from 1.
    pub seat: u32,
    /// Who has it now.
    pub successor: Representative,
}

/// A side's representatives were made known to the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepresentativesPublished {
    /// Which side.
    pub side: Side,
    /// How.
    pub way: String,
}

/// Until when a representative is protected, and when their own labour contract would end: who watches can act before it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionNoted {
    /// Which side.
    pub side: Side,
    /// The seat: place in the list of the naming, from 1.
    pub seat: u32,
    /// The last day of their own labour contract; `None`: not known, or it has no end.
    pub contract_ends: Option<jiff::civil::Date>,
    /// The last day of the protection; `None`: not known.
    pub protected_until: Option<jiff::civil::Date>,
    /// What the days rest on.
    pub basis: String,
}
