//! Change the procedure (普通、简易、应急程序).

use jiff::civil::Date;

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::opening::Procedure;
use crate::event::procedure::ProcedureChanged;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::refusal::Refusal;
use crate::rules::SubjectMatter;
use crate::stage::Step;

use super::Decision;

/// Changes the procedure, with a reason. What the stricter one asked for goes on to hold: a contract after the ordinary procedure
/// was taken up again needs the representatives of both sides. The simple one cannot end in a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeProcedure(pub ProcedureChanged);

impl Decision for ChangeProcedure {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::Effect)?.not_yet(Step::Outcome)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        if self.0.to == case.procedure {
            return Err(Refusal::new("same-procedure", "本案已经适用这一程序。", "The case follows that procedure already.").at("to"));
        }
        if self.0.to == Procedure::Simple && case.has(Step::Draft) {
            return Err(Refusal::new(
                "draft-needs-ordinary",
                "已商定合同草案，签订集体合同须适用普通程序，不能转为简易程序。",
                "A draft of a contract is agreed; a contract takes the ordinary procedure and not the simple one.",
            )
            .at("to")
            .citing(ground.cite(case, "proc.ordinary_required")));
        }
        check_provided(self.0.to, at, case, ground)?;
        Ok(CaseEvent::ProcedureChanged(self.0))
    }
}

/// The simple and the emergency procedure exist where a text of the place provides them: in Jiangsu since 1 May 2023.
pub(super) fn check_provided(to: Procedure, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let Some(opening) = case.opening.as_ref() else { return Ok(()) };
    provided(to, &opening.place, opening.subject, ground.day(at), ground).map_err(|refusal| refusal.at("to"))
}

/// The same of a place and a day.
pub(super) fn provided(
    to: Procedure,
    place: &Place,
    subject: SubjectMatter,
    day: Date,
    ground: &Ground<'_>,
) -> Result<(), Refusal> {
    let rule = match to {
        Procedure::Ordinary => return Ok(()),
        Procedure::Simple => "proc.simple",
        Procedure::Emergency => "proc.emergency.trigger",
    };
    if ground.law.rulebook.lookup(place, subject, day, rule).text().is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        "procedure-not-provided",
        "该地当时的规定没有这一程序；请选择普通程序。",
        "The texts of that place and day provide no such procedure. Choose the ordinary one.",
    ))
}

#[cfg(test)]
mod tests {
    use crate::decisions::agree_draft::AgreeDraft;
    use crate::event::outcome::{OutcomeForm, Term};
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day, opened, representatives};

    use super::*;

    fn to(to: Procedure) -> ProcedureChanged {
        ProcedureChanged { to, reason: "协商内容涉及签订集体合同".into() }
    }

    fn draft() -> AgreeDraft {
        let term = Term { months: Some(12), last_day: None };
        AgreeDraft { form: OutcomeForm::SpecialContract, title: "女职工专项集体合同".into(), term }
    }

    fn simple() -> Scenario {
        let simple = crate::event::opening::CaseOpened { procedure: Procedure::Simple, ..opened() };
        Scenario::talks_with_agreed_clause().but_first(CaseEvent::CaseOpened(simple.into()))
    }

    #[test]
    fn the_procedure_changes_with_a_reason() {
        let case = simple().when(ChangeProcedure(to(Procedure::Ordinary)), day(50)).recorded();
        assert_eq!(case.procedure, Procedure::Ordinary);
        let silent = ProcedureChanged { reason: " ".into(), ..to(Procedure::Ordinary) };
        simple().when(ChangeProcedure(silent), day(50)).refused("required");
        simple().when(ChangeProcedure(to(Procedure::Simple)), day(50)).refused("same-procedure");
    }

    #[test]
    fn after_the_change_the_stricter_requirements_hold() {
        simple().when(draft(), day(60)).refused("simple-procedure");
        let changed = simple().and(CaseEvent::ProcedureChanged(to(Procedure::Ordinary)), day(50));
        changed.clone().when(draft(), day(60)).refused("needs-staff-representatives");
        let named = [Side::Staff, Side::Employer].into_iter().fold(changed, |scenario, side| {
            scenario.and(CaseEvent::RepresentativesNamed(representatives(side)), day(52))
        });
        let _ = named.when(draft(), day(60)).recorded();
    }

    #[test]
    fn a_draft_of_a_contract_keeps_the_ordinary_procedure() {
        Scenario::through(Step::Draft).when(ChangeProcedure(to(Procedure::Simple)), day(65)).refused("draft-needs-ordinary");
    }

    #[test]
    fn where_and_when_no_text_provides_it_there_is_no_such_procedure() {
        let mut elsewhere = opened();
        elsewhere.place = "310000".parse().unwrap();
        let shanghai = Scenario::through(Step::Session).but_first(CaseEvent::CaseOpened(elsewhere.into()));
        shanghai.when(ChangeProcedure(to(Procedure::Emergency)), day(50)).refused("procedure-not-provided");
        let _ = Scenario::through(Step::Session).when(ChangeProcedure(to(Procedure::Emergency)), day(50)).recorded();
    }
}
