//! Record the department's acceptance of the coordination.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::case::roads::Coordination;
use crate::event::CaseEvent;
use crate::event::coordination::CoordinationAccepted;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the department accepted it: thirty days run from this day (集体合同规定; sixty in Chongqing).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptCoordination(pub CoordinationAccepted);

impl Decision for AcceptCoordination {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .that(open(case).is_some(), no_coordination)?
            .that(open(case).is_some_and(|coordination| coordination.accepted.is_none()), || {
                Refusal::new("coordination-accepted", "协调处理已受理。", "The coordination is accepted already.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
                Ok(CaseEvent::CoordinationAccepted(self.0))
    }
}

/// The coordination that goes on.
pub(super) fn open(case: &Case) -> Option<&Coordination> {
    case.roads.coordination.as_deref().filter(|coordination| coordination.is_open())
}

pub(super) fn no_coordination() -> Refusal {
    Refusal::new(
        "no-coordination",
        "没有正在进行的协调处理；请先记录申请。",
        "No coordination is under way. First record the application.",
    )
}

#[cfg(test)]
mod tests {
    use crate::event::coordination::{CoordinationApplied, CoordinationBy};
    use crate::scenario::{Scenario, date_of, day, opened};
    use crate::stage::Step;

    use super::*;

    fn applied(place: &str) -> Scenario {
        let mut there = opened();
        there.place = place.parse().unwrap();
        let (department, matter) = ("人社局".into(), "岗位条款".into());
        let applied = CoordinationApplied { by: CoordinationBy::Staff, department, matter };
        Scenario::through(Step::Session)
            .but_first(CaseEvent::CaseOpened(there.into()))
            .and(CaseEvent::CoordinationApplied(applied), day(50))
    }

    #[test]
    fn the_period_runs_from_the_acceptance_and_is_that_of_the_place() {
        let accepted = CaseEvent::CoordinationAccepted(CoordinationAccepted { reference: String::new() });
        let due = |place| {
            let clocks = applied(place).and(accepted.clone(), day(52)).running();
            clocks.iter().find(|clock| clock.suffix == "coord.finish").and_then(|clock| clock.due_latest)
        };
        // Accepted on day 52, Sunday 22 February 2026: 30 days end on Tuesday 24 March, 60 on Thursday 23 April.
        assert_eq!(due("320100"), Some(date_of(82)));
        assert_eq!(due("500000"), Some(date_of(112)));
    }

    #[test]
    fn what_was_not_applied_for_is_not_accepted() {
        let accepted = AcceptCoordination(CoordinationAccepted { reference: String::new() });
        Scenario::through(Step::Session).when(accepted.clone(), day(52)).refused("no-coordination");
        let twice = applied("320100").and(CaseEvent::CoordinationAccepted(accepted.0.clone()), day(52));
        twice.when(accepted, day(53)).refused("coordination-accepted");
    }
}
