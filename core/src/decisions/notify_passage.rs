//! Notify the employer in writing that the draft was passed.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::congress::PassageNotified;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the written notice of the passage: in Shanghai the ten days for filing run from it (`sh.filing`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifyPassage(pub PassageNotified);

impl Decision for NotifyPassage {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Vote, Some("filing"))?.not_yet(Step::Passage)?.not_yet(Step::Filing)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
                Ok(CaseEvent::PassageNotified(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::offer::DeliveryWay;
    use crate::scenario::{Scenario, date_of, day, opened};

    use super::*;

    #[test]
    fn in_shanghai_the_clock_of_the_filing_starts_with_it() {
        let mut there = opened();
        there.place = "310000".parse().unwrap();
        let signed = Scenario::through(Step::Signature).but_first(CaseEvent::CaseOpened(there.into()));
        let filing = |scenario: &Scenario| {
            let clocks = scenario.running();
            clocks.iter().find(|clock| clock.suffix == "filing").and_then(|clock| clock.due_latest)
        };
        assert_eq!(filing(&signed), None, "the signing starts no clock there");
        // Told on day 86, Saturday 28 March 2026; the tenth day, 7 April, is a working day after the holiday.
        let told = PassageNotified { way: DeliveryWay::Hand };
        assert_eq!(filing(&signed.and(CaseEvent::PassageNotified(told), day(86))), Some(date_of(96)));
    }

    #[test]
    fn a_draft_must_have_passed() {
        let told = PassageNotified { way: DeliveryWay::Post };
        Scenario::through(Step::Draft).when(NotifyPassage(told.clone()), day(81)).refused("needs-vote");
        let twice = Scenario::through(Step::Vote).and(CaseEvent::PassageNotified(told.clone()), day(81));
        twice.when(NotifyPassage(told), day(82)).refused("already-passage");
    }
}
