//! The form of minutes, a memorandum or a policy: outcomes that end at the signatures.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::record_outcome::RecordOutcome;
use heyi_core::event::outcome::OutcomeRecorded;

use crate::form::choices::OTHER_FORMS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RecordOutcome,
    dated: true,
    fields: &[
        Field::required("form", Widget::Choice(OTHER_FORMS.choices), "成果形式", "Form"),
        Field::required("title", Widget::Line, "名称", "Title"),
        Field::optional("signed_by_both", Widget::Check, "双方首席代表已签字", "Signed by both chiefs"),
        Field::optional("applies_from", Widget::Day, "起始日期", "Applies from").hint("不填即从发生日期起。", "From the day it happened, when empty."),
        Field::optional("applies_to", Widget::Day, "截止日期", "Applies until").hint("没有约定期限的留空。", "Empty when no end is set."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordOutcome> {
    let outcome_form = form.choice("form", &OTHER_FORMS);
    let title = form.text("title");
    let signed_by_both = form.check("signed_by_both");
    let applies_from = form.day("applies_from");
    let applies_to = form.day("applies_to");
    Some(RecordOutcome(OutcomeRecorded { form: outcome_form?, title, signed_by_both, applies_from, applies_to }))
}

/// Fills in what was recorded.
pub fn fill(outcome: &OutcomeRecorded, form: &mut Filler<'_>) {
    form.choice("form", &OTHER_FORMS, outcome.form);
    form.text("title", &outcome.title);
    form.check("signed_by_both", outcome.signed_by_both);
    form.day("applies_from", outcome.applies_from);
    form.day("applies_to", outcome.applies_to);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::outcome::OutcomeForm;

    use crate::form::kit;

    use super::*;


    #[test]
    fn an_outcome_is_read_as_typed() {
        let typed = [("form", "memorandum"), ("title", "备忘录"), ("signed_by_both", "yes")];
        let outcome = OutcomeRecorded {
            form: OutcomeForm::Memorandum,
            title: "备忘录".into(),
            signed_by_both: true,
            applies_from: None,
            applies_to: None,
        };
        assert_eq!(kit::command(DecisionKind::RecordOutcome, &typed), RecordOutcome(outcome).into());
    }

    #[test]
    fn a_contract_is_no_choice_here() {
        let wrong = kit::wrong(DecisionKind::RecordOutcome, &[("form", "special-contract"), ("applies_to", "永久")]);
        assert_eq!(wrong, ["form unknown-choice", "title required", "applies_to not-a-day"]);
    }
}
