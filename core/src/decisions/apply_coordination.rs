//! Apply for coordination (协调处理) of an interest dispute.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::case::roads::Coordination;
use crate::event::CaseEvent;
use crate::event::coordination::CoordinationApplied;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::{Stage, Step};

use super::Decision;

/// Records that the labour department was asked to coordinate, or began of its own motion, because the sides cannot agree or one
/// refuses. It belongs to the negotiation and its signing: a breach of what was agreed goes another road ([`super::allege_breach`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyCoordination(pub CoordinationApplied);

impl Decision for ApplyCoordination {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let talked = case.has(Step::Offer) || case.has(Step::Session) || case.stage == Stage::Refused || case.unknown(Step::Offer);
        let open = case.roads.coordination.as_deref().is_some_and(Coordination::is_open);
        Guard::open(case, ground)?
            .not_yet(Step::Effect)?
            .not_yet(Step::Outcome)?
            .that(talked, nothing_yet)?
            .that(!open, || {
                Refusal::new("coordination-open", "协调处理正在进行。", "A coordination is under way already.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("department", &self.0.department)?;
        Refusal::unless_filled("matter", &self.0.matter)?;
        Ok(CaseEvent::CoordinationApplied(self.0))
    }
}

fn nothing_yet() -> Refusal {
    Refusal::new(
        "nothing-to-coordinate",
        "尚未要约，没有可以协调处理的争议。",
        "There is no offer yet, and so nothing to coordinate.",
    )
}

#[cfg(test)]
mod tests {
    use crate::event::coordination::CoordinationBy;
    use crate::event::offer::Answer;
    use crate::scenario::{Scenario, day, reply};

    use super::*;

    fn applied() -> CoordinationApplied {
        let (department, matter) = ("市人社局".into(), "用人单位拒绝协商".into());
        CoordinationApplied { by: CoordinationBy::Staff, department, matter }
    }

    #[test]
    fn a_refusal_or_stuck_talks_go_to_the_department() {
        let refused = Scenario::through(Step::Delivery).and(CaseEvent::ReplyReceived(reply(Answer::Refuses)), day(10));
        let case = refused.when(ApplyCoordination(applied()), day(12)).recorded();
        assert_eq!(case.stage, Stage::Coordinating);
        let _ = Scenario::through(Step::Session).when(ApplyCoordination(applied()), day(50)).recorded();
        let _ = Scenario::through(Step::Offer).when(ApplyCoordination(applied()), day(9)).recorded();
        Scenario::opened().when(ApplyCoordination(applied()), day(2)).refused("nothing-to-coordinate");
    }

    #[test]
    fn what_is_in_effect_is_not_coordinated_and_one_coordination_runs_at_a_time() {
        Scenario::through(Step::Effect).when(ApplyCoordination(applied()), day(200)).refused("already-effect");
        let open = Scenario::through(Step::Session).and(CaseEvent::CoordinationApplied(applied()), day(50));
        open.when(ApplyCoordination(applied()), day(51)).refused("coordination-open");
    }
}
