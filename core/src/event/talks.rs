//! The talks: notice, information, sessions, suspension.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::erasable::Erasable;
use crate::topic::TopicCode;

use super::representation::Side;

/// Notice of a session to the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeGiven {
    /// Who gave it.
    pub by: Side,
    /// The day planned, which may lie ahead.
    pub planned_day: Option<Date>,
    /// The place planned.
    pub place: String,
    /// The subjects announced.
    pub agenda: String,
}

/// Information was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationRequested {
    /// Who asked.
    pub by: Side,
    /// For what.
    pub what: String,
}

/// Information was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationGiven {
    /// Who gave it.
    pub by: Side,
    /// What.
    pub what: String,
}

/// Who chaired a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chair {
    /// The staff side's chief representative.
    StaffChief,
    /// The employer's chief representative.
    EmployerChief,
    /// An adviser or the upper union.
    Adviser,
    /// The source does not say.
    Unknown,
}

/// A session of both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHeld {
    /// Where; empty when not known.
    pub place: String,
    /// Who was in the chair.
    pub chair: Chair,
    /// The recorder, in the vault; `None`: not known.
    pub recorder: Option<Erasable>,
    /// Staff representatives present, when known.
    pub staff_present: Option<u32>,
    /// Employer representatives present, when known.
    pub employer_present: Option<u32>,
    /// What was on the table.
    pub agenda: String,
    /// The minutes: what was claimed, answered, agreed, and what stays open.
    pub minutes: String,
    /// Whether both chiefs signed the minutes; `None`: not known.
    pub minutes_signed: Option<bool>,
}

/// The talks were suspended by agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Why.
    pub reason: String,
    /// Whether both sides agreed.
    pub agreed_by_both: bool,
    /// The day agreed for going on, which may lie ahead.
    pub resume_day: Option<Date>,
}

/// The talks went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// What was agreed about it; may be empty.
    pub terms: String,
}

/// A side settled among itself what it wants at least and at best (协商目标).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AimsSet {
    /// Which side.
    pub by: Side,
    /// Topics they are about; empty when the source does not name them.
    pub topics: Vec<TopicCode>,
    /// The least it would agree to; empty when it is not told.
    pub least: String,
    /// The best it hopes for; empty when it is not told.
    pub best: String,
}

/// Both sides settled what to negotiate about (商定议题).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectsAgreed {
    /// Topics; empty when the source names none of the list.
    pub topics: Vec<TopicCode>,
    /// In words.
    pub text: String,
}
