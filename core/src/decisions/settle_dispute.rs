//! Record a settlement (和解).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::DisputeSettled;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the dispute was settled between the sides, by conciliation, in arbitration or in court: it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleDispute(pub DisputeSettled);

impl Decision for SettleDispute {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Settled)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Settled)?;
        Refusal::unless_filled("terms", &self.0.terms)?;
        Ok(CaseEvent::DisputeSettled(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    use crate::event::dispute::SettlementWay;

    #[test]
    fn a_settlement_ends_the_dispute() {
        let settled = |breach| {
            SettleDispute(DisputeSettled { breach, way: SettlementWay::Conciliation, terms: "补发并调整岗位".into() })
        };
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200)).and(alleged(2), day(201));
        let over = breach.and(CaseEvent::DisputeSettled(settled(1).0), day(210));
        over.clone().when(settled(1), day(211)).refused("dispute-over");
        let _ = over.when(settled(2), day(211)).recorded();
    }
}
