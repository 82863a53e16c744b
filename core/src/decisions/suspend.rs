//! Suspend the talks (中止).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::Suspended;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Suspends the talks by agreement (集体合同规定 art 35: length and next meeting are agreed; the nation sets no cap).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspend(pub Suspended);

impl Decision for Suspend {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_talks(case, ground)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let suspended = self.0;
        if !suspended.agreed_by_both {
            return Err(Refusal::new(
                "suspension-not-agreed",
                "中止协商须经双方同意。",
                "The talks can be suspended only when both sides agree.",
            )
            .at("agreed_by_both")
            .citing(ground.cite(case, "suspend.max")));
        }
        if let (Some(resume), Some(since)) = (suspended.resume_day, at.earliest)
            && resume < since
        {
            return Err(Refusal::new(
                "resume-before-suspension",
                format!("约定恢复日期 {resume} 早于中止日期 {since}。"),
                format!("The day agreed for going on, {resume}, lies before the suspension, {since}."),
            )
            .at("resume_day"));
        }
        Ok(CaseEvent::Suspended(suspended))
    }
}

#[cfg(test)]
mod tests {
    use crate::stage::Step;
    use crate::decisions::hold_session::HoldSession;
    use crate::scenario::{Scenario, date_of, day, session};

    use super::*;

    fn suspension() -> Suspended {
        Suspended { reason: "核算费用".into(), agreed_by_both: true, resume_day: Some(date_of(90)) }
    }

    #[test]
    fn no_session_while_suspended() {
        Scenario::through(Step::Session)
            .and(CaseEvent::Suspended(suspension()), day(60))
            .when(HoldSession(session()), day(61))
            .refused_citing("suspended", "35");
    }

    #[test]
    fn both_sides_agree_and_the_talks_go_on_later() {
        let alone = Suspended { agreed_by_both: false, ..suspension() };
        Scenario::through(Step::Session).when(Suspend(alone), day(60)).refused_citing("suspension-not-agreed", "35");
        let back = Suspended { resume_day: Some(date_of(59)), ..suspension() };
        Scenario::through(Step::Session).when(Suspend(back), day(60)).refused("resume-before-suspension");
        let same_day = Suspended { resume_day: Some(date_of(60)), ..suspension() };
        let _ = Scenario::through(Step::Session).when(Suspend(same_day), day(60)).recorded();
    }
}
