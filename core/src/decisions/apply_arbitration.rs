//! Apply for labour arbitration (申请仲裁).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::ArbitrationApplied;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that arbitration was applied for: within a year of the day the infringement was known (`cn.arb.limit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyArbitration(pub ArbitrationApplied);

impl Decision for ApplyArbitration {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Applied)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Applied)?;
        Refusal::unless_filled("claim", &self.0.claim)?;
        Ok(CaseEvent::ArbitrationApplied(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::case::Mark;
    use crate::event::dispute::Claimant;
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    fn applied() -> ApplyArbitration {
        let (commission, claim) = ("市劳动争议仲裁委员会".into(), "履行第 1 条".into());
        ApplyArbitration(ArbitrationApplied { breach: 1, claimant: Claimant::Union, commission, claim })
    }

    #[test]
    fn within_a_year_of_knowing_of_it() {
        // The sample breach has been known since day 190, 10 July 2026.
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200)).on(600);
        assert!(breach.clone().when(applied(), day(555)).recorded().lines.last().unwrap().marks.is_empty());
        let late = breach.when(applied(), day(560)).recorded();
        assert!(matches!(late.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
    }

    #[test]
    fn a_claim_is_made_once() {
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        let twice = breach.and(CaseEvent::ArbitrationApplied(applied().0), day(210));
        twice.when(applied(), day(211)).refused("dispute-step-done");
    }
}
