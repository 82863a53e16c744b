//! Request the cancellation (解除) of the agreement.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::change::CancellationRequested;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the request. Cancelling takes the same procedure as agreeing did (`cn.change.same_procedure`); it ends in [`super::end_agreement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestCancellation(pub CancellationRequested);

impl Decision for RequestCancellation {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_effect(case, ground)?.not_ended()?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(CaseEvent::CancellationRequested(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::ending::{EndGround, Ended};
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn what_is_in_effect_and_has_not_ended_can_be_asked_to_be_cancelled() {
        let requested = RequestCancellation(CancellationRequested { by: Side::Employer, reason: "停产".into() });
        let _ = Scenario::through(Step::Effect).when(requested.clone(), day(200)).recorded();
        Scenario::through(Step::Receipt).when(requested.clone(), day(110)).refused("needs-effect");
        let ground = EndGround::EmployerDissolved;
        let ended = Ended { ground, last_day: None, by_procedure: None, remark: String::new() };
        let over = Scenario::through(Step::Effect).and(CaseEvent::Ended(ended), day(210));
        over.when(requested, day(211)).refused("agreement-ended");
    }
}
