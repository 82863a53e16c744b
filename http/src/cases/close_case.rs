//! The form of closing the case (结案).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::close_case::CloseCase;
use heyi_core::event::entries::CaseClosed;

use crate::form::choices::CLOSING_REASONS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::CloseCase,
    dated: true,
    fields: &[
        Field::required("reason", Widget::Choice(CLOSING_REASONS.choices), "结案原因", "Why"),
        Field::optional("remark", Widget::Area, "说明", "In words"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CloseCase> {
    let reason = form.choice("reason", &CLOSING_REASONS);
    let remark = form.text("remark");
    Some(CloseCase(CaseClosed { reason: reason?, remark }))
}

/// Fills in what was recorded.
pub fn fill(closing: &CaseClosed, form: &mut Filler<'_>) {
    form.choice("reason", &CLOSING_REASONS, closing.reason);
    form.text("remark", &closing.remark);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::entries::ClosingReason;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_closing_is_read_as_typed() {
        let command = kit::command(DecisionKind::CloseCase, &[("reason", "no-agreement"), ("remark", "期满")]);
        assert_eq!(command, CloseCase(CaseClosed { reason: ClosingReason::NoAgreement, remark: "期满".into() }).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::CloseCase, &[("reason", "tired"), ("remark", "a\u{7}")]);
        assert_eq!(wrong, ["reason unknown-choice", "remark not-plain-text"]);
    }
}
