//! The questions guards ask of a case, asked in one way.

use crate::ground::Ground;
use crate::refusal::Refusal;
use crate::stage::{Stage, Step};

use super::Case;

/// What a guard allows: plainly, or with steps that could not be checked because the case was taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Steps the guard needed and could not check.
    pub not_checkable: Vec<Step>,
}

/// The answer of a guard.
pub type May = Result<Allowed, Refusal>;

/// A guard at work on one case.
pub struct Guard<'a> {
    case: &'a Case,
    ground: &'a Ground<'a>,
    allowed: Allowed,
}

impl<'a> Guard<'a> {
    /// A guard for something that needs an open case.
    ///
    /// # Errors
    /// When the case does not exist or is closed.
    pub fn open(case: &'a Case, ground: &'a Ground<'a>) -> Result<Self, Refusal> {
        let guard = Self::exists(case, ground)?;
        if case.stage == Stage::Closed {
            return Err(Refusal::new(
                "case-closed",
                "本案已结案，不能再记录步骤；如有错误请更正原记录。",
                "The case is closed; no step can be recorded. Correct the entry that is wrong.",
            ));
        }
        Ok(guard)
    }

    /// A guard for what belongs to the talks: agreed to, not suspended, and not ended in a draft or another outcome.
    ///
    /// # Errors
    /// As each of these says.
    pub fn in_talks(case: &'a Case, ground: &'a Ground<'a>) -> Result<Self, Refusal> {
        let mut guard = Self::open(case, ground)?;
        guard.needs(Step::Reply, Some("offer.reply"))?.not_suspended()?.not_yet(Step::Draft)?.not_yet(Step::Outcome)?;
        Ok(guard)
    }

    /// A guard for what follows the effect: of a contract, or of minutes, a memorandum or a policy. While a change is negotiated
    /// what was agreed before is in effect.
    ///
    /// # Errors
    /// `needs-effect` when nothing is.
    pub fn in_effect(case: &'a Case, ground: &'a Ground<'a>) -> Result<Self, Refusal> {
        let mut guard = Self::open(case, ground)?;
        if !case.has(Step::Outcome) && case.effect.is_none() {
            guard.needs(Step::Effect, None)?;
        }
        Ok(guard)
    }

    /// A guard for something that only needs the case to exist.
    ///
    /// # Errors
    /// When nothing is recorded of the case.
    pub fn exists(case: &'a Case, ground: &'a Ground<'a>) -> Result<Self, Refusal> {
        if case.opening.is_none() {
            return Err(Refusal::new("case-unknown", "没有这个案件。", "There is no such case."));
        }
        Ok(Self { case, ground, allowed: Allowed::default() })
    }

    /// The step must have been done. Where the case was taken over and the step is unknown, it is noted, never refused.
    ///
    /// # Errors
    /// `needs-…` when the step was not done; `rule` is the suffix of the rule that asks for it, cited when given.
    pub fn needs(&mut self, step: Step, rule: Option<&str>) -> Result<&mut Self, Refusal> {
        if self.case.has(step) {
            return Ok(self);
        }
        if self.case.unknown(step) {
            self.allowed.not_checkable.push(step);
            return Ok(self);
        }
        let words = step.say();
        Err(Refusal::new(
            format!("needs-{}", step.code()),
            format!("须先记录{}。", words.zh),
            format!("First record {}.", words.en),
        )
        .citing(rule.and_then(|suffix| self.ground.cite(self.case, suffix))))
    }

    /// The step must not have been done yet in this round.
    ///
    /// # Errors
    /// `already-…` when it has been.
    pub fn not_yet(&mut self, step: Step) -> Result<&mut Self, Refusal> {
        if !self.case.has(step) {
            return Ok(self);
        }
        let words = step.say();
        Err(Refusal::new(
            format!("already-{}", step.code()),
            format!("本轮已记录{}；如有错误请更正或撤回原记录。", words.zh),
            format!("Already recorded in this round: {}. Correct or withdraw that entry if it is wrong.", words.en),
        ))
    }

    /// The talks must not be suspended.
    ///
    /// # Errors
    /// `suspended` when they are.
    pub fn not_suspended(&mut self) -> Result<&mut Self, Refusal> {
        if self.case.suspension.is_none() {
            return Ok(self);
        }
        Err(Refusal::new(
            "suspended",
            "协商已中止，须先记录恢复协商。",
            "The talks are suspended. First record that they were resumed.",
        )
        .citing(self.ground.cite(self.case, "suspend.max")))
    }

    /// What was agreed must not have ended.
    ///
    /// # Errors
    /// `agreement-ended` when it has.
    pub fn not_ended(&mut self) -> Result<&mut Self, Refusal> {
        if self.case.roads.end.is_none() {
            return Ok(self);
        }
        Err(Refusal::new(
            "agreement-ended",
            "合同或其他成果已终止、解除；如有错误请更正或撤回原记录。",
            "What was agreed has ended. Correct or withdraw that entry if it is wrong.",
        ))
    }

    /// A condition of this decision alone.
    ///
    /// # Errors
    /// The refusal, when the condition does not hold.
    pub fn that(&mut self, holds: bool, refusal: impl FnOnce() -> Refusal) -> Result<&mut Self, Refusal> {
        if holds { Ok(self) } else { Err(refusal()) }
    }

    /// What this guard allows.
    ///
    /// # Errors
    /// Never; the type lets a guard end in one expression.
    pub fn allowed(&mut self) -> May {
        Ok(std::mem::take(&mut self.allowed))
    }
}
