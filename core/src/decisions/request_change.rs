//! Request a change of the agreement (变更).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::change::ChangeRequested;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the request. The same procedure begins again from the talks on (集体合同规定, `cn.change.same_procedure`), and what was agreed
/// holds until the new text takes effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestChange(pub ChangeRequested);

impl Decision for RequestChange {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .not_ended()?
            .that(case.roads.change.is_none(), || {
                Refusal::new("change-open", "变更协商正在进行。", "A change is being negotiated already.")
            })?
            .needs(Step::Effect, Some("change.same_procedure"))?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(CaseEvent::ChangeRequested(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::case::instrument::Basis;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day, main_line, session};
    use crate::stage::Stage;

    use super::*;

    fn requested() -> ChangeRequested {
        ChangeRequested { by: Side::Staff, what: "增加托育条款".into(), reason: "职工诉求".into() }
    }

    #[test]
    fn the_same_procedure_begins_again_and_the_contract_holds_meanwhile() {
        let before = Scenario::through(Step::Publication);
        let case = before.clone().when(RequestChange(requested()), day(200)).recorded();
        assert_eq!((case.stage, case.round), (Stage::Changing, 2));
        assert!(!case.has(Step::Session) && !case.has(Step::Effect) && case.has(Step::Reply));
        let then = before.case().instrument(&before.ground());
        assert_eq!(case.instrument(&before.ground()), then, "what was agreed covers as it did");
    }

    #[test]
    fn the_new_text_takes_effect_and_covers_from_the_first_day_on() {
        let mut scenario = Scenario::through(Step::Publication)
            .and(CaseEvent::ChangeRequested(requested()), day(200))
            .and(CaseEvent::SessionHeld(session().into()), day(201));
        let again = main_line(Step::Effect).into_iter().skip_while(|(event, _)| !matches!(event, CaseEvent::DraftAgreed(_)));
        for (event, at) in again {
            scenario = scenario.and(event, Occurred::on(at.latest.unwrap().saturating_add(jiff::Span::new().days(160))));
        }
        let case = scenario.case();
        assert!(case.roads.change.is_none() && !case.contradictory(), "{:?}", case.lines.last());
        let covers = case.instrument(&scenario.ground()).unwrap();
        assert_eq!((covers.from, covers.basis), (Some(crate::scenario::date_of(120)), Basis::Confirmed));
    }

    #[test]
    fn only_what_is_in_effect_is_changed_and_one_change_at_a_time() {
        Scenario::through(Step::Receipt).when(RequestChange(requested()), day(110)).refused_citing("needs-effect", "41");
        let open = Scenario::through(Step::Publication).and(CaseEvent::ChangeRequested(requested()), day(200));
        open.when(RequestChange(requested()), day(201)).refused("change-open");
    }
}
