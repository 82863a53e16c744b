//! The form of agreeing on the draft (草案); its clauses are those agreed so far.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::agree_draft::AgreeDraft;
use heyi_core::event::outcome::{DraftAgreed, Term};

use crate::form::choices::CONTRACT_FORMS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AgreeDraft,
    dated: true,
    fields: &[
        Field::required("form", Widget::Choice(CONTRACT_FORMS.choices), "合同形式", "What it is to become"),
        Field::required("title", Widget::Line, "名称", "Title").hint("如“女职工权益保护专项集体合同”。", "As the paper has it."),
        Field::optional("term_months", Widget::Number, "期限（月）", "Term in months").hint("一般为 12 至 36 个月。", "Generally 12 to 36."),
        Field::optional("last_day", Widget::Day, "期满日期", "Last day").hint("合同写明期满日期的填写。", "When the contract names one."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AgreeDraft> {
    let contract_form = form.choice("form", &CONTRACT_FORMS);
    let title = form.text("title");
    let term = Term { months: form.number("term_months"), last_day: form.day("last_day") };
    Some(AgreeDraft { form: contract_form?, title, term })
}

/// Fills in what was recorded.
pub fn fill(draft: &DraftAgreed, form: &mut Filler<'_>) {
    form.choice("form", &CONTRACT_FORMS, draft.form);
    form.text("title", &draft.title);
    form.number("term_months", draft.term.months);
    form.day("last_day", draft.term.last_day);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::outcome::OutcomeForm;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_draft_is_read_as_typed() {
        let typed = [("form", "chapter"), ("title", "女职工专章"), ("term_months", "36")];
        let term = Term { months: Some(36), last_day: None };
        let draft = AgreeDraft { form: OutcomeForm::Chapter, title: "女职工专章".into(), term };
        assert_eq!(kit::command(DecisionKind::AgreeDraft, &typed), draft.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::AgreeDraft, &[("form", "minutes"), ("term_months", "三年"), ("last_day", "-")]);
        assert_eq!(wrong, ["form unknown-choice", "title required", "term_months not-a-number", "last_day not-a-day"]);
    }
}
