//! Approve another person's correction of a closed case.

use crate::case::guard::{Guard, May};
use crate::case::{Case, Standing};
use crate::event::CaseEvent;
use crate::event::entries::CorrectionApproved;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Approves a correction or withdrawal that waits for a second person. Never one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApproveCorrection(pub CorrectionApproved);

impl Decision for ApproveCorrection {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::exists(case, ground)?
            .that(case.awaiting_approval().next().is_some() || already_approved(case), || {
                Refusal::new("nothing-waits", "没有等待批准的更正。", "No correction waits for approval.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let line = case.line(self.0.entry).filter(|line| line.standing == Standing::AwaitsApproval).ok_or_else(|| {
            Refusal::new("nothing-waits", "该记录不在等待批准。", "That entry does not wait for approval.").at("entry")
        })?;
        if line.recorded.by == ground.by {
            return Err(Refusal::new(
                "own-correction",
                "不能批准自己提出的更正，须由他人批准。",
                "Nobody approves their own correction; another person must.",
            )
            .at("entry"));
        }
        Ok(CaseEvent::CorrectionApproved(self.0))
    }
}

/// When a history is folded, the correction already stands by this very approval.
fn already_approved(case: &Case) -> bool {
    case.lines.iter().any(|line| {
        matches!(line.recorded.event, CaseEvent::EntryCorrected(_) | CaseEvent::EntryWithdrawn(_))
            && line.standing == Standing::Stands
            && line.waited_for_approval()
    })
}

#[cfg(test)]
mod tests {
    use crate::decisions::withdraw_entry::WithdrawEntry;
    use crate::event::entries::{CaseClosed, ClosingReason, EntryWithdrawn};
    use crate::ids::Version;
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    fn closed_with_waiting_withdrawal() -> (Scenario, Version, Version) {
        let scenario = Scenario::through(Step::Reply)
            .and(CaseEvent::CaseClosed(CaseClosed { reason: ClosingReason::NoAgreement, remark: String::new() }), day(60));
        let reply = scenario.entry_of("reply-received");
        let withdrawn = EntryWithdrawn { entry: reply, reason: "误录".into(), awaits_approval: true };
        let scenario = scenario.and(CaseEvent::EntryWithdrawn(withdrawn), day(70));
        let waiting = scenario.entry_of("entry-withdrawn");
        (scenario, reply, waiting)
    }

    #[test]
    fn on_a_closed_case_a_correction_waits_for_another_person() {
        let (scenario, reply, waiting) = closed_with_waiting_withdrawal();
        assert!(scenario.case().line(reply).unwrap().counts(), "nothing changes before the approval");
        let approve = ApproveCorrection(CorrectionApproved { entry: waiting });
        scenario.clone().when(approve.clone(), day(71)).refused("own-correction");
        let case = scenario.by_another().when(approve, day(71)).recorded();
        assert!(!case.line(reply).unwrap().counts());
        assert!(!case.contradictory());
    }

    #[test]
    fn only_what_waits_is_approved() {
        let approve = ApproveCorrection(CorrectionApproved { entry: Version(2) });
        Scenario::through(Step::Reply).when(approve, day(50)).refused("nothing-waits");
        let withdraw = WithdrawEntry { entry: Version(2), reason: "误录".into() };
        let _ = Scenario::through(Step::Reply).when(withdraw, day(50)).recorded();
    }

    #[test]
    fn a_correction_that_needed_nobody_leaves_nothing_to_approve() {
        let may = |scenario: &Scenario| ApproveCorrection::may(&scenario.case(), &scenario.ground()).is_ok();
        assert!(!may(&Scenario::through(Step::Reply)));
        let withdrawn = EntryWithdrawn { entry: Version(2), reason: "误录".into(), awaits_approval: false };
        assert!(!may(&Scenario::through(Step::Reply).and(CaseEvent::EntryWithdrawn(withdrawn), day(50))));
        assert!(may(&closed_with_waiting_withdrawal().0));
    }
}
