//! Close the case.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::entries::{CaseClosed, ClosingReason};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Closes the case. A closed case takes no steps; its entries can still be corrected, with a second person's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseCase(pub CaseClosed);

impl Decision for CloseCase {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let ended = [Step::Effect, Step::Outcome].iter().any(|step| case.has(*step) || case.unknown(*step));
        if self.0.reason == ClosingReason::Completed && !ended {
            return Err(Refusal::new(
                "not-completed",
                "尚无生效的合同或其他成果，不能以“已完成”结案；请选择其他原因。",
                "There is no contract in effect and no other outcome, so the case is not completed. Choose another reason.",
            )
            .at("reason"));
        }
        Ok(CaseEvent::CaseClosed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::decisions::issue_offer::IssueOffer;
    use crate::scenario::{Scenario, day, offer};

    use super::*;

    fn closing(reason: ClosingReason) -> CaseClosed {
        CaseClosed { reason, remark: String::new() }
    }

    #[test]
    fn a_closed_case_takes_no_steps() {
        let closed = Scenario::opened().and(CaseEvent::CaseClosed(closing(ClosingReason::OpenedByMistake)), day(2));
        for claimed in [1, 3] {
            closed.clone().when(IssueOffer(offer()), day(claimed)).refused("case-closed");
        }
    }

    #[test]
    fn completed_means_there_is_an_outcome() {
        Scenario::opened().when(CloseCase(closing(ClosingReason::Completed)), day(2)).refused("not-completed");
        let _ = Scenario::through(Step::Effect).when(CloseCase(closing(ClosingReason::Completed)), day(200)).recorded();
    }
}
