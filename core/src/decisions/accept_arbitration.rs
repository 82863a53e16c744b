//! Record that the commission accepted the claim.

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::ArbitrationAccepted;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the acceptance: forty-five days for the award run from it (`cn.arb.decide`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptArbitration(pub ArbitrationAccepted);

impl Decision for AcceptArbitration {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Accepted)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Accepted)?;
                Ok(CaseEvent::ArbitrationAccepted(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::dispute::{ArbitrationApplied, Claimant};
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    fn applied() -> Scenario {
        let (commission, claim) = ("市劳动争议仲裁委员会".into(), "履行第 1 条".into());
        let applied = ArbitrationApplied { breach: 1, claimant: Claimant::Union, commission, claim };
        Scenario::through(Step::Effect).and(alleged(1), day(200)).and(CaseEvent::ArbitrationApplied(applied), day(210))
    }

    #[test]
    fn the_period_for_the_award_runs_from_the_acceptance() {
        let accepted = ArbitrationAccepted { breach: 1, reference: String::new() };
        let clocks = applied().and(CaseEvent::ArbitrationAccepted(accepted.clone()), day(214)).running();
        assert!(clocks.iter().any(|clock| clock.suffix == "arb.decide" && clock.due_latest.is_some()));
        let unasked = Scenario::through(Step::Effect).and(alleged(1), day(200));
        unasked.when(AcceptArbitration(accepted), day(214)).refused("dispute-step-missing");
    }
}
