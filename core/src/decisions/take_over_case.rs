//! Take over an old case whose beginning is unknown.

use jiff::civil::Date;

use crate::case::Case;
use crate::case::guard::May;
use crate::event::CaseEvent;
use crate::event::opening::CaseTakenOver;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Stage;

use super::{Decision, open_case};

/// Takes over a case. Steps named unknown are never made up; guards that need them answer "not checkable: taken over".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeOverCase(pub CaseTakenOver);

impl Decision for TakeOverCase {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        open_case::OpenCase::may(case, ground)
    }

    fn decide(self, _: &Occurred, _: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let taken = self.0;
        open_case::check(&taken.opening)?;
        check_taken(&taken.source, taken.stage, taken.as_of, ground)?;
        Ok(CaseEvent::CaseTakenOver(taken.into()))
    }
}

/// What holds of what is taken over, for one employer or many: a source, a stage a ledger can tell, a day that has come.
pub(super) fn check_taken(source: &str, stage: Stage, as_of: Date, ground: &Ground<'_>) -> Result<(), Refusal> {
    Refusal::unless_filled("source", source)?;
    let beside = matches!(stage, Stage::Coordinating | Stage::Changing | Stage::Ended);
    if beside || matches!(stage, Stage::None | Stage::Suspended | Stage::Closed) {
        return Err(Refusal::new(
            "stage-cannot-be-taken-over",
            "不能以此阶段接管；请选择案件实际到达的阶段。",
            "A case cannot be taken over at this stage. Choose how far it had really come.",
        )
        .at("stage"));
    }
    if as_of > ground.today {
        return Err(Refusal::new(
            "as-of-in-future",
            format!("截至日期 {as_of} 晚于今天（{}）。", ground.today),
            format!("The day {as_of} lies after today ({}).", ground.today),
        )
        .at("as_of"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::case::{Mark, Step};
    use crate::decisions::hold_session::HoldSession;
    use crate::scenario::{Scenario, date_of, day, session, taken_over};

    use super::*;

    #[test]
    fn a_guard_on_an_unknown_step_is_not_checkable_and_counted_apart() {
        let scenario = Scenario::empty().and(CaseEvent::CaseTakenOver(taken_over(&[Step::Reply]).into()), day(1));
        let case = scenario.when(HoldSession(session()), day(2)).recorded();
        let last = case.lines.last().unwrap();
        assert_eq!(last.marks, [Mark::NotCheckable(Step::Reply)]);
        assert!(!case.has(Step::Reply), "the step is not made up");
    }

    #[test]
    fn what_the_ledger_does_not_call_unknown_is_asked_for() {
        let scenario = Scenario::empty().and(CaseEvent::CaseTakenOver(taken_over(&[Step::Offer]).into()), day(1));
        scenario.when(HoldSession(session()), day(2)).refused("needs-reply");
    }

    #[test]
    fn a_ledger_up_to_today_is_taken_over_and_not_one_beyond() {
        let mut taken = taken_over(&[]);
        taken.as_of = date_of(30);
        let _ = Scenario::empty().on(30).when(TakeOverCase(taken.clone()), day(1)).recorded();
        Scenario::empty().on(29).when(TakeOverCase(taken), day(1)).refused("as-of-in-future");
    }

    #[test]
    fn the_source_must_be_told() {
        let mut taken = taken_over(&[]);
        taken.source.clear();
        Scenario::empty().when(TakeOverCase(taken), day(1)).refused("required");
    }
}
