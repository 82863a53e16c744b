//! Demand performance (要求履行).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::PerformanceDemanded;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the union demanded performance of what was agreed (工会法 21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandPerformance(pub PerformanceDemanded);

impl Decision for DemandPerformance {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Demanded)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Demanded)?;
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::PerformanceDemanded(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    fn demanded(breach: u32) -> DemandPerformance {
        DemandPerformance(PerformanceDemanded { breach, what: "补发津贴".into(), by_day: None })
    }

    #[test]
    fn a_breach_is_alleged_first_and_a_demand_may_be_repeated() {
        Scenario::through(Step::Effect).when(demanded(1), day(210)).refused("no-breach");
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        breach.clone().when(demanded(2), day(210)).refused("no-such-breach");
        let again = breach.and(CaseEvent::PerformanceDemanded(demanded(1).0), day(210));
        let _ = again.when(demanded(1), day(220)).recorded();
    }
}
