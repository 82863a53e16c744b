//! The form of taking over an old case: how far it had come, what is known of it, and of which steps nothing is.

use heyi_core::decisions::take_over_case::TakeOverCase;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::opening::{CaseTakenOver, TakenOverOutcome};

use crate::form::choices::{OUTCOME_FORMS, STEPS, TAKEN_OVER_STAGES};
use crate::form::field::join;
use crate::form::opening::{self, Register};
use crate::form::sentences;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

const OWN: &[Field] = &[
    Field::required("source", Widget::Line, "资料来源", "Source")
        .hint("标题、报刊和日期，或台账名称和页码。", "Title, paper and date, or the ledger and its page."),
    Field::required("stage", Widget::Choice(TAKEN_OVER_STAGES.choices), "已到阶段", "How far it had come"),
    Field::required("as_of", Widget::Day, "截至日期", "As of").hint("上述阶段所指的日期。", "The day that is said of."),
    Field::optional("unknown", Widget::Choices(STEPS.choices), "情况不明的步骤", "Steps nothing is known of")
        .hint("应当发生过但没有资料的步骤；不要编造。", "Steps that must have happened, or may have. They are never made up."),
    Field::optional("outcome_form", Widget::Choice(OUTCOME_FORMS.choices), "成果形式", "Form of the outcome")
        .hint("台账载有成果的填写以下各项。", "When the ledger names one."),
    Field::optional("outcome_title", Widget::Line, "成果名称", "Title of the outcome"),
    Field::optional("effective_on", Widget::Day, "生效日期", "Day of effect"),
    Field::optional("expires_on", Widget::Day, "期满日期", "Last day"),
];

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::TakeOverCase,
    dated: true,
    fields: &join::<{ OWN.len() + opening::FIELDS.len() }>(OWN, opening::FIELDS),
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
    let source = form.text("source");
    let stage = form.choice("stage", &TAKEN_OVER_STAGES);
    let as_of = form.day("as_of");
    let unknown = form.choices("unknown", &STEPS);
    let outcome = read_outcome(form);
    let (opening, register) = opening::read(form)?;
    Some((CaseTakenOver { opening, stage: stage?, as_of: as_of?, unknown, source, outcome }, register))
}

fn read_outcome(form: &mut Reader<'_>) -> Option<TakenOverOutcome> {
    let outcome_form = form.choice("outcome_form", &OUTCOME_FORMS);
    let title = form.text("outcome_title");
    let effective_on = form.day("effective_on");
    let expires_on = form.day("expires_on");
    if outcome_form.is_none() && !(title.is_empty() && effective_on.is_none() && expires_on.is_none()) {
        form.refuse("outcome_form", sentences::choose());
    }
    Some(TakenOverOutcome { form: outcome_form?, title, effective_on, expires_on })
}

/// Fills in what was recorded.
pub fn fill(taken: &CaseTakenOver, form: &mut Filler<'_>) {
    form.text("source", &taken.source);
    form.choice("stage", &TAKEN_OVER_STAGES, taken.stage);
    form.day("as_of", Some(taken.as_of));
    form.choices("unknown", &STEPS, &taken.unknown);
    if let Some(outcome) = &taken.outcome {
        form.choice("outcome_form", &OUTCOME_FORMS, outcome.form);
        form.text("outcome_title", &outcome.title);
        form.day("effective_on", outcome.effective_on);
        form.day("expires_on", outcome.expires_on);
    }
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
