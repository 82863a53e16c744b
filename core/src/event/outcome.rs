//! What the talks end in: a contract-type draft and its signatures, or minutes, a memorandum, a policy.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The form of an outcome (成果形式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeForm {
    /// 专项集体合同.
    SpecialContract,
    /// 专章 of a comprehensive contract.
    Chapter,
    /// 附件 of a contract.
    Annex,
    /// 会议纪要.
    Minutes,
    /// 备忘录.
    Memorandum,
    /// 制度办法.
    Policy,
}

impl OutcomeForm {
    /// Whether it goes through vote, signing, filing and review. The others end at the signatures.
    #[must_use]
    pub fn is_contract(self) -> bool {
        matches!(self, Self::SpecialContract | Self::Chapter | Self::Annex)
    }
}

/// Minutes, a memorandum or a policy: the talks end here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeRecorded {
    /// Its form.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// Signed by the chiefs of both sides.
    pub signed_by_both: bool,
    /// From when it applies; `None`: from the day it was recorded to have occurred.
    pub applies_from: Option<Date>,
    /// Until when; `None`: no end is set.
    pub applies_to: Option<Date>,
}

/// How long a contract is to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// In months from the day of effect, when it says so.
    pub months: Option<u32>,
    /// Its last day, when it names one.
    pub last_day: Option<Date>,
}

/// Both chiefs agreed on the full text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAgreed {
    /// What it is to become.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// How long it is to run.
    pub term: Term,
    /// Its clauses: number and version of the text.
    pub clauses: Vec<(u32, u32)>,
}

/// Signed by both chiefs and sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The staff side's chief signed.
    pub staff_chief: bool,
    /// The employer's chief signed.
    pub employer_chief: bool,
    /// Both seals are on it; `None`: not known.
    pub sealed: Option<bool>,
    /// The date the paper itself bears, when it is another.
    pub dated: Option<Date>,
}
