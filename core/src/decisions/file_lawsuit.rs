//! File a lawsuit (提起诉讼).

use crate::case::Case;
use crate::case::dispute::{self, DisputeStep};
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::dispute::LawsuitFiled;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that a side went to court: after the award was received, or where the commission did not accept the claim (工会法 21,
/// `cn.award.lawsuit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLawsuit(pub LawsuitFiled);

impl Decision for FileLawsuit {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        dispute::may(case, ground, DisputeStep::Lawsuit)
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        dispute::check(case, self.0.breach, DisputeStep::Lawsuit)?;
        Refusal::unless_filled("court", &self.0.court)?;
        Ok(CaseEvent::LawsuitFiled(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::dispute::{ArbitrationApplied, Claimant};
    use crate::scenario::{Scenario, alleged, day};
    use crate::stage::Step;

    use super::*;
    use crate::event::dispute::{ArbitrationAccepted, ArbitrationRefused, AwardMade};
    use crate::event::representation::Side;

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

    fn lawsuit() -> FileLawsuit {
        let (court, claim) = ("区人民法院".into(), "履行第 1 条".into());
        FileLawsuit(LawsuitFiled { breach: 1, by: Side::Staff, court, claim })
    }

    #[test]
    fn arbitration_comes_before_the_court() {
        awarded().when(lawsuit(), day(245)).refused("dispute-step-missing");
        let refused = ArbitrationRefused { breach: 1, reasons: String::new() };
        let _ = applied().and(CaseEvent::ArbitrationRefused(refused), day(214)).when(lawsuit(), day(220)).recorded();
    }
}
