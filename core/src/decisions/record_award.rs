//! Record the award (仲裁裁决).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::AwardMade;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records what the commission decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordAward(pub AwardMade);

impl Decision for RecordAward {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Award)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Award)?;
        Refusal::unless_filled("outcome", &self.0.outcome)?;
        Ok(CaseEvent::AwardMade(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::dispute::{ArbitrationApplied, Claimant};
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;
    use crate::case::Mark;
    use crate::event::dispute::ArbitrationAccepted;

    fn applied() -> Scenario {
        let (commission, claim) = ("市劳动争议仲裁委员会".into(), "履行第 1 条".into());
        let applied = ArbitrationApplied { breach: 1, claimant: Claimant::Union, commission, claim };
        Scenario::through(Step::Effect).and(alleged(1), day(200)).and(CaseEvent::ArbitrationApplied(applied), day(210))
    }

    #[test]
    fn an_award_follows_the_acceptance_and_a_late_one_is_marked() {
        let award = RecordAward(AwardMade { breach: 1, reference: String::new(), outcome: "支持工会请求".into() });
        applied().when(award.clone(), day(230)).refused("dispute-step-missing");
        let accepted = CaseEvent::ArbitrationAccepted(ArbitrationAccepted { breach: 1, reference: String::new() });
        let before = applied().and(accepted, day(214));
        assert!(before.clone().when(award.clone(), day(250)).recorded().lines.last().unwrap().marks.is_empty());
        let late = before.when(award, day(300)).recorded();
        assert!(matches!(late.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
    }
}
