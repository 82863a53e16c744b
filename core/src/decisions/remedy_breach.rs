//! Record that a breach was mended (改正).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::BreachRemedied;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the breach was mended: the dispute is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyBreach(pub BreachRemedied);

impl Decision for RemedyBreach {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Remedied)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Remedied)?;
        Refusal::unless_filled("how", &self.0.how)?;
        Ok(CaseEvent::BreachRemedied(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;

    #[test]
    fn what_was_mended_is_over() {
        let mended = RemedyBreach(BreachRemedied { breach: 1, how: "已补发".into() });
        let breach = Scenario::through(Step::Effect).and(alleged(1), day(200));
        let _ = breach.clone().when(mended.clone(), day(210)).recorded();
        let over = breach.and(CaseEvent::BreachRemedied(mended.0.clone()), day(210));
        over.when(mended, day(211)).refused("dispute-over");
    }
}
