//! Give up a change: the agreement goes on as it was.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::change::ChangeDropped;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Records that the change was given up. Steps, draft and clauses stand again as before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropChange(pub ChangeDropped);

impl Decision for DropChange {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .that(case.roads.change.is_some(), || {
                Refusal::new("no-change", "没有正在进行的变更协商。", "No change is being negotiated.")
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(CaseEvent::ChangeDropped(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::change::ChangeRequested;
    use crate::event::clauses::ClauseCountered;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, clause_text, day};
    use crate::stage::{Stage, Step};

    use super::*;

    #[test]
    fn the_agreement_stands_again_as_it_was() {
        let dropped = DropChange(ChangeDropped { reason: "双方未能一致".into() });
        let requested = ChangeRequested { by: Side::Staff, what: "增加条款".into(), reason: String::new() };
        let before = Scenario::through(Step::Publication);
        let countered = ClauseCountered { clause: 1, text_version: 2, by: Side::Employer, text: clause_text() };
        let changing = before.clone().and(CaseEvent::ChangeRequested(requested), day(200));
        let changing = changing.and(CaseEvent::ClauseCountered(countered), day(210));
        let case = changing.when(dropped.clone(), day(220)).recorded();
        assert_eq!((case.stage, &case.done), (Stage::InPerformance, &before.case().done));
        assert_eq!((&case.draft, &case.clauses), (&before.case().draft, &before.case().clauses));
        before.when(dropped, day(220)).refused("no-change");
    }
}
