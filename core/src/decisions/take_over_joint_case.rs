//! Take over a case of many employers whose beginning is unknown.

use crate::case::Case;
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::opening::JointCaseTakenOver;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::open_case::OpenCase;
use super::take_over_case::check_taken;
use super::{Decision, open_joint_case};

/// Takes over a case of many employers. Steps named unknown are never made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeOverJointCase(pub JointCaseTakenOver);

impl Decision for TakeOverJointCase {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        OpenCase::may(case, ground)
    }

    fn decide(self, at: &Occurred, _: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        open_joint_case::check(&self.0.opening, at, ground)?;
        check_taken(&self.0.source, self.0.stage, self.0.as_of, ground)?;
        Ok(CaseEvent::JointCaseTakenOver(self.0.into()))
    }
}

#[cfg(test)]
mod tests {
    use crate::decisions::hold_session::HoldSession;
    use crate::event::opening::JointCaseTakenOver;
    use crate::scenario::{Scenario, date_of, day, joint, session};
    use crate::stage::{Stage, Step};

    use super::*;

    fn taken() -> JointCaseTakenOver {
        JointCaseTakenOver {
            opening: Box::new(joint()),
            stage: Stage::InSession,
            as_of: date_of(0),
            unknown: vec![Step::Offer, Step::Delivery, Step::Reply],
            source: "市总工会网站报道".into(),
            outcome: None,
        }
    }

    #[test]
    fn its_unknown_steps_are_not_made_up() {
        let case = Scenario::empty().when(TakeOverJointCase(taken()), day(1)).recorded();
        assert!(case.unknown(Step::Reply));
        let scenario = Scenario::empty().and(CaseEvent::JointCaseTakenOver(taken().into()), day(1));
        let _ = scenario.when(HoldSession(session()), day(2)).recorded();
    }

    #[test]
    fn source_and_stage_are_told() {
        let silent = JointCaseTakenOver { source: String::new(), ..taken() };
        Scenario::empty().when(TakeOverJointCase(silent), day(1)).refused("required");
        let ended = JointCaseTakenOver { stage: Stage::Ended, ..taken() };
        Scenario::empty().when(TakeOverJointCase(ended), day(1)).refused("stage-cannot-be-taken-over");
    }
}
