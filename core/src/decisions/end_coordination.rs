//! Record the end of the coordination.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::coordination::CoordinationEnded;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;
use super::accept_coordination::{no_coordination, open};

/// Records how the coordination ended. With a coordination agreement (协调处理协议书) the draft can be agreed on it; without one the case
/// stands where it stood, and may be closed without agreement. Neither arbitration nor court follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndCoordination(pub CoordinationEnded);

impl Decision for EndCoordination {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.that(open(case).is_some(), no_coordination)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("terms", &self.0.terms)?;
        Ok(CaseEvent::CoordinationEnded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::case::Mark;
    use crate::decisions::issue_offer::IssueOffer;
    use crate::event::coordination::{CoordinationAccepted, CoordinationApplied, CoordinationBy};
    use crate::event::offer::Answer;
    use crate::scenario::{Scenario, day, offer, reply};
    use crate::stage::{Stage, Step};

    use super::*;

    fn ended(agreed: bool) -> EndCoordination {
        EndCoordination(CoordinationEnded { agreed, terms: "岗位条款".into() })
    }

    fn accepted() -> Scenario {
        let (department, matter) = ("市人社局".into(), "拒绝协商".into());
        let applied = CoordinationApplied { by: CoordinationBy::Department, department, matter };
        Scenario::through(Step::Delivery)
            .and(CaseEvent::ReplyReceived(reply(Answer::Refuses)), day(20))
            .and(CaseEvent::CoordinationApplied(applied), day(22))
            .and(CaseEvent::CoordinationAccepted(CoordinationAccepted { reference: String::new() }), day(24))
    }

    #[test]
    fn an_agreement_before_the_department_stands_in_the_place_of_the_talks() {
        let case = accepted().when(ended(true), day(30)).recorded();
        assert_eq!(case.stage, Stage::InSession);
        assert!(case.has(Step::Session) && case.has(Step::Reply));
    }

    #[test]
    fn without_one_the_case_stands_where_it_stood() {
        let case = accepted().when(ended(false), day(30)).recorded();
        assert_eq!(case.stage, Stage::Refused);
        let after = accepted().and(CaseEvent::CoordinationEnded(ended(false).0), day(30));
        let _ = after.when(IssueOffer(offer()), day(31)).recorded();
    }

    #[test]
    fn one_that_took_too_long_stands_with_a_mark() {
        let case = accepted().when(ended(true), day(80)).recorded();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        Scenario::through(Step::Session).when(ended(true), day(50)).refused("no-coordination");
    }
}
