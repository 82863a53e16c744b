//! Events of the register of employers: one stream per employer.

use serde::{Deserialize, Serialize};

use crate::place::Place;

use super::family;
use super::opening::HeadCount;

family! {
    /// What can happen to an employer in the register.
    EmployerEvent {
        /// Entered in the register.
        EmployerRegistered(EmployerRegistered) = "employer-registered",
        /// Head counts as of a day.
        HeadCountRecorded(HeadCountRecorded) = "head-count-recorded",
    }
}

/// An employer, as entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerRegistered {
    /// Name.
    pub name: String,
    /// Unified social credit code; `None` with a reason.
    pub credit_code: Option<String>,
    /// Why there is no code; empty when there is one.
    pub no_code_reason: String,
    /// Place of work.
    pub place: Place,
    /// Division of GB/T 4754-2017, such as `27`; `None`: not known.
    pub industry: Option<String>,
    /// Counted as biomedicine; `None`: not known.
    pub biomedicine: Option<bool>,
    /// Ownership.
    pub ownership: Ownership,
    /// Kind of union.
    pub union: UnionKind,
    /// Made up for demonstration.
    pub made_up: bool,
}

/// The coarse set of ownership that unions use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ownership {
    /// Not known.
    Unknown,
    /// 国有.
    State,
    /// 集体.
    Collective,
    /// 私营.
    Private,
    /// 港澳台商投资.
    HkMacaoTaiwan,
    /// 外商投资.
    Foreign,
    /// 事业单位.
    PublicInstitution,
    /// 社会组织.
    SocialOrganisation,
    /// 个体经济组织.
    Individual,
}

/// What union the employer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnionKind {
    /// Not known.
    Unknown,
    /// A committee of its own.
    Own,
    /// 联合工会.
    Joint,
    /// None.
    None,
}

/// Head counts of an employer, true of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCountRecorded {
    /// All staff; `None`: not known.
    pub staff: Option<HeadCount>,
    /// Women; `None`: not known.
    pub women: Option<HeadCount>,
    /// Technical and skilled women; `None`: not known.
    pub skilled_women: Option<HeadCount>,
}
