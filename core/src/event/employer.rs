//! Events of the register of employers: one stream per employer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{EmployerId, Version};
use crate::occurred::Occurred;
use crate::place::Place;

use super::opening::HeadCount;
use super::{family, nesting};

family! {
    /// What can happen to an employer in the register.
    EmployerEvent {
        /// Entered in the register.
        EmployerRegistered(EmployerRegistered) = "employer-registered",
        /// Head counts as of a day.
        HeadCountRecorded(HeadCountRecorded) = "head-count-recorded",
        /// It has another name.
        EmployerRenamed(EmployerRenamed) = "employer-renamed",
        /// Its place of work has another division code. Agreements stay valid.
        EmployerRecoded(EmployerRecoded) = "employer-recoded",
        /// It was merged into another employer.
        EmployerMerged(EmployerMerged) = "employer-merged",
        /// Its credit code became known.
        CreditCodeRecorded(CreditCodeRecorded) = "credit-code-recorded",
        /// What it is: industry, size, ownership, union.
        EmployerDescribed(EmployerDescribed) = "employer-described",
        /// Its women workers' committee (女职工委员会).
        WomensCommitteeRecorded(WomensCommitteeRecorded) = "womens-committee-recorded",
        /// A general or wage contract it has, or has not.
        ContractHeldRecorded(ContractHeldRecorded) = "contract-held-recorded",
        /// Whether it works in a new business form (新业态), and with how many people.
        NewBusinessFormRecorded(NewBusinessFormRecorded) = "new-business-form-recorded",
        /// It no longer exists.
        EmployerGone(EmployerGone) = "employer-gone",
        /// An earlier entry of the register was corrected.
        RegisterEntryCorrected(RegisterEntryCorrected) = "register-entry-corrected",
        /// An earlier entry of the register was withdrawn.
        RegisterEntryWithdrawn(RegisterEntryWithdrawn) = "register-entry-withdrawn",
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
    /// 机关.
    PublicBody,
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
    /// Covered by a federation of its area or industry (区域性、行业性工会联合会).
    Federation,
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

/// Another name. The former ones are kept and found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerRenamed {
    /// The new name.
    pub name: String,
}

/// Another division code for the place of work: the code set changed, or the employer moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerRecoded {
    /// The code before.
    pub from: Place,
    /// The code from then on.
    pub to: Place,
    /// The day of the code set that the new code is taken from.
    pub code_set: Date,
}

/// Merged into another employer of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerMerged {
    /// The employer that goes on.
    pub into: EmployerId,
    /// Its name then.
    pub into_name: String,
}

/// A unified social credit code, recorded later than the employer, or in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditCodeRecorded {
    /// The 18 characters.
    pub credit_code: String,
}

/// What a source says of an employer on a day. What it does not say is `None`, and stays as it was known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerDescribed {
    /// Division of GB/T 4754-2017.
    pub industry: Option<String>,
    /// Counted as biomedicine, whatever the industry.
    pub biomedicine: Option<bool>,
    /// Size.
    pub size: Option<Size>,
    /// Ownership.
    pub ownership: Option<Ownership>,
    /// Kind of union.
    pub union: Option<UnionKind>,
}

/// Size by the statistical classes of 2017 (统计上大中小微型企业划分办法). As told by a source: heyi does not work it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// 大型.
    Large,
    /// 中型.
    Medium,
    /// 小型.
    Small,
    /// 微型.
    Micro,
}

/// What women workers' organisation there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WomensCommitteeRecorded {
    /// Which kind.
    pub kind: CommitteeKind,
    /// The day it was set up; `None`: not known, or there is none.
    pub since: Option<Date>,
}

/// Kinds of women workers' organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitteeKind {
    /// 女职工委员会 of its own.
    Committee,
    /// One women's member of the union committee (女职工委员).
    Member,
    /// A committee of a joint union or of an area.
    Joint,
    /// None.
    None,
}

/// A contract other than the special one, which bears on it: whether there is one, and for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractHeldRecorded {
    /// Which contract.
    pub contract: HeldContract,
    /// Whether there is one.
    pub held: bool,
    /// Its first day; `None`: not known.
    pub from: Option<Date>,
    /// Its last day; `None`: not known.
    pub to: Option<Date>,
}

/// Contracts an employer can have besides the special one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldContract {
    /// 综合集体合同.
    General,
    /// 工资专项集体合同.
    Wage,
}

/// Work in a new business form (新就业形态), such as couriers and drivers of a platform. These people are counted apart from the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewBusinessFormRecorded {
    /// Whether it has any.
    pub has: bool,
    /// How many people; `None`: not known.
    pub people: Option<HeadCount>,
    /// Women among them; `None`: not known.
    pub women: Option<HeadCount>,
}

/// It no longer exists, and no other employer took it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerGone {
    /// Why, such as 注销 or 破产.
    pub reason: String,
}

/// An earlier entry stands differently from now on. The entry itself is never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntryCorrected {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What it should have said.
    #[serde(deserialize_with = "nesting::deserialize")]
    pub event: Box<EmployerEvent>,
    /// When it should have said it occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
}

/// An earlier entry no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntryWithdrawn {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
}
