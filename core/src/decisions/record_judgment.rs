//! Record the judgment (判决).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::JudgmentMade;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records what the court decided: the dispute is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordJudgment(pub JudgmentMade);

impl Decision for RecordJudgment {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Judgment)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Judgment)?;
        Refusal::unless_filled("outcome", &self.0.outcome)?;
        Ok(CaseEvent::JudgmentMade(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn a_judgment_follows_a_lawsuit() {
        let judgment = RecordJudgment(JudgmentMade { breach: 1, reference: String::new(), outcome: "支持".into() });
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        breach.clone().when(judgment.clone(), day(300)).refused("dispute-step-missing");
        let over = breach.and(CaseEvent::JudgmentMade(judgment.0.clone()), day(300));
        over.when(judgment, day(301)).refused("dispute-over");
    }
}
