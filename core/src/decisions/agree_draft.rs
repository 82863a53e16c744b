//! Agree on the draft (草案) of a contract.

use jiff::civil::Date;

use crate::case::guard::{Guard, May};
use crate::case::{Case, ClauseState};
use crate::event::CaseEvent;
use crate::event::opening::Procedure;
use crate::event::outcome::{DraftAgreed, OutcomeForm, Term};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Both chiefs agree on the full text. Every agreed clause is part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreeDraft {
    /// What it is to become.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// How long it is to run: generally one to three years (集体合同规定 art 38).
    pub term: Term,
}

impl Decision for AgreeDraft {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let agreed = agreed(case).next().is_some();
        let mut guard = Guard::open(case, ground)?;
        // A case that came to the ordinary procedure from another one meets what it asks from then on.
        if case.procedure == Procedure::Ordinary && !case.roads.procedures.is_empty() {
            guard.needs(Step::StaffRepresentatives, None)?.needs(Step::EmployerRepresentatives, None)?;
        }
        guard
            .needs(Step::Session, None)?
            .not_suspended()?
            .not_yet(Step::Draft)?
            .not_yet(Step::Outcome)?
            .that(case.procedure != Procedure::Simple, || {
                Refusal::new(
                    "simple-procedure",
                    "简易程序不能签订集体合同；请转为普通程序。",
                    "The simple procedure cannot end in a contract; change to the ordinary procedure.",
                )
            })?
            .that(agreed || case.unknown(Step::Draft), || {
                Refusal::new("no-agreed-clause", "还没有达成一致的条款。", "No clause has been agreed yet.")
                    .citing(ground.cite(case, "content.women_required"))
            })?
            .allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("title", &self.title)?;
        if !self.form.is_contract() {
            return Err(Refusal::new(
                "not-a-contract",
                "纪要、备忘录、制度不经草案审议，请用“记录纪要、备忘录或制度”。",
                "Minutes, memoranda and policies have no draft to vote on; record them as an outcome.",
            )
            .at("form"));
        }
        if let Some(months) = self.term.months {
            check_term(months, ground.day(at), case, ground)?;
        }
        let clauses = agreed(case).collect();
        Ok(CaseEvent::DraftAgreed(DraftAgreed { form: self.form, title: self.title, term: self.term, clauses }))
    }
}

fn agreed(case: &Case) -> impl Iterator<Item = (u32, u32)> + '_ {
    case.clauses.iter().filter_map(|(number, clause)| match clause.state {
        ClauseState::Agreed(version) => Some((*number, version)),
        ClauseState::Open | ClauseState::Withdrawn => None,
    })
}

fn check_term(months: u32, day: Date, case: &Case, ground: &Ground<'_>) -> Result<(), Refusal> {
    let bound = |suffix| ground.rule(case, day, suffix).and_then(|rule| Some((rule.number()?, rule.cite())));
    let (least, most) = (bound("term.min"), bound("term.max"));
    let broken = match (&least, &most) {
        (Some((least, cite)), _) if months < *least => Some(cite),
        (_, Some((most, cite))) if months > *most => Some(cite),
        _ => None,
    };
    let Some(cite) = broken else { return Ok(()) };
    let (least, most) = (least.as_ref().map_or(0, |bound| bound.0), most.as_ref().map_or(0, |bound| bound.0));
    Err(Refusal::new(
        "term-out-of-bounds",
        format!("合同期限为 {least} 至 {most} 个月，所填为 {months} 个月。"),
        format!("A contract runs {least} to {most} months; {months} were given."),
    )
    .at("term_months")
    .citing(Some(cite.clone())))
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, opened};

    use super::*;

    fn draft(months: u32) -> AgreeDraft {
        let term = Term { months: Some(months), last_day: None };
        AgreeDraft { form: OutcomeForm::SpecialContract, title: "女职工专项集体合同".into(), term }
    }

    #[test]
    fn the_draft_holds_every_agreed_clause() {
        let case = Scenario::talks_with_agreed_clause().when(draft(36), day(60)).recorded();
        assert_eq!(case.draft.unwrap().clauses, [(1, 1)]);
    }

    #[test]
    fn a_contract_runs_one_to_three_years() {
        for months in [11, 37] {
            Scenario::talks_with_agreed_clause()
                .when(draft(months), day(60))
                .refused_citing("term-out-of-bounds", "38");
        }
        let _ = Scenario::talks_with_agreed_clause().when(draft(12), day(60)).recorded();
    }

    #[test]
    fn without_an_agreed_clause_there_is_no_draft() {
        Scenario::through(Step::Session).when(draft(12), day(60)).refused("no-agreed-clause");
    }

    #[test]
    fn the_simple_procedure_cannot_end_in_a_contract() {
        let mut simple = opened();
        simple.procedure = Procedure::Simple;
        Scenario::talks_with_agreed_clause()
            .but_first(CaseEvent::CaseOpened(simple.into()))
            .when(draft(12), day(60))
            .refused("simple-procedure");
    }
}
