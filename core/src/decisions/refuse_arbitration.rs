//! Record that the commission did not accept the claim (不予受理).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::ArbitrationRefused;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records the refusal: the court is open then (工会法 21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefuseArbitration(pub ArbitrationRefused);

impl Decision for RefuseArbitration {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Refused)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Refused)?;
                Ok(CaseEvent::ArbitrationRefused(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::dispute::{ArbitrationApplied, Claimant};
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;
    use crate::event::dispute::ArbitrationAccepted;

    fn applied() -> Scenario {
        let (commission, claim) = ("市劳动争议仲裁委员会".into(), "履行第 1 条".into());
        let applied = ArbitrationApplied { breach: 1, claimant: Claimant::Union, commission, claim };
        Scenario::through(Step::Effect).and(alleged(1), day(200)).and(CaseEvent::ArbitrationApplied(applied), day(210))
    }

    #[test]
    fn acceptance_and_refusal_exclude_each_other() {
        let refused = RefuseArbitration(ArbitrationRefused { breach: 1, reasons: "超出范围".into() });
        let _ = applied().when(refused.clone(), day(214)).recorded();
        let accepted = CaseEvent::ArbitrationAccepted(ArbitrationAccepted { breach: 1, reference: String::new() });
        applied().and(accepted, day(213)).when(refused, day(214)).refused("dispute-step-done");
    }
}
