//! Record an outcome other than a contract: minutes, a memorandum, a policy. The talks end here.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::outcome::OutcomeRecorded;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records minutes, a memorandum or a policy signed by both chiefs. No vote, filing or review follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordOutcome(pub OutcomeRecorded);

impl Decision for RecordOutcome {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Session, None)?
            .not_suspended()?
            .not_yet(Step::Draft)?
            .not_yet(Step::Outcome)?
            .that(case.roads.change.is_none(), || {
                Refusal::new(
                    "change-open",
                    "合同正在变更，变更须形成新的合同文本；请先完成或放弃变更。",
                    "A change of the contract is under way, and ends in a new text. Finish it or give it up first.",
                )
                .citing(ground.cite(case, "change.same_procedure"))
            })?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let outcome = self.0;
        Refusal::unless_filled("title", &outcome.title)?;
        if outcome.form.is_contract() {
            return Err(Refusal::new(
                "contract-goes-another-way",
                "专项集体合同、专章和附件须商定草案、经审议、签字、报送，不能在此直接记录。",
                "A contract, chapter or annex goes through draft, vote, signing and filing; it cannot be recorded here.",
            )
            .at("form"));
        }
        if !outcome.signed_by_both {
            return Err(Refusal::new(
                "not-signed-by-both",
                "纪要、备忘录、制度须由双方首席代表签字后才作为成果记录。",
                "Minutes, a memorandum or a policy count as an outcome once both chiefs have signed.",
            )
            .at("signed_by_both"));
        }
        if let (Some(from), Some(to)) = (outcome.applies_from, outcome.applies_to)
            && to < from
        {
            return Err(Refusal::new(
                "ends-before-it-applies",
                format!("截止日期 {to} 早于起始日期 {from}。"),
                format!("Its last day {to} lies before its first, {from}."),
            )
            .at("applies_to"));
        }
        Ok(CaseEvent::OutcomeRecorded(outcome))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::change::ChangeRequested;
    use crate::event::outcome::OutcomeForm;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, date_of, day, session};
    use crate::stage::Stage;

    use super::*;

    fn minutes() -> OutcomeRecorded {
        OutcomeRecorded {
            form: OutcomeForm::Minutes,
            title: "女职工权益协商会议纪要".into(),
            signed_by_both: true,
            applies_from: None,
            applies_to: None,
        }
    }

    #[test]
    fn minutes_end_the_talks_at_the_signatures() {
        let case = Scenario::through(Step::Session).when(RecordOutcome(minutes()), day(60)).recorded();
        assert_eq!(case.stage, Stage::OutcomeRecorded);
    }

    #[test]
    fn a_contract_goes_another_way_and_signatures_are_needed() {
        let contract = OutcomeRecorded { form: OutcomeForm::Annex, ..minutes() };
        Scenario::through(Step::Session).when(RecordOutcome(contract), day(60)).refused("contract-goes-another-way");
        let unsigned = OutcomeRecorded { signed_by_both: false, ..minutes() };
        Scenario::through(Step::Session).when(RecordOutcome(unsigned), day(60)).refused("not-signed-by-both");
        Scenario::through(Step::Reply).when(RecordOutcome(minutes()), day(60)).refused("needs-session");
    }

    #[test]
    fn a_change_of_a_contract_does_not_end_in_minutes() {
        let requested = ChangeRequested { by: Side::Staff, what: "增加托育条款".into(), reason: "职工诉求".into() };
        Scenario::through(Step::Publication)
            .and(CaseEvent::ChangeRequested(requested), day(200))
            .and(CaseEvent::SessionHeld(session().into()), day(201))
            .when(RecordOutcome(minutes()), day(202))
            .refused_citing("change-open", "41");
    }

    #[test]
    fn it_applies_for_a_day_at_least() {
        let days = |from, to| {
            let days = OutcomeRecorded { applies_from: Some(date_of(from)), applies_to: Some(date_of(to)), ..minutes() };
            Scenario::through(Step::Session).when(RecordOutcome(days), day(60))
        };
        let _ = days(61, 61).recorded();
        days(61, 60).refused("ends-before-it-applies");
    }
}
