//! A rights dispute: its steps, and which may follow which.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::event::dispute::AllegedBy;
use crate::ground::Ground;
use crate::refusal::Refusal;
use crate::text::Say;

use super::guard::{Guard, May};
use super::{Case, Done};

/// A breach that was alleged, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Who alleges it.
    pub by: AllegedBy,
    /// The clauses it is about.
    pub clauses: Vec<u32>,
    /// What happened.
    pub facts: String,
    /// The day on which the infringement was known.
    pub known_since: Option<Date>,
    /// Steps done.
    pub done: BTreeMap<DisputeStep, Done>,
}

/// A step of a rights dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisputeStep {
    /// The breach was alleged.
    Alleged,
    /// The union demanded performance.
    Demanded,
    /// An authority ordered it mended.
    Ordered,
    /// Arbitration was applied for.
    Applied,
    /// The commission accepted the claim.
    Accepted,
    /// The commission did not accept it.
    Refused,
    /// The award was made.
    Award,
    /// The award was received.
    AwardReceived,
    /// A lawsuit was filed.
    Lawsuit,
    /// Judgment was given: the dispute is over.
    Judgment,
    /// It was settled: the dispute is over.
    Settled,
    /// The breach was mended: the dispute is over.
    Remedied,
}

impl DisputeStep {
    /// The step in words.
    #[must_use]
    pub fn say(self) -> Say {
        let (zh, en) = match self {
            Self::Alleged => ("主张违约", "the allegation"),
            Self::Demanded => ("要求履行", "the demand"),
            Self::Ordered => ("责令改正", "the order to mend it"),
            Self::Applied => ("申请仲裁", "the application for arbitration"),
            Self::Accepted => ("仲裁受理", "the commission's acceptance"),
            Self::Refused => ("仲裁不予受理", "the commission's refusal of the claim"),
            Self::Award => ("仲裁裁决", "the award"),
            Self::AwardReceived => ("收到裁决", "the receipt of the award"),
            Self::Lawsuit => ("起诉", "the lawsuit"),
            Self::Judgment => ("判决", "the judgment"),
            Self::Settled => ("和解", "the settlement"),
            Self::Remedied => ("改正", "the remedy"),
        };
        Say::new(zh, en)
    }

    /// The stable code of this step, such as `award`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Alleged => "alleged",
            Self::Demanded => "demanded",
            Self::Ordered => "ordered",
            Self::Applied => "applied",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Award => "award",
            Self::AwardReceived => "award-received",
            Self::Lawsuit => "lawsuit",
            Self::Judgment => "judgment",
            Self::Settled => "settled",
            Self::Remedied => "remedied",
        }
    }

    /// Any one of these must be done before; none: the allegation alone is enough.
    fn after(self) -> &'static [Self] {
        match self {
            Self::Accepted | Self::Refused => &[Self::Applied],
            Self::Award => &[Self::Accepted],
            Self::AwardReceived => &[Self::Award],
            // Court follows the award; where the commission does not accept the claim, it follows that (工会法 21).
            Self::Lawsuit => &[Self::AwardReceived, Self::Refused],
            Self::Judgment => &[Self::Lawsuit],
            _ => &[],
        }
    }

    /// None of these may be done before: each step is done once, and acceptance and refusal exclude each other.
    fn not_after(self) -> &'static [Self] {
        match self {
            Self::Accepted | Self::Refused => &[Self::Accepted, Self::Refused],
            Self::Ordered => &[Self::Ordered],
            Self::Applied => &[Self::Applied],
            Self::Award => &[Self::Award],
            Self::AwardReceived => &[Self::AwardReceived],
            Self::Lawsuit => &[Self::Lawsuit],
            // A demand may be repeated; what ends a dispute is looked at apart.
            _ => &[],
        }
    }
}

impl Dispute {
    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        [DisputeStep::Judgment, DisputeStep::Settled, DisputeStep::Remedied]
            .iter()
            .any(|end| self.done.contains_key(end))
    }

    /// Whether `step` may be recorded of it now.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, step: DisputeStep) -> Result<(), Refusal> {
        if self.is_over() {
            return Err(Refusal::new("dispute-over", "该争议已了结。", "That dispute is over."));
        }
        if let Some(done) = step.not_after().iter().find(|done| self.done.contains_key(done)) {
            let words = done.say();
            return Err(Refusal::new(
                "dispute-step-done",
                format!("该争议已记录{}；如有错误请更正或撤回原记录。", words.zh),
                format!(
                    "Already recorded of this dispute: {}. Correct or withdraw that entry if it is wrong.",
                    words.en
                ),
            ));
        }
        let needed = step.after();
        if needed.is_empty() || needed.iter().any(|step| self.done.contains_key(step)) {
            return Ok(());
        }
        let all = |words: fn(Say) -> String, or: &str| {
            needed.iter().map(|step| words(step.say())).collect::<Vec<_>>().join(or)
        };
        Err(Refusal::new(
            "dispute-step-missing",
            format!("须先记录{}。", all(|say| say.zh, "或")),
            format!("First record {}.", all(|say| say.en, " or ")),
        ))
    }
}

/// A guard for a step of a rights dispute: the case is open, and of some breach it may be recorded.
///
/// # Errors
/// `no-breach` when none was alleged; what stands against it otherwise.
pub fn may(case: &Case, ground: &Ground<'_>, step: DisputeStep) -> May {
    let mut guard = Guard::open(case, ground)?;
    let mut refused = Refusal::new(
        "no-breach",
        "本案尚未记录违约主张；请先记录“主张违约”。",
        "No breach is alleged in this case. First record the allegation.",
    );
    // The latest dispute tells best what is missing.
    for dispute in case.roads.disputes.values().rev() {
        match dispute.may(step) {
            Ok(()) => return guard.allowed(),
            Err(why) if refused.code == "no-breach" => refused = why,
            Err(_) => {}
        }
    }
    Err(refused)
}

/// The step may be recorded of the breach with that number.
///
/// # Errors
/// `no-such-breach`, or what stands against it.
pub fn check(case: &Case, breach: u32, step: DisputeStep) -> Result<(), Refusal> {
    let dispute = case.roads.disputes.get(&breach).ok_or_else(|| {
        Refusal::new("no-such-breach", format!("没有第 {breach} 项违约。"), format!("There is no breach {breach}."))
            .at("breach")
    })?;
    dispute.may(step).map_err(|refusal| refusal.at("breach"))
}
