//! Record guidance by the upper union (上级工会指导).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::upper_union::GuidanceGiven;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records what the upper union did after a refusal, where there is no union, or when the talks are stuck (工会法; the county's
/// government may order a refusal to be corrected).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiveGuidance(pub GuidanceGiven);

impl Decision for GiveGuidance {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("by", &self.0.by)?;
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::GuidanceGiven(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::offer::Answer;
    use crate::scenario::{Scenario, day, reply};
    use crate::stage::{Stage, Step};

    use super::*;

    #[test]
    fn after_a_refusal_the_upper_union_guides_and_the_offer_can_be_issued_again() {
        let refused = Scenario::through(Step::Delivery).and(CaseEvent::ReplyReceived(reply(Answer::Refuses)), day(10));
        let guided = GuidanceGiven { by: "市总工会".into(), what: "约谈用人单位，指导重新要约".into() };
        let case = refused.clone().when(GiveGuidance(guided), day(12)).recorded();
        assert_eq!(case.stage, Stage::Refused);
        let silent = GuidanceGiven { by: "市总工会".into(), what: String::new() };
        refused.when(GiveGuidance(silent), day(12)).refused("required");
    }
}
