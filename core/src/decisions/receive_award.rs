//! Record the receipt of the award.

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::AwardReceived;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records who received the award: fifteen days for going to court run from it (`cn.award.lawsuit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveAward(pub AwardReceived);

impl Decision for ReceiveAward {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::AwardReceived)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::AwardReceived)?;
                Ok(CaseEvent::AwardReceived(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::dispute::{ArbitrationApplied, Claimant};
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;
    use crate::event::dispute::{ArbitrationAccepted, AwardMade};
    use crate::event::representation::Side;
    use crate::scenario::date_of;

    fn applied() -> Scenario {
        let (commission, claim) = ("市劳动争议仲裁委员会".into(), "履行第 1 条".into());
        let applied = ArbitrationApplied { breach: 1, claimant: Claimant::Union, commission, claim };
        Scenario::through(Step::Effect).and(alleged(1), day(200)).and(CaseEvent::ArbitrationApplied(applied), day(210))
    }

    fn awarded() -> Scenario {
        let accepted = ArbitrationAccepted { breach: 1, reference: String::new() };
        let award = AwardMade { breach: 1, reference: String::new(), outcome: "驳回".into() };
        applied().and(CaseEvent::ArbitrationAccepted(accepted), day(214)).and(CaseEvent::AwardMade(award), day(240))
    }

    #[test]
    fn fifteen_days_for_the_court_run_from_the_receipt() {
        let received = AwardReceived { breach: 1, by: Side::Staff };
        let clocks = awarded().and(CaseEvent::AwardReceived(received.clone()), day(243)).running();
        let due = clocks.iter().find(|clock| clock.suffix == "award.lawsuit").and_then(|clock| clock.due_latest);
        // Received on day 243, Tuesday 1 September 2026; the fifteenth day, the 16th, is a working day.
        assert_eq!(due, Some(date_of(258)));
        applied().when(ReceiveAward(received), day(243)).refused("dispute-step-missing");
    }
}
