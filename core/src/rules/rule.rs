//! One rule of law: what it asks, of whom, where, since when, and how well it is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::deadline::{Period, RollOver};
use crate::jurisdiction::Jurisdiction;
use crate::rules::Cite;
use crate::share::{Op, Share};

/// What a negotiation is about. The order is frozen: it is written in events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectMatter {
    /// Special protection of women workers' rights (女职工权益保护专项).
    Women,
    /// A comprehensive collective contract (综合).
    General,
    /// Wages only (工资专项).
    Wage,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleKind {
    /// A period within which something must happen.
    Deadline,
    /// A prolongation of a deadline.
    Extension,
    /// A period before an end in which something may be asked for.
    Window,
    /// A period after which something must happen again.
    Recurring,
    /// How long something holds.
    Term,
    /// A number or share that must be reached or not exceeded.
    Threshold,
    /// A requirement without a number.
    Rule,
    /// What a worker may claim.
    Entitlement,
    /// A sum that may be imposed.
    Penalty,
    /// How periods and numbers are counted.
    Counting,
    /// An aim of a plan, not a duty.
    Target,
}

/// How well the text of a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the article itself.
    Text,
    /// Read in a summary, a report or an explainer.
    Secondary,
    /// Known, not read.
    Unverified,
    /// Known or expected to exist; its value was not readable.
    NotFound,
}

/// The value of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// A whole number of the rule's unit.
    Number(u32),
    /// From the first to the last number, both included.
    Range(u32, u32),
    /// An exact fraction.
    Share(Share),
    /// Whether the requirement holds.
    Flag(bool),
    /// Words a program does not read.
    Words(String),
}

/// One row of the rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The row's name, such as `zj.offer.reply`; unique in a rulebook.
    pub id: String,
    /// Whose law it is.
    pub jurisdiction: Jurisdiction,
    /// What it does.
    pub kind: RuleKind,
    /// The subject matters it may answer for; never empty, in order.
    pub applies_to: Vec<SubjectMatter>,
    /// The value; `None`: not known, or the text sets none (then `unit` says what it says instead).
    pub value: Option<Value>,
    /// The unit: `day` (calendar day), `working_day`, `month`, `person`, `share_of_all_members`, …
    pub unit: Option<String>,
    /// The event that starts the clock, in the words of the rules.
    pub from_event: Option<String>,
    /// The event that stops it, or that the rule judges.
    pub to_event: Option<String>,
    /// The comparison of a threshold.
    pub op: Option<Op>,
    /// The law.
    pub law: String,
    /// Its article.
    pub article: Option<String>,
    /// The first day it holds; `None`: not known.
    pub in_force_from: Option<Date>,
    /// The last day it holds; `None`: still in force.
    pub in_force_to: Option<Date>,
    /// How well the text is known.
    pub confidence: Confidence,
    /// What else to know.
    pub note: Option<String>,
    /// Whether a last day on a rest day rolls over (民法典 203); arguable for the review by an authority, hence data.
    pub rolls_over: bool,
}

/// The last step of these clocks is a meeting whose day people choose: the rule is the least time before that meeting.
const MEETINGS: [&str; 2] = ["session_opened", "congress_held"];

impl Rule {
    /// What a look-up asks for: the id without its prefix, without `wage` behind the prefix, without `old` at the end.
    ///
    /// `zj.offer.reply`, `ha.wage.offer.reply` and `cn.effect.deemed.old` give `offer.reply` twice and `effect.deemed`.
    #[must_use]
    pub fn suffix(&self) -> &str {
        let rest = self.id.split_once('.').map_or("", |(_, rest)| rest);
        let rest = rest.strip_prefix("wage.").unwrap_or(rest);
        rest.strip_suffix(".old").unwrap_or(rest)
    }

    /// Whether article, start and value are all there. An incomplete row is never filled and never answers.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.value.is_some() && self.article.is_some() && self.in_force_from.is_some()
    }

    /// Whether it holds on that day. An unknown start reaches back for ever: such a row is incomplete and cannot answer.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.in_force_from.is_none_or(|from| from <= day) && self.in_force_to.is_none_or(|to| day <= to)
    }

    /// Whether it may answer for this subject matter.
    #[must_use]
    pub fn answers(&self, subject: SubjectMatter) -> bool {
        self.applies_to.contains(&subject)
    }

    /// The period of a clock; `None` when the rule is not a whole number of days, working days or months.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        let Some(Value::Number(number)) = self.value else { return None };
        match self.unit.as_deref() {
            Some("day") => Some(Period::Days(number)),
            Some("working_day") => Some(Period::WorkingDays(number)),
            Some("month") => Some(Period::Months(number)),
            _ => None,
        }
    }

    /// Whether the period is counted back from its last step: windows, and what must precede a meeting.
    #[must_use]
    pub fn counts_back(&self) -> bool {
        self.kind == RuleKind::Window
            || (self.kind == RuleKind::Deadline && self.to_event.as_deref().is_some_and(|to| MEETINGS.contains(&to)))
    }

    /// Whether the last day rolls over a rest day. Terms and entitlements run to their day; what is counted back never rolls.
    #[must_use]
    pub fn roll_over(&self) -> RollOver {
        let clock = matches!(self.kind, RuleKind::Deadline | RuleKind::Extension | RuleKind::Recurring);
        if clock && self.rolls_over && !self.counts_back() { RollOver::Forward } else { RollOver::None }
    }

    /// The value as an exact fraction.
    #[must_use]
    pub fn share(&self) -> Option<Share> {
        match self.value {
            Some(Value::Share(share)) => Some(share),
            _ => None,
        }
    }

    /// The value as a whole number.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match self.value {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// The value as a range, both ends included.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        match self.value {
            Some(Value::Range(low, high)) => Some((low, high)),
            _ => None,
        }
    }

    /// Law and article for people.
    #[must_use]
    pub fn cite(&self) -> Cite {
        Cite { law: self.law.clone(), article: self.article.clone(), confidence: self.confidence }
    }
}
