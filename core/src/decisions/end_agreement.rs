//! End the agreement: 终止 or 解除.

use crate::case::Case;
use crate::case::Mark;
use crate::case::clocks;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::ending::EndGround;
use crate::event::ending::Ended;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Decision;

/// Records the end: the term is over, a condition agreed for it came about, both sides cancelled, the employer was dissolved, or renewal
/// was refused. What ended covers nobody after its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndAgreement(pub Ended);

impl Decision for EndAgreement {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::in_effect(case, ground)?.not_ended()?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let last_day = self.0.last_day.or(at.latest);
        let expires = clocks::expires_on(case);
        let by_term = matches!(self.0.ground, EndGround::TermOver | EndGround::RenewalRefused);
        if let (true, Some(last), Some(expires)) = (by_term, last_day, expires)
            && last < expires
        {
            return Err(Refusal::new(
                "term-not-over",
                format!("合同期限至 {expires}，{last} 尚未期满；提前结束的请选择其他原因。"),
                format!("The term runs to {expires} and was not over on {last}. For an earlier end choose another ground."),
            )
            .at("ground"));
        }
        if let (Some(last), Some(from)) = (self.0.last_day, case.effect.as_ref().map(|effect| effect.effective_on))
            && last < from
        {
            return Err(Refusal::new(
                "end-before-effect",
                format!("最后一日 {last} 早于生效日期 {from}。"),
                format!("The last day, {last}, lies before the day of effect, {from}."),
            )
            .at("last_day"));
        }
        Ok(CaseEvent::Ended(self.0))
    }
}

/// A cancellation that did not follow the procedure stands, with a mark.
pub(super) fn irregular(ended: &Ended, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    if ended.ground != EndGround::Cancelled || ended.by_procedure != Some(false) {
        return Vec::new();
    }
    let say = Say::new(
        "解除合同应当适用订立时的协商程序，本次未按程序进行。",
        "Cancelling takes the same procedure as agreeing did; it was not followed here.",
    );
    vec![Mark::Irregular(say, ground.cite(case, "change.same_procedure"))]
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, date_of, day};
    use crate::stage::{Stage, Step};

    use super::*;

    fn end(ground: EndGround) -> Ended {
        Ended { ground, last_day: None, by_procedure: Some(true), remark: String::new() }
    }

    #[test]
    fn what_ended_covers_nobody_after_its_last_day() {
        let ended = Ended { last_day: Some(date_of(250)), ..end(EndGround::EmployerDissolved) };
        let scenario = Scenario::through(Step::Publication);
        let case = scenario.clone().when(EndAgreement(ended), day(260)).recorded();
        assert_eq!(case.stage, Stage::Ended);
        assert_eq!(case.instrument(&scenario.ground()).unwrap().to, Some(date_of(250)));
        assert!(Scenario::through(Step::Publication).running().iter().any(|clock| clock.suffix == "renewal.window"));
    }

    #[test]
    fn a_term_is_over_on_its_last_day() {
        // The sample contract runs to 1 May 2029.
        let far = Scenario::through(Step::Publication).on(2000);
        far.clone().when(EndAgreement(end(EndGround::TermOver)), day(300)).refused("term-not-over");
        let last = Occurred::on(jiff::civil::date(2029, 5, 1));
        let _ = far.when(EndAgreement(end(EndGround::TermOver)), last).recorded();
    }

    #[test]
    fn a_last_day_before_the_effect_is_impossible() {
        let ended = Ended { last_day: Some(date_of(100)), ..end(EndGround::ConditionMet) };
        Scenario::through(Step::Effect).when(EndAgreement(ended.clone()), day(260)).refused("end-before-effect");
        // The sample contract took effect on day 120.
        let one_day = Ended { last_day: Some(date_of(120)), ..ended };
        let _ = Scenario::through(Step::Effect).when(EndAgreement(one_day), day(260)).recorded();
    }

    #[test]
    fn a_cancellation_without_the_procedure_stands_with_a_mark() {
        let ended = Ended { by_procedure: Some(false), ..end(EndGround::Cancelled) };
        let case = Scenario::through(Step::Effect).when(EndAgreement(ended), day(260)).recorded();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
        for unmarked in [
            Ended { by_procedure: Some(false), ..end(EndGround::ConditionMet) },
            Ended { by_procedure: None, ..end(EndGround::Cancelled) },
        ] {
            let case = Scenario::through(Step::Effect).when(EndAgreement(unmarked), day(260)).recorded();
            assert!(case.lines.last().unwrap().marks.is_empty());
        }
        Scenario::through(Step::Receipt).when(EndAgreement(end(EndGround::Cancelled)), day(110)).refused("needs-effect");
    }
}
