//! Record the labour department's receipt (受理回执): its day is day 0 of the review.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::filing::FilingReceived;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the receipt. The period of review counts from the day the department received the text, not from the sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordReceipt(pub FilingReceived);

impl Decision for RecordReceipt {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Filing, Some("filing"))?.not_yet(Step::Receipt)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Ok(CaseEvent::FilingReceived(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::Stage;

    use super::*;

    #[test]
    fn the_review_counts_from_the_receipt() {
        let receipt = FilingReceived { registration: "2026-118".into() };
        let case = Scenario::through(Step::Filing).when(RecordReceipt(receipt.clone()), day(120)).recorded();
        assert_eq!(case.review_from, Some(day(120)));
        assert_eq!(case.stage, Stage::UnderReview);
        Scenario::through(Step::Signature).when(RecordReceipt(receipt), day(120)).refused("needs-filing");
    }
}
