//! How a case begins in heyi.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::{Stage, Step};
use crate::ids::{EmployerId, OfficeId};
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::SubjectMatter;

use super::outcome::OutcomeForm;

/// A case opened from its beginning, for one employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The office's number, such as `〔2026〕12`.
    pub number: String,
    /// The office that keeps the case.
    pub office: OfficeId,
    /// The employer.
    pub employer: EmployerId,
    /// The employer's name as it was when the case was opened.
    pub employer_name: String,
    /// The place of work, which decides whose rules apply.
    pub place: Place,
    /// What is negotiated: rules of law answer for some subject matters only.
    pub subject: SubjectMatter,
    /// The procedure chosen.
    pub procedure: Procedure,
    /// All staff, when known.
    pub staff: Option<HeadCount>,
    /// Women among them, when known.
    pub women: Option<HeadCount>,
    /// A made-up example for demonstration.
    pub made_up: bool,
}

/// A count of people with the day it is true of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCount {
    /// How many.
    pub people: u32,
    /// The source says "about".
    pub about: bool,
    /// The day it is true of.
    pub as_of: Occurred,
}

/// The three procedures of Jiangsu's rules of 2023; elsewhere the ordinary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Procedure {
    /// 普通程序.
    Ordinary,
    /// 简易程序: cannot end in a contract.
    Simple,
    /// 应急程序.
    Emergency,
}

/// What the many employers of a joint case share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JointScope {
    /// An area (区域性): a park, a street, a county.
    Area,
    /// An industry (行业性).
    Industry,
    /// An industry within an area.
    AreaIndustry,
}

/// Who speaks for the employers of a joint case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmployersSide {
    /// An organisation of employers.
    Organisation,
    /// Representatives the employers elected or mandated.
    Elected,
    /// The source does not say.
    Unknown,
}

/// A case opened from its beginning, for the many employers of an area or industry (区域性、行业性协商). Which they are, is told by
/// [`super::coverage_list::CoverageListed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointCaseOpened {
    /// The office's number, such as `〔2026〕12`.
    pub number: String,
    /// The office that keeps the case.
    pub office: OfficeId,
    /// What the employers share.
    pub scope: JointScope,
    /// The area or industry by name.
    pub name: String,
    /// The place, which decides whose rules apply.
    pub place: Place,
    /// Division of GB/T 4754-2017; `None`: several, or not known.
    pub industry: Option<String>,
    /// The union of the area or industry.
    pub union: String,
    /// Who speaks for the employers.
    pub employers_side: EmployersSide,
    /// Their organisation by name; empty when there is none, or it is not known.
    pub organisation: String,
    /// What is negotiated.
    pub subject: SubjectMatter,
    /// The procedure chosen.
    pub procedure: Procedure,
    /// How many employers the source tells of; those named are on the coverage list.
    pub employers: Option<HeadCount>,
    /// All their staff, when told.
    pub staff: Option<HeadCount>,
    /// Women among them, when told.
    pub women: Option<HeadCount>,
    /// A made-up example for demonstration.
    pub made_up: bool,
}

/// A joint case whose beginning is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointCaseTakenOver {
    /// What is known as if it had been opened here.
    pub opening: Box<JointCaseOpened>,
    /// How far it had come.
    pub stage: Stage,
    /// The day that is said of.
    pub as_of: Date,
    /// Steps that must have happened, or may have, of which nothing is known. They are never made up.
    pub unknown: Vec<Step>,
    /// Where this is known from: title, paper and date, or the ledger's name and page.
    pub source: String,
    /// The outcome, when the ledger names one.
    pub outcome: Option<TakenOverOutcome>,
}

/// A case whose beginning is unknown, as most of an old ledger is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTakenOver {
    /// What is known as if it had been opened here.
    pub opening: CaseOpened,
    /// How far it had come.
    pub stage: Stage,
    /// The day that is said of.
    pub as_of: Date,
    /// Steps that must have happened, or may have, of which nothing is known. They are never made up.
    pub unknown: Vec<Step>,
    /// Where this is known from: title, paper and date, or the ledger's name and page.
    pub source: String,
    /// The outcome, when the ledger names one.
    pub outcome: Option<TakenOverOutcome>,
}

/// What an old ledger knows of an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOverOutcome {
    /// Its form.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// The day of effect, when known.
    pub effective_on: Option<Date>,
    /// The last day, when known.
    pub expires_on: Option<Date>,
}
