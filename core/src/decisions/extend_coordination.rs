//! Record that the coordination was prolonged.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::case::roads::Coordination;
use crate::event::CaseEvent;
use crate::event::coordination::CoordinationExtended;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::accept_coordination::{no_coordination, open};

/// Records the prolongation: fifteen days from the end of the period (thirty in Chongqing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendCoordination(pub CoordinationExtended);

impl Decision for ExtendCoordination {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let extendable =
            |coordination: &Coordination| coordination.accepted.is_some() && coordination.extended.is_none();
        Guard::open(case, ground)?
            .that(open(case).is_some(), no_coordination)?
            .that(open(case).is_some_and(extendable), || {
                Refusal::new(
                    "not-extendable",
                    "协调处理尚未受理，或已延长过一次。",
                    "The coordination is not accepted yet, or was prolonged already.",
                )
                .citing(ground.cite(case, "coord.extension"))
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(CaseEvent::CoordinationExtended(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::coordination::{CoordinationAccepted, CoordinationApplied, CoordinationBy};
    use crate::scenario::{Scenario, date_of, day};
    use crate::stage::Step;

    use super::*;

    fn accepted() -> Scenario {
        let applied = CoordinationApplied {
            by: CoordinationBy::Staff,
            department: "市人社局".into(),
            matter: "岗位条款".into(),
        };
        let accepted = CoordinationAccepted { reference: "协〔2026〕1号".into() };
        Scenario::through(Step::Session)
            .and(CaseEvent::CoordinationApplied(applied), day(50))
            .and(CaseEvent::CoordinationAccepted(accepted), day(52))
    }

    fn extended() -> CoordinationExtended {
        CoordinationExtended { reason: "情况复杂".into() }
    }

    #[test]
    fn fifteen_days_run_from_the_end_of_the_thirty() {
        let clocks = accepted().and(CaseEvent::CoordinationExtended(extended()), day(80)).running();
        let clock = clocks.iter().find(|clock| clock.suffix == "coord.extension").unwrap();
        // The thirty days end on 24 March 2026 (day 82); the fifteenth day after is Wednesday 8 April.
        assert_eq!(clock.due_latest, Some(date_of(97)));
        assert!(clocks.iter().all(|clock| clock.suffix != "coord.finish"));
    }

    #[test]
    fn it_is_prolonged_once_and_only_when_accepted() {
        let twice = accepted().and(CaseEvent::CoordinationExtended(extended()), day(80));
        twice.when(ExtendCoordination(extended()), day(81)).refused("not-extendable");
        Scenario::through(Step::Session).when(ExtendCoordination(extended()), day(80)).refused("no-coordination");
    }
}
