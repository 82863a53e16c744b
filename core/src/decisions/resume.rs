//! Resume the talks.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::Resumed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Resumes suspended talks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume(pub Resumed);

impl Decision for Resume {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .that(case.suspension.is_some(), || {
                Refusal::new("not-suspended", "协商没有中止。", "The talks are not suspended.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Ok(CaseEvent::Resumed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::talks::Suspended;
    use crate::scenario::{Scenario, day};
    use crate::stage::{Stage, Step};

    use super::*;

    #[test]
    fn only_what_was_suspended_is_resumed() {
        let resumed = Resumed { terms: String::new() };
        Scenario::through(Step::Session).when(Resume(resumed.clone()), day(70)).refused("not-suspended");
        let suspended = Suspended { reason: String::new(), agreed_by_both: true, resume_day: None };
        let case = Scenario::through(Step::Session)
            .and(CaseEvent::Suspended(suspended), day(60))
            .when(Resume(resumed), day(70))
            .recorded();
        assert_eq!(case.stage, Stage::InSession);
    }
}
