//! Record that the department asked for supplements.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::filing::SupplementRequested;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records what the department asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestSupplement(pub SupplementRequested);

impl Decision for RequestSupplement {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Filing, Some("filing"))?.not_yet(Step::Effect)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::SupplementRequested(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::Stage;

    use super::*;

    #[test]
    fn the_department_asks_for_something_of_what_was_filed() {
        let asked = SupplementRequested { what: "职代会决议原件".into() };
        let case = Scenario::through(Step::Filing).when(RequestSupplement(asked.clone()), day(121)).recorded();
        assert_eq!(case.stage, Stage::SupplementAsked);
        Scenario::through(Step::Signature).when(RequestSupplement(asked), day(121)).refused("needs-filing");
    }
}
