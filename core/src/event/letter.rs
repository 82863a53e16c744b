//! Supervision letters (劳动法律监督"一函两书"): 提示函, 意见书, 建议书. One stream for each, of a case or outside any.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, DriveId, EmployerId, LetterId, OfficeId, Version};
use crate::occurred::Occurred;
use crate::place::Place;
use crate::topic::TopicCode;

use super::offer::DeliveryWay;
use super::{family, nesting};

family! {
    /// What can happen to a letter.
    #[expect(clippy::large_enum_variant, reason = "events come one by one; none is kept by the thousand")]
    LetterEvent {
        /// The letter was issued.
        LetterIssued(LetterIssued) = "letter-issued",
        /// It reached its addressee.
        LetterReceived(LetterReceived) = "letter-received",
        /// It was answered.
        LetterAnswered(LetterAnswered) = "letter-answered",
        /// The matter was taken further.
        LetterEscalated(LetterEscalated) = "letter-escalated",
        /// The letter was closed.
        LetterClosed(LetterClosed) = "letter-closed",
        /// An earlier entry was corrected.
        LetterEntryCorrected(LetterEntryCorrected) = "letter-entry-corrected",
        /// An earlier entry was withdrawn.
        LetterEntryWithdrawn(LetterEntryWithdrawn) = "letter-entry-withdrawn",
    }
}

/// The kind of letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// 提示函: prevention, small faults, changed law.
    Reminder,
    /// 意见书: a breach found, to the employer.
    Opinion,
    /// 建议书: to an authority, when the employer refused, was silent or did not correct.
    Proposal,
}

/// To whom a letter is addressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// An employer of the register, with its name then.
    Employer(EmployerId, String),
    /// An authority, by name.
    Authority(String),
    /// Employers of a place that the source does not name one by one.
    Employers(String),
}

/// The letter, as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterIssued {
    /// The office's number, such as `〔2026〕函3`; empty when the source does not tell it.
    pub number: String,
    /// The office that keeps it.
    pub office: OfficeId,
    /// Its kind.
    pub kind: LetterKind,
    /// Who issues it: the federation, by name.
    pub issuer: String,
    /// To whom.
    pub addressee: Addressee,
    /// The place, which decides whose rules apply.
    pub place: Place,
    /// The case it belongs to; `None`: outside any case.
    pub case: Option<CaseId>,
    /// The drive it was issued in.
    pub drive: Option<DriveId>,
    /// The letter it follows, such as the opinion a proposal rests on.
    pub follows: Option<LetterId>,
    /// Topics it is about; empty when none is named.
    pub topics: Vec<TopicCode>,
    /// The facts, and how they were found, naming nobody.
    pub facts: String,
    /// The law that is broken, or has changed.
    pub law: String,
    /// What is asked.
    pub request: String,
    /// The day by which the letter itself asks for a reply; `None`: it names none.
    pub reply_by: Option<Date>,
    /// Who signs: the office held, such as "chair of the union"; never a name.
    pub signed_by: String,
    /// A made-up example for demonstration.
    pub made_up: bool,
}

/// The letter reached its addressee: the clock of the reply runs from this day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterReceived {
    /// How it was served.
    pub way: DeliveryWay,
    /// The role of the person who took it.
    pub received_by: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterAnswered {
    /// What it says.
    pub answer: String,
    /// Whether it says that the matter is mended; `None`: it does not say.
    pub remedied: Option<bool>,
}

/// Where a matter is taken further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EscalatedTo {
    /// An opinion letter.
    Opinion,
    /// A proposal letter to an authority.
    Proposal,
    /// A joint interview (约谈).
    Interview,
    /// The labour inspection.
    LabourInspection,
    /// The procuratorate.
    Procuratorate,
    /// The public credit record.
    CreditRecord,
}

/// The matter was taken further: not answered, refused, or not mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterEscalated {
    /// Where.
    pub to: EscalatedTo,
    /// To whom, and what was asked.
    pub what: String,
}

/// How a letter ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterOutcome {
    /// The matter was mended.
    Remedied,
    /// It was answered, and nothing was to be mended.
    Answered,
    /// It was not mended; the matter goes on elsewhere.
    NotRemedied,
    /// It was withdrawn by its issuer.
    Withdrawn,
}

/// The letter was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterClosed {
    /// How it ended.
    pub outcome: LetterOutcome,
    /// In words; may be empty.
    pub remark: String,
}

/// An earlier entry stands differently from now on. The entry itself is never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterEntryCorrected {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What it should have said.
    #[serde(deserialize_with = "nesting::deserialize")]
    pub event: Box<LetterEvent>,
    /// When it should have said it occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
}

/// An earlier entry no longer counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterEntryWithdrawn {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
}
