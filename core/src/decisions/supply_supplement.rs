//! Supply supplements to the department.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::filing::SupplementSupplied;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records what was supplied, and whether the department counts its review anew: no text read says, so it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplySupplement(pub SupplementSupplied);

impl Decision for SupplySupplement {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .that(case.supplement_open, || {
                Refusal::new("no-supplement-asked", "部门没有要求补正。", "The department has not asked for supplements.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::SupplementSupplied(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::filing::SupplementRequested;
    use crate::scenario::{Scenario, day};
    use crate::stage::{Stage, Step};

    use super::*;

    #[test]
    fn the_review_counts_anew_only_when_the_department_says_so() {
        let asked = CaseEvent::SupplementRequested(SupplementRequested { what: "决议".into() });
        let after = |restarts_review| {
            let supplied = SupplementSupplied { what: "决议".into(), restarts_review };
            Scenario::through(Step::Receipt)
                .and(asked.clone(), day(121))
                .when(SupplySupplement(supplied), day(125))
                .recorded()
                .review_from
        };
        assert_eq!(after(Some(true)), Some(day(125)));
        assert_ne!(after(Some(false)), Some(day(125)));
        assert_ne!(after(None), Some(day(125)));
    }

    #[test]
    fn before_the_receipt_no_review_runs() {
        let asked = CaseEvent::SupplementRequested(SupplementRequested { what: "决议".into() });
        let supplied = SupplementSupplied { what: "决议".into(), restarts_review: Some(true) };
        let filed = Scenario::through(Step::Filing).and(asked, day(95));
        let case = filed.when(SupplySupplement(supplied), day(97)).recorded();
        assert_eq!((case.stage, case.review_from), (Stage::Filed, None));
    }

    #[test]
    fn nothing_is_supplied_unasked() {
        let supplied = SupplementSupplied { what: "决议".into(), restarts_review: None };
        Scenario::through(Step::Receipt).when(SupplySupplement(supplied), day(125)).refused("no-supplement-asked");
    }
}
