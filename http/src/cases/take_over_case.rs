//! The form of taking over an old case: how far it had come, what is known of it, and of which steps nothing is.

use heyi_core::decisions::take_over_case::TakeOverCase;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::opening::CaseTakenOver;

use crate::form::field::join;
use crate::form::opening::{self, Register};
use crate::form::taken_over::{self, TakenOver};
use crate::form::{Filler, FormSpec, Reader};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::TakeOverCase,
    dated: true,
    fields: &join::<{ taken_over::FIELDS.len() + opening::FIELDS.len() }>(taken_over::FIELDS, opening::FIELDS),
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<TakeOverCase> {
    read(form).map(|(taken, _)| TakeOverCase(taken))
}

/// Reads the command with what it brings to the register of employers.
pub fn parse_opening(form: &mut Reader<'_>) -> Option<(Command, Register)> {
    read(form).map(|(taken, register)| (TakeOverCase(taken).into(), register))
}

fn read(form: &mut Reader<'_>) -> Option<(CaseTakenOver, Register)> {
    let known = taken_over::read(form);
    let (opening, register) = opening::read(form)?;
    let TakenOver { source, stage, as_of, unknown, outcome } = known?;
    Some((CaseTakenOver { opening, stage, as_of, unknown, source, outcome }, register))
}

/// Fills in what was recorded.
pub fn fill(taken: &CaseTakenOver, form: &mut Filler<'_>) {
    taken_over::fill(&taken.source, taken.stage, taken.as_of, &taken.unknown, taken.outcome.as_ref(), form);
    opening::fill(&taken.opening, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::outcome::OutcomeForm;
    use heyi_core::stage::{Stage, Step};
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;

    #[test]
    fn what_the_ledger_says_is_read_as_typed() {
        let typed = [
            ("source", "旧台账第 3 页"),
            ("stage", "in-performance"),
            ("as_of", "2026-01-01"),
            ("unknown", "offer"),
            ("unknown", "vote"),
            ("outcome_form", "special-contract"),
            ("outcome_title", "专项集体合同"),
            ("effective_on", "2024-05-01"),
            ("office", "js"),
            ("employer_name", "某厂"),
            ("no_code_reason", "台账未载"),
            ("place", "320100"),
        ];
        let Command::TakeOverCase(TakeOverCase(taken)) = kit::command(DecisionKind::TakeOverCase, &typed) else {
            panic!("another command")
        };
        assert_eq!((taken.stage, taken.as_of), (Stage::InPerformance, date(2026, 1, 1)));
        assert_eq!(taken.unknown, [Step::Offer, Step::Vote]);
        let outcome = taken.outcome.unwrap();
        assert_eq!((outcome.form, outcome.effective_on), (OutcomeForm::SpecialContract, Some(date(2024, 5, 1))));
        assert_eq!(taken.opening.employer_name, "某厂");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("stage", "closed"), ("unknown", "magic"), ("outcome_title", "合同"), ("office", "js"), ("place", "1")];
        let expected = [
            "source required",
            "stage unknown-choice",
            "as_of required",
            "unknown unknown-choice",
            "outcome_form required",
            "employer_name required",
            "place not-a-place",
            "credit_code required",
        ];
        assert_eq!(kit::wrong(DecisionKind::TakeOverCase, &typed), expected);
    }
}
