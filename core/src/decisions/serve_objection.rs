//! Record the department's objection (审查意见书).

use crate::case::guard::{Guard, May};
use crate::case::{Case, Mark, clocks};
use crate::event::CaseEvent;
use crate::event::filing::ObjectionServed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;
use crate::text::Say;

use super::Decision;

/// Records the objection. The round ends: the points are talked over again, signed and filed anew (集体合同规定 art 46).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeObjection(pub ObjectionServed);

impl Decision for ServeObjection {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Receipt, Some("review.objection"))?
            .not_yet(Step::Clearance)?
            .not_yet(Step::Effect)?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("opinion", &self.0.opinion)?;
        if let Some(unknown) = self.0.clauses.iter().find(|clause| !case.clauses.contains_key(clause)) {
            return Err(Refusal::new(
                "no-such-clause",
                format!("没有第 {unknown} 条。"),
                format!("There is no clause {unknown}."),
            )
            .at("clauses"));
        }
        Ok(CaseEvent::ObjectionServed(self.0))
    }
}

/// An objection after the period stands, with a mark: by itself it does not undo a deemed effect.
pub(super) fn irregular(at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let Some(review) = clocks::review(case, ground) else { return Vec::new() };
    match (at.earliest, review.due_latest) {
        (Some(day), Some(due)) if day > due => vec![Mark::Irregular(
            Say::new(
                format!("审查异议送达日期 {day} 晚于审查期届满日 {due}；两者并存，请核实是否已视为生效。"),
                format!(
                    "Served on {day}, after the review period ended on {due}. Both stand; \
                     check whether the contract had taken effect."
                ),
            ),
            ground.cite(case, "review.objection"),
        )],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::Stage;

    use super::*;

    fn objection() -> ObjectionServed {
        ObjectionServed { opinion: "第 1 条低于法定标准".into(), clauses: vec![1], served_on_both: Some(true) }
    }

    #[test]
    fn an_objection_sends_the_case_back_to_the_talks() {
        let case = Scenario::through(Step::Receipt).when(ServeObjection(objection()), day(110)).recorded();
        assert_eq!((case.stage, case.round), (Stage::Objected, 2));
        assert!(!case.has(Step::Signature) && !case.has(Step::Receipt));
        assert!(case.lines.last().unwrap().marks.is_empty());
    }

    #[test]
    fn a_late_one_stands_with_a_mark() {
        let late = Scenario::through(Step::Receipt).and(CaseEvent::ObjectionServed(objection()), day(140));
        let case = late.case();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        // The deemed effect stands beside it: the round goes on, and the contract covers from its derived day.
        assert_eq!((case.stage, case.round), (Stage::UnderReview, 1));
        assert!(case.instrument(&late.ground()).is_some());
    }

    #[test]
    fn on_the_last_day_of_the_review_it_is_in_time() {
        let last = Scenario::through(Step::Receipt).and(CaseEvent::ObjectionServed(objection()), day(119)).case();
        assert!(last.lines.last().unwrap().marks.is_empty());
        let after = Scenario::through(Step::Receipt).and(CaseEvent::ObjectionServed(objection()), day(120)).case();
        assert!(matches!(after.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
    }

    #[test]
    fn only_what_was_received_can_be_objected_to() {
        Scenario::through(Step::Filing).when(ServeObjection(objection()), day(110)).refused_citing("needs-receipt", "45");
    }
}
